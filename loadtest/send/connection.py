"""A connection to the server under test, and the time limits that connections have.

The kernel is asked as little as possible: these few methods are the measured path.
"""

from __future__ import annotations

import _socket
import contextlib
import errno
import os
import re
import ssl
import struct
from socket import AF_INET, AF_INET6, IPPROTO_TCP, SO_ERROR, SO_LINGER, SOCK_STREAM, SOL_SOCKET, TCP_NODELAY
from typing import TYPE_CHECKING, Any

import gevent
import gevent.socket

if TYPE_CHECKING:
    from collections.abc import Callable

    from loadtest.send.reply_reader import ReplyReader
    from loadtest.words.exchange import Exchange, Request

RECEIVE = 17 * 1024
"""Bytes to receive at once: more than a TLS record (16 kB), so that none is left half-read where no readiness tells."""

NARROW = 0.5
"""Share of the time that a server keeps idle connections, after which none is used again.

A message that leaves in the very moment in which its server closes is lost, and nobody's fault.
"""

LEAST_IDLE = 0.25
"""Seconds; a server that closes sooner does so for reasons of its own."""

_ANNOUNCED = re.compile(r"\btimeout=(\d{1,5})\b")
_READ, _WRITE = 1, 2
_CONNECTING = {0, errno.EINPROGRESS, errno.EWOULDBLOCK}
_ABORT = struct.pack("ii", 1, 0)


class Connection:
    """One socket, the hub's callback for when there is something to read, and the message that is under way on it.

    The socket is the plain, non-blocking one of the C library: nothing here waits in it. `finished` is None while no
    message is under way; `unsent` is what the kernel has not taken yet; `reader` has what came of a reply so far.
    """

    __slots__ = (
        *("_loop", "_readable", "_watcher", "_writer"),
        *("attempts", "connected", "connector", "due", "finished", "reader", "request", "sent", "unsent"),
        *("dialed", "overdue", "recv", "reusable", "secured", "send", "sock"),
    )

    # What a message sets when it takes the connection; checking for None at every use is what this avoids.
    request: Request
    due: float
    sent: float
    attempts: int
    reusable: bool

    def __init__(self, loop: Any, readable: Callable[[Connection], None]) -> None:  # noqa: ANN401  gevent names no type
        self._loop = loop
        self._readable = readable
        self._watcher: Any = None
        self._writer: Any = None
        self.sock: Any = None
        self.dialed = 0
        self.secured = self.overdue = False
        self.finished: Callable[[Exchange], None] | None = None
        self.reader: ReplyReader | None = None
        self.unsent: memoryview | None = None
        self.connector: gevent.Greenlet[..., None] | None = None
        self.connected: float | None = None

    def progress(self) -> str:
        """Return how far the reply has come, as the end of a sentence."""
        return self.reader.progress() if self.reader else "before any byte of the reply"

    def dial(self, address: str, port: int) -> bool:
        """Begin to connect, which is all it takes to an address of this machine; return whether that did not fail."""
        family, where = AF_INET, (address, port)
        if ":" in address:
            host, _, zone = address.partition("%")  # the system takes no zone in the text
            family, where = AF_INET6, (host, port, 0, int(zone or 0))  # type: ignore[assignment]
        self.sock = sock = _socket.socket(family, SOCK_STREAM)
        sock.setblocking(False)
        sock.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
        self.send, self.recv = sock.send, sock.recv
        self.dialed = sock.connect_ex(where)
        return self.dialed in _CONNECTING

    def open(self, address: str, port: int) -> None:
        """Connect, or wait until what was dialed is connected; raises `OSError`."""
        if self.sock is None:
            self.dial(address, port)
        error = self.dialed
        if error in _CONNECTING and error:
            watcher = self._loop.io(self.sock.fileno(), _WRITE)
            try:
                gevent.get_hub().wait(watcher)
            finally:
                watcher.close()
            error = self.sock.getsockopt(SOL_SOCKET, SO_ERROR)
        if error:
            raise OSError(error, os.strerror(error))

    def secure(self, tls: ssl.SSLContext, server_name: str) -> None:
        """Shake hands; raises `OSError`, of which `ssl.SSLError` is one."""
        self.sock = gevent.socket.socket(self.sock.family, SOCK_STREAM, fileno=self.sock.detach())
        self.sock = tls.wrap_socket(self.sock, server_hostname=server_name, do_handshake_on_connect=False)
        self.sock.do_handshake()
        self.sock.settimeout(0.0)
        self.secured = True
        self.send, self.recv = self.sock.send, self.sock.recv

    def listen(self) -> None:
        """Have the hub call whenever there is something to read, the end included, until `close`."""
        self._watcher = self._loop.io(self.sock.fileno(), _READ)
        self._watcher.start(self._readable, self)

    def when_writable(self, call: Callable[[Connection], None] | None) -> None:
        """Have the hub call whenever the kernel takes more bytes; with None, no more."""
        if self._writer is not None:
            self._writer.stop()
            self._writer.close()
            self._writer = None
        if call is not None:
            self._writer = self._loop.io(self.sock.fileno(), _WRITE)
            self._writer.start(call, self)

    def quiet(self) -> bool:
        """Whether there was nothing to read but TLS's own, such as a session ticket: not the server's end or word."""
        try:
            self.recv(1)
        except (BlockingIOError, ssl.SSLWantReadError):
            return True
        except OSError:
            pass
        return False

    def close(self, *, abort: bool = False) -> None:
        """Close; with `abort` by a reset, which leaves no TIME_WAIT to use up local ports."""
        sock, self.sock = self.sock, None
        if sock is None:
            return
        if self._watcher is not None:
            self._watcher.stop()
            self._watcher.close()
            self._watcher = None
        if self._writer is not None:
            self.when_writable(None)
        if abort:
            with contextlib.suppress(OSError):
                sock.setsockopt(SOL_SOCKET, SO_LINGER, _ABORT)
        sock.close()


