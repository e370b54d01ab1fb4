"""One message's turn, and stripes of all turns.

Arrival *i* belongs to shard `i mod count`, so shards need no coordinator and their union is exact.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """Message number `seq` (from 0) is due `due` seconds after the load begins; in a warm-up both are negative."""

    seq: int
    due: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """Stripe `index` of `count`."""

    index: int = 0
    count: int = 1


WHOLE = Shard()
