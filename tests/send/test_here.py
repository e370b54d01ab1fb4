"""The driver: every planned message leaves exactly once, on time, and is recorded, whatever the replies do."""

from __future__ import annotations

import gc
import os
import time
import weakref
from typing import TYPE_CHECKING

import factories
import gevent
import pytest

from loadtest.pacing import SPACINGS, ClosedBatches, OpenBatches, Shard, Stages
from loadtest.send.drivers.here import BURST, Here
from loadtest.send.job import Job
from loadtest.verdict.judge import Reason
from loadtest.words.clock import RunClock
from loadtest.words.exchange import Exchange, Failure, FailureKind, Reply, Request
from loadtest.words.secret import Secret
from loadtest.words.sending import Sending

if TYPE_CHECKING:
    from collections.abc import Callable

    from loadtest.measure.snapshot import Snapshot
    from loadtest.pacing import Pacing

OK = Reply(status=204, headers=(), body=b"", size=0)


class FakeSender:
    """Answers after `delay` seconds; counts what is open at once."""

    def __init__(self, clock: RunClock, delay: float = 0.0) -> None:
        self.clock = clock
        self.delay = delay
        self.seqs: list[int] = []
        self.open = self.most_open = 0

    def begin(self, request: Request, due: float, finished: Callable[[Exchange], None]) -> None:
        sent = self.clock()
        self.seqs.append(request.seq)
        self.open += 1
        self.most_open = max(self.most_open, self.open)

        def answer() -> None:
            self.open -= 1
            seq, scenario, number, _, content = request
            finished(Exchange(seq, scenario, number, due, sent, sent, self.clock(), 1, OK, content))

        gevent.spawn_later(self.delay, answer)

    def send(self, request: Request, *, due: float) -> Exchange:
        raise NotImplementedError

    def close(self) -> None:
        pass


def drive(  # noqa: PLR0913  what a load is made of
    pacing: Pacing,
    *,
    delay: float = 0.0,
    cap: int = 1000,
    shard: Shard | None = None,
    warm_up: float = 0.0,
    longest_stall: Callable[[float], float] | None = None,
) -> tuple[FakeSender, Snapshot, Here]:
    job = Job(
        plan=factories.plan(url="http://localhost/", pacing=pacing, warm_up=warm_up),
        sending=Sending(timeout=1.0, in_flight_cap=cap),
        auth_token=Secret("token"),
        shard=shard or Shard(),
    )
    clock = RunClock()
    sender = FakeSender(clock, delay)
    driver = Here(job, factories.line(clock, sender))
    if longest_stall is not None:
        driver._longest_stall = longest_stall
    return sender, driver.snapshot, driver


def counts(snapshot: Snapshot) -> dict[Reason, int]:
    made: dict[Reason, int] = {}
    for (_, reason), tally in snapshot.tallies.items():
        made[reason] = made.get(reason, 0) + tally.count
    return made


@pytest.mark.parametrize("delay", [0.0, 0.4], ids=["quick replies", "replies slower than the interval"])
def test_the_open_model_sends_the_plan_whatever_the_replies_do(delay: float) -> None:
    sender, snapshot, driver = drive(OpenBatches(size=5, interval=0.05, duration=0.3), delay=delay)
    driver.run()
    assert sorted(sender.seqs) == list(range(30))
    assert counts(snapshot) == {Reason.ACCEPTED: 30}
    assert snapshot.dropped == 0
    if delay:
        assert sender.most_open > 5, "a batch does not wait for the one before"


def test_a_load_that_is_finished_early_sends_no_more_and_keeps_what_is_in_flight() -> None:
    sender, snapshot, driver = drive(OpenBatches(size=5, interval=0.05, duration=60.0), delay=0.1)
    gevent.spawn_later(0.12, driver.finish)
    driver.run()
    assert len(sender.seqs) < 60
    assert counts(snapshot) == {Reason.ACCEPTED: len(sender.seqs)}
    assert sum(second.due for second in snapshot.seconds.values()) == len(sender.seqs)


def test_a_closed_load_is_finished_after_its_batch() -> None:
    sender, snapshot, driver = drive(ClosedBatches(size=3, rest=0.01, duration=60.0), delay=0.02)
    gevent.spawn_later(0.05, driver.finish)
    driver.run()
    assert counts(snapshot) == {Reason.ACCEPTED: len(sender.seqs)}
    assert len(sender.seqs) % 3 == 0


