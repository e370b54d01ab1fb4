"""One request, at most once on the wire; one reply, or the reason why there is none.

A failed message is a value: `WebhookSender.send` raises nothing for the network. Only connecting is ever repeated, and
only while no byte of the request has left. One gevent hub drives it; nothing needs to be monkey-patched.
"""

from __future__ import annotations

import contextlib
import errno
import ssl
import struct
from select import POLLIN
from socket import AF_INET, AF_INET6, IPPROTO_TCP, SHUT_RDWR, SO_LINGER, SOCK_STREAM, SOL_SOCKET, TCP_NODELAY
from typing import TYPE_CHECKING, Any

import gevent
import gevent.socket
from gevent.monkey import get_original
from greenlet import getcurrent, greenlet

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

_RECEIVE = 17 * 1024  # more than a TLS record (16 kB), so that none is left half-read where no readiness tells of it

_poll = get_original("select", "poll")  # never waits here, so it need not cooperate

_GENERATOR_FAULTS = {
    errno.EMFILE: "this machine allows no more open files; raise the limit (ulimit -n) or send less at once",
    errno.ENFILE: "this machine allows no more open files; raise fs.file-max or send less at once",
    errno.EADDRNOTAVAIL: "this machine has no free local port or no such address; reuse connections or send less",
    errno.ENOMEM: "this machine has no memory left for sockets; send less at once",
    errno.ENOBUFS: "this machine has no buffers left for sockets; send less at once",
}

_CERTIFICATE_CAUSES = {10: "expired", 62: "hostname mismatch", 64: "hostname mismatch"}
"""OpenSSL's X509_V_ERR_ CERT_HAS_EXPIRED, HOSTNAME_MISMATCH and IP_ADDRESS_MISMATCH (x509_vfy.h)."""


class _Connection:
    """One socket with one read watcher of its own; it has neither before `open` and after `close`.

    Once established, a plain connection's watcher runs until the end, so that a message costs the kernel no more than a
    send, a receive and a share of epoll_wait. What comes while nobody waits for a reply is the server's close.
    """

    __slots__ = (
        *("_on_idle", "_poll", "_reader", "_recv", "_secure", "_switch", "_wait", "_watcher"),
        *("connected", "overdue", "reusable", "send", "sock"),
    )

    _watcher: Any  # typeshed lacks `active`
    sock: Any  # a gevent socket or gevent SSLSocket once open; checking for None at every use is what this avoids

    def __init__(self) -> None:
        self.sock = None
        self._reader: greenlet | None = None
        self._on_idle: Callable[[_Connection], None] | None = None
        self.connected = False
        self.overdue = False
        self.reusable = False

    def open(self, address: str, port: int) -> None:
        """Connect; raises `OSError`."""
        self.sock = sock = gevent.socket.socket(AF_INET6 if ":" in address else AF_INET, SOCK_STREAM)
        hub = gevent.get_hub()
        self._watcher = hub.loop.io(sock.fileno(), 1)
        self._wait = hub.wait
        self._switch = hub.switch
        self._poll = _poll()
        self._poll.register(sock.fileno(), POLLIN)
        self._secure = False
        sock.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
        sock.connect((address, port))

    def secure(self, tls: ssl.SSLContext, server_name: str) -> None:
        """Shake hands; raises `OSError`, of which `ssl.SSLError` is one."""
        self.sock = tls.wrap_socket(self.sock, server_hostname=server_name, do_handshake_on_connect=False)
        self._secure = True
        self.sock.do_handshake()

    def establish(self) -> None:
        """Begin to watch: from here on requests may be sent."""
        self.connected = True
        self.send, self._recv = self.sock.send, self.sock.recv
        if not self._secure:
            # The plain system calls: gevent's own would look at timeouts first, and nothing here ever waits in them.
            self.send, self._recv = self._send_plain, self.sock._sock.recv  # noqa: SLF001  gevent has no public name
            self._watcher.start(self._readable)

    def _send_plain(self, payload: bytes) -> int:
        try:
            sent: int = self.sock._sock.send(payload)  # noqa: SLF001
        except BlockingIOError:
            return 0
        return sent

    def _readable(self) -> None:
        reader, self._reader = self._reader, None
        if reader is not None:
            reader.switch()
        elif self._on_idle is not None:
            self._on_idle(self)
        else:
            self._watcher.stop()  # `quiet`, or who receives next, will see it

    def receive(self) -> bytes:
        """Return the next bytes, b"" at the end. Waits first: right after a send nothing can be there yet."""
        if self._secure:
            self._wait(self._watcher)
        else:
            self._reader = getcurrent()
            if not self._watcher.active:  # the reply began before the request had ended
                self._watcher.start(self._readable)
            try:
                self._switch()
            finally:
                self._reader = None
        received: bytes = self._recv(_RECEIVE)
        return received

    def quiet(self) -> bool:
        """Whether the connection is open with nothing to read: else it is of no further use. Never waits."""
        if not self._poll.poll(0):
            return True
        if not self._secure:
            return False
        # What is there may be TLS's own, such as a session ticket.
        self.sock.settimeout(0.0)
        try:
            self.sock.recv(1)
        except ssl.SSLWantReadError:
            self.sock.settimeout(None)
            return True
        except OSError:
            pass
        return False

    def when_readable(self, call: Callable[[_Connection], None]) -> None:
        """Have the hub call `call` whenever there is something to read, the end included, until `close`."""
        self._on_idle = call
        if self._secure:
            self._watcher.start(call, self)

    def cut_off(self) -> None:
        """End whatever a greenlet is waiting for here: what has not arrived by now comes too late."""
        self.overdue = True
        if self.connected:  # else it has a limit of its own
            with contextlib.suppress(OSError):  # not connected (any more)
                # An SSLSocket's own shutdown would leave the ciphertext to be read.
                gevent.socket.socket.shutdown(self.sock, SHUT_RDWR)

    def close(self, *, abort: bool = False) -> None:
        """Close; with `abort` by a reset, which leaves no TIME_WAIT to use up local ports."""
        sock, self.sock = self.sock, None
        if sock is None:
            return
        self._watcher.stop()
        self._watcher.close()
        if abort:
            with contextlib.suppress(OSError):
                sock.setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
        sock.close()


