"""Every different message goes out twice before the load, and no number or server gets more than it was told."""

from __future__ import annotations

from collections import Counter

import factories
import pytest

from loadtest.message.phone_pool import PhonePool
from loadtest.setup.first_replies import MOST, PER_NUMBER, chosen, different


@pytest.mark.parametrize("numbers", [1, 5, 30, 1000])
@pytest.mark.parametrize("texts", [1, 5, 60])
def test_the_choice_keeps_its_bounds(numbers: int, texts: int) -> None:
    plan = factories.plan(
        pool=PhonePool(ranges=((15555551001, numbers),), seed=7), texts=tuple(f"text {place}" for place in range(texts))
    )
    spent = [plan.pool.number(600)]
    seqs = chosen(plan, spent=spent)
    assert len(seqs) <= MOST
    sent = Counter(spent) + Counter(map(plan.pool.number, seqs))
    assert max(sent.values()) <= PER_NUMBER
    assert set(Counter(map(plan.content, seqs)).values()) <= {2}
    assert min(seqs, default=600) >= (plan.planned or 0), "the load's own numbers come last"


def test_the_second_sendings_go_to_numbers_that_had_their_first() -> None:
    plan = factories.plan(pool=PhonePool(ranges=((15555551001, 30),), seed=7))
    spent = [plan.pool.number(600 + place) for place in range(4)]
    seqs = chosen(plan, spent=spent)
    half = len(seqs) // 2
    firsts, seconds = ([plan.pool.number(seq) for seq in some] for some in (seqs[:half], seqs[half:]))
    assert len({*spent, *firsts}) == 4 + half, "each is its number's first"
    assert set(seconds) <= {*spent, *firsts}
    assert [plan.content(seq) for seq in seqs[:half]] == [plan.content(seq) for seq in seqs[half:]]
    assert all(one != other for one, other in zip(firsts, seconds, strict=True))


def test_the_default_texts_and_a_picture_go_out_twice_each_where_there_are_numbers_enough() -> None:
    plan = factories.plan(pool=PhonePool(ranges=((15555551001, 30),), seed=7))
    contents = Counter(map(plan.content, chosen(plan)))
    assert len(contents) == different(plan) == 6
    assert sum(name.startswith("mms") for name in contents) == 1
