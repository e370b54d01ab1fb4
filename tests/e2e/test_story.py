"""The main job as a user runs it: real processes, real sockets, real files."""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import socket
import stat
import time
from typing import TYPE_CHECKING

import pytest
from harness import TOKEN, Finished, finish, load, simulator, start
from junitparser import Error, Failure, JUnitXml, Skipped

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MANY = "+15555552000-+15555552999"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with simulator("--latency", "20ms", "--number-limit", "off") as url:
        yield url


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "out"


def failures(finished: Finished, kind: type) -> list[str]:
    cases = [case for suite in finished.junit for case in suite]
    return [result.type or "" for case in cases for result in case.result if isinstance(result, kind)]


def secrets_leak(finished: Finished) -> list[str]:
    """Return every artefact that holds the token."""
    files = [path for path in finished.folder.rglob("*") if path.is_file()]
    leaks = [str(path) for path in files if TOKEN in path.read_text("utf-8")]
    return leaks + [name for name in ("output", "errors") if TOKEN in getattr(finished, name)]


class TestConclusions:
    def test_a_server_that_carries_the_load_passes(self, server: str, folder: Path) -> None:
        flags = ("--url", server, "--duration", "2", "--delay", "100", "--seed", "1")
        runs = (load(folder, *flags) for _ in range(3))
        run = next((run for run in runs if run.code == 0), None)
        assert run is not None, "it is inconclusive where the machine was too busy, but not always"
        assert run.line("Total Requests:") == "200"
        assert run.line("Successful:") == "200 (100.00%)"
        assert run.results["conclusion"] == "passed"
        assert failures(run, Failure) == failures(run, Error) == []
        assert run.output.splitlines()[-1].startswith("Load test passed")
        assert secrets_leak(run) == []

    def test_refusals_with_status_200_fail_and_the_status_check_shows_what_others_would_say(self, folder: Path) -> None:
        flags = ("--duration", "3", "--phone-numbers", "+15555551001", "--delay", "500", "--preflight", "off")
        with simulator("--number-limit", "20/hour") as url:
            honest = load(folder, "--url", url, *flags)
            naive = load(folder.with_name("naive"), "--url", url, *flags, "--reply-check", "status")
        assert honest.code == 1
        assert honest.line("Successful:") == "20 (33.33%)"
        assert honest.line("Rate Limited:") == "40"
        assert "✗ Success rate is 33.33%, not above 95% (target missed)" in honest.output
        assert failures(honest, Failure) == ["TargetMissed"]
        assert "HTTP 200, but the reply says" in honest.output
        assert naive.passed
        assert naive.line("Successful:") == "60 (100.00%)"

    def test_a_missed_latency_target_fails(self, folder: Path) -> None:
        with simulator("--latency", "300ms", "--number-limit", "off") as url:
            run = load(folder, "--url", url, "--duration", "1", "--targets", "p95 < 100ms\naverage < 5s")
        assert run.code == 1
        assert "✓ Average response time is under 5 seconds (target met)" in run.output
        assert "✗ P95 response time is 3" in run.output

    def test_a_wrong_token_is_named_as_such(self, server: str, folder: Path) -> None:
        run = load(folder, "--url", server, "--duration", "1", TWILIO_AUTH_TOKEN="another-token-of-the-same-kind")
        assert run.code == 3
        assert "token, signed URL, the way the check is made, or what stands before it" in run.output
        assert run.results["snapshot"] is None

    def test_timeouts_are_lost_and_every_message_keeps_its_full_timeout(self, folder: Path) -> None:
        with simulator("--latency", "5s", "--number-limit", "off") as url:
            run = load(folder, "--url", url, "--duration", "1", "--timeout", "1", "--preflight", "off")
        assert run.code == 1
        assert run.line("P95:" if "P95:" in run.output.splitlines() else "  P95:") == "lost"
        assert "≥ 1,0" in run.output
        assert "timeout: 10 (100.00%)" in run.output

    def test_a_drop_never_passes(self, folder: Path) -> None:
        with simulator("--latency", "500ms", "--number-limit", "off") as url:
            run = load(folder, "--url", url, "--duration", "1", "--max-in-flight", "4")
            lenient = load(folder, "--url", url, "--duration", "1", "--max-in-flight", "4", "--on-inconclusive", "pass")
        assert run.code == 4
        assert lenient.code == 0
        assert run.line("Total Requests:") == lenient.line("Total Requests:") == "4"
        assert lenient.results["conclusion"] == "inconclusive"
        assert "6 messages were dropped" in run.output

    def test_keep_alive_reuses_connections(self, server: str, folder: Path) -> None:
        run = load(folder, "--url", server, "--duration", "1", "--delay", "50", "--keep-alive")
        assert run.passed
        assert run.line("Total Requests:") == "200"

    def test_the_same_seed_sends_the_same_messages(self, server: str, folder: Path) -> None:
        flags = ("--url", server, "--duration", "1", "--seed", "5")
        runs = [load(folder, *flags, fresh=fresh).results for fresh in (True, False)]
        assert runs[0]["snapshot"]["numbers"] == runs[1]["snapshot"]["numbers"]


