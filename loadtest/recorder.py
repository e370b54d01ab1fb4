"""Exchange + Verdict -> Snapshot, one message at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loadtest.exchange import Reply
from loadtest.snapshot import NUMBERS_KEPT, WARNINGS_KEPT, Sample, Second, Snapshot, Span, Tally, least, most
from loadtest.verdict import RESPONSE_TIMES

if TYPE_CHECKING:
    from loadtest.exchange import Exchange
    from loadtest.verdict import Verdict

SAMPLE_BYTES = 2_000
"""Bytes of a reply's body kept in a sample."""


class Recorder:
    """Counts one driver's messages into a `Snapshot`. Not shared between processes: snapshots are, and they add up."""

    def __init__(self) -> None:
        self.snapshot = Snapshot()

    def due(self, instant: float) -> None:
        """Count an arrival that came due at `instant`."""
        self._second(instant).due += 1

    def dropped(self, instant: float) -> None:
        """Count an arrival that was refused because too many messages were in flight."""
        self.snapshot.dropped += 1
        self._second(instant).dropped += 1

    def record(self, exchange: Exchange, verdict: Verdict) -> None:  # noqa: C901  one straight line of counters
        """Count one finished message."""
        snapshot = self.snapshot
        reason = verdict.reason
        latency, lag = exchange.latency, exchange.lag

        key = (exchange.scenario, reason)
        tally = snapshot.tallies.get(key)
        if tally is None:
            tally = snapshot.tallies[key] = Tally()
        tally.latency.record(latency)
        tally.service_time.record(exchange.service_time)
        tally.lag.record(lag)

        second = self._second(exchange.due)
        second.reasons[reason] = second.reasons.get(reason, 0) + 1
        if reason in RESPONSE_TIMES:
            second.latency.record(latency)
        self._second(exchange.sent).sent += 1
        self._second(exchange.done).done += 1

        numbers = snapshot.numbers
        number = numbers.get(exchange.number)
        if number is None:
            if len(numbers) >= 2 * NUMBERS_KEPT:
                snapshot.trim()
            number = numbers[exchange.number] = {}
        number[reason] = number.get(reason, 0) + 1
        snapshot.first_sent = least(snapshot.first_sent, exchange.sent)
        snapshot.last_sent = most(snapshot.last_sent, exchange.sent)
        snapshot.last_done = most(snapshot.last_done, exchange.done)
        span = snapshot.spans.get(reason)
        if span is None:
            snapshot.spans[reason] = Span(exchange.done, exchange.done)
        else:
            span.last = max(span.last, exchange.done)
            span.first = min(span.first, exchange.done)
        if exchange.attempts > 1:
            snapshot.retried += 1
        if verdict.twilio_code is not None:
            code = (reason, verdict.twilio_code)
            snapshot.codes[code] = snapshot.codes.get(code, 0) + 1
        for warning in verdict.warnings:
            if warning not in snapshot.warnings and len(snapshot.warnings) >= 2 * WARNINGS_KEPT:
                snapshot.trim()
            snapshot.warnings[warning] = snapshot.warnings.get(warning, 0) + 1
        response = exchange.response
        if isinstance(response, Reply) and response.size > len(response.body):
            snapshot.oversized += 1
        sample = snapshot.samples.get(reason)
        if sample is None or exchange.seq < sample.seq:
            snapshot.samples[reason] = _sample(exchange, verdict)

    def _second(self, instant: float) -> Second:
        index = int(instant) if instant >= 0 else 0
        second = self.snapshot.seconds.get(index)
        if second is None:
            second = self.snapshot.seconds[index] = Second()
        return second


def _sample(exchange: Exchange, verdict: Verdict) -> Sample:
    response = exchange.response
    reply = response if isinstance(response, Reply) else None
    return Sample(
        seq=exchange.seq,
        status=reply.status if reply else None,
        twilio_code=verdict.twilio_code,
        detail=verdict.detail,
        text=reply.body[:SAMPLE_BYTES].decode("utf-8", "replace") if reply else "",
    )
