"""What an answer to the first signed message says about the set-up: one sentence, and its remedy.

`answer` is what a well signed message got, `bad` what a badly signed one got. Nothing here is certain of the signature:
`looks_unsigned` and `suspicious` say when other URLs must be tried. Sentences quote the server raw: hostile text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from loadtest.setup.guards import Guard, Guarded, guard
from loadtest.setup.likeness import alike
from loadtest.verdict.denials import without_echo
from loadtest.verdict.judge import Reason, Verdict
from loadtest.verdict.remedies import twiml_remedy
from loadtest.verdict.twiml import fold_space, media_type, page_text
from loadtest.words.exchange import Failure, FailureKind, Reply
from loadtest.words.sending import TWILIO_TIMEOUT
from loadtest.words.units import format_duration

if TYPE_CHECKING:
    from collections.abc import Sequence

_MISSING = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.GONE})
_UNLINKED = re.compile(
    r"\b(?:isn.?t|aren.?t|not|un|no)\b.{0,40}\b(?:linked|verified|registered|recogni[sz]ed|associated|enrolled|account)"
    r"|\bunknown (?:phone )?number|\b(?:register|verify|link) (?:your|this|the) (?:phone|number|account)",
    re.IGNORECASE | re.DOTALL,
)
_ABOUT_SIGNATURES = re.compile(
    r"signature|request validation|validat\w+ failed|(?:not|isn.t) (?:sent |coming )?from twilio|hmac", re.IGNORECASE
)
_LOGIN_PAGE = re.compile(
    r"(?:log|sign)[-_ ]?(?:in|on)\b|/auth(?:orize|entication)?\b|/sso\b|oauth|cloudflareaccess\.com"
    r"|[?&](?:next|returnurl)=",
    re.IGNORECASE,
)
_UNTOLD = frozenset({408, 429, 502, 503, 504})
"""Statuses that say nothing about the message."""
_PASSED_OVER = _UNTOLD | _MISSING | {HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNSUPPORTED_MEDIA_TYPE}
_PLAIN_TO_TLS = re.compile(
    r"https? request (?:was )?(?:sent )?to (?:an? )?https|plain http|client sent an http", re.IGNORECASE
)
_SPOKEN = {
    "https": (", not http", "write https in url"),
    "http": (", not https", "write http in url"),
    "HTTP/2": (" alone, and Twilio speaks HTTP/1.1", "let it take HTTP/1.1 as well, or put a proxy in front that does"),
}
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
class Destination:
    """Where the messages go, for the sentences: `origin` is `host:port`, `addresses` those that were tried.

    `speaks` is what was found out to be spoken there, when it is not what `url` says: https, http or HTTP/2.
    """

    url: str
    origin: str
    path: str
    addresses: tuple[str, ...]
    login: bool
    waited: float
    timeout: float
    speaks: str = ""


def looks_unsigned(good: Verdict, bad: Verdict) -> bool:
    """Return whether the server took a badly signed message just as the well signed one."""
    return bad.ok and (good.ok or good.reason in {Reason.RATE_LIMITED, Reason.REFUSED})


def speaks_of_signatures(verdict: Verdict) -> bool:
    """Return whether the server says itself that the signature is what it refuses."""
    return _ABOUT_SIGNATURES.search(without_echo(verdict.detail)) is not None


def suspicious(answer: Reply | Failure, verdict: Verdict, bad: Reply | Failure | None) -> bool:
    """Return whether the signature may be what was rejected: it says so, or answers as it answers the `bad` one."""
    if not isinstance(answer, Reply) or answer.header("www-authenticate") is not None:
        return False
    found = guard(answer)
    if found is not None and not speaks_of_signatures(verdict):
        return False
    if found is not None and found.kind in {Guarded.TOKEN, Guarded.HEADER}:
        return False
    told = isinstance(bad, Reply) and bad.status not in _UNTOLD
    same = not told or (isinstance(bad, Reply) and alike(bad, answer))
    if verdict.reason is Reason.SIGNATURE_REJECTED:
        return same or speaks_of_signatures(verdict)
    if verdict.reason is Reason.REFUSED:
        return same and speaks_of_signatures(verdict)
    return same and answer.status not in _PASSED_OVER and verdict.reason is Reason.HTTP_ERROR


def polite(answer: Reply | Failure, verdict: Verdict, bad: Reply | Failure) -> bool:
    """Return whether the server may refuse signatures with a status of success: both messages got the same."""
    said = isinstance(answer, Reply) and isinstance(bad, Reply) and alike(bad, answer)
    return said and verdict.reason in {Reason.ACCEPTED, Reason.REFUSED, Reason.NOT_TWIML} and not is_unlinked(verdict)


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


def explain(answer: Reply | Failure, verdict: Verdict, place: Destination, number: str) -> Fault | None:
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
        case Reason.UNEXPECTED:
            fault = Fault(
                sentence=f"the test message from {number} got an unexpected reply: {verdict.detail}",
                remedy="add the reply to expected-replies, with limited: or refused: in front if it declines",
                stops=False,
            )
        case Reason.NOT_TWIML:
            fault = _not_twiml(answer, verdict)
        case Reason.REDIRECT:
            fault = _redirect(answer, verdict, place)
        case _:
            fault = _error(answer, verdict, place)
    return fault


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
            f"a limiter answers HTTP {answer.status}{f' ({told})' if told else ''} to the first message from {number}, "
            "so whether the server takes messages and checks signatures is not known"
        ),
        remedy=(
            "wait until it lets messages through, or raise it or switch it off for the test; if it counts for each "
            "client address: Twilio sends from many, this load from one"
        ),
        stops=False,
    )


def wrong_scheme(origin: str, speaks: str) -> Fault:
    """Return the fault of a port that speaks something else than `url` says: https, http or HTTP/2."""
    what, remedy = _SPOKEN[speaks]
    return Fault(sentence=f"{origin} speaks {speaks}{what}", remedy=remedy)


def _failure(failure: Failure, place: Destination) -> Fault:
    detail = fold_space(failure.detail)
    tried = f" (tried {', '.join(place.addresses)})" if place.addresses else ""
    if place.speaks:
        return wrong_scheme(place.origin, place.speaks)
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
            remedy = f"answer at once and work afterwards, or raise timeout; Twilio gives up after {TWILIO_TIMEOUT:g}s"
        case FailureKind.PROTOCOL:
            sentence = f"what answers at {place.origin} does not speak HTTP correctly: {detail}"
            remedy = "if it speaks https, write https in url; else repair the server"
        case FailureKind.RESET:
            sentence = f"the server takes the message and sends no whole reply: {detail}"
            remedy = "look for a crash in its log; if it speaks https, write https in url"
        case _:
            sentence, remedy = f"the message could not be sent: {detail}", "repair this machine's limits"
    return Fault(sentence=sentence, remedy=remedy)


def _tls(cause: str, detail: str, place: Destination) -> tuple[str, str]:
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


def _not_twiml(answer: Reply, verdict: Verdict) -> Fault:
    text = page_text(answer.body, answer.header("content-type") or "")
    if "password" in text.lower() and _LOGIN_PAGE.search(text):
        what, remedy = Guarded.LOGIN.value
        return Fault(sentence=f"the server answers with a login page ({verdict.detail}): {what}", remedy=remedy)
    logged = f"; Twilio logs error {verdict.twilio_code}" if verdict.twilio_code else ""
    return Fault(
        sentence=f"the webhook's reply is not TwiML: {verdict.detail}", remedy=f"{twiml_remedy(answer)}{logged}"
    )


def elsewhere_too(answer: Reply, verdict: Verdict) -> Fault | None:
    """Return the fault of a page that any path gets, where `answer` is one; None where it may be the webhook's own."""
    kind = media_type(answer.header("content-type") or "")
    if verdict.reason is not Reason.NOT_TWIML or kind != "text/html" or b"<Response" in answer.body:
        return None
    return Fault(
        sentence=f"a path that does not exist gets the same page as the webhook ({verdict.detail}), so the path of url "
        "is most likely no route of the application",
        remedy="correct the path in url, or hand that path to the application where something in front answers all "
        "paths (a browser app's page, a default site)",
    )


