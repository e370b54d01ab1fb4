"""What was counted: counts that add up.

A snapshot holds only counted things (integers, histograms, minima, maxima), so merging is associative, commutative and
has an identity. Everything derived is computed later, in summary. Memory does not grow with the number of messages:
only with seconds, reasons, and (up to `NUMBERS_KEPT`) phone numbers.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from loadtest.measure.answers import Answers
from loadtest.measure.conversations import Talked
from loadtest.measure.generator import OwnSecond
from loadtest.measure.histogram import Histogram
from loadtest.measure.repeated import Repeated
from loadtest.measure.replies import FirstReplies, Replies
from loadtest.verdict.judge import Reason

if TYPE_CHECKING:
    from collections.abc import Callable

Key = TypeVar("Key")
Additive = TypeVar("Additive", "Snapshot", FirstReplies, Answers, Repeated)

NUMBERS_KEPT = 100_000
WARNINGS_KEPT = 100


@dataclass(slots=True)
class Tally:
    """Messages of one scenario with one reason: how many, and their durations."""

    latency: Histogram = field(default_factory=Histogram)
    service_time: Histogram = field(default_factory=Histogram)
    lag: Histogram = field(default_factory=Histogram)

    @property
    def count(self) -> int:
        """Number of messages."""
        return self.latency.count

    def merge(self, other: Tally) -> None:
        """Add `other`."""
        self.latency.merge(other.latency)
        self.service_time.merge(other.service_time)
        self.lag.merge(other.lag)


@dataclass(slots=True)
class Second:
    """One second of the run's clock.

    `due`, `reasons` and `latency` (accepted and timed-out messages) belong to messages *due* in this second, and so do
    `connected`, how many got a connection of their own, and `connecting_us`, how long that took them all together;
    `sent` and `done` happened in it, whenever the message was due: in flight at its end is all sent so far less all
    done so far. `lag_us` is the largest lag of those sent in it, in microseconds.
    """

    due: int = 0
    sent: int = 0
    done: int = 0
    dropped: int = 0
    lag_us: int = 0
    connected: int = 0
    connecting_us: int = 0
    reasons: dict[Reason, int] = field(default_factory=dict)
    latency: Histogram = field(default_factory=partial(Histogram, coarse=True))

    def merge(self, other: Second) -> None:
        """Add `other`."""
        self.due += other.due
        self.sent += other.sent
        self.done += other.done
        self.dropped += other.dropped
        self.lag_us = max(self.lag_us, other.lag_us)
        self.connected += other.connected
        self.connecting_us += other.connecting_us
        for reason, count in other.reasons.items():
            self.reasons[reason] = self.reasons.get(reason, 0) + count
        self.latency.merge(other.latency)

    def to_wire(self, index: int) -> dict[str, Any]:
        """Return a JSON-ready form of the second of that index."""
        return {
            "second": index,
            "due": self.due,
            "sent": self.sent,
            "done": self.done,
            "dropped": self.dropped,
            "lag_us": self.lag_us,
            "connected": self.connected,
            "connecting_us": self.connecting_us,
            "reasons": _named(self.reasons),
            "latency": self.latency.to_wire(),
        }

    @classmethod
    def from_wire(cls, item: dict[str, Any]) -> Second:
        """Return the second that `to_wire` described."""
        return cls(
            due=item["due"],
            sent=item["sent"],
            done=item["done"],
            dropped=item["dropped"],
            lag_us=item.get("lag_us", 0),
            connected=item.get("connected", 0),
            connecting_us=item.get("connecting_us", 0),
            reasons=_reasons(item["reasons"]),
            latency=Histogram.from_wire(item["latency"]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """The first message (lowest seq) that got a reason, with what the server said.

    `detail` is the verdict's sentence, `text` the reply body's beginning decoded with replacement, `remedy` what to do
    about that very fault, where more is known than its reason: all of them may hold hostile text.
    """

    seq: int
    status: int | None
    twilio_code: int | None
    detail: str
    text: str
    remedy: str = ""

    @property
    def said(self) -> str:
        """The verdict's sentence with the status: a refusal inside a 200 must be seen to be one."""
        status = f"HTTP {self.status}"
        if self.status is None or status in self.detail[:100]:
            return self.detail
        return f"{status}, but {self.detail}" if 200 <= self.status < 300 else f"{status}: {self.detail}"  # noqa: PLR2004  2xx


