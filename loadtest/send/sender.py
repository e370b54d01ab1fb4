"""One request, at most once on the wire; one reply, or the reason why there is none.

A failed message is a value: `WebhookSender.send` raises nothing for the network. Only connecting is ever repeated, and
only while no byte of the request has left. One gevent hub drives it; nothing needs to be monkey-patched.
"""

from __future__ import annotations

import errno
import ssl
from typing import TYPE_CHECKING, Any

import gevent
from gevent.event import AsyncResult

from loadtest.send.connection import RECEIVE, Connection, Kept, Limits
from loadtest.send.connection_failures import (
    GENERATOR_FAULTS,
    connect_failure,
    dns_failure,
    generator_fault,
    lost,
    tls_failure,
)
from loadtest.send.reply_reader import BrokenHttpError, ReplyCache, ReplyReader
from loadtest.words.exchange import Exchange, Failure, FailureKind, Reply

if TYPE_CHECKING:
    from collections.abc import Callable

    from loadtest.send.network import Route
    from loadtest.words.exchange import Request
    from loadtest.words.sending import Sending

IDLE_LIMIT = 1.5
"""Seconds after which a kept connection is not used again; servers close idle ones after 5 s, and some after 2."""


UNHEARD = 0.05
"""Seconds of idleness after which a kept connection is looked at first: a late generator may not have heard its end."""

LINGER_LIMIT = 1.0
"""Seconds a server has to close first once its reply is complete, so that TIME_WAIT is not ours."""

LINGERING = 1000
"""Connections that may wait for that at once; beyond it the oldest is closed."""

_exchange = tuple.__new__  # a named tuple's own `__new__` takes twice as long

_PENDING = {errno.EAGAIN, errno.ENOTCONN}
_RESET = {errno.ECONNRESET, errno.EPIPE}


