"""What came of accepted messages: sent, accepted, processed, answered.

Empty without a mock Twilio and without a count of finished work.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from loadtest.assess.summary import duration_text
from loadtest.report.sections.findings import HEADLINE
from loadtest.report.sections.section import ColumnKind, Place, Section, Table
from loadtest.words.units import format_percent

if TYPE_CHECKING:
    from loadtest.assess.result import Result

Row = tuple[str, str]


def section(result: Result) -> Section | None:
    """Return what came of accepted messages, where that was watched."""
    shown = rows(result)
    if not shown:
        return None
    table = Table(
        caption="What came of accepted messages",
        header=("Answers", ""),
        rows=tuple(shown),
        kinds=(ColumnKind.WORDS, ColumnKind.NUMBER),
        lines=tuple(f"{name}: {value}" for name, value in shown),
    )
    steps = tuple(flow(result))
    return Section(name="answers", title="Answers", place=Place.ANSWERS, flow=steps, tables=(table,), plain=True)


def flow(result: Result) -> list[tuple[str, int]]:
    """Return how many messages came to each step; what falls out between two is what was lost there."""
    summary = result.summary
    if summary is None or not rows(result):
        return []
    total, found = summary.total, summary.total.answering
    steps = [("sent", total.judged), ("accepted", total.successful)]
    if summary.processed:
        steps.append(("processed", summary.processed.count))
    if found:
        steps.append(("answered", found.answered.count))
    return steps


def rows(result: Result) -> list[Row]:
    """Return what to show, a name and its value each."""
    summary, snapshot = result.summary, result.snapshot
    if summary is None or snapshot is None:
        return []
    total, found, answers = summary.total, summary.total.answering, snapshot.answers
    lines: list[Row] = []
    if found and answers:
        accepted = found.accepted
        ways = f"{answers.by_twiml:,} by TwiML, {answers.by_rest:,} through Twilio's API"
        lines.append(("Answered", f"{_of(found.answered.count, accepted)}; {ways}"))
        if times := total.reply_times:
            shown = [f"average {duration_text(times.average, at_least=times.at_least)}"]
            shown += [f"P{percent} {duration_text(times.percentile(percent))}" for percent in HEADLINE]
            lines.append(("Reply time", ", ".join(shown)))
        when = sorted(index for index, second in answers.seconds.items() if second.unanswered)
        due = f", due from {when[0]}s to {when[-1]}s" if when else ""
        lines.append(("Unanswered", _of(found.unanswered.count, accepted) + due))
        lines.append(("Answered twice", _of(found.twice, accepted)))
        if declined := sum(found.declined.values()):
            lines.append(("Declined through Twilio's API", f"{declined:,}, counted as failed"))
    if summary.processed:
        told = _of(summary.processed.count, total.successful)
        lost = max(0, total.successful - summary.processed.count)
        lines.append(("Processed", f"{told}, by {summary.processed.source}; {lost:,} accepted and not finished"))
    return lines


def _of(count: int, whole: int) -> str:
    return f"{count:,} of {whole:,} accepted ({format_percent(count / whole)})" if whole else f"{count:,}"
