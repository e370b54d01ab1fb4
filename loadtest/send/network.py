"""Which address answers for a webhook, and sessions and TLS that go that way.

Only the address is ever replaced: URL, Host header, SNI and the certificate's name stay as the user wrote them. Nothing
here reads proxy variables or `.netrc`, and no redirect is followed: what the server answered is the answer.
"""

from __future__ import annotations

import ipaddress
import re
import ssl
from dataclasses import dataclass
from socket import AI_NUMERICHOST, SOCK_STREAM, gaierror
from socket import getaddrinfo as parse_address
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit

import gevent.socket
import gevent.ssl
import requests
from requests.adapters import HTTPAdapter
from requests.utils import DEFAULT_CA_BUNDLE_PATH
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError
from urllib3.util.connection import create_connection

from loadtest.send.user_file import read_text

if TYPE_CHECKING:
    import socket

LOOPBACKS = ("::1", "127.0.0.1")
"""What `localhost` means, in this order; a resolver is not asked (RFC 6761, 6.3)."""

_PORTS = {"http": 80, "https": 443}


def origin_of(url: str) -> tuple[str, str, int] | None:
    """Return scheme, host and port of `url`; None where it has none."""
    try:
        route = Route.from_url(url)
    except ValueError:
        return None
    return route.scheme, route.host, route.port


@dataclass(slots=True, kw_only=True)
class Route:
    """The way to one origin.

    `host` is ASCII, lower case, an IPv6 literal without its brackets. `candidates` are the addresses to try, in order;
    empty means to ask the resolver for `host`. `fallbacks` are tried after them: where a loopback host may be besides
    (see `container`). The first that answers is settled and kept.
    """

    scheme: str
    host: str
    port: int
    candidates: tuple[str, ...] = ()
    fallbacks: tuple[str, ...] = ()
    settled: str | None = None

    @classmethod
    def from_url(cls, url: str) -> Route:
        """Return the route to the origin of `url`; `ValueError`, without the URL's secrets, when it has none."""
        try:
            parts = urlsplit(url)
            host = (parts.hostname or "").replace("%25", "%")  # an IPv6 zone, RFC 6874
            host = host if host.isascii() else host.encode("idna").decode()
            port = parts.port if parts.port is not None else _PORTS.get(parts.scheme)
        except ValueError:  # its text may quote the userinfo
            host, port = "", None
        if not host or not port or parts.scheme not in _PORTS:
            raise ValueError("a URL here is http:// or https://, a host name and, if need be, a port from 1 to 65535")
        return cls(scheme=parts.scheme, host=host, port=port, candidates=_known(host))

    @property
    def server_name(self) -> str:
        """The name for SNI and the certificate: no final dot, no IPv6 zone."""
        return self.host.rstrip(".").partition("%")[0]

    @property
    def is_loopback(self) -> bool:
        """Whether the host is this machine by its name or literal alone."""
        return bool(self.candidates) and all(map(_is_this_machine, self.candidates))

    @property
    def went_elsewhere(self) -> str:
        """Say that a fallback answered, or nothing."""
        if self.settled not in self.fallbacks:
            return ""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return (
            f"{host}:{self.port} is this container, where nothing answers; using the host machine at "
            f"{self.settled} (URL, Host header and signature stay as they are)"
        )

    @property
    def known(self) -> tuple[str, ...]:
        """What `addresses` returns as far as no resolver need be asked."""
        return (self.settled,) if self.settled else self.candidates + self.fallbacks

    def addresses(self) -> tuple[str, ...]:
        """Return the addresses to try, in order: the settled one alone, once there is one; raises `gaierror`."""
        return self.known if self.settled or self.candidates else _resolve(self.host, self.port) + self.fallbacks

    def public(self) -> str | None:
        """Return an address of the host that belongs to the whole world, or None: no such address, or no name yet."""
        try:
            return next((address for address in self.addresses() if _is_public(address)), None)
        except gaierror:
            return None

    def settle(self, address: str) -> None:
        """Keep `address`, which answered, for every later connection."""
        self.settled = address

    def forget(self) -> None:
        """Try every address again: what took a connection was not ready to answer."""
        self.settled = None


def _is_public(address: str) -> bool:
    literal = ipaddress.ip_address(address.partition("%")[0])
    mapped = literal.ipv4_mapped if isinstance(literal, ipaddress.IPv6Address) else None
    return (mapped or literal).is_global


def _known(host: str) -> tuple[str, ...]:
    """Return the addresses that need no resolver: those of `localhost` and of a literal."""
    name = host.rstrip(".")
    if name == "localhost" or name.endswith(".localhost"):
        return LOOPBACKS
    try:
        return tuple(map(_address, parse_address(host, None, type=SOCK_STREAM, flags=AI_NUMERICHOST)))
    except gaierror:
        return ()