def _redirect(answer: Reply, verdict: Verdict, place: Destination) -> Fault:
    where = answer.header("location") or ""
    kept = answer.status == HTTPStatus.TEMPORARY_REDIRECT
    sentence = f"the webhook redirects (HTTP {answer.status} to {_quote(where)})" if where else verdict.detail
    if _LOGIN_PAGE.search(where):
        what, remedy = Guarded.LOGIN.value
        return Fault(sentence=f"{sentence}, which looks like a login: {what}", remedy=remedy)
    if not kept:
        sentence += ": Twilio would turn the POST into a GET, or not follow"
    if _same_by_https(place.url, where):
        return Fault(
            sentence=f"{sentence}; that is the same address by https",
            remedy="write https in url if it is spoken there; behind a proxy that ends TLS have the proxy send "
            "X-Forwarded-Proto: https and the application trust it",
        )
    return Fault(sentence=sentence, remedy="set url to where the webhook really is")


def _same_by_https(url: str, where: str) -> bool:
    """Return whether a redirect leads from http to https and nowhere else; hostile text."""
    try:
        here, there = urlsplit(url), urlsplit(where)
    except ValueError:
        return False
    by = (here.scheme, there.scheme)
    return by == ("http", "https") and (here.hostname, here.path) == (there.hostname, there.path)


