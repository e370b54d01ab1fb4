"""What the server answers before the load: every text and one message of each other kind, twice.

They are messages of the plan, of the numbers whose turn it would be after it. What is said to them is the measure for
what is said under load, so it is shown: a server that declines from the first message on must not become it unseen.
Where the server's headers state a limit, enough of it is left to the load.
"""

from __future__ import annotations

import math
import time
from collections import Counter
from typing import TYPE_CHECKING

import gevent

from loadtest.measure.replies import FirstReplies
from loadtest.verdict.stated_limit import StatedLimits, stated_limit
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


def expected_first(plan: Plan) -> list[int]:
    """Return what `chosen` will most likely return: the numbers of the check's own messages are not known yet."""
    return chosen(plan, spent=[plan.pool.number((plan.planned or 0) + place) for place in range(SPENT)])


def untried(plan: Plan) -> str:
    """Return a sentence when not every different message can be tried before the load, with what would do."""
    tried, every = len(expected_first(plan)) // TWICE, different(plan)
    if plan.conversations or tried >= every:
        return ""
    told = f"{tried} of {every} different messages can be tried before the load"
    if TWICE * every > MOST:
        return f"{told}, which sends at most {MOST}, each of them twice"
    enough = every + math.ceil(SPENT / PER_NUMBER)
    return f"{told}, which sends at most {PER_NUMBER} a number; {enough} phone-numbers would do for all"


def needed(plan: Plan, limits: StatedLimits) -> int | None:
    """Return how many messages of one period of the limit the load has; None when either is not known.

    Those of one number where each has a limit of its own.
    """
    quota = limits.last.quota if limits.last else None
    if quota is None or plan.planned is None:
        return None
    messages = plan.planned * min(1.0, quota.period / plan.pacing.duration)
    return math.ceil(messages / (plan.pool.size if limits.shared is False else 1))


def scarce(plan: Plan, limits: StatedLimits) -> bool:
    """Return whether more messages before the load would take what the load needs of a stated limit.

    A load that needs more than there is leaves one half of it to them.
    """
    last = limits.last
    if last is None or last.left is None:
        return False
    need = needed(plan, limits)
    keep = need if need is not None and need <= last.limit else last.limit // 2
    return last.left - (1 if limits.shared is False else _AT_ONCE) < keep


def first_replies(
    job: Job, line: Line, *, spent: Sequence[str] = (), limits: StatedLimits | None = None
) -> FirstReplies:
    """Send the first messages and return what was answered within `TOTAL` seconds.

    `spent` is the numbers of messages that were accepted already, `limits` what they were told, which goes on here.
    """
    plan, clock = job.plan, line.clock
    renderer, judge = job.renderer(), job.judge()
    seqs = chosen(plan, spent=spent)
    limits = StatedLimits() if limits is None else limits
    first = FirstReplies()
    tried: set[str] = set()
    for place, number in enumerate(spent, 1):  # they count where a number's messages are counted
        first.had(number, -place)
    end = clock() + TOTAL
    half = len(seqs) // TWICE
    requests = [renderer.request(seq) for seq in seqs]
    for some in (
        *_in_turns(requests[:half]),
        *_in_turns(requests[half:]),
    ):  # a number's second after its first
        if clock() >= end:
            break
        if scarce(plan, limits):
            first.spared = len(seqs) - first.sent
            break
        tried |= {plan.content(request.seq) for request in some}
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
            if isinstance(done, Exchange) and isinstance(done.response, Reply):
                limits.note(request.number, stated_limit(done.response.header, now=time.time()))
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
    first.contents, first.left_out = len(tried), max(0, different(plan) - len(tried))
    return first


def _in_turns(requests: list[Request]) -> Iterator[list[Request]]:
    return (requests[place : place + _AT_ONCE] for place in range(0, len(requests), _AT_ONCE))


class FirstTexts:
    """Sends the first messages when it is told to, and holds what was answered."""

    def __init__(self, job: Job, line: Line) -> None:
        self._job, self._line = job, line
        self._replies = FirstReplies()
        self._spent = 0

    def __call__(self, spent: Sequence[str], limits: StatedLimits) -> None:
        """Send them; the numbers of `spent` have had one message each already, and were told of `limits`."""
        self._spent = len(spent)
        self._replies = first_replies(self._job, self._line, spent=spent, limits=limits)

    def with_later(self, accepted: Sequence[tuple[str, bool]]) -> FirstReplies:
        """Return what was answered; of the messages `accepted` in all, the later ones count for their numbers, too."""
        behind = (self._job.plan.planned or 0) + _LOOKED_AT
        for place, (number, _) in enumerate(accepted[self._spent :]):
            self._replies.had(number, behind + place)
        return self._replies
