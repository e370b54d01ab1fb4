"""The simulator's HTTP: kept connections, malformed and hostile clients, start and stop."""

from __future__ import annotations

import re
from time import monotonic
from typing import TYPE_CHECKING

import gevent
import pytest
from gevent import socket
from simulator_client import (
    CLOSE,
    GOT_IT,
    TOKEN,
    ask,
    burst,
    head,
    message,
    parsed,
    send,
    simulator,
    wire,
)

from loadtest.cli import main as cli
from loadtest.run.interrupts import Interrupts
from loadtest.simulator import Behaviour, Simulator
from loadtest.words.distribution import Distribution
from loadtest.words.errors import ConfigError, ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def server() -> Iterator[Simulator]:
    with simulator() as running:
        yield running


def test_a_connection_is_kept_and_says_for_how_long_and_is_then_closed() -> None:
    with (
        simulator(keep_alive_timeout=1.0) as server,
        socket.create_connection(("127.0.0.1", server.port), timeout=5) as client,
    ):
        request = message(server).replace(b"Connection: close\r\n", b"")
        for _ in range(3):
            client.sendall(request)
            reply = b""
            while not reply.endswith(b"</Response>"):
                reply += client.recv(65536)
            assert b"\r\nConnection: keep-alive\r\nKeep-Alive: timeout=1\r\n" in reply
        began = monotonic()
        assert client.recv(10) == b""
        assert 0.9 < monotonic() - began < 2
        assert server.counts.accepted == 3


def test_pipelined_and_dribbled_requests_are_whole_requests(server: Simulator) -> None:
    kept = message(server).replace(b"Connection: close\r\n", b"")
    assert wire(server, kept + kept + message(server)).count(b"Got it!") == 3
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as client:
        payload = message(server)
        for i in range(0, len(payload), 40):
            client.sendall(payload[i : i + 40])
            gevent.sleep(0)
        assert b"Got it!" in client.recv(65536)


def test_a_chunked_body_is_read_too(server: Simulator) -> None:
    top, _, body = message(server).partition(b"\r\n\r\n")
    top = re.sub(rb"Content-Length: \d+", b"Transfer-Encoding: chunked", top)
    assert b"Got it!" in wire(server, top + b"\r\n\r\n" + f"{len(body):x}".encode() + b"\r\n" + body + b"\r\n0\r\n\r\n")


@pytest.mark.parametrize(
    ("payload", "status"),
    [
        pytest.param(b"\x16\x03\x01\x02\x00\x01\x00", 400, id="a TLS hello"),
        pytest.param(b"garbage\r\n\r\n", 400, id="a line that is no request"),
        pytest.param(b"GET / HTTP/1.1\r\n\r\n", 400, id="no Host"),
        pytest.param(b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400, id="a negative length"),
        pytest.param(
            b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 9" + b"9" * 50 + b"\r\n\r\n", 400, id="an endless one"
        ),
        pytest.param(b"GET / HTTP/1.1\r\nHost: x\r\nA: " + b"b" * 40_000, 431, id="a header without end"),
        pytest.param(b"GET /" + b"x" * 40_000, 431, id="a target without end"),
        pytest.param(
            b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n" + b"x" * 200_000, 413, id="a big body"
        ),
        pytest.param(
            b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1ffff\r\n"
            + b"x" * 0x1FFFF
            + b"\r\n0\r\n\r\n",
            413,
            id="a big body in chunks",
        ),
        pytest.param(b"GET /nothing HTTP/1.0\r\n\r\n", 404, id="an unknown path, HTTP/1.0"),
        pytest.param(
            b"GET /api/sms/webhook HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 404, id="GET of the webhook"
        ),
        pytest.param(
            b"GET /<script> HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 404, id="a hostile path is escaped"
        ),
    ],
)
def test_a_malformed_request_gets_its_status_and_the_server_stays(
    server: Simulator, payload: bytes, status: int, capfd: pytest.CaptureFixture[str]
) -> None:
    reply = wire(server, payload)
    assert reply.startswith(f"HTTP/1.1 {status} ".encode())
    assert b"<script>" not in reply
    assert send(server).body == GOT_IT
    assert capfd.readouterr() == ("", "")


