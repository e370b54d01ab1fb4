"""How many numbers conversations need is said before the load."""

from __future__ import annotations

import factories
import pytest

from loadtest.dialogue.conversation import Conversation, Step
from loadtest.message.busy import busy_numbers
from loadtest.message.phone_pool import PhonePool
from loadtest.pacing import Stages
from loadtest.words.distribution import Distribution

LONG = Conversation(
    name="a", steps=(Step(name="x", say=("1",)), Step(name="y", say=("2",), wait=Distribution(parameters=(8.0,))))
)

MANY = Conversation(name="b", steps=tuple(Step(name=f"s{place}", say=("1",)) for place in range(12)))


@pytest.mark.parametrize(
    ("numbers", "rate", "scripts", "said"),
    [
        pytest.param(50, 10.0, (LONG,), "101 numbers would do", id="again after 5s, busy for 10s"),
        pytest.param(101, 10.0, (LONG,), "", id="enough numbers"),
        pytest.param(50, 10.0, (LONG, MANY), "121 numbers would do", id="many steps take longer than one wait"),
        pytest.param(5, 10.0, (), "", id="no conversations"),
        pytest.param(600, 10.0, (LONG,), "", id="a number for each"),
    ],
)
def test_too_few_numbers_are_told_with_how_many_would_do(
    numbers: int, rate: float, scripts: tuple[Conversation, ...], said: str
) -> None:
    plan = factories.plan(
        pacing=Stages.constant(rate, 60.0), pool=PhonePool(ranges=((15555551000, numbers),)), conversations=scripts
    )
    sentences = busy_numbers(plan)
    assert (said in sentences[0]) if said else sentences == ()
