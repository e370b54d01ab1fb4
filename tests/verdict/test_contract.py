"""The user's list decides alone: each message of a reply must match a line, whole, and declines by their own."""

from __future__ import annotations

import re
from dataclasses import replace
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.verdict.contract import Contract
from loadtest.verdict.judge import Judge, Reason, Verdict
from loadtest.verdict.twiml import fold_space
from loadtest.words.exchange import Reply

LINES = (
    "Thanks {word}, order {number} is on its way.",
    "/^We(?:'ve| have) got your picture/",
    "limited: {any} juggle so many texts{any}",
    "refused: Who is this?",
)
CASES = [
    ("a template matches the whole text", "Thanks Bob, order 12 is on its way.", Reason.ACCEPTED),
    ("in any case of letters", "THANKS Bob, order 12 is on its way.", Reason.ACCEPTED),
    ("numbers may have signs in them", "Thanks Bob, order 1,204.50 is on its way.", Reason.ACCEPTED),
    ("a word has no blank", "Thanks Bob Smith, order 12 is on its way.", Reason.UNEXPECTED),
    ("more than the template is something else", "Thanks Bob, order 12 is on its way. Not.", Reason.UNEXPECTED),
    ("an expression is found anywhere", "We've got your picture, thanks", Reason.ACCEPTED),
    ("a curly apostrophe is as good", "We\u2019ve got your picture, thanks", Reason.ACCEPTED),
    ("a decline for the rate", "Whoa, we only juggle so many texts, wait", Reason.RATE_LIMITED),
    ("a refusal", "Who is this?", Reason.REFUSED),
    ("unknown words are unexpected", "The kitchen is closed.", Reason.UNEXPECTED),
    ("known wordings of refusals are, too", "An error occurred.", Reason.UNEXPECTED),
    ("no words are no match", "", Reason.UNEXPECTED),
]


def judge(*lines: str, **patterns: list[str]) -> Judge:
    return Judge(**patterns).expecting(lines)


def reply(*texts: str, status: int = 200) -> Reply:
    body = f"<Response>{''.join(f'<Message>{text}</Message>' for text in texts)}</Response>".encode()
    return Reply(status=status, headers=(("content-type", "text/xml"),), body=body, size=len(body))


@pytest.mark.parametrize(("why", "text", "reason"), CASES, ids=[case[0] for case in CASES])
def test_one_message(why: str, text: str, reason: Reason) -> None:
    verdict = judge(*LINES).judge(reply(text))
    assert verdict.reason is reason, verdict


def test_each_message_is_matched_alone_and_a_decline_decides() -> None:
    mine = judge(*LINES)
    good, picture = "Thanks Bob, order 1 is on its way.", "We have got your picture"
    assert mine.judge(reply(good, picture)).reason is Reason.ACCEPTED
    assert mine.judge(reply(good, "Nope")).reason is Reason.UNEXPECTED
    assert mine.judge(reply("Nope", "Who is this?")).reason is Reason.REFUSED


def test_a_reply_without_words_is_expected_when_the_list_says_so() -> None:
    for silent in (reply(), reply(""), Reply(status=204, headers=(), body=b"", size=0)):
        assert judge("<none>").judge(silent).reason is Reason.ACCEPTED
        assert judge("Hello").judge(silent).reason is Reason.UNEXPECTED
    assert judge("<none>").judge(reply("Hello")).reason is Reason.UNEXPECTED


def test_a_decline_is_told_by_its_own_line_even_where_a_wider_one_matches() -> None:
    assert judge("{any}", "limited: Slow {any}").judge(reply("Slow down")).reason is Reason.RATE_LIMITED


def test_the_users_patterns_add_to_the_list() -> None:
    mine = judge("Thanks", accept_patterns=["welcome"], rate_limit_patterns=["slow"], refusal_patterns=["who are"])
    assert mine.judge(reply("You're welcome!")).reason is Reason.ACCEPTED
    assert mine.judge(reply("Too slow")).reason is Reason.RATE_LIMITED
    assert mine.judge(reply("Who are you")).reason is Reason.REFUSED


def test_the_verdict_names_the_line() -> None:
    assert judge("Thanks {any}").judge(reply("Thanks Bob")).why == 'your line "Thanks {any}"'
    assert "expected-replies does not list" in judge("Thanks").judge(reply("Nope")).detail


WRONG = [
    ("an unknown hole", "Order {nubmer} is here", "did you mean {number}?"),
    ("a hole like no other", "Order {zzz} is here", "write {any}, {number}, {word}"),
    ("a broken expression", "/(/", "is not a regular expression"),
    ("a mark without a reply", "limited:", "marks nothing"),
    ("an empty expression", "//", "'//' is found in every reply"),
    ("an expression with an empty part", "limited: /busy|/", "'limited: /busy|/' is found in every reply"),
]