def test_a_form_of_too_many_fields_is_413(server: Simulator) -> None:
    body = b"&".join([b"a=b"] * 1001)
    form = {"Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": "A" * 28}
    headers = {"Host": "x", **form, "Content-Length": str(len(body)), **CLOSE}
    assert parsed(wire(server, head("POST", "/api/sms/webhook", headers) + body)).status == 413


@pytest.mark.parametrize(
    ("drip", "expected"),
    [
        pytest.param(b"G", b"HTTP/1.1 408 ", id="half a request gets 408, however it drips"),
        pytest.param(b"\r\n", b"", id="line ends alone are no request"),
        pytest.param(b"", b"", id="silence is closed without a word"),
    ],
)
def test_a_slow_client_is_dropped(drip: bytes, expected: bytes) -> None:
    with (
        simulator(request_timeout=0.4) as server,
        socket.create_connection(("127.0.0.1", server.port), timeout=0.1) as client,
    ):
        payload = b"GET /health HTTP/1.1\r\nA: " if drip == b"G" else b""
        client.sendall(payload)
        began = monotonic()
        reply: bytes | None = None
        while reply is None and monotonic() - began < 3:
            try:
                client.sendall(drip)
                reply = client.recv(65536)
            except TimeoutError:
                continue
        assert reply is not None
        assert reply.startswith(expected)
        assert reply or not expected
        assert 0.3 < monotonic() - began < 1.5


def test_clients_that_reset_or_leave_disturb_nobody(capfd: pytest.CaptureFixture[str]) -> None:
    with simulator(latency=Distribution(parameters=(0.1,))) as server:
        for payload in (b"", b"POST /api", message(server), message(server)[:-5]):
            client = socket.create_connection(("127.0.0.1", server.port), timeout=5)
            client.sendall(payload)
            gevent.sleep(0.01)
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")  # close by reset
            client.close()
        gevent.sleep(0.2)
        assert send(server).body == GOT_IT
        assert len(server._connections) <= 1
    assert capfd.readouterr() == ("", "")


def test_hundreds_of_connections_at_once_are_all_accepted() -> None:
    with simulator(number_limit=None, latency=Distribution(parameters=(0.2,))) as server:
        assert burst(server, 400, numbers=400) == {"accepted": 400}


# Life


def test_stop_closes_the_port_and_open_connections() -> None:
    server = simulator(background=30.0, latency=Distribution(parameters=(30.0,)))
    server.start()
    client = socket.create_connection(("127.0.0.1", server.port), timeout=5)
    client.sendall(message(server))
    gevent.sleep(0.05)
    server.stop()
    assert client.recv(10) == b""
    client.close()
    with pytest.raises(ConnectionRefusedError):
        ask(server, "GET", "/health")
    server.stop()


def test_wait_returns_when_stopped() -> None:
    server = simulator()
    server.start()
    job = gevent.spawn(server.wait)
    gevent.sleep(0.05)
    assert ask(server, "GET", "/health").status == 200
    server.stop()
    job.get(timeout=2)


def test_a_port_in_use_is_a_mistake_with_a_remedy(server: Simulator) -> None:
    second = Simulator(Behaviour(token=TOKEN), port=server.port)
    with pytest.raises(ConfigError, match=f"cannot listen on 127.0.0.1 port {server.port}: .*choose another port"):
        second.start()


def test_its_help_says_where_it_listens(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(("simulator", "--help"), interrupts=Interrupts()) == ExitCode.PASSED
    told = capsys.readouterr().out
    assert "--host " in told
    assert "--port " in told


@pytest.mark.parametrize("text", ["http", "65536", "-1"])
def test_what_is_no_port_is_a_mistake(capsys: pytest.CaptureFixture[str], text: str) -> None:
    assert cli.main(("simulator", "--port", text), interrupts=Interrupts()) == ExitCode.WRONG_CONFIGURATION
    assert capsys.readouterr().err.startswith(f"Wrong configuration: --port: '{text}' is not a whole number")


def test_urls_name_the_path_and_ipv6_works() -> None:
    server = Simulator(Behaviour(token=TOKEN, webhook_path="/hook"), host="::1")
    with server:
        assert server.url == f"http://[::1]:{server.port}/hook"
        with socket.create_connection(("::1", server.port), timeout=5) as client:
            client.sendall(message(server, host=f"[::1]:{server.port}", target="/hook"))
            assert b"Got it!" in client.recv(65536)
    with simulator() as other:
        assert other.url == f"http://localhost:{other.port}/api/sms/webhook"
