"""Which messages are delivered again."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from loadtest.message.repeats import AFTERWARDS, OVERLAPPING, Repeats


@given(st.floats(0, 1), st.integers(0, 2**31), st.integers(0, 10**6), st.integers(1, 300))
def test_every_stretch_holds_its_share_to_within_one(share: float, seed: int, begin: int, length: int) -> None:
    repeats = Repeats(share=share, seed=seed)
    again = [repeats.delay(seq) for seq in range(begin, begin + length)]
    assert abs(sum(delay is not None for delay in again) - share * length) <= 1.001


def test_by_turns_they_overlap_and_come_afterwards() -> None:
    again = [delay for seq in range(1_000) if (delay := Repeats(share=0.1, seed=7).delay(seq)) is not None]
    assert again.count(OVERLAPPING) == again.count(AFTERWARDS) == 50
    assert all(one != other for one, other in pairwise(again))


def test_all_overlap_where_the_conversation_goes_on() -> None:
    repeats = Repeats(share=0.1, seed=7, overlapping=True)
    assert {repeats.delay(seq) for seq in range(100)} == {None, OVERLAPPING}
