"""Pairs of two versions without a net or a server, judged look after look: what the verdicts do on a quiet machine.

Of each second both sides' times are drawn; what `shared` slows, a busy machine, slows both alike, up to twice.
"""

from __future__ import annotations

import random
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from benchmarks.gate import resampling
from benchmarks.gate.real import MEDIAN_MS, RATE, SPREAD
from loadtest.measure.snapshot import Second
from loadtest.verdict.judge import Reason

if TYPE_CHECKING:
    from benchmarks.gate.resampling import Ending

_SPELL = 5
"""Seconds that a machine stays busy, or free, at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Runs: how much slower the new version is, whether the machine is busy at times, the target, how long a run is."""

    slower: float
    shared: bool
    target: str
    seconds: int


def endings(wish: Wish, runs: int) -> list[Ending]:
    """Return how so many runs came out."""
    with ProcessPoolExecutor() as pool:
        return list(pool.map(partial(_ending, wish), range(runs), chunksize=5))


def _ending(wish: Wish, seed: int) -> Ending:
    rng = random.Random(seed)
    new: dict[int, Second] = {}
    old: dict[int, Second] = {}
    busy, until = 0.0, 0
    for index in range(wish.seconds):
        if wish.shared and index >= until:
            busy, until = 0.0 if busy else rng.random(), index + rng.randint(1, _SPELL)
        new[index], old[index] = (_second(rng, times * (1 + busy)) for times in (wish.slower, 1.0))
    return resampling.judged(new, old, (wish.target,), seconds=wish.seconds)[wish.target]


def _second(rng: random.Random, times: float) -> Second:
    second = Second(due=RATE, sent=RATE, done=RATE, reasons={Reason.ACCEPTED: RATE})
    for _ in range(RATE):
        second.latency.record(MEDIAN_MS / 1000 * times * rng.lognormvariate(0, SPREAD))
    return second
