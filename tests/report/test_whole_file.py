"""What the user named is written to as it is: no link is lost, no pipe or device replaced, no planted link followed."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from loadtest.report import whole_file
from loadtest.report.whole_file import replace_file, write_file

if TYPE_CHECKING:
    from collections.abc import Callable


def test_a_link_stays_and_its_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "real.html").write_text("old")
    link = tmp_path / "link.html"
    link.symlink_to("real.html")
    write_file(link, b"new")
    assert link.is_symlink()
    assert (tmp_path / "real.html").read_text() == "new"


def test_a_pipe_gets_the_text_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    heard: list[bytes] = []
    reader = threading.Thread(target=lambda: heard.append(pipe.read_bytes()))
    reader.start()
    while True:  # until the other end is open
        try:
            write_file(pipe, b"x" * 200_000)
            break
        except OSError:
            continue
    reader.join()
    assert heard == [b"x" * 200_000]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_pipe_that_nobody_reads_is_an_error(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="No such device"):
        write_file(tmp_path / "pipe", b"text")


def test_a_reader_that_sleeps_is_not_waited_for_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole_file, "WAIT", 0.1)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    with pytest.raises(TimeoutError, match="nobody has read it"):
        write_file(pipe, b"x" * 200_000)
    os.close(reader)


def test_a_device_stays_a_device() -> None:
    write_file(Path("/dev/null"), b"text")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="neither a file nor a pipe"):
        write_file(tmp_path, b"text")


@pytest.mark.parametrize("write", [replace_file, write_file])
def test_no_link_that_somebody_left_is_followed(tmp_path: Path, write: Callable[[Path, bytes], None]) -> None:
    treasure = tmp_path / "treasure"
    treasure.write_text("mine")
    for name in ("report.html.part", ".report.html.part"):
        (tmp_path / name).symlink_to(treasure)
    write(tmp_path / "report.html", b"new")
    assert treasure.read_text() == "mine"
    assert (tmp_path / "report.html").read_text() == "new"


def test_what_could_not_be_written_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        replace_file(tmp_path / "report.html", b"new")
    assert list(tmp_path.iterdir()) == []
