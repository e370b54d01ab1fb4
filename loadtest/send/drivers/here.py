"""Walks a plan in this process: one greenlet sends whatever is due, and the hub tells what came of it.

Due times rule: in the open model every message leaves when it is due whatever the replies do, or at once when we are
late, and the lateness is recorded. Requests are rendered and signed ahead, right after others have left: their replies
are on the way then.
"""

from __future__ import annotations

import gc
import math
import time
from collections import deque
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import gevent
from gevent.event import Event

from loadtest.measure.matching import Matcher
from loadtest.measure.recorder import Recorder
from loadtest.measure.repeated import Repeated
from loadtest.measure.snapshot import Snapshot
from loadtest.measure.stretches import gather
from loadtest.message.cookies import NOT_KEPT, CookieJar
from loadtest.message.repeats import AFTERWARDS
from loadtest.pacing import ClosedBatches, Stages
from loadtest.send.drivers.repeating import Repeating
from loadtest.send.drivers.timer import Timer
from loadtest.send.stalls import StallMeter
from loadtest.verdict.judge import UNJUDGED, Reason
from loadtest.words.exchange import Exchange, Failure, FailureKind, Reply
from loadtest.words.units import format_duration

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from loadtest.measure.snapshot import Second
    from loadtest.pacing import Arrival
    from loadtest.send.job import Job
    from loadtest.send.line import Line
    from loadtest.verdict.judge import Verdict
    from loadtest.words.exchange import Request

AHEAD = 512
"""Requests kept rendered ahead of their due times."""
BURST = 64
"""Messages sent at a stretch by a late generator: the most that may leave before a reply is noticed."""
CHUNK = 16
"""Requests rendered at a stretch, at least: some 60 microseconds, by which rendering may delay a message."""
TICK = 0.0008
"""Seconds that the pacer sleeps at least: at thousands a second it then sends a few at each waking."""
_CUT = Failure(kind=FailureKind.CUT, detail="stopped by our own end of the load, not by the server")
_GRACE = 2.0
"""Seconds beyond the timeout after which a message still open is our own fault."""
_WAITING = {FailureKind.TIMEOUT, FailureKind.CONNECT, FailureKind.TLS, FailureKind.DNS, FailureKind.RESET}
"""Failures that a generator which stood still can bring about by itself."""
_LOOK, _CLEAR_EVERY, _AFTERWARDS = 0.05, 0.5, 1.0
"""Seconds between looks whether all is answered, between looks what has waited too long, and after the last answer."""
_TOLD = 0.5
"""Seconds within which a text that came in is told of."""
_BEFORE, _SAID = -(10**9), "\0"
"""Stand for the place of a message that was sent before the load, and for what it was answered with."""
_ASLEEP = 0.25
"""Share of a message's time, and seconds, that such a stall must last at least."""


