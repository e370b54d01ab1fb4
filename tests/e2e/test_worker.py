"""Processes of a load live and die with the one that started them, and tell what they counted."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from harness import TOKEN, finish, start
from queue_server import queue_server

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator


QUICK = ("--health-url", "off", "--progress-interval", "1")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with queue_server(workers=1000, seconds=0.02) as url:
        yield url


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "out"


def children(pid: int) -> list[int]:
    """Return the ids of the two processes that a load was given."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if int(path.read_text().rpartition(")")[2].split()[1]) == pid:
                found.append(int(path.parent.name))
    assert len(found) == 2
    return found


def until_loading(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    while not process.stdout.readline().startswith("[1s]"):
        assert process.poll() is None


class TestProcesses:
    def running(self, server: str, folder: Path) -> subprocess.Popen[str]:
        flags = ("--url", server, "--rate", "40/s", "--duration", "2", "--processes", "2", *QUICK)
        process = start(folder, *flags)
        until_loading(process)
        return process

    def test_one_that_dies_makes_the_run_inconclusive_and_the_rest_is_kept(self, server: str, folder: Path) -> None:
        process = self.running(server, folder)
        os.kill(children(process.pid)[0], signal.SIGKILL)
        run = finish(process, folder)
        assert run.code == 4, run.output + run.errors
        assert "a process of the load died" in run.output
        assert run.line("Total Requests:") == "40"
        assert run.results["snapshot"]["lost_processes"] == 1

    def test_a_signal_reaches_them_all_and_what_they_counted_is_kept(self, server: str, folder: Path) -> None:
        process = self.running(server, folder)
        pids = children(process.pid)
        seen = [Path(f"/proc/{pid}/{name}").read_bytes() for pid in pids for name in ("cmdline", "environ")]
        assert all(TOKEN.encode() not in text for text in seen), "secrets go through a pipe"
        process.send_signal(signal.SIGTERM)
        run = finish(process, folder)
        assert run.code == 143
        assert run.results["conclusion"] == "aborted"
        assert 30 <= run.results["summary"]["total"]["judged"] < 80
        assert run.results["snapshot"]["lost_processes"] == 0
        assert not any(Path(f"/proc/{pid}").exists() for pid in pids)

    @pytest.mark.slow
    def test_they_end_when_the_one_that_started_them_is_killed(self, server: str, folder: Path) -> None:
        process = self.running(server, folder)
        pids = children(process.pid)
        process.kill()
        _, errors = process.communicate()  # theirs too: it ends with the last of them
        deadline = time.monotonic() + 10
        while any(_alive(pid) for pid in pids) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not any(_alive(pid) for pid in pids)
        assert errors == ""


def _alive(pid: int) -> bool:
    """Return whether a process runs; one that nobody has buried yet does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_signal_while_the_processes_start_stops_them(server: str, folder: Path) -> None:
    process = start(folder, "--url", server, "--rate", "40/s", "--processes", "2", *QUICK)
    assert process.stdout is not None
    while not process.stdout.readline().startswith("Processes:"):
        assert process.poll() is None
    time.sleep(0.1)
    process.send_signal(signal.SIGTERM)
    run = finish(process, folder)
    assert run.code == 143, run.output + run.errors
    assert "Traceback" not in run.errors
