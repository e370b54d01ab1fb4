"""A limit for each phone number, told by how its replies change: a number's n-th message is its last accepted one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Marked = Sequence[tuple[int, int, bool]]
    """A number's messages in order: place in the plan, second in which it was due, and whether it got this reply."""

_MOST = 0.8
"""Share of the numbers that must agree."""
_FEWEST = 2
"""Numbers that must have changed: one alone may be anything."""
_SHORTEST = 2
"""Seconds; within one second the order of a number's replies is assumed, so it shows nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InferredLimit:
    """Each number's replies change after `count` messages.

    They change back `window` seconds after its first message; None: not before the run ended, after `longer` seconds.
    """

    count: int
    window: int | None
    longer: int

    @property
    def text(self) -> str:
        """What was seen, in words."""
        if self.window is None:
            return f"after each number's {_nth(self.count)} message, until the end"
        return f"after each number's {_nth(self.count)} message, for about {self.window}s from its first"


def limiter_in(followed: Mapping[str, Marked], spent: Mapping[str, int]) -> InferredLimit | None:
    """Return the limit that the numbers' replies look like; `spent` counts messages that went before the load."""
    counts: list[int] = []
    windows: list[int] = []
    longer = untouched = preceded = 0
    for number, marked in followed.items():
        # Of messages due at once any may be answered first: within a second the accepted ones count as earlier.
        ordered = sorted(marked, key=lambda one: (one[1], one[2], one[0]))
        runs = [(got, [second for _, second, _ in run]) for got, run in groupby(ordered, key=lambda one: one[2])]
        if all(not got for got, _ in runs):
            untouched = max(untouched, len(marked) + spent.get(number, 0))
            continue
        before = runs[0][1] if not runs[0][0] else []
        declined = runs[1][1] if before else runs[0][1]
        if len(declined) < _FEWEST and len(runs) > (2 if before else 1):
            return None  # one of many, now and then: no limit does that
        preceded += bool(before)
        counts.append(len(before) + spent.get(number, 0))
        longer = max(longer, ordered[-1][1] - ordered[0][1])
        if len(runs) > (2 if before else 1):
            again = runs[2 if before else 1][1][0]
            windows.append(again - ordered[0][1])
    if len(counts) < _FEWEST:
        return None
    usual = Counter(counts).most_common(1)[0][0]
    agree = sum(abs(count - usual) <= 1 for count in counts)
    if 2 * preceded < len(counts) or agree < _MOST * len(counts) or untouched > usual + 1:
        return None
    window = sorted(windows)[len(windows) // 2] if 2 * len(windows) > len(counts) else None
    if window is not None and window < _SHORTEST:
        return None
    return InferredLimit(count=usual, window=window, longer=longer)


def _nth(count: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th") if count % 100 not in {11, 12, 13} else "th"
    return f"{count}{ending}"
