"""Wait until the server is ready: poll until it answers 2xx, and say what it answers meanwhile."""

from __future__ import annotations

import contextlib
import socket
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import gevent
import requests
from urllib3.exceptions import HTTPError

from loadtest.setup import patience
from loadtest.setup.faults import wrong_scheme
from loadtest.setup.guards import Guarded, guard
from loadtest.setup.spoken import spoken
from loadtest.verdict.stated_limit import stated_limit
from loadtest.words.errors import NotReadyError
from loadtest.words.exchange import Reply
from loadtest.words.units import format_duration

if TYPE_CHECKING:
    from collections.abc import Callable

    from loadtest.send.network import Route

POLL_INTERVAL = 0.5
SAY_INTERVAL = 5.0
REQUEST_TIMEOUT = 5.0
_START = "Start it before this step, or raise health-timeout"
_UNMAPPED = frozenset({404, 405, 501})
_BROKEN = 500
_READ = 8192
_EXPLAINED = ("connection refused", "the host name", "no answer within", "the TLS")


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What is asked, and how long. `url` empty: only wait until the port takes a connection.

    `lenient`: the user named no health URL, so a server that has none there (404, 405, 501) counts as ready.
    `preflight`: a check follows that explains a faulty set-up better than waiting does, so then a broken TLS ends the
    wait, as does, when lenient, whatever answers and is no server error.
    """

    url: str
    auth: tuple[str, str] | None = field(default=None, repr=False)
    timeout: float
    lenient: bool
    preflight: bool = False


def wait_until_ready(health: Health, *, route: Route, session: requests.Session, say: Callable[[str], None]) -> None:
    """Return when the server is ready; `say` takes a line for the user, every few seconds and for anything odd.

    Raises:
        NotReadyError: after `health.timeout` seconds, with the last answer, its likely cause and the remedy.

    """
    began = time.monotonic()
    said = began
    answer = ""
    pace = _Pace(health, say)
    while True:
        left = began + health.timeout - time.monotonic()
        asked = min(REQUEST_TIMEOUT, max(left, 0.1))
        try:
            if not health.url:
                _knock(route, asked)
                return
            page = _page(health, session, asked)
            if not pace.refused(page, left) and _ready(health, page.status, say):
                if route.fallbacks and route.settled is None:
                    _knock(route, asked)  # the page has another origin and has not shown where the webhook is
                return
            answer = f"HTTP {page.status}{_behind(page)}"
            odd = page.status == HTTPStatus.BAD_REQUEST
        except OSError as error:
            if health.preflight and isinstance(error, requests.exceptions.SSLError):
                return
            answer = _later(answer, error, asked)
            odd = not answer.startswith(_EXPLAINED)
            route.forget()  # what refused may listen at the next poll, here or at a fallback
        if odd:
            _refuse_wrong_scheme(health, route)
        now = time.monotonic()
        if now - began >= health.timeout:
            raise NotReadyError(_explain(health, answer, route))
        if now - said >= SAY_INTERVAL:
            said = now
            say(f"Waiting for {health.url or 'the port'}: {answer} ({now - began:.0f}s of {health.timeout:.0f}s)")
        time.sleep(pace.pause(max(0.0, began + health.timeout - now)))


class _Pace:
    """How often the page is asked: more seldom where it states a limit, which is left to the load."""

    def __init__(self, health: Health, say: Callable[[str], None]) -> None:
        self._health = health
        self._say = say
        self._pause, self._why, self._said = POLL_INTERVAL, "", ""
        self._refusals = 0

    def refused(self, page: Reply, left: float) -> bool:
        """Take in an answer; return whether it is a refusal that ends, by what it tells, within `left` seconds."""
        refused = page.status == HTTPStatus.TOO_MANY_REQUESTS
        self._refusals = self._refusals + 1 if refused else 0
        told = page.header("retry-after") if refused else None
        if told:
            self._pause = patience.wait(told, now=datetime.now(UTC), refused=self._refusals)
            self._why = "it answers HTTP 429, and tells when to come back"
        else:
            stated = stated_limit(page.header, now=time.time())
            self._pause, self._why = patience.pause(stated, usual=POLL_INTERVAL, span=self._health.timeout)
        return refused and bool(self._why) and self._pause < left

    def pause(self, left: float) -> float:
        """Return the seconds until the next request, at most what is `left`, once; say so where it is not as usual."""
        pause, why, self._pause, self._why = self._pause, self._why, POLL_INTERVAL, ""
        if why and why != self._said:
            self._said = why
            self._say(f"{self._health.url} is asked again in {format_duration(round(min(pause, left), 1))}: {why}")
        return min(pause, left)


def _ready(health: Health, status: int, say: Callable[[str], None]) -> bool:
    """Return whether a page with this status is as good as healthy; say so when it is not quite."""
    if 200 <= status < 300:  # noqa: PLR2004  the success class of RFC 9110
        return True
    if not health.lenient or (status not in _UNMAPPED and (status >= _BROKEN or not health.preflight)):
        return False
    say(f"{health.url} answers {status}: the server is up and has no health page there; going on")
    return True


def _page(health: Health, session: requests.Session, asked: float) -> Reply:
    """Return the page's beginning, or raise `requests.Timeout` after `asked` seconds in all: its header may drip."""
    try:
        with (
            gevent.Timeout(asked),  # theirs is for each read
            session.get(health.url, auth=health.auth, timeout=asked, stream=True) as reply,
        ):
            told = reply.status_code >= _BROKEN
            body: bytes = reply.raw.read(_READ, decode_content=True) if told else b""
            headers = tuple((name.lower(), value) for name, value in reply.headers.items())
            return Reply(status=reply.status_code, headers=headers, body=body, size=len(body))
    except HTTPError as error:  # urllib3's own, of a body
        raise OSError(str(error)) from None
    except gevent.Timeout:  # which, as no `Exception`, comes through all of theirs unchanged
        raise requests.Timeout from None


