"""The runner's contract without a runner: every declared input, a hostile job around us, and what is read back."""

from __future__ import annotations

import os
import stat
import time
from typing import TYPE_CHECKING

import pytest
from harness import TOKEN, simulator
from junitparser import Error, Failure
from runner_job import ACTION, LARGEST_SUMMARY, Job, Step, cancel
from servers import RawServer, answering, closed_port

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

QUICK = {"auth-token": TOKEN, "concurrent": "5", "duration": "200ms", "health-timeout": "10"}


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with simulator("--number-limit", "off") as url:
        yield url


@pytest.fixture
def job(tmp_path: Path) -> Callable[..., Job]:
    return lambda more=None, **inputs: Job(
        tmp_path / "job", QUICK | {name.replace("_", "-"): value for name, value in inputs.items()}, more or {}
    )


def kinds(step: Step, kind: type) -> list[str]:
    return [found.type or "" for suite in step.junit for case in suite for found in case.result if type(found) is kind]


def test_a_step_that_passes_in_a_hostile_job(server: str, job: Callable[..., Job]) -> None:
    work = job(url=server)
    work.make_hostile()
    step = work.run(fresh=True)
    step.check()
    assert step.code == 0, step.output + step.errors
    assert step.outputs["conclusion"] == "passed"
    assert (step.outputs["total"], step.outputs["success-rate"]) == ("5", "100.00")
    assert (work.workspace / step.outputs["junit-file"]).is_file()
    assert (work.workspace / step.outputs["json-file"]).is_file()
    assert list(step.outputs) == list(ACTION["outputs"])
    assert step.summary.startswith("## ✅ Load test passed")
    assert step.messages("error") == []
    assert kinds(step, Failure) == kinds(step, Error) == []


def test_a_missed_target_fails_the_step_and_annotates_it(server: str, job: Callable[..., Job]) -> None:
    step = job(url=server, targets="p95 < 1us\nsuccess > 95%\n").run()
    step.check()
    assert step.code == 1
    assert step.outputs["conclusion"] == "failed"
    assert len(step.messages("error")) == 1
    assert step.summary.startswith("## ❌ Load test failed: P95 response time")
    assert kinds(step, Failure) == ["TargetMissed"]


def test_every_mistake_of_the_workflow_is_told_and_leaves_reports(job: Callable[..., Job]) -> None:
    step = job(url="localhost:3000/hook", duration="soon", targets="p95 is 5s").run()
    step.check()
    assert step.code == 2
    assert step.outputs["conclusion"] == "error"
    assert all(text in step.errors for text in ("input url:", "'soon' is not a duration", "'p95 is 5s'"))
    assert kinds(step, Error) != []
    assert step.summary.startswith("## ❌ Load test error")


def test_a_server_that_never_comes_up(job: Callable[..., Job]) -> None:
    step = job(url=f"http://localhost:{closed_port()}/hook", health_timeout="300ms", localhost_fallback="false").run()
    step.check()
    assert step.code == 3
    assert kinds(step, Error) != []
    assert "connection refused" in step.messages("error")[0]


@pytest.mark.slow
def test_a_hyphen_may_be_an_underscore_where_hyphens_cannot_be_exported(server: str, job: Callable[..., Job]) -> None:
    step = job({"INPUT_REPORT_DIR": "elsewhere"}, url=server).run()
    assert (step.code, step.outputs["junit-file"]) == (0, "elsewhere/junit-reports/TEST-load-test.xml")


def test_what_a_server_says_is_no_command_output_or_markup(job: Callable[..., Job]) -> None:
    evil = (
        b"<Response><Message>limit reached\n::error::owned\n::add-mask::e\n##[error]owned\n::stop-commands::x\n"
        b"conclusion=passed\nconclusion<<EOF\n</textarea><script>alert(1)</script> | `x` |</Message></Response>\n"
    )
    reply = b"HTTP/1.1 500 Boom\r\nContent-Type: text/xml\r\nContent-Length: %d\r\n\r\n" % len(evil) + evil
    health = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    with RawServer(answering(reply)) as bad, RawServer(answering(health, times=1)) as good:
        step = job(url=bad.url, health_url=f"{good.origin}/health", preflight="off").run()
    step.check()
    assert step.code == 1
    assert step.outputs["conclusion"] == "failed"
    assert not any(text == "owned" for _, _, text in step.commands)
    assert "<script>" not in step.summary


