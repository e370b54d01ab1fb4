"""Walks a plan in this process, one greenlet per message in flight.

Due times rule: in the open model every message leaves when it is due whatever the replies do, or at once when we are
late, and the lateness is recorded. A worker that has finished takes the next overdue message itself, so a late
generator catches up without waking anyone. Requests are rendered and signed ahead, while the next one is not yet due.
"""

from __future__ import annotations

import time
from collections import deque
from itertools import islice
from typing import TYPE_CHECKING, cast

import gevent
from gevent.event import Event

from loadtest.drivers.timer import Timer
from loadtest.exchange import Exchange, Failure, FailureKind
from loadtest.pacing import WHOLE, ClosedBatches, Shard
from loadtest.recorder import Recorder
from loadtest.units import format_duration
from loadtest.verdict import UNJUDGED, Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from loadtest.clock import RunClock
    from loadtest.exchange import Request, Sender
    from loadtest.pacing import Arrival
    from loadtest.plan import Plan, Renderer
    from loadtest.snapshot import Snapshot
    from loadtest.verdict import Judge

    Worker = gevent.Greenlet[..., None]

AHEAD = 512
"""Requests kept rendered ahead of their due times."""
_CHUNK = 8
"""Requests rendered at a stretch: about 50 microseconds, the most by which rendering delays a message."""
_TICK = 0.0006
"""Seconds that the pacer sleeps at least: at thousands a second it then sends a few at each waking."""
_CUT = Failure(kind=FailureKind.CUT, detail="stopped by our own end of the load, not by the server")
_GRACE = 2.0
"""Seconds beyond the timeout after which a message still open is our own fault."""
_WAITING = {FailureKind.TIMEOUT, FailureKind.CONNECT, FailureKind.TLS, FailureKind.DNS, FailureKind.RESET}
"""Failures that a generator which stood still can bring about by itself."""
_ASLEEP = 0.25
"""Share of a message's time, and seconds, that such a stall must last at least."""


