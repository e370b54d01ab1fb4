"""The capacity and its table, for every report that shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loadtest.assess.capacity import Trying
from loadtest.assess.summary import duration_text
from loadtest.report.sections.section import Section, Table
from loadtest.words.units import format_percent, format_rate

if TYPE_CHECKING:
    from loadtest.assess.capacity import Capacity, Trial
    from loadtest.assess.result import Result

HEADER = ("Rate", "Achieved", "Successful", "Average", "P95", "Targets")
_END = {
    None: "the ladder ends; raise --to",
    Trying.INCONCLUSIVE: "the generator itself is the limit",
    Trying.DECLINED: "the limit per phone number was reached",
}


def section(result: Result) -> Section | None:
    """Return what the tries have shown."""
    capacity = result.capacity
    if capacity is None:
        return None
    return Section(
        name="capacity",
        title="Capacity",
        says=tuple(sentences(capacity)),
        tables=(Table(caption="Every rate that was tried", header=HEADER, rows=tuple(rows(capacity))),),
    )


def rows(capacity: Capacity) -> list[tuple[str, ...]]:
    """Return a row of texts for each try, the lowest rate first."""
    return [_row(trial) for trial in sorted(capacity.trials, key=lambda trial: trial.rate)]


def trial_line(trial: Trial) -> str:
    """Return one line of progress."""
    rate, achieved, success, average, p95, outcome = _row(trial)
    why = "" if trial.outcome is Trying.MET else f": {trial.why}"
    return f"[{rate}] {achieved} achieved, {success} successful, average {average}, P95 {p95}: targets {outcome}{why}"


def sentences(capacity: Capacity) -> list[str]:
    """Return what the table means: the capacity, what ended it, and the knee."""
    best, stopper, ladder = capacity.best, capacity.stopper, capacity.ladder
    if not capacity.finished:
        found = f"at least {format_rate(best.rate)}" if best else "not known"
        return [f"Capacity: {found}; the search was stopped before it had found the limit"]
    if best is None:
        found = f"Capacity: below {format_rate(ladder.first)}, the lowest rate tried"
        if capacity.limited and stopper:
            found = f"Capacity: not known; even {format_rate(ladder.first)} was {stopper.outcome.value}"
    else:
        found = f"Capacity: {'at least ' if capacity.limited else ''}{format_rate(best.rate)}"
        if capacity.limited:
            found += f", where {_END[stopper.outcome if stopper else None]}"
    lines = [found]
    if stopper:
        lines.append(f"Limit: at {format_rate(stopper.rate)}: {stopper.why}")
    if knee := capacity.knee:
        before, after = knee
        lines.append(
            f"Knee: response times turn up between {format_rate(before.rate)} and {format_rate(after.rate)} "
            f"(P95 {duration_text(before.p95)}, then {duration_text(after.p95)})"
        )
    elif len(capacity.trials) > 1:
        lines.append("Knee: none; response times stay level at every rate tried")
    if best:
        lines.append(f"All other numbers of this report are those of {format_rate(best.rate)}")
    return lines


def _row(trial: Trial) -> tuple[str, ...]:
    return (
        format_rate(trial.rate),
        format_rate(trial.achieved),
        "no data" if trial.success is None else format_percent(trial.success),
        duration_text(trial.average),
        duration_text(trial.p95),
        trial.outcome.value,
    )
