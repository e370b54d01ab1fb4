"""What came back, judged as Twilio and the person who sent the message would judge it.

Status first, then what Twilio would make of the body, then the text: a reply that Twilio accepts is still a failed
message when its text tells the sender that the server did not take it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum
from http import HTTPStatus
from typing import TYPE_CHECKING

from loadtest.verdict.contract import Contract
from loadtest.verdict.denials import is_bare_denial, names_signature
from loadtest.verdict.patterns import any_found, parse_patterns
from loadtest.verdict.reading import TWIML_TYPES, cut, quote, read_twiml, texts_of
from loadtest.verdict.twiml import (
    MESSAGES_KEPT,
    NotTwimlError,
    Twiml,
    media_type,
    page_text,
)
from loadtest.verdict.wordings import limit_in, prepare, refusal_in
from loadtest.verdict.wordings.folding import decisive
from loadtest.words.exchange import Failure, FailureKind, Reply
from loadtest.words.mask import NO_MASK, Mask
from loadtest.words.reply_shapes import reply_shape, said_and_shape
from loadtest.words.set_cookie import is_unreadable

if TYPE_CHECKING:
    from collections.abc import Sequence


class Reason(Enum):
    """The group a message counts in: the only grouping key. The value is the stable name in every report."""

    ACCEPTED = "accepted"
    RATE_LIMITED = "rate limited"
    REFUSED = "refused"
    UNEXPECTED = "unexpected reply"
    SIGNATURE_REJECTED = "signature rejected"
    HTTP_ERROR = "HTTP error"
    REDIRECT = "redirect"
    NOT_TWIML = "not TwiML"
    TIMEOUT = "timeout"
    CONNECT = "connect"
    TLS = "TLS"
    PROTOCOL = "broken HTTP"
    CONNECTION_LOST = "connection lost"
    CUT = "cut"
    GENERATOR = "generator"

    # Members are singletons, so identity will do; Enum's own hash is a Python call, many times a message.
    __hash__ = object.__hash__


UNJUDGED = frozenset({Reason.CUT, Reason.GENERATOR})
"""Messages that say nothing about the server: our signal stopped them, or the generator itself failed."""

RESPONSE_TIMES = frozenset({Reason.ACCEPTED, Reason.TIMEOUT})
"""Reasons whose durations are response times; every other's are shown apart, so that quick refusals flatter nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The judgement of one message.

    `twilio_code` is the error code Twilio's own log would show, or None; `warnings` are sentences on an accepted
    message that Twilio would log as warnings; `detail` is one sentence for people, with the server's text quoted raw
    (hostile!). `said` is what the sender of the message gets to read, its messages parted by newlines, and `shape` its
    shape: None when no reply reaches the sender at all. `why` names what decided, where a wording did.
    """

    reason: Reason
    twilio_code: int | None = None
    warnings: tuple[str, ...] = ()
    detail: str = ""
    said: str = ""
    shape: str | None = None
    why: str = ""

    @property
    def ok(self) -> bool:
        """Whether the server accepted the message."""
        return self.reason is Reason.ACCEPTED


class ReplyCheck(Enum):
    """How strictly replies are judged; the value is what users type."""

    STRICT = "strict"
    STATUS = "status"


VERDICTS_KEPT = 1024
"""Verdicts the judge remembers."""

BYTES_KEPT = 8 * 1024 * 1024
"""Bytes of reply bodies the judge remembers them by."""

_READ = frozenset({"content-type", "location", "retry-after", "transfer-encoding", "www-authenticate"})
_FOLLOWED = frozenset({301, 302, 303, 307})
_DENIALS = frozenset({401, 403})
_LIMITER_STATUSES = frozenset({403, 503})
_MARKS = {"refused": Reason.REFUSED, "limited": Reason.RATE_LIMITED, "unexpected": Reason.UNEXPECTED}
_BAD_SCHEME = re.compile(r"(?!https?:)[a-z][a-z0-9+.-]*:", re.IGNORECASE)

_SIGNATURE_STATUSES = frozenset({400, 401, 403, 500})
_FAILURES: dict[FailureKind, tuple[Reason, int | None]] = {
    FailureKind.DNS: (Reason.CONNECT, 11210),
    FailureKind.CONNECT: (Reason.CONNECT, 11205),
    FailureKind.TLS: (Reason.TLS, 11220),
    FailureKind.TIMEOUT: (Reason.TIMEOUT, 11205),
    FailureKind.RESET: (Reason.CONNECTION_LOST, 11206),
    FailureKind.PROTOCOL: (Reason.PROTOCOL, 11206),
    FailureKind.CUT: (Reason.CUT, None),
    FailureKind.GENERATOR: (Reason.GENERATOR, None),
}
_CAUSES: dict[tuple[FailureKind, str], int] = {
    (FailureKind.CONNECT, "refused"): 11202,
    (FailureKind.CONNECT, "timed out"): 11201,
    (FailureKind.TLS, "hostname mismatch"): 11235,
    (FailureKind.TLS, "expired"): 11236,
    (FailureKind.TLS, "untrusted"): 11237,
}


class Judge:
    """Turns what came back into verdicts. One per run: it holds the user's patterns and remembers verdicts.

    The patterns are regular expressions that add wordings. On replies that Twilio accepts, `accept_patterns` beat every
    other wording and refusals beat limits; no pattern makes an error accepted. Limit wordings also tell a limiter's 403
    and 503 from others. Every text of a verdict has passed the mask. Raises `ValueError` with a remedy for a pattern
    that is not a regular expression.
    """

    def __init__(
        self,
        *,
        check: ReplyCheck = ReplyCheck.STRICT,
        rate_limit_patterns: Sequence[str] = (),
        refusal_patterns: Sequence[str] = (),
        accept_patterns: Sequence[str] = (),
        mask: Mask = NO_MASK,
    ) -> None:
        prepare()
        self._mask = mask
        self._check = check
        self._limit = parse_patterns(rate_limit_patterns)
        self._refusal = parse_patterns(refusal_patterns)
        self._accept = parse_patterns(accept_patterns)
        self._contract = Contract(())
        self._verdicts: dict[object, Verdict] = {}
        self._bytes = 0
        self._last: Reply | Failure | None = None
        self._last_verdict = Verdict(reason=Reason.ACCEPTED)

    def expecting(self, lines: Sequence[str]) -> Judge:
        """Judge by the user's list of expected replies, if it has a line, in the place of the built-in wordings."""
        self._contract = Contract(lines, accept=self._accept, refused=self._refusal, limited=self._limit)
        return self

    def judge(self, response: Reply | Failure) -> Verdict:
        """Return the verdict on `response`. Never raises, whatever the server sent."""
        if response is self._last:  # the sender shares one object between identical replies
            return self._last_verdict
        verdict = self._last_verdict = self._recall(response)
        self._last = response
        return verdict

    def _recall(self, response: Reply | Failure) -> Verdict:
        # The key is all that judging reads: two responses with the same key get the same verdict.
        key: object
        if isinstance(response, Reply):
            headers = tuple([pair for pair in response.headers if pair[0] in _READ])
            cookie = _unreadable(response)
            key = (response.status, headers, response.body, response.size, cookie)
        else:
            key = (response.kind, response.cause, response.detail)
        verdict = self._verdicts.get(key)
        if verdict is None:
            verdict = _masked(self._judge(response), self._mask)
            self._remember(key, verdict, weight=_weight(response))
        return verdict

    def _remember(self, key: object, verdict: Verdict, *, weight: int) -> None:
        if len(self._verdicts) >= VERDICTS_KEPT or self._bytes + weight > BYTES_KEPT:
            self._verdicts.clear()
            self._bytes = 0
        self._verdicts[key] = verdict
        self._bytes += weight

    def _judge(self, response: Reply | Failure) -> Verdict:
        if isinstance(response, Failure):
            return _judge_failure(response)
        if self._check is ReplyCheck.STATUS:
            return _judge_status(response)
        match response.status // 100:
            case 1:
                status = response.status
                return Verdict(reason=Reason.PROTOCOL, twilio_code=11206, detail=f"HTTP {status} as the final reply")
            case 2:
                return _judge_cookies(response) or self._judge_success(response)
            case 3:
                return _judge_redirect(response)
            case _:
                return self._judge_error(response)

    def _judge_success(self, reply: Reply) -> Verdict:
        if reply.status == HTTPStatus.NO_CONTENT:
            if self._contract:
                return self._judge_by_contract(Twiml())
            return Verdict(reason=Reason.ACCEPTED, detail="HTTP 204: no reply to the sender", shape="")
        try:
            twiml = read_twiml(reply)
        except NotTwimlError as error:
            return Verdict(reason=Reason.NOT_TWIML, twilio_code=error.code, detail=f"HTTP {reply.status}: {error}")
        return self._judge_texts(twiml)

    def judge_text(self, text: str) -> Verdict:
        """Return the verdict on a text that the server sent through Twilio's API."""
        verdict = self._verdicts.get(text)
        if verdict is None:
            if self._check is ReplyCheck.STATUS:
                verdict = Verdict(reason=Reason.ACCEPTED, said=text, shape=reply_shape(text), why="reply-check: status")
            else:
                verdict = self._judge_texts(Twiml(texts=(text,)))
            verdict = _masked(verdict, self._mask)
            self._remember(text, verdict, weight=len(text))
        return verdict

    def _judge_texts(self, twiml: Twiml) -> Verdict:
        if self._contract:
            return self._judge_by_contract(twiml)
        texts = twiml.texts
        said, shape = said_and_shape(texts[:MESSAGES_KEPT])
        accepted = any(any_found(self._accept, text) for text in texts)
        for reason, says in ((Reason.REFUSED, self._refuses), (Reason.RATE_LIMITED, self._limits)):
            declining = None if accepted else next((text for text in texts if says(text)), None)
            if declining is not None:
                detail = f"the reply says {quote(declining)}"
                return Verdict(reason=reason, detail=detail, said=said, shape=shape, why=says(declining))
        return Verdict(
            reason=Reason.ACCEPTED,
            warnings=twiml.warnings,
            detail=next((f"the reply says {quote(text)}" for text in texts if text), "no reply to the sender"),
            said=said,
            shape=shape,
            why="your accept-pattern" if accepted else "",
        )

    def _judge_by_contract(self, twiml: Twiml) -> Verdict:
        """Judge by the user's list alone, and the user's patterns where it says nothing."""
        text, mark, why = self._contract.judge(twiml.texts)
        said, shape = said_and_shape(twiml.texts[:MESSAGES_KEPT])
        detail = f"the reply says {quote(text)}" if text else "no reply to the sender"
        if mark == "unexpected":
            detail += ", which expected-replies does not list"
        reason, warnings = _MARKS.get(mark, Reason.ACCEPTED), () if mark else twiml.warnings
        return Verdict(reason=reason, warnings=warnings, detail=detail, said=said, shape=shape, why=why)

    def _judge_error(self, reply: Reply) -> Verdict:
        status = reply.status
        text = page_text(reply.body, reply.header("content-type") or "")
        detail = _describe(reply, text)
        challenge = reply.header("www-authenticate")
        limited = status == HTTPStatus.TOO_MANY_REQUESTS or (
            status == HTTPStatus.SERVICE_UNAVAILABLE and reply.header("retry-after") is not None
        )
        if status in _SIGNATURE_STATUSES and names_signature(text):
            reason = Reason.SIGNATURE_REJECTED
        elif limited or (status in _LIMITER_STATUSES and self._limits(text)):
            reason = Reason.RATE_LIMITED
        elif status == HTTPStatus.UNAUTHORIZED and challenge is not None:
            reason = Reason.HTTP_ERROR
            login = f"it asks for a login ({cut(challenge, 40)})"
            detail += f"; {login}, which Twilio gives only as basic auth, from a user and password in the webhook's URL"
        elif status in _DENIALS and is_bare_denial(text):
            reason = Reason.SIGNATURE_REJECTED
        else:
            reason = Reason.HTTP_ERROR
        code = 11217 if _is_error(status) else 11200  # beyond the known classes: "unclear failure"
        return Verdict(reason=reason, twilio_code=code, detail=detail)

    def _refuses(self, text: str) -> str:
        """Return what says that the message was refused, or nothing."""
        if any_found(self._refusal, text):
            return "your refusal-pattern"
        found = refusal_in(decisive(text))
        return f'the wording "{cut(found, 60)}"' if found else ""

    def _limits(self, text: str) -> str:
        """Return what says that the message was declined for its rate, or nothing."""
        if any_found(self._limit, text):
            return "your rate-limit-pattern"
        found = limit_in(decisive(text))
        return f'the wording "{cut(found, 60)}"' if found else ""