@pytest.mark.parametrize(("why", "line", "says"), WRONG, ids=[case[0] for case in WRONG])
def test_mistakes(why: str, line: str, says: str) -> None:
    with pytest.raises(ValueError, match=re.escape(says)):
        Contract([line])


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=60))
def test_a_text_without_holes_matches_itself(text: str) -> None:
    text = fold_space(text)
    special = (not text, text.startswith(("/", "#", "@", "<")), "{" in text, ":" in text)
    if not any(special):
        assert Contract([text]).judge([text])[1] == ""


def test_many_holes_take_no_time_on_a_long_text() -> None:
    mine = Contract(["{any}a" * 20 + "b"])
    began = perf_counter()
    mine.judge(["a" * 1600])
    assert perf_counter() - began < 0.5


@pytest.mark.parametrize(
    ("lines", "text", "verdict"),
    [
        pytest.param(
            ["Thanks {any}"],
            "Thanks Bob",
            Verdict(
                reason=Reason.ACCEPTED,
                detail='the reply says "Thanks Bob"',
                said="Thanks Bob",
                why='your line "Thanks {any}"',
            ),
            id="a template",
        ),
        pytest.param(
            ["/^thanks/"],
            "Thanks Bob",
            Verdict(
                reason=Reason.ACCEPTED,
                detail='the reply says "Thanks Bob"',
                said="Thanks Bob",
                why='your line "/^thanks/"',
            ),
            id="an expression",
        ),
        pytest.param(
            ["<NONE>"],
            "",
            Verdict(
                reason=Reason.ACCEPTED,
                warnings=("14103: a message is empty",),
                detail="no reply to the sender",
                why='your line "<NONE>"',
            ),
            id="no words",
        ),
        pytest.param(
            ["refused: Who: you?"],
            "Who: you?",
            Verdict(
                reason=Reason.REFUSED,
                detail='the reply says "Who: you?"',
                said="Who: you?",
                why='your line "refused: Who: you?"',
            ),
            id="a decline with a colon of its own",
        ),
        pytest.param(
            ["Thanks"],
            "",
            Verdict(
                reason=Reason.UNEXPECTED,
                detail="no reply to the sender, which expected-replies does not list",
                why="not in expected-replies",
            ),
            id="no words where some are expected",
        ),
        pytest.param(
            ["/"],
            "/",
            Verdict(reason=Reason.ACCEPTED, detail='the reply says "/"', said="/", why='your line "/"'),
            id="one slash is a text",
        ),
        pytest.param(
            ["and/or/"],
            "and/or/",
            Verdict(
                reason=Reason.ACCEPTED, detail='the reply says "and/or/"', said="and/or/", why='your line "and/or/"'
            ),
            id="a slash at the end alone makes no expression",
        ),
    ],
)
def test_the_whole_verdict(lines: list[str], text: str, verdict: Verdict) -> None:
    told = judge(*lines).judge(reply(text))
    assert told.shape is not None
    assert replace(told, shape=None) == verdict


@pytest.mark.parametrize(("line", "warned"), [("A{any}", 1), ("limited: A{any}", 0)])
def test_only_what_is_welcome_has_twilios_warnings(line: str, warned: int) -> None:
    assert len(judge(line).judge(reply("A" * 1601)).warnings) == warned


def test_a_hole_that_is_not_known_is_told_with_the_one_that_is_meant_and_its_line() -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011  the whole sentence is compared
        Contract(["limited: {wrd} {any}"])
    assert str(caught.value) == "'limited: {wrd} {any}' has a hole {wrd} that is not known; did you mean {word}?"


@pytest.mark.parametrize(
    ("line", "text"),
    [
        pytest.param("/", "Hello", id="a slash alone is a text, and no expression that is found anywhere"),
        pytest.param("and/or/", "land/or", id="so is what only ends with one"),
        pytest.param("/and/or", "band/or", id="or only begins with one"),
    ],
)
def test_an_expression_stands_between_two_slashes(line: str, text: str) -> None:
    assert judge(line).judge(reply(text)).reason is Reason.UNEXPECTED


def test_all_mistakes_of_a_list_are_told_one_a_line() -> None:
    with pytest.raises(ValueError, match="is not a regular expression") as told:
        Contract(["/(/", "fine", "limited:"])
    first, second = str(told.value).split("\n")
    assert "is not a regular expression" in first
    assert "marks nothing" in second


@pytest.mark.parametrize(
    ("option", "text", "name"),
    [
        ("accept_patterns", "You're welcome!", "accept-pattern"),
        ("refusal_patterns", "Who are you", "refusal-pattern"),
        ("rate_limit_patterns", "Too slow", "rate-limit-pattern"),
    ],
)
def test_the_verdict_names_the_kind_of_pattern(option: str, text: str, name: str) -> None:
    verdict = judge("Thanks", **{option: [text.partition(" ")[2]]}).judge(reply(text))
    assert name in verdict.why
