from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import factories
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.assess.baselines import changes, guide_for, incomparable, standings
from loadtest.assess.summary import LOST
from loadtest.assess.target_text import parse_target
from loadtest.assess.targets import Status, evaluate
from loadtest.message.kinds import with_mms
from loadtest.message.phone_pool import PhonePool
from loadtest.pacing import SPACINGS, ClosedBatches, OpenBatches, Stages
from loadtest.words.sending import Sending

if TYPE_CHECKING:
    from loadtest.assess.result import Result
    from loadtest.assess.summary import Summary

HERE = {"system": "Linux", "machine": "x86_64", "cores": 4, "cpu": "A"}


def run(latency: float = 0.1, *, failed: int = 0, lost: int = 0, count: int = 100) -> Result:
    recorded = [factories.accepted(seq, latency=latency) for seq in range(count - failed - lost)]
    recorded += [factories.http_error(seq) for seq in range(failed)]
    recorded += [factories.timed_out(seq) for seq in range(lost)]
    return factories.result(recorded, environment=HERE)


def summary(**of: Any) -> Summary:
    measured = run(**of).summary
    assert measured is not None
    return measured


@pytest.mark.parametrize(
    ("concurrent", "row"), [(1, 10), (10, 10), (30, 10), (31, 50), (50, 50), (75, 50), (76, 100), (5000, 100)]
)
def test_the_guides_nearest_row_of_two_the_stricter(concurrent: int, row: int) -> None:
    assert guide_for(concurrent).concurrent == row


@pytest.mark.parametrize(
    ("of", "average", "p95", "success"),
    [
        pytest.param({"latency": 1.0}, "better", "better", "within", id="faster than the guide"),
        pytest.param({"latency": 2.5}, "within", "better", "within", id="an average as the guide expects"),
        pytest.param({"latency": 4.5}, "worse", "within", "within", id="a P95 as the guide expects"),
        pytest.param({"latency": 6.0, "failed": 5}, "worse", "worse", "worse", id="slower, with failures"),
        pytest.param({"latency": 0.1, "lost": 1}, "unknown", "better", "within", id="an average that is a lower bound"),
        pytest.param({"latency": 0.1, "lost": 50}, "worse", "worse", "worse", id="half of it lost"),
    ],
)
def test_beside_the_guide(of: dict[str, Any], average: str, p95: str, success: str) -> None:
    assert [row.verdict for row in standings(summary(**of), guide_for(10))] == [average, p95, success]


@pytest.mark.parametrize(
    ("target", "before", "now", "status"),
    [
        pytest.param("p95 < baseline + 20%", {"latency": 1.0}, {"latency": 1.1}, Status.MET, id="within the tolerance"),
        pytest.param("p95 < baseline + 20%", {"latency": 1.0}, {"latency": 1.3}, Status.MISSED, id="beyond it"),
        pytest.param("average <= baseline", {"latency": 1.0}, {"latency": 1.0}, Status.MET, id="no worse"),
        pytest.param(
            "p50 < baseline - 10%", {"latency": 1.0}, {"latency": 0.95}, Status.MISSED, id="not better enough"
        ),
        pytest.param("success >= baseline - 1%", {"failed": 1}, {"failed": 2}, Status.MET, id="points of a share"),
        pytest.param("success >= baseline - 1%", {}, {"failed": 2}, Status.MISSED, id="two points down"),
        pytest.param("failed <= baseline + 0.5%", {}, {"failed": 1}, Status.MISSED, id="points above nothing"),
        pytest.param("p95 < baseline + 20%", {"lost": 50}, {}, Status.INCONCLUSIVE, id="a baseline that was lost"),
        pytest.param("p95 < baseline + 20%", {}, {"lost": 50}, Status.MISSED, id="lost is slower than any limit"),
        pytest.param("mms.p95 < baseline", {}, {}, Status.NO_DATA, id="a kind that was not sent"),
        pytest.param("achieved_rate >= baseline - 5%", {}, {"count": 90}, Status.MISSED, id="a rate"),
    ],
)
def test_a_target_relative_to_a_baseline(
    target: str, before: dict[str, Any], now: dict[str, Any], status: Status
) -> None:
    (outcome,) = evaluate([parse_target(target)], summary(**now), baseline=summary(**before))
    assert outcome.status is status
    (alone,) = evaluate([parse_target(target)], summary(**now))
    assert alone.status in {Status.INCONCLUSIVE, Status.NO_DATA}, "without a baseline nothing passes"


