"""Send a few messages outside every count, and hand over what each one got, rid of every secret.

They go through the load's own sender. What the server said is rid of the token and of every signature sent before
anyone reads it, in whatever form it gives them back.
"""

from __future__ import annotations

import os
import re
import time
from dataclasses import dataclass, replace
from http import HTTPStatus
from socket import gaierror
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import gevent

from loadtest.message.kinds import with_mms
from loadtest.setup.contents import signature_of
from loadtest.setup.faults import Destination
from loadtest.setup.guards import Guarded, guard
from loadtest.verdict.judge import Reason, ReplyCheck, Verdict
from loadtest.verdict.stated_limit import StatedLimits, stated_limit
from loadtest.words.exchange import Exchange, Failure, FailureKind, Reply, Request
from loadtest.words.mask import Mask
from loadtest.words.secret import Secret
from loadtest.words.units import format_duration, plural

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from loadtest.send.job import Job
    from loadtest.send.line import Line

_VARYING = re.compile(r"\w*\d\w*")
_PROXY_STATUSES = frozenset({502, 503, 504})


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What one message got, after how many seconds; `cut`: we ended the wait before the message's own time was up."""

    response: Reply | Failure
    verdict: Verdict
    took: float = 0.0
    cut: bool = False

    @property
    def text(self) -> str:
        """The answer in a line (hostile)."""
        detail = self.verdict.detail
        status = f"HTTP {self.response.status}" if isinstance(self.response, Reply) else ""
        told = detail if status in detail else f"{status}, {detail}"
        return f"{self.verdict.reason.value} ({told})"

    @property
    def reply(self) -> Reply | None:
        """The reply, if there was one."""
        return self.response if isinstance(self.response, Reply) else None

    @property
    def proves_nothing(self) -> bool:
        """Whether this would have come whatever the message said: a limiter's, a dead proxy's, or no answer at all."""
        reply = self.reply
        if reply is None or self.verdict.reason is Reason.RATE_LIMITED or reply.status == HTTPStatus.REQUEST_TIMEOUT:
            return True
        found = guard(reply)
        return reply.status in _PROXY_STATUSES or (found is not None and found.kind is Guarded.BACKEND)


class Asker:
    """Sends the messages of one check and counts them.

    `say` takes a line for every step.
    """

    def __init__(self, job: Job, line: Line, *, say: Callable[[str], None] = lambda _: None) -> None:
        # Of the load's own texts the one that a careless server is the likeliest to read wrong.
        text = max(job.plan.texts, key=lambda text: (text != text.strip(), not text.isascii()))
        plain = replace(job, plan=replace(job.plan, mix=with_mms(0.0), texts=(text,)))
        self.plan = job.plan
        self.token = job.auth_token
        self.timeout = job.sending.timeout
        self.clock = line.clock
        self.well = plain.renderer()
        self.badly = replace(plain, auth_token=Secret(os.urandom(16).hex())).renderer()
        self.others = {
            kind: replace(plain, plan=replace(plain.plan, mix=((kind, 1.0),))).renderer()
            for kind, share in job.plan.mix
            if share and kind != "sms"
        }
        self.sent = 0
        self.taken = 0
        self.accepted: list[tuple[str, bool]] = []
        self.limits = StatedLimits()
        self._sender = line.sender
        self._route = line.route
        # The finer reasons are needed here, whatever counts later.
        self._judge = replace(job, reply_check=ReplyCheck.STRICT).judge()
        self._by_status = job.reply_check is ReplyCheck.STATUS
        bare = self.token.reveal().strip().strip("\"'")
        self._secrets = {bare, *(secret.reveal() for secret in job.secrets)}
        self._mask = Mask(self._secrets)
        self._login = bool(job.userinfo)
        self._say = say
        self._told = ""
        self._alike = 0

    @property
    def first(self) -> int:
        """The first message's place: its number is the one whose turn it would be after the load, the least used."""
        return self.plan.planned or 0

    def ask(self, messages: Sequence[Request], *, wait: float) -> list[Judged]:
        """Send the messages at once and return what each one got within `wait` seconds."""
        self.sent += len(messages)
        self._secrets |= {signature_of(message.payload) for message in messages}
        self._mask = Mask(self._secrets)
        jobs = [gevent.spawn(self._sender.send, message, due=self.clock()) for message in messages]
        try:
            gevent.joinall(jobs, timeout=max(0.1, wait))
        finally:
            gevent.killall(jobs)
        reactions = [self._reaction(job, wait) for job in jobs]
        self.taken += sum(reaction.verdict.ok for reaction in reactions)
        for message, reaction in zip(messages, reactions, strict=True):
            if reaction.reply is not None:
                self.limits.note(message.number, stated_limit(reaction.reply.header, now=time.time()))
        self.accepted += [
            (message.number, bool(reaction.verdict.said.strip()))
            for message, reaction in zip(messages, reactions, strict=True)
            if reaction.verdict.ok
        ]
        return reactions

    def say(self, label: str, reaction: Judged, *, fold: bool = False) -> None:
        """Tell one step; with `fold` those that got the same as the step before are counted, and told as one."""
        text = self.redacted(reaction.text)
        key = _VARYING.sub("#", text)
        if fold and key == self._told:
            self._alike += 1
            return
        self.unfold()
        self._told = key
        self._say(f"{label}: {text}")

    def unfold(self) -> None:
        """Tell how many steps were counted and not told."""
        if self._alike:
            self._say(f"… and {plural(self._alike, 'other form')} got the same")
        self._alike, self._told = 0, ""

    def note(self, text: str) -> None:
        """Tell what is going on."""
        self.unfold()
        self._say(text)

    def place(self, *, waited: float) -> Destination:
        """Return where the messages go, for the sentences."""
        route, url = self._route, self.plan.url
        try:
            addresses = route.addresses()
        except gaierror:
            addresses = ()
        return Destination(
            url=url,
            origin=f"[{route.host}]:{route.port}" if ":" in route.host else f"{route.host}:{route.port}",
            path=urlsplit(url).path or "/",
            addresses=addresses,
            login=self._login,
            waited=waited,
            timeout=self.timeout,
        )

    def redacted(self, text: str) -> str:
        """Return `text` without anything that is secret."""
        return self._mask(text)

    def _reaction(self, job: gevent.Greenlet[..., Any], wait: float) -> Judged:
        done = job.get()  # raises what is our own bug
        if not isinstance(done, Exchange):  # a killed greenlet ends with a GreenletExit as its value
            detail = f"no complete reply within {format_duration(round(wait, 1))}"
            response: Reply | Failure = Failure(kind=FailureKind.TIMEOUT, detail=detail)
            return Judged(response=response, verdict=self._judge.judge(response), took=wait, cut=wait < self.timeout)
        response = self._without_secrets(done.response)
        verdict = self._judge.judge(response)
        if self._by_status and isinstance(response, Reply) and response.status == HTTPStatus.OK:
            verdict = Verdict(reason=Reason.ACCEPTED, detail="HTTP 200")
        return Judged(response=response, verdict=verdict, took=done.latency)

    def _without_secrets(self, response: Reply | Failure) -> Reply | Failure:
        if isinstance(response, Failure):
            return response
        body = self._mask(response.body.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")
        headers = tuple((name, self.redacted(value)) for name, value in response.headers)
        return replace(response, body=body, headers=headers)
