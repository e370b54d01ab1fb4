"""Polls the server's own pages while the driver runs, once a second each or less often -> series.

Each page has its own greenlet, its own connection (never one of the load's) and its own time limit. A page that is not
there is said once and asked no more; one that turns slow is information, so its answering time is a series of its own.
One whose headers state a limit that the load spends as well is asked less often, and not at all when little is left.
Nothing a page answers or fails to answer ends a run.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import gevent
import requests
from gevent.event import Event

from loadtest.measure.series import POLL_NAME
from loadtest.measure.series.metrics_text import read_metrics
from loadtest.send.network import origin_of
from loadtest.verdict.stated_limit import stated_limit
from loadtest.words.secret import NO_SECRET
from loadtest.words.units import format_duration, format_ms, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loadtest.measure.series import Endpoint, Gatherer
    from loadtest.send.line import Line
    from loadtest.verdict.stated_limit import StatedLimit
    from loadtest.words.secret import Secret

INTERVAL = 1.0
SMALL = 5.0
"""Messages a second below which polling takes its share of them alone."""
LONG = 30.0
"""Seconds of a load below which polling costs a limiter too little to matter."""
SHARE = 0.2
"""Requests of ours for each message of a small load: a limiter for each address counts both."""
OF_STATED = 0.05
"""Share of a limit, stated in a page's headers, that polling takes where the load spends the same limit."""
MOST_POLLS = 3600
"""Polls of one page in a run: a run of more than an hour is polled less than once a second."""
_UNHEARD = "had not answered when the run ended"
TIMEOUT = 5.0
FIRST = 1.0
"""Seconds for which the load waits for the first figures; a page that is slower begins late."""
LAST = 2.0
"""Seconds for which the end waits for the last figures: what came after the last message is in them."""
LARGEST_PAGE = 1024 * 1024
_HEADERS = {"Accept": "application/json, text/plain;version=0.0.4", "Accept-Encoding": "identity"}
_NOT_THERE = frozenset({404, 405, 410})
_GONE = {
    404: "there is no such page",
    410: "there is no such page",
    401: "it wants authorization: set monitor-authorization",
    403: "it wants authorization: set monitor-authorization",
    405: "it cannot be read with GET",
    429: "it limits how often it may be read, so it is left alone",
}


@dataclass(slots=True, kw_only=True)
class _Page:
    """One page, and how polling it went.

    `left` is what its headers stated last of a limit, when `seen` requests had been made to all pages; `interval` and
    `rests` are the seconds between two polls, and until the next one, by that `limit`.
    """

    endpoint: Endpoint
    polls: int = 0
    answered: int = 0
    failed: int = 0
    slowest: float = 0.0
    problem: str = ""
    given_up: bool = False
    absent: bool = False
    left: int | None = None
    seen: int = 0
    interval: float = 0.0
    limit: str = ""
    rests: float = 0.0
    last_failure: str = field(default="", repr=False)


