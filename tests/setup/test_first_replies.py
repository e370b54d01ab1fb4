"""Every different message goes out twice before the load, and no number or server gets more than it was told."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import factories
import pytest

from loadtest.message.phone_pool import PhonePool
from loadtest.setup.first_replies import MOST, PER_NUMBER, chosen, different, untried

if TYPE_CHECKING:
    from loadtest.message.plan import Plan


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


def of(numbers: int, texts: int) -> Plan:
    pool = PhonePool(ranges=((15555551001, numbers),), seed=7)
    return factories.plan(pool=pool, texts=tuple(f"text {place}" for place in range(texts)))


def test_too_few_numbers_for_all_texts_are_told_with_how_many_would_do() -> None:
    told = untried(of(5, 9))
    assert re.search(r"^\d of 10 different messages .* at most 2 a number; 12 phone-numbers would do for all$", told)
    assert untried(of(12, 9)) == ""
    assert untried(of(11, 9))


def test_too_many_texts_are_told_whatever_the_numbers() -> None:
    assert untried(of(500, 60)) == (
        "12 of 61 different messages can be tried before the load, which sends at most 24, each of them twice"
    )
