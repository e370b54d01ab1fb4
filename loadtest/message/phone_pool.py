"""Which number sends next, and how many messages a server's quota per number will let through.

A pool is a few ranges, never a list, so a million numbers cost no memory. Message *i* is sent by the number at place
*i* of a seeded permutation that repeats: every stretch of `size` messages uses each number exactly once.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import deque
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING

from loadtest.words.units import plural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from loadtest.words.quota import Quota

MOST_NUMBERS = 1_000_000
_E164 = re.compile(r"\+[1-9][0-9]{6,14}", re.ASCII)
_RANGE = re.compile(r"\s*-\s*\+")
_SPACING = re.compile(r"[\s().]|(?<=\d)-(?=\d)")
_MULTIPLIER = 0x9E3779B97F4A7C15  # the golden ratio's bits: neighbours land far apart
_MOST_PLAYED = 200_000
"""Messages that a forecast plays through one by one; of a longer load it plays a sample of the numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhonePool:
    """Phone numbers as (first number without its `+`, how many follow on) ranges, in E.164."""

    ranges: tuple[tuple[int, int], ...]
    seed: int = 0
    size: int = field(init=False)
    _begins: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _stride: int = field(init=False, repr=False, compare=False)
    _turn: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        begins = tuple(accumulate((count for _, count in self.ranges), initial=0))
        object.__setattr__(self, "size", begins[-1])
        object.__setattr__(self, "_begins", begins)
        object.__setattr__(self, "_stride", _stride(begins[-1], self.seed))
        object.__setattr__(self, "_turn", _MULTIPLIER % (begins[-1] or 1))

    def number(self, seq: int) -> str:
        """Return the number that sends message `seq`."""
        return self.at(self.place(seq))

    def place(self, seq: int) -> int:
        """Return the place of the number that sends message `seq`."""
        cycle, step = divmod(seq, self.size)
        return (step * self._stride + self.seed + cycle * self._turn) % self.size

    def at(self, place: int) -> str:
        """Return the number at `place` in the order the user wrote them."""
        index = bisect_right(self._begins, place) - 1
        return f"+{self.ranges[index][0] + place - self._begins[index]}"

    def place_of(self, number: str) -> int | None:
        """Return the place of a number: `at` turned round; None where it is none of the pool's."""
        value = int(number[1:]) if number[:1] == "+" and number[1:].isascii() and number[1:].isdecimal() else -1
        for begin, (first, count) in zip(self._begins, self.ranges, strict=False):
            if first <= value < first + count:
                return begin + value - first
        return None

    def uses(self, place: int, messages: int) -> Iterator[int]:
        """Yield, in order, which of the first `messages` the number at `place` sends: `number` turned round."""
        inverse = pow(self._stride, -1, self.size)
        for cycle in range(-(-messages // self.size)):
            seq = cycle * self.size + (place - self.seed - cycle * self._turn) * inverse % self.size
            if seq < messages:
                yield seq

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What a server's quota will do to a load.

    `assumed` when the user did not state it, `stated` when the headers of its replies did; `shared` when all numbers
    spend it together, None when that is not known: then it is taken to be. `spare` is what the load leaves of such a
    one in a period, where that is known.

    `messages`, and with it `limited`, is None where only the server's speed decides how many there will be. `extra`
    messages went before the load (preflight, warm-up). `again` is what a second such run within the same period would
    lose; `needed` numbers lose nothing, `suggestion` is such a pool as one would type it, empty when there is none.
    """

    quota: Quota
    numbers: int
    messages: int | None
    extra: int
    limited: int | None
    again: int | None
    needed: int | None
    suggestion: str
    assumed: bool = False
    stated: bool = False
    shared: bool | None = False
    spare: int | None = None

    @property
    def whose(self) -> str:
        """What the quota counts by, in words."""
        return {False: "for each number", True: "for all numbers together", None: "for whom is not known"}[self.shared]

    @property
    def sentence(self) -> str:
        """The forecast as every report tells it."""
        if self.shared is not False and self.messages is not None:
            return self._together(self.messages)
        pool = plural(self.numbers, "number")
        quota = f"the server's {self.quota}"
        if self.assumed:
            quota = f"an assumed {self.quota} for each number (the default of rate-limit-per-number)"
        if self.stated:
            quota = f"the {self.quota} {self.whose} that its headers state"
        if self.messages is None:
            return (
                f"{quota} lets about {self.numbers * self.quota.count:,} messages of {pool} through within "
                f"{self.quota.span}; it will rate limit any more"
            )
        each = self.messages / self.numbers
        share = f"about {each:,.2f}" if each % 1 else f"{each:,.0f}"
        sent = f"{plural(self.messages, 'message')} over {pool} is {share} each"
        before = f" (with {self.extra} sent before the load)" if self.extra else ""
        if not self.limited:
            repeated = f"; a second run within {self.quota.span} would lose about {self.again:,}" if self.again else ""
            return f"{sent}, within {quota}{before}{repeated}"
        text = f"{sent}; {quota} will rate limit about {self.limited:,}{before}"
        if not self.suggestion:
            return f"{text}; no pool is large enough, so raise the server's limit for the time of the test"
        return f"{text}; use {self.needed:,} numbers, or `phone-numbers: {self.suggestion}`"

    def _together(self, messages: int) -> str:
        """Return the forecast of a limit that phone numbers do not matter to, or may not."""
        before = f" (with {self.extra} sent before the load)" if self.extra else ""
        quota = f"the {self.quota} that the server's headers state, {self.whose}"
        if not self.limited:
            return f"{plural(messages, 'message')} are within {quota}{before}"
        text = f"{plural(messages, 'message')}; {quota}, will rate limit about {self.limited:,}{before}"
        if self.shared is None:
            return f"{text} if it counts all numbers together; raise it or switch it off for the test"
        return f"{text}; more phone-numbers do not help: raise it or switch it off for the test"


def forecast(
    pool: PhonePool, quota: Quota, *, messages: int | None, due: Callable[[int], float], extra: int = 0
) -> Forecast:
    """Forecast what `quota` lets through of `messages` that are due at `due(seq)` seconds (from 0, in order).

    The `extra` ones are taken to come just before, from the numbers whose turn it would be after the load.
    """
    limited = again = needed = None
    if messages:
        end = due(messages - 1)
        if end < quota.period:
            limited = _over(pool, quota, messages + extra)
            again = _over(pool, quota, 2 * (messages + extra)) - limited
            busiest = messages + extra
        else:
            limited = again = _played(pool, quota, messages, due, extra)
            busiest = math.ceil(messages * quota.period / (end or 1.0)) + extra
        limited, again = min(limited, messages), min(again, messages)
        needed = max(math.ceil(busiest / quota.count), pool.size + 1 if limited else 1)
    return Forecast(
        quota=quota,
        numbers=pool.size,
        messages=messages,
        extra=extra,
        limited=limited,
        again=again,
        needed=needed,
        suggestion=_suggestion(pool, needed),
    )


def _suggestion(pool: PhonePool, size: int | None) -> str:
    """Return a range of `size` numbers from the pool's first on, or nothing when there is no such range."""
    first = pool.ranges[0][0]
    if not size or size > MOST_NUMBERS or len(str(first + size - 1)) != len(str(first)):
        return ""
    return f"+{first}" if size == 1 else f"+{first}-+{first + size - 1}"


def _over(pool: PhonePool, quota: Quota, messages: int) -> int:
    """Return how many of `messages`, spread evenly and all within one period, are too many for their number."""
    each, more = divmod(messages, pool.size)
    return more * max(0, each + 1 - quota.count) + (pool.size - more) * max(0, each - quota.count)


def _played(pool: PhonePool, quota: Quota, messages: int, due: Callable[[int], float], extra: int) -> int:
    """Return how many are rate limited, by playing the limiter through for every number, or for a sample of them."""
    if messages // pool.size > _MOST_PLAYED:
        periods = math.ceil(due(messages - 1) / quota.period)
        return max(0, messages + extra - periods * quota.count * pool.size)
    step = max(1, messages // _MOST_PLAYED)
    places = range(0, pool.size, step)
    limiter = _sliding if quota.sliding else _fixed
    lost = 0
    for place in places:
        seqs = list(pool.uses(place, messages + extra))
        before = [0.0 for seq in seqs if seq >= messages]
        lost += limiter(quota, [*before, *(due(seq) for seq in seqs if seq < messages)])
    return round(lost * pool.size / len(places))


def _fixed(quota: Quota, instants: Iterable[float]) -> int:
    lost, counted, end = 0, 0, -math.inf
    for instant in instants:
        if instant >= end:
            counted, end = 0, instant + quota.period
        if counted < quota.count:
            counted += 1
        else:
            lost += 1
    return lost


def _sliding(quota: Quota, instants: Iterable[float]) -> int:
    lost = 0
    passed: deque[float] = deque()
    for instant in instants:
        while passed and passed[0] + quota.period <= instant:
            passed.popleft()
        if len(passed) < quota.count:
            passed.append(instant)
        else:
            lost += 1
    return lost
