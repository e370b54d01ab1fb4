"""Register and verify the test phone numbers with the server, before any load.

Per number: `POST` the number, then `POST` its code. Both are repeatable: a number that is linked already (200, 201, or
409 when it then proves to be ours) is verified again, which changes nothing. Where the server tells with `GET` that a
number is verified it is left alone, so that nobody is texted again. A 429 waits as it was told. So does a limit that
headers state, when little is left of it and the rest needs more: the load may need it, too. The first other failure in
the pool's order ends it.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING

import gevent
import requests
from gevent.pool import Pool

from loadtest.setup import patience
from loadtest.verdict.stated_limit import stated_limit
from loadtest.words.errors import SetupError
from loadtest.words.mask import Mask
from loadtest.words.secret import NO_SECRET, Secret
from loadtest.words.units import plural

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from loadtest.message.phone_pool import PhonePool
    from loadtest.setup.patience import Limit
    from loadtest.verdict.stated_limit import StatedLimit

AT_ONCE = 8  # a session keeps ten connections
TIMEOUT = 10.0
"""Seconds that one answer may take, however slowly it drips."""
SAY_INTERVAL = 5.0
TEXT_LIMIT, _LOOK = 5.0, 0.02
"""Seconds to wait for the text with a number's code, and between looks."""
_QUOTED = 200
_LINKED = frozenset({200, 201})
_CONFLICT, _TOO_MANY = 409, 429
_STEPS = 2  # requests for each number
_LARGEST = 64 * 1024


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
    """Link and verify every number of `pool`; a line every few seconds tells how far it is, and how long it will take.

    Raises:
        SetupError: naming the first number that failed, the step, the status and the reply (hostile text).

    """
    began = said = time.monotonic()
    workers, office = Pool(AT_ONCE), _Office(setup, session, say, pool.size)
    places = iter(range(pool.size))
    try:
        # The first two one after the other: should their user be allowed one number only, it is the second that fails.
        while some := list(islice(places, 4 * AT_ONCE if office.done > 1 else 1)):
            for failure in workers.imap(lambda place: office.failure(pool.at(place)), some):
                if failure:
                    raise SetupError(failure)
                office.done += 1
                if time.monotonic() - said >= SAY_INTERVAL:
                    said = time.monotonic()
                    say(f"Provisioned {office.done:,} of {plural(pool.size, 'phone number')}{office.left()}")
    finally:
        workers.kill()
    known = f", {office.verified:,} of them verified before" if office.verified else ""
    say(f"Provisioned {plural(office.done, 'phone number')}{known} in {time.monotonic() - began:.1f}s")


class _TooSlowError(Exception):
    """An answer took too long as a whole."""


