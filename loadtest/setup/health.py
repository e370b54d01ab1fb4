"""Wait until the server is ready: poll until it answers 2xx, and say what it answers meanwhile."""

from __future__ import annotations

import socket
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import gevent
import requests

from loadtest.words.errors import NotReadyError
from loadtest.words.units import format_duration

if TYPE_CHECKING:
    from collections.abc import Callable

    from loadtest.send.network import Route

POLL_INTERVAL = 0.5
SAY_INTERVAL = 5.0
REQUEST_TIMEOUT = 5.0
_START = "Start it before this step, or raise health-timeout"
_UNMAPPED = frozenset({404, 405})
_BROKEN = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What is asked, and how long. `url` empty: only wait until the port takes a connection.

    `lenient`: the user named no health URL, so a server that has none there (404, 405) counts as ready. `preflight`: a
    check follows that explains a faulty set-up better than waiting does, so then a broken TLS ends the wait, as does,
    when lenient, whatever answers and is no server error.
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
    while True:
        left = began + health.timeout - time.monotonic()
        asked = min(REQUEST_TIMEOUT, max(left, 0.1))
        try:
            if not health.url:
                _knock(route, asked)
                return
            status = _status(health, session, asked)
            healthy = 200 <= status < 300  # noqa: PLR2004  the success class of RFC 9110
            lenient = health.lenient and (status in _UNMAPPED or (health.preflight and status < _BROKEN))
            if healthy or lenient:
                if route.fallbacks and route.settled is None:
                    _knock(route, asked)  # the page has another origin and has not shown where the webhook is
                if not healthy:
                    say(f"{health.url} answers {status}: the server is up and has no health page there; going on")
                return
            answer = f"HTTP {status}"
        except OSError as error:
            if health.preflight and isinstance(error, requests.exceptions.SSLError):
                return
            answer = _cause(error, asked)
            route.forget()  # what refused may listen at the next poll, here or at a fallback
        now = time.monotonic()
        if now - began >= health.timeout:
            raise NotReadyError(_explain(health, answer, route))
        if now - said >= SAY_INTERVAL:
            said = now
            say(f"Waiting for {health.url or 'the port'}: {answer} ({now - began:.0f}s of {health.timeout:.0f}s)")
        time.sleep(min(POLL_INTERVAL, max(0.0, began + health.timeout - now)))


def _status(health: Health, session: requests.Session, asked: float) -> int:
    """Return the page's status, or raise `requests.Timeout` after `asked` seconds in all: its header may drip."""
    try:
        with (
            gevent.Timeout(asked),  # theirs is for each read
            session.get(health.url, auth=health.auth, timeout=asked, stream=True) as reply,
        ):
            return reply.status_code
    except gevent.Timeout:  # which, as no `Exception`, comes through all of theirs unchanged
        raise requests.Timeout from None


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
    if answer.startswith("HTTP"):
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
        f"{route.host} is this container; the machine around it was tried at {tried}, but {why}. Start the server with "
        "its host set to 0.0.0.0, or use the action's /host entry (docker run --network host), or make the server a "
        "service container and put its name into url"
    )
