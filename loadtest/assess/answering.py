"""Answers -> the derived numbers: reply times, unanswered, answered twice, processed; shares are of accepted messages.

An unanswered message is slower than any limit, so a percentile whose rank falls among those is `LOST`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from loadtest.measure.answers import DELIVERED, DELIVERY
from loadtest.measure.histogram import Histogram
from loadtest.verdict.judge import Reason

if TYPE_CHECKING:
    from collections.abc import Iterable

    from loadtest.measure.answers import Answered, Answers

REPLY = "reply_"
"""What names of metrics of reply times begin with."""
COUNTED = {"unanswered": "unanswered share", "answered_twice": "answered-twice share", "processed": "processed share"}
"""Metrics that count accepted messages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """What became of the accepted messages of one scenario, or of all.

    `answered` holds the times from due to the answer, `unanswered` for how long those without one were waited for.
    """

    answered: Histogram
    unanswered: Histogram
    twice: int
    declined: dict[Reason, int]

    @property
    def accepted(self) -> int:
        """Accepted messages, without those that were declined afterwards."""
        return self.answered.count + self.unanswered.count


@dataclass(frozen=True, slots=True, kw_only=True)
class Processed:
    """Work that the server says it has finished: `count` pieces, and what tells so, in words."""

    count: int
    source: str


def answering(answers: Answers, scenario: str = "") -> Answering:
    """Return the derived numbers of one scenario, or of all together."""
    if scenario:
        return _sum([answers.scenarios[scenario]] if scenario in answers.scenarios else [])
    return _sum(answers.scenarios.values())


def _sum(parts: Iterable[Answered]) -> Answering:
    answered, unanswered, twice = Histogram(), Histogram(), 0
    declined: dict[Reason, int] = {}
    for part in parts:
        answered.merge(part.reply_time)
        unanswered.merge(part.unanswered)
        twice += part.twice
        for reason, count in part.declined.items():
            declined[reason] = declined.get(reason, 0) + count
    return Answering(answered=answered, unanswered=unanswered, twice=twice, declined=declined)


def delivered(answers: Answers, found: Answering) -> int | None:
    """Return how many answered messages' texts were delivered, and the server took word of it; None: cannot be told.

    Callbacks name texts, and no message. So it is known only where each answer is one text of which callbacks tell, and
    there are no other texts.
    """
    texts = answers.seen.get(DELIVERY, {})
    others = (answers.by_twiml, answers.further, answers.unasked, answers.late, answers.after_failure, found.twice)
    if any(others) or sum(texts.values()) != found.answered.count or not texts:
        return None
    return texts.get(DELIVERED, 0)


def moved(reasons: dict[Reason, int], declined: dict[Reason, int]) -> dict[Reason, int]:
    """Return the counts of messages with those that were declined afterwards under their own reason."""
    if not declined:
        return reasons
    found = dict(reasons)
    found[Reason.ACCEPTED] = found.get(Reason.ACCEPTED, 0) - sum(declined.values())
    for reason, count in declined.items():
        found[reason] = found.get(reason, 0) + count
    return {reason: count for reason, count in found.items() if count}


def counted(metric: str, found: Answering | None, processed: Processed | None, *, successful: int) -> tuple[int, int]:
    """Return the count of a metric in `COUNTED`, and of how many: 0 where nobody watched, or none was accepted."""
    if metric == "processed":
        return (processed.count, successful) if processed else (0, 0)
    if found is None:
        return 0, 0
    return (found.twice if metric == "answered_twice" else found.unanswered.count), found.accepted
