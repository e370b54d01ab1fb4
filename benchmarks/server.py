"""An accurate HTTP server, a process of its own: `python -m benchmarks.server BEHAVIOUR PORT URL TOKEN`.

It answers POST as `truth` says, GET at once. When it is ended it prints, as JSON, what it saw: how late its own replies
were, what became of the load by its own log, how many of the first messages were signed rightly, and when the first
health check and message came.
"""

from __future__ import annotations

import asyncio
import gc
import json
import resource
import signal
import sys
import time
from dataclasses import asdict
from typing import cast
from urllib.parse import parse_qsl

from benchmarks.truth import ACCEPTED, CASES, DECLINED, Delays, logged, percentile
from loadtest.message.signing import verify

EARLY = 0.002
"""Seconds before a reply is due at which the loop stops trusting its own timers, which are a millisecond coarse."""
_VERIFIED = 50
_WITHOUT_A_CASE = {"echo": 0.0, "hold": 10.0}  # seconds before each reply
_HEADER_END = b"\r\n\r\n"


class Server:
    """All connections of one server."""

    def __init__(self, behaviour: str, url: str, token: str) -> None:
        self.case = CASES.get(behaviour)
        self.behaviour = self.case.make() if self.case else Delays((_WITHOUT_A_CASE[behaviour],))
        # Ten thousand held replies that all wait actively would only hinder one another.
        self.early = 0.0 if behaviour == "hold" else EARLY
        self.url, self.token = url, token
        self.first: float | None = None
        self.health: float | None = None
        self.late: list[float] = []
        self.arrivals: list[float] = []
        self.replies: list[tuple[int, float]] = []  # of accepted messages: place among the arrivals, instant
        self.kept: list[tuple[bytes, bytes]] = []  # looked at afterwards: it would delay the replies

    def message(self, connection: Connection, head: bytes, body: bytes) -> None:
        now = time.monotonic()
        if self.first is None:
            self.first = now
        seq = len(self.arrivals)
        self.arrivals.append(now)
        if len(self.kept) < _VERIFIED:
            self.kept.append((head, body))
        at, accepted = self.behaviour.reply(now - self.first)
        due = self.first + at
        if due <= now:
            self.answer(seq, now, connection, accepted)
        else:
            wait = max(0.0, due - now - self.early)
            asyncio.get_running_loop().call_later(wait, self.answer_at, due, seq, connection, accepted)

    def answer_at(self, due: float, seq: int, connection: Connection, accepted: bool) -> None:  # noqa: FBT001
        now = time.monotonic()
        if now < due:
            asyncio.get_running_loop().call_soon(self.answer_at, due, seq, connection, accepted)
            return
        self.late.append(now - due)
        self.answer(seq, now, connection, accepted)

    def answer(self, seq: int, now: float, connection: Connection, accepted: bool) -> None:  # noqa: FBT001
        if accepted and self.case:
            self.replies.append((seq, now))
        connection.answer(accepted)

    def is_signed(self, head: bytes, body: bytes) -> bool:
        headers = dict(line.split(": ", 1) for line in head.decode("latin-1").split("\r\n")[1:])
        given = next((value for name, value in headers.items() if name.lower() == "x-twilio-signature"), "")
        fields = parse_qsl(body.decode(), keep_blank_values=True)
        return verify(self.url, fields, self.token, given)

    def report(self) -> str:
        late = sorted(self.late) or [0.0]
        log = logged(self.case.rate, self.arrivals, self.replies) if self.case and self.replies else None
        return json.dumps(
            {
                "messages": len(self.arrivals),
                "signed": sum(self.is_signed(head, body) for head, body in self.kept),
                "checked": len(self.kept),
                "late_p50_ms": percentile(late, 50) * 1000,
                "late_p99_ms": percentile(late, 99) * 1000,
                "log": log and asdict(log),
                "health": self.health,
                "first": self.first,
            }
        )


class Connection(asyncio.Protocol):
    """One connection: whole requests in, replies out."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.received = b""
        self.close = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self.received += data
        while (at := self.received.find(_HEADER_END)) >= 0:
            head = self.received[:at]
            lower = head.lower()
            _, found, length = lower.partition(b"\r\ncontent-length:")
            size = int(length.split(b"\r\n", 1)[0]) if found else 0
            end = at + len(_HEADER_END) + size
            if len(self.received) < end:
                return
            body, self.received = self.received[end - size : end], self.received[end:]
            self.close = b"\r\nconnection: close" in lower or lower.split(b"\r\n", 1)[0].endswith(b"http/1.0")
            if head.startswith(b"POST"):
                self.server.message(self, head, body)
            else:
                if self.server.first is None:
                    self.server.health = time.monotonic()
                self.answer(accepted=True)

    def answer(self, accepted: bool) -> None:  # noqa: FBT001
        text = ACCEPTED if accepted else DECLINED
        end = "close" if self.close else "keep-alive"
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nConnection: {end}\r\nContent-Length: {len(text)}\r\n\r\n"
        self.transport.write((head + text).encode())
        if self.close:
            self.transport.close()


async def serve(server: Server, port: int) -> None:
    """Serve until ended."""
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    listener = await loop.create_server(lambda: Connection(server), "127.0.0.1", port, backlog=4096)
    gc.disable()  # a collection would come at an instant of its own
    await ended.wait()
    listener.close()
    print(server.report(), flush=True)


def main() -> None:
    """Read the arguments and serve."""
    behaviour, port, url, token = sys.argv[1:5]
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 65_536)), hard))
    asyncio.run(serve(Server(behaviour, url, token), int(port)))


if __name__ == "__main__":
    main()
