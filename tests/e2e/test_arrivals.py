"""Rates, warm-up, processes and capacity as a user runs them: real processes against servers of known speed."""

from __future__ import annotations

import resource
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from harness import TOKEN, load
from queue_server import queue_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

QUICK = ("--health-url", "off", "--progress-interval", "1")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with queue_server(workers=1000, seconds=0.02) as url:
        yield url


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "out"


def test_a_pause_at_the_end_is_watched_to_its_end(server: str, folder: Path) -> None:
    run = load(folder, "--url", server, "--stages", "300ms at 20/s, 900ms at 0/s", *QUICK)
    assert run.passed, run.output + run.errors
    assert run.results["elapsed_seconds"] >= 1.2


def test_a_rate_with_a_warm_up(server: str, folder: Path) -> None:
    run = load(folder, "--url", server, "--rate", "60/s", "--duration", "1", "--warm-up", "500ms", *QUICK)
    assert run.passed, run.output + run.errors
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
    assert run.passed, run.output + run.errors
    assert run.line("Rate:").endswith("300ms at 167/s (Poisson arrivals)")
    assert run.line("Processes:") == "2"
    assert run.line("Total Requests:") == "101"
    assert "[1s] Sent " in run.output
    seconds = {second["second"]: second["due"] for second in run.results["snapshot"]["seconds"]}
    assert sum(seconds.values()) == 101
    own = run.results["snapshot"]["own"][0]
    assert own["wall_us"] > 1_500_000, "two processes see two seconds in one"
    assert TOKEN not in run.output + run.errors


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

    from harness import ENTRYPOINT  # noqa: PLC0415

    return shlex.join([sys.executable, ENTRYPOINT, *flags, "--report-dir", str(folder)])
