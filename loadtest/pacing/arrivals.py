"""One message's turn, and stripes of all turns.

Arrival *i* belongs to shard `i mod count`, so shards need no coordinator and their union is exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Arrival(NamedTuple):
    """Message number `seq` (from 0) is due `due` seconds after the load begins; in a warm-up both are negative."""

    seq: int
    due: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """Stripe `index` of `count`."""

    index: int = 0
    count: int = 1

    def part(self, whole: int) -> int:
        """Return this stripe's part of a number of things; all parts together are the whole."""
        return len(range(self.index, whole, self.count))


WHOLE = Shard()
