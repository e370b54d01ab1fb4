"""Walks a plan of conversations in this process: they begin when they are due, and go on as their replies come.

Each message is judged and timed from when it was due: the first by the plan, every further one by the reply before it
and its wait. What follows a reply is rendered at once, so that it is ready when its wait is over.
"""

from __future__ import annotations

from collections import deque
from heapq import heappop, heappush
from itertools import islice
from typing import TYPE_CHECKING

from loadtest.measure.conversations import UNANSWERED, Talked
from loadtest.send.drivers.expectations import expectations, is_meant_decline
from loadtest.send.drivers.here import AHEAD, BURST, CHUNK, TICK, Here
from loadtest.send.drivers.timer import Timer
from loadtest.verdict.judge import UNJUDGED
from loadtest.verdict.reading import quote

if TYPE_CHECKING:
    from loadtest.dialogue.talk import Talk
    from loadtest.send.job import Job
    from loadtest.send.line import Line
    from loadtest.verdict.judge import Verdict
    from loadtest.words.exchange import Exchange, Request

_IDLE = 1.0
"""Seconds that the pacer sleeps when only replies are waited for; they wake it."""


class Talks(Here):
    """A job of conversations. A number has one of them at a time; one that is due meanwhile does not begin."""

    def __init__(self, job: Job, line: Line) -> None:
        plan = job.plan
        self._scripts = plan.scripts()
        self._expectations = expectations(job)
        self._beginning: dict[int, Talk] = {}
        self._talking: dict[str, Talk] = {}
        self._following: list[tuple[float, int, Request]] = []
        self._awaiting: dict[str, int] = {}
        self._early: dict[int, tuple[float, Verdict]] = {}
        self._ends: deque[tuple[float, Talk, int]] = deque()
        self._timer: Timer | None = None
        self._asleep_until = 0.0
        super().__init__(job, line)

    @property
    def talking(self) -> int:
        """How many conversations are open."""
        return len(self._talking)

    def finish(self) -> None:
        """Begin and continue no more; what is in flight keeps its time."""
        super().finish()
        self._beginning.clear()
        self._following.clear()
        for talk in [*self._talking.values()]:
            if talk.seq not in self._open:
                self._over(talk, unfinished=True)
        self._wake(0.0)

    # When they begin, and go on.

    def _prepare(self, count: int) -> bool:
        """Render the first messages of up to `count` more conversations; return whether there may be others."""
        before, pool = len(self._ready), self._plan.pool
        for seq, due in islice(self._arrivals, count):
            row = pool.place(seq)
            talk = self._scripts.begin(seq, pool.at(row), row)
            talk.go_on()
            request = self._renderer.said(talk)
            self._beginning[request.seq] = talk
            self._ready.append((due, request))
        return len(self._ready) == before + count

    def _pace(self) -> None:
        timer = self._timer = Timer()
        try:
            while self._ready or self._more or self._talking:
                sent = self._send_due() + self._send_following()
                if self._more and len(self._ready) < AHEAD:
                    self._more = self._prepare(max(sent, CHUNK))
                self._stop_awaiting()
                now = self._clock()
                due = min((queue[0][0] for queue in (self._ready, self._following, self._ends) if queue), default=None)
                until = self._asleep_until = now + _IDLE if due is None else due
                timer.sleep(max(until - now, TICK) if until > now else 0.0)
                self._asleep_until = 0.0
        finally:
            timer.close()
            self._timer = None

    def _send_following(self) -> int:
        """Send further steps that are due; return how many."""
        now, following = self._clock(), self._following
        for sent in range(BURST):
            if not following or following[0][0] > now:
                return sent
            due, _, request = heappop(following)
            self._dispatch(due, request, now)
        return BURST

    def _dispatch(self, due: float, request: Request, now: float) -> bool:
        talk = self._beginning.pop(request.seq, None)
        if talk is None:
            talk = self._talking[request.number]
        elif not self._begins(talk, due):
            return False
        left = super()._dispatch(due, request, now)
        if not left:
            self._over(talk, unfinished=True)
        return left

    def _begins(self, talk: Talk, due: float) -> bool:
        """Return whether a conversation can begin; count it as due and busy when it cannot."""
        counts = self._counts(talk)
        if talk.number in self._talking:
            counts.busy += 1
            recorder = self._recorder if talk.place >= 0 else self._warm_up
            recorder.due(due)
            recorder.dropped(due)
            return False
        counts.begun += 1
        counts.last_begun = max(due, due if counts.last_begun is None else counts.last_begun)
        talk.began = due
        self._talking[talk.number] = talk
        return True

    # What a reply comes to.

    def _verdict(self, exchange: Exchange) -> Verdict:
        talk = self._talking.get(exchange.number)
        if talk is None or talk.seq != exchange.seq:
            return super()._verdict(exchange)
        expects = self._expectations[talk.scenario]
        later = self._matcher is not None
        verdict = expects.judge(exchange.response, later=later)
        if not verdict.ok:
            self._breaks(talk, verdict)
        elif later and not verdict.said.strip() and not expects.silence:
            self._await(talk, exchange.done)
        else:
            self._goes_on(talk, verdict, exchange.done)
        return verdict

    def _await(self, talk: Talk, at: float) -> None:
        """Wait for the text that answers a message; it may have come before its webhook's reply."""
        early = self._early.pop(talk.seq, None)
        if early is not None:
            self._go_on_by(talk, early[1], max(at, early[0]))
            return
        self._awaiting[talk.number] = talk.seq
        self._ends.append((at + self._patience, talk, talk.seq))

    def _stop_awaiting(self) -> None:
        """End conversations that no text came for in time."""
        now = self._clock()
        while self._ends and self._ends[0][0] <= now:
            _, talk, seq = self._ends.popleft()
            if self._awaiting.get(talk.number) == seq:
                self._broke(talk, UNANSWERED, "no text came within the reply timeout")
                self._over(talk)

    def _text_verdict(self, number: str, words: str) -> Verdict:
        talk = self._talking.get(number)
        return self._expectations[talk.scenario].judge_text(words) if talk else super()._text_verdict(number, words)

    def _content(self, seq: int, number: str) -> str:
        talk = self._talking.get(number)
        return talk.scenario if talk is not None and talk.seq == seq else ""

    def _answered(self, seq: int, number: str, at: float, verdict: Verdict) -> None:
        talk = self._talking.get(number)
        if talk is None or talk.seq != seq:
            return
        if self._awaiting.pop(number, None) is None:
            if seq in self._open:
                self._early[seq] = at, verdict
            return
        self._go_on_by(talk, verdict, at)

    def _go_on_by(self, talk: Talk, verdict: Verdict, at: float) -> None:
        if verdict.ok:
            self._goes_on(talk, verdict, at)
        else:
            self._breaks(talk, verdict)

    def _goes_on(self, talk: Talk, verdict: Verdict, at: float) -> None:
        """Go on to the next step, which is due a wait after the reply at an instant."""
        counts = self._counts(talk)
        if is_meant_decline(verdict):
            counts.expected[talk.step.name] = counts.expected.get(talk.step.name, 0) + 1
        talk.captured(self._expectations[talk.scenario].found(verdict.said))
        if self._ended or talk.go_on() is None:
            if not self._ended:
                counts.completed += 1
                counts.duration.record(at - talk.began)
            self._over(talk, unfinished=self._ended)
            return
        due = at + talk.wait()
        heappush(self._following, (due, talk.seq, self._renderer.said(talk)))
        self._wake(due)

    def _breaks(self, talk: Talk, verdict: Verdict) -> None:
        unfinished = verdict.reason in UNJUDGED
        if not unfinished:
            self._broke(talk, verdict.reason.value, verdict.detail)
        self._over(talk, unfinished=unfinished)

    def _broke(self, talk: Talk, reason: str, detail: str) -> None:
        said = quote(talk.text()) if talk.step.say else "a medium"
        self._counts(talk).broke(talk.step.name, reason, talk.seq, f"after {said} {detail}")

    def _over(self, talk: Talk, *, unfinished: bool = False) -> None:
        """Part with a conversation."""
        self._counts(talk).unfinished += unfinished
        self._talking.pop(talk.number, None)
        self._awaiting.pop(talk.number, None)
        self._early.pop(talk.seq, None)
        if not self._talking:
            self._wake(0.0)

    def _wake(self, due: float) -> None:
        """Wake the pacer when something is due before it would wake by itself."""
        if self._timer is not None and due < self._asleep_until:
            self._asleep_until = 0.0
            self._timer.wake()

    def _cut(self) -> None:
        super()._cut()
        for talk in [*self._talking.values()]:
            self._over(talk, unfinished=True)

    def _counts(self, talk: Talk) -> Talked:
        snapshot = (self._recorder if talk.place >= 0 else self._warm_up).snapshot
        name = talk.script.name
        if name not in snapshot.talked:
            snapshot.talked[name] = Talked()
        return snapshot.talked[name]