@dataclass(slots=True)
class Span:
    """When (seconds on the run's clock, by done) a reason was first and last seen."""

    first: float
    last: float


@dataclass(slots=True)
class Snapshot:
    """All that was counted in a run, or in a part of one.

    `contents` counts by what a message said (few names, as `Plan.content` gives them), `fresh` those that had a new
    connection, not a kept one, `statuses` the failed ones that had a reply. `codes` counts Twilio error codes by
    reason; `retried` messages needed a second connect attempt; `oversized` replies had a body longer than was kept. Of
    more than `NUMBERS_KEPT` numbers (`WARNINGS_KEPT` warning texts) the smallest in text order are kept, the rest
    summed in `numbers_beyond` (`warnings_beyond`): a choice that any merge order makes. `own` is what the generator saw
    of itself by the second, `lost_processes` died and took their counts with them; `answers` is what came of accepted
    messages, where a mock Twilio saw it; `processed` is the finished work that the server told of, by what tells it;
    `talked` is what came of each conversation, by its name, `repeated` of messages delivered again;
    `warm_up` is what was sent before the load began, `beside` what a baseline got at the same time: both are in none
    of the other counts.
    """

    tallies: dict[tuple[str, Reason], Tally] = field(default_factory=dict)
    seconds: dict[int, Second] = field(default_factory=dict)
    numbers: dict[str, dict[Reason, int]] = field(default_factory=dict)
    numbers_beyond: dict[Reason, int] = field(default_factory=dict)
    samples: dict[Reason, Sample] = field(default_factory=dict)
    spans: dict[Reason, Span] = field(default_factory=dict)
    codes: dict[tuple[Reason, int], int] = field(default_factory=dict)
    contents: dict[str, dict[Reason, int]] = field(default_factory=dict)
    fresh: dict[Reason, int] = field(default_factory=dict)
    statuses: dict[tuple[Reason, int], int] = field(default_factory=dict)
    warnings: dict[str, int] = field(default_factory=dict)
    warnings_beyond: int = 0
    dropped: int = 0
    retried: int = 0
    oversized: int = 0
    first_sent: float | None = None
    last_sent: float | None = None
    last_done: float | None = None
    own: dict[int, OwnSecond] = field(default_factory=dict)
    lost_processes: int = 0
    replies: Replies = field(default_factory=Replies)
    first: FirstReplies | None = None
    answers: Answers | None = None
    processed: dict[str, int] = field(default_factory=dict)
    talked: dict[str, Talked] = field(default_factory=dict)
    repeated: Repeated | None = None
    warm_up: Snapshot | None = None
    beside: Snapshot | None = None

    def merge(self, other: Snapshot) -> None:
        """Add `other` to this snapshot; `other` is not changed."""
        for key, tally in other.tallies.items():
            self.tallies.setdefault(key, Tally()).merge(tally)
        for index, second in other.seconds.items():
            self.seconds.setdefault(index, Second()).merge(second)
        _add_each(self.numbers, other.numbers)
        _add_each(self.contents, other.contents)
        add_counts(self.numbers_beyond, other.numbers_beyond)
        for reason, sample in other.samples.items():
            mine = self.samples.get(reason)
            if mine is None or sample.seq < mine.seq:
                self.samples[reason] = sample
        for reason, span in other.spans.items():
            own = self.spans.setdefault(reason, Span(span.first, span.last))
            own.first, own.last = min(own.first, span.first), max(own.last, span.last)
        add_counts(self.codes, other.codes)
        add_counts(self.fresh, other.fresh)
        add_counts(self.statuses, other.statuses)
        add_counts(self.warnings, other.warnings)
        self.warnings_beyond += other.warnings_beyond
        self.dropped += other.dropped
        self.retried += other.retried
        self.oversized += other.oversized
        self.first_sent = least(self.first_sent, other.first_sent)
        self.last_sent = most(self.last_sent, other.last_sent)
        self.last_done = most(self.last_done, other.last_done)
        for index, own_second in other.own.items():
            self.own.setdefault(index, OwnSecond()).merge(own_second)
        self.lost_processes += other.lost_processes
        add_counts(self.processed, other.processed)
        for name, talked in other.talked.items():
            self.talked.setdefault(name, Talked()).merge(talked)
        self.replies.merge(other.replies)
        self.first = _sum(self.first, other.first, FirstReplies)
        self.answers = _sum(self.answers, other.answers, Answers)
        self.repeated = _sum(self.repeated, other.repeated, Repeated)
        self.warm_up = _sum(self.warm_up, other.warm_up, Snapshot)
        self.beside = _sum(self.beside, other.beside, Snapshot)
        self.trim()

    def trim(self) -> None:
        """Keep memory bounded: sum what is beyond the kept numbers and warnings."""
        for number in _beyond(self.numbers, NUMBERS_KEPT):
            add_counts(self.numbers_beyond, self.numbers.pop(number))
        for text in _beyond(self.warnings, WARNINGS_KEPT):
            self.warnings_beyond += self.warnings.pop(text)
        self.replies.trim()
        if self.beside is not None:
            self.beside.trim()

    def coded(self, reason: Reason) -> int:
        """Return how many messages with that reason Twilio would log with an error code."""
        return sum(count for (its, _), count in self.codes.items() if its is reason)

    def to_wire(self) -> dict[str, Any]:
        """Return a JSON-ready form that `from_wire` reads back to an equal snapshot."""
        return {
            "tallies": [
                {
                    "scenario": scenario,
                    "reason": reason.value,
                    "latency": tally.latency.to_wire(),
                    "service_time": tally.service_time.to_wire(),
                    "lag": tally.lag.to_wire(),
                }
                for (scenario, reason), tally in sorted(self.tallies.items(), key=_by_scenario)
            ],
            "seconds": [second.to_wire(index) for index, second in sorted(self.seconds.items())],
            "numbers": {number: _named(reasons) for number, reasons in sorted(self.numbers.items())},
            "numbers_beyond": _named(self.numbers_beyond),
            "samples": {reason.value: asdict(sample) for reason, sample in self.samples.items()},
            "spans": {reason.value: asdict(span) for reason, span in self.spans.items()},
            "codes": [
                {"reason": reason.value, "twilio_code": code, "count": count}
                for (reason, code), count in sorted(self.codes.items(), key=lambda item: (item[0][0].value, item[0][1]))
            ],
            "contents": {content: _named(reasons) for content, reasons in sorted(self.contents.items())},
            "fresh": _named(self.fresh),
            "statuses": [
                {"reason": reason.value, "status": status, "count": count}
                for (reason, status), count in sorted(
                    self.statuses.items(), key=lambda item: (item[0][0].value, item[0][1])
                )
            ],
            "warnings": self.warnings,
            "warnings_beyond": self.warnings_beyond,
            "dropped": self.dropped,
            "retried": self.retried,
            "oversized": self.oversized,
            "first_sent": self.first_sent,
            "last_sent": self.last_sent,
            "last_done": self.last_done,
            "own": [{"second": index} | second.to_wire() for index, second in sorted(self.own.items())],
            "lost_processes": self.lost_processes,
            "replies": self.replies.to_wire(),
            "first": None if self.first is None else self.first.to_wire(),
            "answers": None if self.answers is None else self.answers.to_wire(),
            "processed": self.processed,
            "warm_up": None if self.warm_up is None else self.warm_up.to_wire(),
            **({} if self.beside is None else {"beside": self.beside.to_wire()}),
            **({} if self.repeated is None else {"repeated": self.repeated.to_wire()}),
            **({"talked": {name: one.to_wire() for name, one in sorted(self.talked.items())}} if self.talked else {}),
        }

    @classmethod
    def from_wire(cls, wire: dict[str, Any]) -> Snapshot:
        """Return the snapshot that `to_wire` described."""
        return cls(
            tallies={
                (item["scenario"], Reason(item["reason"])): Tally(
                    latency=Histogram.from_wire(item["latency"]),
                    service_time=Histogram.from_wire(item["service_time"]),
                    lag=Histogram.from_wire(item["lag"]),
                )
                for item in wire["tallies"]
            },
            seconds={item["second"]: Second.from_wire(item) for item in wire["seconds"]},
            numbers={number: _reasons(reasons) for number, reasons in wire["numbers"].items()},
            numbers_beyond=_reasons(wire["numbers_beyond"]),
            samples={Reason(name): Sample(**sample) for name, sample in wire["samples"].items()},
            spans={Reason(name): Span(**span) for name, span in wire["spans"].items()},
            codes={(Reason(item["reason"]), item["twilio_code"]): item["count"] for item in wire["codes"]},
            contents={content: _reasons(reasons) for content, reasons in wire.get("contents", {}).items()},
            fresh=_reasons(wire.get("fresh", {})),
            statuses={(Reason(item["reason"]), item["status"]): item["count"] for item in wire.get("statuses", ())},
            own={item["second"]: OwnSecond.from_wire(item) for item in wire.get("own", ())},
            lost_processes=wire.get("lost_processes", 0),
            replies=Replies.from_wire(wire["replies"]) if "replies" in wire else Replies(),
            first=FirstReplies.from_wire(wire["first"]) if wire.get("first") else None,
            answers=None if wire.get("answers") is None else Answers.from_wire(wire["answers"]),
            processed=dict(wire.get("processed", {})),
            repeated=None if wire.get("repeated") is None else Repeated.from_wire(wire["repeated"]),
            talked={name: Talked.from_wire(one) for name, one in wire.get("talked", {}).items()},
            warm_up=None if wire.get("warm_up") is None else cls.from_wire(wire["warm_up"]),
            beside=None if wire.get("beside") is None else cls.from_wire(wire["beside"]),
            **{
                name: wire[name]
                for name in (
                    *("warnings", "warnings_beyond", "dropped", "retried", "oversized"),
                    *("first_sent", "last_sent", "last_done"),
                )
            },
        )


