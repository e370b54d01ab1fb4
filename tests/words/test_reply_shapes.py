"""A shape keeps what a reply means and drops what changes from one message to the next."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.words.reply_shapes import LONGEST, likeness, reply_shape, words_of

CASES = [
    ("numbers go", "You have 12 of 1,500 points.", "You have <n> of <n> points."),
    ("and so do times of day", "Open from 9:30 am to 5pm.", "Open from <n> to <n>."),
    ("a money amount is a number", "It costs $12.50 today.", "It costs <n> today."),
    ("a phone number is one number", "Call +1 (555) 123-4567 now", "Call <n> now"),
    ("codes go: words of letters and digits", "Order #A12B4 is confirmed", "Order <code> is confirmed"),
    ("a UUID is one code", "Ticket 3f2a9c1e-77aa-4b1c-9d2e-00ffee112233 made", "Ticket <code> made"),
    ("links go", "See https://x.example/a?b=1 for more", "See <link> for more"),
    ("links without a scheme, too", "See example.org/a7 for more", "See <link> for more"),
    ("addresses go", "Sent to ann.b@example.org today", "Sent to <address> today"),
    ("a greeted name goes", "Hi Bob, welcome!", "Hi <name>, welcome!"),
    ("a name with an accent behind a comma goes", "Gracias, María López!", "Gracias, <name>!"),
    ("a capital that is nobody's name stays", "Request Declined", "Request Declined"),
    ("quoted words stay", "Reply 'YES' or \"NO\".", "Reply 'YES' or \"NO\"."),
    ("an apostrophe is no quotation mark", "We've got it and can't wait", "We've got it and can't wait"),
    ("emoji go", "Got it 🎉 thanks ✅", "Got it thanks"),
    ("several numbers in a row are one", "Codes: 12, 13, 14", "Codes: <n>"),
    ("numbers between Chinese words go", "编号12号", "编号<n>号"),
    ("nothing is nothing", "", ""),
]


@pytest.mark.parametrize(("why", "text", "shape"), CASES, ids=[case[0] for case in CASES])
def test_shape(why: str, text: str, shape: str) -> None:
    assert reply_shape(text) == shape


@given(st.text(max_size=2 * LONGEST))
def test_a_shape_is_made_of_any_text_and_has_only_single_blanks(text: str) -> None:
    shape = reply_shape(text)
    assert "  " not in shape
    assert shape == shape.strip()


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_texts_that_differ_in_a_number_have_one_shape(one: int, other: int) -> None:
    assert reply_shape(f"Your ticket is {one}, thanks.") == reply_shape(f"Your ticket is {other}, thanks.")


def test_words_leave_out_what_was_taken_out() -> None:
    assert words_of("Your ticket <n>, <name>: DON'T lose it") == {"your", "ticket", "don't", "lose", "it"}


def test_scripts_without_blanks_are_compared_by_pairs_of_letters() -> None:
    assert words_of("消息已收到") == {"消息", "息已", "已收", "收到"}
    assert likeness("消息已收到谢谢", "消息已收到再见") >= 0.5


LIKE = [
    ("the same words are fully alike", "Got it, thanks", "thanks got IT", 1.0),
    ("nothing in common", "Got it", "Nope", 0.0),
    ("half in common", "got it now", "got it here", 0.5),
    ("two that say nothing are alike", "", "", 1.0),
    ("nothing is not like something", "", "Got it", 0.0),
]


@pytest.mark.parametrize(("why", "one", "other", "expected"), LIKE, ids=[case[0] for case in LIKE])
def test_likeness(why: str, one: str, other: str, expected: float) -> None:
    assert likeness(one, other) == expected
