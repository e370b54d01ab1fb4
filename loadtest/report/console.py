"""The console text: the form users know from the original guide, word for word and in its order; more follows it.

Every function returns lines for the caller to print. A line that holds server text starts with words of our own, so
that no log takes it for a command.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from loadtest.assess.summary import duration_text
from loadtest.assess.targets import Status
from loadtest.pacing import ClosedBatches, Stages
from loadtest.report.safe import ascii_only as to_ascii
from loadtest.report.safe import line, without_userinfo
from loadtest.report.sections import histogram, sections
from loadtest.report.sections.findings import (
    HEADLINE,
    count_text,
    load_applied,
    next_step,
    notices,
)
from loadtest.report.sections.section import Place
from loadtest.verdict.judge import Reason
from loadtest.words.units import format_duration

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loadtest.assess.result import Result
    from loadtest.assess.summary import Summary
    from loadtest.assess.targets import Outcome
    from loadtest.message.plan import Plan
    from loadtest.report.sections.section import Section, Table

CARD_LINES = 8
SECTION_ROWS = 30
MARKS = {Status.MET: "✓", Status.MISSED: "✗", Status.NO_DATA: "✗", Status.INCONCLUSIVE: "?"}


def header(plan: Plan, *, ascii_only: bool = False) -> list[str]:
    """Return what is about to happen."""
    pacing = plan.pacing
    if isinstance(pacing, ClosedBatches):
        model = f"closed, each batch {format_duration(pacing.rest)} after the replies to the one before"
    elif isinstance(pacing, Stages):
        model = f"open, {pacing.total} {plan.unit}"
    else:
        model = f"open, a batch every {format_duration(pacing.interval)}, {pacing.total} {plan.unit}"
    return _lines(
        [
            "Starting load test...",
            f"Target: {line(without_userinfo(plan.url))}",
            *([f"Baseline: {line(without_userinfo(plan.baseline_url))}"] if plan.baseline_url else []),
            f"Rate: {pacing.text}" if isinstance(pacing, Stages) else f"Concurrent messages: {pacing.size}",
            f"Test duration: {format_duration(pacing.duration)}",
            *([f"Warm-up: {format_duration(plan.warm_up)} before it, not counted"] if plan.warm_up else []),
            f"Phone numbers: {plan.pool.size}",
            f"Model: {model}",
            f"Seed: {plan.seed}",
        ],
        ascii_only=ascii_only,
    )


def progress_line(second: float, *, sent: int, successful: int, failed: int, **still: int) -> str:
    """Return one line of progress; the counts are of the messages due before `second`.

    `still` holds how many are `in_flight`, and how many accepted ones are `waiting` for an answer.
    """
    text = f"[{second:g}s] Sent {sent} requests, {successful} successful, {failed} failed"
    text += f", {still['in_flight']} in flight" if still.get("in_flight") else ""
    return f"{text}, {still['waiting']} without an answer yet" if still.get("waiting") else text


def report(result: Result, *, files: Sequence[str] = (), ascii_only: bool = False) -> list[str]:
    """Return everything that follows the progress: the last lines say what happened and what to do."""
    blocks = [
        results(result.summary) if result.summary else [],
        *_sections(result, Place.ANSWERS),
        assessment(result.outcomes),
        _histogram(result, "#" if ascii_only else "■"),
        likely_cause(result),
        *_sections(result, Place.CAUSE),
        _failed_messages(result),
        *(lines for place in (Place.REPLIES, Place.COMPARED, Place.DETAIL) for lines in _sections(result, place)),
        _notes(result),
        _files(files),
        _closing(result),
    ]
    return _lines("\n\n".join("\n".join(block) for block in blocks if block).split("\n"), ascii_only=ascii_only)


def results(summary: Summary) -> list[str]:
    """Return the counts and the response times."""
    total, times = summary.total, summary.total.response_times
    return [
        "=== Load Test Results ===",
        f"Total Requests: {total.judged}",
        f"Successful: {count_text(total.successful, total.share(total.successful))}",
        f"Failed: {count_text(total.failed, total.share(total.failed))}",
        f"Rate Limited: {total.count(Reason.RATE_LIMITED)}",
        "",
        "Response Times:",
        f"  Average: {duration_text(times.average, at_least=times.at_least)}",
        f"  Min: {duration_text(times.min)}",
        f"  Max: {duration_text(times.max)}",
        *(f"  P{percent}: {duration_text(times.percentile(percent))}" for percent in HEADLINE),
    ]


def _histogram(result: Result, full: str) -> list[str]:
    lines = histogram.bars(result.summary.total.response_times, full) if result.summary else []
    return [f"{histogram.TITLE} (ms):", *(f"  {text}" for text in lines)] if lines else []


def assessment(outcomes: Sequence[Outcome]) -> list[str]:
    """Return one line for every target."""
    if not outcomes:
        return []
    return [
        "=== Performance Assessment ===",
        *(f"{MARKS[outcome.status]} {line(outcome.sentence)}" for outcome in outcomes),
    ]


def _sections(result: Result, place: Place) -> list[list[str]]:
    found = sections(result, place)
    if place is Place.DETAIL:  # without rows it is one sentence, which the page has room for
        found = [section for section in found if any(table.rows for table in section.tables)]
    return list(map(_section, found))


def _section(section: Section) -> list[str]:
    if section.plain:
        return _lines_of(section)
    blocks = [_aligned(table) for table in section.tables]
    says = [line(text, 500) for text in (*section.says, *section.notes)]
    parts = ["\n".join(part) for part in (*blocks, says) if part]
    return [f"=== {section.title} ===", *"\n\n".join(parts).split("\n")]


def _aligned(table: Table) -> list[str]:
    rows, hidden = table.rows[:SECTION_ROWS], len(table.rows) - SECTION_ROWS
    shown = [table.header, *(tuple(map(line, row)) for row in rows)] if rows else []
    widths = [max(len(row[column]) for row in shown) for column in range(len(table.header))] if shown else []
    aligned = ["  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in shown]
    return [*aligned, *([f"… and {hidden:,} {table.more}"] if hidden > 0 else [])]


def _lines_of(section: Section) -> list[str]:
    told = [line(text, 500) for text in section.says]
    for heading, lines in section.lines(most=SECTION_ROWS, cards=CARD_LINES):
        told += [line(heading if ": " in heading else f"{heading}:")]
        told += [f"  {line(text, 1000)}" for text in lines]
    return [*told, *(f"  {line(text, 500)}" for text in section.notes)]


def likely_cause(result: Result) -> list[str]:
    """Return the likely causes of what went wrong, the most likely first."""
    lines = []
    for place, found in enumerate(result.diagnosis, 1):
        lines.append(f"{place}. {line(f'{found.likely}: {found.evidence}', 800)}")
        lines.append(f"   What to do: {line(found.remedy)}")
    return ["=== Likely Cause ===", *lines] if lines else []


def _failed_messages(result: Result) -> list[str]:
    lines = []
    for finding in result.read.findings:
        seen = f", {finding.seen}" if finding.seen else ""
        lines.append(f"  {finding.reason.value}: {count_text(finding.count, finding.share)}{seen}")
        if finding.said:
            lines.append(f"    Server: {line(finding.said)}")
        if finding.sample:
            lines.append(f"    Reply: {line(finding.sample, 160)}")
        lines.append(f"    Twilio's log: {finding.logged}")
        lines.append(f"    What to do: {line(finding.remedy, 400)}")
    return ["Failed messages:", *lines] if lines else []


def _notes(result: Result) -> list[str]:
    lines = [f"  Load: {load_applied(result.summary)}"] if result.summary else []
    # A note may open with the server's own words.
    lines += [f"  - {line(sentence, 500)}" for sentence in notices(result)]
    return ["Notes:", *lines] if lines else []


def _files(files: Sequence[str]) -> list[str]:
    lines = [f"  {line(path, 1000)}{' (open it in a browser)' if path.endswith('.html') else ''}" for path in files]
    return ["Reports:", *lines] if lines else []


def _closing(result: Result) -> list[str]:
    happened = line(result.headline, 2000)
    if not result.why and result.outcomes:
        happened += ": every target was met"
    lines = [f"{happened} (exit code {int(result.exit_code)})"]
    if todo := next_step(result):
        lines.append(f"What to do: {todo}")
    return lines


def _lines(lines: Sequence[str], *, ascii_only: bool) -> list[str]:
    return [to_ascii(text) for text in lines] if ascii_only else list(lines)
