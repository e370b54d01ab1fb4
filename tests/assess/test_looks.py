"""Looks at a comparison share its errors among them, and what one has decided stays decided."""

from __future__ import annotations

import math

import factories
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.assess import intervals
from loadtest.assess.intervals import MOST_BLOCKS, MOST_OF_PAIRS
from loadtest.assess.summary import summarise
from loadtest.assess.target_text import parse_target
from loadtest.assess.targets import Status, evaluate
from loadtest.assess.versions.looks import FIRST, Look, change_of, decided, looks, once
from loadtest.assess.versions.pairs import status, with_changes


@given(st.floats(1, 86_400))
def test_the_looks_spend_no_more_than_all_errors_that_are_allowed(duration: float) -> None:
    made = looks(duration)
    assert math.fsum(look.spends for look in made) == pytest.approx(1.0)
    assert all(look.spends > 0 for look in made)
    assert [look.at for look in made] == sorted({look.at for look in made})
    assert made[-1].at == duration


@pytest.mark.parametrize(
    ("duration", "times"),
    [
        pytest.param(10.0, [10.0], id="too short for a look before its end"),
        pytest.param(30.0, [20, 30.0], id="one before the end"),
        pytest.param(360.0, [20, 28, 40, 57, 81, 115, 163, 232, 360.0], id="six minutes"),
    ],
)
def test_when_a_load_is_looked_at(duration: float, times: list[float]) -> None:
    assert [look.at for look in looks(duration)] == times


def test_the_only_look_may_spend_all() -> None:
    (look,) = once(60.0)
    assert look.confidence(0.99) == 0.99
    assert Look(at=FIRST, spends=0.1).confidence(0.99) == pytest.approx(0.999)


@pytest.mark.parametrize("text", ["p95 < baseline + 20%", "average < baseline + 1%", "success >= baseline - 5%"])
@pytest.mark.parametrize("slower", [1.0, 1.25, 2.0])
def test_a_look_decides_what_its_interval_decides(text: str, slower: float) -> None:
    target, look = parse_target(text), Look(at=60, spends=0.2)
    new, old = (
        intervals.blocks_of(side, until=60)
        for side in (factories.side(1, slower=slower, failing=0.02, seconds=60), factories.side(2, seconds=60))
    )
    change = change_of(target, (new, old), look=look, overall=0.99)
    assert change is not None
    assert change.confidence == 0.99
    is_decided = status(target, change) is not Status.INCONCLUSIVE
    assert decided(target, new, old, look.confidence(0.99)) is is_decided


def test_too_few_messages_decide_nothing() -> None:
    blocks = intervals.blocks_of(factories.side(1, seconds=3), until=3)
    assert not decided(parse_target("p95 < baseline + 900%"), blocks, blocks, 0.99)


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
    (early,) = with_changes(evaluated, new, old, looks=looks(120.0), confidence=0.99)
    (late,) = with_changes(evaluated, new, old, looks=once(120.0), confidence=0.99)
    assert early.status is Status.MET
    assert late.status is not Status.MET
    assert early.change is not None
    assert early.change.holds(1.0)


def test_a_block_is_as_long_as_most_blocks_allow() -> None:
    assert intervals.edges_of(20) == [*range(0, 20, 2), 20]
    assert len(intervals.edges_of(360)) == MOST_BLOCKS + 1
    assert len(intervals.edges_of(360, most=MOST_OF_PAIRS)) == MOST_OF_PAIRS + 1
    assert intervals.edges_of(23, most=MOST_OF_PAIRS) == [*range(0, 22, 2), 23]
    assert intervals.edges_of(9, most=MOST_OF_PAIRS) == [*range(10)]
    assert intervals.edges_of(0.5) == [0, 1]