class TestBadInput:
    def test_every_mistake_is_listed_and_no_byte_is_sent(self, folder: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as trap:
            trap.settimeout(0.2)
            url = f"http://127.0.0.1:{trap.getsockname()[1]}/"
            run = load(
                folder,
                *("--url", url, "--durration", "5", "--timeout", "soon", "--targets", "p95 is 5s"),
                TWILIO_AUTH_TOKEN="",
            )
            with pytest.raises(TimeoutError):
                trap.accept()
        assert run.code == 2
        for part in ("did you mean --duration", "'soon' is not a duration", "'p95 is 5s'", "auth-token is required"):
            assert part in run.errors
        assert failures(run, Error) != []
        assert run.results["conclusion"] == "error"

    def test_a_server_that_never_answers_is_not_ready(self, folder: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as unused:
            port = unused.getsockname()[1]
        run = load(folder, "--url", f"http://localhost:{port}/hook", "--health-timeout", "1")
        assert run.code == 3
        assert "connection refused, nothing listens there" in run.output
        assert failures(run, Error) != []

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
    def test_a_folder_that_cannot_be_written_is_a_mistake(self, server: str, tmp_path: Path) -> None:
        closed = tmp_path / "closed"
        closed.mkdir(mode=stat.S_IRUSR | stat.S_IXUSR)
        assert load(closed / "out", "--url", server).code == 2

    def test_a_file_in_the_folders_place_is_a_mistake(self, server: str, folder: Path) -> None:
        folder.write_text("a file")
        run = load(folder, "--url", server)
        assert run.code == 2
        assert "report-dir" in run.errors

    def test_a_bad_ca_file_is_a_mistake(self, server: str, folder: Path) -> None:
        bad = folder.with_name("bad.pem")
        bad.write_text("-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n")
        run = load(folder, "--url", server, "--ca-file", str(bad))
        assert run.code == 2
        assert "ca-file" in run.errors

    def test_an_unknown_verb_is_a_mistake(self, folder: Path) -> None:
        run = load(folder, "simulater")
        assert run.code == 2
        assert "did you mean simulator?" in run.errors

    def test_a_disk_that_fills_up_costs_one_report_and_exit_5(self, server: str, folder: Path) -> None:
        def small_disk() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))  # enough for all but the page

        flags = ("--duration", "1", "--monitor", "off", "--phone-numbers", "+15555550000-+15555550999")
        process = start(folder, "--url", server, *flags, before=small_disk)
        run = finish(process, folder)
        assert run.code == 5
        assert "report.html cannot be written (File too large)" in run.output
        assert "| </html>" in run.output
        assert "aborted" in (folder / "report.html").read_text("utf-8")
        assert run.results["conclusion"] == "error"
        assert failures(run, Error) == ["InternalError"]
        assert "Load test error" in run.summary


