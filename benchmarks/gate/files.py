"""Holds a run against the results of an earlier one of the same server: a red one is false."""

from __future__ import annotations

import random
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

from benchmarks.gate.real import MEDIAN_MS, SPREAD
from loadtest.assess.intervals import edges_of, stretches_of
from loadtest.assess.summary import summarise
from loadtest.assess.target_text import parse_target
from loadtest.assess.targets import Status, evaluate
from loadtest.assess.versions.pairs import USUAL, against_earlier
from loadtest.measure.recorder import Recorder
from loadtest.verdict.judge import Reason, Verdict
from loadtest.words.exchange import Exchange, Reply

if TYPE_CHECKING:
    from loadtest.measure.snapshot import Snapshot

LOADS = ((10, 15), (20, 60), (20, 300))
"""Messages a second, and seconds."""
TARGET = "p95 < baseline + 20%"
_REPLY = Reply(status=200, headers=(), body=b"<Response/>", size=11)


def measured(runs: int) -> dict[tuple[int, int], Counter[Status]]:
    """Return how so many pairs of runs came out, by load."""
    with ProcessPoolExecutor() as pool:
        return {load: Counter(pool.map(partial(_compared, *load), range(runs), chunksize=4)) for load in LOADS}


def _compared(rate: int, seconds: int, seed: int) -> Status:
    now, then = (_run(rate, seconds, 2 * seed + which) for which in (0, 1))
    new, old = (summarise(one, planned=rate * seconds, duration=seconds) for one in (now, then))
    outcomes = evaluate([parse_target(TARGET)], new, baseline=old)
    stretches = stretches_of(then, edges_of(seconds))
    (outcome,) = against_earlier(outcomes, now, stretches, until=seconds, confidence=USUAL)
    return outcome.status


def _run(rate: int, seconds: int, seed: int) -> Snapshot:
    rng, recorder = random.Random(seed), Recorder()
    for seq in range(rate * seconds):
        due = seq / rate
        took = MEDIAN_MS / 1000 * rng.lognormvariate(0, SPREAD)
        recorder.due(due)
        exchange = Exchange(seq, "sms", "+15555551001", due, due, due, due + took, 1, _REPLY)
        recorder.record(exchange, Verdict(reason=Reason.ACCEPTED))
    return recorder.snapshot
