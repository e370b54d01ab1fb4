"""Which messages got slower: most or the slow ones, of which kinds, and when."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import factories
import pytest

from loadtest.assess import intervals
from loadtest.assess.baselines import Baseline
from loadtest.assess.summary import summarise
from loadtest.assess.versions.slower import which_got_slower
from loadtest.measure.recorder import Recorder
from loadtest.verdict.judge import Reason, Verdict
from loadtest.words.exchange import Exchange, Reply

if TYPE_CHECKING:
    from collections.abc import Callable

    from loadtest.measure.snapshot import Snapshot

SECONDS = 60


def side(seed: int, slow: Callable[[random.Random, str, float], float] = lambda *_: 1.0) -> Snapshot:
    """Return a load whose messages take 80 ms, times what `slow` makes of the kind and the second."""
    rng, recorder = random.Random(seed), Recorder()
    reply = Reply(status=200, headers=(), body=b"<Response/>", size=11)
    for seq in range(20 * SECONDS):
        due, kind = seq / 20, "mms" if seq % 3 == 0 else "sms"
        took = 0.08 * rng.lognormvariate(0, 0.3) * slow(rng, kind, due)
        exchange = Exchange(seq, kind, "+15555551001", due, due, due, due + took, 1, reply)
        recorder.record(exchange, Verdict(reason=Reason.ACCEPTED))
    return recorder.snapshot


def told(new: Snapshot, *, beside: bool = True, incomparable: tuple[str, ...] = ()) -> str:
    old = side(1)
    summaries = [summarise(one, planned=20 * SECONDS, duration=SECONDS) for one in (new, old)]
    baseline = Baseline(
        source="main",
        began=factories.BEGAN,
        snapshot=old,
        summary=summaries[1],
        beside=beside,
        incomparable=incomparable,
        stretches=() if beside else tuple(intervals.stretches_of(old, intervals.edges_of(SECONDS))),
    )
    return which_got_slower(summaries[0], new, baseline)


@pytest.mark.parametrize(
    ("slow", "starts", "holds"),
    [
        pytest.param(lambda *_: 1.0, "", "", id="none"),
        pytest.param(lambda *_: 0.7, "", "", id="faster"),
        pytest.param(lambda *_: 1.4, "Most messages are slower (P50 by 3", "which points to a regression", id="all"),
        pytest.param(
            lambda rng, *_: 1 + 3 * (rng.random() < 0.1),
            "Only the slow ones are slower (P95 by ",
            "which points to something rare",
            id="a tenth of them",
        ),
        pytest.param(
            lambda _, kind, __: 2.0 if kind == "mms" else 1.1,
            "Most messages are slower",
            "most of all MMS +",
            id="one kind more than the other",
        ),
        pytest.param(
            lambda _, __, due: 9.0 if 20 <= due < 30 else 1.0,
            "Slower for a while: ",
            "nearly all of it for those due from 20s to 30s, which points to an event",
            id="for ten seconds",
        ),
    ],
)
def test_which_messages_got_slower(slow: Callable[[random.Random, str, float], float], starts: str, holds: str) -> None:
    sentence = told(side(2, slow))
    assert sentence.startswith(starts)
    assert holds in sentence
    assert bool(sentence) is bool(starts or holds)


def test_a_run_from_another_time_may_have_had_another_machine() -> None:
    rare = side(2, lambda rng, *_: 1 + 3 * (rng.random() < 0.1))
    assert "something rare, or to another machine or hour" in told(rare, beside=False)
    slower = told(side(2, lambda *_: 1.4), beside=False)
    assert slower.endswith("which points to a regression")
    assert told(side(2, lambda *_: 1.4), incomparable=("it was aborted",)) == ""
