"""The simulator's sockets: HTTP/1.1 on gevent, kept connections or closed ones, hostile clients included.

Nothing a client does raises here or is printed: it gets an error status where one can be sent, and its connection is
closed. The limits are Node's and Express's defaults, which stand before the observed application.
"""

from __future__ import annotations

from collections import deque
from email.utils import formatdate
from http import HTTPStatus
from time import monotonic
from typing import TYPE_CHECKING, Final, Self

import gevent
import httptools
from gevent import socket
from gevent.event import Event
from gevent.pool import Pool

from loadtest.simulator.application import Application
from loadtest.simulator.exchange import Incoming, Response
from loadtest.words.errors import ConfigError

if TYPE_CHECKING:
    from loadtest.simulator.application import Counts
    from loadtest.simulator.behaviour import Behaviour
    from loadtest.simulator.bot import BotCounts

MOST_HEAD: Final = 16 * 1024
MOST_BODY: Final = 100 * 1024
BACKLOG: Final = 4096
MOST_CONNECTIONS: Final = 10_000
LINGER: Final = 1.0  # seconds to read what a refused client still sends, so that it reads our answer before a reset
RETRY_ACCEPT: Final = 0.05
_READ: Final = 16 * 1024
_BEAT: Final = 0.05
_FULL_BACKLOG: Final = 2


class Simulator:
    """The demo server; `with Simulator(behaviour) as server:` runs it.

    Raises:
        ConfigError: from `start`, when the address cannot be bound.

    """

    def __init__(self, behaviour: Behaviour, host: str = "127.0.0.1", port: int = 0) -> None:
        self.behaviour = behaviour
        self.host = host
        self.port = port
        self._application = Application(behaviour)
        self._connections = Pool(MOST_CONNECTIONS)
        self._listener: socket.socket | None = None
        self._accepting: gevent.Greenlet[..., None] | None = None
        self._restarting: gevent.Greenlet[..., None] | None = None
        self._stopped = Event()

    @property
    def origin(self) -> str:
        """`http://localhost:PORT`, or the IPv6 address in place of the name."""
        return f"http://[{self.host}]:{self.port}" if ":" in self.host else f"http://localhost:{self.port}"

    @property
    def url(self) -> str:
        """The webhook."""
        return self.origin + self.behaviour.webhook_path

    @property
    def counts(self) -> Counts:
        """What was received and what became of it, up to now."""
        return self._application.counts

    @property
    def bot(self) -> BotCounts | None:
        """What became of accepted messages afterwards, where the simulator is a bot that answers later."""
        return self._application.bot.counts if self.behaviour.texts else None

    def code_for(self, number: str) -> str:
        """Return the code that verifies `number`: what its owner would be texted."""
        return self._application.book.code_for(number)

    def start(self) -> None:
        """Bind the port, which is then known, and serve; with a late start connections are refused until then."""
        try:
            family, kind, _, _, address = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)[0]
            listener = _bound(family, kind, address)
        except OSError as error:
            raise ConfigError(
                [f"cannot listen on {self.host} port {self.port}: {error}; choose another port"]
            ) from error
        self._listener = listener
        self.port = listener.getsockname()[1]
        if not self.behaviour.late_start:
            listener.listen(BACKLOG)
        self._accepting = gevent.spawn(self._accept, listener)
        if self.behaviour.script.away:
            self._restarting = gevent.spawn(self._restart)

    def stop(self) -> None:
        """Close the port and every connection; what was in the background is abandoned."""
        if self._restarting:
            self._restarting.kill()
        if self._accepting:
            self._accepting.kill()
        if self._listener:
            self._listener.close()
        self._connections.kill()
        self._application.background.kill()
        self._application.bot.stop()
        self._stopped.set()

    def wait(self) -> None:
        """Return when `stop` has been called."""
        self._stopped.wait()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _restart(self) -> None:
        """Be gone for a while, as the script says, and come back as a new process on the same port."""
        script, listener = self.behaviour.script, self._listener
        while listener is None or self._application.running_for < script.at:
            gevent.sleep(_BEAT)
        address, family, kind = listener.getsockname(), listener.family, listener.type
        if self._accepting:
            self._accepting.kill()
        listener.close()
        self._connections.kill()
        gevent.sleep(script.away)
        self._application.restarted()
        self._listener = _bound(family, kind, address)
        self._listener.listen(BACKLOG)
        self._accepting = gevent.spawn(self._accept, self._listener)

    def _accept(self, listener: socket.socket) -> None:
        if self.behaviour.late_start:
            gevent.sleep(self.behaviour.late_start)
            listener.listen(BACKLOG)
        while True:
            try:
                client, address = listener.accept()
            except OSError:  # out of descriptors, or the client has gone already
                gevent.sleep(RETRY_ACCEPT)
                continue
            self._connections.spawn(self._converse, client, address[0])
            script = self.behaviour.script
            if script.accept and self._application.running_for >= script.at:
                listener.listen(_FULL_BACKLOG)
                gevent.sleep(script.accept)

    def _converse(self, client: socket.socket, ip: str) -> None:
        """Response requests until either side has had enough."""
        inbox = _Inbox(ip)
        patience = self.behaviour.request_timeout
        try:
            while request := self._next(client, inbox, patience):
                if isinstance(request, HTTPStatus):
                    _refuse(client, request)
                    return
                answer = self._application.answer(request)
                client.settimeout(self.behaviour.request_timeout)
                client.sendall(self._rendered(answer, request))
                if not request.keep_alive:
                    client.close()
                if answer.afterwards:
                    answer.afterwards()
                if not request.keep_alive:
                    return
                patience = self.behaviour.keep_alive_timeout
        except OSError:  # the client has gone, or takes no answer
            pass
        finally:
            client.close()

    def _next(self, client: socket.socket, inbox: _Inbox, patience: float) -> Incoming | HTTPStatus | None:
        """Return the next request, the error it deserves, or None when there is no more.

        `patience` is for its first byte; from then on it has `request_timeout` seconds in all.
        """
        deadline = monotonic() + patience
        while not inbox.ready:
            if inbox.error:
                return inbox.error
            begun = inbox.begun
            try:
                client.settimeout(max(deadline - monotonic(), 0.001))
                data = client.recv(_READ)
            except TimeoutError:
                return HTTPStatus.REQUEST_TIMEOUT if begun else None
            if not data:
                return None
            inbox.feed(data)
            if inbox.begun and not begun:
                deadline = monotonic() + self.behaviour.request_timeout
        return inbox.ready.popleft()

    def _rendered(self, answer: Response, request: Incoming) -> bytes:
        body = b"" if request.method == "HEAD" else answer.body
        more = "".join(f"{name}: {value}\r\n" for name, value in answer.headers)
        persistence = (
            f"Connection: keep-alive\r\nKeep-Alive: timeout={self.behaviour.keep_alive_timeout:.0f}\r\n"
            if request.keep_alive
            else "Connection: close\r\n"
        )
        head = (
            f"{_status_line(answer.status)}{more}Content-Type: {answer.content_type}\r\n"
            f"Content-Length: {len(answer.body)}\r\nDate: {formatdate(usegmt=True)}\r\n{persistence}\r\n"
        )
        return head.encode() + body


