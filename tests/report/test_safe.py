from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.report.safe import LONGEST, ascii_only, code, line, markdown, prose, short, without_userinfo

ANY = st.text(alphabet=st.characters())  # surrogates too


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("Got it! 🎉 Größe 消息", "Got it! 🎉 Größe 消息", id="ordinary text stays as it is"),
        pytest.param("one\r\n two\t\u2028three", "one two three", id="line ends of every kind are folded to a blank"),
        pytest.param("\x1b[31mred\x1b[0m", r"\x1b[31mred\x1b[0m", id="terminal colours are shown, not acted on"),
        pytest.param("a\0b\x07\x9b", r"a\x00b\x07\x9b", id="control characters are shown escaped"),
        pytest.param("abc\u202ecba", r"abc\u202ecba", id="a right-to-left override cannot turn the line round"),
        pytest.param("\ud800\ufffe", r"\ud800\ufffe", id="surrogates and non-characters are shown escaped"),
        pytest.param("👩\u200d💻", "👩\u200d💻", id="joined emoji stay joined"),
        pytest.param("##[error]x", "# #[error]x", id="the runner's legacy command is broken up"),
        pytest.param("###[error]x", "## #[error]x", id="also behind one more hash"),
        pytest.param("##vso[task]x", "# #vso[task]x", id="and Azure's"),
        pytest.param("# # heading ## [x]", "# # heading ## [x]", id="what is no command stays"),
    ],
)
def test_a_line_is_one_line_of_what_can_be_seen(text: str, shown: str) -> None:
    assert line(text) == shown


@given(ANY)
def test_a_line_is_printable_bounded_and_no_command(text: str) -> None:
    shown = line(text)
    assert len(shown) <= LONGEST
    assert all(char.isprintable() or char in "\u200c\u200d" for char in shown)
    assert not re.search(r"##\w*\[", shown)
    assert shown.encode().decode() == shown


def test_a_long_text_is_cut_and_shows_that_it_was() -> None:
    assert line("x" * 10_000_000) == "x" * (LONGEST - 1) + "…"
    assert line("x" * LONGEST) == "x" * LONGEST
    assert line("abcdef", 4) == "abc…"


@given(ANY)
def test_markdown_words_read_as_the_line_they_show(text: str) -> None:
    assert unescape(markdown(text)).replace("\u200b", "") == line(text)


def test_prose_shows_as_code_what_stands_between_backticks_and_nothing_else() -> None:
    assert prose("`lost` is *slower* than `any <b>`, or a ` alone") == (
        "<code>lost</code> is &#42;slower&#42; than <code>any &#60;b&#62;</code>, or a &#96; alone"
    )


@given(ANY)
def test_prose_holds_no_structure_but_code(text: str) -> None:
    words = re.sub(r"</?code>|&#\d+;", "", prose(text))
    assert not set(words) & set("&<>|`*_~[]#@!\\{}$")


@given(ANY)
def test_markdown_code_holds_no_structure(text: str) -> None:
    inside = code(text).removeprefix("<code>").removesuffix("</code>")
    assert not set(re.sub(r"&#\d+;", "", inside)) & set("&<>|`*_~[]#@!\\{}$")
    assert unescape(inside) == line(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("✓ met", "[met] met", id="a met target"),
        pytest.param("✗ Average is ≥ 7ms…", "[missed] Average is >= 7ms...", id="a missed target"),
        pytest.param("Größe", r"Gr\xf6\xdfe", id="any other letter is shown escaped"),
    ],
)
def test_ascii_terminals_can_show_everything(text: str, shown: str) -> None:
    assert ascii_only(text) == shown


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        pytest.param("http://u:p@h:1/x?a=b@c", "http://h:1/x?a=b@c", id="user and password go, the rest stays"),
        pytest.param("http://h/x?a=b@c", "http://h/x?a=b@c", id="an @ elsewhere is no password"),
        pytest.param("https://u:p@ss@h/", "https://h/", id="a password may hold an @"),
        pytest.param("http://u:p@[::1/", "[::1/", id="what is no URL loses all that might be a password"),
    ],
)
def test_no_password_in_a_url(url: str, shown: str) -> None:
    assert without_userinfo(url) == shown


def test_a_short_line_keeps_its_end_where_what_to_do_stands() -> None:
    url = "https://hooks.example.com/" + "very/long/" * 60
    text = short(f"the server signs {url}; set signature-url: {url}, or have it trust its proxy", 300)
    assert len(text) <= 300
    assert text.startswith("the server signs https://hooks")
    assert text.endswith("or have it trust its proxy")


def test_a_short_line_without_long_words_is_cut_at_its_end() -> None:
    assert short("word " * 100, 50) == line("word " * 100, 50)