def test_the_sentence_says_what_the_baseline_came_to() -> None:
    (outcome,) = evaluate([parse_target("p95 < baseline + 20%")], summary(latency=1.3), baseline=summary(latency=1.0))
    assert outcome.sentence == "P95 response time is 1,300ms, not under baseline + 20% (1,200ms) (target missed)"
    assert outcome.margin == "8% beyond"
    (share,) = evaluate([parse_target("success >= baseline - 1%")], summary(), baseline=summary())
    assert share.sentence == "Success rate is at least baseline - 1 points (99.00%)"


@pytest.mark.parametrize(
    "text", ["p95 < baseline +", "p95 < baseline + x", "p95 < baseline + 0.2", "p95 < baseline - 101%", "p95 < baselin"]
)
def test_a_limit_that_cannot_be_meant_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"p95 < baselin"):
        parse_target(text)


PLAN = factories.plan()


@pytest.mark.parametrize(
    ("then", "was", "why"),
    [
        pytest.param(PLAN, HERE, [], id="the same"),
        pytest.param(factories.plan(url="http://other/sms", seed=8), HERE, [], id="another host and seed"),
        pytest.param(PLAN, HERE | {"cpu": "B"}, [], id="another CPU of the same class"),
        pytest.param(
            factories.plan(pacing=OpenBatches(size=50, interval=1.0, duration=60.0)),
            HERE,
            ["concurrent was 50 there and is 10 here"],
            id="another load",
        ),
        pytest.param(
            factories.plan(pacing=ClosedBatches(size=10, rest=1.0, duration=60.0)),
            HERE,
            ["model was closed there and is open here"],
            id="another model",
        ),
        pytest.param(
            factories.plan(pacing=Stages.constant(50.0, 60.0, seed=1)),
            HERE,
            [
                "rate was 50/s there and is not set here",
                "concurrent was not set there and is 10 here",
                "delay was not set there and is 1s here",
            ],
            id="a rate instead of batches",
        ),
        pytest.param(
            factories.plan(mix=with_mms(0.5)), HERE, ["mms-share was 50% there and is 30% here"], id="another mix"
        ),
        pytest.param(
            factories.plan(pool=PhonePool(ranges=((15555551001, 50),), seed=7)),
            HERE,
            ["phone-numbers was 50 there and is 5 here"],
            id="more numbers: limits for each weigh less",
        ),
        pytest.param(
            PLAN,
            HERE | {"cores": 64},
            ["it comes from another class of machine: cores was 64 there and is 4 here"],
            id="another class of machine",
        ),
        pytest.param(None, HERE, ["it holds no load"], id="a run that never began"),
    ],
)
def test_what_can_be_compared(then: Any, was: dict[str, Any], why: list[str]) -> None:
    assert incomparable(replace(run(), plan=then, environment=was), run()) == why


@pytest.mark.parametrize(
    ("sending", "why"),
    [
        pytest.param(Sending(timeout=5.0), ["timeout was 5s there and is 15s here"], id="less time for a reply"),
        pytest.param(Sending(keep_alive=True), ["keep-alive was true there and is false here"], id="kept connections"),
        pytest.param(Sending(in_flight_cap=9, connect_retries=0, processes=3), [], id="the rest changes no figure"),
    ],
)
def test_what_can_be_compared_by_how_it_was_sent(sending: Sending, why: list[str]) -> None:
    assert incomparable(replace(run(), sending=sending), run()) == why


def test_a_rates_seed_is_no_other_load() -> None:
    plans = [
        factories.plan(pacing=Stages.constant(50.0, 60.0, seed=seed, spacing=SPACINGS["poisson"])) for seed in (1, 2)
    ]
    then, now = (replace(run(), plan=plan) for plan in plans)
    assert incomparable(then, now) == []


LATENCIES = st.floats(0.001, 14.0)


@given(LATENCIES, LATENCIES, st.integers(0, 50), st.integers(0, 40))
def test_changes_say_the_opposite_the_other_way_round(one: float, other: float, failed: int, lost: int) -> None:
    a, b = summary(latency=one), summary(latency=other, failed=failed, lost=lost)
    opposite = {"better": "worse", "worse": "better"}
    there = {change.target.metric: change for change in changes(a, b)}
    back = {change.target.metric: change for change in changes(b, a)}
    assert there.keys() == back.keys() >= {"average", "p95", "success", "achieved_rate"}
    for name, change in there.items():
        if LOST in {change.before, change.now} or abs((change.now or 0) - (change.before or 0)) > 0.2 * (
            change.before or 1
        ):
            assert back[name].verdict == opposite.get(change.verdict, change.verdict)
    assert all(change.verdict == "steady" for change in changes(a, a))
