"""The simulator's webhook on real sockets: observed answers to the letter, limits to the message, scripted trouble."""

from __future__ import annotations

import json
import re
from collections import Counter
from time import monotonic
from typing import TYPE_CHECKING, Any

import gevent
import pytest
from simulator_client import (
    GOT_IT,
    LIMIT,
    ask,
    burst,
    send,
    simulator,
    together,
)

from loadtest.simulator import Freeze, Simulator
from loadtest.simulator.application import over_number_limit
from loadtest.words.distribution import Distribution
from loadtest.words.quota import Quota

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def server() -> Iterator[Simulator]:
    with simulator() as running:
        yield running


def test_an_accepted_message_gets_the_observed_reply_and_headers(server: Simulator) -> None:
    got = send(server)
    assert (got.status, got.body) == (200, GOT_IT)
    assert got.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert got.headers["Content-Length"] == str(len(GOT_IT))
    assert got.headers["Connection"] == "close"
    assert "Keep-Alive" not in got.headers
    counts = server.counts
    assert (counts.received, counts.accepted, counts.refused, counts.rate_limited, counts.failed) == (1, 1, 0, 0, 0)
    assert counts.requests == {"/api/sms/webhook": 1}


@pytest.mark.parametrize(
    ("changes", "status", "kind", "body"),
    [
        pytest.param(
            {"host": "127.0.0.1"}, 200, "text/xml", "Got it!", id="the URL is rebuilt from the Host it was sent"
        ),
        pytest.param(
            {"target": "/api/sms/webhook?a=b%20c"}, 200, "text/xml", "Got it!", id="with its query as received"
        ),
        pytest.param({"Host": "127.0.0.1"}, 403, "text/html", "Forbidden", id="another Host is another signature"),
        pytest.param({"Host": "[x"}, 403, "text/html", "Forbidden", id="a Host that makes no URL signs nothing"),
        pytest.param({"X_Twilio_Signature": "A" * 27 + "="}, 403, "text/html", "Forbidden", id="wrong, right length"),
        pytest.param({"X_Twilio_Signature": None}, 403, "text/html", "Forbidden", id="none"),
        pytest.param(
            {"X_Twilio_Signature": "short"},
            500,
            "application/json",
            '{"error":"Input buffers must have the same byte length","code":"INTERNAL_ERROR",',
            id="wrong, of another length",
        ),
        pytest.param({"From": None}, 500, "application/json", '{"error":"', id="no From"),
        pytest.param({"From": ""}, 500, "application/json", '{"error":"', id="an empty From"),
        pytest.param({"Content_Type": "text/plain"}, 500, "application/json", '{"error":"', id="no form"),
        pytest.param({"Content_Type": None}, 500, "application/json", '{"error":"', id="no content type"),
    ],
)
def test_what_a_signature_and_a_form_come_to(
    server: Simulator, changes: dict[str, Any], status: int, kind: str, body: str
) -> None:
    got = send(server, **changes)
    assert got.status == status
    assert got.headers["Content-Type"].startswith(kind)
    assert body in got.body
    assert body != "Forbidden" or got.body == "Forbidden"
    assert (server.counts.accepted, server.counts.refused) == ((1, 0) if status == 200 else (0, 1))


def test_no_body_is_an_error_of_the_application(server: Simulator) -> None:
    assert ask(server, "POST", "/api/sms/webhook", **{"X-Twilio-Signature": "A" * 28}).status == 500


def test_the_21st_message_of_an_hour_is_limited_in_twiml_for_its_number_only(server: Simulator) -> None:
    for _ in range(20):
        assert send(server).body == GOT_IT
    got = send(server)
    assert (got.status, got.headers["Content-Type"], got.body) == (200, "text/xml; charset=utf-8", LIMIT)
    assert send(server, From="+15555551002").body == GOT_IT
    assert (server.counts.received, server.counts.accepted, server.counts.rate_limited) == (22, 21, 1)


@pytest.mark.parametrize(
    ("wait", "until"),
    [
        pytest.param(3600, "1 hour", id="a whole hour"),
        pytest.param(3541, "1 hour", id="the sixtieth minute is still the hour"),
        pytest.param(2521, "43 minutes", id="minutes are rounded up"),
        pytest.param(0.2, "1 minute", id="never no minute"),
        pytest.param(3601, "2 hours", id="hours too"),
    ],
)
def test_how_the_wait_is_worded(wait: float, until: str) -> None:
    answer = over_number_limit(Quota(count=20, period=3600.0), wait)
    assert f"limit of 20 messages per hour. Try again in {until}.</Message>" in answer.body.decode()


