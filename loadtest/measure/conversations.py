"""What came of the conversations of one script. Counts that add up."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from loadtest.measure.histogram import Histogram

UNANSWERED = "unanswered"
"""Stands beside the reasons of messages: no text came within the reply timeout."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """The first message (lowest number) at which a step broke, and what was said: hostile text."""

    seq: int
    detail: str


@dataclass(slots=True)
class Talked:
    """Conversations that were `begun`, and what came of them.

    `completed` went to their end, with their `duration`: from when the first message was due to the last reply.
    `broken` ended at a step, by its name and then by reason. `unfinished` were ended by ourselves: a signal, a cap, a
    fault of the generator. `busy` were due while their number was in an earlier one, and did not begin. `expected`
    counts by step the declines that it expects; `breaks` holds a sample for each step. `last_begun` is an instant of
    the run's clock.
    """

    begun: int = 0
    completed: int = 0
    unfinished: int = 0
    busy: int = 0
    broken: dict[str, dict[str, int]] = field(default_factory=dict)
    expected: dict[str, int] = field(default_factory=dict)
    breaks: dict[str, Break] = field(default_factory=dict)
    duration: Histogram = field(default_factory=Histogram)
    last_begun: float | None = None

    @property
    def broken_in_all(self) -> int:
        """How many broke at any step."""
        return sum(sum(reasons.values()) for reasons in self.broken.values())

    def broke(self, step: str, reason: str, seq: int, detail: str) -> None:
        """Count a conversation that ended at a step, with what was said to it."""
        reasons = self.broken.setdefault(step, {})
        reasons[reason] = reasons.get(reason, 0) + 1
        known = self.breaks.get(step)
        if known is None or seq < known.seq:
            self.breaks[step] = Break(seq=seq, detail=detail)

    def merge(self, other: Talked) -> None:
        """Add `other`, which is not changed."""
        self.begun += other.begun
        self.completed += other.completed
        self.unfinished += other.unfinished
        self.busy += other.busy
        for step, reasons in other.broken.items():
            mine = self.broken.setdefault(step, {})
            for reason, count in reasons.items():
                mine[reason] = mine.get(reason, 0) + count
        for step, count in other.expected.items():
            self.expected[step] = self.expected.get(step, 0) + count
        for step, sample in other.breaks.items():
            known = self.breaks.get(step)
            if known is None or sample.seq < known.seq:
                self.breaks[step] = sample
        self.duration.merge(other.duration)
        instants = [at for at in (self.last_begun, other.last_begun) if at is not None]
        self.last_begun = max(instants, default=None)

    def to_wire(self) -> dict[str, Any]:
        """Return a JSON-ready form that `from_wire` reads back."""
        return {
            "begun": self.begun,
            "completed": self.completed,
            "unfinished": self.unfinished,
            "busy": self.busy,
            "broken": self.broken,
            "expected": self.expected,
            "breaks": {step: {"seq": one.seq, "detail": one.detail} for step, one in self.breaks.items()},
            "duration": self.duration.to_wire(),
            "last_begun": self.last_begun,
        }

    @classmethod
    def from_wire(cls, wire: dict[str, Any]) -> Talked:
        """Return what `to_wire` described."""
        made = {
            "broken": {step: dict(reasons) for step, reasons in wire["broken"].items()},
            "expected": dict(wire["expected"]),
            "breaks": {step: Break(**one) for step, one in wire["breaks"].items()},
            "duration": Histogram.from_wire(wire["duration"]),
        }
        return cls(**{**wire, **made})