class LocalDriver:
    """Sends the messages of one shard and records every one of them.

    `run` starts `clock` when the first requests are rendered; `sender` must use the same clock. What is due before 0.0
    warms up and is recorded in a snapshot of its own. `longest_stall` tells for how long at most this program stood
    still since an instant.
    """

    def __init__(  # noqa: PLR0913  what a load is made of
        self,
        plan: Plan,
        *,
        renderer: Renderer,
        sender: Sender,
        judge: Judge,
        recorder: Recorder,
        clock: RunClock,
        shard: Shard = WHOLE,
        longest_stall: Callable[[float], float] = lambda _: 0.0,
    ) -> None:
        self._plan = plan
        self._in_flight_cap = shard.part(plan.in_flight_cap)
        self._render = renderer.request
        self._send = sender.send
        self._judge = judge.judge
        self._recorder = recorder
        self._clock = clock
        self._longest_stall = longest_stall
        self._warm_up = Recorder() if plan.warm_up else recorder
        closed = isinstance(plan.pacing, ClosedBatches)
        self._arrivals: Iterator[Arrival] = iter(()) if closed else plan.arrivals(shard)
        self._more = True
        self._ready: deque[tuple[float, Request]] = deque()
        self._open: dict[Worker, tuple[float, float, Request]] = {}
        self._parked: list[Worker] = []
        self._idle = Event()
        self._crash: BaseException | None = None

    @property
    def snapshot(self) -> Snapshot:
        """All that was counted so far, the warm-up in its own place."""
        snapshot = self._recorder.snapshot
        if self._warm_up is not self._recorder:
            snapshot.warm_up = self._warm_up.snapshot
        return snapshot

    @property
    def in_flight(self) -> int:
        """Messages sent and not yet finished."""
        return len(self._open)

    def prepare(self) -> None:
        """Render the first requests, so that the load can begin at once."""
        self._more = self._prepare(AHEAD)

    def run(self, at: float | None = None) -> None:
        """Send the whole shard, then wait until the last message has had its full timeout.

        It begins at once, or at the instant `at` of the system's monotonic clock, with the warm-up. An exception
        that is thrown in from outside (a signal) cuts what is in flight, records it as cut, and passes on.
        """
        pacing = self._plan.pacing
        if not self._ready:
            self.prepare()
        self._clock.start((time.monotonic() if at is None else at) + self._plan.warm_up)
        try:
            if isinstance(pacing, ClosedBatches):
                self._closed(pacing)
            else:
                self._pace()
            self._drain()
        finally:
            self._cut()
        if self._crash is not None:
            raise self._crash

    def so_far(self, before: float) -> dict[str, int]:
        """Count the messages that were due before an instant."""
        seconds = [second for index, second in self._recorder.snapshot.seconds.items() if index < before]
        sent = sum(second.due - second.dropped for second in seconds)
        successful = sum(second.reasons.get(Reason.ACCEPTED, 0) for second in seconds)
        judged = sum(count for second in seconds for reason, count in second.reasons.items() if reason not in UNJUDGED)
        return {
            "sent": sent,
            "successful": successful,
            "failed": judged - successful,
            "in_flight": sent - sum(sum(second.reasons.values()) for second in seconds),
        }

    def _pace(self) -> None:
        timer = Timer()
        try:
            while (self._ready or self._more) and self._crash is None:
                wait = self._ready[0][0] - self._clock() if self._ready else 0.0
                if wait <= 0:
                    self._dispatch_due()
                    gevent.sleep(0)  # what is due leaves before anything else is rendered
                    self._more = self._more and self._prepare(_CHUNK)
                elif self._more and len(self._ready) < AHEAD:
                    self._more = self._prepare(_CHUNK)
                else:
                    timer.sleep(max(wait, _TICK))
        finally:
            timer.close()

    def _prepare(self, count: int) -> bool:
        """Render up to `count` more requests; return whether there may be others."""
        before = len(self._ready)
        for arrival in islice(self._arrivals, count):
            self._ready.append((arrival.due, self._render(arrival.seq)))
        return len(self._ready) == before + count

    def _dispatch_due(self) -> None:
        now = self._clock()
        while self._ready and self._ready[0][0] <= now:
            due, request = self._ready.popleft()
            self._dispatch(due, request)

    def _dispatch(self, due: float, request: Request) -> None:
        recorder = self._recorder if due >= 0 else self._warm_up
        recorder.due(due)
        if len(self._open) >= self._in_flight_cap:
            recorder.dropped(due)
            return
        self._idle.clear()
        if self._parked:
            worker = self._parked.pop()
            self._open[worker] = (due, due, request)
            gevent.get_hub().loop.run_callback(worker.switch, (due, request))
        else:
            worker = gevent.spawn(self._work, due, request)
            self._open[worker] = (due, due, request)

    def _work(self, due: float, request: Request) -> None:
        """Send one message after another; park when none is overdue."""
        me = cast("Worker", gevent.getcurrent())
        hub = gevent.get_hub()
        try:
            while True:
                self._open[me] = (due, self._clock(), request)
                exchange = self._send(request, due=due)
                if isinstance(exchange.response, Failure) and exchange.response.kind in _WAITING:
                    exchange = self._unless_asleep(exchange, exchange.response)
                recorder = self._recorder if due >= 0 else self._warm_up
                recorder.record(exchange, self._judge(exchange.response))
                if self._ready and self._ready[0][0] <= self._clock():
                    due, request = self._ready.popleft()
                    (self._recorder if due >= 0 else self._warm_up).due(due)
                    continue
                del self._open[me]
                if not self._open:
                    self._idle.set()
                self._parked.append(me)
                due, request = hub.switch()
        except gevent.GreenletExit:
            self._record_cut(me)
        except BaseException as error:  # noqa: BLE001  our own bug, raised again by run()
            self._crash = error
            self._open.pop(me, None)
            self._idle.set()

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
        while pacing.another(begin) and self._crash is None:
            if begin < 0:
                warm -= pacing.size
            seq = warm if begin < 0 else counted
            if begin >= 0:
                counted += pacing.size
            for request in [self._render(seq + place) for place in range(pacing.size)]:
                self._dispatch(begin, request)
            self._drain()
            gevent.sleep(pacing.rest)
            begin = self._clock()

    def _drain(self) -> None:
        if self._open:
            self._idle.wait(self._plan.timeout + _GRACE)

    def _cut(self) -> None:
        workers = [*self._open, *self._parked]
        self._parked.clear()
        gevent.killall(workers, block=True, timeout=_GRACE)
        for worker in list(self._open):
            self._record_cut(worker)

    def _record_cut(self, worker: Worker) -> None:
        entry = self._open.pop(worker, None)
        if entry is None:
            return
        due, sent, request = entry
        cut = Exchange(
            seq=request.seq,
            scenario=request.scenario,
            number=request.number,
            due=due,
            sent=sent,
            connected=None,
            done=self._clock(),
            attempts=1,
            response=_CUT,
        )
        (self._recorder if due >= 0 else self._warm_up).record(cut, self._judge(_CUT))
