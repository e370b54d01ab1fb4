"""One request at most on the wire, one reply or the right failure at the right time, whatever the server does."""

from __future__ import annotations

import _socket
import datetime as dt
import errno
import os
import resource
import select
import socket
import ssl
from time import monotonic
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import gevent
import gevent.socket
import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st
from servers import (
    BODY,
    REPLY,
    FullServer,
    Peer,
    RawServer,
    answering,
    closed_port,
    endlessly,
    payload,
    resetting,
    saying,
    then_silent,
)

from loadtest.send import connection as connection_module
from loadtest.send import sender as sender_module
from loadtest.send.connection import Connection
from loadtest.send.network import Route, tls_context
from loadtest.send.reply_reader import ReplyReader
from loadtest.send.sender import WebhookSender
from loadtest.words.exchange import KEPT_BODY, Exchange, Failure, FailureKind, Reply, Request
from loadtest.words.sending import Sending

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TIMEOUT = 0.25
PATIENCE = 8.0  # the timeout of all that is to end before it
SOON = 4.0  # what counts as at once, for sure not by that timeout, on a machine however busy

CONNECT, TLS, PROTOCOL, RESET, LATE = (
    FailureKind.CONNECT,
    FailureKind.TLS,
    FailureKind.PROTOCOL,
    FailureKind.RESET,
    FailureKind.TIMEOUT,
)


@pytest.fixture(params=[False, True], ids=["connector", "at-once"])
def build(request: pytest.FixtureRequest) -> Iterator[Callable[..., WebhookSender]]:
    """Build senders that are closed when the test is over; only those to a known address connect at once."""
    senders = []

    def make(url: str, **settings: Any) -> WebhookSender:
        began = monotonic()
        route, tls = settings.pop("route", None) or Route.from_url(url), settings.pop("tls", None)
        sending = Sending(**{"timeout": PATIENCE, "connect_timeout": PATIENCE, **settings})
        if not request.param and route.host == "127.0.0.1":
            route.candidates = ()  # as if it were a name that has to be resolved
        senders.append(WebhookSender(route, sending, tls=tls, clock=lambda: monotonic() - began))
        return senders[-1]

    yield make
    for made in senders:
        made.close()


def message(seq: int = 0, **how: Any) -> Request:
    return Request(seq=seq, scenario="sms", number="+15555551001", payload=payload(**how))


def failure(exchange: Exchange) -> Failure:
    assert isinstance(exchange.response, Failure), exchange.response
    return exchange.response


def reply(exchange: Exchange) -> Reply:
    assert isinstance(exchange.response, Reply), exchange.response
    return exchange.response


def eventually(true: Callable[[], bool], seconds: float = 2.0) -> bool:
    """Let greenlets and threads run until `true()`."""
    end = monotonic() + seconds
    while not true() and monotonic() < end:
        gevent.sleep(0.01)
    return true()


def open_files() -> int:
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208  a Path would do it by opening it


# What a server does after the connection stands, and what that is to us.


def _never_reading(peer: Peer) -> None:
    peer.rest()


def _closing_unheard(peer: Peer) -> None:
    peer.sock.close()


def _half_closing(peer: Peer) -> None:
    peer.request()
    peer.sock.shutdown(socket.SHUT_WR)
    peer.rest()


OK = b"HTTP/1.1 200 OK\r\n"

