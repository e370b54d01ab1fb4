"""What an answer to the first signed message says about the set-up: one sentence, and its remedy.

`answer` is what a well signed message got, `bad` what a badly signed one got. Nothing here is certain of the signature:
`looks_unsigned` and `suspicious` say when other URLs must be tried. Sentences quote the server raw: hostile text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from loadtest.setup.suspects import Lost
from loadtest.verdict.judge import Reason, Verdict
from loadtest.verdict.twiml import fold_space, media_type, page_text
from loadtest.words.exchange import Failure, FailureKind, Reply
from loadtest.words.units import format_duration, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loadtest.setup.suspects import Suspect

_CHECKED_STATUSES = frozenset({400, 401, 403, 422, 500})
_MISSING = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.GONE})
_UNLINKED = re.compile(
    r"\b(?:isn.?t|aren.?t|not|un|no)\b.{0,40}\b(?:linked|verified|registered|recogni[sz]ed|associated|enrolled|account)"
    r"|\bunknown (?:phone )?number|\b(?:register|verify|link) (?:your|this|the) (?:phone|number|account)",
    re.IGNORECASE | re.DOTALL,
)
_UNPARSED = re.compile(
    r"undefined|\bnull\b|NoneType|unexpected (?:content|media)|unsupported media"
    r"|\b(?:missing|required|empty|invalid)\b.{0,60}\b(?:param|field|body|from|form|webhook)"
    r"|\b(?:params?|parameters?|fields?|body|From)\b.{0,40}\b(?:missing|required|empty|undefined|null)",
    re.IGNORECASE | re.DOTALL,
)
_PLAIN_TO_TLS = re.compile(
    r"https? request (?:was )?(?:sent )?to (?:an? )?https|plain http|client sent an http", re.IGNORECASE
)
_LIMITS = ("ratelimit-policy", "ratelimit", "ratelimit-limit", "x-ratelimit-limit", "x-rate-limit-limit")
_WAITS = ("retry-after", "ratelimit-reset", "x-ratelimit-reset", "x-rate-limit-reset")
_QUOTED = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong, and what to do; `stops` says whether a load would only waste minutes."""

    sentence: str
    remedy: str
    stops: bool = True

    def __str__(self) -> str:
        return f"{self.sentence}; {self.remedy}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the messages go, for the sentences: `origin` is `host:port`, `addresses` those that were tried."""

    url: str
    origin: str
    path: str
    addresses: tuple[str, ...]
    login: bool
    waited: float
    timeout: float


def looks_unsigned(good: Verdict, bad: Verdict) -> bool:
    """Return whether the server took a badly signed message just as the well signed one."""
    return bad.ok and (good.ok or good.reason in {Reason.RATE_LIMITED, Reason.REFUSED})


def suspicious(answer: Reply | Failure, verdict: Verdict, bad: Reply | Failure | None) -> bool:
    """Return whether the signature may be what was rejected: said so, or answered as the bad one was."""
    if verdict.reason is Reason.SIGNATURE_REJECTED:
        return True
    if not isinstance(answer, Reply) or answer.header("www-authenticate") is not None:
        return False
    same = isinstance(bad, Reply) and (bad.status, bad.body) == (answer.status, answer.body)
    if verdict.reason is Reason.REFUSED:
        return same and "signature" in verdict.detail.lower()
    return same and answer.status in _CHECKED_STATUSES and verdict.reason is Reason.HTTP_ERROR


def is_unlinked(verdict: Verdict) -> bool:
    """Return whether the application does not know the sender's number."""
    return verdict.reason is Reason.REFUSED and _UNLINKED.search(verdict.detail) is not None


def unlinked(numbers: Sequence[str], verdict: Verdict) -> Fault:
    """Return the fault of a pool whose first numbers are unknown to the application."""
    who = f"all {len(numbers)} tried" if len(numbers) > 1 else "it"
    return Fault(
        sentence=f"the server does not know the test phone numbers ({', '.join(numbers)}: {who}): {verdict.detail}",
        remedy="link and verify them there (provision: true does it), or set phone-numbers to numbers it knows",
    )


def explain(answer: Reply | Failure, verdict: Verdict, place: Place, number: str) -> Fault | None:
    """Return what is wrong with the set-up, the signature aside; None when nothing is."""
    if isinstance(answer, Failure):
        return _failure(answer, place)
    fault: Fault | None
    match verdict.reason:
        case Reason.ACCEPTED:
            fault = None
        case Reason.RATE_LIMITED:
            fault = _limited(answer, verdict, number)
        case Reason.REFUSED:
            fault = Fault(
                sentence=f"the server declines the test message from {number}: {verdict.detail}",
                remedy="register what it asks for, or name the wording in accept-pattern",
                stops=False,
            )
        case Reason.NOT_TWIML:
            fault = Fault(
                sentence=f"the webhook's reply is not TwiML: {verdict.detail}",
                remedy=f"answer with Content-Type text/xml and a <Response>; Twilio logs error {verdict.twilio_code}",
            )
        case Reason.REDIRECT:
            fault = _redirect(answer, verdict)
        case _:
            fault = _error(answer, verdict, place)
    return fault


