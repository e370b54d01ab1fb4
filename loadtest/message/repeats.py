"""Which messages are delivered again, with the same id and token, and when: as a repeat after a lost answer would be.

Every stretch of messages holds its share as exactly as it can. By turns a repeat overlaps its first delivery and comes
after its reply.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

OVERLAPPING, AFTERWARDS = 0.02, 3.0
"""Seconds from when a message was due to its repeat."""
_GOLDEN = 0.6180339887498949


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeats:
    """A `share` of the messages, drawn by a seed; all of them overlap where their number soon says the next thing."""

    share: float
    seed: int
    overlapping: bool = False

    def delay(self, seq: int) -> float | None:
        """Return after how many seconds message `seq` is delivered again; None when it is not."""
        phase = self.seed * _GOLDEN % 1.0
        before, after = math.floor(seq * self.share + phase), math.floor((seq + 1) * self.share + phase)
        if after == before:
            return None
        return AFTERWARDS if after % 2 and not self.overlapping else OVERLAPPING
