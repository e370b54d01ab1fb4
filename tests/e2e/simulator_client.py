"""A client for the simulator: greenlets of the same process, so that nothing depends on a second scheduler."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any, NamedTuple
from urllib.parse import urlencode

import gevent
from gevent import socket

from loadtest.message.signing import sign
from loadtest.simulator import Behaviour, Simulator

TOKEN = "a token"
NUMBER = "+15555551001"
TWIML = '<?xml version="1.0" encoding="UTF-8"?>\n<Response>\n  <Message>{}</Message>\n</Response>'
GOT_IT = TWIML.format("Got it! Processing your enrichment. Check the web app to review.")
UNLINKED = TWIML.format("This phone number isn&apos;t linked to a CatchUp account. Visit the web app to link it.")
LIMIT = TWIML.format("You&apos;ve reached the limit of 20 messages per hour. Try again in 1 hour.")
CLOSE = {"Connection": "close"}


class Got(NamedTuple):
    status: int
    headers: dict[str, str]
    body: str


def simulator(**options: Any) -> Simulator:
    return Simulator(Behaviour(token=TOKEN, **options))


def head(method: str, target: str, headers: dict[str, str]) -> bytes:
    lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
    return "\r\n".join(lines).encode("latin-1")


def wire(server: Simulator, payload: bytes) -> bytes:
    """Send `payload` and return everything until the server closes."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as client:
        client.sendall(payload)
        return b"".join(iter(lambda: client.recv(65536), b""))


def parsed(reply: bytes) -> Got:
    top, _, body = reply.partition(b"\r\n\r\n")
    status, *lines = top.decode().split("\r\n")
    return Got(int(status.split()[1]), dict(line.split(": ", 1) for line in lines), body.decode())


def ask(server: Simulator, method: str, path: str, body: Any = None, **headers: str) -> Got:
    data = b"" if body is None else json.dumps(body).encode()
    given = {"Host": f"localhost:{server.port}", **headers, "Content-Length": str(len(data)), **CLOSE}
    return parsed(wire(server, head(method, path, given) + data))


def message(server: Simulator, *, host: str = "", target: str = "/api/sms/webhook", **changes: str | None) -> bytes:
    """Return a signed message; a change to None leaves the header or parameter out."""
    host = host or f"localhost:{server.port}"
    form = {"From": NUMBER, "To": "+15555556789", "Body": "50% & é😀\n+1", "NumMedia": "0", "FromCity": ""}
    params = [(k, v) for k, v in {**form, **{k: v for k, v in changes.items() if k in form}}.items() if v is not None]
    body = urlencode(params).encode()
    headers = {
        "Host": host,
        "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
        "X-Twilio-Signature": sign(f"http://{host}{target}", params, TOKEN),
        "Content-Length": str(len(body)),
        **CLOSE,
    }
    for name, value in changes.items():
        if name not in form:
            headers[name.replace("_", "-")] = value or ""
    return head("POST", target, {n: v for n, v in headers.items() if v}) + body


def send(server: Simulator, **changes: str | None) -> Got:
    return parsed(wire(server, message(server, **changes)))


def together(*calls: Any) -> list[Any]:
    return [job.get() for job in gevent.joinall([gevent.spawn(*call) for call in calls], raise_error=True)]


def burst(server: Simulator, count: int, numbers: int = 1) -> Counter[str]:
    """Send `count` messages at once, the numbers taking turns; return what became of them."""
    jobs = [gevent.spawn(send, server, From=f"+1555555{1000 + i % numbers}") for i in range(count)]
    gevent.joinall(jobs, raise_error=True)
    bodies = [job.get().body for job in jobs]
    return Counter("accepted" if body == GOT_IT else "limited" if "the limit of" in body else body for body in bodies)
