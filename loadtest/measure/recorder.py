"""Exchange + Verdict -> Snapshot, one message at a time."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from loadtest.measure.snapshot import NUMBERS_KEPT, WARNINGS_KEPT, Sample, Second, Snapshot, Span, Tally
from loadtest.verdict.judge import RESPONSE_TIMES, Reason
from loadtest.words.exchange import KEPT_BODY, Reply
from loadtest.words.mask import NO_MASK, Mask

if TYPE_CHECKING:
    from collections.abc import Callable

    from loadtest.verdict.judge import Verdict
    from loadtest.words.exchange import Exchange

SAMPLE_BYTES = 2_000
"""Bytes of a reply's body kept in a sample."""


class Recorder:
    """Counts one driver's messages into a `Snapshot`. Not shared between processes: snapshots are, and they add up.

    `content` names what a message of the plan said, by its place: few names, so that replies can be told apart by them.
    `mask` hides secrets in what a reply said; a verdict has passed it already.
    """

    def __init__(self, *, content: Callable[[int], str] | None = None, mask: Mask = NO_MASK) -> None:
        self._mask = mask
        self._snapshot = Snapshot()
        self._content = content
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
        seq, scenario, number, due, sent, connected, done, attempts, response = exchange
        latency_us = int((done - due) * 1e6 + 0.5)
        lag_us = int((sent - due) * 1e6 + 0.5)

        try:
            tally = snapshot.tallies[scenario, reason]
            span = snapshot.spans[reason]
            sample = snapshot.samples[reason]
        except KeyError:
            tally = snapshot.tallies.setdefault((scenario, reason), Tally())
            span = snapshot.spans.setdefault(reason, Span(done, done))
            sample = snapshot.samples.setdefault(reason, self._sample(exchange, verdict))
        tally.latency.record_us(latency_us)
        tally.service_time.record_us(int((done - sent) * 1e6 + 0.5))
        tally.lag.record_us(lag_us)
        if done > span.last:
            span.last = done
        elif done < span.first:
            span.first = done
        if seq < sample.seq:
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
        if connected is not None:
            second.connected += 1
            second.connecting_us += int((connected - sent) * 1e6)
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
        content = scenario if self._content is None else self._content(seq)
        try:
            snapshot.contents[content][reason] += 1
        except KeyError:
            reasons = snapshot.contents.setdefault(content, {})
            reasons[reason] = reasons.get(reason, 0) + 1
        if connected is not None and connected > sent:
            snapshot.fresh[reason] = snapshot.fresh.get(reason, 0) + 1
        if reason is not Reason.ACCEPTED and type(response) is Reply:
            status = (reason, response.status)
            snapshot.statuses[status] = snapshot.statuses.get(status, 0) + 1
        if verdict.shape is not None:
            us = max(latency_us, 0)
            snapshot.replies.count(verdict, seq=seq, number=number, second=due_second, content=content, us=us)

    def moved(self, number: str, due: float, reason: Reason) -> None:
        """Count a message under another reason: it had been accepted, and was declined afterwards."""
        for counts in (self._second(due).reasons, self._snapshot.numbers.get(number, self._snapshot.numbers_beyond)):
            counts[Reason.ACCEPTED] = counts.get(Reason.ACCEPTED, 0) - 1
            counts[reason] = counts.get(reason, 0) + 1

    def text(self, verdict: Verdict, *, seq: int, number: str, due: float, at: float) -> None:
        """Count what a text through Twilio's API says to message `seq` among the kinds of replies."""
        content = "" if self._content is None else self._content(seq)
        us = max(int((at - due) * 1e6), 0)
        self._snapshot.replies.count(verdict, seq=seq, number=number, second=int(due), content=content, us=us)

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
        )
