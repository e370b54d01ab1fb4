"""A fault of our own, wherever it is: exit 5, reports that say so, the runner told, and what was measured is kept."""

from __future__ import annotations

import json
import os
import re
import sys
from base64 import b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from harness import TOKEN, simulator
from junitparser import Error, JUnitXml

from loadtest.__main__ import main as outer_main
from loadtest.cli import streams
from loadtest.cli.main import main
from loadtest.report.files import json_file
from loadtest.run.interrupts import Interrupts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class OwnFaultError(RuntimeError):
    """What no code of ours expects."""


def broken(*_: Any, **__: Any) -> Any:
    raise OwnFaultError


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with simulator("--number-limit", "off") as url:
        yield url


@dataclass(frozen=True)
class End:
    """How a run ended, told by everything that tells of it."""

    code: int
    folder: Path
    output: str
    summary: str

    @property
    def results(self) -> dict[str, Any]:
        return json.loads((self.folder / "results.json").read_text("utf-8"))

    @property
    def errors(self) -> list[str]:
        document = JUnitXml.fromfile(str(self.folder / "junit-reports/TEST-load-test.xml"))
        return [found.type for suite in document for case in suite for found in case.result if isinstance(found, Error)]

    @property
    def conclusions(self) -> list[str]:
        return re.findall(r"conclusion<<\S+\n(\w+)\n", self.output)


def run(tmp_path: Path, server: str, monkeypatch: pytest.MonkeyPatch, *flags: str) -> End:
    output, summary = tmp_path / "output", tmp_path / "summary"
    runner = {"GITHUB_ACTIONS": "true", "GITHUB_OUTPUT": str(output), "GITHUB_STEP_SUMMARY": str(summary)}
    for name, value in {"TWILIO_AUTH_TOKEN": TOKEN, "LOAD_TEST_LOCALHOST_FALLBACK": "off", **runner}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    limits = ["--duration", "1", "--concurrent", "3", "--monitor", "off", "--report-dir", str(tmp_path / "reports")]
    code = main(["run", "--url", server, *limits, *flags], interrupts=Interrupts())
    told = [path.read_text("utf-8") if path.exists() else "" for path in (output, summary)]
    return End(code=code, folder=tmp_path / "reports", output=told[0], summary=told[1])


BEFORE = (
    "loadtest.config.load",
    "loadtest.run.story.job_of",
    "loadtest.run.story.line_of",
    "loadtest.run.story.console.header",
    "loadtest.run.story.Watching",
    "loadtest.run.story.readiness.prepare",
    "loadtest.send.drivers.load.Here",
)
"""What a fault before the load may break."""

AFTER = (
    "loadtest.send.drivers.here.Here._drain",
    "loadtest.run.story.summarise",
    "loadtest.run.watching.Watching.watched",
    "loadtest.run.story.evaluate",
    "loadtest.run.story.conclude",
    "loadtest.run.story.red_flags",
    "loadtest.run.story.console.report",
    "loadtest.report.runner.Runner.annotate",
    "loadtest.run.story.output_values",
    "loadtest.report.runner.Runner.summary",
    "loadtest.report.page.html_page.render",
    "loadtest.report.page.figures.figures",
    "loadtest.report.files.junit.render",
    "loadtest.report.files.metrics.openmetrics",
    "loadtest.report.files.metrics.per_second",
    "loadtest.report.files.step_summary.render",
    "loadtest.report.files.json_file._outcome",
)
"""What a fault after it may break; messages have been measured by then."""

SILENCED = {
    "loadtest.run.story.output_values": "output",
    "loadtest.report.runner.Runner.summary": "summary",
    "loadtest.report.files.step_summary.render": "summary",
    "loadtest.report.files.junit.render": "junit",
}
"""What cannot tell anything itself, and who it is."""


