"""The run over time, in at most so many stretches of equal length: what every chart and table over time is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from loadtest.assess.summary import LOST, percentile_of
from loadtest.measure.answers import AnswerSecond
from loadtest.measure.histogram import Histogram, rank_of
from loadtest.measure.snapshot import add_counts
from loadtest.verdict.judge import UNJUDGED, Reason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loadtest.measure.snapshot import Snapshot

WIDTHS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600)
"""Seconds of a stretch that people can read off an axis."""


@dataclass(slots=True, kw_only=True)
class Stretch:
    """`width` seconds from `start`: what was due in them, and what happened in them (`sent`, `done`).

    `in_flight` is at the end. `latency` covers accepted and timed-out messages due in them.
    """

    start: int
    width: int
    due: int = 0
    sent: int = 0
    done: int = 0
    dropped: int = 0
    in_flight: int = 0
    reasons: dict[Reason, int] = field(default_factory=dict)
    latency: Histogram = field(default_factory=Histogram)

    @property
    def judged(self) -> int:
        """Messages due in it that say something about the server."""
        return sum(count for reason, count in self.reasons.items() if reason not in UNJUDGED)

    @property
    def successful(self) -> int:
        """Messages due in it that the server accepted."""
        return self.reasons.get(Reason.ACCEPTED, 0)

    def percentile(self, percent: float) -> float | None:
        """Return a percentile of the response times, `LOST` among timeouts, None without any."""
        count = self.latency.count
        if rank_of(percent, count) > count - self.reasons.get(Reason.TIMEOUT, 0) and count:
            return LOST
        return self.latency.percentile(percent)


def timeline(snapshot: Snapshot, *, most: int) -> list[Stretch]:
    """Return the whole run in order, quiet stretches too, at most `most` of them."""
    if not snapshot.seconds:
        return []
    length = max(snapshot.seconds) + 1
    width = next((width for width in WIDTHS if length <= width * most), -(-length // most))
    stretches = [Stretch(start=start, width=width) for start in range(0, length, width)]
    for index, second in snapshot.seconds.items():
        stretch = stretches[index // width]
        stretch.due += second.due
        stretch.sent += second.sent
        stretch.done += second.done
        stretch.dropped += second.dropped
        add_counts(stretch.reasons, second.reasons)
        stretch.latency.merge(second.latency)
    in_flight = 0
    for stretch in stretches:
        in_flight += stretch.sent - stretch.done
        stretch.in_flight = in_flight
    return stretches


def replies(snapshot: Snapshot, stretches: Sequence[Stretch]) -> list[AnswerSecond]:
    """Return what came of the messages due in each stretch, as a mock Twilio caught it; nothing without one."""
    if snapshot.answers is None or not stretches:
        return []
    found = [AnswerSecond() for _ in stretches]
    for index, second in snapshot.answers.seconds.items():
        found[min(index // stretches[0].width, len(found) - 1)].merge(second)
    return found


def reply_percentile(second: AnswerSecond, percent: float) -> float | None:
    """Return a percentile of the reply times, `LOST` among the unanswered, None without any."""
    return percentile_of(second.reply_time, second.unanswered, percent)
