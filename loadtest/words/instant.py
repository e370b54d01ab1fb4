"""An instant of the wall clock as people type it: `2026-01-02T12:00:05Z`, or only its time of day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Instant:
    """A time of day with its zone, and the day; without one it means the day that puts it nearest."""

    clock: time
    day: date | None = None

    def near(self, now: datetime) -> datetime:
        """Return the instant in UTC."""
        today = now.astimezone(self.clock.tzinfo).date()
        days = [self.day] if self.day else [today + timedelta(days=days) for days in (-1, 0, 1)]
        instants = [datetime.combine(day, self.clock).astimezone(UTC) for day in days]
        return min(instants, key=lambda instant: abs(instant - now))


def parse_instant(text: str) -> Instant:
    """Read an ISO 8601 instant, or a time of day, with its zone; `ValueError` with a sentence that names the remedy."""
    typed = text.strip().upper()
    try:
        if "T" in typed.strip("T") or " " in typed:
            moment = datetime.fromisoformat(typed)
            found = Instant(clock=moment.timetz(), day=moment.date())
        else:
            found = Instant(clock=time.fromisoformat(typed))
    except ValueError:
        raise ValueError(f"{text!r} is not an instant; write it like 2026-01-02T12:00:05Z or 12:00:05Z") from None
    if found.clock.tzinfo is None:
        raise ValueError(f"{text!r} has no time zone, and machines differ in theirs; write {typed}Z for UTC")
    return found


def instant_text(instant: datetime) -> str:
    """Return an instant as every file and report has it: in UTC, to the microsecond where it has any."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")
