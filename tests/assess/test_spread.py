"""Who got a kind of reply, to which messages, and how fast."""

from __future__ import annotations

import factories

from loadtest.assess.replies.kinds import hear
from loadtest.assess.replies.spread import Spread, spread
from loadtest.measure.recorder import Recorder
from loadtest.measure.replies import FirstReplies, Replies
from loadtest.verdict.judge import Reason, Verdict


def test_of_what_was_sent() -> None:
    recorder = Recorder()
    for seq in range(60):
        text = "No room left" if seq % 5 == 0 and seq > 30 else "Welcome aboard"
        exchange = factories.exchange(seq, content=f"sms {1 + seq % 2}", latency=0.002 if text[0] == "N" else 0.1)
        recorder.record(exchange, Verdict(reason=Reason.ACCEPTED, said=text, shape=text))
    snapshot = recorder.snapshot
    usual, rare = hear(snapshot.replies).kinds
    found = spread(rare, snapshot)
    assert (found.numbers, found.followed, found.contents) == (1, 5, ("sms 2", "sms 1"))
    assert found.all_contents == ("sms 1", "sms 2")
    assert found.median is not None
    assert 0.0018 < found.median < 0.0022
    assert spread(usual, snapshot).numbers == 5


def test_a_kind_that_came_before_the_load_alone() -> None:
    first = FirstReplies(sent=1, contents=1)
    verdict = Verdict(reason=Reason.ACCEPTED, said="Hello", shape="Hello")
    first.replies.count(verdict, seq=0, number="+1", second=0, content="sms 1", us=9)
    (kind,) = hear(Replies(), first=first).kinds
    found = spread(kind, Recorder().snapshot)
    assert found == Spread(numbers=0, followed=0, contents=(), all_contents=(), median=None)
