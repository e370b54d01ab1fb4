"""The mock's port: a forward proxy, TLS for who comes by name, and plain HTTP for who was given the address.

What a connection is shows in its first byte: a TLS handshake begins with 0x16, everything else is HTTP, and of that
CONNECT asks for a tunnel, which for Twilio's hosts ends here. Nothing a client does raises here or is printed.
"""

from __future__ import annotations

import contextlib
import hmac
import json
from base64 import b64decode
from http import HTTPStatus
from typing import TYPE_CHECKING, Final, Self
from urllib.parse import urlsplit

import gevent
from gevent import socket
from gevent.event import Event
from gevent.pool import Pool
from gevent.queue import Full, Queue

from loadtest.mock_twilio.api import Api
from loadtest.mock_twilio.others import ForbiddenError, Others, is_twilio, relay
from loadtest.mock_twilio.wire import Inbox, Incoming, Response, as_json, rendered
from loadtest.words.errors import ConfigError

if TYPE_CHECKING:
    import ssl

    from loadtest.mock_twilio.behaviour import Behaviour
    from loadtest.mock_twilio.counts import Seen

USER: Final = "mock"
"""The name in the proxy's credentials."""
EVENTS: Final = "/mock-events"
MOST_CONNECTIONS: Final = 10_000
PATIENCE: Final = 120.0
HANDSHAKE: Final = 10.0
BACKLOG: Final = 4096
MOST_WAITING: Final = 200_000
"""Events kept for a reader that is slow."""
COUNTS_EVERY: Final = 0.5
_GATHERED_FOR_EACH, _GATHERED = 0.05, 0.2
"""Seconds for which events are gathered after some were told, for each of those and at most.

Each says when it came in, and waking up costs a load more than reading.
"""
_READ: Final = 64 * 1024
_TLS: Final = 0x16
_RETRY: Final = 0.05


def is_loopback(host: str) -> bool:
    """Return whether nobody but this machine reaches what listens on `host`, so that no password is needed."""
    return host in {"localhost", "::1"} or host.startswith("127.")


