"""How many messages of one key, a phone number or a client's address, a server lets through in a stretch of time."""

from __future__ import annotations

from dataclasses import dataclass

from loadtest.words.units import parse_quota

MOST = 1_000_000_000
_PERIODS = {1.0: "second", 60.0: "minute", 3600.0: "hour", 86400.0: "day"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """At most `count` messages per `period` seconds.

    A period begins with a key's first message and ends with everything counted in it; with `sliding`, every stretch
    of one period holds at most `count`.
    """

    count: int
    period: float
    sliding: bool = False

    def __str__(self) -> str:
        return f"{self.count}/{_PERIODS.get(self.period, f'{self.period:g}s')}"

    @property
    def unit(self) -> str:
        """The period in words, behind "per": `hour`."""
        return _PERIODS.get(self.period, f"{self.period:g} seconds")

    @property
    def span(self) -> str:
        """The period in words: `the hour`."""
        return f"the {self.unit}"


def parse_limit(text: str) -> Quota | None:
    """Read `20/hour`, `20/hour sliding`, or `off` (None)."""
    if text.strip().lower() == "off":
        return None
    rate, sliding, rest = text.partition(" sliding")
    count, period = parse_quota(rate)
    if rest.strip() or not 1 <= count <= MOST or count != int(count):
        raise ValueError(f"{text!r} is no limit; write it like 20/hour or 20/hour sliding, or off")
    return Quota(count=int(count), period=period, sliding=bool(sliding))
