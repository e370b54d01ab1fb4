"""HTTP/1.1 as the mock reads and writes it: bytes in, whole requests out, answers as bytes."""

from __future__ import annotations

import json
from collections import deque
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

import httptools

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_HEAD: Final = 32 * 1024
MOST_BODY: Final = 256 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One whole request; header names in lower case, a repeated one's first value."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes
    keep_alive: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One reply; `cut` bytes of the body are sent where it is to break off, `delay` seconds pass before."""

    status: int
    body: bytes = b""
    content_type: str = "application/json; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()
    cut: int | None = None
    delay: float = 0.0


def as_json(status: int, value: Mapping[str, Any], headers: tuple[tuple[str, str], ...] = ()) -> Response:
    """Return `value` as Twilio writes JSON."""
    return Response(status=status, body=json.dumps(value).encode(), headers=headers)


def rendered(answer: Response, request: Incoming) -> bytes:
    """Return the answer's bytes; one that breaks off promises the whole length."""
    length = len(answer.body)
    body = b"" if request.method == "HEAD" else answer.body[: answer.cut]
    more = "".join(f"{name}: {value}\r\n" for name, value in answer.headers)
    persistence = "keep-alive" if request.keep_alive and answer.cut is None else "close"
    kind = f"Content-Type: {answer.content_type}\r\n" if length else ""
    head = (
        f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}\r\n{more}{kind}"
        f"Content-Length: {length}\r\nTwilio-Request-Duration: 0.010\r\nConnection: {persistence}\r\n\r\n"
    )
    return head.encode("latin-1", "replace") + body


class Inbox:
    """Turns bytes into whole requests; the methods named `on_…` are httptools' callbacks.

    `error` is the status that what came in deserves; nothing more is read then. A request for a tunnel (CONNECT) is
    the last one: what follows it, `rest`, belongs to the tunnel.
    """

    def __init__(self) -> None:
        self.ready: deque[Incoming] = deque()
        self.error: HTTPStatus | None = None
        self.begun = False
        self.rest = b""
        self._parser = httptools.HttpRequestParser(self)
        self._target = b""
        self._headers: dict[str, str] = {}
        self._body: list[bytes] = []
        self._size = 0

    def feed(self, data: bytes) -> None:
        """Take in `data`; afterwards look at `ready` and `error`."""
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade as upgrade:
            self.rest = data[upgrade.args[0] :]
        except (httptools.HttpParserError, ValueError):
            self.error = self.error or HTTPStatus.BAD_REQUEST

    def on_message_begin(self) -> None:
        """Begin a message."""
        self.begun = True
        self._target, self._headers, self._body, self._size = b"", {}, [], 0

    def on_url(self, url: bytes) -> None:
        """Take a piece of its target."""
        self._target += url
        self._measure(len(url), MOST_HEAD, HTTPStatus.REQUEST_URI_TOO_LONG)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header."""
        self._measure(len(name) + len(value), MOST_HEAD, HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        self._headers.setdefault(name.decode("latin-1").lower(), value.decode("latin-1"))

    def on_headers_complete(self) -> None:
        """End the head."""
        self._size = 0

    def on_body(self, body: bytes) -> None:
        """Take a piece of its body."""
        self._measure(len(body), MOST_BODY, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        if not self.error:
            self._body.append(body)

    def on_message_complete(self) -> None:
        """Keep the whole message."""
        self.begun = False
        if not self.error:
            self.ready.append(
                Incoming(
                    method=self._parser.get_method().decode("latin-1"),
                    target=self._target.decode("latin-1"),
                    headers=self._headers,
                    body=b"".join(self._body),
                    keep_alive=self._parser.should_keep_alive(),
                )
            )

    def _measure(self, size: int, most: int, error: HTTPStatus) -> None:
        self._size += size
        if self._size > most:
            self.error = self.error or error
