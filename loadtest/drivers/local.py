"""Walks a plan in this process, one greenlet per message in flight.

Due times rule: in the open model every message leaves when it is due whatever the replies do, or at once when we are
late, and the lateness is recorded. A worker that has finished takes the next overdue message itself, so a late
generator catches up without waking anyone. Requests are rendered and signed ahead, while the next one is not yet due.
"""

from __future__ import annotations

from collections import deque
from itertools import islice
from typing import TYPE_CHECKING, cast

import gevent
from gevent.event import Event

from loadtest.exchange import Exchange, Failure, FailureKind
from loadtest.pacing import WHOLE, Arrival, ClosedBatches, Shard

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loadtest.clock import RunClock
    from loadtest.exchange import Request, Sender
    from loadtest.pacing import OpenBatches
    from loadtest.plan import Plan, Renderer
    from loadtest.recorder import Recorder
    from loadtest.verdict import Judge

    Worker = gevent.Greenlet[..., None]

AHEAD = 512
"""Requests kept rendered ahead of their due times."""
_CHUNK = 8
"""Requests rendered at a stretch: about 50 microseconds, the most by which rendering delays a message."""
_CUT = Failure(kind=FailureKind.CUT, detail="stopped by our own end of the load, not by the server")
_GRACE = 2.0
"""Seconds beyond the timeout after which a message still open is our own fault."""


class LocalDriver:
    """Sends the messages of one shard and records every one of them.

    `run` starts `clock` when the first requests are rendered; `sender` must use the same clock.
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
    ) -> None:
        self._plan = plan
        self._render = renderer.request
        self._send = sender.send
        self._judge = judge.judge
        self._recorder = recorder
        self._clock = clock
        self._shard = shard
        self._ready: deque[tuple[float, Request]] = deque()
        self._open: dict[Worker, tuple[float, float, Request]] = {}
        self._parked: list[Worker] = []
        self._idle = Event()
        self._crash: BaseException | None = None

    @property
    def in_flight(self) -> int:
        """Messages sent and not yet finished."""
        return len(self._open)

    def run(self) -> None:
        """Send the whole shard, then wait until the last message has had its full timeout.

        An exception that is thrown in from outside (a signal) cuts what is in flight, records it as cut, and passes on.
        """
        pacing = self._plan.pacing
        try:
            if isinstance(pacing, ClosedBatches):
                self._closed(pacing)
            else:
                self._pace(pacing)
            self._drain()
        finally:
            self._cut()
        if self._crash is not None:
            raise self._crash

    def _pace(self, pacing: OpenBatches) -> None:
        arrivals = pacing.arrivals(self._shard)
        more = self._prepare(arrivals, AHEAD)
        self._clock.start()
        while (self._ready or more) and self._crash is None:
            wait = self._ready[0][0] - self._clock() if self._ready else 0.0
            if wait <= 0:
                self._dispatch_due()
                more = more and self._prepare(arrivals, _CHUNK)
                gevent.sleep(0)
            elif more and len(self._ready) < AHEAD:
                more = self._prepare(arrivals, _CHUNK)
            else:
                gevent.sleep(wait)

    def _prepare(self, arrivals: Iterator[Arrival], count: int) -> bool:
        """Render up to `count` more requests; return whether there may be others."""
        before = len(self._ready)
        for arrival in islice(arrivals, count):
            self._ready.append((arrival.due, self._render(arrival.seq)))
        return len(self._ready) == before + count

    def _dispatch_due(self) -> None:
        now = self._clock()
        while self._ready and self._ready[0][0] <= now:
            due, request = self._ready.popleft()
            self._dispatch(due, request)

    def _dispatch(self, due: float, request: Request) -> None:
        self._recorder.due(due)
        if len(self._open) >= self._plan.in_flight_cap:
            self._recorder.dropped(due)
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
                self._recorder.record(exchange, self._judge(exchange.response))
                if self._ready and self._ready[0][0] <= self._clock():
                    due, request = self._ready.popleft()
                    self._recorder.due(due)
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

    def _closed(self, pacing: ClosedBatches) -> None:
        seq = 0
        begin = 0.0
        self._clock.start()
        while pacing.another(begin) and self._crash is None:
            requests = [self._render(seq + place) for place in range(pacing.size)]
            seq += pacing.size
            for request in requests:
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
        self._recorder.record(cut, self._judge(_CUT))
