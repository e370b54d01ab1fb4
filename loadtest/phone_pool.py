"""Which number sends next.

A pool is a few ranges, never a list, so a million numbers cost no memory. Message *i* is sent by the number at place
*i* of a seeded permutation that repeats: every stretch of `size` messages uses each number exactly once.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_NUMBERS = 1_000_000
_E164 = re.compile(r"\+[1-9][0-9]{6,14}", re.ASCII)
_RANGE = re.compile(r"\s*-\s*\+")
_SPACING = re.compile(r"[\s().]|(?<=\d)-(?=\d)")
_MULTIPLIER = 0x9E3779B97F4A7C15  # the golden ratio's bits: neighbours land far apart


@dataclass(frozen=True, slots=True, kw_only=True)
class PhonePool:
    """Phone numbers as (first number without its `+`, how many follow on) ranges, in E.164."""

    ranges: tuple[tuple[int, int], ...]
    seed: int = 0
    size: int = field(init=False)
    _begins: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _stride: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        begins = tuple(accumulate((count for _, count in self.ranges), initial=0))
        object.__setattr__(self, "size", begins[-1])
        object.__setattr__(self, "_begins", begins)
        object.__setattr__(self, "_stride", _stride(begins[-1], self.seed))

    def number(self, seq: int) -> str:
        """Return the number that sends message `seq`."""
        cycle, place = divmod(seq, self.size)
        return self.at((place * self._stride + self.seed + cycle * _MULTIPLIER) % self.size)

    def at(self, place: int) -> str:
        """Return the number at `place` in the order the user wrote them."""
        index = bisect_right(self._begins, place) - 1
        return f"+{self.ranges[index][0] + place - self._begins[index]}"

    def texts(self) -> list[str]:
        """Return the pool as the user may write it: numbers and ranges."""
        return [f"+{first}" if count == 1 else f"+{first}-+{first + count - 1}" for first, count in self.ranges]


def parse_pool(items: Sequence[str], seed: int = 0) -> PhonePool:
    """Read numbers and ranges such as `+15555552000-+15555552999`.

    Raises:
        ValueError: with one sentence a line, for every number that is malformed or named twice, or an empty pool.

    """
    problems: list[str] = []
    ranges: list[tuple[int, int]] = []
    for item in items:
        first_text, dash, last_text = _RANGE.sub("-+", item).partition("-+")
        ends = [_number(text, item, problems) for text in ((first_text, f"+{last_text}") if dash else (first_text,))]
        if any(end is None for end in ends):
            continue
        first, last = ends[0] or 0, ends[-1] or 0
        if last < first or len(str(first)) != len(str(last)):
            problems.append(f"{item!r} is not a range: it ends before it begins, or its ends differ in length")
        else:
            ranges.append((first, last - first + 1))
    problems += _overlaps(ranges)
    if not ranges and not problems:
        problems.append("the pool is empty; name at least one number such as +15555551001")
    if (size := sum(count for _, count in ranges)) > MOST_NUMBERS:
        problems.append(f"{size:,} numbers are more than {MOST_NUMBERS:,}; use smaller ranges")
    if problems:
        raise ValueError("\n".join(problems))
    return PhonePool(ranges=tuple(ranges), seed=seed)


def _number(text: str, item: str, problems: list[str]) -> int | None:
    compact = text.strip()
    if _E164.fullmatch(compact):
        return int(compact[1:])
    bare = _SPACING.sub("", compact)
    likely = "+" + bare.lstrip("+")
    hint = f"; did you mean {likely}?" if _E164.fullmatch(likely) else ""
    problems.append(f"{item.strip()!r} is not a phone number in E.164 form such as +15555551001{hint}")
    return None


def _overlaps(ranges: Sequence[tuple[int, int]]) -> list[str]:
    ordered = sorted(ranges)
    ends = accumulate((first + count for first, count in ordered), max)
    return [
        f"+{first} is named twice; each number sends only its own share"
        for (first, _), end in zip(ordered[1:], ends, strict=False)
        if first < end
    ]


def _stride(size: int, seed: int) -> int:
    """Return a stride that visits all `size` places before it repeats."""
    stride = (seed ^ _MULTIPLIER) % max(size, 1) or 1
    while math.gcd(stride, size) > 1:
        stride += 1
    return stride
