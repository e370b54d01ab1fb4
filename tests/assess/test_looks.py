"""Looks at a comparison share its errors among them, and what one has decided stays decided."""

from __future__ import annotations

import math
import random
from statistics import NormalDist

import factories
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.assess import intervals
from loadtest.assess.intervals import MOST_BLOCKS
from loadtest.assess.summary import summarise
from loadtest.assess.target_text import parse_target
from loadtest.assess.targets import Status, evaluate
from loadtest.assess.versions import looks as looks_module
from loadtest.assess.versions.looks import Look, change_of, decided, looks, once, status
from loadtest.assess.versions.pairs import with_changes


@given(st.floats(1, 86_400), st.sampled_from([0.9, 0.99, 0.999]))
def test_all_looks_together_are_as_sure_as_was_asked(duration: float, overall: float) -> None:
    made = looks(duration, overall)
    each = 1 - made[0].confidence
    assert {look.confidence for look in made} == {made[0].confidence}
    assert (1 - overall) / len(made) <= each * 1.001  # no less than if what they see had nothing in common
    assert each <= (1 - overall) * 1.001
    assert [look.at for look in made] == sorted({look.at for look in made})
    assert made[-1].at == duration


def test_looks_are_wrong_as_often_as_allowed_if_each_may_be_so_seldom() -> None:
    """Random walks, looked at as a load is: as many leave the limits at one look or another as may."""
    rng, walks = random.Random(7), 4000
    made = looks(360, 0.9)
    limit = NormalDist().inv_cdf((1 + made[0].confidence) / 2)
    left = 0
    for _ in range(walks):
        place, before, beyond = 0.0, 0.0, False
        for look in made:
            place += rng.gauss(0, math.sqrt(look.at - before))
            before = look.at
            beyond = beyond or abs(place) > limit * math.sqrt(look.at)
        left += beyond
    assert left / walks == pytest.approx(0.1, abs=0.015)


@pytest.mark.parametrize(
    ("looks_at", "limit"),
    [
        pytest.param((100.0, 200.0), 2.178, id="two looks"),
        pytest.param((100.0, 200.0, 300.0, 400.0, 500.0), 2.413, id="five looks"),
    ],
)
def test_looks_at_equal_distances_are_as_sure_as_pococks_table_has_it(
    looks_at: tuple[float, ...], limit: float
) -> None:
    assert NormalDist().inv_cdf((1 + looks_module._each(looks_at, 0.95)) / 2) == pytest.approx(limit, abs=0.002)


@pytest.mark.parametrize(
    ("duration", "times"),
    [
        pytest.param(10.0, [10.0], id="too short for a look before its end"),
        pytest.param(30.0, [20, 30.0], id="one before the end"),
        pytest.param(360.0, [20, 26, 35, 46, 60, 79, 104, 137, 180, 237, 360.0], id="six minutes"),
    ],
)
def test_when_a_load_is_looked_at(duration: float, times: list[float]) -> None:
    assert [look.at for look in looks(duration, 0.99)] == times


def test_the_only_look_is_as_sure_as_was_asked() -> None:
    assert once(60.0, 0.99) == (Look(at=60.0, confidence=0.99),)


@pytest.mark.parametrize("text", ["p95 < baseline + 20%", "average < baseline + 1%", "success >= baseline - 5%"])
@pytest.mark.parametrize("slower", [1.0, 1.25, 2.0])
def test_a_look_decides_what_its_interval_decides(text: str, slower: float) -> None:
    target, look = parse_target(text), Look(at=60, confidence=0.998)
    new, old = (
        intervals.blocks_of(side, intervals.edges_of_pairs(60))
        for side in (factories.side(1, slower=slower, failing=0.02, seconds=60), factories.side(2, seconds=60))
    )
    change = change_of(target, (new, old), look=look, overall=0.99)
    assert change is not None
    assert change.confidence == 0.99
    is_decided = status(target, change) is not Status.INCONCLUSIVE
    assert decided(target, (new, old), look) is is_decided


def test_too_few_messages_decide_nothing() -> None:
    blocks = intervals.blocks_of(factories.side(1, seconds=3), intervals.edges_of_pairs(3))
    assert not decided(parse_target("p95 < baseline + 900%"), (blocks, blocks), Look(at=3, confidence=0.99))


def test_the_first_look_that_decides_holds() -> None:
    """As fast for 40 s and then thrice as slow: what was decided at 40 s is not undone."""
    new, old = factories.side(1, seconds=40), factories.side(2, seconds=120)
    for index, second in factories.side(3, slower=3.0, seconds=120).seconds.items():
        if index >= 40:
            new.seconds[index] = second
    evaluated = evaluate(
        [parse_target("p50 < baseline + 40%")],
        summarise(new, planned=2400, duration=120.0),
        baseline=summarise(old, planned=2400, duration=120.0),
    )
    (early,) = with_changes(evaluated, new, old, looks=looks(120.0, 0.99), confidence=0.99)
    (late,) = with_changes(evaluated, new, old, looks=once(120.0, 0.99), confidence=0.99)
    assert early.status is Status.MET
    assert late.status is not Status.MET
    assert early.change is not None
    assert early.change.holds(1.0)


def test_a_block_is_as_long_as_most_blocks_allow() -> None:
    assert intervals.edges_of(20) == [*range(0, 20, 2), 20]
    assert len(intervals.edges_of(360)) == MOST_BLOCKS + 1
    assert len(intervals.edges_of_pairs(360)) == 60 + 1
    assert intervals.edges_of_pairs(23) == [*range(0, 22, 2), 23]
    assert intervals.edges_of_pairs(9) == [*range(10)]
    assert intervals.edges_of(0.5) == [0, 1]
