"""A script's own arithmetic: what it draws, fills and sends on average."""

from __future__ import annotations

import json

import pytest

from loadtest.dialogue.conversation import Conversation, Step, draw, filled
from loadtest.words.distribution import Distribution


def test_draws_differ_by_seed_place_step_and_question_and_fill_the_unit_interval_evenly() -> None:
    one = draw(1, 2, 3, 0)
    assert len({one, draw(2, 2, 3, 0), draw(1, 3, 3, 0), draw(1, 2, 4, 0), draw(1, 2, 3, 1)}) == 5
    drawn = [draw(7, place, 1, 2) for place in range(-5_000, 5_000)]
    assert all(0 <= value < 1 for value in drawn)
    tenths = [sum(int(value * 10) == tenth for value in drawn) for tenth in range(10)]
    assert min(tenths) > 900
    assert max(tenths) < 1_100


def test_texts_are_filled_and_doubled_braces_stay_one() -> None:
    assert filled("YES {order} {{ok}}", {"order": "7"}) == "YES 7 {ok}"


def test_a_script_comes_back_from_the_wire_as_it_was() -> None:
    script = Conversation(
        name="a",
        weight=2.5,
        line=3,
        steps=(
            Step(name="x", say=("1", "2"), expect=("accepted",), capture=(("n", "(.)"),), media=("", ""), line=4),
            Step(name="y", wait=Distribution(shape="uniform", parameters=(1.0, 2.0)), maybe=0.5, end=True),
        ),
    )
    assert Conversation.from_wire(json.loads(json.dumps(script.to_wire()))) == script


@pytest.mark.parametrize(
    ("steps", "messages"),
    [
        pytest.param([Step(name="a"), Step(name="b")], 2.0, id="all of them"),
        pytest.param([Step(name="a"), Step(name="b", maybe=0.25)], 1.25, id="one for some"),
        pytest.param([Step(name="a"), Step(name="e", end=True, maybe=0.4), Step(name="b")], 1.6, id="some end early"),
    ],
)
def test_how_many_messages_a_conversation_has_on_average(steps: list[Step], messages: float) -> None:
    assert Conversation(name="a", steps=tuple(steps)).messages == pytest.approx(messages)
