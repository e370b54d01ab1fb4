r"""A user's regular expression: what it finds, what it cannot say, and that no text makes it slow."""

from __future__ import annotations

import contextlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.verdict.patterns import Pattern, parse_patterns, telling
from loadtest.words.exchange import LONGEST_MESSAGE


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        pytest.param("too many", "TOO MANY messages", True, id="case does not matter"),
        pytest.param("can't", "we can\u2019t help", True, id="a curly apostrophe is the typed one"),
        pytest.param("can\u2019t", "we can\u2019t help", True, id="or stands for itself"),
        pytest.param("can't", "it\u2019s well", False, id="and alone is found by nothing else"),
        pytest.param(r"\d+ left", "has \uff11\uff12 left", True, id="digits of every alphabet"),
        pytest.param(r"^\w+$", "\u0434\u043b\u044f", True, id="letters of every alphabet"),
        pytest.param(r"^[\w ]+$", "trop de données", True, id="in a class, too"),
        pytest.param(r"^\W+$", "\u0434\u043b\u044f", False, id="and their opposite"),
        pytest.param(r"a\sb", "a\u00a0b", True, id="a blank that does not break"),
        pytest.param("ÜBER", "über", True, id="case outside ASCII"),
        pytest.param(r"\bquota\b", "Quota reached", True, id="word boundaries beside ASCII"),
        pytest.param(r"\.", "a.b", True, id="a literal dot"),
        pytest.param(r"[\]x]", "]", True, id="a bracket in a class"),
        pytest.param("[[]", "[", True, id="an opening bracket in a class"),
        pytest.param("^[a[]+$", "a[", True, id="beside another character"),
        pytest.param("^[a]b[c]$", "abc", True, id="two classes"),
        pytest.param(r"^[\D]+$", "ab", True, id="an opposite in a class"),
        pytest.param("^[a(?<n>]+$", "(?<n>a", True, id="what looks like a group in a class"),
        pytest.param("(?P<n>a)(?<m>b)", "ab", True, id="named groups in both spellings"),
        pytest.param("x", "\ud800x", True, id="half a surrogate pair in the text"),
        pytest.param("end", "a" * LONGEST_MESSAGE + "end", False, id="what Twilio would not send is not searched"),
    ],
)
def test_what_is_found(pattern: str, text: str, found: object) -> None:
    assert Pattern(pattern).found(text) is found


LOOKS = "looks around, as (?=…) and (?!…) do, which cannot be kept quick; write what is there instead"
REFERS = "refers back to a group, which cannot be kept quick; write the text out"
OFTEN = "is not a regular expression that can be kept quick: it repeats something over 1,000 times; write + or *"


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        pytest.param(
            "(",
            "'(' is not a regular expression; put a backslash before a character meant literally, "
            r"as in \. or \(",
            id="an open group",
        ),
        pytest.param("a(?=b)", f"'a(?=b)' {LOOKS}", id="look-ahead"),
        pytest.param("(?<!a)b", f"'(?<!a)b' {LOOKS}", id="look-behind"),
        pytest.param(r"(a)\1", rf"'(a)\\1' {REFERS}", id="a back-reference"),
        pytest.param(r"(?P<n>a)(?P=n)", f"'(?P<n>a)(?P=n)' {REFERS}", id="a back-reference by name"),
        pytest.param(
            "\\b\u0434",
            r"'\\bд' has a \b beside a letter outside ASCII, where \b knows no words; leave the \b out",
            id="a word boundary that would find nothing",
        ),
        pytest.param("a{1001}", f"'a{{1001}}' {OFTEN}", id="a count over 1,000"),
        pytest.param("a{9999999999999}", f"'a{{9999999999999}}' {OFTEN}", id="a count beyond all"),
        pytest.param(
            r"((\w{1,100}){1,100}){1,100}",
            r"'((\\w{1,100}){1,100}){1,100}' repeats too much; write + or * instead "
            "of high counts",
            id="counts that multiply",
        ),
        pytest.param(r"\w{900}", r"'\\w{900}' repeats too much; write + or * instead of high counts", id="too large"),
        pytest.param(
            "a" * 2001,
            f"'{'a' * 40}'… has 2,001 characters, 2,000 are the most; part it",
            id="a pattern that is a book",
        ),
    ],
)
def test_what_it_cannot_take_is_said_at_the_start(pattern: str, why: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011  the whole sentence is compared
        Pattern(pattern)
    in_the_engines_words = r" \((?:missing|invalid|pattern too).*?\)(?=;)"
    assert re.sub(in_the_engines_words, "", str(caught.value)) == why
    assert "(b'" not in str(caught.value)


@pytest.mark.parametrize("pattern", ["", "busy|", "(full)?", "x*", "()"])
def test_a_pattern_that_is_found_in_every_reply_by_an_empty_part_is_a_mistake(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"is found in every reply.*write the words"):
        telling(pattern)
    with pytest.raises(ValueError, match="is found in every reply"):
        parse_patterns(["busy", pattern])


@pytest.mark.parametrize("pattern", [".*", "^.*$", "busy", "^$", "x+"])
def test_a_pattern_of_some_replies_or_openly_of_all_is_none(pattern: str) -> None:
    assert telling(pattern).text == pattern


def test_a_pattern_is_known_by_its_text_and_may_be_as_long_as_a_book_is_not() -> None:
    assert Pattern("a|b").text == "a|b"
    assert Pattern("a" * 2000).found("A" * 1600) is False


@pytest.mark.parametrize(
    "pattern",
    ["(a+)+$", "(a|aa)+$", "limit.*reached.*hour", r"(\w+\s?)+!", "(.*)*x", "((a?){100}){5}a{100}", "(?:.?){200}q"],
)
@pytest.mark.parametrize("text", ["a" * 64_000, "limit reached " * 4_600, "é" * 64_000, "a\u0301" * 32_000])
@pytest.mark.timeout(10)  # Python's own engine would not end in a lifetime
def test_no_text_holds_it_up(pattern: str, text: str) -> None:
    assert Pattern(pattern).found(text) in {True, False}


@given(st.text(max_size=40), st.text(max_size=80))
def test_a_literal_is_found_where_python_would_find_it(literal: str, text: str) -> None:
    found = Pattern(re.escape(literal)).found(text + literal + text)
    assert found


@given(st.text(alphabet=r"ab[](){}\wdsQE^$.*+?|", max_size=20), st.text(alphabet="ab1 _-", max_size=30))
def test_any_pattern_is_refused_in_words_or_answers(pattern: str, text: str) -> None:
    with contextlib.suppress(ValueError):
        assert Pattern(pattern).found(text) in {True, False}


def test_a_group_is_taken_out() -> None:
    pattern = Pattern(r"processed (SM\w+)")
    assert pattern.groups == 1
    assert pattern.first_group("job processed SM12 in 3ms") == "SM12"
    assert pattern.first_group("nothing") is None
