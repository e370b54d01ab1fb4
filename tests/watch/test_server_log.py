"""The server's log is followed from where it stood, through rotation, and never costs a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from loadtest.watch.server_log import ServerLog
from loadtest.words.clock import RunClock
from loadtest.words.mask import Mask
from loadtest.words.shapes import LogBook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def append(text: str) -> Callable[[Path], object]:
    def write(log: Path) -> None:
        with log.open("a", encoding="utf-8") as file:
            file.write(text)

    return write


def rotated(log: Path) -> None:
    log.rename(log.with_suffix(".1"))
    log.write_text("error: new file\n", "utf-8")


@pytest.mark.parametrize(
    ("happens", "shapes"),
    [
        pytest.param(append("error: late\n"), {"error: late": 1}, id="what stood there before is not counted"),
        pytest.param(append("error: no end of line"), {"error: no end of line": 1}, id="a last line without an end"),
        pytest.param(append("fine\n\n"), {}, id="no error"),
        pytest.param(append("error: a\n" * 5000), {"error: a": 5000}, id="a burst"),
        pytest.param(rotated, {"error: new file": 1}, id="a rotated file is read from its beginning"),
        pytest.param(lambda log: log.write_text("error: cut\n"), {"error: cut": 1}, id="a truncated file, likewise"),
        pytest.param(lambda log: log.unlink(), {}, id="a file that went away"),
        pytest.param(lambda log: log.write_bytes(b"old " * 9 + b"\xff\xfe error \x00\n"), {}, id="no text at all"),
    ],
)
def test_error_lines_of_the_run_are_counted(
    tmp_path: Path, happens: Callable[[Path], object], shapes: dict[str, int]
) -> None:
    log = tmp_path / "server.log"
    log.write_text("error: early, before the run\n", "utf-8")
    book = LogBook()
    with ServerLog(str(log), book=book, clock=RunClock()):
        happens(log)
    found = {shape.shape: shape.count for shape in book.shapes()}
    assert shapes.items() <= found.items()
    assert not any("early" in shape for shape in found)


def test_a_file_that_comes_later_is_read_and_one_that_never_comes_is_said(tmp_path: Path) -> None:
    book = LogBook()
    follower = ServerLog(str(tmp_path / "late.log"), book=book, clock=RunClock())
    with follower:
        (tmp_path / "late.log").write_text("error: hello\n", "utf-8")
    assert follower.notes() == ()
    assert book.shapes()[0].count == 1
    absent = ServerLog(str(tmp_path / "never.log"), book=book, clock=RunClock())
    with absent:
        pass
    assert "cannot be read (No such file or directory)" in absent.notes()[0]


def test_no_secret_is_kept(tmp_path: Path) -> None:
    log = tmp_path / "server.log"
    log.touch()
    book = LogBook(Mask(["hunter"]))
    with ServerLog(str(log), book=book, clock=RunClock()):
        log.write_text("error: hunter is wrong\n", "utf-8")
    assert book.shapes()[0].shape == "error: *** is wrong"


def test_no_log_is_no_note() -> None:
    nothing = ServerLog("", book=LogBook(), clock=RunClock())
    with nothing:
        pass
    assert nothing.notes() == ()