class WebhookSender:
    """Sends to one webhook, from one thread; implements `exchange.Sender`.

    `tls` is a context of `network.tls_context`, or None for plain HTTP. A message's whole budget runs from when
    connecting begins; that of one attempt to connect includes the TLS handshake. With `keep_alive` connections are
    reused, last used first; without it `Request.payload` must say `Connection: close`. `clock` gives seconds on the
    run's clock.

    A message costs no greenlet: the hub calls `_readable` when its reply is there. Only connecting that takes time, and
    TLS handshakes, have one while they last.
    """

    def __init__(
        self, route: Route, sending: Sending, *, tls: ssl.SSLContext | None, clock: Callable[[], float]
    ) -> None:
        self._route = route
        self._tls = tls
        self._timeout = sending.timeout
        self._connect_timeout = sending.connect_timeout
        self._connect_retries = sending.connect_retries
        self._keep_alive = sending.keep_alive
        self._clock = clock
        self._hub = gevent.get_hub()
        self._crashed = False
        self._cache = ReplyCache()
        self._known = self._cache.get
        self._open = Limits(sending.timeout, self._overdue, clock)
        self._idle = Kept(IDLE_LIMIT, Connection.close, clock)
        self._lingering = Limits(LINGER_LIMIT, Connection.close, clock)

    def send(self, request: Request, *, due: float) -> Exchange:
        """Send `request`, wait, and return what came back; at most one request ever reaches the wire."""
        answer: AsyncResult[Exchange] = AsyncResult()
        connection = self.begin(request, due, answer.set)
        try:
            answer.wait()
        except BaseException:  # our greenlet is being killed
            if not answer.ready():  # else the connection is idle, or another message's by now
                self._abandon(connection)
            raise
        return answer.get_nowait()  # type: ignore[return-value]

    def begin(self, request: Request, due: float, finished: Callable[[Exchange], None]) -> Connection:
        """Send `request` without waiting; `finished` is called once, perhaps at once, with what came of it."""
        sent = self._clock()
        connection = self._take(sent) if self._idle.ends else None
        kept = connection is not None
        if connection is None:
            connection = Connection(self._hub.loop, self._readable)
        connection.request = request
        connection.due = due
        connection.sent = sent
        connection.finished = finished
        connection.attempts = 1
        connection.reusable = False
        self._open.add(connection, sent)
        if kept:
            connection.connected = sent
            self._hand_over(connection)
        elif not self._at_once(connection):
            connection.connector = gevent.spawn(self._connect, connection)
        return connection

    def close(self) -> None:
        """Release every kept connection, and end what is still in flight as timed out."""
        for connection in list(self._open.ends):
            self._stop_connecting(connection)
        for limits in (self._open, self._idle, self._lingering):
            limits.close()

    def _abandon(self, connection: Connection) -> None:
        """Forget a message in flight, and its connection."""
        self._open.discard(connection)
        self._stop_connecting(connection)
        connection.finished = None
        connection.close(abort=True)

    # Connecting.

    def _at_once(self, connection: Connection) -> bool:
        """Connect and send without waiting, as the system can to this machine; return whether that was done."""
        addresses = self._route.known
        if self._tls is not None or len(addresses) != 1:
            return False
        try:
            if not connection.dial(addresses[0], self._route.port):
                return False
        except OSError:
            return False  # the connector will meet it again
        connected = self._clock()
        payload = connection.request.payload
        try:
            written = connection.send(payload)  # which shows whether the connection stands
        except OSError as error:
            if error.errno in _PENDING:
                return False
            if error.errno not in _RESET:
                connection.dialed = error.errno or errno.EIO
                return False
            written = len(payload)  # it stood: what the server said may still be there to be read
        connection.connected = connected
        connection.listen()
        if written < len(payload):
            self._send_later(connection, payload, written)
        return True

    def _connect(self, connection: Connection) -> None:
        """Connect, then hand the request over: the greenlet of a connection that cannot be had at once."""
        try:
            failure = self._repeatedly(connection, connection.sent + self._timeout)
            connection.connector = None
            if failure is None:
                connection.connected = self._clock()
                if connection.overdue:
                    failure = self._timed_out("before the request could be sent")
            if failure is None:
                connection.listen()
                self._hand_over(connection)
            else:
                self._finish(connection, failure)
        except Exception as bug:  # noqa: BLE001  of ours
            self._crash(bug)

    def _repeatedly(self, connection: Connection, end: float) -> Failure | None:
        """Connect before the instant `end`, in so many attempts; return why the last one failed."""
        while True:
            failure = self._attempt(connection, min(self._clock() + self._connect_timeout, end))
            if failure is None:
                return None
            connection.close()
            again = failure.kind in (FailureKind.CONNECT, FailureKind.TLS)
            if not again or connection.attempts > self._connect_retries or self._clock() >= end:
                return failure
            connection.attempts += 1

    def _attempt(self, connection: Connection, end: float) -> Failure | None:
        """Try the route's addresses in turn, sharing the time until the instant `end`, then shake hands."""
        route = self._route
        began = self._clock()
        try:
            with gevent.Timeout(end - began, TimeoutError):
                addresses = route.addresses()
        except OSError as error:
            return dns_failure(route.host, error, self._clock() - began)
        failures = []
        for left, address in zip(range(len(addresses), 0, -1), addresses, strict=True):
            try:
                with gevent.Timeout(max(0.0, end - self._clock()) / left, TimeoutError):
                    connection.open(address, route.port)
            except OSError as error:
                failures.append(connect_failure(address, route.port, error, self._clock() - began))
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
                return tls_failure(error, self._clock() - began)
        route.settle(address)
        return None

    def _stop_connecting(self, connection: Connection) -> None:
        if connection.connector is not None:
            connection.connector.kill()
            connection.connector = None

    # The request.

    def _hand_over(self, connection: Connection) -> None:
        """Put the request on the wire, once."""
        payload = connection.request.payload
        try:
            written = connection.send(payload)
        except OSError as error:
            written = self._unwritten(connection, error, payload)
        if written < len(payload):
            self._send_later(connection, payload, written)

    def _send_later(self, connection: Connection, payload: bytes, written: int) -> None:
        connection.unsent = memoryview(payload)[written:]
        connection.when_writable(self._writable)

    def _writable(self, connection: Connection) -> None:
        """Take the hub's word that the system takes more of the request."""
        try:
            unsent = connection.unsent
            if unsent is None:
                return
            try:
                written = connection.send(unsent)
            except OSError as error:
                written = self._unwritten(connection, error, unsent)
            connection.unsent = unsent[written:] or None
            if connection.unsent is None:
                connection.when_writable(None)
        except Exception as bug:  # noqa: BLE001  of ours
            self._crash(bug)

    def _unwritten(self, connection: Connection, error: OSError, data: bytes | memoryview) -> int:
        """Return how much of `data` need not be sent any more, since sending it met `error`."""
        if isinstance(error, BlockingIOError):
            return 0
        # A server may answer and close before it has read everything: what it said is still there to be read.
        if error.errno in GENERATOR_FAULTS:
            self._finish(connection, generator_fault(error))
        return len(data)

    # The reply.

    def _readable(self, connection: Connection) -> None:
        """Take the hub's word that there is something to read."""
        try:
            if connection.finished is None:
                self._unasked(connection)
                return
            try:
                received = connection.recv(RECEIVE)
            except (BlockingIOError, ssl.SSLWantReadError):
                return
            except OSError as error:
                self._finish(connection, lost(error, connection.progress()))
                return
            known = self._known(received) if connection.reader is None else None
            if known is None:
                self._read(connection, received)
            else:
                reply, connection.reusable = known
                self._finish(connection, reply)
        except Exception as bug:  # noqa: BLE001  of ours
            self._crash(bug)

    def _read(self, connection: Connection, received: bytes) -> None:
        whole = connection.reader is None
        if connection.reader is None:
            connection.reader = ReplyReader()
        reader = connection.reader
        try:
            if received:
                reader.feed(received)
            else:
                reader.end()
        except BrokenHttpError as error:
            self._finish(connection, Failure(kind=FailureKind.PROTOCOL, detail=str(error)))
            return
        if reader.complete:
            reply = reader.reply()
            if self._keep_alive and (announced := reply.header("keep-alive")):
                self._idle.hear(announced)
            connection.reusable = reader.keep_alive and not reader.surplus
            if whole and received and not reader.surplus:
                self._cache.add(received, reply, reader.keep_alive)
            self._finish(connection, reply)
        elif not received:
            detail = f"the connection closed {reader.progress()}"
            self._finish(connection, Failure(kind=FailureKind.RESET, detail=detail))

    def _overdue(self, connection: Connection) -> None:
        """End a message whose time is up: what has not arrived by now comes too late."""
        try:
            connection.overdue = True
            if connection.connector is None:  # else connecting has a limit of its own
                self._finish(connection, self._timed_out(connection.progress()))
        except Exception as bug:  # noqa: BLE001  of ours
            self._crash(bug)

    def _timed_out(self, progress: str) -> Failure:
        return Failure(kind=FailureKind.TIMEOUT, detail=f"the {self._timeout:g} s were over {progress}")

    # Afterwards.

    def _finish(self, connection: Connection, response: Reply | Failure) -> None:
        """Part with the connection and tell what came of its message."""
        done = self._clock()
        self._open.ends.pop(connection, None)
        finished, connection.finished = connection.finished, None
        if connection.reader is not None:
            connection.reader.release()
            connection.reader = None
        if type(response) is Failure:
            connection.close(abort=response.kind is FailureKind.TIMEOUT)
        elif connection.unsent is not None:
            connection.close()
        elif self._keep_alive and connection.reusable:
            self._idle.add(connection, done)
        else:
            if len(self._lingering.ends) >= LINGERING:
                self._lingering.take_oldest().close()
            self._lingering.add(connection, done)
        if finished is not None:
            seq, scenario, number, _, content = connection.request
            due, sent, connected = connection.due, connection.sent, connection.connected
            told = (seq, scenario, number, due, sent, connected, done, connection.attempts, response, content)
            finished(_exchange(Exchange, told))

    def _take(self, now: float) -> Connection | None:
        """Return the kept connection used last, if it is still of use; those that are not are closed on the way."""
        idle = self._idle.ends
        while idle:
            connection, end = idle.popitem()
            if now < end and (now < end - self._idle.seconds + UNHEARD or connection.quiet()):
                return connection
            connection.close()
        return None

    def _unasked(self, connection: Connection) -> None:
        """Close when the server does; whatever else it may say before that is of no interest."""
        if connection.secured and connection.quiet():
            return
        self._idle.ended(connection, self._clock())
        self._lingering.discard(connection)
        connection.close()

    def _crash(self, bug: Exception) -> None:
        """Raise our own bug where the load was started: in the hub nobody would hear of it.

        Only the first: further ones, of messages still in flight, would be thrown into the load's end and its reports.
        """
        if not self._crashed:
            self._crashed = True
            main: Any = self._hub.parent
            self._hub.loop.run_callback(main.throw, bug)