class _Inbox:
    """Turns bytes into whole requests; the methods named `on_…` are httptools' callbacks."""

    def __init__(self, ip: str) -> None:
        self.ready: deque[Incoming] = deque()
        self.error: HTTPStatus | None = None
        self.begun = False
        self._ip = ip
        self._parser = httptools.HttpRequestParser(self)
        self._in_head = True
        self._head_size = 0

    def feed(self, data: bytes) -> None:
        """Take in `data`; afterwards look at `ready` and `error`."""
        self._head_size += len(data)
        try:
            self._parser.feed_data(data)
        except (
            httptools.HttpParserUpgrade
        ):  # asked for another protocol: answered in this one, as Node does, then closed
            self.error = HTTPStatus.BAD_REQUEST
        except httptools.HttpParserError:
            self.error = self.error or HTTPStatus.BAD_REQUEST
        if self._in_head and self._head_size >= MOST_HEAD:
            self.error = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE

    def on_message_begin(self) -> None:
        self.begun = True
        self._target = b""
        self._headers: dict[str, str] = {}
        self._body = b""

    def on_url(self, url: bytes) -> None:
        self._target += url

    def on_header(self, name: bytes, value: bytes) -> None:
        self._headers.setdefault(name.decode("latin-1").lower(), value.decode("latin-1"))

    def on_headers_complete(self) -> None:
        self._in_head = False
        if int(self._headers.get("content-length", "0")) > MOST_BODY:
            self.error = HTTPStatus.REQUEST_ENTITY_TOO_LARGE

    def on_body(self, body: bytes) -> None:
        if len(self._body) + len(body) > MOST_BODY:
            self.error = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        if not self.error:
            self._body += body

    def on_message_complete(self) -> None:
        self.begun = False
        self._in_head = True
        self._head_size = 0
        if self._parser.get_http_version() == "1.1" and "host" not in self._headers:
            self.error = HTTPStatus.BAD_REQUEST
        if self.error:
            return
        self.ready.append(
            Incoming(
                method=self._parser.get_method().decode("latin-1"),
                target=self._target.decode("latin-1"),
                headers=self._headers,
                body=self._body,
                ip=self._ip,
                keep_alive=self._parser.should_keep_alive(),
            )
        )


def _bound(family: int, kind: int, address: tuple[object, ...]) -> socket.socket:
    listener = socket.socket(family, kind)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError:
        listener.close()
        raise
    return listener


def _status_line(status: int) -> str:
    return f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\n"


def _refuse(client: socket.socket, status: HTTPStatus) -> None:
    """Response what was no request, and let the client read the answer."""
    client.settimeout(LINGER)
    client.sendall(f"{_status_line(status)}Content-Length: 0\r\nConnection: close\r\n\r\n".encode())
    client.shutdown(socket.SHUT_WR)
    deadline = monotonic() + LINGER
    while monotonic() < deadline and client.recv(_READ):
        pass