def _masked(verdict: Verdict, mask: Mask) -> Verdict:
    if mask.passes("\n".join((verdict.detail, verdict.said, *verdict.warnings))):  # a shape is made of what is said
        return verdict
    return replace(
        verdict,
        detail=mask(verdict.detail),
        said=mask(verdict.said),
        shape=None if verdict.shape is None else mask(verdict.shape),
        warnings=tuple(map(mask, verdict.warnings)),
    )


def _unreadable(reply: Reply) -> str:
    """Return the first cookie that Twilio could not read; empty when there is none."""
    return next((line for line in reply.cookies if is_unreadable(line)), "")


def _judge_cookies(reply: Reply) -> Verdict | None:
    """Return what Twilio makes of a cookie that it cannot read; None where there is none."""
    if not (cookie := _unreadable(reply)):
        return None
    detail = f"the cookie {cookie!r} has no name, or control characters"
    return Verdict(reason=Reason.PROTOCOL, twilio_code=11206, detail=detail)


def _judge_failure(failure: Failure) -> Verdict:
    reason, code = _FAILURES[failure.kind]
    code = _CAUSES.get((failure.kind, failure.cause), code)
    return Verdict(reason=reason, twilio_code=code, detail=cut(failure.detail))


def _judge_status(reply: Reply) -> Verdict:
    detail = f"HTTP {reply.status}"
    match reply.status:
        case HTTPStatus.OK:
            said, shape = said_and_shape(texts_of(reply)[:MESSAGES_KEPT])
            return Verdict(reason=Reason.ACCEPTED, detail=detail, said=said, shape=shape, why="reply-check: status")
        case HTTPStatus.TOO_MANY_REQUESTS:
            return Verdict(reason=Reason.RATE_LIMITED, twilio_code=11217, detail=detail)
        case status:
            return Verdict(reason=Reason.HTTP_ERROR, twilio_code=11217 if _is_error(status) else None, detail=detail)


