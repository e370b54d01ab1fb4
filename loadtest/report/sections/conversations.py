"""What came of conversations: begun, step by step, completed, and where they broke."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loadtest.assess.summary import duration_text
from loadtest.report.sections.section import ColumnKind, Place, Section, Table
from loadtest.words.units import format_duration, format_ms, format_percent, plural

if TYPE_CHECKING:
    from loadtest.assess.result import Result
    from loadtest.assess.summary import Part, Summary
    from loadtest.dialogue.conversation import Conversation
    from loadtest.measure.conversations import Talked

_HEADER = ("Step", "Messages", "Accepted", "P95", "Fell out", "Why", "What was said to the first of them")
_KINDS = (ColumnKind.WORDS, *[ColumnKind.NUMBER] * 4, ColumnKind.WORDS, ColumnKind.QUOTED)


def section(result: Result) -> Section | None:
    """Return what came of conversations, where the load had any."""
    summary, plan = result.summary, result.plan
    if summary is None or plan is None or not summary.talked:
        return None
    known = [(script, summary.talked[script.name]) for script in plan.conversations if script.name in summary.talked]
    return Section(
        name="conversations",
        title="Conversations",
        place=Place.ANSWERS,
        says=tuple(f"{script.name}: {_said(talked)}" for script, talked in known),
        flows=tuple((script.name, flow(script, talked)) for script, talked in known),
        tables=tuple(_table(script, talked, summary) for script, talked in known),
        plain=True,
    )


def flow(script: Conversation, talked: Talked) -> tuple[tuple[str, int], ...]:
    """Return how many conversations had not broken after each step, and how many were completed."""
    left, steps = talked.begun, []
    for step in script.steps:
        if not step.end:
            left -= sum(talked.broken.get(step.name, {}).values())
            steps.append((step.name, left))
    return (("begun", talked.begun), *steps, ("completed", talked.completed))


def parts(result: Result) -> dict[str, Part]:
    """Return the numbers of each kind of message by its name, those of conversations in the order of their steps."""
    if result.summary is None:
        return {}
    known, plan = result.summary.scenarios, result.plan
    steps = [f"{script.name}.{step.name}" for script in plan.conversations for step in script.steps] if plan else []
    return {name: known[name] for name in dict.fromkeys([*steps, *known]) if name in known}


def _said(talked: Talked) -> str:
    broken = talked.broken_in_all
    ended = talked.completed + broken
    share = f" ({format_percent(talked.completed / ended)})" if ended else ""
    text = f"{plural(talked.begun, 'conversation')} begun, {talked.completed:,} completed{share}, {broken:,} broken"
    text += f", {talked.unfinished:,} stopped by ourselves" if talked.unfinished else ""
    text += f", {talked.busy:,} not begun because the number was busy" if talked.busy else ""
    text += f", {sum(talked.expected.values()):,} declines that a step expects" if talked.expected else ""
    if talked.completed:
        times = talked.duration
        text += f"; duration P50 {_time(times.percentile(50))}, P95 {_time(times.percentile(95))}"
    return text


def _time(seconds: float | None) -> str:
    seconds = seconds or 0.0
    return format_duration(round(seconds, 1)) if seconds >= 1 else format_ms(seconds)


def _table(script: Conversation, talked: Talked, summary: Summary) -> Table:
    rows = []
    for step in script.steps:
        if step.end:
            continue
        part = summary.scenarios.get(f"{script.name}.{step.name}")
        broke = talked.broken.get(step.name, {})
        sample = talked.breaks.get(step.name)
        most = sorted(broke.items(), key=lambda one: -one[1])
        reasons = ", ".join(f"{count:,} {reason}" if len(most) > 1 else reason for reason, count in most)
        rows.append(
            (
                step.name,
                f"{part.sent:,}" if part else "0",
                f"{part.successful:,}" if part else "0",
                duration_text(part.response_times.percentile(95)) if part else "no data",
                f"{sum(broke.values()):,}",
                reasons,
                sample.detail if sample else "",
            )
        )
    lines = tuple(
        f"{name}: {sent} sent, {accepted} accepted, P95 {p95}" + (f"; {fell} fell out ({why}): {what}" if why else "")
        for name, sent, accepted, p95, fell, why, what in rows
    )
    return Table(heading=f"Steps of {script.name}", header=_HEADER, rows=tuple(rows), kinds=_KINDS, lines=lines)
