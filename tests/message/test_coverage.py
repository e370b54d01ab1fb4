"""A load that ends before it has said everything tells how many messages would."""

from __future__ import annotations

import re
from typing import Any

import factories
import pytest

from loadtest.message.coverage import unsaid
from loadtest.pacing import ClosedBatches, OpenBatches

CLOSED = factories.plan(pacing=ClosedBatches(size=1, rest=1.0, duration=2.0))
TEXTS = tuple(f"text {place}" for place in range(40))


def of(messages: int, **changes: Any) -> Any:
    pacing = OpenBatches(size=1, interval=1.0, duration=float(messages))
    return factories.plan(pacing=pacing, texts=TEXTS, mix=(("sms", 1.0),), **changes)


def test_as_many_messages_as_it_says_would_send_all_texts_and_one_less_would_not() -> None:
    (told,) = unsaid(of(10))
    found = re.fullmatch(r"10 messages send (\d+) of 40 different texts and media; (\d+) messages would send all", told)
    assert found is not None
    assert 1 <= int(found[1]) <= 10
    assert unsaid(of(int(found[2]))) == ()
    assert unsaid(of(int(found[2]) - 1))


@pytest.mark.parametrize(
    ("plan", "why"),
    [
        pytest.param(of(1000), "the load is long enough", id="long"),
        pytest.param(of(10**6), "so long a load is not looked at", id="very long"),
        pytest.param(
            factories.plan(pacing=ClosedBatches(size=1, rest=1.0, duration=2.0)), "none is planned", id="closed"
        ),
    ],
)
def test_nothing_is_said_where_nothing_is_missing_or_known(plan: Any, why: str) -> None:
    assert unsaid(plan) == (), why
