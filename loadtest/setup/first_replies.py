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
    """Return the places of the messages to send; the numbers of `spent` have had one already."""
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
    picked: list[int] = []
    # Whole pairs first: one answer alone makes nothing known.
    for content in sorted(wanted, key=lambda content: (content.startswith("sms"), wanted[content][0])):
        pair: list[int] = []
        taken: Counter[str] = Counter()
        for seq in wanted[content]:
            number = plan.pool.number(seq)
            if used[number] + taken[number] < PER_NUMBER:
                pair.append(seq)
                taken[number] += 1
                if len(pair) == TWICE:
                    break
        if len(pair) == TWICE and len(picked) + TWICE <= MOST:
            picked += pair
            used.update(taken)
    # The first sendings, then the second ones, so that the two of a text lie apart.
    return picked[::TWICE] + picked[1::TWICE]


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
    for some in _in_turns([renderer.request(seq) for seq in seqs]):
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
