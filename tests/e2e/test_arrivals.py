"""Rates, warm-up, processes and capacity as a user runs them: real processes against servers of known speed."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from harness import ROOT, TOKEN, finish, load, simulator, start
from queue_server import queue_server

if TYPE_CHECKING:
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


def test_a_pause_at_the_end_is_watched_to_its_end(server: str, folder: Path) -> None:
    run = load(folder, "--url", server, "--stages", "300ms at 20/s, 900ms at 0/s", *QUICK)
    assert run.code == 0, run.output + run.errors
    assert run.results["elapsed_seconds"] >= 1.2


def test_a_rate_with_a_warm_up(server: str, folder: Path) -> None:
    run = load(folder, "--url", server, "--rate", "60/s", "--duration", "1", "--warm-up", "500ms", *QUICK)
    assert run.code == 0, run.output + run.errors
    assert run.line("Rate:") == "60/s"
    assert "Concurrent messages" not in run.output
    assert run.line("Total Requests:") == "60"
    assert "Warm-up: 30 messages before the load, 30 successful" in run.output
    assert run.results["summary"]["warm_up"]["judged"] == 30
    assert run.results["summary"]["generator"]["cpu_percent"] > 0
    assert "Warm-up: 30 messages" in run.summary


def test_stages_and_poisson_arrivals_in_two_processes_send_the_plan_once(server: str, folder: Path) -> None:
    run = load(
        folder,
        *(
            "--url",
            server,
            "--stages",
            "500ms from 0/s to 200/s, 200ms at 0/s, 300ms at 167/s",
            "--arrivals",
            "poisson",
        ),
        *("--processes", "2", "--seed", "3", *QUICK),
    )
    assert run.code == 0, run.output + run.errors
    assert run.line("Rate:").endswith("300ms at 167/s (Poisson arrivals)")
    assert run.line("Processes:") == "2"
    assert run.line("Total Requests:") == "101"
    assert "[1s] Sent " in run.output
    seconds = {second["second"]: second["due"] for second in run.results["snapshot"]["seconds"]}
    assert sum(seconds.values()) == 101
    own = run.results["snapshot"]["own"][0]
    assert own["wall_us"] > 1_500_000, "two processes see two seconds in one"
    assert TOKEN not in run.output + run.errors


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


class TestCapacity:
    @pytest.mark.slow
    def test_it_finds_what_a_server_carries(self, folder: Path) -> None:
        with queue_server(workers=1, seconds=0.02) as url:  # 50 a second, less what its own loop needs
            run = load(
                folder,
                *("capacity", "--url", url, "--from", "10/s", "--to", "160/s", "--hold", "1s", *QUICK),
                *("--targets", "p95 < 200ms, capacity >= 20/s"),
            )
        assert run.code == 0, run.output + run.errors
        found = run.results["capacity"]
        assert 20 <= found["rate"] <= 60
        assert not found["at_least"]
        assert "=== Capacity ===" in run.output
        assert "Knee: response times turn up between" in run.output
        assert "✓ Capacity is at least 20/s" in run.output
        assert "### Capacity" in run.summary

    def test_the_numbers_quota_is_not_taken_for_the_servers_capacity(self, folder: Path) -> None:
        with simulator("--number-limit", "6/hour", "--latency", "1ms") as url:
            run = load(
                folder,
                *("capacity", "--url", url, "--from", "10/s", "--to", "80/s", "--hold", "1s", *QUICK),
                *("--targets", "capacity >= 60/s", "--preflight", "off"),
            )
        assert run.code == 4, run.output + run.errors
        assert "Capacity: at least 20/s, where the limit per phone number was reached" in run.output
        assert "What to do: use more phone-numbers" in run.output
        assert "Every rate that was tried" in (folder / "report.html").read_text("utf-8")
        argv = [sys.executable, "entrypoint.py", "judge", str(folder / "results.json")]
        for targets, code in (("capacity >= 15/s", 0), ("capacity >= 60/s", 4)):
            judged = subprocess.run(
                [*argv, "--targets", targets], cwd=ROOT, capture_output=True, text=True, check=False
            )
            assert judged.returncode == code, judged.stdout + judged.stderr

    def test_a_server_that_carries_less_than_is_asked_fails(self, folder: Path) -> None:
        with queue_server(workers=1, seconds=0.05) as url:
            run = load(
                folder,
                *("capacity", "--url", url, "--from", "40/s", "--to", "80/s", "--hold", "1s", *QUICK),
                *("--targets", "p95 < 200ms, capacity >= 60/s"),
            )
        assert run.code == 1
        assert "Capacity: below 40/s, the lowest rate tried" in run.output
        assert run.results["capacity"]["rate"] is None

    @pytest.mark.parametrize(
        ("flags", "told"),
        [
            (("capacity", "--from", "5/s", "--to", "9/s", "--targets", "capacity >= 10/s"), "raise --to"),
            (("capacity", "--from", "5/s", "--to", "9/s", "--runs", "2"), "runs: loadtest capacity is one search"),
        ],
    )
    def test_mistakes_send_nothing(self, folder: Path, flags: tuple[str, ...], told: str) -> None:
        run = load(folder, *flags)
        assert run.code == 2
        assert told in run.errors


def test_a_plan_that_needs_more_descriptors_than_allowed_is_refused_with_the_number(folder: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard))
    command = f"ulimit -Hn 256; exec {_quoted(folder, '--rate', '100/s', '--timeout', '15')}"
    try:
        run = subprocess.run(  # noqa: PLW1510  the code is what is tested
            # the limit must be lowered in a process of its own
            ["sh", "-c", command],
            capture_output=True,
            text=True,
            env={"TWILIO_AUTH_TOKEN": TOKEN, "PATH": "/usr/bin:/bin"},
        )
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert run.returncode == 2
    assert "1,500 messages may be in flight at once, which needs 1,564 open files" in run.stderr
    assert "this system allows 256; set max-in-flight to at most 192" in run.stderr


def _quoted(folder: Path, *flags: str) -> str:
    import shlex  # noqa: PLC0415  here alone
    import sys  # noqa: PLC0415

    from harness import ENTRYPOINT  # noqa: PLC0415

    return shlex.join([sys.executable, ENTRYPOINT, *flags, "--report-dir", str(folder)])


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
