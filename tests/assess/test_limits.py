"""Limiters and proxies: what they count by is said only as far as the counts tell, and remedies fit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import factories
import pytest

from loadtest.assess.diagnosis import UNKNOWN, Cause, Diagnosis, Known, diagnose
from loadtest.assess.summary import summarise
from loadtest.measure.series import Series, Watched
from loadtest.message.phone_pool import forecast
from loadtest.verdict.judge import Reason, Verdict
from loadtest.words.quota import Quota
from loadtest.words.shapes import LogShape

if TYPE_CHECKING:
    from collections.abc import Callable

Got = tuple[Reason, int, str]
OK: Got = (Reason.ACCEPTED, 200, "")
TOLD: Got = (Reason.RATE_LIMITED, 200, "Slow down.")
CODED: Got = (Reason.RATE_LIMITED, 429, "Too many requests")
NGINX_503: Got = (Reason.HTTP_ERROR, 503, "<h1>503 Service Temporarily Unavailable</h1><hr>nginx/1.25")
NGINX_502: Got = (Reason.HTTP_ERROR, 502, "<h1>502 Bad Gateway</h1><hr>nginx/1.25")
HAPROXY_503: Got = (Reason.HTTP_ERROR, 503, "No server is available to handle this request.")
BY_TURNS: Got = (Reason.RATE_LIMITED, 429, "slow")
AWAY: Got = (Reason.RATE_LIMITED, 503, "Service Unavailable")
BUSY: Got = (Reason.RATE_LIMITED, 503, "Server is busy: concurrency limit reached")
NO_SPACE: Got = (Reason.HTTP_ERROR, 500, "Error: ENOSPC: no space left on device, write")
DB_DOWN: Got = (Reason.HTTP_ERROR, 500, '{"error":"db down"}')
PLAIN: Got = (Reason.HTTP_ERROR, 500, "Internal Server Error")


def run(
    gets: Callable[[int], Got],
    *,
    numbers: int = 10,
    log: tuple[LogShape, ...] = (),
    known: Known = UNKNOWN,
    series: tuple[Series, ...] = (),
) -> tuple[Diagnosis, ...]:
    """Diagnose two hundred messages, ten a second; `gets` says what the message of a place got."""
    messages = []
    for seq in range(200):
        reason, status, body = gets(seq)
        one = factories.exchange(seq, number=f"+1555{seq % numbers:07}", response=factories.reply(status, body))
        if reason is Reason.ACCEPTED:
            verdict = Verdict(reason=reason)
        elif status == 200:
            verdict = Verdict(reason=reason, detail="the reply says", said=body, shape=body)
        else:
            verdict = Verdict(reason=reason, twilio_code=11217, detail=f"HTTP {status}")
        messages.append((one, verdict))
    snapshot = factories.snapshot(messages)
    return diagnose(
        summarise(snapshot, planned=200, duration=20.0), snapshot, (), Watched(server_log=log, series=series), known
    )


@pytest.mark.parametrize(
    ("gets", "cause", "evidence", "remedy"),
    [
        pytest.param(
            lambda seq: OK if seq < 80 else TOLD, Cause.NUMBER_LIMIT, "each of 10 numbers was accepted 8 times",
            "use more phone-numbers", id="a limit for each number, in a reply",
        ),
        pytest.param(
            lambda seq: OK if seq < 95 and seq % 10 < seq // 10 else TOLD, Cause.IP_LIMIT, "does not go by number",
            "more phone-numbers do not help", id="a reply that goes by no number",
        ),
        pytest.param(
            lambda seq: OK if seq < 83 else CODED, Cause.IP_LIMIT, "117 messages got an HTTP error for their rate "
            "(117 with 429)", "raise or switch off the per-IP limit", id="429 for all from a moment on",
        ),
        pytest.param(
            lambda seq: OK if seq < 80 else CODED, Cause.IP_LIMIT, "it may as well go by number", "which tells",
            id="429 that fits both",
        ),
        pytest.param(
            lambda seq: OK if seq < 80 else (TOLD, CODED)[seq % 2], Cause.NUMBER_LIMIT,
            '60 messages were declined in a reply of HTTP 200 ("Slow down."), 60 by an HTTP error (60 with 429)',
            "raise or switch off both", id="two limiters at once",
        ),
        pytest.param(
            lambda seq: NGINX_503 if seq % 3 else OK, Cause.IP_LIMIT, "nginx's own page of 503 while others",
            "limit_req", id="nginx's limiter",
        ),
        pytest.param(
            lambda seq: NGINX_502 if 80 <= seq < 120 else OK, Cause.RESTART,
            "from 8s to 11s got the proxy's own error page (40 with 502); from 12s on it answered again",
            "drain", id="a restart behind a proxy",
        ),
        pytest.param(
            lambda seq: NGINX_502 if seq >= 120 else OK, Cause.GATEWAY, "from 12s to 19s", "out-of-memory",
            id="an application that died behind its proxy",
        ),
        pytest.param(
            lambda _: HAPROXY_503, Cause.GATEWAY, "(200 with 503)", "start the application", id="a dead backend",
        ),
        pytest.param(
            lambda seq: NGINX_502 if seq % 7 == 0 else OK, Cause.GATEWAY, "others in the same seconds were accepted",
            "kept connections", id="a proxy that sometimes gets no reply",
        ),
        pytest.param(
            lambda seq: DB_DOWN if seq >= 60 else OK, Cause.DEPENDENCY, 'said "HTTP 500 {"error":"db down"}"',
            "a database", id="a page that names the database",
        ),
        pytest.param(
            lambda seq: BY_TURNS if seq % 2 else OK, Cause.LIMITER, "100 were accepted in the same seconds",
            "in the application and before it", id="a limiter that takes and declines by turns",
        ),
        pytest.param(
            lambda seq: AWAY if seq >= 80 else OK, Cause.UNAVAILABLE, "hardly any meanwhile was accepted",
            "answered 503", id="503 with Retry-After may be a maintenance",
        ),
        pytest.param(
            lambda seq: BUSY if seq % 3 else OK, Cause.UNAVAILABLE, "others in the same seconds were accepted",
            "at the same time", id="503 for what comes while others are at work",
        ),
        pytest.param(
            lambda seq: NO_SPACE if seq >= 80 else OK, Cause.REPLY, "120 of 200 messages failed so, from 8s to",
            "these words", id="an error that says why",
        ),
        pytest.param(
            lambda seq: NO_SPACE if seq < 8 else OK, Cause.REPLY, "8 of 200 messages failed so, from 0s to 0s",
            "these words", id="first messages whose error says why",
        ),
        pytest.param(
            lambda seq: PLAIN if seq < 8 else OK, Cause.COLD_START, "messages due up to 1s failed, later ones did not",
            "warm", id="first messages without a word",
        ),
        pytest.param(lambda seq: PLAIN if seq >= 60 else OK, Cause.UNCLEAR, "140 messages failed", "", id="a bare 500"),
    ],
)  # fmt: skip
def test_a_limiter_or_proxy_is_named_as_its_counts_show(
    gets: Callable[[int], Got], cause: Cause, evidence: str, remedy: str
) -> None:
    found = run(gets)
    assert found[0].cause is cause, [one.sentence for one in found]
    assert evidence in found[0].evidence
    assert remedy in found[0].remedy


STATED = replace(
    forecast(factories.plan().pool, Quota(count=8, period=60.0), messages=200, due=lambda seq: seq / 10, extra=6),
    stated=True,
)


@pytest.mark.parametrize(
    ("shared", "limited", "cause", "said"),
    [
        pytest.param(False, 160, Cause.NUMBER_LIMIT, "stated 8/minute for each number", id="each number has its own"),
        pytest.param(True, 160, Cause.IP_LIMIT, "stated 8/minute for all numbers together", id="one for all"),
        pytest.param(
            True, 0, Cause.IP_LIMIT, "something else spent it as well; 1 poll and 6 messages before the load of this "
            "tool's own", id="one for all, into which the load fits: it is not blamed",
        ),
        pytest.param(None, 160, Cause.IP_LIMIT, "all of them came from one address", id="for whom is not known"),
    ],
)  # fmt: skip
def test_what_headers_stated_decides_what_a_limiter_counts_by(
    *, shared: bool | None, limited: int, cause: Cause, said: str
) -> None:
    known = Known(forecast=replace(STATED, shared=shared, limited=limited))
    polls = Series(name="stats.poll", unit="ms", points=((0.0, 1.0), (15.0, 1.0)))
    (found, *_) = run(lambda seq: OK if seq < 80 else CODED, known=known, series=(polls,))
    assert found.cause is cause
    assert said in found.evidence


def test_the_numbers_that_a_limit_of_the_run_needs_are_told() -> None:
    plan = factories.plan()
    (found, *_) = run(lambda seq: OK if seq < 80 else TOLD, known=Known(plan=plan))
    assert "this load needs at least 75 phone-numbers, not 5" in found.evidence


EMPTY_PAGES = {
    "Spring": '{"timestamp":"2026-11-28T06:00:00.000Z","status":500,"error":"Internal Server Error","path":"/sms"}',
    "FastAPI": '{"detail":"Internal Server Error"}',
    "NestJS": '{"statusCode":500,"message":"Internal server error"}',
    "Flask": "<title>500 Internal Server Error</title><h1>Internal Server Error</h1><p>The server encountered an "
    "internal error and was unable to complete your request. Either the server is overloaded or there is an error in "
    "the application.</p>",
    "Rails": "<h1>We're sorry, but something went wrong.</h1><p>If you are the application owner check the logs for "
    "more information.</p>",
    "ASP.NET": '{"type":"https://tools.ietf.org/html/rfc9110#section-15.6.1","title":"An error occurred while '
    'processing your request.","status":500,"traceId":"00-4bf92f3577b34da6-00f067aa0ba902b7-00"}',
    "IIS": "<h2>500 - Internal server error.</h2><h3>There is a problem with the resource you are looking for, and it "
    "cannot be displayed.</h3>",
    "Apache": "<h1>Internal Server Error</h1><p>The server encountered an internal error or misconfiguration and was "
    "unable to complete your request.</p><p>Please contact the server administrator at you@example.com to inform them "
    "of the time this error occurred.</p><p>More information about this error may be available in the server error "
    "log.</p>",
    "a page that shows the request": "<pre>Host: 127.0.0.1:3000\nContent-Type: application/x-www-form-urlencoded\n"
    "User-Agent: TwilioProxy/1.1\nX-Twilio-Signature: DA6HGlptXUZEtuDlDnBeYEx4ALA=\n\nTWILIO_AUTH_TOKEN=***</pre>",
}
"""What common servers say of any error where nobody has set another page."""


@pytest.mark.parametrize("page", EMPTY_PAGES.values(), ids=EMPTY_PAGES.keys())
def test_a_page_that_says_nothing_of_its_own_is_no_reason(page: str) -> None:
    got = (Reason.HTTP_ERROR, 500, page)
    found = run(lambda seq: got if seq >= 60 else OK)
    assert found[0].cause is Cause.UNCLEAR, [one.sentence for one in found]


def test_a_dependency_is_taken_from_the_log_and_not_the_frames_around_it() -> None:
    loud = LogShape(shape="Error: request failed", count=500, first=6.0, last=19.0)
    real = LogShape(shape="connect ECONNREFUSED <n>", count=140, first=6.0, last=19.0)
    found = run(lambda seq: PLAIN if seq >= 60 else OK, log=(loud, real))
    assert found[0].cause is Cause.DEPENDENCY
    assert 'the server logged 140 lines like "connect ECONNREFUSED <n>" from 6s on' in found[0].evidence
    assert "request failed" not in found[0].evidence
