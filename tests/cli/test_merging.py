"""The verb that makes one run of the files of its shards: its mistakes, its exit codes, its reports."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import factories
import pytest

from loadtest import __version__
from loadtest.cli.verbs import BY_NAME
from loadtest.pacing import OpenBatches, Shard
from loadtest.report.files.shard_file import to_text
from loadtest.report.registry import RENDERERS
from loadtest.run.interrupts import Interrupts
from loadtest.words.errors import ExitCode

if TYPE_CHECKING:
    from loadtest.assess.shards import ShardResult

FILES = [f"shard-{index}.json" for index in range(3)]


PLAN = factories.plan(pacing=OpenBatches(size=3, interval=1.0, duration=4.0))


def shard(index: int) -> ShardResult:
    arrivals = PLAN.arrivals(Shard(index=index, count=3))
    counted = factories.snapshot(factories.accepted(arrival.seq) for arrival in arrivals)
    return factories.shard(index, version=__version__, plan=PLAN, snapshot=counted, elapsed=4.0)


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(RENDERERS, "html", lambda *_: "a page, which takes its time")
    for index, name in enumerate(FILES):
        Path(name).write_text(to_text(shard(index)), "utf-8")


def merge(*words: str) -> int:
    return BY_NAME["merge"].call(words, Interrupts())


CODES = [
    pytest.param(FILES, ExitCode.PASSED, id="all shards, and every target met"),
    pytest.param([*FILES, "--targets", "p95 < 1ms"], ExitCode.TARGET_MISSED, id="against another target"),
    pytest.param(FILES[:2], ExitCode.INCONCLUSIVE, id="a shard is missing"),
    pytest.param([*FILES[:2], "--on-inconclusive", "pass"], ExitCode.PASSED, id="which the user lets pass"),
]


@pytest.mark.parametrize(("words", "code"), CODES)
def test_the_exit_code_is_that_of_the_whole_run(words: list[str], code: ExitCode) -> None:
    assert merge(*words, "--report-dir", "whole") == code
    document = json.loads(Path("whole/results.json").read_text("utf-8"))
    assert document["exit_code"] == code


WRONG = [
    pytest.param([], "needs the files of all shards, like load-test-results/shard-*.json", id="no file"),
    pytest.param(["nowhere.json"], "nowhere.json", id="a file that is not there"),
    pytest.param(
        [*FILES, "--targets", "p95 under 3s\np96x < 1s"],
        "Wrong configuration: --targets: 'p95 under 3s' is not a target",
        id="targets that are none, each told",
    ),
    pytest.param([*FILES, "--on-inconclusive", "maybe"], "--on-inconclusive: 'maybe' is not one of", id="no choice"),
    pytest.param([*FILES, "--rate", "5"], "--rate is not a known flag; it belongs to loadtest run", id="a run's flag"),
]


@pytest.mark.parametrize(("words", "said"), WRONG)
def test_a_mistake_is_told_and_makes_no_run(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert merge(*words) == ExitCode.WRONG_CONFIGURATION
    told = capsys.readouterr()
    assert said in told.err
    assert told.out == ""


def test_the_reports_are_where_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOAD_TEST_REPORT_DIR", "there")
    assert merge(*FILES) == ExitCode.PASSED
    assert Path("there/results.json").is_file()
    assert not Path("load-test-results").exists()
