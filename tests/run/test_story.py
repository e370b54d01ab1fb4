"""What a report that cannot be written makes of a run's end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import factories
import pytest

from loadtest.report.folder import ReportFolder
from loadtest.run import story
from loadtest.words.errors import Conclusion, ExitCode

if TYPE_CHECKING:
    from pathlib import Path

    from loadtest.assess.result import Result


@pytest.mark.parametrize(
    ("ended", "conclusion", "code"),
    [
        pytest.param(
            factories.result([factories.accepted()]), Conclusion.ERROR, ExitCode.OUR_ERROR, id="a pass is none any more"
        ),
        pytest.param(factories.exhausted(), Conclusion.ERROR, ExitCode.OUR_ERROR, id="nor is it a failure alone"),
        pytest.param(
            factories.unstarted(Conclusion.ABORTED, ExitCode(143), "stopped by SIGTERM"), Conclusion.ABORTED,
            ExitCode(143), id="a signal's code stays, which the shell waits for",
        ),
    ],
)  # fmt: skip
def test_a_lost_report(ended: Result, conclusion: Conclusion, code: ExitCode, tmp_path: Path) -> None:
    (tmp_path / "junit-reports").mkdir()
    (tmp_path / "results.json").mkdir()  # nothing can be written there
    result, lost = story.keep(ended, ReportFolder(tmp_path))
    assert [report.path for report in lost] == [str(tmp_path / "results.json")]
    assert (result.conclusion, result.exit_code) == (conclusion, code)
    assert conclusion.value in (tmp_path / "summary.md").read_text("utf-8").lower()
