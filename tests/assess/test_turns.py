"""Bots that remember a number are told from limiters by the order in which its messages are answered."""

import pytest

from loadtest.assess.replies.turns import firsts_in, turns_in, welcome_in

W, A, B, C, D = range(5)

WELCOMES = [
    # why, what numbers got before the load, what they got in all, the welcome
    ("a welcome first, then answers that differ", {"1": [W, A], "2": [W, B]}, {"1": [W, A, B], "2": [W, B]}, W),
    ("the first message went before, unheard", {"1": [None, A], "2": [W, B], "3": [W]}, {"2": [W, B, A]}, W),
    ("one reply behind it may be a limiter's", {"1": [W, A], "2": [W, A]}, {"1": [W, A]}, None),
    ("the same comes later, too", {"1": [W, A], "2": [W, W], "3": [W, B]}, {"1": [W, A]}, None),
    ("the same comes later under load", {"1": [W, A], "2": [W, B]}, {"1": [W, A, W, W]}, None),
    ("first messages are answered differently", {"1": [W, A], "2": [C, B]}, {"1": [W, A]}, None),
    ("one number alone", {"1": [W, A, B]}, {"1": [W, A, B]}, None),
    ("nothing was heard", {}, {}, None),
]

TURNS = [
    # why, what numbers got, the turns
    ("three questions, again and again", {"1": [A, B, C, A, B], "2": [A, B, C, A]}, (A, B, C)),
    ("the first of them went before, unheard", {"1": [None, B, C, A], "2": [A, B, C, A, B]}, (A, B, C)),
    ("two in turn may be a limiter's", {"1": [A, B, A, B, A], "2": [A, B, A, B]}, ()),
    ("answers that stay are no turn", {"1": [A, A, B, B, C, C, A], "2": [A, A, B, B, C, C, A]}, ()),
    ("each number is elsewhere", {"1": [A, B, C, A], "2": [B, C, A, B], "3": [C, A, B, C]}, ()),
    ("a decline breaks in", {"1": [A, B, D, C, A, B, C], "2": [A, D, B, C, A, B, C]}, ()),
    ("no number came round", {"1": [A, B, C], "2": [A, B, C]}, ()),
    ("only one did", {"1": [A, B, C, A, B, C], "2": [A, B]}, ()),
    ("nothing was heard", {}, ()),
]


@pytest.mark.parametrize(("why", "before", "load", "kind"), WELCOMES, ids=[case[0] for case in WELCOMES])
def test_a_welcome_is_what_every_first_message_gets(
    why: str, before: dict[str, list[int | None]], load: dict[str, list[int | None]], kind: int | None
) -> None:
    assert welcome_in(before, load) == kind, why


@pytest.mark.parametrize(("why", "load", "turns"), TURNS, ids=[case[0] for case in TURNS])
def test_questions_in_turn_are_the_same_for_every_number(
    why: str, load: dict[str, list[int | None]], turns: tuple[int, ...]
) -> None:
    assert turns_in(load) == turns, why


def test_the_share_of_first_messages_is_that_of_each_kind() -> None:
    assert firsts_in({"1": [W, A, A], "2": [W, W], "3": [None, A], "4": []}) == {W: 2 / 3}
