"""Before a load of conversations: each is held once, and once more, as the load will hold it.

What its steps expect and capture is refuted here rather than a thousand times under load, and what is answered is the
measure for what is said later. Waits are cut short, and what there is no time for is told.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import gevent

from loadtest.dialogue.talk import Talk
from loadtest.measure.replies import FirstReplies
from loadtest.message.cookies import CookieJar
from loadtest.send.drivers.expectations import expectations
from loadtest.verdict.judge import UNJUDGED, Reason
from loadtest.verdict.stated_limit import StatedLimits, stated_limit
from loadtest.words.errors import SetupError
from loadtest.words.exchange import Reply

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loadtest.dialogue.conversation import Conversation
    from loadtest.send.job import Job
    from loadtest.send.line import Line
    from loadtest.verdict.judge import Verdict
    from loadtest.words.exchange import Exchange

TWICE = 2
LONGEST_WAIT = 1.0
"""Seconds that a wait takes at most."""
TOTAL = 20.0
"""Seconds in all, beyond which no conversation begins."""
_BEHIND = 1_000
"""Conversations behind the load's from which these take their numbers."""
_REMEDIES = {
    Reason.RATE_LIMITED: "use more phone-numbers, wait until the limit is over, or raise it for the test",
    Reason.SIGNATURE_REJECTED: "compare auth-token with the server's, and signature-url with its URL",
}
"""What to do where a conversation breaks for a reason that is not its own."""


class Rehearsal:
    """Holds the conversations when it is told to, and keeps what was answered."""

    def __init__(self, job: Job, line: Line) -> None:
        plan = job.plan
        self._plan, self._line = plan, line
        self._scripts, self._renderer = plan.scripts(), job.renderer()
        self._later = job.patience is not None
        self._cookies = CookieJar(path=urlsplit(plan.url).path, secure=line.route.scheme == "https")
        self._expectations = expectations(job)
        self._replies = FirstReplies()
        self._tried: set[str] = set()
        self._spent = 0

    def __call__(self, spent: Sequence[str], limits: StatedLimits) -> None:
        """Hold every conversation, in turns; the numbers of `spent` have had a message each, told of `limits`.

        Raises:
            SetupError: when a conversation breaks each time: a reply is not what its step expects, or holds not what
                it captures. One that goes to its end the other time is no mistake of the user's.

        """
        self._spent = len(spent)
        first, scripts = self._replies, self._scripts.scripts
        for place, number in enumerate(spent, 1):
            first.had(number, -place)
        end, told = self._line.clock() + TOTAL, dict[str, list[str]]()
        for turn in range(TWICE * len(scripts)):
            if self._line.clock() >= end:
                break
            script = scripts[turn % len(scripts)]
            told.setdefault(script.name, []).append(self._hold(script, turn, limits))
        if refuted := [broke[0] for broke in told.values() if all(broke)]:
            raise SetupError("\n".join(refuted))
        names = {f"{script.name}.{step.name}" for script in scripts for step in script.steps if not step.end}
        first.contents, first.left_out = len(self._tried), len(names - self._tried)

    def with_later(self, accepted: Sequence[tuple[str, bool]]) -> FirstReplies:
        """Return what was answered; of the messages `accepted` in all, the later ones count for their numbers, too."""
        behind = ((self._plan.planned or 0) + 2 * _BEHIND) * self._scripts.stride
        for place, (number, _) in enumerate(accepted[self._spent :]):
            self._replies.had(number, behind + place)
        return self._replies

    def _hold(self, script: Conversation, turn: int, limits: StatedLimits) -> str:
        """Hold one conversation to its end, or to where its answer comes by Twilio's API, which nobody hears yet.

        Return where it broke, in a sentence; empty where it did not.
        """
        pool = self._plan.pool
        place = (self._plan.planned or 0) + _BEHIND + turn
        row = pool.place(place)
        talk = Talk(self._scripts, script, place, pool.at(row), row)
        while talk.go_on() is not None:
            gevent.sleep(min(talk.wait(), LONGEST_WAIT))
            request = self._renderer.said(talk)
            dressed = self._cookies.dress(talk.number, request.payload, time.time())
            done = self._line.sender.send(request._replace(payload=dressed), due=self._line.clock())
            expects = self._expectations[talk.scenario]
            verdict = expects.judge(done.response, later=self._later)
            self._count(done, verdict, limits)
            if verdict.reason in UNJUDGED:
                break
            if not verdict.ok:
                return _broken(talk, verdict)
            if self._later and not verdict.said.strip() and not expects.silence:
                break
            talk.captured(expects.found(verdict.said))
        return ""

    def _count(self, done: Exchange, verdict: Verdict, limits: StatedLimits) -> None:
        first, response = self._replies, done.response
        first.sent += 1
        self._tried.add(done.scenario)
        if isinstance(response, Reply):
            first.cookies = first.cookies or bool(response.cookies)
            self._cookies.hear(done.number, response.cookies, time.time())
            limits.note(done.number, stated_limit(response.header, now=time.time()))
        if verdict.shape is None:
            first.failed += 1
            return
        us = int(done.service_time * 1e6)
        first.replies.count(verdict, seq=done.seq, number=done.number, second=0, content=done.content, us=us)


def _broken(talk: Talk, verdict: Verdict) -> str:
    said = talk.text()
    wrong = f"correct what the step says or expects (line {talk.step.line}), or the server"
    return (
        f"before the load the conversation {talk.script.name} breaks at its step {talk.step.name}: to {said[:60]!r} "
        f"{verdict.detail} ({verdict.reason.value}); {_REMEDIES.get(verdict.reason) or wrong}"
    )
