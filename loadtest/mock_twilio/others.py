"""Calls of the server to hosts that are not Twilio's: passed on as they are, or refused; counted by host either way."""

from __future__ import annotations

import contextlib
import ipaddress
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import gevent
from gevent import socket

from loadtest.measure.answers import REFUSED, UNREACHABLE
from loadtest.mock_twilio.authority import DOMAINS
from loadtest.mock_twilio.counts import count_named

if TYPE_CHECKING:
    from collections import Counter

    from loadtest.mock_twilio.wire import Incoming

CONNECT_TIMEOUT: Final = 10.0
_PIECE: Final = 64 * 1024
_METADATA_NAMES = frozenset({"metadata.google.internal", "metadata", "instance-data"})
_METADATA = frozenset(
    map(ipaddress.ip_address, ("169.254.169.254", "100.100.100.200", "192.0.0.192", "168.63.129.16", "fd00:ec2::254"))
)
_HOP = frozenset({"connection", "proxy-connection", "proxy-authorization", "keep-alive"})


class ForbiddenError(OSError):
    """A host that nobody has reason to call through the mock."""


def is_twilio(host: str) -> bool:
    """Return whether a host is one that the mock plays."""
    name = host.lower().rstrip(".")
    return any(name == domain or name.endswith(f".{domain}") for domain in DOMAINS)


class Others:
    """What becomes of calls to other hosts; counted in `seen`, with a mark in front where they went nowhere."""

    def __init__(self, seen: Counter[str], *, refuse: bool) -> None:
        self._seen = seen
        self._refuse = refuse

    def connect(self, host: str, port: int) -> socket.socket:
        """Return a connection to another host.

        Raises:
            OSError: when it is refused or cannot be had.

        """
        if self._refuse or is_forbidden_name(host):
            count_named(self._seen, REFUSED + host)
            raise ForbiddenError("calls to this host are refused")
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError:
            count_named(self._seen, UNREACHABLE + host)
            raise
        addresses = [one for one in found if not is_forbidden(str(one[4][0]))]
        if not addresses:
            count_named(self._seen, REFUSED + host)
            raise ForbiddenError("calls to this address are refused")
        problem: OSError = OSError("no address")
        for family, kind, _, _, address in addresses:
            link = socket.socket(family, kind)
            link.settimeout(CONNECT_TIMEOUT)
            try:
                link.connect(address)
            except OSError as error:
                link.close()
                problem = error
            else:
                link.settimeout(None)
                count_named(self._seen, host)
                return link
        count_named(self._seen, UNREACHABLE + host)
        raise problem

    def forward(self, request: Incoming, client: socket.socket) -> None:
        """Pass on a plain request for another host, and its answer, whatever it is."""
        parts = urlsplit(request.target)
        link = self.connect(parts.hostname or "", parts.port or 80)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        kept = "".join(f"{name}: {value}\r\n" for name, value in request.headers.items() if name not in _HOP)
        head = f"{request.method} {target} HTTP/1.1\r\n{kept}Connection: close\r\n\r\n"
        try:
            link.sendall(head.encode("latin-1", "replace") + request.body)
            _pump(link, client)
        finally:
            link.close()


def is_forbidden_name(host: str) -> bool:
    """Return whether a name is that of a cloud's metadata service."""
    return host.lower().rstrip(".") in _METADATA_NAMES


def is_forbidden(address: str) -> bool:
    """Return whether an address is link-local or a cloud's metadata service, which hands out credentials."""
    try:
        one = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return True
    mapped = getattr(one, "ipv4_mapped", None)
    one = mapped or one
    return one.is_link_local or one.is_multicast or one.is_unspecified or one in _METADATA


def relay(client: socket.socket, link: socket.socket) -> None:
    """Carry bytes both ways until both sides have had enough."""
    back = gevent.spawn(_pump, link, client)
    try:
        _pump(client, link)
        back.join()
    finally:
        back.kill()
        link.close()


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(_PIECE):
            sink.sendall(data)
    with contextlib.suppress(OSError):
        sink.shutdown(socket.SHUT_WR)
