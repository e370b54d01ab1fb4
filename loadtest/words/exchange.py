"""The words between logic and network: what is sent, what came back, when.

Instants are seconds on the run's own monotonic clock; 0.0 is the due time of the first message.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

KEPT_BODY = 64 * 1024
"""Bytes of a reply's body that are kept; Twilio rejects a longer TwiML document (error 11750)."""

LONGEST_MESSAGE = 1600
"""Characters of one message, in and out: Twilio takes no longer one (https://www.twilio.com/docs/errors/21617)."""


class FailureKind(Enum):
    """Why no reply came back."""

    DNS = "dns"
    CONNECT = "connect"
    TLS = "tls"
    TIMEOUT = "timeout"
    RESET = "reset"
    PROTOCOL = "protocol"
    CUT = "cut"
    GENERATOR = "generator"


class Request(NamedTuple):
    """One message, ready for the wire; a tuple, because a dataclass takes three times as long to make.

    `payload` is the whole HTTP/1.1 request, head and body. It was rendered and signed ahead of the due time. `content`
    is a short name for what the message says (`Plan.content`).
    """

    seq: int
    scenario: str
    number: str
    payload: bytes
    content: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A complete HTTP reply.

    `headers` are (lower-case name, value) pairs in the order received, `cookies` the values of those that set one;
    `body` is the decoded body's first `KEPT_BODY` bytes, `size` its whole length in bytes.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    size: int
    cookies: tuple[str, ...] = ()

    def header(self, name: str) -> str | None:
        """Return the first value of header `name` (lower case), or None when absent."""
        return next((value for key, value in self.headers if key == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why no reply came back.

    `cause` is a fixed word where one kind has several causes: connect: "refused", "timed out", "unreachable";
    tls: "hostname mismatch", "expired", "untrusted", "handshake". `detail` is a sentence for people.
    """

    kind: FailureKind
    detail: str
    cause: str = ""


class Exchange(NamedTuple):
    """One message's three instants and what came back; a tuple, as `Request`.

    `sent` is when connecting began (or, on a kept connection, when the first byte was handed over); `connected` is None
    when no connection was made, and `sent` itself on a kept one. All in seconds on the run's clock.
    """

    seq: int
    scenario: str
    number: str
    due: float
    sent: float
    connected: float | None
    done: float
    attempts: int
    response: Reply | Failure
    content: str = ""

    @property
    def latency(self) -> float:
        """Seconds from when the message was due: what the sender's side experiences."""
        return self.done - self.due

    @property
    def service_time(self) -> float:
        """Seconds from when connecting began."""
        return self.done - self.sent

    @property
    def lag(self) -> float:
        """Seconds by which the generator itself was late."""
        return self.sent - self.due


class Sender(Protocol):
    """Sends one request once. A failed message is a value: nothing is raised for the network."""

    def begin(self, request: Request, due: float, finished: Callable[[Exchange], None]) -> object:
        """Send `request` without waiting; `finished` is called once, perhaps at once, with what came of it."""
        ...

    def send(self, request: Request, *, due: float) -> Exchange:
        """Send `request`, wait, and return what came back; at most one request ever reaches the wire."""
        ...

    def close(self) -> None:
        """Release every kept connection, and end what is still in flight as timed out."""
        ...
