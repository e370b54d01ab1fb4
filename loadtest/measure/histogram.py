"""A mergeable latency histogram with HdrHistogram's bucket layout: 3 significant digits, 1 microsecond resolution.

Counts live in a sparse dict keyed by HdrHistogram's own counts index, so recording costs a few integer operations, an
empty second costs nothing, and the standard encoded form (readable by every HdrHistogram tool) is an exact copy.
Layout: http://hdrhistogram.org, `AbstractHistogram.countsArrayIndex`.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from loadtest.measure import hdr

if TYPE_CHECKING:
    from collections.abc import Mapping

SIGNIFICANT_DIGITS = 3
PRECISION = 10**-SIGNIFICANT_DIGITS
"""Relative width of a bucket: a percentile is exact to this."""

_SUB_BUCKET_BITS = 11  # 2048 sub-buckets give 3 significant digits
_HALF = 1 << (_SUB_BUCKET_BITS - 1)
_MASK = (1 << _SUB_BUCKET_BITS) - 1
_COARSE = 7  # bits of an index that a coarse histogram sets, so that a bucket stands for its highest neighbour
_HOUR_US = 3_600_000_000
_MICRO = 1_000_000


def _index(us: int) -> int:
    bucket = (us | _MASK).bit_length() - _SUB_BUCKET_BITS
    return (bucket << (_SUB_BUCKET_BITS - 1)) + (us >> bucket)


def _bounds(index: int) -> tuple[int, int]:
    """Return the lowest and highest value in microseconds that fall into bucket `index`."""
    if index <= _MASK:
        return index, index
    bucket = (index >> (_SUB_BUCKET_BITS - 1)) - 1
    low = ((index & (_HALF - 1)) + _HALF) << bucket
    return low, low + (1 << bucket) - 1


class Histogram:
    """Durations in seconds, counted in buckets; count, sum, min and max are exact to the microsecond. Additive.

    A `coarse` one joins eight neighbouring buckets: a hundredth instead of a thousandth, in an eighth of the memory.
    """

    __slots__ = ("_counts", "_max_us", "_min_us", "_sum_us", "_width", "count")

    def __init__(self, *, coarse: bool = False) -> None:
        self._width = _COARSE if coarse else 0
        self._counts: dict[int, int] = {}
        self.count = 0
        self._sum_us = 0
        self._min_us = 0
        self._max_us = 0

    def record(self, seconds: float) -> None:
        """Count one duration; a negative one (clocks never give it, arithmetic might) counts as zero."""
        self.record_us(int(seconds * _MICRO + 0.5))

    def record_us(self, us: int) -> None:
        """Count one duration in whole microseconds: the measured path."""
        if us > _MASK:
            bucket = us.bit_length() - _SUB_BUCKET_BITS
            index = ((bucket << (_SUB_BUCKET_BITS - 1)) + (us >> bucket)) | self._width
        elif us > 0:
            index = us | self._width
        else:
            us, index = 0, self._width
        counts = self._counts
        try:
            counts[index] += 1
        except KeyError:
            if not counts:
                self._min_us = us
            counts[index] = 1
        if us > self._max_us:
            self._max_us = us
        if us < self._min_us:
            self._min_us = us
        self.count += 1
        self._sum_us += us

    def merge(self, other: Histogram) -> None:
        """Add `other` to this histogram; exact."""
        if not other.count:
            return
        counts = self._counts
        for index, count in other._counts.items():
            counts[index] = counts[index] + count if index in counts else count
        self._min_us = min(self._min_us, other._min_us) if self.count else other._min_us
        self._max_us = max(self._max_us, other._max_us)
        self._sum_us += other._sum_us
        self.count += other.count

    def less(self, times: Mapping[int, int], us: float) -> Histogram:
        """Return a histogram without so many durations of coarse buckets (`bucket_of`) that add up to `us`.

        Which of a coarse bucket's durations go is not known; what is left adds up all the same.
        """
        left = Histogram()
        gone = dict(times)
        for index, count in sorted(self._counts.items()):
            bucket = bucket_of(_bounds(index)[0])
            less = min(count, gone.get(bucket, 0))
            if less:
                gone[bucket] -= less
            if count > less:
                left._counts[index] = count - less
                left.count += count - less
        left._sum_us = max(0, self._sum_us - round(us)) if left.count else 0
        if left.count:
            left._min_us = max(self._min_us, _bounds(min(left._counts))[0])
            left._max_us = min(self._max_us, _bounds(max(left._counts))[1])
        return left

    @property
    def total(self) -> float:
        """Sum of all durations in seconds."""
        return self._sum_us / _MICRO

    @property
    def mean(self) -> float | None:
        """Average in seconds, exact; None when empty."""
        return self._sum_us / self.count / _MICRO if self.count else None

    @property
    def min(self) -> float | None:
        """Smallest duration in seconds, exact; None when empty."""
        return self._min_us / _MICRO if self.count else None

    @property
    def max(self) -> float | None:
        """Largest duration in seconds, exact; None when empty."""
        return self._max_us / _MICRO if self.count else None

    def value_at_rank(self, rank: int) -> float | None:
        """Return the `rank`-th smallest duration (from 1) in seconds, exact to `PRECISION`, or None beyond it."""
        if not 0 < rank <= self.count:
            return None
        seen = 0
        for index in sorted(self._counts):
            seen += self._counts[index]
            if seen >= rank:
                return min(max(_bounds(index)[1], self._min_us), self._max_us) / _MICRO
        raise AssertionError("count disagrees with the buckets")

    def percentile(self, percent: float) -> float | None:
        """Return the duration in seconds that `percent` of all do not exceed; None when empty."""
        return self.value_at_rank(rank_of(percent, self.count))

    def buckets(self) -> list[tuple[float, float, int]]:
        """Return the non-empty buckets in order: (lowest, highest duration in seconds, count)."""
        bounds = ((*_bounds(index), self._counts[index]) for index in sorted(self._counts))
        return [(low / _MICRO, high / _MICRO, count) for low, high, count in bounds]

    def to_wire(self) -> dict[str, Any]:
        """Return a JSON-ready form; `hdr` is HdrHistogram's V2 compressed form in base64, in microseconds."""
        return {
            "count": self.count,
            "sum_us": self._sum_us,
            "min_us": self._min_us,
            "max_us": self._max_us,
            "hdr": self._encode() if self.count else "",
        }

    def _encode(self) -> str:
        return hdr.encode(self._counts, digits=SIGNIFICANT_DIGITS, highest=max(_HOUR_US, 2 * self._max_us))

    @classmethod
    def from_wire(cls, wire: dict[str, Any]) -> Histogram:
        """Return the histogram that `to_wire` described."""
        histogram = cls()
        if wire["hdr"]:
            histogram._counts = hdr.decode(wire["hdr"])
        numbers = [wire[name] for name in ("count", "sum_us", "min_us", "max_us")]
        if not all(type(number) is int and number >= 0 for number in numbers):
            raise ValueError("the histogram is damaged: a number of its is none")
        if wire["count"] != sum(histogram._counts.values()):
            raise ValueError("the histogram is damaged: it counts more or less than it holds")
        histogram.count = wire["count"]
        histogram._sum_us = wire["sum_us"]
        histogram._min_us = wire["min_us"]
        histogram._max_us = wire["max_us"]
        return histogram

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Histogram):
            return NotImplemented
        return self._state() == other._state()

    __hash__ = None  # type: ignore[assignment]  # mutable

    def _state(self) -> tuple[dict[int, int], int, int, int, int]:
        return self._counts, self.count, self._sum_us, self._min_us, self._max_us


def bucket_of(us: int) -> int:
    """Return the coarse bucket of a duration: four of them an octave."""
    bits = us.bit_length()
    return (bits << 2) | (us >> (bits - 3) & 3) if bits > 2 else us  # noqa: PLR2004  the first four are exact


def rank_of(percent: float, count: int) -> int:
    """Return the 1-based nearest rank of a percentile: the smallest that covers `percent` of `count` samples."""
    return max(1, math.ceil(round(percent * count / 100, 9)))