class MockTwilio:
    """The mock; `with MockTwilio(behaviour, tls) as mock:` runs it. Events go to whoever `events` was handed to.

    Raises:
        ConfigError: from `start`, when the address cannot be bound, or lies off loopback without a password.

    """

    def __init__(self, behaviour: Behaviour, tls: ssl.SSLContext, *, host: str = "127.0.0.1", port: int = 0) -> None:
        self.host, self.port = host, port
        self._behaviour = behaviour
        self._tls = tls
        self._api = Api(behaviour, tell=self._tell)
        self._others = Others(self._api.seen.others, refuse=behaviour.refuse_others)
        self._readers: list[Queue[bytes]] = []
        self._unread = 0
        self._connections = Pool(MOST_CONNECTIONS)
        self._listener: socket.socket | None = None
        self._running: list[gevent.Greenlet[..., None]] = []

    @property
    def seen(self) -> Seen:
        """What was asked of the mock so far."""
        return self._api.seen

    def start(self) -> None:
        """Bind the port, which is then known, and serve."""
        if not is_loopback(self.host) and not self._behaviour.password:
            why = f"mock-twilio: {self.host} is open to others, and the proxy has no password"
            remedy = "listen on 127.0.0.1, or make the variables with `loadtest mock-twilio env` first"
            raise ConfigError([f"{why}; {remedy}"])
        try:
            family, kind, _, _, address = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)[0]
            listener = socket.socket(family, kind)
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
        except (OSError, OverflowError) as error:
            raise ConfigError(
                [f"mock-twilio: cannot listen on {self.host} port {self.port}: {error}; name another port"]
            ) from error
        self._listener = listener
        self.port = listener.getsockname()[1]
        listener.listen(BACKLOG)
        self._running = [gevent.spawn(self._accept, listener), gevent.spawn(self._count)]

    def stop(self) -> None:
        """Close the port and every connection."""
        gevent.killall(self._running)
        if self._listener:
            self._listener.close()
        self._connections.kill()

    def wait(self) -> None:
        """Serve until an exception from outside comes."""
        Event().wait()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def events(self) -> Queue[bytes]:
        """Return a queue that gets every event from now on, a JSON line each."""
        queue: Queue[bytes] = Queue(MOST_WAITING)
        self._readers.append(queue)
        queue.put(self._counts())
        return queue

    def _tell(self, event: dict[str, object]) -> None:
        line = json.dumps(event).encode() + b"\n"
        for queue in self._readers:
            try:
                queue.put_nowait(line)
            except Full:
                self._unread += 1

    def _counts(self) -> bytes:
        return json.dumps({"seen": self.seen.to_wire(), "unread": self._unread}).encode() + b"\n"

    def last_words(self) -> bytes:
        """Return the counts as they stand, as an event."""
        return self._counts()

    def _count(self) -> None:
        before = b""
        while True:
            gevent.sleep(COUNTS_EVERY)
            now = self._counts()
            if now != before:
                before = now
                for queue in self._readers:
                    with contextlib.suppress(Full):
                        queue.put_nowait(now)

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:  # out of descriptors, or the client has gone already
                gevent.sleep(_RETRY)
                continue
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._connections.spawn(self._meet, client)

    def _meet(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError):
            client.settimeout(PATIENCE)
            first = client.recv(1, socket.MSG_PEEK)
            if first and first[0] == _TLS:
                self._secure(client)
            elif first:
                self._plain(client)
        client.close()

    def _secure(self, client: socket.socket) -> None:
        """Speak as Twilio's host that the client asks for."""
        client.settimeout(HANDSHAKE)
        secured = self._tls.wrap_socket(client, server_side=True)
        try:
            secured.settimeout(PATIENCE)
            inbox = Inbox()
            while request := _next(secured, inbox):
                host = request.headers.get("host", "").partition(":")[0].lower()
                if not self._reply(secured, request, host):
                    return
        finally:
            secured.close()

    def _plain(self, client: socket.socket) -> None:
        inbox = Inbox()
        while request := _next(client, inbox):
            if request.method == "CONNECT":
                self._tunnel(client, request, inbox.rest)
                return
            if request.target.startswith("http://"):
                if not self._may_pass(request):
                    client.sendall(rendered(_login(), request))
                    return
                host = urlsplit(request.target).hostname or ""
                if not is_twilio(host):
                    self._pass_on(client, request)
                    return
                where = urlsplit(request.target)
                request = Incoming(
                    method=request.method,
                    target=where.path + (f"?{where.query}" if where.query else ""),
                    headers=request.headers,
                    body=request.body,
                    keep_alive=request.keep_alive,
                )
            elif request.target == EVENTS:
                self._stream(client, request)
                return
            else:
                host = request.headers.get("host", "").rpartition(":")[0].lower()
            if not self._reply(client, request, host):
                return

    def _reply(self, client: socket.socket, request: Incoming, host: str) -> bool:
        """Answer a request for a host of Twilio's; return whether there may be another."""
        answer = self._api.answer(request, host)
        if answer.delay:
            gevent.sleep(answer.delay)
        client.sendall(rendered(answer, request))
        return request.keep_alive and answer.cut is None

    def _may_pass(self, request: Incoming) -> bool:
        if not self._behaviour.password:
            return True
        kind, _, text = request.headers.get("proxy-authorization", "").partition(" ")
        try:
            given = b64decode(text, validate=True)
        except ValueError:
            return False
        return kind.lower() == "basic" and hmac.compare_digest(given, f"{USER}:{self._behaviour.password}".encode())

    def _tunnel(self, client: socket.socket, request: Incoming, rest: bytes) -> None:
        if not self._may_pass(request):
            client.sendall(rendered(_login(), request))
            return
        host, _, port = request.target.rpartition(":")
        host = host.strip("[]")
        if is_twilio(host):
            client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            self._secure(client)
            return
        try:
            link = self._others.connect(host, int(port))
        except (OSError, ValueError) as error:
            client.sendall(rendered(_refused(error), request))
            return
        client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        client.settimeout(None)
        if rest:
            link.sendall(rest)
        relay(client, link)

    def _pass_on(self, client: socket.socket, request: Incoming) -> None:
        try:
            self._others.forward(request, client)
        except (OSError, ValueError) as error:
            client.sendall(rendered(_refused(error), request))

    def _stream(self, client: socket.socket, request: Incoming) -> None:
        """Send events, as they come, to a load that was told this address and knows the account's credentials."""
        if not self._api.knows(request):
            client.sendall(rendered(Response(status=401), request))
            return
        queue = self.events()
        client.settimeout(PATIENCE)
        try:
            client.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nConnection: close\r\n\r\n")
            while True:
                client.sendall(told := gather(queue))
                rest(told)
        finally:
            self._readers.remove(queue)


def gather(queue: Queue[bytes]) -> bytes:
    """Wait for an event, and return it with all that wait behind it."""
    lines = [queue.get()]
    while not queue.empty():
        lines.append(queue.get_nowait())
    return b"".join(lines)


def rest(told: bytes) -> None:
    """Let events gather: a single one is soon followed by the next telling, those of a load by one for many."""
    gevent.sleep(min(_GATHERED_FOR_EACH * told.count(b"\n"), _GATHERED))


def _next(client: socket.socket, inbox: Inbox) -> Incoming | None:
    """Return the next request, or None when there is none; what is no request gets the error that it deserves."""
    while not inbox.ready:
        if inbox.error is not None:
            status = inbox.error
            client.sendall(f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\nContent-Length: 0\r\n\r\n".encode())
            return None
        data = client.recv(_READ)
        if not data:
            return None
        inbox.feed(data)
    return inbox.ready.popleft()


def _login() -> Response:
    return Response(
        status=HTTPStatus.PROXY_AUTHENTICATION_REQUIRED, headers=(("Proxy-Authenticate", 'Basic realm="mock Twilio"'),)
    )


def _refused(error: Exception) -> Response:
    status = HTTPStatus.FORBIDDEN if isinstance(error, ForbiddenError) else HTTPStatus.BAD_GATEWAY
    return as_json(status, {"message": f"the load test's mock Twilio does not pass this on: {type(error).__name__}"})
