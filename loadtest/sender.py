"""One request, at most once on the wire; one reply, or the reason why there is none.

A failed message is a value: `WebhookSender.send` raises nothing for the network. Only connecting is ever repeated, and
only while no byte of the request has left. One gevent hub drives it; nothing needs to be monkey-patched.
"""

from __future__ import annotations

import errno
import ssl
from typing import TYPE_CHECKING

import gevent

from loadtest.connection import Connection, Limits
from loadtest.exchange import Exchange, Failure, FailureKind, Reply
from loadtest.reply_reader import BrokenHttpError, ReplyCache, ReplyReader

if TYPE_CHECKING:
    from collections.abc import Callable

    from loadtest.exchange import Request
    from loadtest.network import Route

IDLE_LIMIT = 2.0
"""Seconds after which a kept connection is not used again; servers close idle ones after 5 s, and some sooner."""

LINGER_LIMIT = 1.0
"""Seconds a server has to close first once its reply is complete, so that TIME_WAIT is not ours."""

LINGERING = 1000
"""Connections that may wait for that at once; beyond it the oldest is closed."""

_GENERATOR_FAULTS = {
    errno.EMFILE: "this machine allows no more open files; raise the limit (ulimit -n) or send less at once",
    errno.ENFILE: "this machine allows no more open files; raise fs.file-max or send less at once",
    errno.EADDRNOTAVAIL: "this machine has no free local port or no such address; reuse connections or send less",
    errno.ENOMEM: "this machine has no memory left for sockets; send less at once",
    errno.ENOBUFS: "this machine has no buffers left for sockets; send less at once",
}

_CERTIFICATE_CAUSES = {10: "expired", 62: "hostname mismatch", 64: "hostname mismatch"}
"""OpenSSL's X509_V_ERR_ CERT_HAS_EXPIRED, HOSTNAME_MISMATCH and IP_ADDRESS_MISMATCH (x509_vfy.h)."""