class _Office:
    """Where the numbers are registered: what it answers, and how long it must be waited for.

    `done` numbers of `size` are through, `verified` of them had been before.
    """

    def __init__(self, setup: Provisioning, session: requests.Session, say: Callable[[str], None], size: int) -> None:
        self._setup, self._session, self._say, self._size = setup, session, say, size
        self._tells = True  # until its first answer shows that it does not tell what is verified
        self._limit: Limit | None = None
        self._open_at, self._why = 0.0, ""
        self._window, self._sent = time.monotonic(), 0
        self._vain, self._vain_since = 0, 0.0  # refusals after waits that nothing came through between
        self._posted = 0
        self.done = self.verified = 0

    def failure(self, number: str) -> str:
        """Link and verify one number; return what went wrong in a sentence, or nothing."""
        if self._is_verified(number):
            self.verified += 1
            return ""
        steps = (("linked", self._setup.link_url), ("verified", self._setup.verify_url))
        conflict = ""
        for step, url in steps:
            body = {"phoneNumber": number} | ({"code": self._setup.code(number)} if step == "verified" else {})
            try:
                status, text = self._ask(url, number, body)
            except (OSError, _TooSlowError) as error:
                return f"{number} could not be {step}: {url} did not answer ({_cause(error)}); no load was sent"
            denied = step == "verified" and '"verified":false' in text.replace(" ", "")
            text = self._shown(text, number)
            if step == "linked" and status == _CONFLICT:
                conflict = _answer(status, text)  # ours, if it can be verified
            elif status not in _LINKED or denied:
                what = f"{number} could not be {step}: {url} answered "
                told = (
                    f"{conflict}, and its verification {_answer(status, text)}" if conflict else _answer(status, text)
                )
                return what + told + f"; {_remedy(status, step, conflict=bool(conflict))}"
        return ""

    def left(self) -> str:
        """Return how long the rest takes, where a limit says so."""
        if self._limit is None or self.done >= self._size:
            return ""
        requests_left = _STEPS * (self._size - self.done)
        span = max(0.0, patience.time_for(requests_left, self._limit, used=self._sent))
        return f"; the rest takes about {patience.in_words(span)}" if span else ""

    def _is_verified(self, number: str) -> bool:
        """Return whether the server says so; one whose first answer does not speak of the number is asked no more."""
        if not self._tells:
            return False
        try:
            status, text = self._ask(self._setup.link_url, number, None)
        except (OSError, _TooSlowError):
            status, text = 0, ""
        found = _verified(text, number) if status in _LINKED else None
        self._tells = self._tells and (found is not None or self.done > 0)
        return found is True

    def _ask(self, url: str, number: str, body: dict[str, str] | None) -> tuple[int, str]:
        """Return status and the body's beginning, after as many refusals for the rate as it takes.

        Every number waits for the same instant: more requests meanwhile would only be refused, too.
        """
        refused = 0
        while True:
            while (rest := self._open_at - time.monotonic()) > 0:
                if self._why:
                    self._say(f"{self._why}: waiting {rest:.0f}s{self.left()}")
                    self._why = ""
                gevent.sleep(rest)
            self._sent += 1
            # Ours is no OSError, which the HTTP library would take for a broken connection.
            with gevent.Timeout(TIMEOUT, _TooSlowError):
                reply, text = self._send(url, number, body)
            if self._limit is None and (limit := patience.limit_of(reply.headers)):
                self._limit = limit
                if left := self.left():
                    self._say(f"The server takes {_per(limit)}{left}")
            if reply.status_code != _TOO_MANY:
                self._vain = 0
                self._posted += body is not None
                self._mind(stated_limit(reply.headers.get, now=time.time()))
                return reply.status_code, text
            refused += 1
            seconds = patience.wait(reply.headers.get("Retry-After"), now=datetime.now(UTC), refused=refused)
            if seconds > patience.MOST:
                return _TOO_MANY, f"(asks to wait for {patience.in_words(seconds)}) {text}"
            now = time.monotonic()
            self._vain_since = self._vain_since if self._vain else now
            self._vain += now >= self._open_at
            if self._vain > patience.VAIN_WAITS and now - self._vain_since >= patience.VAIN:
                return _TOO_MANY, f"(to every request for {patience.in_words(now - self._vain_since)}) {text}"
            self._wait(seconds, "The server limits how fast numbers are registered", passed=self._sent - 1)

    def _mind(self, stated: StatedLimit | None) -> None:
        """Wait before a limit is met of which the headers state that little is left, where the rest needs more."""
        need = _STEPS * (self._size - self.verified) - self._posted
        if stated is None or stated.left is None or stated.left >= need:
            return
        if 0 < stated.rest <= patience.MOST:
            why = f"The server's headers state {stated.text}, of which {stated.left} are left"
            self._wait(stated.rest, why, passed=self._sent)

    def _wait(self, seconds: float, why: str, *, passed: int) -> None:
        """Let everybody wait, `passed` requests having come through; who does so first says why, and for how long."""
        now = time.monotonic()
        if now + seconds <= self._open_at:
            return
        if now >= self._open_at:  # the first refusal of this window, not one that was under way with it
            if self._limit is None or not self._limit.told:
                self._limit = patience.seen(passed, now + seconds - self._window)
            self._window, self._sent, self._why = now + seconds, 0, why
        self._open_at = now + seconds

    def _send(self, url: str, number: str, body: dict[str, str] | None) -> tuple[requests.Response, str]:
        """Return the reply and its body's beginning."""
        token = self._setup.token(number).reveal()
        headers = {"Authorization": token} if token else {}
        method = "GET" if body is None else "POST"
        with self._session.request(method, url, json=body, headers=headers, timeout=TIMEOUT, stream=True) as reply:
            raw = next(reply.iter_content(_LARGEST), b"")
        return reply, raw.decode("utf-8", "replace")

    def _shown(self, text: str, number: str) -> str:
        """Return the beginning of an answer without secrets."""
        token = self._setup.token(number).reveal()
        return " ".join(Mask((token, token.partition(" ")[2]))(text)[:_QUOTED].split())


def _verified(text: str, number: str) -> bool | None:
    """Return whether an answer says that a number is verified; None where it does not speak of that number."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    places = [found]
    while places:
        place = places.pop()
        if isinstance(place, dict):
            if number in [one for one in place.values() if isinstance(one, str)]:
                said = [value for name, value in place.items() if name.lower().endswith("verified")]
                return bool(said) and all(value is True for value in said)
            places += place.values()
        elif isinstance(place, list):
            places += place
    return None


def _per(limit: Limit) -> str:
    return f"{plural(limit.requests, 'request')} in {patience.in_words(limit.seconds)}"


def _answer(status: int, text: str) -> str:
    return f"HTTP {status}" + (f" {text}" if text else "")


def _remedy(status: int, step: str, *, conflict: bool) -> str:
    if conflict:
        return (
            "the number is another user's, or its user has another number: give each number its user's token, "
            "a `number token` line each, in setup-authorization"
        )
    if status == _TOO_MANY:
        return "raise the server's limit of registrations for the time of the test; no load was sent"
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