@pytest.mark.slow
def test_names_that_look_like_a_value_of_their_own(server: str, job: Callable[..., Job]) -> None:
    folder = "out<<EOF=1"
    step = job(url=server, report_dir=folder).run()
    assert step.code == 0
    assert step.outputs["json-file"] == f"{folder}/results.json"
    step.check()


@pytest.mark.parametrize(
    "more",
    [
        pytest.param({"GITHUB_OUTPUT": "", "GITHUB_STEP_SUMMARY": ""}, id="the runner gave no files"),
        pytest.param({"GITHUB_OUTPUT": "/nowhere/a", "GITHUB_STEP_SUMMARY": "/nowhere/b"}, id="they cannot be written"),
    ],
)
def test_our_own_formatting_fails_no_step(more: dict[str, str], server: str, job: Callable[..., Job]) -> None:
    step = job(more, url=server).run()
    step.check()
    assert step.code == 0
    assert kinds(step, Error) == []
    assert len(step.messages("warning")) == (2 if more["GITHUB_OUTPUT"] else 0)


def test_a_summary_that_would_be_dropped_is_left_out_and_said(server: str, job: Callable[..., Job]) -> None:
    work = job(url=server)
    work.summary_file.write_bytes(b"x" * (LARGEST_SUMMARY - 100))
    step = work.run()
    step.check()
    assert step.code == 0
    assert step.summary == "x" * (LARGEST_SUMMARY - 100)
    assert "summary.md" in step.messages("warning")[0]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere; the image's tests mount it read-only")
def test_a_read_only_workspace_is_a_mistake_with_its_remedy(server: str, job: Callable[..., Job]) -> None:
    work = job(url=server)
    work.workspace.chmod(stat.S_IRUSR | stat.S_IXUSR)
    step = work.run()
    work.workspace.chmod(stat.S_IRWXU)
    assert step.code == 2
    assert "name a folder that this user may write" in step.errors
    assert step.outputs["conclusion"] == "error"


def test_a_cancelled_step_ends_well_before_the_runner_kills_it(server: str, job: Callable[..., Job]) -> None:
    work = job(url=server, duration="30")
    process = work.start()
    while not (work.workspace / "load-test-results/results.json").exists():
        time.sleep(0.05)
    time.sleep(1.5)
    assert cancel(process) < 5
    step = work.finish(process)
    step.check()
    assert step.code == 130
    assert step.outputs["conclusion"] == "aborted"
    assert int(step.outputs["total"]) > 0
    assert kinds(step, Error) == ["Aborted"]
    assert step.summary.startswith("## ⚠️ Load test aborted")


@pytest.mark.slow
@pytest.mark.parametrize("pause", [0.0, 0.01, 0.03, 0.1, 0.3])
def test_a_step_killed_while_it_writes_leaves_whole_files(server: str, job: Callable[..., Job], pause: float) -> None:
    work = job(url=server, duration="30")
    process = work.start()
    while not (work.workspace / "load-test-results/results.json").exists():
        time.sleep(0.05)
    time.sleep(1.0)
    process.terminate()
    time.sleep(pause)
    process.kill()
    step = work.finish(process)
    assert step.results["conclusion"] == "aborted"
    assert kinds(step, Error) == ["Aborted"]
    assert set(step.outputs) in (set(), set(ACTION["outputs"]))
    assert step.summary == "" or step.summary.startswith("## ⚠️")


@pytest.mark.slow
def test_two_uses_in_one_job_add_up_their_summaries(server: str, job: Callable[..., Job]) -> None:
    work = job(url=server)
    assert [work.run().code for _ in range(2)] == [0, 0]
    assert work.summary_file.read_text("utf-8").count("## ✅ Load test passed") == 2
