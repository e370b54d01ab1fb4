"""The driver: every planned message leaves exactly once, on time, and is recorded, whatever the replies do."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import gevent
import pytest

from loadtest.clock import RunClock
from loadtest.drivers.local import LocalDriver
from loadtest.exchange import Exchange, Reply, Request
from loadtest.pacing import ClosedBatches, OpenBatches, Shard
from loadtest.phone_pool import parse_pool
from loadtest.plan import Plan, Renderer
from loadtest.recorder import Recorder
from loadtest.verdict import Judge, Reason

if TYPE_CHECKING:
    from loadtest.snapshot import Snapshot

OK = Reply(status=204, headers=(), body=b"", size=0)


class FakeSender:
    """Answers after `delay` seconds; counts what is open at once."""

    def __init__(self, clock: RunClock, delay: float = 0.0) -> None:
        self.clock = clock
        self.delay = delay
        self.seqs: list[int] = []
        self.open = self.most_open = 0

    def send(self, request: Request, *, due: float) -> Exchange:
        sent = self.clock()
        self.seqs.append(request.seq)
        self.open += 1
        self.most_open = max(self.most_open, self.open)
        try:
            gevent.sleep(self.delay)
        finally:
            self.open -= 1
        return Exchange(
            seq=request.seq,
            scenario=request.scenario,
            number=request.number,
            due=due,
            sent=sent,
            connected=sent,
            done=self.clock(),
            attempts=1,
            response=OK,
        )

    def close(self) -> None:
        pass


def drive(
    pacing: OpenBatches | ClosedBatches, *, delay: float = 0.0, cap: int = 1000, shard: Shard | None = None
) -> tuple[FakeSender, Snapshot, LocalDriver]:
    plan = Plan(
        url="http://localhost/",
        signature_url="http://localhost/",
        account_sid="AC" + "0" * 32,
        to_number="+15555556789",
        pacing=pacing,
        pool=parse_pool(["+15555551001"]),
        timeout=1.0,
        in_flight_cap=cap,
    )
    clock, recorder = RunClock(), Recorder()
    sender = FakeSender(clock, delay)
    driver = LocalDriver(
        plan,
        renderer=Renderer(plan, "token", random_bytes=os.urandom),
        sender=sender,
        judge=Judge(),
        recorder=recorder,
        clock=clock,
        shard=shard or Shard(),
    )
    return sender, recorder.snapshot, driver


def counts(snapshot: Snapshot) -> dict[Reason, int]:
    made: dict[Reason, int] = {}
    for (_, reason), tally in snapshot.tallies.items():
        made[reason] = made.get(reason, 0) + tally.count
    return made


@pytest.mark.parametrize("delay", [0.0, 0.15], ids=["quick replies", "replies slower than the interval"])
def test_the_open_model_sends_the_plan_whatever_the_replies_do(delay: float) -> None:
    sender, snapshot, driver = drive(OpenBatches(size=5, interval=0.05, duration=0.3), delay=delay)
    driver.run()
    assert sorted(sender.seqs) == list(range(30))
    assert counts(snapshot) == {Reason.ACCEPTED: 30}
    assert snapshot.dropped == 0
    if delay:
        assert sender.most_open >= 15


def test_a_batch_of_thousands_due_at_once_leaves_whole() -> None:
    sender, snapshot, driver = drive(OpenBatches(size=3000, interval=1.0, duration=0.5), cap=5000)
    driver.run()
    assert sorted(sender.seqs) == list(range(3000))
    assert counts(snapshot) == {Reason.ACCEPTED: 3000}


def test_what_exceeds_the_cap_is_dropped_and_counted() -> None:
    sender, snapshot, driver = drive(OpenBatches(size=10, interval=1.0, duration=0.5), delay=0.05, cap=4)
    driver.run()
    assert len(sender.seqs) == 4
    assert snapshot.dropped == 6
    assert snapshot.seconds[0].due == 10


def test_the_closed_model_waits_for_the_whole_batch() -> None:
    sender, snapshot, driver = drive(ClosedBatches(size=4, rest=0.05, duration=0.25), delay=0.1)
    driver.run()
    assert sender.most_open == 4
    assert len(sender.seqs) == counts(snapshot)[Reason.ACCEPTED]
    assert len(sender.seqs) in {4, 8}


@pytest.mark.parametrize("count", [2, 3])
def test_shards_together_send_the_plan_once(count: int) -> None:
    seqs: list[int] = []
    for index in range(count):
        shard = Shard(index=index, count=count)
        sender, _, driver = drive(OpenBatches(size=7, interval=0.02, duration=0.1), shard=shard)
        driver.run()
        seqs += sender.seqs
    assert sorted(seqs) == list(range(35))


def test_an_exception_from_outside_cuts_what_is_open_and_records_it() -> None:
    sender, snapshot, driver = drive(OpenBatches(size=5, interval=0.05, duration=60.0), delay=30.0)

    class Stop(Exception):  # noqa: N818  a signal, not an error
        pass

    main = gevent.getcurrent()
    hub = gevent.get_hub()
    timer = hub.loop.timer(0.12)
    timer.start(main.throw, Stop)
    with pytest.raises(Stop):
        driver.run()
    timer.close()
    assert counts(snapshot)[Reason.CUT] == len(sender.seqs) >= 10
    assert driver.in_flight == sender.open == 0


def test_a_bug_in_the_sender_ends_the_run_instead_of_hanging_it() -> None:
    sender, _, driver = drive(OpenBatches(size=2, interval=0.05, duration=5.0))

    def broken(request: Request, *, due: float) -> Exchange:
        raise ZeroDivisionError

    driver._send = broken
    del sender
    with pytest.raises(ZeroDivisionError):
        driver.run()
