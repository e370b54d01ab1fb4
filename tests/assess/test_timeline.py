from __future__ import annotations

import factories
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.assess.reading.timeline import reply_percentile, timeline
from loadtest.assess.summary import LOST
from loadtest.measure.answers import AnswerSecond
from loadtest.verdict.judge import Reason

MESSAGES = st.lists(
    st.tuples(
        st.integers(0, 4_000), st.sampled_from([factories.accepted, factories.timed_out, factories.rate_limited])
    ),
    min_size=1,
    max_size=60,
)


@given(MESSAGES, st.integers(1, 70))
def test_no_message_is_lost_however_coarse_the_stretches(messages: list, most: int) -> None:  # type: ignore[type-arg]
    snapshot = factories.snapshot([make(seq) for seq, make in messages])
    stretches = timeline(snapshot, most=most)
    assert len(stretches) <= most
    assert [stretch.start for stretch in stretches] == [place * stretches[0].width for place in range(len(stretches))]
    assert sum(stretch.due for stretch in stretches) == len(messages)
    assert sum(stretch.judged for stretch in stretches) == len(messages)
    assert sum(stretch.sent for stretch in stretches) == sum(stretch.done for stretch in stretches) == len(messages)
    assert stretches[-1].in_flight == 0
    assert all(stretch.in_flight >= 0 for stretch in stretches)


def test_a_percentile_among_timeouts_is_lost() -> None:
    snapshot = factories.snapshot([*(factories.accepted(seq) for seq in range(9)), factories.timed_out(9)])
    (stretch,) = timeline(snapshot, most=1)
    assert stretch.percentile(50) == pytest.approx(0.05, rel=0.01)
    assert stretch.percentile(95) == LOST
    assert stretch.reasons[Reason.TIMEOUT] == 1


@pytest.mark.parametrize(
    ("percent", "expected"),
    [
        pytest.param(25, 5.0, id="a quarter of all is half of the answered"),
        pytest.param(50, 10.0, id="half of all is the slowest that was answered"),
        pytest.param(51, LOST, id="beyond it nothing came"),
    ],
)
def test_the_unanswered_count_among_the_reply_times(percent: float, expected: float) -> None:
    second = AnswerSecond(unanswered=10)
    for seconds in range(1, 11):
        second.reply_time.record(float(seconds))
    assert reply_percentile(second, percent) == pytest.approx(expected, rel=0.02)


def test_a_second_without_messages_has_no_reply_times() -> None:
    assert reply_percentile(AnswerSecond(), 50) is None
