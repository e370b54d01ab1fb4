"""What is spoken at a port where a message was not answered as HTTP: TLS, plain HTTP, or HTTP/2 alone.

One connection each, within a second, and no request that an application could take for a message.
"""

from __future__ import annotations

import contextlib
import ssl
from typing import TYPE_CHECKING

import gevent
import gevent.socket
import gevent.ssl

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

TIMEOUT = 1.0
"""Seconds that one question may take."""
_PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00"
_SETTINGS = 4  # the type of the frame with which HTTP/2 begins, RFC 9113, 3.4


def spoken(address: str, port: int, *, scheme: str) -> str:
    """Return what is spoken there when it is not HTTP/1.1 by `scheme`: https, http or HTTP/2; else an empty string."""
    questions: tuple[tuple[str, Callable[[socket.socket], bool]], ...] = (
        (("https", _tls), ("HTTP/2", _http2)) if scheme == "http" else (("HTTP/2", _http2_only_by_tls), ("http", _http))
    )
    return next((name for name, asks in questions if _ask(address, port, asks)), "")


def _ask(address: str, port: int, asks: Callable[[socket.socket], bool]) -> bool:
    with contextlib.suppress(OSError, gevent.Timeout), gevent.Timeout(TIMEOUT):
        sock = gevent.socket.create_connection((address, port))
        try:
            return asks(sock)
        finally:
            sock.close()
    return False


def _tls(sock: socket.socket) -> bool:
    """Return whether a handshake gets an answer that is TLS: a certificate is not looked at, an alert is one too."""
    context = gevent.ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        context.wrap_socket(sock).close()
    except ssl.SSLError as error:
        return "ALERT" in (error.reason or "")
    return True


def _http2_only_by_tls(sock: socket.socket) -> bool:
    """Return whether TLS agrees on HTTP/2 and on nothing else."""
    context = gevent.ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_alpn_protocols(["h2"])
    secure = context.wrap_socket(sock)
    try:
        return secure.selected_alpn_protocol() == "h2" and _http2(secure)
    finally:
        secure.close()


def _http2(sock: socket.socket) -> bool:
    sock.sendall(_PREFACE)
    frame = sock.recv(9)
    return len(frame) > 3 and frame[3] == _SETTINGS and not frame.startswith(b"HTTP/")  # noqa: PLR2004  the type's place


def _http(sock: socket.socket) -> bool:
    sock.sendall(b"OPTIONS * HTTP/1.0\r\n\r\n")
    return sock.recv(5) == b"HTTP/"
