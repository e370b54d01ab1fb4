"""Bytes of an HTTP/1.1 reply -> `Reply`, through llhttp, the strict parser of Node.js. No I/O."""

from __future__ import annotations

from httptools import HttpParserCallbackError, HttpParserError, HttpParserUpgrade, HttpResponseParser

from loadtest.words.exchange import KEPT_BODY, Reply

HEAD_LIMIT = 64 * 1024
"""Bytes a server may send without one byte of body: a longer head, or endless interim replies, is not HTTP to us."""

CACHE_BYTES = 1024 * 1024
"""Bytes of raw replies whose parsed form is kept."""

_CACHED_REPLY = 16 * 1024
_ENTRY = 256  # what an entry costs besides its bytes, roughly


class BrokenHttpError(Exception):
    """What the server sent is not an HTTP reply; the text says in what way."""


class ReplyReader:
    """Bytes in, one `Reply` out. Interim replies (1xx) are skipped; whatever follows the reply is `surplus`."""

    __slots__ = (
        "_barren",
        "_body",
        "_expected",
        "_headers",
        "_kept",
        "_parser",
        "_size",
        "_status",
        "_to_the_end",
        "complete",
        "keep_alive",
        "received",
        "surplus",
    )

    def __init__(self) -> None:
        self._parser = HttpResponseParser(self)
        self._headers: list[tuple[str, str]] = []
        self._status = 0  # 0 until the head of the final reply is complete
        self._body: list[bytes] = []
        self._size = self._kept = self._barren = 0
        self._expected: int | None = None
        self._to_the_end = False  # the body ends where the connection does
        self.received = 0
        self.complete = False
        self.keep_alive = False
        self.surplus = False

    def feed(self, data: bytes) -> None:
        """Take the next bytes; `complete` says whether the reply has ended. Raises `BrokenHttpError`."""
        self.received += len(data)
        self._barren += len(data)
        try:
            self._parser.feed_data(data)
        except HttpParserCallbackError:
            raise  # an error in the callbacks below
        except HttpParserUpgrade:
            raise BrokenHttpError("the server switched protocols (101)") from None
        except HttpParserError as error:
            if not self.complete:
                start = "" if self._status else f": {data[:40]!r}"
                raise BrokenHttpError(f"the server did not speak HTTP: {error}{start}") from None
            self.surplus = True
        if self._barren > HEAD_LIMIT and not self.complete:
            raise BrokenHttpError(f"the server sent more than {HEAD_LIMIT:,} bytes of headers or framing")

    def end(self) -> None:
        """Take the connection's end, which completes a reply that says nothing of its length."""
        self.complete = self.complete or self._to_the_end

    def progress(self) -> str:
        """Return how far the reply has come, as the end of a sentence."""
        if not self.received:
            return "before any byte of the reply"
        if not self._status:
            return f"within the head of the reply, after {self.received} bytes"
        if self._expected is None:
            return f"after {self._size} bytes of a body of unknown length"
        return f"after {self._size} of {self._expected} bytes"

    def reply(self) -> Reply:
        """Return the reply; `complete` must be true."""
        cookies = tuple([value for name, value in self._headers if name == "set-cookie"])
        headers, body = tuple(self._headers), b"".join(self._body)
        return Reply(status=self._status, headers=headers, body=body, size=self._size, cookies=cookies)

    def release(self) -> None:
        """Break the cycle between reader and parser, so that no garbage collection is needed to free either."""
        del self._parser

    # The parser's callbacks.

    def on_message_begin(self) -> None:
        """Note a second reply after the first."""
        self.surplus = self.complete

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep a header line."""
        if not self._status:  # else a trailer
            self._headers.append((name.decode("latin-1").lower(), value.decode("latin-1")))

    def on_headers_complete(self) -> None:
        """Take status and framing from the head, unless it is an interim reply's."""
        if self.complete:
            return
        status = self._parser.get_status_code()
        if status < 200:  # noqa: PLR2004  an interim reply, RFC 9110 15.2
            self._headers.clear()
            return
        self._status = status
        self._to_the_end = True
        for name, value in self._headers:
            if name == "content-length":
                self._expected = int(value)
                self._to_the_end = False
            elif name == "transfer-encoding":
                self._to_the_end = value.rpartition(",")[2].strip().lower() != "chunked"

    def on_body(self, data: bytes) -> None:
        """Count the body and keep its beginning."""
        if self.complete:
            return
        self._barren = 0
        self._size += len(data)
        if self._kept < KEPT_BODY:
            self._body.append(data[: KEPT_BODY - self._kept])
            self._kept += len(self._body[-1])

    def on_message_complete(self) -> None:
        """End the reply, unless it was an interim one."""
        if self._status and not self.complete:
            self.complete = True
            self.keep_alive = self._parser.should_keep_alive()


class ReplyCache:
    """Raw bytes -> (reply, keep alive), for replies that came whole and alone: the same bytes always parse the same.

    Holds at most `CACHE_BYTES`, then starts anew. Identical replies share one `Reply`.
    """

    def __init__(self) -> None:
        self._known: dict[bytes, tuple[Reply, bool]] = {}
        self._bytes = 0
        self.get = self._known.get

    def add(self, data: bytes, reply: Reply, keep_alive: bool) -> None:  # noqa: FBT001  the value, not a switch
        """Remember how `data`, a reply framed by itself with nothing over, parses."""
        if len(data) > _CACHED_REPLY:
            return
        self._bytes += len(data) + _ENTRY
        if self._bytes > CACHE_BYTES:
            self._known.clear()
            self._bytes = len(data) + _ENTRY
        self._known[data] = (reply, keep_alive)
