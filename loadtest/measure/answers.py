"""What became of accepted messages: counts that add up, of answers by TwiML or through Twilio's API.

A message is *answered* when words for its sender reached Twilio, *unanswered* when none did within the time that they
had. An answer that declines is neither: the message then counts by its reason, out of the accepted ones.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from loadtest.measure.histogram import Histogram
from loadtest.verdict.judge import Reason

if TYPE_CHECKING:
    from collections.abc import Mapping

REFUSED, UNREACHABLE = "!", "?"
"""What stands in front of other hosts that the mock refused to call, and of those that took no connection."""
DELIVERY = "delivery"
"""What is seen of texts for which the server asked for status callbacks, by how each ended: `DELIVERED` where the mock
played so and the server took the callback of it, or else `NOT_TAKEN` or `NOT_SENT`; or a fault by Twilio's name."""
DELIVERED, NOT_TAKEN, NOT_SENT = "delivered", "not taken", "not sent"
NUMBERS_KEPT = 1_000
"""Numbers with unanswered messages that are kept by name."""


@dataclass(slots=True)
class Answered:
    """One scenario's messages: the times from due to the answer, and for how long those without one were waited for.

    `twice` got the same answer again; `declined` were accepted, and then declined through the API, by reason.
    """

    reply_time: Histogram = field(default_factory=Histogram)
    unanswered: Histogram = field(default_factory=Histogram)
    twice: int = 0
    declined: dict[Reason, int] = field(default_factory=dict)

    def merge(self, other: Answered) -> None:
        """Add `other`."""
        self.reply_time.merge(other.reply_time)
        self.unanswered.merge(other.unanswered)
        self.twice += other.twice
        for reason, count in other.declined.items():
            self.declined[reason] = self.declined.get(reason, 0) + count

    def to_wire(self) -> dict[str, Any]:
        """Return a JSON-ready form."""
        return {
            "reply_time": self.reply_time.to_wire(),
            "unanswered": self.unanswered.to_wire(),
            "twice": self.twice,
            "declined": {reason.value: count for reason, count in self.declined.items()},
        }

    @classmethod
    def from_wire(cls, wire: Mapping[str, Any]) -> Answered:
        """Return what `to_wire` described."""
        return cls(
            reply_time=Histogram.from_wire(wire["reply_time"]),
            unanswered=Histogram.from_wire(wire["unanswered"]),
            twice=wire["twice"],
            declined={Reason(name): count for name, count in wire["declined"].items()},
        )


@dataclass(slots=True)
class AnswerSecond:
    """Messages due in one second: the reply times of those answered, how many were not."""

    reply_time: Histogram = field(default_factory=partial(Histogram, coarse=True))
    unanswered: int = 0

    def merge(self, other: AnswerSecond) -> None:
        """Add `other`."""
        self.reply_time.merge(other.reply_time)
        self.unanswered += other.unanswered


_PLAIN = (
    "by_twiml",
    "by_rest",
    "exact",
    "ambiguous",
    "further",
    "unasked",
    "late",
    "after_failure",
    "numbers_beyond",
    "died",
    "unread",
)


@dataclass(slots=True)
class Answers:
    """All that was counted of answers.

    First answers came `by_twiml` or `by_rest`. Texts through the API were matched `exact`ly, or first in first out
    where several messages of the number were open (`ambiguous`); `further` ones followed a first answer with other
    words, `unasked` ones belong to no message, `late` ones came after their message had been given up, and those
    `after_failure` belong to a message whose webhook had failed. `numbers` counts unanswered messages by number.
    `seen` is what else was asked of the mock, by kind and name; `died` mocks ended too early, and `unread` events were
    lost because nobody read them in time.
    """

    scenarios: dict[str, Answered] = field(default_factory=dict)
    seconds: dict[int, AnswerSecond] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    numbers_beyond: int = 0
    by_twiml: int = 0
    by_rest: int = 0
    exact: int = 0
    ambiguous: int = 0
    further: int = 0
    unasked: int = 0
    late: int = 0
    after_failure: int = 0
    died: int = 0
    unread: int = 0
    seen: dict[str, dict[str, int]] = field(default_factory=dict)

    def merge(self, other: Answers) -> None:
        """Add `other`."""
        for scenario, answered in other.scenarios.items():
            self.scenarios.setdefault(scenario, Answered()).merge(answered)
        for index, second in other.seconds.items():
            self.seconds.setdefault(index, AnswerSecond()).merge(second)
        for number, count in other.numbers.items():
            self.numbers[number] = self.numbers.get(number, 0) + count
        for name in _PLAIN:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for kind, counts in other.seen.items():
            mine = self.seen.setdefault(kind, {})
            for name, count in counts.items():
                mine[name] = mine.get(name, 0) + count
        self.trim()

    def trim(self) -> None:
        """Sum what is beyond the kept numbers."""
        for number in sorted(self.numbers)[NUMBERS_KEPT:]:
            self.numbers_beyond += self.numbers.pop(number)

    def to_wire(self) -> dict[str, Any]:
        """Return a JSON-ready form that `from_wire` reads back to an equal value."""
        return {
            "scenarios": {name: answered.to_wire() for name, answered in sorted(self.scenarios.items())},
            "seconds": [
                {"second": index, "reply_time": second.reply_time.to_wire(), "unanswered": second.unanswered}
                for index, second in sorted(self.seconds.items())
            ],
            "numbers": dict(sorted(self.numbers.items())),
            "seen": self.seen,
            **{name: getattr(self, name) for name in _PLAIN},
        }

    @classmethod
    def from_wire(cls, wire: Mapping[str, Any]) -> Answers:
        """Return what `to_wire` described."""
        return cls(
            scenarios={name: Answered.from_wire(answered) for name, answered in wire["scenarios"].items()},
            seconds={
                item["second"]: AnswerSecond(
                    reply_time=Histogram.from_wire(item["reply_time"]), unanswered=item["unanswered"]
                )
                for item in wire["seconds"]
            },
            numbers=dict(wire["numbers"]),
            seen={kind: dict(counts) for kind, counts in wire["seen"].items()},
            **{name: wire[name] for name in _PLAIN},
        )
