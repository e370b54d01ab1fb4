"""The bots of `make replies` do what their rows say, and the page's figures are counted as it tells."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from benchmarks.bots import WAYS, Declining, Free, Menu, OneReply, read_texts
from benchmarks.replies import MESSAGES, Row, first_replies, many, run, words_only
from benchmarks.replies import drawn as plan_of
from loadtest.assess.target_text import parse_targets
from loadtest.setup.first_replies import SPENT
from loadtest.words.reply_shapes import reply_shape

OWN = Path(__file__).parent / "corpus" / "replies-own.tsv"
TEXTS = read_texts(OWN)
ANSWERS = [one.text for one in TEXTS if not one.declined]
DECLINE = "The kitchen has closed its doors for tonight."


def test_the_texts_are_many_and_in_many_languages() -> None:
    assert len(TEXTS) >= 200
    assert len({one.language for one in TEXTS}) >= 14
    assert {one.part for one in TEXTS} == {"fit", "held", "variants"}


def test_bots_say_as_much_as_they_should() -> None:
    contents = [f"sms {place}" for place in range(1, 6)] + ["mms 1", "mms 2"]

    def shapes(kind: type[OneReply | Menu | Free]) -> int:
        bot = kind(random.Random(1), ANSWERS)
        return len({reply_shape(bot.answer(content)) for content in contents * 20})

    assert shapes(OneReply) == 1
    assert 2 <= shapes(Menu) <= 6
    assert shapes(Free) > 100


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("share", [0.05, 0.2])
def test_a_bot_declines_the_share_that_it_should(way: str, share: float) -> None:
    plan = plan_of(3, 20)
    declining = Declining(way=way, share=share, text=DECLINE, random_=random.Random(3), planned=MESSAGES)
    declining.quota = int((1 - share) * MESSAGES / 20)
    declined = [
        declining.declines(seq, plan.pool.at(plan.pool.place(seq)), plan.content(seq)) for seq in range(MESSAGES)
    ]
    assert abs(sum(declined) / MESSAGES - share) <= share
    if way != "now and then":
        assert not Declining(way=way, share=0.3, text="", random_=random.Random(1), planned=9, quota=2).declines(
            -1, "+1", "sms 1"
        )


def test_before_the_load_every_text_and_one_mms_go_out_twice() -> None:
    asked: list[str] = []
    first = first_replies(plan_of(1, 20), lambda _, __, content: asked.append(content) or "Thanks.")
    asked = asked[SPENT:]  # behind the check of the set-up
    assert len(asked) == first.sent <= 24
    assert all(asked.count(content) == 2 for content in asked)
    assert sum(content.startswith("mms") for content in asked) == 2


def test_a_run_is_green_without_declines_and_in_doubt_with_them() -> None:
    targets = parse_targets(["success > 95%"])
    bot = OneReply(random.Random(5), ANSWERS)
    clean = run(bot, None, targets, plan=plan_of(5, 20), seed=5)
    assert (clean.green, clean.should, clean.why) == (True, True, "")
    declining = Declining(way="under load", share=0.2, text=DECLINE, random_=random.Random(5), planned=MESSAGES)
    spoiled = run(bot, declining, targets, plan=plan_of(5, 20), seed=5)
    assert (spoiled.green, spoiled.should) == (False, False)
    assert "The kitchen" in spoiled.why


def test_runs_whose_declines_turn_no_target_are_left_out() -> None:
    ran = tuple(many(TEXTS, "one reply", way="under load", share=0.001, target="success > 95%", runs=3))
    assert all(one.should for one in ran)
    row = Row(source="own", bot="one reply", way="under load", share=0.001, target="success > 95%", ran=ran)
    assert row.counted == (0, 0)


def test_words_are_counted_by_label() -> None:
    found = words_only(TEXTS)
    assert found["declined"] + found["accepted"] == len(TEXTS)
    assert found["missed"] <= found["declined"] // 5