def accepted_as(suspect: Suspect, place: Place) -> Fault:
    """Return the fault that `suspect`, which the server accepted, has shown."""
    if suspect.headers:
        told = " and ".join(f"{name}: {value}" for name, value in suspect.headers)
        return Fault(
            sentence=f"the server signs {suspect.url}, and only when its proxy's headers say so ({told})",
            remedy="set url to the proxy's address, or have the server take its public URL from its configuration",
        )
    match suspect.lost:
        case Lost.FORM:
            return Fault(
                sentence="the server checks the signature of the URL alone: its body parser for forms is missing",
                remedy="parse application/x-www-form-urlencoded before the check (in Express: express.urlencoded())",
            )
        case Lost.BLANKS:
            return Fault(
                sentence="the server drops empty parameters before it checks the signature, and Twilio sends some",
                remedy="keep them (in Python: parse_qs(…, keep_blank_values=True))",
            )
        case Lost.EDGES:
            return Fault(
                sentence="the server trims the form's values before it checks the signature",
                remedy="check the signature first, over the values as they came",
            )
    how = "remove signature-url" if suspect.url == place.url else f"set signature-url: {suspect.url}"
    return Fault(
        sentence=f"the server signs {suspect.url}",
        remedy=f"{how}, or have the server trust its proxy's headers (X-Forwarded-Proto and -Host)",
    )


def token_differs(verdict: Verdict, tried: int, signed: str, *, cut_short: bool) -> Fault:
    """Return the fault that remains when no suspect was accepted; `cut_short`: not all of them could be tried."""
    if cut_short:
        return Fault(
            sentence=(
                f"the server rejects the signature of {signed} ({verdict.detail}), and of "
                f"{plural(tried, 'other form')} that it might have rebuilt; then a limiter or the time ended the search"
            ),
            remedy="compare auth-token and signature-url with the server's, or ask loadtest doctor without the limiter",
        )
    return Fault(
        sentence=(
            f"the token differs: the server rejects the signature of {signed} ({verdict.detail}), and of "
            f"{plural(tried, 'other form')} that it might have rebuilt"
        ),
        remedy=(
            "set auth-token to the primary auth token that the server has, or signature-url to its public URL if that "
            "is none of: http or https, with or without port, localhost, 127.0.0.1, [::1], trailing slash, query"
        ),
    )


def unchecked() -> Fault:
    """Return the warning about a server that takes any signature."""
    return Fault(
        sentence="the server does not check signatures: it accepted a message whose signature is wrong",
        remedy="switch the check on, or anybody can send it messages",
        stops=False,
    )


def limit_of(reply: Reply) -> str:
    """Return a limiter's limit and window as its headers tell them, or an empty string."""
    parts = [f"{name}: {_quote(value)}" for name in _LIMITS if (value := reply.header(name))]
    waits = [f"{name}: {_quote(value)}" for name in _WAITS if (value := reply.header(name))]
    return ", ".join([*parts[:2], *waits[:2]])


def _limited(answer: Reply, verdict: Verdict, number: str) -> Fault:
    if answer.status // 100 == 2:  # noqa: PLR2004  the success class of RFC 9110
        return Fault(
            sentence=f"the number {number} is already rate limited: {verdict.detail}",
            remedy="use numbers that have not sent within the limit's period, or reset the server's limiter",
            stops=False,
        )
    told = limit_of(answer)
    return Fault(
        sentence=(
            f"a limiter in front of the application, likely one per client address, answers HTTP {answer.status}"
            f"{f' ({told})' if told else ''}"
        ),
        remedy="raise it or switch it off for the test: Twilio sends from many addresses, this load from one",
        stops=False,
    )