def _error(answer: Reply, verdict: Verdict, place: Destination) -> Fault:
    status, kind = answer.status, answer.header("content-type") or ""
    text, allowed, challenge = page_text(answer.body, kind), answer.header("allow"), answer.header("www-authenticate")
    found = guard(answer)
    if status == HTTPStatus.UNAUTHORIZED and challenge is not None:
        return _challenged(challenge, place)
    if _PLAIN_TO_TLS.search(text):
        return Fault(sentence=f"{place.origin} speaks https, not http", remedy="write https in url")
    if found is not None:
        return guarded(found, verdict)
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        only = f", only {_quote(allowed)}" if allowed else ""
        sentence, remedy = f"{place.path} takes no POST (HTTP 405{only})", "correct the path in url"
    elif status in _MISSING:
        sentence = f"there is no webhook at {place.path} (HTTP {status})"
        remedy = "correct the path in url"
    elif media_type(kind) == "text/html":
        sentence = f"the webhook answers with an HTML error page: {verdict.detail}"
        remedy = "look for this message in the server's log"
    else:
        sentence, remedy = f"the webhook answers with an error: {verdict.detail}", "look at the server's log"
    return possibly(Fault(sentence=sentence, remedy=remedy), answer)


def _challenged(challenge: str, place: Destination) -> Fault:
    if place.login:
        sentence = f"the server refuses the user and password of url (HTTP 401, {_quote(challenge)})"
        return Fault(sentence=sentence, remedy="correct them")
    basic = challenge.lower().lstrip().startswith("basic")
    return Fault(
        sentence=f"the server asks for a login (HTTP 401, {_quote(challenge)})",
        remedy="write user and password into url: https://user:password@host/…" if basic else Guarded.LOGIN.value[1],
    )


def guarded(found: Guard, verdict: Verdict) -> Fault:
    """Return the fault of what stopped the message before, or in, the application: its own words in front."""
    what, usual = found.kind.value
    whose = "" if found.whose.startswith("the ") else f" (in {found.whose}'s words)"
    remedy = f"{usual} ({found.remedy})" if found.remedy else usual
    return Fault(sentence=f"{verdict.detail}: {what}{whose}", remedy=remedy)


def possibly(fault: Fault, answer: Reply) -> Fault:
    """Return `fault` with who it may be that answers so, if there are words for it."""
    found = guard(answer, certain=False)
    if found is None:
        return fault
    what, remedy = found.kind.value
    return Fault(
        sentence=f"{fault.sentence}; it may be that {what} ({found.whose}), which answers in these words",
        remedy=f"{fault.remedy}, and if it is so: {found.remedy or remedy}",
    )


def _quote(text: str) -> str:
    folded = fold_space(text[: 4 * _QUOTED])
    return folded if len(folded) <= _QUOTED else f"{folded[: _QUOTED - 1]}…"
