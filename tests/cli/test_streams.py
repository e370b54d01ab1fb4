"""A console that cannot be written to ends nothing, and is told of where something can be told."""

from __future__ import annotations

import errno
import io
import sys
from pathlib import Path
from typing import TextIO

import pytest

from loadtest.cli import streams
from loadtest.cli.streams import Console


class Broken(io.StringIO):
    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def write(self, text: str) -> int:
        raise self.error


def closed() -> TextIO:
    stream = io.StringIO()
    stream.close()
    return stream


@pytest.mark.parametrize(
    ("stream", "lost"),
    [
        pytest.param(Broken(OSError(errno.ENOSPC, "No space left on device")), "No space left on device", id="full"),
        pytest.param(Broken(OSError(errno.EIO, "Input/output error")), "Input/output error", id="terminal gone"),
        pytest.param(Broken(BlockingIOError(errno.EAGAIN, "try again")), "try again", id="a pipe nobody empties"),
        pytest.param(closed(), "I/O operation on closed file", id="closed by us"),
        pytest.param(None, "Bad file descriptor", id="never open"),
        pytest.param(Broken(BrokenPipeError()), "", id="a reader that wanted no more"),
        pytest.param(io.StringIO(), "", id="fine"),
    ],
)
def test_printing_raises_nothing(stream: TextIO | None, lost: str) -> None:
    console = Console(stream)
    print("a line", file=console, flush=True)
    assert console.lost == lost


def test_the_full_device_of_the_system_is_no_different() -> None:
    with Path("/dev/full").open("w") as full:
        console = Console(full)
        print("a line", file=console, flush=True)
        assert console.lost == "No space left on device"
        console._stream = io.StringIO()  # what full's own end would say is not ours
        with pytest.raises(OSError, match="No space"):
            full.close()


def test_what_an_encoding_lacks_is_shown_escaped() -> None:
    raw = io.BytesIO()
    console = Console(io.TextIOWrapper(raw, encoding="ascii"))
    print("✓ met", file=console, flush=True)
    assert raw.getvalue() == b"\\u2713 met\n"
    assert console.lost == ""


def test_lost_lines_are_told_on_the_other_stream(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdout", Console(None))
    streams.confess()
    assert "Standard output cannot be written (Bad file descriptor)" in capsys.readouterr().err
