"""A backlog that grows is told from reply times that only vary."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from loadtest.assess.keeping_up import growth
from loadtest.measure.answers import AnswerSecond

if TYPE_CHECKING:
    from collections.abc import Callable


def seconds(rate: int, length: int, reply_time: Callable[[float], float]) -> dict[int, AnswerSecond]:
    found: dict[int, AnswerSecond] = {}
    for seq in range(rate * length):
        due = seq / rate
        found.setdefault(int(due), AnswerSecond()).reply_time.record(reply_time(due))
    return found


@pytest.mark.parametrize("beyond", [0.03, 0.1, 1.0])
def test_work_that_falls_behind_shows_by_how_much(beyond: float) -> None:
    assert growth(seconds(10, 20, lambda due: 0.4 + beyond * due)) == pytest.approx(beyond, rel=0.02)


def test_work_that_keeps_up_shows_nothing_however_long_it_takes() -> None:
    wrong = 0
    for seed in range(200):
        dice = random.Random(seed)
        wrong += growth(seconds(5, 20, lambda _, dice=dice: dice.lognormvariate(1.0, 0.5))) is not None
    assert wrong <= 2


@pytest.mark.parametrize(
    ("why", "length", "reply_time"),
    [
        ("too short to tell", 4, lambda due: due),
        ("it gets faster, as after a cold start", 20, lambda due: 5 - due / 5),
        ("less than a search can tell", 20, lambda due: 1 + due / 100),
    ],
)
def test_no_growth(why: str, length: int, reply_time: Callable[[float], float]) -> None:
    assert growth(seconds(10, length, reply_time)) is None, why