class TestInterrupts:
    @pytest.mark.parametrize(("signum", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
    def test_a_signal_leaves_valid_partial_reports_within_5_s(
        self, server: str, folder: Path, signum: int, code: int
    ) -> None:
        process = start(folder, "--url", server, "--duration", "30")
        assert process.stdout is not None
        while "Starting" not in process.stdout.readline():
            pass
        time.sleep(2)
        process.send_signal(signum)
        began = time.monotonic()
        run = finish(process, folder)
        assert time.monotonic() - began < 5
        assert run.code == code
        assert run.results["conclusion"] == "aborted"
        assert 10 <= run.results["summary"]["total"]["judged"] < 300
        assert failures(run, Error) == ["Aborted"]
        assert failures(run, Skipped) or failures(run, Failure) == []

    def test_what_the_signal_cut_is_counted_apart(self, folder: Path) -> None:
        with simulator("--latency", "10s", "--number-limit", "off") as url:
            process = start(folder, "--url", url, "--duration", "30", "--preflight", "off")
            assert process.stdout is not None
            while "Starting" not in process.stdout.readline():
                pass
            time.sleep(1.5)
            process.send_signal(signal.SIGTERM)
            run = finish(process, folder)
        assert run.line("Total Requests:") == "0"
        assert "20 messages in flight when the run was stopped" in run.output

    def test_a_signal_during_the_health_wait_stops_it(self, folder: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as silent:
            process = start(folder, "--url", f"http://127.0.0.1:{silent.getsockname()[1]}/", "--health-timeout", "30")
            silent.accept()
            process.send_signal(signal.SIGINT)
            run = finish(process, folder, timeout=5)
        assert run.code == 130

    def test_a_signal_during_the_preflight_stops_it(self, folder: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as silent:
            process = start(folder, "--url", f"http://127.0.0.1:{silent.getsockname()[1]}/", "--health-url", "off")
            silent.accept()  # the knock
            silent.accept()  # the first message
            process.send_signal(signal.SIGINT)
            run = finish(process, folder, timeout=5)
        assert run.code == 130
        assert run.results["conclusion"] == "aborted"

    def test_yesterdays_green_does_not_survive_a_kill(self, server: str, folder: Path) -> None:
        assert load(folder, "--url", server, "--duration", "1").code == 0
        process = start(folder, "--url", server, "--duration", "30")
        assert process.stdout is not None
        while "Starting" not in process.stdout.readline():
            pass
        process.kill()
        run = finish(process, folder)
        assert run.results["conclusion"] == "aborted"
        assert failures(run, Error) == ["Aborted"]


@pytest.mark.slow
class TestTheWholeMinute:
    """The claims, at full length. The runs of one test are at the same time: together they need a tenth of a core."""

    def test_the_limiter_the_guides_load_and_what_the_original_said(self, tmp_path: Path) -> None:
        five, sixty = "+15555551001-+15555551005", "+15555551001-+15555551060"
        with simulator() as one, simulator() as two, simulator() as three:
            limited = start(tmp_path / "limited", "--url", one, "--phone-numbers", five, "--preflight", "off")
            enough = start(tmp_path / "enough", "--url", two, "--phone-numbers", sixty)
            naive = start(tmp_path / "naive", "--url", three, "--phone-numbers", five, "--reply-check", "status")
            limited_run = finish(limited, tmp_path / "limited", timeout=120)
            enough_run = finish(enough, tmp_path / "enough", timeout=120)
            naive_run = finish(naive, tmp_path / "naive", timeout=120)
        assert limited_run.code == 1
        assert limited_run.line("Successful:") == "100 (16.67%)"
        assert limited_run.line("Rate Limited:") == "500"
        assert enough_run.passed, enough_run.output
        assert enough_run.line("Successful:") == "600 (100.00%)"
        assert naive_run.passed
        assert naive_run.line("Successful:") == "600 (100.00%)"

    def test_the_open_model_keeps_its_rate_where_the_closed_one_slows_down(self, tmp_path: Path) -> None:
        with simulator("--latency", "3s", "--number-limit", "off") as url:
            runs = {model: start(tmp_path / model, "--url", url, "--model", model) for model in ("open", "closed")}
            done = {model: finish(run, tmp_path / model, timeout=120) for model, run in runs.items()}
        assert done["open"].line("Total Requests:") == "600"
        assert 140 <= int(done["closed"].line("Total Requests:")) <= 150

    def test_killed_outright_at_20_instants_the_folder_is_valid_and_says_aborted(
        self, server: str, tmp_path: Path
    ) -> None:
        instants = random.Random(20)
        for number in range(20):
            folder = tmp_path / str(number)
            process = start(folder, "--url", server, "--duration", "2")
            time.sleep(instants.uniform(0.05, 3.0))
            process.kill()
            process.communicate()
            if folder.exists() and any(folder.rglob("*.xml")):
                for path in folder.rglob("*.json"):
                    assert json.loads(path.read_text("utf-8"))["conclusion"] in {"aborted", "passed"}
                for path in folder.rglob("*.xml"):
                    assert len(JUnitXml.fromfile(str(path))) > 0
