"""Which phone numbers fared worst: a limit for each number shows here first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loadtest.report.sections.section import Section
from loadtest.verdict.judge import UNJUDGED, Reason
from loadtest.words.units import format_percent, plural

if TYPE_CHECKING:
    from loadtest.assess.result import Result

SHOWN = 10


def section(result: Result) -> Section | None:
    """Return how many numbers there were, and those that fared worst."""
    title = phones_title(result)
    if not title:
        return None
    return Section(
        title="Phone numbers",
        says=(title,),
        caption="The numbers with the most failed messages",
        header=("Number", "Judged", "Failed", "Rate limited"),
        rows=tuple(phone_rows(result)),
        detail=True,
    )


def phones_title(result: Result) -> str:
    """Return how many numbers there were and how many had failures; empty when none was used."""
    numbers = _counts(result)
    if not numbers:
        return ""
    failed = sum(1 for judged, good, _ in numbers.values() if judged > good)
    if not failed:
        return f"{plural(len(numbers), 'phone number')}, none with a failed message"
    shown = f"; the {SHOWN} worst" if failed > SHOWN else ""
    return f"{plural(len(numbers), 'phone number')}, {failed:,} with failed messages{shown}"


def phone_rows(result: Result) -> list[tuple[str, str, str, str]]:
    """Return the worst numbers: number, judged messages, failed (with share), rate limited."""
    numbers = {number: counts for number, counts in _counts(result).items() if counts[0] > counts[1]}
    worst = sorted(numbers.items(), key=lambda item: (item[1][1] - item[1][0], item[0]))[:SHOWN]
    return [
        (number, f"{judged:,}", f"{judged - good:,} ({format_percent((judged - good) / judged)})", f"{limited:,}")
        for number, (judged, good, limited) in worst
    ]


def _counts(result: Result) -> dict[str, tuple[int, int, int]]:
    """Return judged, successful and rate limited messages by number."""
    if result.snapshot is None:
        return {}
    return {
        number: (
            sum(count for reason, count in reasons.items() if reason not in UNJUDGED),
            reasons.get(Reason.ACCEPTED, 0),
            reasons.get(Reason.RATE_LIMITED, 0),
        )
        for number, reasons in result.snapshot.numbers.items()
    }
