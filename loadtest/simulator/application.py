"""What each request gets: the observed application's answers, status, headers and text.

A message is checked in this order: client address, signature, sender, link, number. It counts once, as accepted, rate
limited, refused or failed, when that is decided.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from html import escape
from math import ceil
from random import Random
from time import monotonic
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl

import gevent
from gevent.pool import Pool

from loadtest.message.signing import verify
from loadtest.simulator.backend import CACHE_SIZE, QUERY_TIME, Connections, Database, PhoneBook, PhoneCache
from loadtest.simulator.behaviour import released
from loadtest.simulator.bot import Bot
from loadtest.simulator.exchange import Response, as_json, html, twiml
from loadtest.simulator.limiter import limiter
from loadtest.simulator.shop import shop
from loadtest.words.units import plural

if TYPE_CHECKING:
    from collections.abc import Callable

    from loadtest.simulator.behaviour import Behaviour
    from loadtest.simulator.exchange import Incoming
    from loadtest.words.quota import Quota

ACCEPTED: Final = "Got it! Processing your enrichment. Check the web app to review."
UNLINKED: Final = "This phone number isn't linked to a CatchUp account. Visit the web app to link it."
SIGNATURE_LENGTH: Final = 28  # an HMAC-SHA1 in base64
HEALTHY_HIT_RATE: Final = 50.0
MOST_FIELDS: Final = 1000
MOST_BACKGROUND: Final = 1000
REDIS_TIME: Final = 0.001
SPEECH_CLIENTS: Final = 100
KEPT_AFTER_FLUSH: Final = 2
HEAP: Final = 60_000_000  # bytes in use by a fresh process, and below by what goes between two collections
GARBAGE: Final = 6_000_000


@dataclass(slots=True, kw_only=True)
class Counts:
    """What the server itself saw: messages by what became of them, and requests by path (`other` for unknown ones)."""

    received: int = 0
    accepted: int = 0
    rate_limited: int = 0
    refused: int = 0
    failed: int = 0
    requests: Counter[str] = field(default_factory=Counter)


def broken(text: str, status: int = 500, code: str = "INTERNAL_ERROR") -> Response:
    """Return the application's error in JSON."""
    return as_json(status, {"error": text, "code": code, "timestamp": _iso(_utc())})


def over_number_limit(quota: Quota, wait: float) -> Response:
    """Return the refusal that Twilio delivers to the sender, HTTP 200."""
    minutes = ceil(wait / 60)
    until = plural(minutes, "minute") if minutes < 60 else plural(ceil(minutes / 60), "hour")  # noqa: PLR2004  an hour
    return twiml(
        f"You've reached the limit of {plural(quota.count, 'message')} per {quota.unit}. Try again in {until}."
    )


def over_ip_limit(quota: Quota, wait: float, now: datetime) -> Response:
    """Return the limiter's 429; `now` in UTC."""
    seconds = max(1, ceil(wait))
    message = f"Rate limit exceeded. Try again in {plural(seconds, 'second')}."
    return as_json(
        429,
        {"error": "Too many requests", "message": message, "retryAfter": seconds},
        (
            ("Retry-After", str(seconds)),
            ("X-RateLimit-Limit", str(quota.count)),
            ("X-RateLimit-Remaining", "0"),
            ("X-RateLimit-Reset", _iso(now + timedelta(seconds=wait))),
        ),
    )


