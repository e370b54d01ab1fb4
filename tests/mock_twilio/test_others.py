"""Calls to hosts that are not Twilio's: passed on as they are, or refused; counted by host either way."""

from __future__ import annotations

from collections import Counter

import gevent
import pytest
from gevent import socket
from servers import RawServer, saying, unheard_port

from loadtest.mock_twilio.others import ForbiddenError, Others, is_forbidden, is_twilio, relay
from loadtest.mock_twilio.wire import Incoming


@pytest.mark.parametrize(
    ("address", "forbidden"),
    [
        ("169.254.169.254", True),
        ("fe80::1", True),
        ("::ffff:169.254.169.254", True),
        ("fd00:ec2::254", True),
        ("0.0.0.0", True),  # noqa: S104  refused, not bound
        ("no address", True),
        ("127.0.0.1", False),
        ("93.184.216.34", False),
    ],
)
def test_metadata_and_link_local_addresses_are_forbidden(address: str, forbidden: bool) -> None:  # noqa: FBT001
    assert is_forbidden(address) is forbidden


@pytest.mark.parametrize(
    ("host", "twilio"),
    [
        ("api.twilio.com", True),
        ("MMS.TwilioCDN.com.", True),
        ("twilio.com.example.org", False),
        ("nottwilio.com", False),
    ],
)
def test_twilios_hosts_are_told_from_others(host: str, twilio: bool) -> None:  # noqa: FBT001
    assert is_twilio(host) is twilio


@pytest.mark.parametrize(
    ("host", "refuse", "counted"),
    [
        pytest.param("127.0.0.1", True, "!127.0.0.1", id="whoever it is, where others are refused"),
        pytest.param("Metadata.Google.Internal.", False, "!Metadata.Google.Internal.", id="a metadata service's name"),
        pytest.param("169.254.169.254", False, "!169.254.169.254", id="its address"),
    ],
)
def test_a_refused_call_is_counted_and_goes_nowhere(host: str, refuse: bool, counted: str) -> None:  # noqa: FBT001
    seen: Counter[str] = Counter()
    with pytest.raises(ForbiddenError, match="are refused"):
        Others(seen, refuse=refuse).connect(host, 80)
    assert seen == {counted: 1}


def test_a_host_that_does_not_answer_is_counted_and_said() -> None:
    seen: Counter[str] = Counter()
    with unheard_port() as port, pytest.raises(ConnectionRefusedError):
        Others(seen, refuse=False).connect("127.0.0.1", port)
    assert seen == {"?127.0.0.1": 1}


def test_a_plain_request_is_passed_on_without_what_was_meant_for_the_proxy() -> None:
    seen: Counter[str] = Counter()
    ours, client = socket.socketpair()
    with RawServer(saying(b"HTTP/1.1 204 No Content\r\n\r\n")) as server, ours, client:
        request = Incoming(
            method="PUT",
            target=f"{server.origin}?q=1",
            headers={
                "host": "x",
                "proxy-authorization": "Basic eA==",
                "connection": "keep-alive",
                "content-length": "5",
            },
            body=b"words",
            keep_alive=True,
        )
        Others(seen, refuse=False).forward(request, ours)
        assert client.recv(1000) == b"HTTP/1.1 204 No Content\r\n\r\n"
        assert client.recv(1000) == b"", "the answer's end is passed on too"
    assert server.received == (b"PUT /?q=1 HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\nConnection: close\r\n\r\nwords")
    assert seen == {"127.0.0.1": 1}


def test_a_tunnel_carries_bytes_both_ways_until_both_have_had_enough() -> None:
    (client, ours), (link, server) = socket.socketpair(), socket.socketpair()
    with client, ours, server:
        tunnel = gevent.spawn(relay, ours, link)
        client.sendall(b"question")
        client.shutdown(socket.SHUT_WR)
        assert server.recv(100) == b"question"
        assert server.recv(100) == b""
        server.sendall(b"answer")
        server.shutdown(socket.SHUT_WR)
        assert client.recv(100) == b"answer"
        assert client.recv(100) == b""
        tunnel.get(timeout=2)
