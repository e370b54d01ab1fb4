"""Which run of a series is the worst, and so decides the exit code."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import factories
import pytest
from configurations import configured

from loadtest.report.runner import Runner
from loadtest.run import continuous
from loadtest.run.continuous import Ended
from loadtest.run.interrupts import Interrupts
from loadtest.words.errors import Conclusion, ExitCode

if TYPE_CHECKING:
    from loadtest import config
    from loadtest.assess.result import Result


def ended(code: ExitCode) -> Result:
    return factories.unstarted(code.ending.conclusion, code, "so")


def failing(count: int, *, service: float = 0.1) -> Result:
    """Return a run of ten messages that missed its target, `count` of them failed."""
    good = [factories.accepted(seq, sent=0.0, due=0.0, done=service) for seq in range(10 - count)]
    result = factories.result([*good, *(factories.http_error(seq) for seq in range(10 - count, 10))])
    return replace(result, conclusion=Conclusion.FAILED, exit_code=ExitCode.TARGET_MISSED)


UNDECIDED = factories.unstarted(Conclusion.INCONCLUSIVE, ExitCode.INCONCLUSIVE, "lag")


@pytest.mark.parametrize(
    ("worse", "better"),
    [
        pytest.param(
            ended(ExitCode.OUR_ERROR), ended(ExitCode.NOT_READY), id="our own error tells nothing of a server"
        ),
        pytest.param(ended(ExitCode.NOT_READY), failing(9), id="never ready, against messages that failed"),
        pytest.param(failing(1), UNDECIDED, id="a target missed, against a spoiled measurement"),
        pytest.param(UNDECIDED, ended(ExitCode.PASSED), id="a spoiled measurement, against a pass"),
        pytest.param(replace(UNDECIDED, exit_code=ExitCode.PASSED), ended(ExitCode.PASSED), id="though that ends in 0"),
        pytest.param(failing(3), failing(2), id="more failed messages"),
        pytest.param(failing(3), failing(2, service=9.0), id="more failed messages, though the others were faster"),
        pytest.param(failing(3, service=0.2), failing(3), id="as many failed, and the others were slower"),
    ],
)
def test_the_worse_of_two_runs(worse: Result, better: Result) -> None:
    assert Ended(number=1, result=worse).badness > Ended(number=2, result=better).badness


@pytest.mark.parametrize("worst", [0, 1, 2], ids=["the first", "the one between", "the last"])
def test_the_worst_run_decides_wherever_it_stands(worst: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runs = [failing(3) if place == worst else factories.result([factories.accepted()]) for place in range(3)]

    def run(here: config.Config, **_: object) -> Result:
        (Path(here.report_dir) / "junit-reports").mkdir(parents=True)
        return runs.pop(0)

    monkeypatch.setattr(continuous.story, "run", run)
    read = configured(url="http://localhost:9/sms", runs="3", report_dir=str(tmp_path / "out"))
    runner = Runner({}, StringIO(), random_hex="0")
    code = continuous.repeat(read, runner=runner, say=lambda _: None, interrupts=Interrupts(), ascii_only=True)
    assert (code, runs) == (ExitCode.TARGET_MISSED, [])