class Application:
    """The routes and the state behind them."""

    def __init__(self, behaviour: Behaviour) -> None:
        self.counts = Counts()
        self.book = PhoneBook(behaviour.verification_code, behaviour.seed)
        self.background = Pool(MOST_BACKGROUND)
        self.bot = Bot(behaviour)
        self._does = behaviour
        self._random = Random(behaviour.seed)  # noqa: S311  a script, not a secret
        self._number_limiter = behaviour.number_limit and limiter(behaviour.number_limit, behaviour.window)
        self._ip_limiter = behaviour.ip_limit and limiter(behaviour.ip_limit)
        self._cache = PhoneCache()
        self._database = Database()
        self._redis = Connections(10)
        self._twilio = Connections(5)
        self._speech = Connections(SPEECH_CLIENTS)
        self._worker = Connections(1)
        self._first_message: float | None = None
        performance = "/api/sms/performance"
        self._routes: dict[tuple[str, str], Callable[[Incoming], Response]] = {
            ("POST", behaviour.webhook_path): self._webhook,
            ("GET", "/health"): lambda _: as_json(200, {"status": "healthy", "timestamp": _iso(_utc())}),
            ("GET", f"{performance}/cache"): lambda _: _data(self._cache_figures()),
            ("GET", f"{performance}/database"): lambda _: _data(self._database_figures()),
            ("GET", f"{performance}/connections"): lambda _: _data(self._connection_figures()),
            ("GET", f"{performance}/stats"): lambda _: _data(
                {
                    "cache": self._cache_figures(),
                    "database": self._database_figures(),
                    "connections": self._connection_figures(),
                }
            ),
            ("GET", f"{performance}/health"): lambda _: self._performance_health(),
            ("POST", f"{performance}/reset"): lambda _: self._reset(),
            ("POST", "/api/user/phone-number"): self._link,
            ("POST", "/api/user/phone-number/verify"): self._verify,
        }
        self._paths = frozenset(path for _, path in self._routes)

    @property
    def running_for(self) -> float:
        """Seconds since the first message, 0 before."""
        return 0.0 if self._first_message is None else monotonic() - self._first_message

    def answer(self, request: Incoming) -> Response:
        """Return the answer when it may leave: after its work, and after any freeze."""
        path = request.target.partition("?")[0]
        self.counts.requests[path if path in self._paths else "other"] += 1
        method = "GET" if request.method == "HEAD" else request.method
        route = self._routes.get((method, path))
        reply = route(request) if route else html(404, f"<pre>Cannot {escape(request.method)} {escape(path)}</pre>")
        if self._does.freezes and self._first_message is not None:
            at = monotonic() - self._first_message
            gevent.sleep(released(self._does.freezes, at) - at)
        return reply

    def _webhook(self, request: Incoming) -> Response:
        now = monotonic()
        counts = self.counts
        counts.received += 1
        if self._first_message is None:
            self._first_message = now
        if self._ip_limiter and (wait := self._ip_limiter.take(request.ip, now)):
            counts.rate_limited += 1
            return over_ip_limit(self._ip_limiter.quota, wait, _utc())
        form = self._form(request)
        if isinstance(form, Response):
            counts.refused += 1
            return form
        number = form["From"]
        at = now - self._first_message
        latency = self._does.latency.quantile(self._random.random()) + self._drag(at)
        fails = self._random.random() < self._does.error_share and counts.received > self._does.errors_after
        if not self._linked(number, at):
            counts.refused += 1
            return twiml(UNLINKED)
        if fails:
            gevent.sleep(latency)
            counts.failed += 1
            polite = self._does.error_text
            return twiml(polite) if polite else broken("Simulated failure")
        if self._number_limiter:
            # Racy: the count is written after the work and a round trip of its own, as observed.
            ask = self._number_limiter.wait if self._does.racy else self._number_limiter.take
            self._redis.use(REDIS_TIME)
            if wait := ask(number, monotonic()):
                counts.rate_limited += 1
                polite = self._does.limit_text
                return twiml(polite) if polite else over_number_limit(self._number_limiter.quota, wait)
        self._suffer(at)
        if latency:
            gevent.sleep(latency)
        if self._number_limiter and self._does.racy:
            self._redis.use(REDIS_TIME)
            self._number_limiter.count(number, monotonic())
        counts.accepted += 1
        return self._accepted(form, request.headers.get("cookie", ""))

    def _accepted(self, form: dict[str, str], cookies: str) -> Response:
        """Take a message for good: a bot says nothing yet, a shop goes on with its conversation."""
        if self._does.shop:
            forgets = self._does.forget and self._random.random() < self._does.forget
            return shop(form.get("Body", ""), "" if forgets else cookies, count=self.counts.accepted)
        if self._does.texts:
            take = partial(self.bot.take, form)
            return Response(status=200, content_type="text/xml", body=b"<Response/>", afterwards=take)
        return twiml(ACCEPTED, afterwards=lambda: self.background.spawn(self._process))

    def _form(self, request: Incoming) -> dict[str, str] | Response:
        """Return a rightly signed form with a `From`, or what the request gets instead."""
        headers = request.headers
        signature = headers.get("x-twilio-signature")
        if not signature:
            return html(403, "Forbidden")
        if not request.body or not headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            return broken("Cannot convert undefined or null to object")
        if len(signature) != SIGNATURE_LENGTH:
            return broken("Input buffers must have the same byte length")
        try:
            form = request.body.decode(errors="replace")
            params = parse_qsl(form, keep_blank_values=True, max_num_fields=MOST_FIELDS)
        except ValueError:
            return broken("too many parameters", 413, "PAYLOAD_TOO_LARGE")
        try:
            right = verify(f"http://{headers.get('host', '')}{request.target}", params, self._does.token, signature)
        except ValueError:  # a Host that makes no URL
            right = False
        if not right:
            return html(403, "Forbidden")
        found = dict(params)
        return found if found.get("From") else broken("Missing required webhook parameters")

    def _drag(self, at: float) -> float:
        """Return by how much the script slows every reply."""
        script = self._does.script
        return script.drag * at + (script.cold if at < script.at else 0.0)

    def _suffer(self, at: float) -> None:
        """Wait as the script says."""
        script = self._does.script
        if script.work:
            self._worker.use(script.work)
        if at >= script.at:
            if script.hold:
                self._database.query(script.hold)
            if script.call:
                self._speech.use(script.call * self._random.uniform(0.7, 1.3))

    def restarted(self) -> None:
        """Forget what a process forgets; what was counted outside of it, as the limits in Redis, stays."""
        self._cache.clear()
        self._reset()
        self.bot.stop()
        self._database.connections.opened = 0

    def _linked(self, number: str, at: float) -> bool:
        script = self._does.script
        flushed = bool(script.miss) and at >= script.at
        if flushed and self._cache.capacity != KEPT_AFTER_FLUSH:
            self._cache.clear()
            self._cache.capacity = KEPT_AFTER_FLUSH
        if self._cache.get(number):
            return True
        self._database.query(script.miss if flushed else QUERY_TIME)
        known = self._does.known_numbers
        if known is not None and number not in known and number not in self.book.verified:
            return False
        self._cache.put(number)
        return True

    def _process(self) -> None:
        gevent.sleep(self._does.background)
        self._database.query()

    def _link(self, request: Incoming) -> Response:
        user = self._user(request)
        if user is None:
            return broken("Authentication required", 401, "UNAUTHORIZED")
        number = _fields(request).get("phoneNumber")
        self._database.query()
        if problem := self.book.link(user, number):
            code, text = problem
            return broken(text, 400 if code == "INVALID_PHONE_NUMBER" else 409, code)
        self._twilio.use(REDIS_TIME)  # the text message with the code
        return as_json(201, {"message": "Verification code sent to phone number", "phoneNumber": number})

    def _verify(self, request: Incoming) -> Response:
        user = self._user(request)
        if user is None:
            return broken("Authentication required", 401, "UNAUTHORIZED")
        fields = _fields(request)
        if not fields.get("phoneNumber") or not fields.get("code"):
            return broken("Phone number and verification code are required", 400, "MISSING_FIELDS")
        self._database.query()
        if not self.book.verify(user, fields["phoneNumber"], fields["code"]):
            return broken("Invalid verification code", 400, "INVALID_CODE")
        return as_json(200, {"message": "Phone number verified successfully", "verified": True})

    def _user(self, request: Incoming) -> str | None:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        token = token.strip()
        if scheme.lower() != "bearer" or not token:
            return None
        return token if self._does.users is None else self._does.users.get(token)

    def _cache_figures(self) -> dict[str, Any]:
        cache, database = self._cache, self._database
        return {
            "phoneNumberCache": {"size": len(cache), "max": CACHE_SIZE, "hitRate": cache.hit_rate},
            "verificationCache": {"size": self.book.pending, "max": CACHE_SIZE},
            "metrics": {
                "cacheHits": cache.hits,
                "cacheMisses": cache.misses,
                "dbQueries": database.queries,
                "avgQueryTime": round(1000 * database.seconds / (database.queries or 1), 2),
                "hitRate": cache.hit_rate,
            },
        }

    def _database_figures(self) -> dict[str, Any]:
        pool = self._database.connections
        return {
            "healthy": True,
            "totalConnections": pool.opened,
            "idleConnections": pool.opened - pool.in_use,
            "waitingClients": pool.waiting,
        }

    def _connection_figures(self) -> dict[str, Any]:
        script = self._does.script
        pools = {
            "speechClient": self._speech.figures() if script.call else None,
            "redis": self._redis.figures(),
            "twilio": self._twilio.figures(),
        }
        if not script.leak:
            return pools
        at = self.running_for
        used = int(HEAP + script.leak * at + GARBAGE * (at / 2 % 1))
        return pools | {"process": {"heapUsed": used, "rss": int(1.4 * used)}}

    def _performance_health(self) -> Response:
        rate = self._cache.hit_rate
        healthy = rate > HEALTHY_HIT_RATE
        data = {"status": "healthy" if healthy else "degraded", "cacheHitRate": rate, "databaseHealthy": True}
        return as_json(200 if healthy else 503, {"success": healthy, "data": data})

    def _reset(self) -> Response:
        self._cache.reset()
        self._database.reset()
        return as_json(200, {"success": True, "message": "Performance metrics reset"})


def _data(figures: dict[str, Any]) -> Response:
    return as_json(200, {"success": True, "data": figures})


def _fields(request: Incoming) -> dict[str, Any]:
    """Return a JSON object's fields; anything else has none."""
    try:
        value = json.loads(request.body)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _utc() -> datetime:
    return datetime.now(UTC)


def _iso(instant: datetime) -> str:
    return instant.isoformat(timespec="milliseconds").replace("+00:00", "Z")