def test_a_look_waits_for_what_is_open_unless_all_that_is_known_will_do() -> None:
    sender, _, driver = drive(OpenBatches(size=5, interval=0.05, duration=1.3), delay=0.4)
    seen: list[tuple[bool, bool]] = []

    def look() -> None:
        for after in (1.1, 0.5):
            gevent.sleep(after)
            sure, partly = driver.seen([0, 1], whole=True), driver.seen([0, 1], whole=False)
            assert partly is not None
            seen.append((sure is not None, partly.seconds[0].reasons == {Reason.ACCEPTED: 100}))

    looker = gevent.spawn(look)
    driver.run()
    looker.get()
    assert sender.open == 0
    assert seen == [(False, False), (True, True)]


def test_a_batch_of_thousands_due_at_once_leaves_whole() -> None:
    sender, snapshot, driver = drive(OpenBatches(size=3000, interval=1.0, duration=0.5), cap=5000)
    driver.run()
    assert sorted(sender.seqs) == list(range(3000))
    assert counts(snapshot) == {Reason.ACCEPTED: 3000}


def test_a_late_generator_notices_replies_between_its_bursts() -> None:
    sender, snapshot, driver = drive(OpenBatches(size=3000, interval=1.0, duration=0.5), cap=5000)
    begun_unheard = [0]
    reader, writer = os.pipe()
    watcher = gevent.get_hub().loop.io(reader, 1)
    watcher.start(lambda: (os.read(reader, 65536), begun_unheard.append(0)))

    def answered_at_once(request: Request, due: float, finished: Callable[[Exchange], None]) -> None:
        sender.begin(request, due, finished)
        begun_unheard[-1] += 1
        os.write(writer, b"x")

    driver._begin = answered_at_once
    driver.run()
    assert counts(snapshot) == {Reason.ACCEPTED: 3000}
    assert max(begun_unheard) <= 2 * BURST
    watcher.close()
    os.close(reader)
    os.close(writer)


def test_what_exceeds_the_cap_is_dropped_and_counted() -> None:
    sender, snapshot, driver = drive(OpenBatches(size=10, interval=1.0, duration=0.5), delay=0.05, cap=4)
    driver.run()
    assert len(sender.seqs) == 4
    assert snapshot.dropped == 6
    assert snapshot.seconds[0].due == 10


def test_the_closed_model_waits_for_the_whole_batch() -> None:
    sender, snapshot, driver = drive(ClosedBatches(size=4, rest=0.05, duration=0.25), delay=0.1)
    begin, open_before = sender.begin, []

    def watched(request: Request, due: float, finished: Callable[[Exchange], None]) -> None:
        open_before.append(sender.open)
        begin(request, due, finished)

    driver._begin = watched
    driver.run()
    assert set(open_before[::4]) == {0}, "a batch begins when the one before is answered"
    assert max(open_before) < 4
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

    main, loop = gevent.getcurrent(), gevent.get_hub().loop

    def until_the_tenth(request: Request, due: float, finished: Callable[[Exchange], None]) -> None:
        if request.seq == 9:
            loop.run_callback(main.throw, Stop)
        sender.begin(request, due, finished)

    driver._begin = until_the_tenth
    with pytest.raises(Stop):
        driver.run()
    assert counts(snapshot)[Reason.CUT] == len(sender.seqs) >= 10
    assert driver.in_flight == 0


def test_what_comes_of_a_message_after_it_was_cut_is_ignored() -> None:
    sender, snapshot, driver = drive(OpenBatches(size=5, interval=1.0, duration=0.5), delay=0.05)
    gevent.spawn_later(0.02, gevent.getcurrent().throw, KeyboardInterrupt)
    with pytest.raises(KeyboardInterrupt):
        driver.run()
    gevent.sleep(0.06)
    assert sender.open == 0
    assert counts(snapshot) == {Reason.CUT: 5}


def test_a_bug_in_the_sender_ends_the_run_instead_of_hanging_it() -> None:
    _, _, driver = drive(OpenBatches(size=2, interval=0.05, duration=5.0))

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    driver._begin = broken
    with pytest.raises(ZeroDivisionError):
        driver.run()