def _failure(failure: Failure, place: Place) -> Fault:
    detail = fold_space(failure.detail)
    tried = f" (tried {', '.join(place.addresses)})" if place.addresses else ""
    match failure.kind:
        case FailureKind.DNS:
            sentence, remedy = detail, "correct the host in url, or make the name known here"
        case FailureKind.CONNECT if failure.cause == "refused":
            sentence = f"nothing listens on {place.origin}{tried}"
            remedy = "start the server, or correct url; inside a container, localhost is the container itself"
        case FailureKind.CONNECT:
            sentence, remedy = (
                f"{place.origin} cannot be reached{tried}: {detail}",
                "correct url, or open the way to it",
            )
        case FailureKind.TLS:
            sentence, remedy = _tls(failure.cause, detail, place)
        case FailureKind.TIMEOUT if place.waited < place.timeout:
            sentence = f"no complete reply to the signed message within {format_duration(place.waited)}"
            remedy = "look at what the server waits for, or skip this check with preflight: off"
        case FailureKind.TIMEOUT:
            sentence = f"the reply is slower than the timeout of {format_duration(place.timeout)}"
            remedy = "answer at once and work afterwards, or raise timeout; Twilio gives up after 15s"
        case FailureKind.PROTOCOL:
            sentence = f"what answers at {place.origin} does not speak HTTP correctly: {detail}"
            remedy = "if it speaks https, write https in url; else repair the server"
        case FailureKind.RESET:
            sentence = f"the server takes the message and sends no whole reply: {detail}"
            remedy = "look for a crash in its log; if it speaks https, write https in url"
        case _:
            sentence, remedy = f"the message could not be sent: {detail}", "repair this machine's limits"
    return Fault(sentence=sentence, remedy=remedy)


def _tls(cause: str, detail: str, place: Place) -> tuple[str, str]:
    whose = f"the certificate of {place.origin}"
    renew = "serve a valid certificate for that name"
    return {
        "expired": (f"{whose} has expired: Twilio refuses it (error 11236)", renew),
        "hostname mismatch": (f"{whose} is for another name: Twilio refuses it (error 11235)", renew),
        "untrusted": (
            f"{whose} is self-signed, incomplete or from an unknown authority: Twilio refuses it (error 11237)",
            "serve one with its whole chain; for a test with your own authority set ca-file",
        ),
    }.get(
        cause,
        (
            f"no TLS with {place.origin}: {detail}",
            "if the server speaks plain http there, write http in url; else repair its TLS",
        ),
    )


def _redirect(answer: Reply, verdict: Verdict) -> Fault:
    where = answer.header("location") or ""
    kept = answer.status == HTTPStatus.TEMPORARY_REDIRECT
    sentence = f"the webhook redirects (HTTP {answer.status} to {_quote(where)})" if where else verdict.detail
    if not kept:
        sentence += ": Twilio would turn the POST into a GET, or not follow"
    return Fault(sentence=sentence, remedy="set url to where the webhook really is")


def _error(answer: Reply, verdict: Verdict, place: Place) -> Fault:
    status, kind = answer.status, answer.header("content-type") or ""
    text, allowed, challenge = page_text(answer.body, kind), answer.header("allow"), answer.header("www-authenticate")
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        only = f", only {_quote(allowed)}" if allowed else ""
        sentence, remedy = f"{place.path} takes no POST (HTTP 405{only})", "correct the path in url"
    elif status in _MISSING:
        sentence, remedy = f"there is no webhook at {place.path} (HTTP {status})", "correct the path in url"
    elif status == HTTPStatus.UNAUTHORIZED and challenge is not None and place.login:
        sentence, remedy = (
            f"the server refuses the user and password of url (HTTP 401, {_quote(challenge)})",
            "correct them",
        )
    elif status == HTTPStatus.UNAUTHORIZED and challenge is not None:
        sentence = f"the server asks for a login (HTTP 401, {_quote(challenge)})"
        remedy = "write user and password into url: https://user:password@host/…"
    elif _PLAIN_TO_TLS.search(text):
        sentence, remedy = f"{place.origin} speaks https, not http", "write https in url"
    elif "csrf" in text.lower():
        sentence = f"the server's CSRF protection stops the webhook (HTTP {status})"
        remedy = "exempt the webhook from it: Twilio has no such token"
    elif status == HTTPStatus.UNSUPPORTED_MEDIA_TYPE or _UNPARSED.search(text):
        sentence = f"the server did not read the form, its body parser is missing or another: {verdict.detail}"
        remedy = "parse application/x-www-form-urlencoded on the webhook's route"
    elif media_type(kind) == "text/html":
        sentence = f"the webhook answers with an HTML error page: {verdict.detail}"
        remedy = "look for this message in the server's log"
    else:
        sentence, remedy = f"the webhook answers with an error: {verdict.detail}", "look at the server's log"
    return Fault(sentence=sentence, remedy=remedy)


def _quote(text: str) -> str:
    folded = fold_space(text[: 4 * _QUOTED])
    return folded if len(folded) <= _QUOTED else f"{folded[: _QUOTED - 1]}…"
