"""What came of accepted messages: sent, accepted, processed, answered, delivered.

Empty without a mock Twilio and without a count of finished work.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from loadtest.assess.answering import delivered
from loadtest.assess.summary import duration_text
from loadtest.measure.answers import DELIVERED, DELIVERY, NOT_SENT, NOT_TAKEN
from loadtest.report.sections.findings import HEADLINE
from loadtest.report.sections.section import ColumnKind, Place, Section, Table
from loadtest.words.units import format_percent, plural

if TYPE_CHECKING:
    from loadtest.assess.result import Result

Row = tuple[str, str]
_FELL_OUT = {
    "undelivered": "undelivered, as mock-twilio-faults says",
    "failed": "failed, as mock-twilio-faults says",
    NOT_TAKEN: "delivered, but the server did not answer the callback of it with 2xx",
    NOT_SENT: "delivered, but the callback of it was not sent",
}


def section(result: Result) -> Section | None:
    """Return what came of accepted messages, where that was watched."""
    shown = rows(result)
    if not shown:
        return None
    table = Table(
        caption="What came of accepted messages",
        header=("Answers", ""),
        rows=tuple(shown),
        kinds=(ColumnKind.WORDS, ColumnKind.WORDS),
        lines=tuple(f"{name}: {value}" for name, value in shown),
    )
    steps = tuple(flow(result))
    flows = (("", steps),) if steps else ()
    return Section(name="answers", title="Answers", place=Place.ANSWERS, flows=flows, tables=(table,), plain=True)


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
        answers = result.snapshot.answers if result.snapshot else None
        if answers and (count := delivered(answers, found)) is not None:
            steps.append(("delivered", count))
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
        if texts := answers.seen.get(DELIVERY):
            whole = plural(sum(texts.values()), "text")
            ends = [f"{texts.get(DELIVERED, 0):,} of {whole} with status callbacks"]
            ends += [f"{texts[name]:,} {what}" for name, what in _FELL_OUT.items() if texts.get(name)]
            lines.append(("Delivered", "; ".join(ends)))
    if summary.processed:
        told = _of(summary.processed.count, total.successful)
        lost = max(0, total.successful - summary.processed.count)
        lines.append(("Processed", f"{told}, by {summary.processed.source}; {lost:,} accepted and not finished"))
    return lines


def _of(count: int, whole: int) -> str:
    return f"{count:,} of {whole:,} accepted ({format_percent(count / whole)})" if whole else f"{count:,}"