def _is_this_machine(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    ip = getattr(ip, "ipv4_mapped", None) or ip
    return ip.is_loopback or ip.is_unspecified


def _resolve(host: str, port: int) -> tuple[str, ...]:
    found = gevent.socket.getaddrinfo(host, port, type=SOCK_STREAM)
    return tuple(dict.fromkeys(map(_address, found)))


def _address(found: tuple[Any, ...]) -> str:
    """Return the address of a `getaddrinfo` result, an IPv6 zone as its number: the same text would leave it out."""
    host, _port, *ipv6 = found[-1]
    return f"{host}%{zone}" if ipv6 and (zone := ipv6[-1]) else host


_PEM = re.compile(r"-----BEGIN CERTIFICATE-----[\sA-Za-z0-9+/=]*-----END CERTIFICATE-----")


class Verifying(gevent.ssl.SSLContext):
    """A context that reads the system's and the public roots before its first connection: without TLS, nobody waits.

    It takes some 60 ms; a load on https does it before the clock runs.
    """

    _ready = False

    def prepare(self) -> None:
        """Read the roots, if that has not been done."""
        if not self._ready:
            self._ready = True
            self.load_default_certs()
            self.load_verify_locations(DEFAULT_CA_BUNDLE_PATH)

    def wrap_socket(self, *args: Any, **how: Any) -> ssl.SSLSocket:  # noqa: ANN401  whatever the base class takes
        """Wrap a socket, with the roots read."""
        self.prepare()
        return super().wrap_socket(*args, **how)


def tls_context(ca_file: str | None = None) -> Verifying:
    """Return a verifying client context: the system's and the public roots, and those in `ca_file` (PEM) besides.

    Raises `ValueError` with the remedy when `ca_file` cannot be used. Its sockets wait with gevent, patched or not.
    """
    context = Verifying(ssl.PROTOCOL_TLS_CLIENT)
    if ca_file is not None:
        try:
            context.load_verify_locations(cadata="\n".join(_PEM.findall(read_text(ca_file, pipes=False))))
        except (OSError, ValueError) as error:  # ssl.SSLError is the one, no text at all the other
            reason = getattr(error, "strerror", None) if not isinstance(error, ssl.SSLError) else None
            reason = reason or "it holds no PEM certificate"
            raise ValueError(
                f"cannot use the CA file {ca_file!r}: {reason}; "
                "give the path of a PEM file with the certificate of the authority that signed the server's"
            ) from error
    return context


class _Session(requests.Session):
    def get_redirect_target(self, resp: requests.Response) -> None:
        """Return None: even a call that allows redirects gets the server's own answer."""


def session(route: Route, *, tls: ssl.SSLContext | None = None) -> requests.Session:
    """Return a session that reaches `route.host` at the route's address, on any port, and settles it.

    No proxies, no `.netrc`, no redirects. `tls` (default: `tls_context()`) verifies servers. No call has a default
    timeout: give each one.
    """
    made = _Session()
    made.trust_env = False
    adapter = _RoutedAdapter(route, tls or tls_context())
    for prefix in ("http://", "https://"):
        made.mount(prefix, adapter)
    return made


class _RoutedAdapter(HTTPAdapter):
    def __init__(self, route: Route, tls: ssl.SSLContext) -> None:
        self._route = route
        self._tls = tls
        super().__init__()

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **options: object) -> None:  # noqa: FBT001, FBT002  the base class's signature
        super().init_poolmanager(connections, maxsize, block=block, ssl_context=self._tls, **options)
        self.poolmanager.pool_classes_by_scheme = _routed_pools(self._route)


def _routed_pools(way: Route) -> dict[str, type[HTTPConnectionPool]]:
    """Return urllib3's connection pools with `way` in their connections' place of name resolution."""

    class Plain(_RoutedConnection):
        route = way

    class Secure(_RoutedConnection, HTTPSConnection):
        route = way

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}


class _RoutedConnection(HTTPConnection):
    route: ClassVar[Route]

    def _new_conn(self) -> socket.socket:
        host, route = self.host.strip("[]").lower().replace("%25", "%"), self.route
        if host != route.host.rstrip("."):
            known = _known(host)
            if not route.fallbacks or not known or not all(map(_is_this_machine, known)):
                return super()._new_conn()
            # Another name of loopback, such as the health page's, goes the same way.
            route = Route(scheme=route.scheme, host=host, port=route.port, candidates=known, fallbacks=route.fallbacks)
        try:
            addresses = route.addresses()
        except gaierror as error:
            raise NameResolutionError(self.host, self, error) from error
        failure: Exception = NewConnectionError(self, "no address to connect to")
        for address in addresses:
            try:
                made = create_connection((address, self.port), self.timeout, socket_options=self.socket_options)
            except TimeoutError as error:
                failure = ConnectTimeoutError(self, f"connecting to {address} took longer than {self.timeout:g}s")
                failure.__cause__ = error
            except OSError as error:
                failure = NewConnectionError(self, f"cannot connect to {address}: {error}")
                failure.__cause__ = error
            else:
                route.settle(address)
                return made
        raise failure
