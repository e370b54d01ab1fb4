"""A target is foregone only when nothing that is still to come could make it met."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from loadtest.assess.certainty.foregone import foregone
from loadtest.assess.summary import summarise
from loadtest.assess.target_text import parse_target
from loadtest.assess.targets import evaluate
from loadtest.measure.recorder import Recorder
from loadtest.measure.stretches import gather
from loadtest.verdict.judge import Reason, Verdict
from loadtest.words.exchange import Exchange, Reply

if TYPE_CHECKING:
    from loadtest.measure.snapshot import Second, Snapshot


def counted(*messages: tuple[Reason, float]) -> Snapshot:
    """Return what was counted of messages due a tenth of a second apart: how each ended, and after how long."""
    recorder = Recorder()
    for seq, (reason, took) in enumerate(messages):
        due, reply = seq / 10, Reply(status=200, headers=(), body=b"", size=0)
        recorder.due(due)
        exchange = Exchange(seq, "sms", "+15555551001", due, due, due, due + took, 1, reply)
        recorder.record(exchange, Verdict(reason=reason))
    return recorder.snapshot


def whole(snapshot: Snapshot) -> Second:
    stretches: dict[int, Second] = {}
    for _ in gather(snapshot.seconds, [0, max(snapshot.seconds, default=0) + 1], stretches):
        pass
    return stretches[0]


GOOD, LIMITED, LOST = (Reason.ACCEPTED, 0.1), (Reason.RATE_LIMITED, 0.1), (Reason.TIMEOUT, 15.0)


@pytest.mark.parametrize(
    ("target", "messages", "said"),
    [
        pytest.param("success > 95%", [LIMITED] * 5, "5 of 100 messages failed already", id="no longer above"),
        pytest.param("success > 95%", [LIMITED] * 4, "", id="still above, if all others are accepted"),
        pytest.param("success >= 95%", [LIMITED] * 5, "", id="just reached"),
        pytest.param("success >= 95%", [LIMITED] * 6, "6 of 100 messages failed", id="no longer reached"),
        pytest.param("success > 90", [LIMITED] * 10, "10 of 100 messages failed", id="a count"),
        pytest.param("success < 50%", [LIMITED] * 60, "", id="a limit from above, which failures help"),
        pytest.param("rate_limited < 3", [LIMITED] * 3, "3 of 100 messages were rate limited", id="rate limited"),
        pytest.param("timeouts <= 1%", [LOST] * 2, "2 of 100 messages timed out", id="timed out"),
        pytest.param("failed > 10%", [LIMITED], "", id="one that asks for failures"),
        pytest.param("p95 < 1s", [(Reason.ACCEPTED, 2.0)] * 7, "7 of 100 messages took longer", id="a percentile"),
        pytest.param("p95 < 1s", [(Reason.ACCEPTED, 2.0)] * 5, "", id="as many as a percentile allows"),
        pytest.param("p50 < 20s", [LOST] * 60, "60 of 100", id="a timeout is slower than any limit"),
        pytest.param("max < 1s", [GOOD, LOST], "1 of 100 messages took longer", id="the largest"),
        pytest.param("average < 1s", [(Reason.ACCEPTED, 11.0)] * 10, "what 10 messages took", id="an average"),
        pytest.param("average < 1s", [(Reason.ACCEPTED, 9.0)] * 10, "", id="an average that may still fall"),
        pytest.param("min < 1s", [LOST] * 60, "", id="the smallest may still come"),
        pytest.param("sms.success > 95%", [LIMITED] * 60, "", id="one kind's seconds are not kept apart"),
        pytest.param("success > baseline", [LIMITED] * 60, "", id="relative ones have looks of their own"),
        pytest.param("monitor.pool.size < 3", [LIMITED] * 60, "", id="a monitor's series"),
        pytest.param("achieved_rate > 5/s", [LIMITED] * 60, "", id="our own rate"),
    ],
)
def test_what_can_no_longer_be_met(target: str, messages: list[tuple[Reason, float]], said: str) -> None:
    why = foregone([parse_target("average < 90s"), parse_target(target)], whole(counted(*messages)), 100)
    assert said in why
    assert bool(why) is bool(said)
    if said:
        assert why.startswith(f"{target!r} can no longer be met: ")


_MESSAGES = st.lists(st.sampled_from([GOOD, LIMITED, LOST, (Reason.ACCEPTED, 2.0), (Reason.GENERATOR, 0.1)]))
_TARGETS = ("success > 80%", "failed <= 10%", "timeouts < 2", "p50 < 1s", "p95 <= 1s", "average < 3s", "max < 10s")


@given(_MESSAGES, st.lists(st.just(GOOD), max_size=20), st.sampled_from(_TARGETS))
def test_a_foregone_target_is_missed_by_any_whole_run(
    messages: list[tuple[Reason, float]], rest: list[tuple[Reason, float]], text: str
) -> None:
    target, planned = parse_target(text), len(messages) + len(rest)
    assume(foregone([target], whole(counted(*messages)), planned))
    end = counted(*messages, *rest)
    (outcome,) = evaluate([target], summarise(end, planned=None, duration=planned / 10))
    assert outcome.missed
