"""Raw TCP servers on loopback, as hostile as a test wants them, that count what reached them.

A behaviour plays one connection in a thread of its own: `RawServer(behaviour)`. Whatever it leaves open, the server
closes first; every byte that arrives, to the very end, is kept in `received`.
"""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator

    Behaviour = Callable[["Peer"], None]

PATH = "/hook"
BODY = b"<Response/>"
REPLY = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 11\r\n\r\n" + BODY


def payload(*, keep_alive: bool = False, body: bytes = b"Body=Hello", host: str = "127.0.0.1") -> bytes:
    """Return a whole request as a plan renders it."""
    return (
        f"POST {PATH} HTTP/1.1\r\nHost: {host}\r\nContent-Length: {len(body)}\r\n"
        f"Connection: {'keep-alive' if keep_alive else 'close'}\r\n\r\n"
    ).encode() + body


class Peer:
    """The server's end of one connection."""

    def __init__(self, sock: socket.socket, stopping: threading.Event) -> None:
        self.sock = sock
        self.received = bytearray()
        self.ended = False  # whether the client has closed its side
        self.stopping = stopping
        self._unread = b""

    def hear(self, limit: int = 65536) -> bytes:
        """Read something; b"" at the end."""
        data = self.sock.recv(limit)
        self.received += data
        self.ended = not data
        return data

    def request(self) -> bytes:
        """Read one whole request; b"" when the connection ends before it does."""
        data = self._unread
        while b"\r\n\r\n" not in data:
            more = self.hear()
            if not more:
                return b""
            data += more
        head, _, body = data.partition(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0] or 0)
        while len(body) < length:
            more = self.hear()
            if not more:
                return b""
            body += more
        self._unread = body[length:]
        return head + b"\r\n\r\n" + body[:length]

    def say(self, data: bytes) -> None:
        self.sock.sendall(data)

    def rest(self, seconds: float = 20.0) -> bool:
        """Do nothing for so long; True when the server is stopping."""
        return self.stopping.wait(seconds)

    def reset(self) -> None:
        """Close with a reset instead of an end."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.sock.close()

    def finish(self) -> None:
        """Close our side first, then hear the client out."""
        with contextlib.suppress(OSError):
            self.sock.shutdown(socket.SHUT_WR)
            while self.hear():
                pass


class RawServer:
    """Listens on loopback while in its `with` block."""

    def __init__(
        self, behave: Behaviour, *, address: str = "127.0.0.1", port: int = 0, tls: ssl.SSLContext | None = None
    ) -> None:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self._listener = socket.create_server((address, port), family=family, backlog=128)
        self._behave = behave
        self._tls = tls
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []
        self.peers: list[Peer] = []
        self.address = address
        self.port: int = self._listener.getsockname()[1]
        self.origin = (
            f"{'https' if tls else 'http'}://{f'[{address}]' if family is socket.AF_INET6 else address}:{self.port}"
        )
        self.url = self.origin + PATH

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._threads[0].join(5)
        self._listener.close()
        for peer in self.peers:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(peer.sock, socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)

    @property
    def connections(self) -> int:
        return len(self.peers)

    @property
    def received(self) -> bytes:
        return b"".join(bytes(peer.received) for peer in self.peers)

    @property
    def requests(self) -> int:
        """Request heads that reached the wire, whatever became of them."""
        return self.received.count(b"POST " + PATH.encode())

    def _start(self, run: Callable[..., None], *args: object) -> None:
        thread = threading.Thread(target=run, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._stopping.is_set():
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            peer = Peer(sock, self._stopping)
            self.peers.append(peer)
            self._start(self._play, peer)

    def _play(self, peer: Peer) -> None:
        try:
            if self._tls is not None:
                peer.sock = self._tls.wrap_socket(peer.sock, server_side=True)
            self._behave(peer)
            peer.finish()
        except OSError:
            pass  # the client left, or the test is over
        finally:
            peer.sock.close()


class FullServer:
    """Listens, but its queue is full: no connection is ever made."""

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=0)
        self.port = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}{PATH}"
        self._fillers = []
        for _ in range(3):
            filler = socket.socket()
            filler.setblocking(False)
            filler.connect_ex(("127.0.0.1", self.port))
            self._fillers.append(filler)
        return self

    def __exit__(self, *_: object) -> None:
        for sock in (*self._fillers, self._listener):
            sock.close()


def closed_port(address: str = "127.0.0.1") -> int:
    """Return a port on which nothing listens."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.create_server((address, 0), family=family) as listener:
        port: int = listener.getsockname()[1]
    return port


@contextlib.contextmanager
def unheard_port() -> Iterator[int]:
    """Hold a port on which nothing listens, so that no other test's server gets it meanwhile."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port: int = held.getsockname()[1]
        yield port


def saying(*pieces: bytes, pause: float = 0.0) -> Behaviour:
    """Read the request, say the pieces, close."""

    def behave(peer: Peer) -> None:
        peer.request()
        for piece in pieces:
            peer.say(piece)
            if pause and peer.rest(pause):
                return

    return behave


def then_silent(*pieces: bytes) -> Behaviour:
    """Read the request, say the pieces, then nothing more, and never close."""

    def behave(peer: Peer) -> None:
        saying(*pieces)(peer)
        peer.rest()

    return behave


def endlessly(first: bytes, then: bytes, *, pause: float = 0.0) -> Behaviour:
    """Read the request, say the first, then the other for ever."""

    def behave(peer: Peer) -> None:
        peer.request()
        peer.say(first)
        while not peer.rest(pause):
            peer.say(then)

    return behave


def answering(reply: bytes = REPLY, *, times: int = 1_000_000) -> Behaviour:
    """Answer so many requests on one connection, then close it."""

    def behave(peer: Peer) -> None:
        for _ in range(times):
            if not peer.request():
                return
            peer.say(reply)

    return behave


def resetting(*pieces: bytes) -> Behaviour:
    """Read the request, say the pieces, reset."""

    def behave(peer: Peer) -> None:
        saying(*pieces, pause=0.1)(peer)
        peer.reset()

    return behave
