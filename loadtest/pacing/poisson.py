"""A Poisson process whose number of events is known, as a pure function of a seed.

Given that `total` events fall into an interval, a Poisson process scatters them uniformly and independently. So the
interval is halved again and again: the number of events in a left half is binomial, drawn as the population count of so
many random bits, and below `LEAF` events the instants themselves are drawn. The drawing of a part depends on nothing
but the seed and the part's place, so walking costs no memory and every process of a load sees the same instants.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LEAF = 64
"""Events that are drawn together."""
_BYTES = 7
_RANGE = 256**_BYTES


def positions(total: int, end: float, seed: int) -> Iterator[float]:
    """Yield `total` instants in order, from 0 to `end`."""
    for chunk in leaves(total, end, seed):
        yield from chunk


def leaves(total: int, end: float, seed: int) -> Iterator[list[float]]:
    """Yield the same instants in sorted lists of at most `LEAF`."""
    # The parts still to be walked, the next one last: (events, begin, end, place in the tree of halves).
    parts = [(total, 0.0, end, 1)]
    while parts:
        events, low, high, place = parts.pop()
        if not events:
            continue
        if events <= LEAF:
            drawn = _bytes(seed, place, events * _BYTES)
            width = (high - low) / _RANGE
            numbers = (drawn[at : at + _BYTES] for at in range(0, len(drawn), _BYTES))
            yield sorted(low + width * int.from_bytes(number, "big") for number in numbers)
            continue
        left = _binomial(seed, place, events)
        middle = (low + high) / 2
        parts += [(events - left, middle, high, 2 * place + 1), (left, low, middle, 2 * place)]


def _binomial(seed: int, place: int, events: int) -> int:
    """Return how many of `events` coins show heads."""
    whole, rest = divmod(events, 8)
    drawn = _bytes(seed, place, whole + 1)
    return int.from_bytes(drawn[:whole], "big").bit_count() + (drawn[whole] & ((1 << rest) - 1)).bit_count()


def _bytes(seed: int, place: int, length: int) -> bytes:
    return hashlib.shake_128(f"{seed}/{place}".encode()).digest(length)
