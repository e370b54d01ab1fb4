"""Do the printed intervals hold the truth as often as they say? Servers whose long-run values are known, without a net.

The servers are those of the accuracy benchmark, and the simulator's usual one; messages arrive at random instants (a
Poisson process), so that what a server does by the clock meets them at any phase. A case whose values can lie anywhere
is continuous; where a server gives only a few values, a percentile's interval is one of them or a step, and surer.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol

from benchmarks.truth import CASES
from loadtest.assess import intervals
from loadtest.measure.snapshot import Second, Snapshot
from loadtest.verdict.judge import Reason

if TYPE_CHECKING:
    from collections.abc import Callable

    from loadtest.assess.intervals import Interval

PERCENTILES = (50, 95, 99)
CONFIDENCES = (0.95, 0.99)
SECONDS = 60
_LONG = 40
"""Runs' worth of messages by which a long-run value is known where no formula gives it."""


class Server(Protocol):
    """See `benchmarks.truth.Behaviour`."""

    def reply(self, arrival: float) -> tuple[float, bool]: ...


class Lognormal:
    """The simulator's usual server."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng

    def reply(self, arrival: float) -> tuple[float, bool]:
        """Return the instant of the reply."""
        return arrival + 0.08 * self._rng.lognormvariate(0, 0.5), True


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """A server under a load, and whether its times can be any number."""

    name: str
    rate: float
    make: Callable[[random.Random], Server]
    continuous: bool


def _of_case(name: str, *, continuous: bool) -> Process:
    case = CASES[name]
    return Process(name=name, rate=case.rate, make=partial(_made, name), continuous=continuous)


def _made(name: str, _rng: random.Random) -> Server:
    return CASES[name].make()


PROCESSES = (
    Process(name="lognormal 80 ms 0.5", rate=20, make=Lognormal, continuous=True),
    _of_case("fixed", continuous=False),
    _of_case("bimodal", continuous=False),
    _of_case("freeze", continuous=False),
    _of_case("queue-80", continuous=True),
    _of_case("limited", continuous=False),
)
"""The saturated one is left out: it has no long-run value."""

Hits = Counter[tuple[str, float, bool]]
"""How many intervals of a metric at a confidence held the truth, and how many did not."""


def measured(runs: int) -> dict[str, Hits]:
    """Return, for each process, how its intervals did in so many runs."""
    found = {}
    with ProcessPoolExecutor() as pool:
        for process in PROCESSES:
            truth = _truth(process)
            hits: Hits = Counter()
            for one in pool.map(partial(_run, process.name, truth), range(runs), chunksize=4):
                hits.update(one)
            found[process.name] = hits
    return found


def held(hits: Hits, confidence: float) -> tuple[int, int]:
    """Return how many intervals held the truth, of how many."""
    yes = sum(count for (_, its, hit), count in hits.items() if its == confidence and hit)
    return yes, sum(count for (_, its, _), count in hits.items() if its == confidence)


def _simulated(process: Process, seed: int, seconds: float) -> tuple[Snapshot, list[float], float]:
    """Return what a run has counted, its times, and the share that was accepted."""
    rng, snapshot = random.Random(seed), Snapshot()
    server, at, times, sent = process.make(rng), 0.0, [], 0
    warm = 5.0  # so that what comes empty at the beginning is not taken for its usual state
    while (at := at + rng.expovariate(process.rate)) < seconds + warm:
        reply, accepted = server.reply(at)
        due = at - warm
        if due < 0:
            continue
        sent += 1
        second = snapshot.seconds.setdefault(int(due), Second())
        reason = Reason.ACCEPTED if accepted else Reason.RATE_LIMITED
        second.reasons[reason] = second.reasons.get(reason, 0) + 1
        if accepted:
            second.latency.record(reply - at)
            times.append(reply - at)
    return snapshot, times, len(times) / max(sent, 1)


def _truth(process: Process) -> dict[str, float]:
    if process.name.startswith("lognormal"):
        return {"average": 0.08 * math.exp(0.125)} | {
            f"p{percent}": 0.08 * math.exp(0.5 * _normal(percent / 100)) for percent in PERCENTILES
        }
    found: list[dict[str, float]] = []
    _, times, share = _simulated(process, -1, SECONDS * _LONG)
    times.sort()
    found.append({"average": math.fsum(times) / len(times)})
    found.append({f"p{percent}": times[math.ceil(len(times) * percent / 100) - 1] for percent in PERCENTILES})
    return found[0] | found[1] | ({"success": share} if share < 1 else {})


def _normal(portion: float) -> float:
    from statistics import NormalDist  # noqa: PLC0415  one formula

    return NormalDist().inv_cdf(portion)


def _run(name: str, truth: dict[str, float], seed: int) -> Hits:
    process = next(one for one in PROCESSES if one.name == name)
    snapshot, _, _ = _simulated(process, seed, SECONDS)
    blocks, hits = intervals.blocks_of(snapshot, intervals.edges_of(SECONDS)), Counter[tuple[str, float, bool]]()
    for confidence in CONFIDENCES:
        for metric, value in truth.items():
            if metric == "average":
                found = intervals.average(blocks, confidence)
            elif metric == "success":
                found = intervals.share(*intervals.counted("success", blocks), confidence)
            else:
                found = intervals.percentile(blocks, float(metric[1:]), confidence)
            if found is not None:
                hits[metric, confidence, _holds(found, value)] += 1
    return hits


def _holds(found: Interval, value: float) -> bool:
    """Return whether the interval as it is printed, to a hundredth of a bucket, holds the value."""
    return found.low * (1 - _PRINTED) <= value <= found.high * (1 + _PRINTED)


_PRINTED = 0.005
"""Times are printed with three digits."""
