"""The mock in a process of its own: how it is started, what goes in, and the events that come back.

A load that hosts the mock starts it anew (so that neither holds the other up), hands it a job through its standard
input, since secrets belong neither in arguments nor in the environment, and reads JSON lines from its standard output.
The end of the input means that the load is over, or dead: the mock then says its last counts and ends. A load that was
told the address of a mock that runs already reads the same lines over HTTP. Instants in them are of the system's
monotonic clock, which all processes of a machine share.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from base64 import b64encode
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

import gevent
from gevent import socket
from gevent.event import Event
from gevent.fileobject import FileObject
from gevent.queue import Full, Queue
from gevent.subprocess import PIPE, Popen, TimeoutExpired

import loadtest
from loadtest.mock_twilio import authority
from loadtest.mock_twilio.behaviour import Behaviour
from loadtest.mock_twilio.counts import Seen
from loadtest.mock_twilio.server import EVENTS, MockTwilio, gather, rest
from loadtest.words.errors import ConfigError, ExitCode, NotReadyError
from loadtest.words.secret import without_private

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


WORKER: Final = "mock-twilio-worker"
"""The verb that the process is started with; not for people."""

_START_LIMIT = 30.0
_END_LIMIT = 5.0


class Listener(Protocol):
    """Who is told what the server sent; called as events come in, in order."""

    def text(self, at: float, to: str, sender: str, body: str, sid: str) -> None:
        """Take an outbound message, which came in at an instant of the system's monotonic clock."""
        ...

    def callback(self, at: float, to: str, sender: str, sid: str, about: Sequence[Any]) -> None:
        """Take its wish for status callbacks; `about` is (URL, how it ends, error code)."""
        ...

    def code(self, number: str, code: str) -> None:
        """Take a code that a number was sent, to verify it with."""
        ...


class Mock:
    """A running mock, as the load sees it: `seen` holds the latest counts, `port` where it listens."""

    def __init__(self, lines: Iterable[bytes], *, end: Callable[[], object]) -> None:
        self.seen = Seen()
        self.unread = 0
        self.port = 0
        self.problem = ""
        self.listener: Listener | None = None
        self.over = Event()
        self._ready = Event()
        self._end = end
        self._reader = gevent.spawn(self._read, lines)

    def wait(self) -> None:
        """Wait until it listens.

        Raises:
            ConfigError: when it cannot.
            NotReadyError: when it says nothing.

        """
        self._ready.wait(_START_LIMIT)
        if self.problem:
            raise ConfigError([self.problem])
        if not self._ready.is_set() or self.over.is_set():
            raise NotReadyError("the mock Twilio did not start; look for its messages above, and try another port")

    def close(self) -> None:
        """End it, once it has said its last counts."""
        with contextlib.suppress(OSError):
            self._end()
        self.over.wait(_END_LIMIT)
        self._reader.kill()

    def _read(self, lines: Iterable[bytes]) -> None:
        try:
            with contextlib.suppress(OSError, ValueError):
                for line in lines:
                    self._take(json.loads(line.decode()))
        finally:
            self.over.set()
            self._ready.set()

    def _take(self, event: dict[str, Any]) -> None:
        if "text" in event:
            at, to, sender, body, sid = event["text"]
            if self.listener:
                self.listener.text(at, to, sender, body, sid)
                if "callback" in event:
                    self.listener.callback(at, to, sender, sid, event["callback"])
        elif "code" in event:
            if self.listener:
                self.listener.code(event["code"][1], event["code"][2])
        elif "seen" in event:
            self.seen, self.unread = Seen.from_wire(event["seen"]), event["unread"]
            self._ready.set()
        elif "listening" in event:
            self.port = event["listening"]
        elif "problem" in event:
            self.problem = event["problem"]


def hosted(behaviour: Behaviour, *, folder: Path, host: str, port: int) -> Mock:
    """Start a mock in a process of its own, and return it; `wait` before it is relied on."""
    popen: Any = Popen(
        loadtest.anew(WORKER, sys.executable, sys.path),
        stdin=PIPE,
        stdout=PIPE,
        env=without_private(os.environ),
        start_new_session=True,  # a terminal's ^C comes to the load alone, which ends it
    )
    job = {"behaviour": behaviour.to_wire(), "folder": str(folder), "host": host, "port": port}
    with contextlib.suppress(OSError):
        popen.stdin.write(json.dumps(job).encode() + b"\n")
        popen.stdin.flush()

    def end() -> None:
        popen.stdin.close()
        with contextlib.suppress(TimeoutExpired):
            popen.wait(_END_LIMIT)
        if popen.poll() is None:
            popen.kill()

    return Mock(popen.stdout, end=end)


def attached(host: str, port: int, behaviour: Behaviour) -> Mock:
    """Return a mock that runs already.

    Raises:
        NotReadyError: when nothing answers there, or what does is no mock, or one of another account.

    """
    try:
        link = socket.create_connection((host, port), timeout=10.0)
        login = b64encode(f"{behaviour.account_sid}:{behaviour.auth_token}".encode()).decode()
        link.sendall(f"GET {EVENTS} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Basic {login}\r\n\r\n".encode())
        link.settimeout(None)
        lines = link.makefile("rb")
        status = lines.readline()
        while lines.readline().strip():
            pass
    except OSError as error:
        raise NotReadyError(
            f"mock-twilio: nothing answers at {host} port {port} ({error}); start one with `loadtest mock-twilio`"
        ) from error
    if b" 200 " not in status:
        why = "it has another account-sid or auth-token" if b" 401 " in status else "it is no mock Twilio"
        raise NotReadyError(f"mock-twilio: what answers at {host} port {port} cannot be used: {why}")

    def end() -> None:
        link.shutdown(socket.SHUT_RDWR)

    mock = Mock(lines, end=end)
    mock.port = port
    return mock


def work() -> int:
    """Be the mock of a load: the whole life of its process."""
    sys.stdout.flush()
    out = FileObject(os.dup(1), "wb", 0)
    os.dup2(2, 1)  # whatever prints by mistake must not come between the events
    source = FileObject(0, "rb")
    line = source.readline()
    if not line.endswith(b"\n"):
        return ExitCode.PASSED  # who started this process died before it had said what to do
    job = json.loads(line)
    try:
        tls = authority.tls_context(Path(job["folder"]))
        mock = MockTwilio(Behaviour.from_wire(job["behaviour"]), tls, host=job["host"], port=job["port"])
        mock.start()
    except ConfigError as error:
        out.write(json.dumps({"problem": error.problems[0]}).encode() + b"\n")
        return ExitCode.WRONG_CONFIGURATION
    out.write(json.dumps({"listening": mock.port}).encode() + b"\n")
    queue, over = mock.events(), Event()
    teller = gevent.spawn(_tell_all, queue, out, over)
    source.read()
    mock.stop()
    over.set()
    with contextlib.suppress(Full):
        queue.put_nowait(mock.last_words())
    teller.join(_END_LIMIT)
    return ExitCode.PASSED


def write_all(out: Any, data: bytes) -> None:  # noqa: ANN401  gevent's files have no common type
    """Write the whole of `data`: a pipe whose reader is busy takes a part at a time."""
    left = memoryview(data)
    while left:
        left = left[out.write(left) :]


def _tell_all(queue: Queue[bytes], out: Any, over: Event) -> None:  # noqa: ANN401  gevent's files have no common type
    with contextlib.suppress(OSError):
        while not over.is_set() or not queue.empty():
            write_all(out, told := gather(queue))
            rest(told)
