"""A connection to the server under test, and the time limits that connections have.

The kernel is asked as little as possible: these few methods are the measured path.
"""

from __future__ import annotations

import contextlib
import ssl
import struct
from select import POLLIN
from socket import AF_INET, AF_INET6, IPPROTO_TCP, SHUT_RDWR, SO_LINGER, SOCK_STREAM, SOL_SOCKET, TCP_NODELAY
from typing import TYPE_CHECKING, Any

import gevent
import gevent.socket
from gevent.monkey import get_original
from greenlet import getcurrent, greenlet

if TYPE_CHECKING:
    from collections.abc import Callable

_RECEIVE = 17 * 1024  # more than a TLS record (16 kB), so that none is left half-read where no readiness tells of it

_poll = get_original("select", "poll")  # never waits here, so it need not cooperate


class Connection:
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
        self._on_idle: Callable[[Connection], None] | None = None
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

    def when_readable(self, call: Callable[[Connection], None]) -> None:
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
            self._greenlet = gevent.spawn(self._watch)

    def discard(self, connection: Connection) -> None:
        """Lift the limit: it was done with in time."""
        self.ends.pop(connection, None)

    def take_oldest(self) -> Connection:
        """Return the connection that would be overdue first, and lift its limit."""
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
