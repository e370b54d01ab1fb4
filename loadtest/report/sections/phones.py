"""Which phone numbers fared worst: a limit for each number shows here first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from loadtest.report.sections.section import Place, Section, Table
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
    answers = ("Unanswered",) if _caught(result) else ()
    table = Table(
        caption=f"The numbers with the most {_what(result)} messages",
        header=("Number", "Judged", "Failed", "Rate limited", *answers),
        rows=tuple(phone_rows(result)),
    )
    return Section(name="phone-numbers", title="Phone numbers", place=Place.DETAIL, says=(title,), tables=(table,))


def phones_title(result: Result) -> str:
    """Return how many numbers there were and how many had failures; empty when none was used."""
    numbers = _counts(result)
    if not numbers:
        return ""
    bad = sum(1 for one in numbers.values() if one.bad)
    if not bad:
        return f"{plural(len(numbers), 'phone number')}, none with a {_what(result)} message"
    shown = f"; the {SHOWN} worst" if bad > SHOWN else ""
    return f"{plural(len(numbers), 'phone number')}, {bad:,} with {_what(result)} messages{shown}"


def phone_rows(result: Result) -> list[tuple[str, ...]]:
    """Return the worst numbers: number, judged messages, failed (with share), rate limited; with a mock, unanswered."""
    worst = sorted(
        ((name, one) for name, one in _counts(result).items() if one.bad), key=lambda item: (-item[1].bad, item[0])
    )
    caught = _caught(result)
    return [
        (
            name,
            f"{one.judged:,}",
            f"{one.failed:,} ({format_percent(one.failed / one.judged)})" if one.judged else "0",
            f"{one.limited:,}",
            *((f"{one.unanswered:,}",) if caught else ()),
        )
        for name, one in worst[:SHOWN]
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counts:
    """What became of one number's messages."""

    judged: int
    failed: int
    limited: int
    unanswered: int

    @property
    def bad(self) -> int:
        return self.failed + self.unanswered


def _caught(result: Result) -> bool:
    """Return whether a mock Twilio saw which messages were answered."""
    return result.snapshot is not None and result.snapshot.answers is not None


def _what(result: Result) -> str:
    return "failed or unanswered" if _caught(result) else "failed"


def _counts(result: Result) -> dict[str, _Counts]:
    """Return the counts by number."""
    if result.snapshot is None:
        return {}
    unanswered = result.snapshot.answers.numbers if result.snapshot.answers else {}
    found = {}
    for number, reasons in result.snapshot.numbers.items():
        judged = sum(count for reason, count in reasons.items() if reason not in UNJUDGED)
        found[number] = _Counts(
            judged=judged,
            failed=judged - reasons.get(Reason.ACCEPTED, 0),
            limited=reasons.get(Reason.RATE_LIMITED, 0),
            unanswered=unanswered.get(number, 0),
        )
    return found
