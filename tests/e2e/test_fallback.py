"""When nothing answers at localhost, the machine around the container is tried, and nothing but the address changes."""

from __future__ import annotations

import socket
import threading
import time
from typing import TYPE_CHECKING

import pytest
from servers import PATH, RawServer, answering, closed_port, payload, resetting

from loadtest.send.network import Route, session
from loadtest.send.sender import WebhookSender
from loadtest.setup.health import Health, wait_until_ready
from loadtest.words.errors import NotReadyError
from loadtest.words.exchange import Reply, Request
from loadtest.words.sending import USUAL

if TYPE_CHECKING:
    from collections.abc import Sequence

# 127.0.0.2 plays the host: for Linux it is another address of this machine, so the suite stays on loopback.
HOST = "127.0.0.2"


def ready(route: Route, url: str, *, timeout: float = 5.0) -> list[str]:
    said: list[str] = []
    with session(route) as asking:
        wait_until_ready(Health(url=url, timeout=timeout, lenient=False), route=route, session=asking, say=said.append)
    return said


def routed(port: int, fallbacks: Sequence[str] = (HOST,)) -> Route:
    route = Route.from_url(f"http://localhost:{port}{PATH}")
    route.fallbacks = tuple(fallbacks)
    return route


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://localhost:3000/", True),
        ("http://api.localhost/", True),
        ("http://127.0.0.1/", True),
        ("http://127.1.2.3/", True),
        ("http://[::1]/", True),
        ("http://[::ffff:127.0.0.1]/", True),
        ("http://0.0.0.0:3000/", True),
        ("http://172.17.0.1:3000/", False),
        ("http://web:3000/", False),
        ("https://hooks.example.com/", False),
    ],
)
def test_only_loopback_is_the_container_itself(url: str, expected: bool) -> None:  # noqa: FBT001  a column
    assert Route.from_url(url).is_loopback is expected


@pytest.mark.parametrize("ask", [True, False], ids=["a health page", "only the port"])
def test_the_host_is_found_settled_told_and_only_the_address_changes(*, ask: bool) -> None:
    with RawServer(answering(), address=HOST) as server:
        route = routed(server.port)
        ready(route, f"http://localhost:{server.port}/health" if ask else "")
        sender = WebhookSender(route, USUAL, tls=None, clock=time.monotonic)
        request = Request(seq=0, scenario="sms", number="+1", payload=payload(host=f"localhost:{server.port}"))
        assert isinstance(sender.send(request, due=0.0).response, Reply)
        sender.close()
    assert route.settled == HOST
    assert f"localhost:{server.port} is this container" in route.went_elsewhere
    assert f"using the host machine at {HOST}" in route.went_elsewhere
    assert server.received.count(b"Host: localhost:%d\r\n" % server.port) == 1 + ask


def test_an_ipv6_literal_is_told_as_it_is_typed() -> None:
    route = Route(scheme="http", host="::1", port=3000, candidates=("::1",), fallbacks=(HOST,), settled=HOST)
    assert route.went_elsewhere.startswith("[::1]:3000 is this container")


def test_what_answers_at_localhost_is_never_left() -> None:
    with RawServer(answering()) as here, RawServer(answering(), address=HOST, port=here.port) as there:
        route = routed(here.port)
        ready(route, f"http://localhost:{here.port}/health")
    assert (route.settled, route.went_elsewhere, there.connections) == ("127.0.0.1", "", 0)


@pytest.mark.parametrize("address", ["127.0.0.1", HOST])
def test_a_server_that_starts_while_we_wait_is_found_wherever_it_starts(address: str) -> None:
    port = closed_port()
    route = routed(port)
    servers: list[RawServer] = []

    def appear() -> None:
        time.sleep(0.3)
        servers.append(RawServer(answering(), address=address, port=port).__enter__())

    thread = threading.Thread(target=appear)
    thread.start()
    try:
        ready(route, f"http://localhost:{port}/health")
    finally:
        thread.join()
        servers[0].__exit__()
    assert route.settled == address


def test_a_port_forwarder_that_takes_connections_for_nobody_does_not_decide() -> None:
    with RawServer(resetting(), address=HOST) as forwarder:
        route = routed(forwarder.port)
        servers: list[RawServer] = []

        def appear() -> None:
            time.sleep(0.3)
            servers.append(RawServer(answering(), port=forwarder.port).__enter__())

        thread = threading.Thread(target=appear)
        thread.start()
        try:
            ready(route, f"http://localhost:{forwarder.port}/health")
        finally:
            thread.join()
            servers[0].__exit__()
    assert route.settled == "127.0.0.1"


def test_a_health_page_under_another_name_of_loopback_goes_the_same_way() -> None:
    with RawServer(answering(), address=HOST) as server:
        route = routed(server.port)
        ready(route, f"http://127.0.0.1:{server.port}/health")
    assert route.settled == HOST


def test_a_health_page_of_another_origin_does_not_hide_where_the_webhook_is() -> None:
    with RawServer(answering(), address=HOST) as server, RawServer(answering(), address="127.0.0.3") as elsewhere:
        route = routed(server.port)
        ready(route, f"http://127.0.0.3:{elsewhere.port}/health")
    assert route.settled == HOST
    assert elsewhere.connections == 1


def test_refused_everywhere_names_the_likely_cause_and_three_ways_out() -> None:
    port = closed_port()
    with pytest.raises(NotReadyError) as refused:
        ready(routed(port), f"http://localhost:{port}/health", timeout=0.2)
    text = str(refused.value)
    for part in (
        f"the host machine was tried at {HOST}",
        "listens on 127.0.0.1 only",
        "its host set to 0.0.0.0",
        "the action's /host entry",
        "a service container",
    ):
        assert part in text


def test_silence_at_the_host_is_a_firewall() -> None:
    port = closed_port()
    with socket.create_server((HOST, port)), pytest.raises(NotReadyError, match="a firewall may keep containers out"):
        ready(routed(port), f"http://localhost:{port}/health", timeout=0.3)


def test_without_a_container_around_us_the_text_is_as_before() -> None:
    port = closed_port()
    with pytest.raises(NotReadyError) as refused:
        ready(routed(port, ()), f"http://localhost:{port}/health", timeout=0.2)
    assert "container" not in str(refused.value)


def test_a_reply_that_is_not_ready_keeps_the_address_that_gave_it() -> None:
    busy = b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    with RawServer(answering(busy, times=1), address=HOST) as server:
        route = routed(server.port)
        with pytest.raises(NotReadyError, match="HTTP 503"):
            ready(route, f"http://localhost:{server.port}/health", timeout=0.2)
    assert route.settled == HOST