@pytest.mark.parametrize(
    ("pacing", "warm", "counted"),
    [
        pytest.param(Stages.constant(100, 0.3), 20, 30, id="a rate"),
        pytest.param(Stages.constant(100, 0.3, spacing=SPACINGS["poisson"]), 20, 30, id="Poisson arrivals"),
        pytest.param(OpenBatches(size=5, interval=0.1, duration=0.3), 10, 15, id="batches"),
    ],
)
def test_the_warm_up_is_sent_first_and_counted_apart(pacing: Pacing, warm: int, counted: int) -> None:
    sender, _, driver = drive(pacing, warm_up=0.2)
    driver.run()
    snapshot = driver.snapshot
    assert sorted(sender.seqs) == [*range(-warm, 0), *range(counted)]
    assert sender.seqs[0] < 0 <= sender.seqs[-1]
    assert counts(snapshot) == {Reason.ACCEPTED: counted}
    assert snapshot.warm_up is not None
    assert counts(snapshot.warm_up) == {Reason.ACCEPTED: warm}
    assert snapshot.first_sent is not None
    assert snapshot.first_sent > -0.01
    assert sum(second.due for second in snapshot.seconds.values()) == counted
    assert driver.so_far(60)["sent"] == counted


def test_the_closed_model_warms_up_with_whole_batches() -> None:
    sender, snapshot, driver = drive(ClosedBatches(size=3, rest=0.02, duration=0.2), delay=0.03, warm_up=0.1)
    driver.run()
    warm = [seq for seq in sender.seqs if seq < 0]
    counted = [seq for seq in sender.seqs if seq >= 0]
    assert warm
    assert len(warm) % 3 == len(counted) % 3 == 0
    assert counted == list(range(len(counted)))
    assert snapshot.warm_up is not None
    assert counts(snapshot.warm_up) == {Reason.ACCEPTED: len(warm)}


def test_shards_share_the_in_flight_cap() -> None:
    drivers = [
        drive(OpenBatches(size=5, interval=1, duration=0.5), delay=0.05, cap=3, shard=Shard(index=i, count=2))
        for i in range(2)
    ]
    for _, _, driver in drivers:
        driver.run()
    assert sum(len(sender.seqs) for sender, _, _ in drivers) == 3
    assert sum(snapshot.dropped for _, snapshot, _ in drivers) == 2


TIMED_OUT = Failure(kind=FailureKind.TIMEOUT, detail="the 1 s were over")
REFUSED = Failure(kind=FailureKind.CONNECT, cause="refused", detail="nothing listens there")
UNANSWERED = Failure(kind=FailureKind.CONNECT, cause="timed out", detail="no connection")


@pytest.mark.parametrize(
    ("response", "stall", "reason"),
    [
        pytest.param(TIMED_OUT, 0.0, Reason.TIMEOUT, id="a timeout while we were awake is the server's"),
        pytest.param(TIMED_OUT, 0.9, Reason.GENERATOR, id="one while we stood still is our own"),
        pytest.param(TIMED_OUT, 0.2, Reason.TIMEOUT, id="a short stall explains no timeout"),
        pytest.param(UNANSWERED, 0.9, Reason.GENERATOR, id="nor could we see a connection come about"),
        pytest.param(REFUSED, 0.9, Reason.CONNECT, id="but a refusal is a refusal"),
        pytest.param(OK, 0.9, Reason.ACCEPTED, id="and a reply is a reply"),
    ],
)
def test_what_failed_because_we_stood_still_is_our_own_fault(
    response: Reply | Failure, stall: float, reason: Reason
) -> None:
    sender, snapshot, driver = drive(OpenBatches(size=2, interval=1, duration=0.5), longest_stall=lambda _: stall)
    begin = sender.begin

    def late(request: Request, due: float, finished: Callable[[Exchange], None]) -> None:
        begin(request, due, lambda exchange: finished(exchange._replace(done=due + 1.0, response=response)))

    driver._begin = late
    driver.run()
    assert counts(snapshot) == {reason: 2}


def test_how_far_it_is_costs_no_walk_through_a_days_seconds() -> None:
    _, snapshot, driver = drive(OpenBatches(size=2, interval=0.01, duration=0.03))
    driver.run()
    before = driver.so_far(3.0)
    assert (before["sent"], before["successful"], before["in_flight"]) == (6, 6, 0)
    driver._clock.start(time.monotonic() - 100)  # by now every message has had its time
    assert driver.so_far(3.0) == before
    snapshot.seconds.clear()
    assert driver.so_far(3.0) == before, "what is final is not counted again"


def test_a_load_that_is_over_is_left_to_the_collector() -> None:
    driver = drive(OpenBatches(size=1, interval=0.01, duration=0.02))[-1]
    driver.run()
    gone = weakref.ref(driver)
    del driver
    gc.collect()
    assert gone() is None
    assert gc.get_freeze_count() == 0