class WebhookSender:
    """Sends to one webhook, from one thread; implements `exchange.Sender`.

    `tls` is a context of `network.tls_context`, or None for plain HTTP. `timeout` is a message's whole budget from when
    connecting begins, `connect_timeout` that of one attempt to connect, TLS handshake included: both in seconds.
    `connect_retries` counts the further attempts. With `keep_alive` connections are reused, last used first; without it
    `Request.payload` must say `Connection: close`. `clock` gives seconds on the run's clock.
    """

    def __init__(  # noqa: PLR0913  what users may set, all by name
        self,
        route: Route,
        *,
        tls: ssl.SSLContext | None,
        timeout: float = 15.0,
        connect_timeout: float = 5.0,
        connect_retries: int = 1,
        keep_alive: bool = False,
        clock: Callable[[], float],
    ) -> None:
        self._route = route
        self._tls = tls
        self._timeout = timeout
        self._connect_timeout = connect_timeout
        self._connect_retries = connect_retries
        self._keep_alive = keep_alive
        self._clock = clock
        self._cache = ReplyCache()
        self._open = Limits(timeout, Connection.cut_off, clock)
        self._idle = Limits(IDLE_LIMIT, Connection.close, clock)
        self._lingering = Limits(LINGER_LIMIT, Connection.close, clock)

    def send(self, request: Request, *, due: float) -> Exchange:
        """Send `request` and return what came back; at most one request ever reaches the wire."""
        sent = self._clock()
        connection = self._take(sent) if self._idle.ends else None
        attempts, connected = 1, sent if connection else None
        connection = connection or Connection()
        self._open.add(connection, sent)
        response: Reply | Failure | None = None
        try:
            if connected is None:
                attempts, response = self._connect(connection, sent + self._timeout)
                connected = self._clock() if response is None else None
            if response is None:
                response = self._exchange(connection, request.payload)
            done = self._clock()
        except BaseException:  # our greenlet is being killed: the driver records the message as cut
            connection.close(abort=True)
            raise
        finally:
            self._open.discard(connection)
        self._part(connection, response, done)
        seq, scenario, number, _ = request
        return Exchange(seq, scenario, number, due, sent, connected, done, attempts, response)

    def close(self) -> None:
        """Release every kept connection, and end what is still in flight as timed out."""
        for limits in (self._open, self._idle, self._lingering):
            limits.close()

    # Connecting.

    def _connect(self, connection: Connection, end: float) -> tuple[int, Failure | None]:
        """Open `connection` before the instant `end`; return the number of attempts and why the last one failed."""
        attempts = 0
        while True:
            attempts += 1
            failure = self._attempt(connection, min(self._clock() + self._connect_timeout, end))
            if failure is None:
                return attempts, None
            connection.close()
            again = failure.kind in (FailureKind.CONNECT, FailureKind.TLS)
            if not again or attempts > self._connect_retries or self._clock() >= end:
                return attempts, failure

    def _attempt(self, connection: Connection, end: float) -> Failure | None:
        """Try the route's addresses in turn, sharing the time until the instant `end`, then shake hands."""
        route = self._route
        began = self._clock()
        try:
            with gevent.Timeout(end - began, TimeoutError):
                addresses = route.addresses()
        except OSError as error:
            return _dns_failure(route.host, error, self._clock() - began)
        failures = []
        for left, address in zip(range(len(addresses), 0, -1), addresses, strict=True):
            try:
                with gevent.Timeout(max(0.0, end - self._clock()) / left, TimeoutError):
                    connection.open(address, route.port)
            except OSError as error:
                failures.append(_connect_failure(address, route.port, error, self._clock() - began))
                connection.close()
            else:
                break
        else:
            # One address that this machine has not (::1 without IPv6) must not hide what the others said.
            return next((found for found in failures if found.kind is not FailureKind.GENERATOR), failures[0])
        if self._tls is not None:
            try:
                with gevent.Timeout(max(0.0, end - self._clock()), TimeoutError):
                    connection.secure(self._tls, route.server_name)
            except OSError as error:
                return _tls_failure(error, self._clock() - began)
        route.settle(address)
        connection.establish()
        return None

    # The exchange.

    def _exchange(self, connection: Connection, payload: bytes) -> Reply | Failure:
        """Put `payload` on the wire, once, and read the reply."""
        if connection.overdue:
            return self._timed_out("before the request could be sent")
        reader = None
        try:
            self._write(connection, payload)
            received = connection.receive()
            known = self._cache.get(received)
            if known is not None:
                reply, connection.reusable = known
                return reply
            reader = ReplyReader()
            return self._read(connection, reader, received)
        except BrokenHttpError as error:
            return Failure(kind=FailureKind.PROTOCOL, detail=str(error))
        except OSError as error:
            progress = reader.progress() if reader else "before any byte of the reply"
            return self._timed_out(progress) if connection.overdue else _lost(error, progress)
        finally:
            if reader is not None:
                reader.release()

    def _write(self, connection: Connection, payload: bytes) -> None:
        try:
            written = connection.send(payload)
            if written < len(payload):
                connection.sock.sendall(memoryview(payload)[written:])
        except OSError as error:
            # A server may answer and close before it has read everything: what it said is still there to be read.
            if error.errno in _GENERATOR_FAULTS:
                raise

    def _read(self, connection: Connection, reader: ReplyReader, received: bytes) -> Reply | Failure:
        first = received
        while received:
            reader.feed(received)
            if reader.complete:
                break
            received = connection.receive()
        else:
            if not connection.overdue:
                reader.end()
        if not reader.complete:
            if connection.overdue:
                return self._timed_out(reader.progress())
            return Failure(kind=FailureKind.RESET, detail=f"the connection closed {reader.progress()}")
        reply = reader.reply()
        connection.reusable = reader.keep_alive and not reader.surplus
        if received is first and not reader.surplus:
            self._cache.add(first, reply, reader.keep_alive)
        return reply

    def _timed_out(self, progress: str) -> Failure:
        return Failure(kind=FailureKind.TIMEOUT, detail=f"the {self._timeout:g} s were over {progress}")

    # Afterwards.

    def _take(self, now: float) -> Connection | None:
        """Return the kept connection used last, if it is still of use; those that are not are closed on the way."""
        idle = self._idle.ends
        while idle:
            connection, end = idle.popitem()
            if now < end and connection.quiet():
                return connection
            connection.close()
        return None

    def _part(self, connection: Connection, response: Reply | Failure, done: float) -> None:
        """Keep the connection, or let the server close it, or close it, as it deserves."""
        if isinstance(response, Failure):
            connection.close(abort=response.kind is FailureKind.TIMEOUT)
        elif self._keep_alive and connection.reusable:
            connection.reusable = False
            self._idle.add(connection, done)
        elif connection.quiet():
            if len(self._lingering.ends) >= LINGERING:
                self._lingering.take_oldest().close()
            self._lingering.add(connection, done)
            connection.when_readable(self._server_closed)
        else:
            connection.close()

    def _server_closed(self, connection: Connection) -> None:
        """Close after the server did; whatever else it may have sent is of no interest."""
        if not connection.quiet():
            self._lingering.discard(connection)
            connection.close()


