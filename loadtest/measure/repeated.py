"""What came of messages that were delivered again. Counts that add up."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlike:
    """The first message (lowest number) whose two deliveries got different replies: hostile texts."""

    seq: int
    first: str
    again: str


@dataclass(slots=True)
class Repeated:
    """Repeats that were `sent`, and what they got: the `same` reply as the first delivery, a `different` one, none.

    `failed` counts by reason those that got no reply of the application, `alone` those whose first delivery got none,
    which leaves nothing to compare. They are in none of the load's own counts.
    """

    sent: int = 0
    same: int = 0
    different: int = 0
    alone: int = 0
    failed: dict[str, int] = field(default_factory=dict)
    unlike: Unlike | None = None

    def differed(self, seq: int, first: str, again: str) -> None:
        """Count a message whose two deliveries got different replies."""
        self.different += 1
        if self.unlike is None or seq < self.unlike.seq:
            self.unlike = Unlike(seq=seq, first=first, again=again)

    def merge(self, other: Repeated) -> None:
        """Add `other`, which is not changed."""
        self.sent += other.sent
        self.same += other.same
        self.different += other.different
        self.alone += other.alone
        for reason, count in other.failed.items():
            self.failed[reason] = self.failed.get(reason, 0) + count
        if other.unlike is not None and (self.unlike is None or other.unlike.seq < self.unlike.seq):
            self.unlike = other.unlike

    def to_wire(self) -> dict[str, Any]:
        """Return a JSON-ready form that `from_wire` reads back."""
        unlike = self.unlike
        return {
            "sent": self.sent,
            "same": self.same,
            "different": self.different,
            "alone": self.alone,
            "failed": self.failed,
            "unlike": None if unlike is None else {"seq": unlike.seq, "first": unlike.first, "again": unlike.again},
        }

    @classmethod
    def from_wire(cls, wire: dict[str, Any]) -> Repeated:
        """Return what `to_wire` described."""
        unlike = None if wire["unlike"] is None else Unlike(**wire["unlike"])
        return cls(**{**wire, "failed": dict(wire["failed"]), "unlike": unlike})