class Monitors:
    """The pages of one run: `with monitors:` polls them; `notes` tells afterwards what came of it.

    Entering asks every page once, so that counters have a beginning; those figures stand at 0.0 of the run's clock. So
    does leaving, unless by an exception: what the last messages did is in the last figures.
    `authorization` is sent to each page as it stands, and told nobody.
    """

    def __init__(
        self,
        endpoints: Sequence[Endpoint],
        line: Line,
        *,
        gatherer: Gatherer,
        duration: float,
        authorization: Secret = NO_SECRET,
    ) -> None:
        self._pages = [_Page(endpoint=endpoint) for endpoint in endpoints]
        self._line = line
        self._gatherer = gatherer
        self._clock = line.clock
        self._least = max(INTERVAL, duration / MOST_POLLS)
        self._duration = duration
        self._rate = SMALL
        self._headers = _HEADERS | ({"Authorization": authorization.reveal()} if authorization else {})
        self._sessions: list[requests.Session] = []
        self._running: list[gevent.Greenlet[..., None]] = []
        self._over = Event()

    def spare(self, rate: float) -> None:
        """Poll less often than once a second when a long load has only `rate` messages a second."""
        self._rate = rate if self._duration >= LONG else SMALL

    def leave(self, limit: str, period: float, spare: int) -> None:
        """Take at most half of the `spare` requests in `period` seconds that the load leaves of a `limit`."""
        route = self._line.route
        origin = route.scheme, route.host, route.port
        pages = [page for page in self._pages if origin_of(page.endpoint.url) == origin]
        why = f"the server's headers state {limit}, of which the load leaves {spare:,}"
        for page in pages:
            page.interval = 2 * period * len(pages) / max(1, spare)
            if spare < 4 * len(pages):  # a first and a last time take a half
                page.given_up, page.absent, page.problem = True, page.endpoint.usual, f"not asked: {why}"
            elif page.interval > self._interval:
                page.limit = f"asked once in {format_duration(round(page.interval, 1))}: {why}"

    def __enter__(self) -> None:
        self._sessions = [self._line.session() for _ in self._pages]
        # Between the whole seconds, at which batches leave, and not all at once.
        begins = [self._least * (0.3 + 0.4 * place / len(self._pages)) for place in range(len(self._pages))]
        asked = [Event() for _ in self._pages]
        self._running = [
            gevent.spawn(self._keep_polling, *page)
            for page in zip(self._pages, self._sessions, begins, asked, strict=True)
        ]
        gevent.wait(asked, timeout=FIRST)
        self._clock.start()  # the load starts it again, a moment from now

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        if error is None:
            self._over.set()
            gevent.joinall(self._running, timeout=LAST)
        gevent.killall(self._running)
        for session in self._sessions:
            session.close()

    @property
    def _interval(self) -> float:
        """Seconds between two polls of a page."""
        if self._rate >= SMALL:
            return self._least
        return max(self._least, sum(not page.given_up for page in self._pages) / (SHARE * self._rate))

    def notes(self) -> tuple[str, ...]:
        """Return a sentence about every page that failed, and one that counts the requests."""
        pages = [page for page in self._pages if not page.absent]
        sentences = [
            f"Monitor {page.endpoint.name}: {page.problem or page.last_failure or _UNHEARD}"
            for page in pages
            if page.problem or not page.answered
        ]
        sentences += [f"Monitor {page.endpoint.name}: {page.limit}" for page in pages if page.limit]
        polls = sum(page.polls for page in pages)
        if polls:
            failed = sum(page.failed for page in pages)
            slowest = max(page.slowest for page in pages)
            every = f", one of each in {self._interval:.3g}s, so as not to spend a limiter that counts the load"
            sentences.append(
                f"Monitors: {plural(polls, 'request')} to {plural(len(pages), 'page')} besides the load, "
                f"{failed:,} without figures, the slowest {format_ms(slowest)}"
                f"{every if self._interval > self._least else ''}"
            )
        return tuple(sentences)

    def _keep_polling(self, page: _Page, session: requests.Session, due: float, asked: Event) -> None:
        if not page.given_up:
            self._poll(page, session, 0.0)
        asked.set()
        while not page.given_up:
            # The clock may be set meanwhile.
            over = self._over.wait(min(max(due - self._clock(), 0.05), max(self._interval, page.interval)))
            if not over and self._clock() < due:  # the load began meanwhile, and the clock with it
                continue
            if over and page.rests:
                return
            self._poll(page, session, None)
            if over:
                return
            # A slow page is not asked again for the beats that it missed.
            while due <= self._clock():
                due += max(self._interval, page.interval, page.rests)

    def _mind(self, page: _Page, stated: StatedLimit | None) -> None:
        """Ask less often where the headers show that others, and the load is one, spend the same limit."""
        if stated is None or stated.left is None:
            return
        polls = sum(one.polls for one in self._pages)
        spent = 0 if page.left is None else page.left - stated.left
        others, page.left, page.seen = spent > polls - page.seen, stated.left, polls
        if others and not page.interval:
            page.interval = stated.period / max(1.0, OF_STATED * stated.limit)
            if page.interval > self._interval:
                page.limit = (
                    f"its headers state {stated.text}, and more than these requests spends it, so it was asked once in "
                    f"{format_duration(round(page.interval, 1))}"
                )
        page.rests = stated.rest
        if page.rests:
            page.limit = (
                f"its headers state {stated.text}; left alone for the rest of that when {stated.left} were left"
            )

    def _poll(self, page: _Page, session: requests.Session, at: float | None) -> None:
        """Ask once; the figures stand at `at`, or when the request left."""
        began, left = self._clock(), time.monotonic()
        page.polls += 1
        late = f"{page.endpoint.url} did not answer within {TIMEOUT:g} seconds"
        answer: bytes | str = late
        with gevent.Timeout(TIMEOUT, exception=False):  # type: ignore[arg-type]  # the stubs miss that False is silent
            found = self._ask(page, session)
            answer = late if found == "" else found
        took = time.monotonic() - left
        if page.absent:
            return  # nobody asked for it, and nothing is known of it
        page.slowest = max(page.slowest, took)
        at = began if at is None else at
        self._gatherer.point(f"{page.endpoint.name}.{POLL_NAME}", at, 1000 * took, unit="ms")
        if isinstance(answer, str):
            page.failed += 1
            page.last_failure = answer
            return
        leaves = read_metrics(answer)
        if self._gatherer.add(page.endpoint, at, leaves):
            page.answered += 1
            return
        page.failed += 1
        if not page.answered:
            why = "no number has a name that its filter lets through" if leaves else "neither JSON nor Prometheus text"
            if not leaves and _is_json(answer):
                why = "JSON without a number in it"
                page.absent = page.endpoint.usual
            self._give_up(page, f"{page.endpoint.url} answers with figures that cannot be used: {why}")
        else:
            page.last_failure = "an answer without figures"

    def _ask(self, page: _Page, session: requests.Session) -> bytes | str:
        """Return the page, or why there is none; an empty text when it was late."""
        endpoint = page.endpoint
        try:
            with session.get(
                endpoint.url,
                headers=self._headers,
                auth=None if "Authorization" in self._headers else endpoint.auth,
                timeout=TIMEOUT,
                stream=True,
            ) as reply:
                body: bytes = reply.raw.read(LARGEST_PAGE + 1, decode_content=False)
                status = reply.status_code
                self._mind(page, stated_limit(reply.headers.get, now=time.time()))
        except requests.Timeout:
            return ""
        except requests.ConnectionError:
            return f"nothing answers at {endpoint.url}"
        except (OSError, ValueError) as error:
            return f"{endpoint.url} could not be read ({type(error).__name__})"
        except Exception as error:  # noqa: BLE001  urllib3's own errors surface while a body is read; none may end a run
            return f"{endpoint.url} broke off ({type(error).__name__})"
        return self._usable(page, status, body)

    def _usable(self, page: _Page, status: int, body: bytes) -> bytes | str:
        url = page.endpoint.url
        if status in _GONE:
            page.absent = page.endpoint.usual and status in _NOT_THERE
            return self._give_up(page, f"{url} answers HTTP {status}: {_GONE[status]}")
        if not 200 <= status < 300 and status != 503:  # noqa: PLR2004  a degraded server's figures count most
            return f"{url} answers HTTP {status}"
        if len(body) > LARGEST_PAGE:
            return self._give_up(page, f"{url} is larger than {LARGEST_PAGE // 1024:,} kB; name a smaller page")
        return body

    def _give_up(self, page: _Page, problem: str) -> str:
        page.given_up = True
        page.problem = problem
        return problem


def _is_json(body: bytes) -> bool:
    try:
        json.loads(body)
    except ValueError:
        return False
    return True
