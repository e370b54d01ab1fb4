from __future__ import annotations

import json
from copy import deepcopy

from hypothesis import given
from hypothesis import strategies as st

from loadtest.measure.answers import NUMBERS_KEPT, Answers
from loadtest.measure.matching import Matcher
from loadtest.verdict.judge import Reason


@st.composite
def answers(draw: st.DrawFn) -> Answers:
    matcher = Matcher(10.0)
    for seq in range(draw(st.integers(0, 8))):
        number, at = f"+1555555100{draw(st.integers(0, 3))}", float(seq)
        matcher.sent(seq, draw(st.sampled_from(["sms", "mms"])), number, at)
        matcher.settled(seq, number, at + 0.1, accepted=draw(st.booleans()), words=draw(st.sampled_from(["", "hi"])))
        for _ in range(draw(st.integers(0, 2))):
            matcher.text(number, at + 1, "hi", draw(st.sampled_from([Reason.ACCEPTED, Reason.REFUSED])))
    matcher.finish(20.0)
    return matcher.answers


def _sum(*parts: Answers) -> Answers:
    total = Answers()
    for part in parts:
        total.merge(part)
    return total


@given(answers(), answers(), answers())
def test_merging_is_associative_and_commutative_and_has_an_identity(one: Answers, two: Answers, three: Answers) -> None:
    assert _sum(_sum(one, two), three) == _sum(one, _sum(two, three)) == _sum(three, two, one)
    assert _sum(one, Answers()) == one


@given(answers(), answers())
def test_merging_leaves_the_other_alone(one: Answers, two: Answers) -> None:
    before = deepcopy(two)
    one.merge(two)
    assert two == before


@given(answers())
def test_it_survives_the_wire(one: Answers) -> None:
    assert Answers.from_wire(json.loads(json.dumps(one.to_wire()))) == one


def test_numbers_are_bounded() -> None:
    many = Answers(numbers={f"+1555{index:07}": 1 for index in range(NUMBERS_KEPT + 5)})
    many.trim()
    assert (len(many.numbers), many.numbers_beyond) == (NUMBERS_KEPT, 5)