def _behind(page: Reply) -> str:
    """Return who answers in place of the application, if the page's words tell."""
    found = guard(page)
    if found is None or found.kind is not Guarded.BACKEND:
        return ""
    whose = f" ({found.whose}'s words)" if not found.whose.startswith("the ") else ""
    return f", {found.kind.value[0]}{whose}"


def _refuse_wrong_scheme(health: Health, route: Route) -> None:
    """Raise `NotReadyError` when the port has another protocol than the page's URL: waiting would not change that."""
    parts = urlsplit(health.url)
    if not health.url or parts.hostname != route.host or (parts.port or route.port) != route.port:
        return
    with contextlib.suppress(OSError):
        speaks = spoken(route.addresses()[0], route.port, scheme=parts.scheme)
        if speaks:
            fault = wrong_scheme(f"{parts.hostname}:{route.port}", speaks)
            raise NotReadyError(f"The server cannot be asked for its health: {fault}.")


def _knock(route: Route, timeout: float) -> None:
    failure: OSError | None = None
    for address in route.addresses():
        try:
            socket.create_connection((address, route.port), timeout).close()
        except OSError as error:
            failure = error
        else:
            route.settle(address)
            return
    raise failure or OSError("the host has no address")


def _later(before: str, error: OSError, asked: float) -> str:
    """Return why a request failed, or what the one before got: when our own end cut this one short, that says more."""
    cut = isinstance(error, requests.Timeout) and asked < REQUEST_TIMEOUT
    return before if before and cut else _cause(error, asked)


def _cause(error: OSError, asked: float) -> str:
    """Return why a request failed, in a few plain words instead of a nest of exceptions."""
    text = str(error).lower()
    if isinstance(error, (requests.Timeout, TimeoutError)):
        return f"no answer within {format_duration(round(asked, 1))}"
    if isinstance(error, requests.exceptions.SSLError):
        return f"the TLS certificate or handshake failed ({_innermost(error)})"
    if isinstance(error, socket.gaierror) or "name resolution" in text or "getaddrinfo" in text or "resolve" in text:
        return "the host name cannot be resolved"
    if isinstance(error, ConnectionRefusedError) or "refused" in text:
        return "connection refused, nothing listens there"
    return _innermost(error)


def _innermost(error: BaseException) -> str:
    while True:
        nested = (arg for arg in error.args if isinstance(arg, BaseException))
        inner = error.__cause__ or error.__context__ or next(nested, None)
        if inner is None:
            return str(error) or type(error).__name__
        error = inner


def _explain(health: Health, answer: str, route: Route) -> str:
    waited = format_duration(health.timeout)
    remedy = _beyond(route, answer) or _START
    if "nothing listens" in answer:
        answer += f" (tried {', '.join(route.addresses())} port {route.port})"
    if not health.url:
        return f"The server was not ready within {waited}: {answer}. {remedy}."
    if Guarded.BACKEND.value[0] in answer:
        remedy = "Start the application, or correct the address that the proxy has for it"
    elif answer.startswith("HTTP"):
        remedy = "Set health-url to a page that answers 2xx when the server is ready, or to off"
    elif "TLS" in answer:
        remedy = "Set ca-file if the certificate is from your own authority; Twilio itself refuses such a certificate"
    elif "resolved" in answer:
        remedy = "Check the host in url"
    return f"The server was not ready within {waited}: {health.url}: {answer}. {remedy}."


def _beyond(route: Route, answer: str) -> str:
    """Return why a server beside this container is out of reach and the ways out, or an empty string."""
    if not route.fallbacks:
        return ""
    tried, port = " and ".join(route.fallbacks), route.port
    if "refused" in answer:
        why = f"nothing listens on port {port} there either: the server has not started, or listens on 127.0.0.1 only"
    else:
        why = f"nothing answers on port {port} there either: a firewall may keep containers out"
    return (
        f"{route.host} is this container; the host machine was tried at {tried}, but {why}. Start the server with "
        "its host set to 0.0.0.0, or use the action's /host entry (docker run --network host), or make the server a "
        "service container and put its name into url"
    )