class _Limits:
    """Connections that must be done with something within the same number of seconds: first come, first overdue.

    One greenlet sleeps until the oldest is overdue and hands it to `overdue`. Insertion order is the order of the
    deadlines, so that a message costs one dict entry and no timer.
    """

    def __init__(self, seconds: float, overdue: Callable[[_Connection], None], clock: Callable[[], float]) -> None:
        self.seconds = seconds
        self.ends: dict[_Connection, float] = {}
        self._overdue = overdue
        self._clock = clock
        self._greenlet: gevent.Greenlet[[], None] | None = None

    def add(self, connection: _Connection, began: float) -> None:
        self.ends[connection] = began + self.seconds
        if self._greenlet is None:
            self._greenlet = gevent.spawn(self._watch)

    def discard(self, connection: _Connection) -> None:
        self.ends.pop(connection, None)

    def take_oldest(self) -> _Connection:
        connection = next(iter(self.ends))
        del self.ends[connection]
        return connection

    def _watch(self) -> None:
        while self.ends:
            wait = next(iter(self.ends.values())) - self._clock()
            if wait > 0:
                gevent.sleep(wait, ref=False)
            else:
                self._overdue(self.take_oldest())
        self._greenlet = None

    def close(self) -> None:
        """Stop watching; every connection still here is overdue now."""
        if self._greenlet is not None:
            self._greenlet.kill()
            self._greenlet = None
        while self.ends:
            self._overdue(self.take_oldest())


class WebhookSender:
    """Sends to one webhook, from one thread; implements `exchange.Sender`.

    `tls` is a context of `network.tls_context`, or None for plain HTTP. `timeout` is a message's whole budget from when
    connecting begins, `connect_timeout` that of one attempt to connect, TLS handshake included: both in seconds.
    `connect_retries` counts the further attempts. With `keep_alive` connections are reused, last used first; without it
    `Request.payload` must say `Connection: close`. `clock` gives seconds on the run's clock.
    """

    def __init__(  # noqa: PLR0913  the settings of interface.md, all by name
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
        self._open = _Limits(timeout, _Connection.cut_off, clock)
        self._idle = _Limits(IDLE_LIMIT, _Connection.close, clock)
        self._lingering = _Limits(LINGER_LIMIT, _Connection.close, clock)

    def send(self, request: Request, *, due: float) -> Exchange:
        """Send `request` and return what came back; at most one request ever reaches the wire."""
        sent = self._clock()
        connection = self._take(sent) if self._idle.ends else None
        attempts, connected = 1, sent if connection else None
        connection = connection or _Connection()
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

    def _connect(self, connection: _Connection, end: float) -> tuple[int, Failure | None]:
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

    def _attempt(self, connection: _Connection, end: float) -> Failure | None:
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

    def _exchange(self, connection: _Connection, payload: bytes) -> Reply | Failure:
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

    def _write(self, connection: _Connection, payload: bytes) -> None:
        try:
            written = connection.send(payload)
            if written < len(payload):
                connection.sock.sendall(memoryview(payload)[written:])
        except OSError as error:
            # A server may answer and close before it has read everything: what it said is still there to be read.
            if error.errno in _GENERATOR_FAULTS:
                raise

    def _read(self, connection: _Connection, reader: ReplyReader, received: bytes) -> Reply | Failure:
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

    def _take(self, now: float) -> _Connection | None:
        """Return the kept connection used last, if it is still of use; those that are not are closed on the way."""
        idle = self._idle.ends
        while idle:
            connection, end = idle.popitem()
            if now < end and connection.quiet():
                return connection
            connection.close()
        return None

    def _part(self, connection: _Connection, response: Reply | Failure, done: float) -> None:
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

    def _server_closed(self, connection: _Connection) -> None:
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
