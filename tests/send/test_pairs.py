"""Pairs: every message goes to both servers at one due time, and who is first alternates."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import factories
import gevent
import pytest

from loadtest.pacing import OpenBatches, Shard
from loadtest.send.drivers.pairs import Pairs, baseline_first
from loadtest.send.job import Job
from loadtest.words.clock import RunClock
from loadtest.words.exchange import Exchange, Reply
from loadtest.words.secret import Secret
from loadtest.words.sending import Sending

if TYPE_CHECKING:
    from collections.abc import Callable

    from loadtest.words.exchange import Request


class FakeSender:
    """Accepts every message after a while."""

    def __init__(self, clock: RunClock, delay: float) -> None:
        self.clock, self.delay = clock, delay
        self.seqs: list[int] = []

    def begin(self, request: Request, due: float, finished: Callable[[Exchange], None]) -> None:
        sent = self.clock()
        self.seqs.append(request.seq)

        def answer() -> None:
            seq, scenario, number, _, content = request
            finished(Exchange(seq, scenario, number, due, sent, sent, self.clock(), 1, OK, content))

        gevent.spawn_later(self.delay, answer)

    def close(self) -> None:
        pass


OK = Reply(status=204, headers=(), body=b"", size=0)
BOTH = {
    "url": "http://localhost:3000/sms",
    "baseline_url": "http://localhost:3001/sms",
    "baseline_signature_url": "http://localhost:3001/sms",
}


@pytest.mark.parametrize("seed", [0, 1, 7, 2**31])
def test_each_is_first_in_half_of_all_and_of_every_four_in_a_row(seed: int) -> None:
    firsts = [baseline_first(seq, seed) for seq in range(1024)]
    assert sum(firsts) == 512
    assert {sum(firsts[start : start + 4]) for start in range(0, 1024, 4)} == {2}


@pytest.mark.parametrize("warm_up", [0.0, 0.2])
def test_both_get_the_same_messages(warm_up: float) -> None:
    pacing = OpenBatches(size=30, interval=0.1, duration=0.4)
    job = Job(
        plan=factories.plan(pacing=pacing, warm_up=warm_up, **BOTH),
        sending=Sending(timeout=1.0, in_flight_cap=1000),
        auth_token=Secret("token"),
        shard=Shard(),
    )
    clock = RunClock()
    new, old = FakeSender(clock, 0.01), FakeSender(clock, 0.02)
    driver = Pairs(job, factories.line(clock, new, beside=factories.line(clock, old)))
    driver.run()
    snapshot = driver.snapshot
    assert snapshot.beside is not None
    assert new.seqs == old.seqs
    assert len([seq for seq in new.seqs if seq >= 0]) == 120
    counts = [Counter({key: tally.count for key, tally in one.tallies.items()}) for one in (snapshot, snapshot.beside)]
    assert counts[0] == counts[1]
    assert counts[0].total() == 120
    assert snapshot.numbers == snapshot.beside.numbers


def test_a_look_sees_both_sides_once_the_slower_has_ended() -> None:
    plan = factories.plan(pacing=OpenBatches(size=5, interval=0.1, duration=1.2), **BOTH)
    job, clock = Job(plan=plan, sending=Sending(timeout=2.0), auth_token=Secret("token")), RunClock()
    new, old = FakeSender(clock, 0.01), FakeSender(clock, 0.4)
    driver = Pairs(job, factories.line(clock, new, beside=factories.line(clock, old)))
    early: list[object] = []
    gevent.spawn_later(1.1, lambda: early.append(driver.seen([0, 1], whole=True)))
    driver.run()
    assert early == [None], "the baseline's last messages of that second were open"
    seen = driver.seen([0, 1], whole=True)
    assert seen is not None
    assert seen.beside is not None
    assert seen.seconds[0].reasons == seen.beside.seconds[0].reasons
    assert seen.seconds[0].latency.count == 50


def test_a_pair_is_the_same_text_signed_for_each_server() -> None:
    job = Job(plan=factories.plan(**BOTH), auth_token=Secret("token"), baseline_userinfo=Secret("user:word"))
    one, other = job.renderer().request(3), job.beside().renderer().request(3)
    assert (one.seq, one.scenario, one.number, one.content) == (other.seq, other.scenario, other.number, other.content)
    assert b"localhost:3001" in other.payload
    assert b"Authorization: Basic" in other.payload
    assert b"Authorization" not in one.payload
    assert Job.from_wire(job.to_wire()) == job