def _dns_failure(host: str, error: OSError, seconds: float) -> Failure:
    why = f"within {seconds:.3g} s" if isinstance(error, TimeoutError) else f"({error.strerror or error})"
    return Failure(kind=FailureKind.DNS, detail=f"the name {host} did not resolve {why}")


def _connect_failure(address: str, port: int, error: OSError, seconds: float) -> Failure:
    place = f"{address} port {port}"
    if error.errno in _GENERATOR_FAULTS:
        return _generator_fault(error)
    if isinstance(error, TimeoutError):  # ours, or the system's ETIMEDOUT
        cause, detail = "timed out", f"no connection to {place} within {seconds:.3g} s"
    elif error.errno in (errno.ECONNREFUSED, errno.ECONNRESET):
        cause, detail = "refused", f"{place} refused the connection"
    else:
        cause, detail = "unreachable", f"{place} is out of reach ({error.strerror or error})"
    return Failure(kind=FailureKind.CONNECT, cause=cause, detail=detail)


def _tls_failure(error: OSError, seconds: float) -> Failure:
    if error.errno in _GENERATOR_FAULTS and not isinstance(error, ssl.SSLError):
        return _generator_fault(error)
    if isinstance(error, ssl.SSLCertVerificationError):
        cause = _CERTIFICATE_CAUSES.get(error.verify_code, "untrusted")
        detail = f"the certificate was not accepted: {error.verify_message}"
        return Failure(kind=FailureKind.TLS, cause=cause, detail=detail)
    if isinstance(error, TimeoutError):
        detail = f"the TLS handshake had not ended after {seconds:.3g} s"
    else:
        detail = f"the TLS handshake failed: {_reason(error)}"
    return Failure(kind=FailureKind.TLS, cause="handshake", detail=detail)


def _lost(error: OSError, progress: str) -> Failure:
    if isinstance(error, ssl.SSLError):  # a TLS 1.3 server may refuse a client whose own handshake has ended
        return Failure(kind=FailureKind.TLS, cause="handshake", detail=f"TLS failed {progress}: {_reason(error)}")
    if error.errno in _GENERATOR_FAULTS:
        return _generator_fault(error)
    return Failure(kind=FailureKind.RESET, detail=f"the connection was reset {progress}")


def _generator_fault(error: OSError) -> Failure:
    name = errno.errorcode[error.errno or 0]
    return Failure(kind=FailureKind.GENERATOR, detail=f"{name}: {_GENERATOR_FAULTS[error.errno or 0]}")


def _reason(error: OSError) -> str:
    """Return OpenSSL's word for what happened (`WRONG_VERSION_NUMBER`), or the system's."""
    if isinstance(error, ssl.SSLError) and error.reason:
        return error.reason.replace("_", " ").lower()
    return error.strerror or str(error)
