"""Several earlier runs of the same code: their differences say how little a difference may mean."""

from __future__ import annotations

import math
import random
from dataclasses import replace

import factories
import pytest

from loadtest.assess.baselines import Baseline
from loadtest.assess.intervals import Interval
from loadtest.assess.summary import summarise
from loadtest.assess.target_text import parse_target
from loadtest.assess.targets import Outcome, Status, evaluate
from loadtest.assess.versions.several import against_several, undecided
from loadtest.measure.recorder import Recorder
from loadtest.verdict.judge import Reason, Verdict
from loadtest.words.exchange import Exchange, Reply

ALIKE = (1.0, 1.02, 0.98, 1.01, 0.99)
APART = (1.0, 1.5, 0.7, 1.3, 0.8)


def baseline(took: float, *, failing: int = 0) -> Baseline:
    """Return a run of a hundred messages that took so many seconds."""
    recorder = Recorder()
    reply = Reply(status=200, headers=(), body=b"", size=0)
    for seq in range(100):
        reason = Reason.REFUSED if seq < failing else Reason.ACCEPTED
        recorder.record(Exchange(seq, "sms", "+15555551001", 0.0, 0.0, 0.0, took, 1, reply), Verdict(reason=reason))
    summary = summarise(recorder.snapshot, planned=100, duration=10.0)
    return Baseline(source="x.json", began=factories.BEGAN, snapshot=recorder.snapshot, summary=summary)


def several(runs: list[Baseline]) -> Baseline:
    return replace(runs[0], others=tuple(runs[1:]))


def held(text: str, now: Baseline, runs: list[Baseline], change: Interval | None = None) -> tuple[Outcome, str]:
    earlier = several(runs)
    (outcome,) = evaluate([parse_target(text)], now.summary, baseline=earlier.gates)
    found = against_several([replace(outcome, change=change)], earlier, confidence=0.99)
    return found[0], undecided(found, earlier)


@pytest.mark.parametrize(
    ("text", "now", "earlier", "status"),
    [
        pytest.param("p95 < baseline + 20%", 1.0, ALIKE, Status.MET, id="runs alike, and one more"),
        pytest.param("p95 < baseline + 20%", 1.5, ALIKE, Status.MISSED, id="slower than they ever were"),
        pytest.param("p95 < baseline + 20%", 1.0, APART, Status.INCONCLUSIVE, id="they differ by more than the limit"),
        pytest.param("p95 < baseline + 20%", 1.5, APART, Status.INCONCLUSIVE, id="it might be one of them"),
        pytest.param("p95 < baseline + 20%", 9.0, APART, Status.MISSED, id="far beyond any of them"),
        pytest.param("max < baseline + 900%", 1.0, APART, Status.MET, id="what blocks cannot tell, runs can"),
        pytest.param("p95 < baseline + 20%", 1.0, ALIKE[:2], Status.INCONCLUSIVE, id="two say little"),
        pytest.param("average > baseline - 20%", 1.0, ALIKE, Status.MET, id="the other way round"),
    ],
)
def test_one_run_against_several(text: str, now: float, earlier: tuple[float, ...], status: Status) -> None:
    outcome, _ = held(text, baseline(now), [baseline(took) for took in earlier])
    assert outcome.status is status
    assert outcome.change is not None
    assert outcome.change.confidence == 0.99


def test_a_limit_below_the_differences_is_told_in_one_sentence() -> None:
    outcome, why = held("p95 < baseline + 20%", baseline(1.0), [baseline(took) for took in APART])
    assert why.startswith(f"{outcome.sentence}: 5 earlier runs of the same load lay between 700ms and 1,500ms, so that")
    _, decided = held("p95 < baseline + 20%", baseline(1.0), [baseline(took) for took in ALIKE])
    assert decided == ""
    # Within the differences of the limit itself: a longer run may tell it, so that is another sentence.
    close, why = held("p95 < baseline + 20%", baseline(1.2), [baseline(took) for took in ALIKE])
    assert (close.status, why) == (Status.INCONCLUSIVE, "")


def test_a_share_is_held_by_its_difference() -> None:
    runs = [baseline(1.0, failing=failing) for failing in (2, 3, 2, 3, 2)]
    assert held("success >= baseline - 5%", baseline(1.0, failing=3), runs)[0].status is Status.MET
    assert held("success >= baseline - 5%", baseline(1.0, failing=30), runs)[0].status is Status.MISSED
    outcome, why = held("success >= baseline - 1%", baseline(1.0, failing=3), runs)
    assert outcome.status is Status.INCONCLUSIVE
    assert "lay between 97.00% and 98.00%" in why


def test_what_the_blocks_do_not_know_runs_never_make_surer() -> None:
    wide = Interval(low=0.5, high=2.0, confidence=0.99)
    outcome, _ = held("p95 < baseline + 20%", baseline(1.0), [baseline(took) for took in ALIKE], wide)
    assert outcome.change is not None
    assert outcome.change.high / outcome.change.low == pytest.approx(4.0, rel=1e-3)
    unknown = Interval(low=0.0, high=math.inf, confidence=0.99)
    outcome, _ = held("p95 < baseline + 20%", baseline(1.0), [baseline(took) for took in ALIKE], unknown)
    assert outcome.status is Status.INCONCLUSIVE


def test_one_earlier_run_and_targets_of_their_own_stay_as_they_are() -> None:
    (outcome,) = evaluate([parse_target("p95 < 2s")], baseline(1.0).summary)
    assert against_several([outcome], several([baseline(1.0)] * 3), confidence=0.99) == (outcome,)
    alone, _ = held("p95 < baseline + 20%", baseline(1.0), [baseline(1.0)])
    assert (alone.status, alone.change) == (Status.MET, None)


def test_the_next_run_of_the_same_code_lies_within_as_often_as_is_said() -> None:
    rng, runs, hits = random.Random(7), 400, 0
    for _ in range(runs):
        *earlier, now = (baseline(math.exp(rng.gauss(0, 0.2))) for _ in range(5))
        outcome, _ = held("p50 < baseline", now, earlier)
        assert outcome.change is not None
        hits += outcome.change.holds(1.0)
    assert hits / runs >= 0.97