def _judge_redirect(reply: Reply) -> Verdict:
    """Judge a 3xx: Twilio follows four of them, most as a GET that carries no message.

    Sources: twilio.com/docs/api/errors/11216; that only 307 keeps the method is what browsers do.
    """
    status, location = reply.status, (reply.header("location") or "").strip()
    if status not in _FOLLOWED:
        return Verdict(reason=Reason.REDIRECT, twilio_code=11216, detail=f"HTTP {status}: Twilio does not follow it")
    if not location or _BAD_SCHEME.match(location):
        where = f"Location {quote(location)} is no web address" if location else "no Location header"
        return Verdict(reason=Reason.REDIRECT, twilio_code=11216, detail=f"HTTP {status}: {where}")
    kept = status == HTTPStatus.TEMPORARY_REDIRECT
    how = "as a POST, within the same 15 s" if kept else "as a GET, without the message"
    return Verdict(reason=Reason.REDIRECT, detail=f"HTTP {status} to {quote(location)}: Twilio would follow it, {how}")


def _describe(reply: Reply, text: str) -> str:
    kind = media_type(reply.header("content-type") or "")
    retry_after = reply.header("retry-after")
    parts = [f"HTTP {reply.status}"]
    if kind:
        parts.append(cut(kind, 80))
    if retry_after is not None:
        parts.append(f"Retry-After {cut(retry_after, 40)}")
    said = f": {quote(text)}" if text else ""
    if kind in TWIML_TYPES and b"<Response" in reply.body:
        said += "; Twilio does not run TwiML that comes with an error"
    return ", ".join(parts) + said


def _is_error(status: int) -> bool:
    return status // 100 in {4, 5}


def _weight(response: Reply | Failure) -> int:
    if isinstance(response, Failure):
        return len(response.detail)
    return len(response.body) + sum(len(value) for name, value in response.headers if name in _READ)
