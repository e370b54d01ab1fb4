"""A run beside the user's guide and beside an earlier run: metric by metric."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from loadtest.assess.baselines import guide_for
from loadtest.assess.summary import LOST
from loadtest.report.sections.section import ColumnKind, Place, Section, Table
from loadtest.words.units import plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loadtest.assess.baselines import Change
    from loadtest.assess.result import Result
    from loadtest.assess.target import Target


_HEADER = ("", "This run", "Against", "Change", "Verdict")
_COLUMNS = (ColumnKind.WORDS, ColumnKind.NUMBER, ColumnKind.WORDS, ColumnKind.NUMBER, ColumnKind.VERDICT)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedRow:
    """One metric beside what it is held against; `change` may be empty, `verdict` is one word or empty."""

    name: str
    against: str
    observed: str
    change: str = ""
    verdict: str = ""

    @property
    def sentence(self) -> str:
        """The row on one line."""
        more = ", ".join(text for text in (self.change, self.verdict) if text)
        return f"{self.name}: {self.observed}, {self.against}" + (f" ({more})" if more else "")


def section(result: Result) -> Section | None:
    """Return the run beside the guide, and beside its baseline."""
    compared = (
        (guide_title(result), "", guide_rows(result)),
        (baseline_title(result), baseline_refused(result) or result.read.slower, baseline_rows(result)),
    )
    tables = tuple(
        Table(
            heading=title,
            note=note,
            header=_HEADER,
            rows=tuple((row.name, row.observed, row.against, row.change, row.verdict) for row in rows),
            kinds=_COLUMNS,
            lines=tuple(row.sentence for row in rows),
        )
        for title, note, rows in compared
        if title
    )
    if not tables:
        return None
    return Section(name="compared", title="Compared", place=Place.COMPARED, tables=tables, plain=True)


def guide_title(result: Result) -> str:
    """Return what the guide's rows are about, or an empty string when there are none."""
    if not result.plan or not guide_rows(result):
        return ""
    size = result.plan.pacing.size
    row = guide_for(size)
    nearest = "" if row.concurrent == size else f", the row nearest to {size}"
    whose = "as the load-testing guide for /api/sms/webhook has it"
    return f"The guide's baseline for {row.concurrent} concurrent messages{nearest}, {whose}"


def guide_rows(result: Result) -> list[ComparedRow]:
    """Return the run beside the guide's row for as many concurrent messages."""
    return [
        ComparedRow(
            name=standing.target.name,
            against=f"the guide expects {standing.expected}",
            observed=("≥ " if standing.at_least else "") + _text(standing.target, standing.observed),
            verdict=standing.verdict,
        )
        for standing in result.read.standings
    ]


def baseline_title(result: Result) -> str:
    """Return which run the baseline is, or an empty string without one."""
    if result.baseline is None:
        return ""
    if result.baseline.beside:
        return f"Against the baseline {result.baseline.source}, under the same messages at the same time"
    title = f"Against the baseline {result.baseline.source} of {result.baseline.began:%Y-%m-%d %H:%M} UTC"
    more = len(result.baseline.others)
    return title + (f"; targets are held against {plural(more, 'more run')}, too" if more else "")


def baseline_rows(result: Result) -> list[ComparedRow]:
    """Return the run beside its baseline."""
    return change_rows(result.read.changes)


def change_rows(changes: Sequence[Change]) -> list[ComparedRow]:
    """Return one run beside an earlier one."""
    return [
        ComparedRow(
            name=change.target.name,
            against=f"was {'≥ ' * change.bounds[0]}{_text(change.target, change.before)}",
            observed=f"{'≥ ' * change.bounds[1]}{_text(change.target, change.now)}",
            change=change.text,
            verdict=change.verdict,
        )
        for change in changes
    ]


def baseline_refused(result: Result) -> str:
    """Return why the baseline gates nothing, or an empty string when it may."""
    if result.baseline is None or not result.baseline.incomparable:
        return ""
    return f"For information only, no target is held against it: {'; '.join(result.baseline.incomparable)}"


def _text(target: Target, observed: float | None) -> str:
    return "no data" if observed is None else "lost" if observed == LOST else target.format(observed)
