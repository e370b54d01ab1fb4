"""What the small servers of reported faults are made of: a message as an app sees it, answers, and what serves them.

They know the token of `TWILIO_AUTH_TOKEN`. Standard library only.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import itertools
import json
import os
import random
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

if TYPE_CHECKING:
    from collections.abc import Mapping

    from benchmarks.reported.case import Case

TOKEN = os.environ.get("TWILIO_AUTH_TOKEN", "demo-token")
THANKS = "<?xml version='1.0' encoding='UTF-8'?><Response><Message>Thanks, noted.</Message></Response>"
Answer = tuple[int, str, str, dict[str, str]]
FINE: Answer = (200, THANKS, "text/xml", {})
CUT: Answer = (0, "", "", {})
"""No answer: the connection is closed."""


def plain(status: int, text: str, **headers: str) -> Answer:
    """Return an answer in plain text."""
    return status, text, "text/plain", {name.replace("_", "-"): value for name, value in headers.items()}


def as_json(status: int, value: object, **headers: str) -> Answer:
    """Return an answer in JSON."""
    _, text, _, fields = plain(status, json.dumps(value), **headers)
    return status, text, "application/json", fields


def page(status: int, title: str, body: str, **headers: str) -> Answer:
    """Return an HTML page."""
    text = f"<!DOCTYPE html><html><head><title>{title}</title></head><body>{body}</body></html>"
    return status, text, "text/html", plain(status, "", **headers)[3]


class State:
    """What one server remembers."""

    def __init__(self) -> None:
        self.began = 0.0
        self.count = itertools.count(1)
        self.flying = 0
        self.lock = threading.Lock()
        self.one_at_a_time = threading.Lock()
        self.senders: dict[str, int] = {}
        self.busy: set[str] = set()
        self.down_until = 0.0
        self.level = self.level_at = 0.0
        self.random = random.Random(7)

    @property
    def age(self) -> float:
        """Seconds since the first message."""
        self.began = self.began or time.monotonic()
        return time.monotonic() - self.began


class Message:
    """One request as an app sees it."""

    def __init__(self, path: str, headers: Mapping[str, str], raw: bytes) -> None:
        self.path, self.headers, self.raw = path, headers, raw
        self.form = dict(parse_qsl(raw.decode("utf-8", "replace"), keep_blank_values=True))

    def signed(self, url: str = "", token: str = TOKEN, form: Mapping[str, str] | None = None) -> bool:
        """Return whether the signature is right for `url`, by default the one that was asked for."""
        url = url or f"http://{self.headers['Host']}{self.path}"
        text = url + "".join(name + value for name, value in sorted((self.form if form is None else form).items()))
        made = base64.b64encode(hmac.new(token.encode(), text.encode(), hashlib.sha1).digest()).decode()
        return hmac.compare_digest(made, self.headers.get("X-Twilio-Signature", ""))


def serve(case: Case) -> None:
    """Serve one of them until it is stopped; say the port, which the system has chosen."""
    state = State()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def answer(self, status: int, body: str, kind: str, headers: dict[str, str]) -> None:
            if not status:
                self.close_connection = True
                return
            self.send_response_only(status)
            for field, value in {"Content-Type": kind, "Content-Length": str(len(body.encode())), **headers}.items():
                self.send_header(field, value)
            self.end_headers()
            self.wfile.write(body.encode())

        def do_GET(self) -> None:
            self.answer(404, "not found", "text/plain", {})

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            message = Message(self.path, dict(self.headers.items()), raw)
            if case.checks and not message.signed():
                self.answer(*plain(403, "Invalid Twilio signature"))
            else:
                self.answer(*case.server(state, message))

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 512

    server = Server(("127.0.0.1", 0), Handler)
    print(server.server_port, flush=True)
    server.serve_forever()
