"""Delivers some messages again, with the same id and token, and compares what came back.

Source: Twilio repeats a request whose connection failed with the same `I-Twilio-Idempotency-Token`
(https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import gevent

from loadtest.message.repeats import Repeats
from loadtest.verdict.judge import UNJUDGED

if TYPE_CHECKING:
    from collections.abc import Callable

    from loadtest.measure.repeated import Repeated
    from loadtest.message.plan import Plan
    from loadtest.verdict.judge import Verdict
    from loadtest.words.exchange import Exchange, Failure, Reply, Request, Sender

_LOOK = 0.02
_SAMPLE = 200


class Repeating:
    """The repeats of one driver; they go beside its own messages and count in `counts` alone."""

    def __init__(
        self,
        plan: Plan,
        sender: Sender,
        judge: Callable[[Reply | Failure], Verdict],
        *,
        clock: Callable[[], float],
        counts: Repeated,
    ) -> None:
        self._repeats = Repeats(share=plan.repeat, seed=plan.seed, overlapping=bool(plan.conversations))
        self._sender, self._judge, self._clock, self._counts = sender, judge, clock, counts
        self._first: dict[int, Verdict | None] = {}
        self._again: dict[int, Verdict] = {}
        self._waiting: dict[int, gevent.Greenlet[..., None]] = {}
        self._open: set[int] = set()

    @property
    def busy(self) -> bool:
        """Whether a repeat is still to come, or to be answered."""
        return bool(self._waiting or self._open)

    def sent(self, request: Request, due: float) -> None:
        """Take in a message that has left; deliver it again when it is one of those."""
        delay = self._repeats.delay(request.seq) if request.seq >= 0 else None
        if delay is not None:
            self._first[request.seq] = None
            after = max(0.0, due + delay - self._clock())
            self._waiting[request.seq] = gevent.spawn_later(after, self._send, request, due + delay)

    def answered(self, seq: int, verdict: Verdict) -> None:
        """Take in what the first delivery came to."""
        if seq in self._first:
            self._first[seq] = verdict
            if seq in self._again:
                self._compare(seq)

    def wait(self, seconds: float) -> None:
        """Wait until every repeat has been answered, so long at most."""
        until = self._clock() + seconds
        while self.busy and self._clock() < until:
            gevent.sleep(_LOOK)

    def cancel(self) -> None:
        """Send no more of them."""
        gevent.killall(list(self._waiting.values()))
        self._waiting.clear()

    def _send(self, request: Request, due: float) -> None:
        self._waiting.pop(request.seq, None)
        self._open.add(request.seq)
        self._counts.sent += 1
        self._sender.begin(request, due, self._finished)

    def _finished(self, exchange: Exchange) -> None:
        self._open.discard(exchange.seq)
        self._again[exchange.seq] = self._judge(exchange.response)
        if self._first.get(exchange.seq) is not None:
            self._compare(exchange.seq)

    def _compare(self, seq: int) -> None:
        """Count a repeat whose first delivery has been answered, too."""
        first, again, counts = self._first.pop(seq), self._again.pop(seq), self._counts
        if again.shape is None:
            if again.reason not in UNJUDGED:
                counts.failed[again.reason.value] = counts.failed.get(again.reason.value, 0) + 1
        elif first is None or first.shape is None:
            counts.alone += 1
        elif first.said == again.said:
            counts.same += 1
        else:
            counts.differed(seq, first.said[:_SAMPLE], again.said[:_SAMPLE])
