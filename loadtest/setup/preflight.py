"""Before the load: one well signed and one badly signed message; and when they show a fault, the doctor's search.

All of it ends within `TOTAL` seconds and `MOST_REQUESTS` requests, through the load's own sender, outside every count.
What the server said is rid of the token and of every signature sent before anyone reads it.
"""

from __future__ import annotations

import html
import os
import re
from dataclasses import dataclass, replace
from http import HTTPStatus
from socket import gaierror
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import gevent

from loadtest.message.kinds import with_mms
from loadtest.setup.faults import (
    Fault,
    Place,
    accepted_as,
    explain,
    is_unlinked,
    looks_unsigned,
    suspicious,
    token_differs,
    unchecked,
    unlinked,
)
from loadtest.setup.suspects import signature_of, suspects, with_signature
from loadtest.verdict.judge import Reason, ReplyCheck, Verdict
from loadtest.verdict.twiml import media_type
from loadtest.words.exchange import Exchange, Failure, FailureKind, Reply, Request
from loadtest.words.secret import Secret
from loadtest.words.units import format_duration

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from loadtest.send.job import Job
    from loadtest.send.line import Line

TOTAL = 9.0
"""Seconds in all."""
FIRST = 7.0
"""Seconds that the first answers may take."""
MOST_REQUESTS = 40
NUMBERS = 3
"""Numbers, or attempts, after which a fault is taken for lasting."""
_AT_ONCE = 4
_SEARCH_WAIT = 3.0
_KNOWN = 12  # characters of a secret that betray it even when the rest is cut off
_SHORTEST_HIDDEN = 8  # cutting shorter ones out would spoil the server's words and protect nobody
_SOMETIMES = frozenset({Reason.CONNECTION_LOST, Reason.PROTOCOL})
_SERVER_ERRORS = 500
_DENIALS = frozenset({401, 403})


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkup:
    """What the check found: the fault that forbids a load, warnings, and how many messages the server took."""

    fault: Fault | None = None
    warnings: tuple[str, ...] = ()
    taken: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What one message got."""

    response: Reply | Failure
    verdict: Verdict

    @property
    def text(self) -> str:
        """The answer in a line (hostile)."""
        detail = self.verdict.detail
        status = f"HTTP {self.response.status}" if isinstance(self.response, Reply) else ""
        told = detail if status in detail else f"{status}, {detail}"
        return f"{self.verdict.reason.value} ({told})"


class Preflight:
    """Checks one set-up, once.

    `hidden` are the texts that must never be shown, the token among them. `say` takes a line for every step.
    """

    def __init__(
        self, job: Job, line: Line, *, hidden: Iterable[str], say: Callable[[str], None] = lambda _: None
    ) -> None:
        # Of the load's own texts the one that a careless server is the likeliest to read wrong.
        text = max(job.plan.texts, key=lambda text: (text != text.strip(), not text.isascii()))
        plain = replace(job, plan=replace(job.plan, mix=with_mms(0.0), texts=(text,)))
        self._plan = job.plan
        self._timeout = job.sending.timeout
        self._token = job.auth_token
        self._well = plain.renderer()
        self._badly = replace(plain, auth_token=Secret(os.urandom(16).hex())).renderer()
        self._sender = line.sender
        self._route = line.route
        self._clock = line.clock
        # The finer reasons are needed here, whatever counts later.
        self._judge = replace(job, reply_check=ReplyCheck.STRICT).judge()
        self._by_status = job.reply_check is ReplyCheck.STATUS
        self._hidden = {text for text in hidden if len(text) >= _SHORTEST_HIDDEN}
        self._login = bool(job.userinfo)
        self._say = say
        self._sent = 0
        self._began = 0.0

    def check(self) -> Checkup:
        """Send the first messages, explain what came back, search when the signature was rejected."""
        self._began = self._clock()
        seq = self._plan.planned or 0  # the numbers whose turn it would be after the load: the least used ones
        first = self._well.request(seq)
        good, bad = self._ask([first, self._badly.request(seq)], wait=FIRST)
        self._say(f"signed as {self._plan.signature_url}, from {first.number}: {self._shown(good)}")
        self._say(f"badly signed: {self._shown(bad)}")
        answers, numbers = [good], [first.number]
        while len(answers) < NUMBERS and self._may_differ(answers[-1], bad) and self._left > 1:
            request = self._well.request(seq + len(answers))
            answers += self._ask([request], wait=FIRST)
            numbers.append(request.number)
            self._say(f"signed, from {request.number}: {self._shown(answers[-1])}")
        taken = sum(answer.verdict.ok for answer in (*answers, bad))
        fault = self._fault(answers, numbers, bad)
        if fault is not None and fault.stops:
            return Checkup(fault=self._clean(fault), taken=taken)
        warnings = [str(self._clean(fault))] if fault else []
        if looks_unsigned(answers[-1].verdict, bad.verdict):
            warnings.append(str(unchecked()))
        return Checkup(warnings=tuple(warnings), taken=taken)

    def _fault(self, answers: Sequence[Judged], numbers: Sequence[str], bad: Judged) -> Fault | None:
        good, last = answers[0], answers[-1]
        if suspicious(last.response, last.verdict, bad.response):
            return self._search(last, bad)
        if len({answer.verdict.reason for answer in answers}) > 1:
            fault = explain(good.response, good.verdict, self._place(), numbers[0])
            return fault and replace(fault, sentence=f"{fault.sentence} (but not every time)", stops=False)
        if all(is_unlinked(answer.verdict) for answer in answers):
            return unlinked(list(dict.fromkeys(numbers)), good.verdict)
        fault = explain(last.response, last.verdict, self._place(), numbers[-1])
        working = good.verdict.reason is Reason.TIMEOUT and self._timeout > FIRST
        if fault and working and isinstance(bad.response, Reply) and not bad.verdict.ok:
            return Fault(
                sentence=f"no reply to the signed message in {format_duration(FIRST)}, but a bad signature was refused",
                remedy="so the signature seems right and the server slow: look at what it waits for",
                stops=False,
            )
        return fault

    def _may_differ(self, answer: Judged, bad: Judged) -> bool:
        """Return whether another number, or another try, may get another answer."""
        response, verdict = answer.response, answer.verdict
        if suspicious(response, verdict, bad.response):
            return False
        broken = isinstance(response, Reply) and response.status >= _SERVER_ERRORS
        return is_unlinked(verdict) or verdict.reason in _SOMETIMES or (broken and verdict.reason is Reason.HTTP_ERROR)

    def _search(self, good: Judged, bad: Judged) -> Fault | None:
        """Try what the server may have signed instead."""
        plan = self._plan
        place = self._place()
        base = self._well.request(plan.planned or 0)
        room = MOST_REQUESTS - self._sent
        todo = suspects(plan.url, plan.signature_url)[:room]
        tried = 0
        for start in range(0, len(todo), _AT_ONCE):
            if self._left <= 0:
                break
            some = todo[start : start + _AT_ONCE]
            requests = []
            for one in some:
                signature = one.signature(base.payload, self._token)
                requests.append(base._replace(payload=with_signature(base.payload, signature, one.headers)))
            answers = self._ask(requests, wait=_SEARCH_WAIT)
            for suspect, answer in zip(some, answers, strict=True):
                self._say(f"{suspect.label}: {self._shown(answer)}")
            for suspect, answer in zip(some, answers, strict=True):
                if _accepts(answer, bad):
                    return accepted_as(suspect, place)
            told = [answer for answer in answers if _status(answer) not in {0, HTTPStatus.TOO_MANY_REQUESTS}]
            tried += len(told)
            if len(told) < len(answers):
                self._say("not every form gets an answer now, so the search ends here")
                break
        reply = good.response
        page = isinstance(reply, Reply) and media_type(reply.header("content-type") or "") == "text/html"
        denied = _status(good) in _DENIALS and not page  # a page is a firewall's or a framework's, not a check's
        if denied or good.verdict.reason in {Reason.SIGNATURE_REJECTED, Reason.REFUSED}:
            return token_differs(good.verdict, tried, plan.signature_url, cut_short=tried < len(todo))
        return explain(good.response, good.verdict, place, base.number)

    @property
    def _left(self) -> float:
        return self._began + TOTAL - self._clock()

    def _ask(self, messages: Sequence[Request], *, wait: float) -> list[Judged]:
        """Send the messages at once and return what each one got within `wait` seconds."""
        self._sent += len(messages)
        self._hidden |= {signature_of(message.payload) for message in messages}
        wait = min(wait, self._left)
        jobs = [gevent.spawn(self._sender.send, message, due=self._clock()) for message in messages]
        try:
            gevent.joinall(jobs, timeout=max(0.1, wait))
        finally:
            gevent.killall(jobs)
        return [self._answer(job, wait) for job in jobs]

    def _answer(self, job: gevent.Greenlet[..., Any], wait: float) -> Judged:
        done = job.get()  # raises what is our own bug
        if isinstance(done, Exchange):
            response = self._without_secrets(done.response)
        else:  # a killed greenlet ends with a GreenletExit as its value
            response = Failure(
                kind=FailureKind.TIMEOUT, detail=f"no complete reply within {format_duration(round(wait, 1))}"
            )
        if self._by_status and isinstance(response, Reply) and response.status == HTTPStatus.OK:
            return Judged(response=response, verdict=Verdict(reason=Reason.ACCEPTED, detail="HTTP 200"))
        return Judged(response=response, verdict=self._judge.judge(response))

    def _place(self) -> Place:
        route, url = self._route, self._plan.url
        try:
            addresses = route.addresses()
        except gaierror:
            addresses = ()
        parts = urlsplit(url)
        return Place(
            url=url,
            origin=f"[{route.host}]:{route.port}" if ":" in route.host else f"{route.host}:{route.port}",
            path=parts.path or "/",
            addresses=addresses,
            login=self._login,
            waited=min(FIRST, self._timeout),
            timeout=self._timeout,
        )

    # Nothing that is secret may be read by anyone, in whatever form a server gives it back.

    def _without_secrets(self, response: Reply | Failure) -> Reply | Failure:
        if isinstance(response, Failure):
            return response
        body = response.body
        spellings = {spelling for text in self._hidden for spelling in _spellings(text)}
        for text in sorted(spellings, key=len, reverse=True):
            body = body.replace(text.encode(), b"***")
        headers = tuple((name, self._redacted(value)) for name, value in response.headers)
        return replace(response, body=body, headers=headers)

    def _redacted(self, text: str) -> str:
        for secret in self._hidden:
            if secret[:_KNOWN] in text:
                text = re.sub(re.escape(secret[:_KNOWN]) + r"[\w+/=-]*", "***", text)
        return text

    def _shown(self, answer: Judged) -> str:
        return self._redacted(answer.text)

    def _clean(self, fault: Fault) -> Fault:
        return replace(fault, sentence=self._redacted(fault.sentence))


def _accepts(answer: Judged, bad: Judged) -> bool:
    reply = answer.response
    if not isinstance(reply, Reply) or reply.status // 100 != 2:  # noqa: PLR2004  the success class of RFC 9110
        return False
    refused = bad.response
    return not isinstance(refused, Reply) or (refused.status, refused.body) != (reply.status, reply.body)


def _status(answer: Judged) -> int:
    return answer.response.status if isinstance(answer.response, Reply) else 0


def _spellings(text: str) -> set[str]:
    """Return `text` as web servers write it."""
    escaped = html.escape(text)
    return {text, quote(text, safe=""), escaped, text.replace("/", "\\/"), text.replace("+", "\\u002B")}
