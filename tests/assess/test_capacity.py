"""The search for the highest rate: against servers of known capacity, and against a generator that gives up first."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.assess.capacity import PRECISION, Capacity, Ladder, Trial, Trying
from loadtest.assess.target_text import parse_target, parse_targets
from loadtest.assess.targets import Status, evaluate_capacity
from loadtest.report.sections import capacity_table
from loadtest.run import climb
from loadtest.words.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable


def search(ladder: Ladder, carried: Callable[[float, int], Trying], most: int = 60) -> Capacity:
    """Let a made-up server answer; `carried(rate, how often it was tried before)`."""
    capacity = Capacity(ladder=ladder)
    while (rate := capacity.next_rate()) is not None:
        outcome = carried(rate, sum(trial.rate == rate for trial in capacity.trials))
        p95 = 0.05 if outcome is Trying.MET else 2.0
        trial = Trial(rate=rate, achieved=rate, success=1.0, average=0.04, p95=p95, outcome=outcome)
        capacity = replace(capacity, trials=(*capacity.trials, trial))
        assert len(capacity.trials) < most
    return capacity


def upto(limit: float, beyond: Trying = Trying.MISSED) -> Callable[[float, int], Trying]:
    return lambda rate, _: Trying.MET if rate <= limit else beyond


ladders = st.tuples(st.floats(0.5, 50), st.floats(1.1, 1000)).map(lambda x: Ladder(first=x[0], last=x[0] * x[1]))


@given(ladders, st.floats(0.1, 100_000))
def test_the_highest_rate_is_found_to_the_promised_precision(ladder: Ladder, limit: float) -> None:
    capacity = search(ladder, upto(limit))
    best = capacity.best
    if limit < ladder.first:
        assert best is None
        assert len(capacity.trials) == 1
    elif limit >= ladder.last:
        assert best is not None
        assert best.rate == ladder.last
        assert capacity.limited
    else:
        assert best is not None
        assert best.rate <= limit <= best.rate * (1 + PRECISION) * 1.01
        assert not capacity.limited
    assert all(ladder.first <= trial.rate <= ladder.last for trial in capacity.trials)


def test_the_rate_doubles_and_then_narrows() -> None:
    rates = [trial.rate for trial in search(Ladder(first=10, last=2000), upto(118)).trials]
    assert rates == [10, 20, 40, 80, 160, 120, 100, 110, 115]


def test_a_try_that_the_generator_spoiled_is_repeated_once() -> None:
    capacity = search(
        Ladder(first=10, last=40), lambda rate, before: Trying.INCONCLUSIVE if rate == 20 and not before else Trying.MET
    )
    assert [trial.rate for trial in capacity.trials] == [10, 20, 20, 40]
    assert capacity.best is not None
    assert capacity.best.rate == 40


def test_a_generator_at_its_limit_is_not_taken_for_the_servers() -> None:
    capacity = search(Ladder(first=10, last=2000), upto(100, Trying.INCONCLUSIVE))
    assert capacity.limited
    assert capacity.best is not None
    assert 95 <= capacity.best.rate <= 100


def test_a_limit_per_number_ends_the_search_and_is_not_taken_for_the_servers() -> None:
    capacity = search(Ladder(first=10, last=2000), upto(50, Trying.DECLINED))
    assert [trial.rate for trial in capacity.trials] == [10, 20, 40, 80]
    assert capacity.limited
    assert (
        capacity_table.sentences(capacity)[0] == "Capacity: at least 40/s, where the limit per phone number was reached"
    )


@pytest.mark.parametrize(
    ("tried", "said"),
    [
        (0, "Capacity: not known; the search was stopped before it had found the limit"),
        (2, "Capacity: at least 20/s; the search was stopped before it had found the limit"),
        (9, "Capacity: 115/s"),
    ],
)
def test_a_search_that_was_stopped_claims_nothing(tried: int, said: str) -> None:
    whole = search(Ladder(first=10, last=2000), upto(118))
    assert capacity_table.sentences(replace(whole, trials=whole.trials[:tried]))[0] == said


@pytest.mark.parametrize(
    ("target", "limit", "beyond", "status"),
    [
        ("capacity >= 100/s", 110, Trying.MISSED, Status.MET),
        ("capacity >= 100/s", 60, Trying.MISSED, Status.MISSED),
        ("capacity >= 100/s", 60, Trying.INCONCLUSIVE, Status.INCONCLUSIVE),
        ("capacity >= 100/s", 60, Trying.DECLINED, Status.INCONCLUSIVE),
        ("capacity >= 50/s", 60, Trying.INCONCLUSIVE, Status.MET),
        ("capacity >= 50/s", 1, Trying.MISSED, Status.MISSED),
        ("capacity >= 50/s", 1, Trying.INCONCLUSIVE, Status.INCONCLUSIVE),
    ],
)
def test_the_capacity_is_a_target(target: str, limit: float, beyond: Trying, status: Status) -> None:
    capacity = search(Ladder(first=10, last=500), upto(limit, beyond))
    assert [outcome.status for outcome in evaluate_capacity([parse_target(target)], capacity)] == [status]


def trial(rate: float, p95: float | None) -> Trial:
    return Trial(rate=rate, achieved=rate, success=1.0, average=p95, p95=p95, outcome=Trying.MET)


@pytest.mark.parametrize(
    ("times", "knee"),
    [
        pytest.param([0.05, 0.05, 0.06, 0.2], (40, 80), id="where the P95 doubles"),
        pytest.param([0.05, 0.05, 0.06, math.inf], (40, 80), id="or is lost"),
        pytest.param([0.05, 0.05, 0.06, 0.07], None, id="level"),
        pytest.param([0.001, 0.003, 0.004, 0.005], None, id="milliseconds are noise"),
        pytest.param([None, 0.05, 0.05, 0.2], (40, 80), id="no data counts for nothing"),
        pytest.param([0.05], None, id="a single rate"),
    ],
)
def test_the_knee(times: list[float | None], knee: tuple[float, float] | None) -> None:
    trials = tuple(trial(10 * 2**place, p95) for place, p95 in enumerate(times))
    found = Capacity(ladder=Ladder(first=10, last=80), trials=trials).knee
    assert (found and (found[0].rate, found[1].rate)) == knee


def test_the_wire_form_reads_back_equal() -> None:
    capacity = search(Ladder(first=10, last=500), upto(60))
    assert Capacity.from_wire(json.loads(json.dumps(capacity.to_wire()))) == capacity


@pytest.mark.parametrize(
    ("targets", "ladder", "told"),
    [
        (["capacity >= 5/s"], None, "'capacity >= 5/s' needs loadtest capacity"),
        (["capacity >= 5/s"], Ladder(first=1, last=4), "lies above --to"),
        (["capacity >= 5/s"], Ladder(first=1, last=5), ""),
        (["p95 < 5s"], None, ""),
        (["p95 < baseline"], None, ""),
        (["p95 < baseline"], Ladder(first=1, last=5), "compares with no other run"),
        (["monitor.database.waitingClients max <= 9"], Ladder(first=1, last=5), "watches no figure of the server's"),
    ],
)
def test_a_capacity_that_this_run_cannot_tell_is_a_mistake(
    targets: list[str], ladder: Ladder | None, told: str
) -> None:
    if not told:
        climb.check(parse_targets(targets), ladder)
        return
    with pytest.raises(ConfigError, match=told):
        climb.check(parse_targets(targets), ladder)


@pytest.mark.parametrize(
    ("targets", "steps"),
    [
        (["capacity >= 5/s"], ["average", "success", "p95"]),
        (["capacity >= 5/s", "p99 < 1s"], ["p99", "success"]),
        (["p99 < 1s"], ["p99", "success"]),
    ],
)
def test_every_rate_must_meet_the_users_targets_or_the_defaults(targets: list[str], steps: list[str]) -> None:
    assert [target.metric for target in climb.steps_targets(parse_targets(targets))] == steps
