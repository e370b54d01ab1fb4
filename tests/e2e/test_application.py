"""The simulator's other pages: health, performance figures that follow from the messages, phone numbers."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import gevent
import pytest
from simulator_client import (
    CLOSE,
    GOT_IT,
    NUMBER,
    UNLINKED,
    Got,
    ask,
    head,
    parsed,
    send,
    simulator,
    wire,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loadtest.simulator import Simulator


@pytest.fixture
def server() -> Iterator[Simulator]:
    with simulator() as running:
        yield running


def performance(server: Simulator, page: str) -> Any:
    got = ask(server, "GET", f"/api/sms/performance/{page}")
    assert (got.status, json.loads(got.body)["success"]) == (200, True)
    return json.loads(got.body)["data"]


def test_health_says_healthy_and_when(server: Simulator) -> None:
    got = ask(server, "GET", "/health")
    assert got.status == 200
    assert re.fullmatch(r'\{"status":"healthy","timestamp":"\d{4}-\d\d-\d\dT[\d:.]+Z"\}', got.body)
    assert ask(server, "HEAD", "/health").body == ""


def test_the_cache_page_follows_from_the_messages_and_reset_zeroes_it(server: Simulator) -> None:
    assert ask(server, "GET", "/api/sms/performance/health").status == 503
    for i in (1, 2, 1, 1, 1, 1, 1, 2):
        send(server, From=f"+1555555100{i}")
    gevent.sleep(0.1)
    cache = performance(server, "cache")
    assert cache["metrics"].pop("avgQueryTime") >= 2
    assert cache == {
        "phoneNumberCache": {"size": 2, "max": 1000, "hitRate": 75.0},
        "verificationCache": {"size": 0, "max": 1000},
        "metrics": {"cacheHits": 6, "cacheMisses": 2, "dbQueries": 10, "hitRate": 75.0},
    }
    assert performance(server, "health")["status"] == "healthy"
    assert ask(server, "POST", "/api/sms/performance/reset").status == 200
    assert performance(server, "cache") == {
        "phoneNumberCache": {"size": 2, "max": 1000, "hitRate": 0.0},
        "verificationCache": {"size": 0, "max": 1000},
        "metrics": {"cacheHits": 0, "cacheMisses": 0, "dbQueries": 0, "avgQueryTime": 0.0, "hitRate": 0.0},
    }


def test_pools_show_what_is_at_work_and_what_waits(server: Simulator) -> None:
    assert performance(server, "database") == {
        "healthy": True,
        "totalConnections": 0,
        "idleConnections": 0,
        "waitingClients": 0,
    }
    database, redis = server._application._database.connections, server._application._redis
    jobs = [gevent.spawn(database.use, 0.3) for _ in range(25)] + [gevent.spawn(redis.use, 0.3) for _ in range(3)]
    gevent.sleep(0)
    figures = performance(server, "stats")
    assert figures["database"] == {
        "healthy": True,
        "totalConnections": 20,
        "idleConnections": 0,
        "waitingClients": 5,
    }
    assert figures["connections"] == {
        "speechClient": None,
        "redis": {"total": 10, "available": 7, "inUse": 3},
        "twilio": {"total": 5, "available": 5, "inUse": 0},
    }
    assert performance(server, "connections") == figures["connections"]
    assert set(figures) == {"cache", "database", "connections"}
    gevent.joinall(jobs)
    assert performance(server, "database")["idleConnections"] == 20


# Phone numbers

LINK, VERIFY = "/api/user/phone-number", "/api/user/phone-number/verify"


def link(server: Simulator, user: str, number: Any) -> Got:
    return ask(server, "POST", LINK, {"phoneNumber": number}, Authorization=f"Bearer {user}")


def verify(server: Simulator, user: str, number: Any, code: Any) -> Got:
    return ask(server, "POST", VERIFY, {"phoneNumber": number, "code": code}, Authorization=f"Bearer {user}")


def test_a_number_is_linked_by_its_own_code_and_then_its_messages_are_taken() -> None:
    with simulator(known_numbers=frozenset()) as server:
        assert send(server).body == UNLINKED
        assert link(server, "ann", NUMBER).status == 201
        assert send(server).body == UNLINKED
        assert performance(server, "cache")["verificationCache"]["size"] == 1
        wrong = verify(server, "ann", NUMBER, server.code_for("+15555551002"))
        assert (wrong.status, json.loads(wrong.body)["code"]) == (400, "INVALID_CODE")
        right = verify(server, "ann", NUMBER, server.code_for(NUMBER))
        assert (right.status, json.loads(right.body)["verified"]) == (200, True)
        assert set(json.loads(right.body)) == {"message", "verified"}
        assert send(server).body == GOT_IT
        assert (server.counts.accepted, server.counts.refused) == (1, 2)
        assert (link(server, "ann", NUMBER).status, send(server).body) == (201, GOT_IT)


def test_numbers_known_from_the_start_are_linked_and_others_are_not() -> None:
    with simulator(known_numbers=frozenset({NUMBER})) as server:
        assert send(server).body == GOT_IT
        assert send(server, From="+15555551002").body == UNLINKED


def test_one_number_a_user_and_one_user_a_number(server: Simulator) -> None:
    assert link(server, "ann", NUMBER).status == 201
    other_user, other_number = link(server, "bob", NUMBER), link(server, "ann", "+15555551002")
    assert (other_user.status, json.loads(other_user.body)["code"]) == (409, "PHONE_NUMBER_ALREADY_LINKED")
    assert (other_number.status, json.loads(other_number.body)["code"]) == (409, "USER_HAS_DIFFERENT_PHONE")
    assert link(server, "bob", "+15555551002").status == 201
    assert verify(server, "bob", NUMBER, server.code_for(NUMBER)).status == 400


def test_a_shared_code_is_everybodys() -> None:
    with simulator(verification_code="123456") as server:
        link(server, "ann", NUMBER)
        assert verify(server, "ann", NUMBER, "123456").status == 200


@pytest.mark.parametrize("path", [LINK, VERIFY])
@pytest.mark.parametrize(
    ("authorization", "status"),
    [
        pytest.param({}, 401, id="no header"),
        pytest.param({"Authorization": "Bearer "}, 401, id="no token"),
        pytest.param({"Authorization": "Basic YTpi"}, 401, id="another scheme"),
        pytest.param({"Authorization": "Bearer stranger"}, 401, id="an unknown token"),
        pytest.param({"Authorization": "bearer secret"}, 400, id="a known one, without fields"),
    ],
)
def test_a_user_is_known_by_the_token(path: str, authorization: dict[str, str], status: int) -> None:
    with simulator(users={"secret": "ann"}) as server:
        assert ask(server, "POST", path, {}, **authorization).status == status


@pytest.mark.parametrize("number", [None, 5, "", "5551001", "+1555", "+1555555100100200", "+15555551001\n", ["+1"], {}])
def test_what_is_no_number_is_400(server: Simulator, number: Any) -> None:
    assert link(server, "ann", number).status == 400
    assert verify(server, "ann", number, "123456").status == 400


def test_what_is_no_json_is_400(server: Simulator) -> None:
    for body in (b"{", b"[" * 50_000, b"\xff", b"[]"):
        headers = {"Host": "x", "Authorization": "Bearer ann", "Content-Length": str(len(body)), **CLOSE}
        assert parsed(wire(server, head("POST", LINK, headers) + body)).status == 400
