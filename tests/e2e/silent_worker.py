"""A server that never answers in words: it takes a message, works on it a moment later, and loses every so manieth.

It tells finished work by a counter on its monitor page and by a line in its log. Prints its origin once it listens.
"""

from __future__ import annotations

import json
import queue
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

LOSE_EVERY, WORK, LOG = int(sys.argv[1]), float(sys.argv[2]), Path(sys.argv[3])
work: queue.Queue[str] = queue.Queue()
counts = {"processed": 0}


class Handler(BaseHTTPRequestHandler):
    """The webhook, the health page and the monitor page."""

    def do_GET(self) -> None:
        self._answer(json.dumps({"queue": counts | {"waiting": work.qsize()}}).encode(), "application/json")

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        work.put(form["MessageSid"][0])
        self._answer(b"<Response/>", "text/xml")

    def _answer(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def worker() -> None:
    taken = 0
    while True:
        sid = work.get()
        time.sleep(WORK)
        taken += 1
        if LOSE_EVERY and taken % LOSE_EVERY == 0:
            continue
        counts["processed"] += 1
        with LOG.open("a", encoding="utf-8") as file:
            file.write(f"done {sid}\n")


class Server(ThreadingHTTPServer):
    """Takes a whole batch of connections at once."""

    request_queue_size = 512
    daemon_threads = True


threading.Thread(target=worker, daemon=True).start()
server = Server(("127.0.0.1", 0), Handler)
print(f"http://127.0.0.1:{server.server_port}", flush=True)  # noqa: T201  for the test
server.serve_forever()
