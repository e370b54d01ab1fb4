"""Snapshot -> Summary: the derived numbers.

What counts where is the public contract: *judged* messages are those sent, less what our own signal cut and less the
generator's own faults; shares are of judged. Response times cover accepted and timed-out messages. A timeout is slower
than any limit, so a percentile whose rank falls among timeouts is `LOST`, and an average that holds timeouts lies
between two bounds: each counted at the timeout, and at Twilio's own where that is longer.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from loadtest.assess.answering import Answering, Processed, answering, moved
from loadtest.assess.replies.kinds import Heard, hear
from loadtest.measure.generator import Generator, derive
from loadtest.measure.histogram import Histogram, rank_of
from loadtest.verdict.judge import RESPONSE_TIMES, UNJUDGED, Reason
from loadtest.words.sending import TWILIO_TIMEOUT
from loadtest.words.units import format_ms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from loadtest.measure.conversations import Talked
    from loadtest.measure.snapshot import Snapshot, Tally

LOST = math.inf
"""A response time that never ended: the message timed out."""

LEAST_ACHIEVED = 0.98
"""Share of the offered rate below which a met target proves nothing."""


def percentile_of(answered: Histogram, lost: int, percent: float) -> float | None:
    """Return the duration in seconds that `percent` of all messages do not exceed, or `LOST`; None without any."""
    count = answered.count + lost
    if not count:
        return None
    value = answered.value_at_rank(rank_of(percent, count))
    return LOST if value is None else value


@dataclass(frozen=True, slots=True, kw_only=True)
class Durations:
    """Durations of answered messages, and of those that timed out. Seconds; None without any."""

    answered: Histogram
    lost: Histogram

    @property
    def count(self) -> int:
        """How many messages."""
        return self.answered.count + self.lost.count

    @property
    def average(self) -> float | None:
        """Mean, each timeout counted at the timeout: a lower bound when `at_least`."""
        return (self.answered.total + self.lost.total) / self.count if self.count else None

    @property
    def average_at_most(self) -> float | None:
        """Mean, each timeout counted at Twilio's own where that is longer; the average itself without timeouts."""
        # What timed out sooner might have taken as long as Twilio waits.
        lost = max(self.lost.total, self.lost.count * TWILIO_TIMEOUT)
        return (self.answered.total + lost) / self.count if self.count else None

    @property
    def at_least(self) -> bool:
        """Whether messages timed out, so that the average is only a lower bound of how long they would have taken."""
        return self.lost.count > 0

    @property
    def vague(self) -> bool:
        """Whether the average's two bounds differ, so that it must not be used as a value."""
        return self.average != self.average_at_most

    @property
    def min(self) -> float | None:
        """Smallest; `LOST` when every message timed out."""
        return self.answered.min if self.answered.count else self.percentile(0)

    @property
    def max(self) -> float | None:
        """Largest; `LOST` when any message timed out."""
        return LOST if self.lost.count else self.answered.max

    def percentile(self, percent: float) -> float | None:
        """Return the duration that `percent` of the messages do not exceed, or `LOST`."""
        return percentile_of(self.answered, self.lost.count, percent)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The numbers of one scenario, or of all together; `reasons` counts every message sent.

    `answering` is what became of those accepted, where the run had a mock Twilio to see it.
    """

    reasons: dict[Reason, int]
    response_times: Durations
    service_times: Durations
    lag: Histogram
    by_reason: dict[Reason, Histogram] = field(default_factory=dict)
    answering: Answering | None = None

    @property
    def sent(self) -> int:
        """Messages that left, whatever became of them."""
        return sum(self.reasons.values())

    @property
    def judged(self) -> int:
        """Messages that say something about the server."""
        return sum(count for reason, count in self.reasons.items() if reason not in UNJUDGED)

    @property
    def successful(self) -> int:
        """Messages the server accepted."""
        return self.reasons.get(Reason.ACCEPTED, 0)

    @property
    def failed(self) -> int:
        """Judged messages that were not accepted."""
        return self.judged - self.successful

    @property
    def reply_times(self) -> Durations | None:
        """From due to the answer, whichever way it came; None where nobody watched for answers."""
        found = self.answering
        return None if found is None else Durations(answered=found.answered, lost=found.unanswered)

    def count(self, *reasons: Reason) -> int:
        """Return how many messages had one of `reasons`."""
        return sum(self.reasons.get(reason, 0) for reason in reasons)

    def share(self, count: int) -> float | None:
        """Return `count` as a share of judged; None when nothing was judged."""
        return count / self.judged if self.judged else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The derived numbers of a run.

    `offered_rate` (None in the closed model) is in messages per second; `window` is the load's length in seconds;
    `most_in_flight` were open at the end of a second; `warm_up` is the part that was sent before and is not counted.
    `heard` is what the server said, `processed` is the finished work that the server told of, `talked` is what came of
    conversations: `planned` and the rates are theirs then.
    """

    total: Part
    scenarios: dict[str, Part]
    planned: int | None
    offered_rate: float | None
    dropped: int
    retried: int
    window: float
    most_in_flight: int = 0
    generator: Generator = field(default_factory=Generator)
    warm_up: Part | None = None
    heard: Heard = field(default_factory=Heard)
    processed: Processed | None = None
    talked: dict[str, Talked] = field(default_factory=dict)

    @property
    def completed(self) -> int:
        """Conversations that went to their end."""
        return sum(one.completed for one in self.talked.values())

    @property
    def broken(self) -> int:
        """Conversations that a reply, or none, ended at a step."""
        return sum(one.broken_in_all for one in self.talked.values())

    @property
    def busy(self) -> int:
        """Conversations that did not begin, because their number was in an earlier one."""
        return sum(one.busy for one in self.talked.values())

    @property
    def achieved_rate(self) -> float | None:
        """Messages (conversations, where there are any) really sent per second, less faults of our own, or None."""
        if self.talked:
            return sum(one.begun for one in self.talked.values()) / self.window if self.window > 0 else None
        sent = self.total.sent - self.total.count(Reason.GENERATOR)
        return sent / self.window if self.total.sent and self.window > 0 else None

    @property
    def too_little_load(self) -> bool:
        """Whether less load was applied than planned: our own doing, for nobody else holds messages back."""
        if not self.offered_rate:
            return False
        return (self.achieved_rate or 0.0) < LEAST_ACHIEVED * self.offered_rate