def test_an_atomic_limit_is_exact_whatever_arrives_together() -> None:
    with simulator(number_limit=Quota(count=3, period=3600.0), latency=Distribution(parameters=(0.05,))) as server:
        assert burst(server, 40, numbers=5) == {"accepted": 15, "limited": 25}


def test_a_racy_limit_lets_through_what_arrives_before_the_count_and_then_holds() -> None:
    with simulator(
        number_limit=Quota(count=3, period=3600.0), latency=Distribution(parameters=(0.3,)), racy=True
    ) as server:
        assert burst(server, 10) == {"accepted": 10}
        assert burst(server, 5) == {"limited": 5}
        assert server.counts.accepted == 10


@pytest.mark.parametrize(
    ("window", "second"),
    [
        pytest.param("fixed", ["accepted", "accepted", "limited"], id="fixed: the whole quota is back at once"),
        pytest.param("sliding", ["accepted", "limited", "limited"], id="sliding: only what is a period old is back"),
    ],
)
def test_which_window_counts(window: str, second: list[str]) -> None:
    with simulator(number_limit=Quota(count=2, period=0.6), window=window) as server:
        assert burst(server, 1) == {"accepted": 1}
        gevent.sleep(0.4)
        assert burst(server, 1) == {"accepted": 1}
        gevent.sleep(0.25)
        assert Counter(second) == burst(server, 3)


def test_the_limit_can_be_off() -> None:
    with simulator(number_limit=None) as server:
        assert burst(server, 30) == {"accepted": 30}


def test_the_ip_limiter_answers_429_as_observed_and_only_on_the_webhook() -> None:
    with simulator(ip_limit=Quota(count=2, period=60.0)) as server:
        assert [send(server).status for _ in range(3)] == [200, 200, 429]
        got = send(server)
        body = json.loads(got.body)
        seconds = body["retryAfter"]
        assert got.body == (
            f'{{"error":"Too many requests","message":"Rate limit exceeded. Try again in {seconds} seconds.",'
            f'"retryAfter":{seconds}}}'
        )
        assert 55 <= seconds <= 60
        assert got.headers["Content-Type"].startswith("application/json")
        assert got.headers["Retry-After"] == str(seconds)
        assert (got.headers["X-RateLimit-Limit"], got.headers["X-RateLimit-Remaining"]) == ("2", "0")
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", got.headers["X-RateLimit-Reset"])
        assert ask(server, "GET", "/health").status == 200
        assert (server.counts.accepted, server.counts.rate_limited) == (2, 2)


# Scripted trouble


def test_latency_is_spent_on_what_is_taken_and_not_on_what_is_declined() -> None:
    with simulator(latency=Distribution(parameters=(0.3,)), number_limit=Quota(count=1, period=3600.0)) as server:
        began = monotonic()
        assert send(server).body == GOT_IT
        assert 0.3 <= monotonic() - began < 1
        began = monotonic()
        assert "limit" in send(server).body
        assert monotonic() - began < 0.3


def test_the_error_share_is_seeded_and_costs_no_quota() -> None:
    def statuses() -> list[int]:
        with simulator(error_share=0.5, seed=4, number_limit=Quota(count=40, period=3600.0)) as server:
            got = [send(server) for _ in range(40)]
            failed = [reply for reply in got if reply.status == 500]
            assert all(json.loads(reply.body)["code"] == "INTERNAL_ERROR" for reply in failed)
            assert (server.counts.failed, server.counts.accepted) == (len(failed), 40 - len(failed))
            return [reply.status for reply in got]

    first = statuses()
    assert 8 < first.count(500) < 32
    assert statuses() == first


def test_no_reply_leaves_during_a_stall_health_included() -> None:
    with simulator(freezes=(Freeze(0.2, 0.6),)) as server:
        began = monotonic()
        send(server)
        assert monotonic() - began < 0.2
        gevent.sleep(0.25)
        together((send, server), (ask, server, "GET", "/health"))
        assert 0.6 <= monotonic() - began < 1
        again = monotonic()
        send(server)
        assert monotonic() - again < 0.2


def test_a_late_start_refuses_connections_at_a_port_that_is_already_known() -> None:
    with simulator(late_start=0.3) as server:
        assert server.port
        with pytest.raises(ConnectionRefusedError):
            ask(server, "GET", "/health")
        gevent.sleep(0.4)
        assert ask(server, "GET", "/health").status == 200


def test_the_reply_does_not_wait_for_the_background() -> None:
    with simulator(background=30.0) as server:
        began = monotonic()
        assert send(server).body == GOT_IT
        assert monotonic() - began < 1
    assert monotonic() - began < 1
