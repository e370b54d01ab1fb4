"""What the server answers before the load: every text and one message of each other kind, twice.

They are messages of the plan, of the numbers whose turn it would be after it. What is said to them is the measure for
what is said under load, so it is shown: a server that declines from the first message on must not become it unseen.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import gevent

from loadtest.measure.replies import FirstReplies, Followed
from loadtest.words.exchange import Exchange, Reply

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from loadtest.message.plan import Plan
    from loadtest.send.job import Job
    from loadtest.send.line import Line
    from loadtest.words.exchange import Request

MOST = 24
PER_NUMBER = 2
TWICE = 2
SPENT = 4
"""Messages that the check of the set-up sends before: one well signed, and one of every other kind."""
TOTAL = 15.0
"""Seconds in all."""
_AT_ONCE = 4
_LOOKED_AT = 4000
"""Messages of the plan among which the first ones are chosen."""


def chosen(plan: Plan, *, spent: Sequence[str] = ()) -> list[int]:
    """Return the places of the messages to send: first one of each content, then one more of each in the same order.

    The numbers of `spent` have had one already. The first ones go to numbers that had none yet, the second ones to
    numbers that had one, as far as there are such: so it shows what a number's second message gets.
    """
    start = plan.planned or 0
    used = Counter(spent)
    wanted: dict[str, list[int]] = {}
    kinds: dict[str, str] = {}
    for seq in range(start, start + _LOOKED_AT):
        content = plan.content(seq)
        kind = content.partition(" ")[0]
        if kind != "sms" and kinds.setdefault(kind, content) != content:
            continue  # one message of every other kind will do
        wanted.setdefault(content, []).append(seq)
    room = PER_NUMBER * plan.pool.size - sum(min(PER_NUMBER, count) for count in used.values())
    contents = sorted(wanted, key=lambda content: (content.startswith("sms"), wanted[content][0]))
    contents = contents[: min(MOST, room) // TWICE]
    firsts = [(content, _sent_by(plan, wanted[content], used, wished=0)) for content in contents]
    pairs: list[tuple[int, int]] = []
    for content, first in firsts:
        if first is not None:
            second = _sent_by(plan, wanted[content], used, wished=1, but=plan.pool.number(first))
            if second is not None:  # whole pairs: one answer alone makes nothing known
                pairs.append((first, second))
    return [first for first, _ in pairs] + [second for _, second in pairs]


def _sent_by(plan: Plan, seqs: Sequence[int], used: Counter[str], *, wished: int, but: str = "") -> int | None:
    """Return which of some messages to send, and count its number: one that had `wished` ones, not `but`, if any."""
    found = None
    for seq in seqs:
        number = plan.pool.number(seq)
        if used[number] < PER_NUMBER and number != but:
            found = seq if found is None else found
            if used[number] == wished:
                found = seq
                break
    if found is None:
        found = next((seq for seq in seqs if used[plan.pool.number(seq)] < PER_NUMBER), None)
    if found is not None:
        used[plan.pool.number(found)] += 1
    return found


def different(plan: Plan) -> int:
    """Return how many different messages the plan holds, as far as they are tried at all."""
    return len(plan.texts) * ("sms" in dict(plan.mix)) + len([kind for kind in dict(plan.mix) if kind != "sms"])


def first_replies(job: Job, line: Line, *, spent: Sequence[str] = ()) -> FirstReplies:
    """Send the first messages and return what was answered within `TOTAL` seconds.

    `spent` is the numbers of messages that were accepted already.
    """
    plan, clock = job.plan, line.clock
    renderer, judge = job.renderer(), job.judge()
    seqs = chosen(plan, spent=spent)
    contents = len({plan.content(seq) for seq in seqs})
    first = FirstReplies(contents=contents, left_out=max(0, different(plan) - contents))
    for place, number in enumerate(spent, 1):  # they count where a number's messages are counted
        first.replies.followed.setdefault(number, {})[-place] = Followed(0, None)
    end = clock() + TOTAL
    half = len(seqs) // TWICE
    requests = [renderer.request(seq) for seq in seqs]
    for some in (
        *_in_turns(requests[:half]),
        *_in_turns(requests[half:]),
    ):  # a number's second after its first
        if clock() >= end:
            break
        jobs = [gevent.spawn(line.sender.send, request, due=clock()) for request in some]
        try:
            gevent.joinall(jobs, timeout=end - clock())
        finally:
            gevent.killall(jobs)
        for request, sent in zip(some, jobs, strict=True):
            done = sent.get()  # a killed greenlet ends with a GreenletExit as its value
            first.sent += 1
            verdict = judge.judge(done.response) if isinstance(done, Exchange) else None
            if isinstance(done, Exchange) and isinstance(done.response, Reply) and done.response.cookies:
                first.cookies = True
            if verdict is None or verdict.shape is None:
                first.failed += 1
                continue
            first.replies.count(
                verdict,
                seq=request.seq,
                number=request.number,
                second=0,
                content=plan.content(request.seq),
                us=int(done.service_time * 1e6),
            )
    return first


def _in_turns(requests: list[Request]) -> Iterator[list[Request]]:
    return (requests[place : place + _AT_ONCE] for place in range(0, len(requests), _AT_ONCE))


class FirstTexts:
    """Sends the first messages when it is told to, and holds what was answered."""

    def __init__(self, job: Job, line: Line) -> None:
        self._job, self._line = job, line
        self._replies = FirstReplies()
        self._spent = 0

    def __call__(self, spent: Sequence[str]) -> None:
        """Send them; the numbers of `spent` have had one message each already."""
        self._spent = len(spent)
        self._replies = first_replies(self._job, self._line, spent=spent)

    def with_later(self, accepted: Sequence[tuple[str, bool]]) -> FirstReplies:
        """Return what was answered; of the messages `accepted` in all, the later ones count for their numbers, too."""
        behind = (self._job.plan.planned or 0) + _LOOKED_AT
        for place, (number, _) in enumerate(accepted[self._spent :]):
            self._replies.replies.followed.setdefault(number, {})[behind + place] = Followed(0, None)
        return self._replies