class Here:
    """A job, done in this process: sends the messages of its shard and records every one of them.

    `run` starts the line's clock when the first requests are rendered. What is due before 0.0 warms up and is recorded
    in a snapshot of its own.
    """

    live = True

    def __init__(self, job: Job, line: Line) -> None:
        plan, shard = job.plan, job.shard
        self._plan, self._shard = plan, shard
        self._timeout = job.sending.timeout
        self._in_flight_cap = shard.part(job.sending.in_flight_cap)
        self._renderer = job.renderer()
        self._render = self._renderer.request
        self._line = line
        self._begin = line.sender.begin
        self._clock = line.clock
        judge = job.judge()
        self._judge, self._judge_text = judge.judge, judge.judge_text
        self._recorder = Recorder(mask=job.mask())
        self._warm_up = Recorder(mask=job.mask()) if plan.warm_up else self._recorder
        self._patience = job.patience or 0.0
        self._matcher = Matcher(self._patience, moved=self._recorder.moved) if job.patience else None
        self._cookies = CookieJar(path=urlsplit(plan.url).path, secure=line.route.scheme == "https")
        self._begun = False
        self._repeating: Repeating | None = None
        if plan.repeat:
            counts = self._recorder.snapshot.repeated = Repeated()
            self._repeating = Repeating(plan, line.sender, judge.judge, clock=line.clock, counts=counts)
        for place, (number, answered) in enumerate(job.before):
            if self._matcher is not None and shard.holds(plan.pool.place_of(number) or 0):
                self._matcher.sent(_BEFORE - place, "", number, -plan.warm_up - 1.0)
                self._matcher.settled(_BEFORE - place, number, 0.0, accepted=True, words=_SAID if answered else "")
        self._meter = StallMeter(self._recorder.snapshot.own, line.clock)
        self._longest_stall = self._meter.longest_stall
        closed = isinstance(plan.pacing, ClosedBatches)
        self._arrivals: Iterator[Arrival] = iter(()) if closed else plan.arrivals(shard)
        self._ready: deque[tuple[float, Request]] = deque()
        self._open: dict[int, tuple[float, float, Request]] = {}
        self._draining: Event | None = None
        self._final, self._so_far = 0, (0, 0, 0, 0)
        self._ended = False
        self._more = self._prepare(AHEAD)  # so that the load can begin at once
        # What is there by now stays: the collector need not walk it again and again while messages leave.
        gc.collect()
        gc.freeze()

    @property
    def snapshot(self) -> Snapshot:
        """All that was counted so far, the warm-up in its own place."""
        snapshot = self._recorder.snapshot
        if self._warm_up is not self._recorder:
            snapshot.warm_up = self._warm_up.snapshot
        if self._matcher is not None:
            snapshot.answers = self._matcher.answers
        return snapshot

    @property
    def in_flight(self) -> int:
        """Messages sent and not yet finished."""
        return len(self._open)

    def run(self, begin: Callable[[], float] | None = None) -> None:
        """Send the whole shard, then wait until the last message has had its full timeout.

        It begins at once, or at the instant of the system's monotonic clock that `begin` returns, with the warm-up. An
        exception that is thrown in from outside (a signal) cuts what is in flight, records it as cut, and passes on.
        No connection is left open.
        """
        try:
            with self._meter:
                self._run(begin or time.monotonic)
        finally:
            self._line.close()
            gc.unfreeze()  # what a run of a series leaves would stay for ever

    def _run(self, begin: Callable[[], float]) -> None:
        pacing = self._plan.pacing
        gevent.get_hub().loop.update_now()  # collecting took a while, by which its timers would be early
        self._clock.start(begin() + self._plan.warm_up)
        self._begun = True
        clearing = gevent.spawn(self._clear, self._matcher) if self._matcher is not None else None
        try:
            if isinstance(pacing, ClosedBatches):
                self._closed(pacing)
            else:
                self._pace()
                self._pause()
            self._drain()
            if self._repeating is not None:
                self._repeating.wait(AFTERWARDS + self._timeout + _GRACE)
            if self._matcher is not None:
                self._await_answers(self._matcher)
        finally:
            self._cut()
            if self._matcher is not None:
                self._matcher.finish(self._clock())
            if clearing is not None:
                clearing.kill()

    def heard(self, at: float, number: str, words: str) -> None:
        """Take in a text that the server sent to a number; before the load begins it belongs to no message of it.

        A mock that several shards watch tells each of them of all texts: one to a number of another's is not ours.
        """
        instant = self._clock.of(at)
        if self._matcher is None or not self._begun or instant < -self._plan.warm_up:
            return
        if self._shard.count > 1 and not self._shard.holds(self._plan.pool.place_of(number) or 0):
            return
        verdict = self._text_verdict(number, words)
        self._matcher.give_up(instant)
        answered = self._matcher.text(number, instant, words, verdict.reason)
        if answered is not None:
            seq, due = answered
            replies = (self._recorder if seq >= 0 else self._warm_up).snapshot.replies
            us = max(int((instant - due) * 1e6), 0)
            replies.count(verdict, seq, number, int(due), self._content(seq, number), us)
            self._answered(seq, number, instant, verdict)

    def _text_verdict(self, _number: str, words: str) -> Verdict:
        return self._judge_text(words)

    def _content(self, seq: int, _number: str) -> str:
        return self._plan.content(seq)

    def _answered(self, seq: int, number: str, at: float, verdict: Verdict) -> None:
        """Take in that a text answered a message: conversations go on by it."""

    def _await_answers(self, matcher: Matcher) -> None:
        """Wait until every accepted message has an answer, or has been waited for long enough."""
        until = self._clock() + self._patience + _TOLD
        while matcher.waiting and self._clock() < until:
            gevent.sleep(_LOOK)
            matcher.give_up(self._clock() - _TOLD)
        if self._plan.pacing.duration:
            gevent.sleep(min(_AFTERWARDS, self._patience))  # a second answer comes soon after the first, if one does

    def _clear(self, matcher: Matcher) -> None:
        while True:
            gevent.sleep(_CLEAR_EVERY)
            matcher.give_up(self._clock() - _TOLD)

    def so_far(self, before: float) -> dict[str, int]:
        """Count the messages that were due before an instant."""
        seconds = self._recorder.snapshot.seconds
        # Seconds whose messages have all had their time do not change any more, and a day has many: each counts once.
        now = self._clock()
        final = int(min(before, now - self._timeout - _GRACE - self._patience))
        for index in range(self._final, final):
            self._so_far = _added(self._so_far, seconds.get(index))
        self._final = max(self._final, final)
        counts = self._so_far
        for index in range(self._final, math.ceil(min(before, now + 1.0))):
            counts = _added(counts, seconds.get(index))
        sent, successful, judged, ended = counts
        return {
            "sent": sent,
            "successful": successful,
            "failed": judged - successful,
            "in_flight": sent - ended,
            "waiting": self._matcher.waiting if self._matcher is not None else 0,
        }

    def seen(self, edges: Sequence[int], *, whole: bool) -> Snapshot | None:
        """Tell of the seconds so far, a stretch of them at each of `edges`; see `Load`."""
        if whole and not self._done(edges[-1]):
            return None
        told = Snapshot()
        for _ in gather(self._recorder.snapshot.seconds, edges, told.seconds):
            gevent.sleep(TICK)  # what is due or answered meanwhile need not wait
        return told

    def finish(self) -> None:
        """Send no more; what is in flight keeps its time, and `run` returns as after the whole load."""
        self._ended, self._more = True, False
        if self._repeating is not None:
            self._repeating.cancel()
        self._arrivals = iter(())
        self._ready.clear()

    def _done(self, before: float) -> bool:
        """Return whether every message that was due before an instant has ended."""
        if self._clock() < before or (self._ready and self._ready[0][0] < before):
            return False
        return all(due >= before for due, _, _ in self._open.values())

    def _pace(self) -> None:
        timer = Timer()
        ready = self._ready
        try:
            while ready or self._more:
                sent = self._send_due()
                if self._more and len(ready) < AHEAD:
                    self._more = self._prepare(max(sent, CHUNK))
                wait = ready[0][0] - self._clock() if ready else 0.0
                # A late one sleeps, too: replies are read in between, which gevent's `sleep(0)` does not wait for.
                timer.sleep(max(wait, TICK) if wait > 0 else 0.0)
        finally:
            timer.close()

    def _pause(self) -> None:
        """Wait until the end of a plan that ends in a pause: the monitors watch on."""
        pacing = self._plan.pacing
        if isinstance(pacing, Stages) and pacing.pauses_last and not self._ended:
            gevent.sleep(max(0.0, pacing.duration - self._clock()))

    def _prepare(self, count: int) -> bool:
        """Render up to `count` more requests; return whether there may be others."""
        before = len(self._ready)
        for seq, due in islice(self._arrivals, count):
            self._ready.append((due, self._render(seq)))
        return len(self._ready) == before + count

    def _send_due(self) -> int:
        """Send what is due; return how many messages that were."""
        now = self._clock()
        ready = self._ready
        for sent in range(BURST):
            if not ready or ready[0][0] > now:
                return sent
            due, request = ready.popleft()
            self._dispatch(due, request, now)
        return BURST

    def _dispatch(self, due: float, request: Request, now: float) -> bool:
        """Send a message, unless too many are in flight; return whether it left."""
        recorder = self._recorder if request.seq >= 0 else self._warm_up
        recorder.due(due)
        if len(self._open) >= self._in_flight_cap:
            recorder.dropped(due)
            return False
        self._open[request.seq] = (due, now, request)
        if self._matcher is not None:
            self._matcher.sent(request.seq, request.scenario, request.number, due)
        if self._cookies:  # only what it was answered before decides
            request = request._replace(payload=self._cookies.dress(request.number, request.payload, time.time()))
        if self._repeating is not None:  # before: it may be answered, or fail, at once
            self._repeating.sent(request, due)
        self._begin(request, due, self._finished)
        return True

    def _finished(self, exchange: Exchange) -> None:
        """Record what came of a message; the sender calls it."""
        if self._open.pop(exchange.seq, None) is None:
            return  # it was cut
        response = exchange.response
        if type(response) is Failure and response.kind in _WAITING:
            exchange = self._unless_asleep(exchange, response)
        elif type(response) is Reply and response.cookies:
            self._cookies.hear(exchange.number, response.cookies, time.time())
        recorder = self._recorder if exchange.seq >= 0 else self._warm_up
        verdict = self._verdict(exchange)
        recorder.record(exchange, verdict)
        if self._repeating is not None:
            self._repeating.answered(exchange.seq, verdict)
        if self._matcher is not None:
            said, seq, number = verdict.said.strip(), exchange.seq, exchange.number
            self._matcher.settled(seq, number, exchange.done, accepted=verdict.ok, words=said)
        if self._draining is not None and not self._open:
            self._draining.set()

    def _verdict(self, exchange: Exchange) -> Verdict:
        return self._judge(exchange.response)

    def _unless_asleep(self, exchange: Exchange, failure: Failure) -> Exchange:
        """Return the exchange as our own fault when this program stood still for a good part of it."""
        if failure.kind is FailureKind.CONNECT and failure.cause != "timed out":
            return exchange
        stall = self._longest_stall(exchange.sent)
        if stall < max(_ASLEEP, _ASLEEP * exchange.service_time):
            return exchange
        detail = f"the load test itself stood still for {format_duration(stall)} while this message waited"
        return exchange._replace(response=Failure(kind=FailureKind.GENERATOR, detail=detail))

    def _closed(self, pacing: ClosedBatches) -> None:
        # Numbers of the warm-up count down from -1, as nobody knows how many batches it will have.
        warm = counted = 0
        begin = -self._plan.warm_up
        while pacing.another(begin) and not self._ended:
            if begin < 0:
                warm -= pacing.size
            seq = warm if begin < 0 else counted
            if begin >= 0:
                counted += pacing.size
            for request in [self._render(seq + place) for place in range(pacing.size)]:
                self._dispatch(begin, request, begin)
            self._drain()
            gevent.sleep(pacing.rest)
            begin = self._clock()

    def _drain(self) -> None:
        """Wait until nothing is in flight."""
        if self._open:
            self._draining = Event()
            self._draining.wait(self._timeout + _GRACE)
            self._draining = None

    def _cut(self) -> None:
        """Record what is still in flight; whatever comes of it now is ignored. Tell of cookies that were not kept."""
        now = self._clock()
        if self._repeating is not None:
            self._repeating.cancel()
        if self._cookies.dropped:
            self._recorder.snapshot.warnings[NOT_KEPT] = self._cookies.dropped
        for due, sent, request in self._open.values():
            seq, scenario, number, _, content = request
            cut = Exchange(seq, scenario, number, due, sent, None, now, 1, _CUT, content)
            (self._recorder if seq >= 0 else self._warm_up).record(cut, self._judge(_CUT))
        self._open.clear()


def _added(counts: tuple[int, int, int, int], second: Second | None) -> tuple[int, int, int, int]:
    """Add a second's messages to those sent, successful, judged and ended."""
    if second is None:
        return counts
    sent, successful, judged, ended = counts
    reasons = second.reasons
    here = sum(reasons.values())
    return (
        sent + second.due - second.dropped,
        successful + reasons.get(Reason.ACCEPTED, 0),
        judged + here - sum(reasons.get(reason, 0) for reason in UNJUDGED),
        ended + here,
    )
