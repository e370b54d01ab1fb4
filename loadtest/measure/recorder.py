"""Exchange + Verdict -> Snapshot, one message at a time."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from loadtest.measure.snapshot import NUMBERS_KEPT, WARNINGS_KEPT, Sample, Second, Snapshot, Span, Tally
from loadtest.verdict.judge import RESPONSE_TIMES, Reason
from loadtest.verdict.remedies import remedy_of
from loadtest.words.exchange import KEPT_BODY, Reply
from loadtest.words.mask import NO_MASK, Mask

if TYPE_CHECKING:
    from collections.abc import Callable

    from loadtest.verdict.judge import Verdict
    from loadtest.words.exchange import Exchange

    _Count = Callable[[int], None]
    _Row = tuple[_Count, _Count, _Count, Span, dict[Reason, int]]

SAMPLE_BYTES = 2_000
"""Bytes of a reply's body kept in a sample."""

REMEDY_CHARACTERS = 400


class Recorder:
    """Counts one driver's messages into a `Snapshot`. Not shared between processes: snapshots are, and they add up.

    `mask` hides secrets in what a reply said; a verdict has passed it already.
    """

    def __init__(self, *, mask: Mask = NO_MASK) -> None:
        self._mask = mask
        self._snapshot = Snapshot()
        self._rows: dict[tuple[str, str, Reason], _Row] = {}
        self._first_sent = math.inf
        self._last_sent = self._last_done = -math.inf

    @property
    def snapshot(self) -> Snapshot:
        """All that was counted so far; it goes on counting."""
        snapshot = self._snapshot
        if self._last_done >= 0 or self._first_sent < math.inf:
            snapshot.first_sent, snapshot.last_sent = self._first_sent, self._last_sent
            snapshot.last_done = self._last_done
        return snapshot

    def due(self, instant: float) -> None:
        """Count an arrival that came due at `instant`."""
        try:
            self._snapshot.seconds[int(instant)].due += 1
        except KeyError:
            self._second(instant).due += 1

    def dropped(self, instant: float) -> None:
        """Count an arrival that was refused because too many messages were in flight."""
        self._snapshot.dropped += 1
        self._second(instant).dropped += 1

    def record(self, exchange: Exchange, verdict: Verdict) -> None:  # noqa: C901, PLR0912, PLR0915  one straight line
        """Count one finished message. The measured path: what is usual is tried, what is not is caught."""
        snapshot = self._snapshot
        reason = verdict.reason
        seq, scenario, number, due, sent, connected, done, attempts, response, content = exchange
        latency_us = int((done - due) * 1e6 + 0.5)
        lag_us = int((sent - due) * 1e6 + 0.5)

        try:
            count_latency, count_service_time, count_lag, span, by_content = self._rows[scenario, content, reason]
        except KeyError:
            count_latency, count_service_time, count_lag, span, by_content = self._row(exchange, verdict)
        count_latency(latency_us)
        count_service_time(int((done - sent) * 1e6 + 0.5))
        count_lag(lag_us)
        by_content[reason] += 1
        if done > span.last:
            span.last = done
        elif done < span.first:
            span.first = done
        if seq < snapshot.samples[reason].seq:
            snapshot.samples[reason] = self._sample(exchange, verdict)

        seconds = snapshot.seconds
        due_second, sent_second, done_second = int(due), int(sent), int(done)
        try:
            second = seconds[due_second]
        except KeyError:
            second = self._second(due)
        reasons = second.reasons
        try:
            reasons[reason] += 1
        except KeyError:
            reasons[reason] = 1
        if reason in RESPONSE_TIMES:
            second.latency.record_us(latency_us)
        if connected is not None and connected > sent:  # a kept connection was there at once
            second.connected += 1
            second.connecting_us += int((connected - sent) * 1e6)
            snapshot.fresh[reason] = snapshot.fresh.get(reason, 0) + 1
        if sent_second != due_second:
            second = self._second(sent)
        second.sent += 1
        if lag_us > second.lag_us:
            second.lag_us = lag_us
        if done_second != sent_second:
            second = self._second(done)
        second.done += 1

        try:
            snapshot.numbers[number][reason] += 1
        except KeyError:
            self._count_number(number, reason)
        if sent < self._first_sent:
            self._first_sent = sent
        if sent > self._last_sent:
            self._last_sent = sent
        if done > self._last_done:
            self._last_done = done
        if attempts > 1:
            snapshot.retried += 1
        if verdict.twilio_code is not None:
            code = (reason, verdict.twilio_code)
            snapshot.codes[code] = snapshot.codes.get(code, 0) + 1
        for warning in verdict.warnings:
            if warning not in snapshot.warnings and len(snapshot.warnings) >= 2 * WARNINGS_KEPT:
                snapshot.trim()
            snapshot.warnings[warning] = snapshot.warnings.get(warning, 0) + 1
        if type(response) is Reply and response.size > KEPT_BODY:
            snapshot.oversized += 1
        if reason is not Reason.ACCEPTED and type(response) is Reply:
            status = (reason, response.status)
            snapshot.statuses[status] = snapshot.statuses.get(status, 0) + 1
        if verdict.shape is not None:
            us = latency_us if latency_us > 0 else 0  # noqa: FURB136  a call less
            snapshot.replies.count(verdict, seq, number, due_second, content, us)

    def moved(self, number: str, due: float, reason: Reason) -> None:
        """Count a message under another reason: it had been accepted, and was declined afterwards."""
        for counts in (self._second(due).reasons, self._snapshot.numbers.get(number, self._snapshot.numbers_beyond)):
            counts[Reason.ACCEPTED] = counts.get(Reason.ACCEPTED, 0) - 1
            counts[reason] = counts.get(reason, 0) + 1

    def _row(self, exchange: Exchange, verdict: Verdict) -> _Row:
        """Return where messages of a kind, content and reason count, from now on found at once."""
        snapshot, reason, done = self._snapshot, verdict.reason, exchange.done
        tally = snapshot.tallies.setdefault((exchange.scenario, reason), Tally())
        if reason not in snapshot.samples:
            snapshot.samples[reason] = self._sample(exchange, verdict)
        span = snapshot.spans.setdefault(reason, Span(done, done))
        by_content = snapshot.contents.setdefault(exchange.content, {})
        by_content.setdefault(reason, 0)
        row = (tally.latency.record_us, tally.service_time.record_us, tally.lag.record_us, span, by_content)
        return self._rows.setdefault((exchange.scenario, exchange.content, reason), row)

    def _count_number(self, number: str, reason: Reason) -> None:
        numbers = self._snapshot.numbers
        if number not in numbers and len(numbers) >= 2 * NUMBERS_KEPT:
            self._snapshot.trim()
        reasons = numbers.setdefault(number, {})
        reasons[reason] = reasons.get(reason, 0) + 1

    def _second(self, instant: float) -> Second:
        return self._snapshot.seconds.setdefault(max(int(instant), 0), Second())

    def _sample(self, exchange: Exchange, verdict: Verdict) -> Sample:
        response = exchange.response
        reply = response if isinstance(response, Reply) else None
        text = reply.body[:SAMPLE_BYTES].decode("utf-8", "replace") if reply else ""
        if reply and not self._mask.passes(more := reply.body[: 2 * SAMPLE_BYTES].decode("utf-8", "replace")):
            text = self._mask(more)[
                :SAMPLE_BYTES
            ]  # masked before it is cut, or the last one would not be known for one
        return Sample(
            seq=exchange.seq,
            status=reply.status if reply else None,
            twilio_code=verdict.twilio_code,
            detail=verdict.detail,
            text=text,
            remedy=self._mask(remedy_of(verdict.reason, response))[:REMEDY_CHARACTERS],
        )
