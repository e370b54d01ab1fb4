"""How arrivals lie between each other: one row for each process. A new one is a row here, and a file where it is long.

Arrivals are positions on the integral of the rate, from 0 to the number of messages; `stages` turns them into instants.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from loadtest.pacing import poisson

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from loadtest.pacing.arrivals import Shard


@dataclass(frozen=True, slots=True, kw_only=True)
class Spacing:
    """One arrival process.

    `positions(total, end, seed)` are all positions in order, the last below `end`; `label` says in texts that arrivals
    are not even. `at_hand`: position *i* is *i*, so that no position before it need be drawn.
    """

    name: str
    about: str
    label: str = ""
    at_hand: bool = False
    positions: Callable[[int, float, int], Iterable[float]]

    def of_shard(self, shard: Shard, total: int, end: float, seed: int) -> Iterable[float]:
        """Return one shard's positions."""
        if self.at_hand:
            return range(shard.index, total, shard.count)
        return islice(self.positions(total, end, seed), shard.index, None, shard.count)

    def position(self, seq: int, total: int, end: float, seed: int) -> float:
        """Return the position of message `seq`."""
        return float(seq) if self.at_hand else next(islice(self.positions(total, end, seed), seq, None))


def _every(total: int, _end: float, _seed: int) -> Iterable[float]:
    return range(total)


EVEN = Spacing(name="even", about="`even` gaps", at_hand=True, positions=_every)
SPACINGS = {
    spacing.name: spacing
    for spacing in (
        EVEN,
        Spacing(
            name="poisson",
            about="`poisson` for random ones, as from independent people",
            label=" (Poisson arrivals)",
            positions=poisson.positions,
        ),
    )
}
