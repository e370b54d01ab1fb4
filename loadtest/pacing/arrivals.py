"""One message's turn, and stripes of all turns.

Arrival *i* belongs to shard `i mod count`, or, where a number's messages share state, the number's place decides. So
shards need no coordinator and their union is exact.
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

    def holds(self, place: int) -> bool:
        """Return whether the thing at `place` belongs to this stripe."""
        return place % self.count == self.index

    def split(self, parts: int) -> tuple[Shard, ...]:
        """Return this stripe as so many finer ones, whose union it is."""
        return tuple(Shard(index=self.index + part * self.count, count=self.count * parts) for part in range(parts))

    @property
    def text(self) -> str:
        """The stripe as people count: `2/5`."""
        return f"{self.index + 1}/{self.count}"


WHOLE = Shard()
MOST_SHARDS = 1_000
