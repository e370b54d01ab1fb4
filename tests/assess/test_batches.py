"""What a batch shows: one after another, or so many at once; and what random times or refusals do not show."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import factories
import pytest

from loadtest.assess.diagnosis import Cause, Diagnosis, Known, diagnose
from loadtest.assess.summary import summarise
from loadtest.assess.target_text import parse_targets
from loadtest.assess.targets import evaluate
from loadtest.measure.series import Watched
from loadtest.pacing.batches import ClosedBatches, OpenBatches
from loadtest.verdict.judge import Reason, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable

    from loadtest.pacing import Pacing

Got = tuple[Reason, float]
BATCHES = OpenBatches(size=10, interval=1.0, duration=12.0)


def run(gets: Callable[[int, int], Got], *, pacing: Pacing = BATCHES, target: str = "p95 < 500ms") -> list[Diagnosis]:
    """Diagnose twelve batches of ten; `gets` says what a message of a batch and place gets, after how long."""
    messages = []
    for seq in range(120):
        reason, latency = gets(seq // 10, seq % 10)
        answer = factories.reply(502, "<h1>502 Bad Gateway</h1>") if reason is Reason.HTTP_ERROR else None
        one = factories.exchange(seq, latency=latency, response=answer)
        messages.append((one, Verdict(reason=reason, detail="HTTP 502" if answer else "")))
    snapshot = factories.snapshot(messages)
    summary = summarise(snapshot, planned=120, duration=12.0)
    outcomes = evaluate(parse_targets([target]), summary, ())
    return list(diagnose(summary, snapshot, outcomes, Watched(), Known(plan=factories.plan(pacing=pacing))))


def taken(latency: float) -> Got:
    return Reason.ACCEPTED, latency


def test_a_batch_that_is_answered_one_by_one_is_said_to_be() -> None:
    random = Random(7)
    (found,) = run(lambda _, place: taken(0.08 * (place + 1) + random.uniform(0, 0.004)))
    assert found.cause is Cause.ONE_BY_ONE
    assert found.likely == "Messages that come together are answered one after another"
    assert "of 10 that came together" in found.evidence
    assert "about 80" in found.evidence
    assert "all 12 seconds were alike" in found.evidence


@pytest.mark.parametrize(
    "gets",
    [
        pytest.param(lambda _, __: taken(0.8), id="all alike"),
        pytest.param(lambda _, place: taken(0.8 if place == 9 else 0.1), id="one slow message in each"),
        pytest.param(lambda _, place: taken(0.8 if place > 4 else 0.1), id="two at a time"),
        pytest.param(lambda at, place: taken(0.08 * (place + 1) + 0.2 * at), id="a queue that grows"),
        pytest.param(lambda _, place: taken(2.0 + 0.08 * (place + 1)), id="a row that is short beside the rest"),
        pytest.param(lambda at, place: taken(0.08 * (place + 1) if at % 2 else 0.05), id="now and then"),
    ],
)
def test_other_times_are_no_row(gets: Callable[[int, int], Got]) -> None:
    assert Cause.ONE_BY_ONE not in {one.cause for one in run(gets)}


def test_random_times_are_never_a_row() -> None:
    for seed in range(200):
        random = Random(seed)
        found = run(lambda _, __: taken(random.uniform(0.05, 0.9)))  # noqa: B023  at once
        assert Cause.ONE_BY_ONE not in {one.cause for one in found}, seed


def fives(_: int, place: int) -> Got:
    return taken(0.6) if place % 2 else (Reason.HTTP_ERROR, 0.01)


def test_as_many_as_there_are_workers_is_said_in_place_of_a_proxy_without_a_reply() -> None:
    found = run(fives)
    assert found[0].cause is Cause.AT_ONCE
    assert found[0].likely.startswith("Of 10 messages that come together about 5 are taken, most likely because")
    assert "got HTTP 502 after 10" in found[0].evidence
    assert "in every second 5 to 5 were accepted" in found[0].evidence
    assert Cause.GATEWAY not in {one.cause for one in found}


@pytest.mark.parametrize(
    "gets",
    [
        pytest.param(lambda _, place: taken(0.6) if place % 2 else (Reason.HTTP_ERROR, 0.6), id="refused as slowly"),
        pytest.param(lambda at, place: fives(at, place) if at > 3 else taken(0.6), id="only from a moment on"),
        pytest.param(lambda _, place: (Reason.HTTP_ERROR, 0.01) if place else taken(0.01), id="quick ones taken"),
        pytest.param(lambda at, _: fives(at, at), id="whole seconds"),
    ],
)
def test_other_refusals_are_not_about_workers(gets: Callable[[int, int], Got]) -> None:
    assert Cause.AT_ONCE not in {one.cause for one in run(gets)}


def test_random_refusals_are_not_about_workers() -> None:
    wrong = 0
    for seed in range(300):
        random = Random(seed)
        share = random.uniform(0.1, 0.9)
        got = run(lambda _, __: (Reason.HTTP_ERROR, 0.01) if random.random() < share else taken(0.6))  # noqa: B023
        wrong += Cause.AT_ONCE in {one.cause for one in got}
    assert wrong <= 1


@pytest.mark.parametrize("gets", [fives, lambda _, place: taken(0.08 * (place + 1))])
def test_without_batches_nothing_is_said_of_them(gets: Callable[[int, int], Got]) -> None:
    found = run(gets, pacing=ClosedBatches(size=10, rest=1.0, duration=12.0))
    assert not {Cause.AT_ONCE, Cause.ONE_BY_ONE} & {one.cause for one in found}