def _sum(one: Additive | None, other: Additive | None, empty: Callable[[], Additive]) -> Additive | None:
    """Return `one`, with `other` added where there is one."""
    if other is not None:
        one = empty() if one is None else one
        one.merge(other)
    return one


def add_counts(into: dict[Key, int], other: dict[Key, int]) -> None:
    """Add the counts of `other` to `into`."""
    for key, count in other.items():
        into[key] = into.get(key, 0) + count


def _add_each(into: dict[str, dict[Reason, int]], other: dict[str, dict[Reason, int]]) -> None:
    for name, reasons in other.items():
        add_counts(into.setdefault(name, {}), reasons)


def least(one: float | None, other: float | None) -> float | None:
    """Return the smaller of two instants, None being none."""
    return other if one is None else one if other is None else min(one, other)


def most(one: float | None, other: float | None) -> float | None:
    """Return the larger of two instants, None being none."""
    return other if one is None else one if other is None else max(one, other)


def _by_scenario(item: tuple[tuple[str, Reason], Tally]) -> tuple[str, str]:
    return item[0][0], item[0][1].value


def _beyond(texts: dict[str, Any], kept: int) -> list[str]:
    return sorted(texts)[kept:] if len(texts) > kept else []


def _named(reasons: dict[Reason, int]) -> dict[str, int]:
    return {reason.value: count for reason, count in reasons.items()}


def _reasons(named: dict[str, int]) -> dict[Reason, int]:
    return {Reason(name): count for name, count in named.items()}