def summarise(
    snapshot: Snapshot,
    *,
    planned: int | None,
    duration: float,
    stopped: float | None = None,
) -> Summary:
    """Derive the numbers, and what the server said.

    `planned` messages (None in the closed model) were to leave within `duration` seconds.
    The achieved rate is measured over the planned duration (or until the load was `stopped`), and to the last message
    sent: a generator that was late stretches it.
    """
    scenarios, answers = sorted({scenario for scenario, _ in snapshot.tallies}), snapshot.answers
    return Summary(
        total=_part(snapshot.tallies.items(), answering(answers) if answers else None),
        scenarios={
            name: _part(
                [(key, tally) for key, tally in snapshot.tallies.items() if key[0] == name],
                answering(answers, name) if answers else None,
            )
            for name in scenarios
        },
        planned=planned,
        offered_rate=None if planned is None else planned / duration,
        dropped=snapshot.dropped,
        retried=snapshot.retried,
        window=max(duration if stopped is None else min(stopped, duration), _last_begun(snapshot)),
        talked=snapshot.talked,
        most_in_flight=_most_in_flight(snapshot),
        generator=derive(
            snapshot.own,
            {index: second.done for index, second in snapshot.seconds.items()},
            lost_processes=snapshot.lost_processes,
        ),
        warm_up=_part(snapshot.warm_up.tallies.items()) if snapshot.warm_up else None,
        heard=hear(
            snapshot.replies,
            first=snapshot.first,
            warm_up=snapshot.warm_up.replies if snapshot.warm_up else None,
            later=snapshot.answers is not None,
        ),
        processed=next((Processed(count=count, source=name) for name, count in snapshot.processed.items()), None),
    )


def summarise_again(snapshot: Snapshot, *, window: float, planned: int | None, offered_rate: float | None) -> Summary:
    """Derive the numbers of an earlier run, of which its plan's part is known and does not follow from a snapshot."""
    return replace(summarise(snapshot, planned=None, duration=window), planned=planned, offered_rate=offered_rate)


def total_of(snapshot: Snapshot) -> Part:
    """Return the numbers of all messages together, whose cost does not grow with the run's length."""
    return _part(snapshot.tallies.items())


def _last_begun(snapshot: Snapshot) -> float:
    """Return when the last message left by the plan: of a conversation that is the first one."""
    if not snapshot.talked:
        return snapshot.last_sent or 0.0
    return max((one.last_begun or 0.0 for one in snapshot.talked.values()), default=0.0)


def _most_in_flight(snapshot: Snapshot) -> int:
    most = now = 0
    for _, second in sorted(snapshot.seconds.items()):
        now += second.sent - second.done
        most = max(most, now)
    return most


def duration_text(seconds: float | None, *, at_least: bool = False) -> str:
    """Return a response time as every report prints it: `3,245ms`, `≥ 7,120ms`, `lost`, `no data`."""
    if seconds is None:
        return "no data"
    if seconds == LOST:
        return "lost"
    return ("≥ " if at_least else "") + format_ms(seconds)


def _part(tallies: Iterable[tuple[tuple[str, Reason], Tally]], answered: Answering | None = None) -> Part:
    tallies = list(tallies)
    reasons: dict[Reason, int] = {}
    by_reason: dict[Reason, Histogram] = {}
    lag = Histogram()
    for (_, reason), tally in tallies:
        reasons[reason] = reasons.get(reason, 0) + tally.count
        by_reason.setdefault(reason, Histogram()).merge(tally.latency)
        lag.merge(tally.lag)
    service = [(reason, tally.service_time) for (_, reason), tally in tallies]
    latency = [(reason, tally.latency) for (_, reason), tally in tallies]
    return Part(
        reasons=moved(reasons, answered.declined) if answered else reasons,
        answering=answered,
        by_reason=by_reason,
        response_times=_durations(latency),
        service_times=_durations(service),
        lag=lag,
    )


def _durations(histograms: Iterable[tuple[Reason, Histogram]]) -> Durations:
    parts = {reason: Histogram() for reason in RESPONSE_TIMES}
    for reason, histogram in histograms:
        if reason in parts:
            parts[reason].merge(histogram)
    return Durations(answered=parts[Reason.ACCEPTED], lost=parts[Reason.TIMEOUT])
