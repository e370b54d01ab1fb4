"""However a run ends: its exit code says how, and everything that tells of it says the same."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from harness import ENTRYPOINT, environment, finish, load, simulator, start

from loadtest.send.machine import PROCESSES_A_CORE, cores

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with simulator("--number-limit", "off") as url:
        yield url


class TestConsoles:
    """A console that cannot be written to ends nothing."""

    @pytest.mark.parametrize(
        ("redirect", "told"),
        [
            pytest.param(">/dev/full", "Standard output cannot be written (No space left on device)", id="full disk"),
            pytest.param(">&-", "Standard output cannot be written (Bad file descriptor)", id="closed"),
            pytest.param(">/dev/full 2>&1", "", id="both full"),
            pytest.param(">&- 2>&- <&-", "", id="all closed"),
        ],
    )
    def test_the_run_ends_as_it_would_have(self, server: str, tmp_path: Path, redirect: str, told: str) -> None:
        output, summary = tmp_path / "output", tmp_path / "summary"
        finished = subprocess.run(
            ["sh", "-c", f'exec "$@" {redirect}', "sh", sys.executable, ENTRYPOINT, "--url", server, "--duration", "1"],
            cwd=tmp_path,
            env=environment(GITHUB_ACTIONS="true", GITHUB_OUTPUT=str(output), GITHUB_STEP_SUMMARY=str(summary)),
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
        )
        assert finished.returncode == 0, finished.stderr
        assert told in finished.stderr
        assert "Traceback" not in finished.stderr
        assert '"conclusion": "passed"' in (tmp_path / "load-test-results/results.json").read_text("utf-8")
        assert "conclusion<<" in output.read_text("utf-8")
        assert "Load test passed" in summary.read_text("utf-8")


class TestHangUp:
    def test_it_is_a_signal_like_the_others(self, server: str, tmp_path: Path) -> None:
        process = start(tmp_path / "reports", "--url", server, "--duration", "30")
        assert process.stdout is not None
        while "Starting" not in process.stdout.readline():
            pass
        time.sleep(1.5)
        process.send_signal(signal.SIGHUP)
        run = finish(process, tmp_path / "reports", timeout=5)
        assert run.code == 129
        assert run.results["conclusion"] == "aborted"
        assert run.results["why"] == "stopped by SIGHUP"
        assert run.results["summary"]["total"]["judged"] >= 10

    def test_nohup_is_obeyed(self, server: str, tmp_path: Path) -> None:
        def ignore() -> None:
            signal.signal(signal.SIGHUP, signal.SIG_IGN)

        process = start(tmp_path / "reports", "--url", server, "--duration", "2", before=ignore)
        assert process.stdout is not None
        while "Starting" not in process.stdout.readline():
            pass
        os.kill(process.pid, signal.SIGHUP)
        assert finish(process, tmp_path / "reports").code == 0


class TestSoon:
    """A signal ends a load within seconds, whatever it does and reads."""

    @pytest.mark.parametrize("after", [pytest.param(1.0, id="as they start"), pytest.param(8.0, id="as they send")])
    @pytest.mark.slow
    def test_as_many_processes_as_the_machine_may_have(self, server: str, tmp_path: Path, after: float) -> None:
        most = PROCESSES_A_CORE * cores()
        flags = ("--url", server, "--processes", str(most), "--rate", "50/s", "--duration", "60", "--monitor", "off")
        process = start(tmp_path / "reports", *flags)
        time.sleep(after)
        process.send_signal(signal.SIGTERM)
        began = time.monotonic()
        assert finish(process, tmp_path / "reports").code == 143
        assert time.monotonic() - began < 5

    def test_256_processes_on_a_machine_that_cannot_start_them_are_a_mistake(self, server: str, tmp_path: Path) -> None:
        if PROCESSES_A_CORE * cores() >= 256:
            pytest.skip("this machine can")
        run = load(tmp_path / "reports", "--url", server, "--processes", "256", "--duration", "1", timeout=10)
        assert run.code == 2
        assert "would take longer to start than to send" in run.errors

    @pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM])
    @pytest.mark.skipif(not os.access("/proc/kmsg", os.R_OK), reason="the kernel's log may not be read here")
    def test_a_log_whose_reading_blocks(self, server: str, tmp_path: Path, signum: signal.Signals) -> None:
        process = start(tmp_path / "reports", "--url", server, "--duration", "30", "--server-log", "/proc/kmsg")
        assert process.stdout is not None
        while "Starting" not in process.stdout.readline():
            pass
        time.sleep(1.5)
        process.send_signal(signum)
        assert finish(process, tmp_path / "reports", timeout=5).code == 128 + signum


def test_a_name_that_no_file_can_have_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"LOAD_TEST_REPORT_DIR=a\0b\n")
    finished = subprocess.run(
        [sys.executable, ENTRYPOINT], cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False
    )
    assert finished.returncode == 2
    assert "LOAD_TEST_REPORT_DIR in .env: the value holds a NUL character" in finished.stderr
    assert "Traceback" not in finished.stderr
    assert "\0" not in finished.stderr


EXTREMES = '{"min": 1.7976931348623157e308, "max": -1.7976931348623157e308, "eps": 5e-324, "big": 1e155, "count": %d}'


def test_numbers_at_the_ends_of_the_range_spoil_nothing(server: str, tmp_path: Path) -> None:
    from test_monitors import serving  # noqa: PLC0415  a helper of its

    with serving(lambda poll: (200, (EXTREMES % poll).encode(), {})) as (page, _):
        run = load(tmp_path / "reports", "--url", server, "--duration", "2", "--monitor", f"stats={page}")
    assert run.code == 0, run.output + run.errors
    assert {one["name"] for one in run.results["series"]} >= {"stats.count"}
    assert not {one["name"] for one in run.results["series"]} & {"stats.min", "stats.max", "stats.eps", "stats.big"}
    assert "and 3 more left out: programs write such numbers for none yet" in run.output
