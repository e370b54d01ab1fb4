"""Command lines: flags, words, and every mistake in a sentence without a value."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.cli.command_line import is_address, read_flags
from loadtest.config import OPTIONS
from loadtest.config.option import Flag

PRONE = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="0123456789.,+-%/sm: @#\n\\[](){}*<>=httpofACx\0\udc80", max_size=60),
)

FLAGS = [
    pytest.param(["--url", "http://h"], {"url": "http://h"}, id="a value in the next word"),
    pytest.param(["--url=http://h/?a=b"], {"url": "http://h/?a=b"}, id="a value behind ="),
    pytest.param(["--keep-alive"], {"keep-alive": "true"}, id="a switch alone"),
    pytest.param(["--keep-alive", "false"], {"keep-alive": "false"}, id="a switch with its value"),
    pytest.param(["--keep-alive", "--url", "x"], {"keep-alive": "true", "url": "x"}, id="a switch before a flag"),
    pytest.param(["--seed", "1", "--seed", "2"], {"seed": "2"}, id="the last one counts"),
    pytest.param(["--targets", "a", "--targets", "b"], {"targets": "a\nb"}, id="a list's flag adds up"),
    pytest.param(["--delay", "-5"], {"delay": "-5"}, id="a value may begin with a hyphen"),
]


@pytest.mark.parametrize(("argv", "flags"), FLAGS)
def test_flags_are_read(argv: list[str], flags: dict[str, str]) -> None:
    line = read_flags(argv, OPTIONS)
    assert (line.flags, line.words, line.problems) == (flags, (), ())


WRONG_FLAGS = [
    pytest.param(["--concurent", "5"], "--concurent is not a known flag; did you mean --concurrent?", id="misspelt"),
    pytest.param(["--frobnicate"], "--frobnicate is not a known flag; loadtest --help", id="unknown"),
    pytest.param(["--url"], "--url needs a value: --url URL", id="no value at the end"),
    pytest.param(["--url", "--seed=1"], "--url needs a value", id="no value before a flag"),
    pytest.param(["bench"], "'bench' belongs to no flag", id="a word alone"),
    pytest.param(["--keep-alive", "sentinel-value!"], "a word on the command line", id="a switch with another word"),
    pytest.param(["--auth-token", "sentinel"], "auth-token is a secret and has no flag; set TWILIO_A", id="a secret"),
    pytest.param(["--auth-token=sentinel"], "auth-token is a secret and has no flag", id="a secret behind ="),
    pytest.param(["--auth-tokn", "sentinel"], "--auth-tokn is not a known flag", id="a misspelt secret"),
    pytest.param(["auth-token=sentinel"], "a word on the command line", id="a secret without hyphens"),
]


@pytest.mark.parametrize(("argv", "sentence"), WRONG_FLAGS)
def test_wrong_flags_are_mistakes_that_repeat_no_value(argv: list[str], sentence: str) -> None:
    problems = read_flags(argv, OPTIONS).problems
    assert len(problems) == 1
    assert problems[0].startswith(sentence)
    assert "sentinel" not in problems[0]


ADDRESSES = [
    pytest.param("http://h/x", True, id="a URL"),
    pytest.param("ftp://h", True, id="a URL that is told as a wrong one"),
    pytest.param("localhost", True, id="this machine"),
    pytest.param("localhost:3000", True, id="a port"),
    pytest.param("h.example/x", True, id="a path"),
    pytest.param("10.0.0.5/x", True, id="an address and a path"),
    pytest.param("120/min", False, id="a rate"),
    pytest.param("2.5/s", False, id="a rate with a fraction"),
    pytest.param("results.json", False, id="a file"),
    pytest.param("30s", False, id="a time"),
]


@pytest.mark.parametrize(("word", "address"), ADDRESSES)
def test_what_looks_like_an_address(word: str, address: bool) -> None:  # noqa: FBT001
    assert is_address(word) is address


WORDS = [
    pytest.param(["http://h/x"], "http://h/x", id="a URL"),
    pytest.param(["localhost:3000/hook"], "localhost:3000/hook", id="a URL without its scheme"),
    pytest.param(["--keep-alive", "http://h/x"], "http://h/x", id="behind a switch"),
    pytest.param(["--ulr", "http://h/x"], "http://h/x", id="behind a flag that is none"),
]


@pytest.mark.parametrize(("argv", "word"), WORDS)
def test_a_word_that_looks_like_an_address_is_the_webhook(argv: list[str], word: str) -> None:
    assert read_flags(argv, OPTIONS, takes=1, fits=is_address).words == (word,)


STRAY = [
    pytest.param(["http://h/x", "extra"], "'extra' belongs to no flag", id="a word"),
    pytest.param(["--duration", "5", "10s"], "'10s' (behind --duration) belongs to no flag", id="a number"),
    pytest.param(["--messages", "hi", "you"], "'you' (behind --messages) belongs to no flag", id="quotes forgotten"),
    pytest.param(
        ["--url", "x", "0123456789abcdef0123456789abcdef"], "a word on the command line (behind --url)", id="a token"
    ),
    pytest.param(["http://h/x", "http://u:sentinel@h/y"], "a word on the command line", id="a second URL"),
]


@pytest.mark.parametrize(("argv", "said"), STRAY)
def test_a_stray_word_is_named_unless_it_could_be_a_secret(argv: list[str], said: str) -> None:
    (problem,) = read_flags(argv, OPTIONS, takes=1, fits=is_address).problems
    assert problem.startswith(said)


def test_a_flag_is_no_value_of_another() -> None:
    files = [Flag(name=name, value="FILE", about="") for name in ("html", "junit")]
    line = read_flags(["results.json", "--html", "--junit"], files, takes=1)
    assert line.problems == ("--html needs a value: --html FILE", "--junit needs a value: --junit FILE")
    assert line.words == ("results.json",)


def test_a_flag_of_another_verb_is_told_where_it_belongs() -> None:
    (problem,) = read_flags(["--hold", "5s"], OPTIONS, elsewhere=lambda name: f"loadtest {name}ing").problems
    assert problem == "--hold is not a known flag; it belongs to loadtest holding"


@given(st.lists(st.one_of(PRONE, st.sampled_from([option.flag for option in OPTIONS])), max_size=6))
def test_any_command_line_is_read_or_told(argv: list[str]) -> None:
    line = read_flags(argv, OPTIONS, takes=1, fits=is_address)
    assert set(line.flags) <= {option.name for option in OPTIONS if not option.secret}
    assert all(isinstance(problem, str) and problem for problem in line.problems)
