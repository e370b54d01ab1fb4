"""The closing table of a series of runs: one row a run, for the console and in Markdown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from loadtest.assess.summary import duration_text
from loadtest.report.safe import code
from loadtest.report.sections.findings import count_text
from loadtest.verdict.judge import Reason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loadtest.assess.result import Result

ROWS = 200
HEADER = ("Run", "Began (UTC)", "Conclusion", "Messages", "Successful", "Rate limited", "Average", "P95", "Exit code")


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRow:
    """What the table keeps of a run."""

    number: int
    folder: str
    cells: tuple[str, ...]

    @classmethod
    def of(cls, number: int, result: Result, *, folder: str) -> RunRow:
        """Return the row of run `number`, whose reports lie in `folder`."""
        cells: list[str] = [result.began.strftime("%Y-%m-%d %H:%M:%S"), result.conclusion.value]
        if result.summary:
            total, times = result.summary.total, result.summary.total.response_times
            cells += [
                str(total.judged),
                count_text(total.successful, total.share(total.successful)),
                str(total.count(Reason.RATE_LIMITED)),
                duration_text(times.average, at_least=times.at_least),
                duration_text(times.percentile(95)),
            ]
        else:
            cells += ["no data"] * 5
        return cls(number=number, folder=folder, cells=(*cells, str(int(result.exit_code))))


def console(rows: Sequence[RunRow]) -> list[str]:
    """Return the table in columns."""
    table = [HEADER, *((str(row.number), *row.cells) for row in rows[-ROWS:])]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in table]
    return ["=== Runs ===", *_earlier(rows), *lines]


def markdown(rows: Sequence[RunRow]) -> str:
    """Return the table with each run's folder; it stays far below what a job summary may hold."""
    table = [(*HEADER, "Reports"), ("---",) * (len(HEADER) + 1)]
    table += [(str(row.number), *row.cells, code(row.folder, 200)) for row in rows[-ROWS:]]
    return "\n".join(["### Runs", "", *_earlier(rows), *(f"| {' | '.join(line)} |" for line in table), ""])


def _earlier(rows: Sequence[RunRow]) -> list[str]:
    hidden = len(rows) - ROWS
    return [f"The last {ROWS} of {len(rows)} runs; the others are in their folders.", ""] if hidden > 0 else []
