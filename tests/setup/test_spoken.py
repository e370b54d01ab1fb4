"""What is spoken at a port that does not speak HTTP/1.1 as its URL says."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

import pytest
import trustme
from servers import Peer, RawServer, unheard_port

from loadtest.setup import spoken as module
from loadtest.setup.spoken import spoken

if TYPE_CHECKING:
    from collections.abc import Callable

SETTINGS = b"\x00\x00\x00\x04\x00\x00\x00\x00\x00"


def context(*protocols: str) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("localhost").configure_cert(made)
    made.set_alpn_protocols(list(protocols))
    return made


def http2(peer: Peer) -> None:
    if peer.hear().startswith(b"PRI * HTTP/2.0"):
        peer.say(SETTINGS)


def http1(peer: Peer) -> None:
    peer.hear()
    peer.say(b"HTTP/1.1 400 Bad Request\r\n\r\n")


@pytest.mark.parametrize(
    ("scheme", "behave", "told"),
    [
        pytest.param("http", http2, "HTTP/2", id="HTTP/2 without TLS"),
        pytest.param("http", http1, "", id="HTTP/1.1, as it should be"),
        pytest.param("http", lambda peer: peer.say(b"SSH-2.0-OpenSSH_9.2\r\n"), "", id="something else"),
        pytest.param("https", http1, "http", id="plain HTTP where TLS should be"),
    ],
)
def test_what_a_plain_port_speaks(scheme: str, behave: Callable[[Peer], None], told: str) -> None:
    with RawServer(behave) as server:
        assert spoken("127.0.0.1", server.port, scheme=scheme) == told


@pytest.mark.parametrize(
    ("scheme", "protocols", "behave", "told"),
    [
        pytest.param("http", ("http/1.1",), http1, "https", id="TLS where plain HTTP should be"),
        pytest.param("https", ("h2",), http2, "HTTP/2", id="HTTP/2 and nothing else"),
        pytest.param("https", ("http/1.1",), http1, "", id="HTTP/1.1, as it should be"),
    ],
)
def test_what_a_tls_port_speaks(
    scheme: str, protocols: tuple[str, ...], behave: Callable[[Peer], None], told: str
) -> None:
    with RawServer(behave, tls=context(*protocols)) as server:
        assert spoken("127.0.0.1", server.port, scheme=scheme) == told


def test_an_alert_is_tls_too() -> None:
    def alerting(peer: Peer) -> None:
        peer.hear()
        peer.say(b"\x15\x03\x03\x00\x02\x02\x28")

    with RawServer(alerting) as server:
        assert spoken("127.0.0.1", server.port, scheme="http") == "https"


def test_nobody_there_speaks_nothing() -> None:
    with unheard_port() as port:
        assert spoken("127.0.0.1", port, scheme="http") == ""


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_silence_is_not_waited_for_long(monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
    monkeypatch.setattr(module, "TIMEOUT", 0.05)
    with RawServer(lambda peer: peer.rest(5) and None) as server:
        assert spoken("127.0.0.1", server.port, scheme=scheme) == ""