@pytest.mark.parametrize("broken_part", [*BEFORE, *AFTER])
def test_a_fault_of_ours_is_exit_5_and_everything_says_so(
    tmp_path: Path, server: str, monkeypatch: pytest.MonkeyPatch, broken_part: str
) -> None:
    monkeypatch.setattr(broken_part, broken)
    end = run(tmp_path, server, monkeypatch)
    silenced = SILENCED.get(broken_part)
    assert end.code == 5
    assert end.results["conclusion"] == "error"
    assert end.results["exit_code"] == 5
    if silenced != "junit":
        assert end.errors == ["InternalError"]
    if silenced != "output":
        assert end.conclusions[-1] == "error"
    if silenced != "summary":
        assert "Load test error" in end.summary
    if broken_part in AFTER:
        snapshot = json_file.from_json((end.folder / "results.json").read_text("utf-8")).snapshot
        assert snapshot is not None
        assert sum(tally.count for tally in snapshot.tallies.values()) == 3, "what was measured is kept"


@pytest.mark.parametrize("stage", ["loadtest.run.story.diagnose"])
def test_what_only_explains_costs_a_note(
    tmp_path: Path, server: str, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    monkeypatch.setattr(stage, broken)
    end = run(tmp_path, server, monkeypatch)
    assert end.code == 0
    assert any("by a fault of the load test (OwnFaultError)" in note for note in end.results["notes"])


def test_a_series_keeps_the_runs_before_a_fault(tmp_path: Path, server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[int] = []

    def second_breaks(*_: Any, **__: Any) -> None:
        waits.append(1)
        if len(waits) > 1:
            raise OwnFaultError

    monkeypatch.setattr("loadtest.run.continuous._wait", second_breaks)
    end = run(tmp_path, server, monkeypatch, "--runs", "2")
    assert end.code == 5
    assert end.results["conclusion"] == "error"
    assert end.conclusions == ["error"]
    first = json.loads((end.folder / "run-001/results.json").read_text("utf-8"))
    assert first["conclusion"] == "passed"


def test_a_mistake_leaves_the_last_good_reports_alone_outside_ci(
    tmp_path: Path, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(tmp_path, server, monkeypatch).code == 0
    assert run(tmp_path, server, monkeypatch, "--rate", "fast").code == 2
    assert run(tmp_path, server, monkeypatch).code == 0
    monkeypatch.setattr(os, "environ", {name: text for name, text in os.environ.items() if "GITHUB" not in name})
    folder = tmp_path / "reports"
    limits = ["--report-dir", str(folder), "--url", server]
    assert main(["run", *limits, "--rate", "fast"], interrupts=Interrupts()) == 2
    assert json.loads((folder / "results.json").read_text("utf-8"))["conclusion"] == "passed"
    assert main(["run", *limits, "--rate", "fast", "--report-dir", str(tmp_path / "new")], interrupts=Interrupts()) == 2
    assert json.loads((tmp_path / "new/results.json").read_text("utf-8"))["conclusion"] == "error"


@pytest.mark.parametrize("broken_part", ["loadtest.config.load", "loadtest.run.story.evaluate"])
def test_a_traceback_shows_no_secret(
    tmp_path: Path, server: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], broken_part: str
) -> None:
    def quoting(*_: Any, **__: Any) -> Any:
        raise OwnFaultError(f"cannot read {TOKEN!r} nor {b64encode(TOKEN.encode()).decode()}")

    monkeypatch.setattr(broken_part, quoting)
    monkeypatch.setattr(sys, "stderr", streams.Console(sys.stderr))
    run(tmp_path, server, monkeypatch)
    told = capsys.readouterr().err
    assert "OwnFaultError: cannot read '***' nor ***" in told
    assert TOKEN not in told


@pytest.mark.parametrize(
    ("error", "code"),
    [
        pytest.param(OwnFaultError("of ours"), 5, id="an exception"),
        pytest.param(MemoryError(), 5, id="no memory"),
        pytest.param(KeyboardInterrupt(), 130, id="Ctrl-C before our own handler is there"),
    ],
)
def test_whatever_is_left_over_ends_in_the_outermost_main(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: BaseException, code: int
) -> None:
    def raising(_: object) -> int:
        raise error

    monkeypatch.setattr("loadtest.__main__._patched", raising)
    monkeypatch.setattr("loadtest.cli.streams.guard", lambda: None)
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert outer_main([]) == code
    told = capsys.readouterr()
    if code == 5:
        assert f"::error title=Load test::A fault of the load test itself ({type(error).__name__})" in told.out
        assert "please report it" in told.err
