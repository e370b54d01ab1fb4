"""Thousands of runs made of the pairs of a few real ones, judged look after look as the program does.

A run is put together of blocks of consecutive seconds, both sides of a second together: what disturbed both, and what
neighbours in time share, stays as it was.
"""

from __future__ import annotations

import random
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from loadtest.assess import intervals
from loadtest.assess.target_text import parse_target
from loadtest.assess.targets import Status
from loadtest.assess.versions.looks import change_of, decided, looks, status
from loadtest.assess.versions.pairs import USUAL
from loadtest.measure.stretches import gather

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.gate.real import Pairs
    from loadtest.assess.intervals import Block
    from loadtest.measure.snapshot import Second

BLOCK = 20
"""Seconds that stay together: far more than the neighbour's bursts last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a run came out for one target: its status, and when it was decided, in seconds."""

    status: Status
    at: float


def endings(
    pairs: Sequence[Pairs], targets: Sequence[str], *, runs: int, seconds: int, seed: int
) -> list[dict[str, Ending]]:
    """Return, for each of so many runs, the endings by target."""
    draw = partial(_drawn, pairs, targets, seconds)
    with ProcessPoolExecutor() as pool:
        return list(pool.map(draw, range(seed, seed + runs), chunksize=5))


def judged(
    new: dict[int, Second], old: dict[int, Second], targets: Sequence[str], *, seconds: int
) -> dict[str, Ending]:
    """Return how a run comes out, by target."""
    found: dict[str, Ending] = {}
    made = looks(seconds, USUAL)
    for look in made:
        mine, its = (_blocks(side, look.at) for side in (new, old))
        for text in targets:
            target = parse_target(text)
            last = look is made[-1]
            if text in found or not (last or decided(target, (mine, its), look)):
                continue
            change = change_of(target, (mine, its), look=look, overall=USUAL)
            found[text] = Ending(status=status(target, change) if change else Status.INCONCLUSIVE, at=look.at)
        if len(found) == len(targets):
            break
    return found


def _drawn(pairs: Sequence[Pairs], targets: Sequence[str], seconds: int, seed: int) -> dict[str, Ending]:
    rng = random.Random(seed)
    new: dict[int, Second] = {}
    old: dict[int, Second] = {}
    while len(new) < seconds:
        one = rng.choice(pairs)
        first = rng.randrange(one.seconds - min(BLOCK, one.seconds) + 1)
        for index in range(first, min(first + BLOCK, one.seconds)):
            if len(new) < seconds and index in one.new and index in one.old:
                place = len(new)
                new[place], old[place] = one.new[index], one.old[index]
    return judged(new, old, targets, seconds=seconds)


def _blocks(side: dict[int, Second], until: float) -> list[Block]:
    stretches: dict[int, Second] = {}
    for _ in gather(side, intervals.edges_of_pairs(until), stretches):
        pass
    return [intervals.block_of(stretch) for stretch in stretches.values()]
