"""Register and verify the test phone numbers with the server, before any load.

Per number: `POST` the number, then `POST` its code. Both are repeatable: a number that is linked already (200, 201, or
409 when it then proves to be ours) is verified again, which changes nothing. The first failure in the pool's order ends
it.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

import gevent
import requests
from gevent.pool import Pool

from loadtest.words.errors import SetupError
from loadtest.words.mask import Mask
from loadtest.words.secret import NO_SECRET, Secret
from loadtest.words.units import plural

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from loadtest.message.phone_pool import PhonePool

AT_ONCE = 8  # a session keeps ten connections
TIMEOUT = 10.0
"""Seconds that one answer may take, however slowly it drips."""
SAY_INTERVAL = 5.0
TEXT_LIMIT, _LOOK = 5.0, 0.02
"""Seconds to wait for the text with a number's code, and between looks."""
_QUOTED = 200
_LINKED = frozenset({200, 201})
_CONFLICT = 409


@dataclass(frozen=True, slots=True, kw_only=True)
class Provisioning:
    """Where and as whom. `tokens` and `codes` are by number; the one under "" is everybody's.

    A token is the whole `Authorization` header. `texted` fills up with the codes that the server sends.
    """

    link_url: str
    verify_url: str
    tokens: Mapping[str, Secret]
    codes: Mapping[str, str] = field(repr=False)
    texted: Mapping[str, str] | None = field(default=None, repr=False)

    def token(self, number: str) -> Secret:
        """Return the header for `number`."""
        return self.tokens.get(number) or self.tokens.get("", NO_SECRET)

    def code(self, number: str) -> str:
        """Return the code that verifies `number`: the one that it was texted, where a mock Twilio sees that."""
        if self.texted is not None:
            until = time.monotonic() + TEXT_LIMIT
            while number not in self.texted and time.monotonic() < until:
                gevent.sleep(_LOOK)
            if found := self.texted.get(number):
                return found
        return self.codes.get(number) or self.codes.get("", "")


def provision(pool: PhonePool, setup: Provisioning, *, session: requests.Session, say: Callable[[str], None]) -> None:
    """Link and verify every number of `pool`; a line every few seconds tells how far it is.

    Raises:
        SetupError: naming the first number that failed, the step, the status and the reply (hostile text).

    """
    began = said = time.monotonic()
    workers = Pool(AT_ONCE)
    places = iter(range(pool.size))
    done = 0
    try:
        # The first two one after the other: should their user be allowed one number only, it is the second that fails.
        while some := list(islice(places, 4 * AT_ONCE if done > 1 else 1)):
            failures = workers.map(lambda place: _failure(pool.at(place), setup, session), some)
            if failure := next(filter(None, failures), None):
                raise SetupError(failure)
            done += len(some)
            if time.monotonic() - said >= SAY_INTERVAL:
                said = time.monotonic()
                say(f"Provisioned {done:,} of {plural(pool.size, 'phone number')}")
    finally:
        workers.kill()
    say(f"Provisioned {plural(done, 'phone number')} in {time.monotonic() - began:.1f}s")


class _TooSlowError(Exception):
    """An answer took too long as a whole."""


def _failure(number: str, setup: Provisioning, session: requests.Session) -> str:
    """Link and verify one number; return what went wrong in a sentence, or nothing."""
    steps = (("linked", setup.link_url), ("verified", setup.verify_url))
    conflict = ""
    for step, url in steps:
        body = {"phoneNumber": number} | ({"code": setup.code(number)} if step == "verified" else {})
        try:
            # Ours is no OSError, which the HTTP library would take for a broken connection.
            with gevent.Timeout(TIMEOUT, _TooSlowError):
                status, text, verified = _post(url, body, setup.token(number).reveal(), session)
        except (OSError, _TooSlowError) as error:
            return f"{number} could not be {step}: {url} did not answer ({_cause(error)}); no load was sent"
        if step == "linked" and status == _CONFLICT:
            conflict = _answer(status, text)  # ours, if it can be verified
        elif status not in _LINKED or (step == "verified" and not verified):
            what = f"{number} could not be {step}: {url} answered "
            told = f"{conflict}, and its verification {_answer(status, text)}" if conflict else _answer(status, text)
            return what + told + f"; {_remedy(status, step, conflict=bool(conflict))}"
    return ""


def _post(url: str, body: dict[str, str], token: str, session: requests.Session) -> tuple[int, str, bool]:
    """Return status, the body's beginning without secrets, and whether it does not deny the verification."""
    headers = {"Authorization": token} if token else {}
    with session.post(url, json=body, headers=headers, timeout=TIMEOUT, stream=True) as reply:
        raw = next(reply.iter_content(64 * 1024), b"")
    text = raw.decode("utf-8", "replace")
    verified = '"verified":false' not in text.replace(" ", "")
    text = Mask((token, token.partition(" ")[2]))(text)
    return reply.status_code, " ".join(text[:_QUOTED].split()), verified


def _answer(status: int, text: str) -> str:
    return f"HTTP {status}" + (f" {text}" if text else "")


def _remedy(status: int, step: str, *, conflict: bool) -> str:
    if conflict:
        return (
            "the number is another user's, or its user has another number: give each number its user's token, "
            "a `number token` line each, in setup-authorization"
        )
    if status in {401, 403}:
        return "set setup-authorization to a token that may register numbers"
    if status in {404, 405}:
        return "set provision-path and verify-path to where the server registers numbers"
    if step == "verified":
        return "set verification-code, or a `number code` line for each number"
    return "look at the server's log; no load was sent"


def _cause(error: Exception) -> str:
    if isinstance(error, (requests.Timeout, _TooSlowError)):
        return f"no whole answer within {TIMEOUT:g}s"
    return "connection refused" if "refused" in str(error).lower() else type(error).__name__