class Limits:
    """Connections that must be done with something within the same number of seconds: first come, first overdue.

    One greenlet sleeps until the oldest is overdue and hands it to `overdue`. Insertion order is the order of the
    deadlines, so that a message costs one dict entry and no timer.
    """

    def __init__(self, seconds: float, overdue: Callable[[Connection], None], clock: Callable[[], float]) -> None:
        self.seconds = seconds
        self.ends: dict[Connection, float] = {}
        self._overdue = overdue
        self._clock = clock
        self._greenlet: gevent.Greenlet[[], None] | None = None

    def add(self, connection: Connection, began: float) -> None:
        """Limit `connection` from the instant `began`."""
        self.ends[connection] = began + self.seconds
        if self._greenlet is None:
            self._greenlet = gevent.spawn(self._expire)

    def discard(self, connection: Connection) -> None:
        """Lift the limit: it was done with in time."""
        self.ends.pop(connection, None)

    def take_oldest(self) -> Connection:
        """Return the connection that would be overdue first, and lift its limit."""
        connection = next(iter(self.ends))
        del self.ends[connection]
        return connection

    def _expire(self) -> None:
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


class Kept(Limits):
    """Connections without a message that may be used again, for as long as their server surely keeps them."""

    def hear(self, announced: str) -> None:
        """Take a server's word for how long it does: `Keep-Alive: timeout=5`."""
        if said := _ANNOUNCED.search(announced):
            self._narrow(NARROW * int(said[1]))

    def ended(self, connection: Connection, now: float) -> None:
        """Take a server's own end of a connection for as long as it does."""
        if (end := self.ends.pop(connection, None)) is not None:
            self._narrow(max(NARROW * (now - end + self.seconds), LEAST_IDLE))

    def _narrow(self, seconds: float) -> None:
        if seconds < self.seconds:
            while self.ends:  # each has an end of its own, by what was believed before
                self.take_oldest().close()
            self.seconds = seconds
