"""A rate that may change in stages: `30s at 10/s`, `60s from 10/s to 100/s`, `20s at 0/s`.

The number of messages due by an instant is the integral of the rate; message *i* is due when the integral reaches *i*,
or, as a Poisson process, when it reaches the *i*-th of its random positions. A constant rate is a single stage.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from loadtest.pacing.arrivals import WHOLE, Arrival, Shard
from loadtest.pacing.spacings import EVEN, SPACINGS, Spacing
from loadtest.words.units import format_duration, format_rate, parse_duration, parse_rate

if TYPE_CHECKING:
    from collections.abc import Iterator

_STAGE = re.compile(
    r"(?P<duration>\S+?|\S+\s+\S+?)\s+(?:at\s+(?P<rate>.+?)|from\s+(?P<first>.+?)\s+to\s+(?P<last>.+?))\s*",
    re.IGNORECASE | re.ASCII,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """`duration` seconds in which the rate goes evenly from `first` to `last` messages per second."""

    duration: float
    first: float
    last: float

    @property
    def count(self) -> float:
        """Messages in this stage, not rounded."""
        return self.duration * (self.first + self.last) / 2

    @property
    def text(self) -> str:
        """The stage as one would type it."""
        rate = f"at {format_rate(self.first)}"
        if self.first != self.last:
            rate = f"from {format_rate(self.first)} to {format_rate(self.last)}"
        return f"{format_duration(self.duration)} {rate}"

    def instant(self, count: float) -> float:
        """Return when `count` messages of this stage have become due, in seconds from its beginning."""
        if not count:
            return 0.0
        if self.first == self.last:
            return min(count / self.first, self.duration)
        # The usual formula for a quadratic equation, turned so that a small slope is no small divisor.
        under_root = max(0.0, self.first**2 + 2 * (self.last - self.first) * count / self.duration)
        return min(2 * count / (self.first + math.sqrt(under_root)), self.duration)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stages:
    """Messages at the rate of one stage after another; the gaps between them are `spacing`'s, random ones by `seed`."""

    stages: tuple[Stage, ...]
    spacing: Spacing = EVEN
    seed: int = 0
    _begins: tuple[float, ...] = field(init=False, repr=False, compare=False)
    _counts: tuple[float, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Rounded, so that a pause that begins with message 100 is not missed by a rounding error.
        counts = accumulate((stage.count for stage in self.stages), initial=0.0)
        object.__setattr__(self, "_counts", tuple(round(count, 9) for count in counts))
        object.__setattr__(self, "_begins", tuple(accumulate((stage.duration for stage in self.stages), initial=0.0)))

    @classmethod
    def constant(cls, rate: float, duration: float, *, spacing: Spacing = EVEN, seed: int = 0) -> Stages:
        """Return `rate` messages per second for `duration` seconds."""
        return cls(stages=(Stage(duration=duration, first=rate, last=rate),), spacing=spacing, seed=seed)

    @property
    def duration(self) -> float:
        """Seconds of all stages together."""
        return self._begins[-1]

    @property
    def pauses_last(self) -> bool:
        """Whether the last stage sends nothing: a look at how the server recovers."""
        return self.peak_rate > 0 and not self.stages[-1].first and not self.stages[-1].last

    @property
    def total(self) -> int:
        """Number of messages."""
        return math.ceil(self._counts[-1])

    @property
    def offered_rate(self) -> float:
        """Messages per second over the whole duration."""
        return self.total / self.duration

    @property
    def peak_rate(self) -> float:
        """Highest rate in messages per second."""
        return max(max(stage.first, stage.last) for stage in self.stages)

    @property
    def size(self) -> int:
        """Messages that a second of the highest rate holds: what the guide calls concurrent, a batch a second."""
        return max(round(self.peak_rate), 1)

    @property
    def even(self) -> Stages:
        """The same without randomness, for a forecast: the due time of any message is at hand."""
        return replace(self, spacing=EVEN)

    @property
    def text(self) -> str:
        """The rate in words: `50/s`, or the stages, and whether arrivals are random."""
        only = self.stages[0]
        constant = len(self.stages) == 1 and only.first == only.last
        rate = format_rate(only.first) if constant else ", ".join(stage.text for stage in self.stages)
        return rate + self.spacing.label

    def due(self, seq: int) -> float:
        """Return the due time of message `seq` in seconds."""
        return self._due(self.spacing.position(seq, self.total, self._counts[-1], self.seed))

    def arrivals(self, shard: Shard = WHOLE) -> Iterator[Arrival]:
        """Yield this shard's arrivals in order."""
        seqs = range(shard.index, self.total, shard.count)
        positions = self.spacing.of_shard(shard, self.total, self._counts[-1], self.seed)
        ends, index, end = self._counts[1:], 0, 0.0
        for seq, position in zip(seqs, positions, strict=True):
            if position >= end:  # seldom: the search of `_due` for every message would cost as much as all the rest
                index = self._stage(position)
                end, stage, begin, before = ends[index], self.stages[index], self._begins[index], self._counts[index]
            count = position - before
            yield Arrival(seq, begin + stage.instant(count))

    def most_within(self, seconds: float) -> int:
        """Return how many messages can be due within any `seconds`, by the highest rate."""
        return min(self.total, math.ceil(self.peak_rate * seconds))

    def opening(self, duration: float) -> Stages:
        """Return `duration` seconds at the rate with which this load begins, to warm up with."""
        return Stages.constant(self.stages[0].first, duration, spacing=self.spacing, seed=self.seed)

    def to_wire(self) -> dict[str, Any]:
        """Return a JSON-ready form."""
        return {
            "model": "open",
            "stages": [[stage.duration, stage.first, stage.last] for stage in self.stages],
            "duration": self.duration,
            "arrivals": self.spacing.name,
            "seed": self.seed,
        }

    @classmethod
    def from_wire(cls, wire: dict[str, Any]) -> Stages:
        """Return the pacing that `to_wire` described."""
        stages = tuple(Stage(duration=length, first=first, last=last) for length, first, last in wire["stages"])
        return cls(stages=stages, spacing=SPACINGS[wire["arrivals"]], seed=wire["seed"])

    def _due(self, position: float) -> float:
        """Return when the integral of the rate reaches `position`; a pause there is waited out."""
        index = self._stage(position)
        return self._begins[index] + self.stages[index].instant(position - self._counts[index])

    def _stage(self, position: float) -> int:
        return bisect_right(self._counts, position, 0, len(self.stages)) - 1


def parse_stage(text: str) -> Stage:
    """Read `30s at 10/s` or `60s from 10/s to 100/s`; raise `ValueError` with a sentence that names the remedy."""
    match = _STAGE.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is not a stage; write it like 30s at 10/s or 60s from 10/s to 100/s")
    try:
        first, last = (parse_rate(match[name] or match["rate"]) for name in ("first", "last"))
        duration = parse_duration(match["duration"])
    except ValueError as error:
        raise ValueError(f"{text!r}: {error}") from None
    if not duration:
        raise ValueError(f"{text!r} lasts no time; write how long, like 30s")
    return Stage(duration=duration, first=first, last=last)
