"""Whatever the user names is read, or refused, in a bounded time and with bounded memory."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from forks import Forked
from harness import ENTRYPOINT, environment

from loadtest.send import user_file
from loadtest.send.user_file import read_piece, read_text


def test_a_file_is_read_without_its_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "list").write_bytes(b"\xef\xbb\xbfsome text\n")
    assert read_text(tmp_path / "list") == "some text\n"


def test_a_pipe_is_read_to_its_end(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    text = "x" * 300_000
    writer = threading.Thread(target=lambda: (time.sleep(0.05), (tmp_path / "pipe").write_text(text)))
    writer.start()
    assert read_text(tmp_path / "pipe") == text
    writer.join()


@pytest.mark.parametrize(
    ("path", "why"),
    [
        pytest.param("/dev/zero", "no regular file", id="a device without end"),
        pytest.param("/dev/null", "no regular file", id="a device without content"),
        pytest.param("/", "directory", id="a folder"),
        pytest.param("/nowhere/at/all", "No such file", id="nothing"),
    ],
)
def test_what_could_have_no_end_is_refused(path: str, why: str) -> None:
    with pytest.raises(OSError, match=why):
        read_text(path)


def test_a_pipe_that_nobody_writes_to_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(user_file, "WAIT", 0.1)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(TimeoutError, match="nothing more came"):
        read_text(tmp_path / "pipe")


def test_a_pipe_is_no_file_where_it_is_read_twice(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match=r"no regular file$"):
        read_text(tmp_path / "pipe", pipes=False)


def test_what_is_too_large_is_not_read_to_its_end(tmp_path: Path) -> None:
    with (tmp_path / "large").open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(OSError, match="larger than 16 MB"):
        read_text(tmp_path / "large")


def test_a_piece_of_a_file_that_waits_is_not_waited_for() -> None:
    with pytest.raises(OSError, match="no regular file"):
        read_piece("/dev/zero", start=0, most=10)


def _reads(open_files: Path) -> bool:
    """Return whether a process has opened the pipe of a test, or its standard input for a second time."""
    try:
        names = [os.path.realpath(fd) for fd in open_files.iterdir()]
    except FileNotFoundError:  # closed between two looks
        return False
    return any(name.endswith("/pipe") for name in names) or names.count(os.path.realpath(open_files / "0")) > 1


def _fresh(words: list[str], folder: Path) -> subprocess.Popen[str]:
    """Start an interpreter whose standard input stays open."""
    streams = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    return subprocess.Popen([sys.executable, ENTRYPOINT, *words], cwd=folder, env=environment(), text=True, **streams)


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda signum: signum.name)
@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["run", "--messages", "@pipe"], id="a list"),
        pytest.param(["run", "--ca-file", "pipe", "--url", "https://localhost/x"], id="authorities"),
        pytest.param(["run", "--baseline", "pipe"], id="a baseline"),
        pytest.param(["report", "pipe"], id="results"),
        pytest.param(["run", "--messages", "@/dev/stdin"], id="standard input"),
        pytest.param(["doctor", "--messages", "@pipe"], id="the doctor's"),
    ],
)
def test_a_signal_ends_the_reading(tmp_path: Path, words: list[str], signum: signal.Signals) -> None:
    if signum is not signal.SIGTERM and words[-1] != "@pipe":
        pytest.skip("one signal will do there")
    os.mkfifo(tmp_path / "pipe")
    fresh = "@/dev/stdin" in words or "--baseline" in words
    process = _fresh(words, tmp_path) if fresh else Forked(words, cwd=tmp_path, env=environment())
    open_files = Path(f"/proc/{process.pid}/fd")
    end = time.monotonic() + 30
    while time.monotonic() < end and not _reads(open_files):
        time.sleep(0.05)
    began = time.monotonic()
    process.send_signal(signum)
    output, errors = process.communicate(timeout=25)
    assert time.monotonic() - began < 20
    assert process.returncode == 128 + signum, output + errors
    assert "Traceback" not in errors
