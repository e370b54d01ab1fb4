"""What a verb says: where it goes, and what this console can show."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING, Any

import pytest

from loadtest.cli import console
from loadtest.words.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Mapping


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def encoded(encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding=encoding)


def written(stream: io.TextIOWrapper) -> bytes:
    stream.flush()
    buffer: Any = stream.buffer
    return buffer.getvalue()  # type: ignore[no-any-return]


def test_what_is_said_goes_to_standard_output_and_asides_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    console.say("a line")
    console.say_aside("an aside")
    assert capsys.readouterr() == ("a line\n", "an aside\n")


def test_every_mistake_is_told_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert console.wrong(["one", "two"]) is ExitCode.WRONG_CONFIGURATION
    assert capsys.readouterr() == ("", "Wrong configuration: one\nWrong configuration: two\n")


LIVE = [
    pytest.param(Terminal(), {"TERM": "xterm"}, True, id="a terminal"),
    pytest.param(io.StringIO(), {"TERM": "xterm"}, False, id="a file or a pipe"),
    pytest.param(Terminal(), {"TERM": "dumb"}, False, id="a terminal that cannot redraw"),
    pytest.param(Terminal(), {"TERM": "unknown"}, False, id="a terminal that nobody knows"),
    pytest.param(Terminal(), {}, False, id="a terminal that says nothing of itself"),
    pytest.param(Terminal(), {"TERM": "xterm", "CI": "true"}, False, id="a job, with nobody before it"),
]


@pytest.mark.parametrize(("stream", "env", "live"), LIVE)
def test_what_is_redrawn_needs_a_terminal_with_somebody_before_it(
    stream: io.StringIO,
    env: Mapping[str, str],
    live: bool,  # noqa: FBT001
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "stdout", stream)
    assert console.is_live(env) is live


MARKS = [
    pytest.param("utf-8", False, "✓ done\n".encode(), id="a console that shows everything"),
    pytest.param("ascii", True, b"[met] done\n", id="a console of ASCII alone: marks become words"),
    pytest.param("latin-1", True, b"[met] done\n", id="a console without the marks"),
]


@pytest.mark.parametrize(("encoding", "ascii_only", "shown"), MARKS)
def test_marks_are_shown_as_the_console_can(
    encoding: str,
    ascii_only: bool,  # noqa: FBT001
    shown: bytes,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stream = encoded(encoding)
    monkeypatch.setattr(sys, "stdout", stream)
    assert console.ascii_only() is ascii_only
    console.plainly()("✓ done")
    assert written(stream) == shown


def test_what_has_no_mark_of_its_own_is_escaped_and_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = encoded("ascii")
    monkeypatch.setattr(sys, "stdout", stream)
    assert console.ascii_only()
    console.say("naïve")
    assert written(stream) == b"na\\xefve\n"


WRAPPED = [
    pytest.param("one two", 7, "one two", id="a line that just fits"),
    pytest.param("one two three", 8, "one two\nthree", id="whole words"),
    pytest.param("  one two three", 9, "  one two\n    three", id="the rest of an indented line stands further in"),
    pytest.param("Messages  600 sent", 10, "Messages  600 sent", id="a row of a table keeps its columns"),
    pytest.param("see https://h/a-very-long-path", 10, "see\nhttps://h/a-very-long-path", id="no word is broken"),
]


@pytest.mark.parametrize(("line", "width", "shown"), WRAPPED)
def test_a_long_line_is_wrapped_between_words(line: str, width: int, shown: str) -> None:
    assert console.wrapped(line, width) == shown


WIDTHS = [
    pytest.param(Terminal(), "30", "twenty words would not fit\nhere\n", id="a narrow terminal"),
    pytest.param(Terminal(), "5", "twenty words would\nnot fit here\n", id="a terminal of no width to speak of"),
    pytest.param(io.StringIO(), "5", "twenty words would not fit here\n", id="a file keeps its lines"),
]


@pytest.mark.parametrize(("stream", "columns", "shown"), WIDTHS)
def test_a_terminal_gets_lines_that_fit_it(
    stream: io.StringIO, columns: str, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setattr(sys, "stdout", stream)
    console.say("twenty words would not fit here")
    assert stream.getvalue() == shown