HOSTILE = [
    pytest.param(_never_reading, LATE, "before any byte", id="accepts, never reads, never speaks"),
    pytest.param(then_silent(), LATE, "before any byte", id="reads the request and stays silent"),
    pytest.param(then_silent(OK), LATE, "within the head", id="falls silent within the head"),
    pytest.param(
        then_silent(OK + b"Content-Length: 9\r\n\r\nabc"), LATE, "after 3 of 9", id="falls silent in the body"
    ),
    pytest.param(
        then_silent(OK + b"\r\nabc"), LATE, "after 3 bytes", id="never ends a body that ends with the connection"
    ),
    pytest.param(then_silent(b"HTTP/1.1 100 Continue\r\n\r\n"), LATE, "within the head", id="continues, then nothing"),
    pytest.param(endlessly(b"", OK[:1], pause=9), LATE, "before any byte", id="is about to speak when time is up"),
    pytest.param(endlessly(OK, b"A: b\r\n", pause=0.05), LATE, "within the head", id="trickles header after header"),
    pytest.param(
        endlessly(OK + b"Content-Length: 99\r\n\r\n", b"x", pause=0.05), LATE, "of 99 bytes", id="trickles a body"
    ),
    pytest.param(
        endlessly(OK + b"Content-Length: 99999999999\r\n\r\n", b"x" * 50_000),
        LATE,
        "of 99999999999 bytes",
        id="floods with a body that does not end",
    ),
    pytest.param(
        endlessly(OK + b"\r\n", b"x" * 50_000), LATE, "bytes of a body", id="floods until the connection ends"
    ),
    pytest.param(_closing_unheard, RESET, "before any byte", id="closes without reading the request"),
    pytest.param(saying(), RESET, "closed before any byte", id="closes after the request"),
    pytest.param(_half_closing, RESET, "closed before any byte", id="closes one direction and keeps the other"),
    pytest.param(resetting(), RESET, "reset before any byte", id="resets after the request"),
    pytest.param(saying(OK + b"Conte"), RESET, "closed within the head", id="closes within the head"),
    pytest.param(
        saying(OK + b"Content-Length: 10\r\n\r\nabc"), RESET, "closed after 3 of 10 bytes", id="closes within the body"
    ),
    pytest.param(
        resetting(OK + b"Content-Length: 10\r\n\r\nabc"),
        RESET,
        "reset after 3 of 10 bytes",
        id="resets within the body",
    ),
    pytest.param(
        resetting(OK + b"\r\nabc"), RESET, "reset after 3 bytes", id="resets a body that ends with the connection"
    ),
    pytest.param(
        saying(OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nabc"),
        RESET,
        "closed after 3 bytes",
        id="closes within a chunk",
    ),
    pytest.param(
        saying(OK + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"),
        RESET,
        "closed",
        id="closes before the last chunk",
    ),
    pytest.param(saying(b"SSH-2.0-OpenSSH_9.6\r\n"), PROTOCOL, "SSH-2.0", id="speaks another protocol"),
    pytest.param(saying(b"<Response/>"), PROTOCOL, "<Response/>", id="sends a body without a head"),
    pytest.param(saying(b"\x15\x03\x03\x00\x02\x02\x46"), PROTOCOL, "", id="sends a TLS alert"),
    pytest.param(saying(b"\0" * 99), PROTOCOL, "", id="sends NUL bytes"),
    pytest.param(saying(OK + b"A: b\0c\r\n\r\n"), PROTOCOL, "header", id="puts a NUL byte into a header"),
    pytest.param(saying(OK + b"A: b\r\n c\r\n\r\n"), PROTOCOL, "header", id="folds a header line"),
    pytest.param(saying(b"HTTP/1.1 two hundred\r\n\r\n"), PROTOCOL, "status", id="has a status that is no number"),
    pytest.param(saying(OK + b"Content-Length: -1\r\n\r\n"), PROTOCOL, "", id="has a negative length"),
    pytest.param(saying(OK + b"Content-Length: " + b"9" * 30 + b"\r\n\r\n"), PROTOCOL, "", id="has an absurd length"),
    pytest.param(
        saying(OK + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"),
        PROTOCOL,
        "",
        id="frames a body two ways",
    ),
    pytest.param(
        saying(OK + b"Transfer-Encoding: chunked\r\n\r\nxyz\r\n"), PROTOCOL, "", id="has a chunk size of letters"
    ),
    pytest.param(
        then_silent(b"HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n"),
        PROTOCOL,
        "101",
        id="switches protocols",
    ),
    pytest.param(then_silent(b"HTTP/1.1 101 Switching\r\n\r\n"), PROTOCOL, "", id="switches to no protocol"),
    pytest.param(endlessly(OK, b"A: b\r\n" * 1000), PROTOCOL, "65,536", id="floods with headers"),
    pytest.param(endlessly(OK + b"A: ", b"b" * 9999), PROTOCOL, "65,536", id="floods with one header"),
    pytest.param(endlessly(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 99), PROTOCOL, "65,536", id="continues for ever"),
    pytest.param(
        endlessly(OK + b"Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n", b"A: b\r\n" * 1000),
        PROTOCOL,
        "65,536",
        id="floods with trailers",
    ),
    pytest.param(
        endlessly(OK + b"Transfer-Encoding: chunked\r\n\r\n1;", b"x" * 9999),
        PROTOCOL,
        "65,536",
        id="extends a chunk for ever",
    ),
]


@pytest.mark.parametrize(("behave", "kind", "says"), HOSTILE)
def test_a_hostile_server_that(build: Any, behave: Any, kind: FailureKind, says: str) -> None:
    _check_hostile(build, behave, kind, says, keep_alive=False)


@pytest.mark.parametrize(("behave", "kind", "says"), [case for case in HOSTILE if case.values[1] is not LATE])
def test_on_a_connection_to_be_kept_a_hostile_server_that(
    build: Any, behave: Any, kind: FailureKind, says: str
) -> None:
    _check_hostile(build, behave, kind, says, keep_alive=True)


def _check_hostile(build: Any, behave: Any, kind: FailureKind, says: str, *, keep_alive: bool) -> None:
    with RawServer(behave) as server:
        began = monotonic()
        sender = build(server.url, keep_alive=keep_alive, timeout=TIMEOUT if kind is LATE else PATIENCE)
        exchange = sender.send(message(keep_alive=keep_alive), due=0.0)
        elapsed = monotonic() - began
        failed = failure(exchange)
    assert (failed.kind, failed.cause) == (kind, "")
    assert says in failed.detail
    low, high = (TIMEOUT, TIMEOUT + SOON) if kind is LATE else (0.0, SOON)
    assert low <= exchange.service_time <= elapsed <= high
    assert (server.connections, exchange.attempts) == (1, 1)
    # A server that never reads, or closes unheard, cannot have counted.
    assert server.requests == (0 if behave in (_never_reading, _closing_unheard) else 1)


def test_a_server_that_never_reads_a_long_request_ends_at_the_timeout(build: Any) -> None:
    with RawServer(_never_reading) as server:
        exchange = build(server.url, timeout=TIMEOUT).send(message(body=b"x" * 20_000_000), due=0.0)
    assert failure(exchange).kind is LATE
    assert TIMEOUT <= exchange.service_time < TIMEOUT + SOON


@pytest.mark.parametrize("leave", [lambda _peer: None, lambda peer: peer.sock.close()], ids=["listens on", "resets"])
def test_a_reply_sent_before_the_whole_request_was_read_counts_when_the_server(build: Any, leave: Any) -> None:
    def early(peer: Peer) -> None:
        peer.hear()
        peer.say(b"HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n")
        peer.rest(0.05)
        leave(peer)

    with RawServer(early) as server:
        exchange = build(server.url, timeout=5).send(message(body=b"x" * 9_000_000), due=0.0)
    assert reply(exchange).status == 413


# Replies of every shape.

CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"

REPLIES = [
    pytest.param([REPLY], 200, BODY, id="a length"),
    pytest.param([CHUNKED + b"4\r\n<Res\r\n", b"7\r\nponse/>\r\n0\r\n\r\n"], 200, BODY, id="chunks"),
    pytest.param([CHUNKED + b"b;x=y\r\n<Response/>\r\n0\r\nT: v\r\n\r\n"], 200, BODY, id="extension and trailer"),
    pytest.param([OK + b"\r\n<Resp", b"onse/>"], 200, BODY, id="the end of the connection"),
    pytest.param([b"HTTP/1.0 200 OK\r\n\r\n<Response/>"], 200, BODY, id="the end of the connection, HTTP/1.0"),
    pytest.param([OK + b"Transfer-Encoding: gzip\r\n\r\n", BODY], 200, BODY, id="a coding that is not chunked"),
    pytest.param([b"HTTP/1.1 204 No Content\r\n\r\n"], 204, b"", id="no body"),
    pytest.param(
        [b"HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n"], 304, b"", id="304 with another reply's length"
    ),
    pytest.param([b"HTTP/1.1 100 Continue\r\n\r\n", REPLY], 200, BODY, id="100 first"),
    pytest.param([b"HTTP/1.1 103 Hints\r\nLink: x\r\n\r\n" + REPLY], 200, BODY, id="103 first, in one piece"),
    pytest.param([REPLY + b"garbage"], 200, BODY, id="garbage after the reply"),
    pytest.param(
        [REPLY + b"HTTP/1.1 500 No\r\nContent-Length: 1\r\n\r\nx"], 200, BODY, id="a second reply after the first"
    ),
    pytest.param([REPLY + b"\r\n"], 200, BODY, id="a stray line end after the reply"),
    pytest.param([bytes([byte]) for byte in REPLY], 200, BODY, id="one byte at a time"),
    pytest.param([b"HTTP/1.1 299\r\nContent-Length: 0\r\n\r\n"], 299, b"", id="no reason phrase"),
]


@pytest.mark.parametrize("keep_alive", [False, True])
@pytest.mark.parametrize(("pieces", "status", "body"), REPLIES)
def test_a_reply_framed_by(build: Any, pieces: list[bytes], status: int, body: bytes, keep_alive: bool) -> None:  # noqa: FBT001
    with RawServer(saying(*pieces, pause=0.001)) as server:
        exchange = build(server.url, keep_alive=keep_alive).send(message(), due=-1.0)
    got = reply(exchange)
    assert (got.status, got.body, got.size) == (status, body, len(body))
    assert "link" not in dict(got.headers)
    assert "t" not in dict(got.headers)
    assert 0.0 <= exchange.sent <= exchange.connected <= exchange.done < exchange.sent + SOON
    assert exchange.latency == exchange.done + 1.0
    assert (server.requests, exchange.attempts) == (1, 1)


def test_headers_keep_their_order_in_lower_case_with_any_bytes(build: Any) -> None:
    head = OK + b"B: 2\r\nSet-Cookie: a\r\nEMPTY:\r\nSet-Cookie: \xff\r\nContent-Length: 0\r\n\r\n"
    with RawServer(saying(head)) as server:
        got = reply(build(server.url).send(message(), due=0.0))
    assert got.headers == (
        ("b", "2"),
        ("set-cookie", "a"),
        ("empty", ""),
        ("set-cookie", "\xff"),
        ("content-length", "0"),
    )


@pytest.mark.parametrize("size", [KEPT_BODY, KEPT_BODY + 1, 3_000_000])
def test_a_long_body_is_kept_to_its_limit_and_counted_whole(build: Any, size: int) -> None:
    with RawServer(saying(OK + b"Content-Length: %d\r\n\r\n" % size, b"x" * size)) as server:
        got = reply(build(server.url, timeout=5).send(message(), due=0.0))
    assert (got.body, got.size) == (b"x" * KEPT_BODY, size)


# Connecting.


def test_a_refused_connection_is_tried_once_more_and_no_oftener(build: Any) -> None:
    exchange = build(f"http://127.0.0.1:{closed_port()}/").send(message(), due=0.0)
    assert (failure(exchange).kind, failure(exchange).cause) == (CONNECT, "refused")
    assert (exchange.attempts, exchange.connected) == (2, None)
    assert exchange.service_time < SOON


def test_connect_retries_of_zero_makes_one_attempt(build: Any) -> None:
    exchange = build(f"http://127.0.0.1:{closed_port()}/", connect_retries=0).send(message(), due=0.0)
    assert (failure(exchange).cause, exchange.attempts) == ("refused", 1)


@pytest.mark.parametrize(
    ("how", "attempts", "ends", "before"),
    [
        pytest.param((0, 0.1, PATIENCE), 1, 0.1, SOON, id="one attempt ends at its own limit"),
        pytest.param((1, 0.1, PATIENCE), 2, 0.2, SOON, id="two attempts take two limits"),
        pytest.param((1, 0.6, 0.8), 2, 0.8, 1.2, id="the second attempt ends with the whole budget"),
        pytest.param((5, PATIENCE, 0.25), 1, 0.25, SOON, id="the first may take the whole budget, and leaves none"),
    ],
)
def test_a_server_that_never_accepts(
    build: Any, how: tuple[int, float, float], attempts: int, ends: float, before: float
) -> None:
    retries, connect_timeout, timeout = how
    with FullServer() as server:
        sender = build(server.url, connect_retries=retries, connect_timeout=connect_timeout, timeout=timeout)
        exchange = sender.send(message(), due=0.0)
    assert (failure(exchange).kind, failure(exchange).cause) == (CONNECT, "timed out")
    assert (exchange.attempts, exchange.connected) == (attempts, None)
    assert ends - 0.005 <= exchange.service_time < before


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_localhost_tries_both_families_in_one_attempt_and_keeps_the_one_that_answered(build: Any, address: str) -> None:
    with RawServer(answering(), address=address) as server:
        route = Route.from_url(f"http://localhost:{server.port}/hook")
        exchange = build("", route=route).send(message(), due=0.0)
        assert (reply(exchange).status, exchange.attempts, route.settled) == (200, 1, address)


def test_a_literal_ipv6_address_works(build: Any) -> None:
    with RawServer(answering(), address="::1") as server:
        assert reply(build(server.url).send(message(), due=0.0)).status == 200


def test_a_link_local_address_is_reached_by_its_zone(build: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[object] = []

    class Socket(_socket.socket):
        def connect_ex(self, address: Any) -> int:
            tried.append(address)
            return super().connect_ex(address)

    monkeypatch.setattr(connection_module, "_socket", SimpleNamespace(socket=Socket))
    build("http://[fe80::1%25lo]:9/", connect_retries=0).send(message(), due=0.0)
    assert tried == [("fe80::1", 9, 0, socket.if_nametoindex("lo"))]


def test_an_address_that_never_answers_leaves_time_for_the_next(build: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    original = Connection.open

    def black_hole(self: Connection, address: str, port: int) -> None:
        if ":" in address:
            gevent.sleep(9)
        original(self, address, port)

    monkeypatch.setattr(Connection, "open", black_hole)
    with RawServer(answering()) as server:
        exchange = build(f"http://localhost:{server.port}/", connect_timeout=0.4).send(message(), due=0.0)
    assert (reply(exchange).status, exchange.attempts) == (200, 1)
    assert 0.2 <= exchange.service_time < 0.4  # half of the attempt's limit


def test_a_name_that_does_not_resolve_is_a_dns_failure(build: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(gevent.socket, "getaddrinfo", unknown)
    exchange = build("http://hook.invalid/").send(message(), due=0.0)
    assert failure(exchange) == Failure(
        kind=FailureKind.DNS, detail="the name hook.invalid did not resolve (Name or service not known)"
    )
    assert (exchange.attempts, exchange.connected) == (1, None)


def test_a_resolver_that_hangs_ends_at_the_connect_timeout(build: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gevent.socket, "getaddrinfo", lambda *_, **__: gevent.sleep(9))
    exchange = build("http://hook.invalid/", connect_timeout=0.1).send(message(), due=0.0)
    assert failure(exchange).kind is FailureKind.DNS
    assert 0.1 <= exchange.service_time < 0.1 + SOON


# Our own faults.


@pytest.mark.parametrize("code", [errno.EADDRNOTAVAIL, errno.ENFILE, errno.ENOMEM, errno.ENOBUFS])
@pytest.mark.parametrize("step", ["socket", "connect", "send"])
def test_what_this_machine_lacks_is_the_generators_fault(
    build: Any, monkeypatch: pytest.MonkeyPatch, code: int, step: str
) -> None:
    lacking = OSError(code, "as the system would say")

    class Socket(_socket.socket):
        def __init__(self, *how: Any) -> None:
            if step == "socket":
                raise lacking
            super().__init__(*how)

        def connect_ex(self, address: Any) -> int:
            return code if step == "connect" else super().connect_ex(address)

        def send(self, *data: Any) -> int:
            if step == "send":
                raise lacking
            return super().send(*data)

    with RawServer(answering()) as server:
        sender = build(server.url)
        monkeypatch.setattr(connection_module, "_socket", SimpleNamespace(socket=Socket))
        exchange = sender.send(message(), due=0.0)
    assert failure(exchange).kind is FailureKind.GENERATOR
    assert errno.errorcode[code] in failure(exchange).detail
    assert exchange.attempts == 1


def test_too_many_open_files_is_the_generators_fault(build: Any) -> None:
    with RawServer(answering()) as server:
        sender = build(server.url)
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        free = os.dup(0)
        os.close(free)
        resource.setrlimit(resource.RLIMIT_NOFILE, (free, hard))
        try:
            exchange = sender.send(message(), due=0.0)
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert failure(exchange).kind is FailureKind.GENERATOR
    assert "EMFILE" in failure(exchange).detail


def test_an_address_this_machine_lacks_does_not_hide_that_the_other_refused(
    build: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = gevent.socket.socket.connect

    def without_ipv6(self: Any, address: Any) -> None:
        if ":" in address[0]:
            raise OSError(errno.EADDRNOTAVAIL, "Cannot assign requested address")
        original(self, address)

    monkeypatch.setattr(gevent.socket.socket, "connect", without_ipv6)
    exchange = build(f"http://localhost:{closed_port()}/").send(message(), due=0.0)
    assert (failure(exchange).cause, exchange.attempts) == ("refused", 2)


# TLS.


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def trusting(authority: trustme.CA) -> Iterator[ssl.SSLContext]:
    with authority.cert_pem.tempfile() as path:
        yield tls_context(path)


def serving(authority: trustme.CA, *names: str, days: int = 1) -> ssl.SSLContext:
    now = dt.datetime.now(dt.UTC)
    made = authority.issue_cert(*names, not_before=now - dt.timedelta(days=9), not_after=now + dt.timedelta(days=days))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.configure_cert(context)
    return context


def test_https_is_verified_by_our_ca_file_and_names_the_server(
    build: Any, authority: trustme.CA, trusting: ssl.SSLContext
) -> None:
    named = []
    context = serving(authority, "hook.test")
    context.sni_callback = lambda _sock, name, _context: named.append(name)
    with RawServer(answering(), tls=context) as server:
        route = Route(scheme="https", host="hook.test", port=server.port, candidates=("127.0.0.1",))
        sender = build("", route=route, tls=trusting, keep_alive=True, timeout=5)
        exchanges = [sender.send(message(keep_alive=True), due=0.0) for _ in range(3)]
    assert [reply(exchange).body for exchange in exchanges] == [BODY] * 3
    assert (named, server.connections, server.requests) == (["hook.test"], 1, 3)


def test_a_long_reply_and_a_long_request_pass_through_tls(
    build: Any, authority: trustme.CA, trusting: ssl.SSLContext
) -> None:
    with RawServer(
        saying(OK + b"Connection: close\r\n\r\n" + b"x" * 900_000), tls=serving(authority, "127.0.0.1")
    ) as server:
        exchange = build(server.url, tls=trusting, timeout=5).send(message(body=b"y" * 900_000), due=0.0)
    assert reply(exchange).size == 900_000


@pytest.mark.parametrize(
    ("made", "cause"),
    [
        pytest.param(("other.test", 1), "hostname mismatch", id="for another name"),
        pytest.param(("10.0.0.1", 1), "hostname mismatch", id="for another address"),
        pytest.param(("127.0.0.1", -1), "expired", id="that has expired"),
        pytest.param(("127.0.0.1", 1), "untrusted", id="signed by nobody we know"),
    ],
)
def test_a_certificate(
    build: Any, trusting: ssl.SSLContext, authority: trustme.CA, made: tuple[str, int], cause: str
) -> None:
    name, days = made
    signer = trustme.CA() if cause == "untrusted" else authority
    with RawServer(answering(), tls=serving(signer, name, days=days)) as server:
        exchange = build(server.url, tls=trusting, timeout=5, connect_timeout=2).send(message(), due=0.0)
    assert (failure(exchange).kind, failure(exchange).cause) == (TLS, cause)
    assert (exchange.attempts, exchange.connected) == (2, None)
    assert (server.connections, server.requests) == (2, 0)
    assert exchange.service_time < 2 * SOON


@pytest.mark.parametrize(
    ("behave", "slow"),
    [
        pytest.param(lambda peer: (peer.hear(), peer.say(b"HTTP/1.1 400 Bad\r\n\r\n")), False, id="plain HTTP"),
        pytest.param(lambda peer: peer.hear(), False, id="an end"),
        pytest.param(lambda peer: (peer.hear(), peer.reset()), False, id="a reset"),
        pytest.param(lambda peer: peer.rest(), True, id="silence"),
    ],
)
def test_a_tls_handshake_answered_by(build: Any, behave: Any, slow: bool) -> None:  # noqa: FBT001
    with RawServer(behave) as server:
        sender = build(server.url, tls=tls_context(), connect_timeout=TIMEOUT / 2 if slow else PATIENCE)
        exchange = sender.send(message(), due=0.0)
    assert (failure(exchange).kind, failure(exchange).cause) == (TLS, "handshake")
    assert (exchange.attempts, server.connections) == (2, 2)
    assert (TIMEOUT - 0.005 if slow else 0) <= exchange.service_time < TIMEOUT + SOON


@pytest.mark.parametrize(
    ("behave", "kind"),
    [
        pytest.param(then_silent(), LATE, id="silence"),
        pytest.param(endlessly(OK + b"\r\n", b"x" * 50_000), LATE, id="a flood"),
        pytest.param(saying(OK + b"Content-Length: 9\r\n\r\nabc"), RESET, id="an end within the body"),
        pytest.param(saying(), RESET, id="an end"),
    ],
)
def test_a_request_over_tls_answered_by(
    build: Any, authority: trustme.CA, trusting: ssl.SSLContext, behave: Any, kind: FailureKind
) -> None:
    with RawServer(behave, tls=serving(authority, "127.0.0.1")) as server:
        exchange = build(server.url, tls=trusting, timeout=0.5 if kind is LATE else PATIENCE).send(message(), due=0.0)
    assert failure(exchange).kind is kind
    assert (0.5 if kind is LATE else 0) <= exchange.service_time < (0.5 if kind is LATE else 0) + SOON
    assert (server.connections, server.requests) == (1, 1)


# Messages that nobody waits for.


def test_a_message_begun_is_told_of_once_and_nothing_waits_for_it(build: Any) -> None:
    told: list[Exchange] = []
    with RawServer(answering()) as server:
        sender = build(server.url)
        for seq in range(3):
            sender.begin(message(seq), 0.0, told.append)
        assert not told
        assert eventually(lambda: len(told) == 3)
    assert sorted(exchange.seq for exchange in told) == [0, 1, 2]
    assert {reply(exchange).body for exchange in told} == {BODY}


@pytest.mark.parametrize("known", [True, False], ids=["known", "to be resolved"])
def test_only_an_address_to_be_resolved_costs_a_greenlet(known: bool) -> None:  # noqa: FBT001
    told: list[Exchange] = []
    with RawServer(answering()) as server:
        route = Route.from_url(server.url)
        route.candidates = route.candidates if known else ()
        sender = WebhookSender(route, Sending(timeout=SOON, connect_timeout=SOON), tls=None, clock=monotonic)
        connection = sender.begin(message(), monotonic(), told.append)
        assert (connection.connector is None) == known
        assert eventually(lambda: bool(told))
        sender.close()
    assert reply(told[0]).body == BODY


@pytest.mark.parametrize("keep_alive", [False, True])
def test_a_bug_in_who_is_told_is_raised_where_the_load_was_started(build: Any, keep_alive: bool) -> None:  # noqa: FBT001
    def broken(_: Exchange) -> None:
        raise ZeroDivisionError

    with RawServer(answering()) as server:
        sender = build(server.url, keep_alive=keep_alive)
        sender.begin(message(keep_alive=keep_alive), 0.0, broken)
        with pytest.raises(ZeroDivisionError):
            gevent.sleep(1)


def test_bugs_of_many_messages_are_raised_once(build: Any) -> None:
    def broken(_: Exchange) -> None:
        raise ZeroDivisionError

    with RawServer(answering()) as server:
        sender = build(server.url)
        for seq in range(5):
            sender.begin(message(seq), 0.0, broken)
        with pytest.raises(ZeroDivisionError):
            gevent.sleep(1)
        assert eventually(lambda: not sender._open.ends)  # what ends a run waits, and must not be thrown out of that


# Kept connections.


def test_kept_connections_are_reused_and_the_last_used_first(build: Any) -> None:
    with RawServer(answering()) as server:
        sender = build(server.url, keep_alive=True)
        jobs = [gevent.spawn(sender.send, message(seq, keep_alive=True), due=0.0) for seq in range(3)]
        gevent.joinall(jobs, raise_error=True)
        assert server.connections == 3
        for _ in range(5):
            exchange = sender.send(message(keep_alive=True), due=0.0)
            assert (reply(exchange).body, exchange.attempts, exchange.connected) == (BODY, 1, exchange.sent)
        heard = sorted(peer.received.count(b"POST") for peer in server.peers)
        idle = next(iter(sender._idle.ends)).sock
        assert idle.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) == 1
    assert heard == [1, 1, 6]


@pytest.mark.parametrize(
    "first",
    [
        pytest.param(REPLY.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"), id="says Connection: close"),
        pytest.param(REPLY.replace(b"HTTP/1.1", b"HTTP/1.0"), id="is HTTP/1.0"),
        pytest.param(REPLY + b"garbage", id="has garbage after it"),
    ],
)
def test_a_connection_is_not_kept_when_the_reply(build: Any, first: bytes) -> None:
    with RawServer(then_silent(first)) as server:
        sender = build(server.url, keep_alive=True)
        for _ in range(3):  # parsed, then perhaps known by its bytes
            assert reply(sender.send(message(keep_alive=True), due=0.0)).status == 200
        assert (server.connections, server.requests) == (3, 3)


@pytest.mark.parametrize("afterwards", [lambda _peer: None, Peer.reset, lambda peer: (peer.say(b"?"), peer.rest())])
def test_a_kept_connection_that_ended_or_spoke_out_of_turn_is_not_used_again(build: Any, afterwards: Any) -> None:
    done = []

    def behave(peer: Peer) -> None:
        answering(times=1)(peer)
        if not done:
            done.append(True)
            afterwards(peer)
        else:
            peer.rest()

    with RawServer(behave) as server:
        sender = build(server.url, keep_alive=True)
        sender.send(message(keep_alive=True), due=0.0)
        assert eventually(lambda: bool(done))
        gevent.sleep(0.05)
        assert reply(sender.send(message(keep_alive=True), due=0.0)).body == BODY
        assert (server.connections, server.requests) == (2, 2)


def test_a_connection_idle_for_too_long_is_closed_and_not_used_again(
    build: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender_module, "IDLE_LIMIT", 0.1)
    with RawServer(answering()) as server:
        sender = build(server.url, keep_alive=True)
        sender.send(message(keep_alive=True), due=0.0)
        assert eventually(lambda: server.peers[0].ended)
        sender.send(message(keep_alive=True), due=0.0)
        assert (server.connections, server.requests) == (2, 2)


def test_a_connection_idle_for_too_long_is_not_used_even_when_nobody_had_time_to_close_it(
    build: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender_module, "IDLE_LIMIT", 0.1)
    with RawServer(answering()) as server:
        sender = build(server.url, keep_alive=True)
        sender.send(message(keep_alive=True), due=0.0)
        end = monotonic() + 0.15
        while monotonic() < end:  # no greenlet gets a turn
            pass
        sender.send(message(keep_alive=True), due=0.0)
        assert server.connections == 2


@pytest.mark.parametrize("leave", [lambda _peer: None, Peer.reset, lambda peer: (peer.say(REPLY), peer.rest())])
def test_a_kept_connection_is_not_used_again_after_an_end_that_nobody_had_time_to_hear(build: Any, leave: Any) -> None:
    def behave(peer: Peer) -> None:
        answering(times=1)(peer)
        if not peer.rest(0.02):
            leave(peer)

    with RawServer(behave) as server:
        sender = build(server.url, keep_alive=True)
        sender.send(message(keep_alive=True), due=0.0)
        end = monotonic() + 0.1
        while monotonic() < end:  # no greenlet gets a turn
            pass
        assert reply(sender.send(message(keep_alive=True), due=0.0)).body == BODY
        assert (server.connections, server.requests) == (2, 2)


@pytest.mark.parametrize("leave", [lambda _peer: None, Peer.reset])
def test_a_kept_connection_closed_while_the_request_travels_is_lost_and_never_sent_again(
    build: Any, leave: Any
) -> None:
    def behave(peer: Peer) -> None:
        answering(times=1)(peer)
        peer.request()
        leave(peer)

    with RawServer(behave) as server:
        sender = build(server.url, keep_alive=True)
        assert reply(sender.send(message(keep_alive=True), due=0.0)).status == 200
        exchange = sender.send(message(keep_alive=True), due=0.0)
        assert failure(exchange).kind is RESET
        assert (server.connections, server.requests, exchange.attempts) == (1, 2, 1)
        assert reply(sender.send(message(keep_alive=True), due=0.0)).status == 200


def test_a_connection_is_not_kept_when_its_request_was_only_half_sent(build: Any) -> None:
    def early(peer: Peer) -> None:
        peer.hear()
        peer.say(b"HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n")
        peer.rest()

    with RawServer(early) as server:
        sender = build(server.url, keep_alive=True, timeout=5)
        for _ in range(2):  # the next message must not become the rest of this one's body
            assert reply(sender.send(message(keep_alive=True, body=b"x" * 9_000_000), due=0.0)).status == 413
        assert server.connections == 2


def test_a_message_that_timed_out_takes_its_connection_with_it(build: Any) -> None:
    def behave(peer: Peer) -> None:
        peer.request()
        peer.say(REPLY)
        peer.request()
        peer.rest(0.8)
        peer.say(b"HTTP/1.1 500 Too late\r\nContent-Length: 0\r\n\r\n")

    with RawServer(behave) as server:
        sender = build(server.url, keep_alive=True, timeout=0.5)
        outcomes = [sender.send(message(keep_alive=True), due=0.0).response for _ in range(3)]
        assert isinstance(outcomes[1], Failure)
        assert [getattr(outcome, "status", None) for outcome in outcomes] == [200, None, 200]
        assert (server.connections, server.requests) == (2, 3)


# One connection a message.


def test_the_server_may_close_first_and_nobody_waits_for_it(build: Any) -> None:
    ended_first = []

    def behave(peer: Peer) -> None:
        answering(times=1)(peer)
        peer.sock.settimeout(0.6)
        try:
            ended_first.append(peer.hear() == b"")
        except TimeoutError:
            ended_first.append(False)
        peer.sock.settimeout(None)

    with RawServer(behave) as server:
        sender = build(server.url)
        sender.send(message(), due=0.0)
        assert ended_first == [], "the reply is told of while the server still waits"
        assert eventually(lambda: server.peers[0].ended)
    assert ended_first == [False]


def test_a_server_that_never_closes_is_left_after_a_while(build: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender_module, "LINGER_LIMIT", 0.5)
    with RawServer(answering()) as server:
        sender = build(server.url)
        assert reply(sender.send(message(), due=0.0)).status == 200
        assert not eventually(lambda: server.peers[0].ended, 0.1)
        assert eventually(lambda: server.peers[0].ended)


def test_only_so_many_connections_wait_for_the_server_to_close(build: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender_module, "LINGERING", 2)
    with RawServer(answering()) as server:
        sender = build(server.url)
        for _ in range(5):
            sender.send(message(), due=0.0)
        assert eventually(lambda: [peer.ended for peer in server.peers] == [True] * 3 + [False] * 2)


# Time, ends and leftovers.


def test_a_message_that_timed_out_leaves_no_local_port_in_use(build: Any) -> None:
    with RawServer(then_silent()) as server:
        build(server.url, timeout=0.1).send(message(), due=0.0)
        gevent.sleep(0.02)
        with open("/proc/net/tcp", encoding="ascii") as table:  # noqa: PTH123  a stream of the kernel's
            ends = [line.split()[1:4] for line in table]
    assert f":{server.port:04X}" not in {remote[8:] for _, remote, _ in ends}


def test_time_that_runs_out_while_connecting_is_the_connects_own_affair(build: Any) -> None:
    with FullServer() as server:
        sender = build(server.url, connect_retries=0, connect_timeout=0.1)
        job = gevent.spawn(sender.send, message(), due=0.0)
        gevent.sleep(0.05)
        sender._overdue(next(iter(sender._open.ends)))
        job.join()
    assert failure(job.value).cause == "timed out"
    assert job.value.service_time >= 0.1


def test_nothing_is_sent_once_connecting_has_taken_all_the_time(build: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    original = Connection.open

    def slow(self: Connection, address: str, port: int) -> None:
        original(self, address, port)
        sender._overdue(self)

    monkeypatch.setattr(Connection, "open", slow)
    with RawServer(answering()) as server:
        sender = build(f"http://localhost:{server.port}/")
        exchange = sender.send(message(), due=0.0)
    assert failure(exchange).kind is LATE
    assert server.requests == 0


def _lateness(seconds: float) -> float:
    """Sleep; return by how much too long that took on this machine."""
    began = monotonic()
    gevent.sleep(seconds)
    return monotonic() - began - seconds


def test_every_message_in_flight_ends_at_its_own_timeout(build: Any) -> None:
    with RawServer(then_silent()) as server:
        sender = build(server.url, timeout=0.5)
        jobs, beside = [], []
        for seq in range(20):
            jobs.append(gevent.spawn(sender.send, message(seq), due=0.0))
            beside.append(gevent.spawn(_lateness, 0.5))
            gevent.sleep(0.01)
        gevent.joinall(jobs + beside, raise_error=True)
    late, usual = (
        sorted(times) for times in ((job.value.service_time - 0.5 for job in jobs), (one.value for one in beside))
    )
    assert late[0] >= 0
    assert late[len(late) // 2] < usual[len(usual) // 2] + 0.02
    assert late[-1] < usual[-1] + 0.2
    assert server.requests == 20


@pytest.mark.parametrize("keep_alive", [False, True])
def test_a_greenlet_killed_in_send_closes_its_socket_and_lets_the_exit_pass(build: Any, keep_alive: bool) -> None:  # noqa: FBT001
    with RawServer(then_silent()) as server:
        sender = build(server.url, keep_alive=keep_alive)
        before = open_files()
        job = gevent.spawn(sender.send, message(), due=0.0)
        assert eventually(lambda: server.requests == 1)
        job.kill()
        assert isinstance(job.value, gevent.GreenletExit)
        assert eventually(lambda: open_files() <= before + 1)  # the server's own end


def test_a_greenlet_killed_just_when_its_reply_came_leaves_the_kept_connection_alone(
    build: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with RawServer(answering()) as server:
        sender = build(server.url, keep_alive=True)
        finish = sender._finish

        def killing(*how: Any) -> None:
            job.kill(block=False)
            finish(*how)

        monkeypatch.setattr(sender, "_finish", killing)
        job = gevent.spawn(sender.send, message(keep_alive=True), due=0.0)
        job.join()
        assert isinstance(job.value, gevent.GreenletExit)
        monkeypatch.undo()
        assert reply(sender.send(message(keep_alive=True), due=0.0)).body == BODY
        assert (server.connections, server.requests) == (1, 2)


def test_a_greenlet_killed_while_connecting_closes_its_socket(build: Any) -> None:
    with FullServer() as server:
        sender = build(server.url)
        before = open_files()
        job = gevent.spawn(sender.send, message(), due=0.0)
        gevent.sleep(0.05)
        assert open_files() == before + 1
        job.kill()
        assert isinstance(job.value, gevent.GreenletExit)
        assert eventually(lambda: open_files() == before)


def test_no_file_is_left_open_whatever_happened(build: Any, trusting: ssl.SSLContext) -> None:
    gevent.get_hub()
    gevent.sleep(0)
    before = open_files()
    behaviours = [answering(), saying(), saying(b"garbage"), resetting(), then_silent(), saying(OK + b"\r\nx")]
    for behave in behaviours:
        for settings in ({}, {"keep_alive": True}, {"tls": trusting}):
            with RawServer(behave) as server:
                sender = build(server.url, timeout=0.1, connect_timeout=0.05, **settings)
                sender.send(message(), due=0.0)
                sender.close()
    build(f"http://localhost:{closed_port()}/").send(message(), due=0.0)
    assert eventually(lambda: open_files() <= before)


def test_closing_ends_what_is_in_flight(build: Any) -> None:
    with RawServer(then_silent()) as server:
        sender = build(server.url, timeout=9)
        job = gevent.spawn(sender.send, message(), due=0.0)
        assert eventually(lambda: server.requests == 1)
        sender.close()
        job.join(1)
        assert failure(job.value).kind is LATE


def test_proxy_variables_have_no_effect_on_the_load(build: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with RawServer(saying(REPLY)) as trap, RawServer(saying(REPLY)) as server:
        for name in ("http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, trap.origin)
            monkeypatch.setenv(name.upper(), trap.origin)
        assert reply(build(server.url).send(message(), due=0.0)).status == 200
        assert (trap.connections, server.requests) == (0, 1)


# Replies known by their bytes.


@pytest.mark.parametrize("head", [OK + b"Content-Length: 4\r\n\r\n", OK + b"\r\n"], ids=["a length", "no length"])
def test_replies_that_begin_alike_are_told_apart_by_their_ends(build: Any, head: bytes) -> None:
    ends = [b"cd", b"ef"]

    def behave(peer: Peer) -> None:
        saying(head + b"ab", ends.pop(0), pause=0.03)(peer)

    with RawServer(behave) as server:
        sender = build(server.url)
        assert [reply(sender.send(message(), due=0.0)).body for _ in range(2)] == [b"abcd", b"abef"]


TEXT = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=20)
NAME = st.from_regex(r"[A-Za-z][A-Za-z0-9-]{0,10}", fullmatch=True).map("X-{}".format)


@st.composite
def raw_replies(draw: st.DrawFn) -> bytes:
    status = draw(st.integers(200, 599).filter(lambda code: code not in (204, 304)))
    body = draw(st.binary(max_size=200))
    lines = [
        f"HTTP/1.1 {status} {draw(TEXT)}",
        *(f"{draw(NAME)}: {draw(TEXT)}" for _ in range(draw(st.integers(0, 5)))),
    ]
    if draw(st.booleans()):
        lines.append(f"Content-Length: {len(body)}")
    else:
        lines.append("Transfer-Encoding: chunked")
        cut = draw(st.integers(0, len(body)))
        body = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in (body[:cut], body[cut:]) if part) + b"0\r\n\r\n"
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def test_a_reply_known_by_its_bytes_equals_the_parsed_one() -> None:
    says = [b""]

    def behave(peer: Peer) -> None:
        while peer.request():
            peer.say(says[0])

    with RawServer(behave) as server:
        sender = WebhookSender(
            Route.from_url(server.url),
            Sending(timeout=5.0, keep_alive=True),
            tls=None,
            clock=lambda: 0.0,  # no pause between two examples is long enough to close the connection
        )

        @given(raw=raw_replies())
        def check(raw: bytes) -> None:
            says[0] = raw
            first, again = (reply(sender.send(message(keep_alive=True), due=0.0)) for _ in range(2))
            reader = ReplyReader()
            reader.feed(raw)
            assert reader.complete
            assert first == again == reader.reply()
            assert again is first

        check()
        sender.close()
        assert server.connections == 1


def test_a_server_that_says_how_long_it_waits_is_not_met_at_its_limit(build: Any) -> None:
    said = REPLY.replace(b"\r\n", b"\r\nKeep-Alive: timeout=1\r\n", 1)
    with RawServer(answering(said)) as server:
        sender = build(server.url, keep_alive=True)
        sender.send(message(keep_alive=True), due=0.0)
        gevent.sleep(0.65)
        sender.send(message(keep_alive=True), due=0.0)
        sender.send(message(keep_alive=True), due=0.0)
        assert (server.connections, server.requests) == (2, 3)


def test_a_server_that_closes_after_a_while_is_not_met_there_again(build: Any) -> None:
    def behave(peer: Peer) -> None:
        while peer.request():
            peer.say(REPLY)
            if not select.select([peer.sock], [], [], 0.6)[0]:
                return

    with RawServer(behave) as server:
        sender = build(server.url, keep_alive=True)
        sender.send(message(keep_alive=True), due=0.0)
        assert eventually(lambda: server.peers[0].ended)
        gevent.sleep(0.05)
        sender.send(message(keep_alive=True), due=0.0)
        gevent.sleep(0.4)
        sender.send(message(keep_alive=True), due=0.0)
        assert server.connections == 3
