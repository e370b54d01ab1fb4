"""Bots over real sockets: the program as a user starts it, against servers that decline in words unknown to it."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl
from xml.sax.saxutils import escape

from benchmarks.bots import BOTS, Bot, Declining
from benchmarks.page import Table
from benchmarks.work import TOKEN, say
from loadtest.message.signing import sign

ENTRYPOINT = Path(__file__).resolve().parent.parent / "entrypoint.py"
ANSWERS = (
    "Thanks, your table is set.",
    "Lovely, the florist has your note.",
    "Your parcel left the depot at 9:15.",
    "Bread is baked from 6 to 11.",
    "The choir meets on Tuesday, room 4.",
    "What a picture! It is on the wall now.",
)
UNKNOWN = (
    "The kitchen is still plating the last one, hold that thought.",
    "Our pigeon flew off with your note, how embarrassing.",
    "Only friends of the house get through this door.",
    "That was one knock more than the butler cares for.",
)
CASES = (("one reply", ""), ("menu", ""), ("one reply", "under load"), ("menu", "each number's quota"))
_PLANNED = 100


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def __init__(self, bot: Bot, declining: Declining | None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.bot, self.declining = bot, declining
        self.asked = 0
        self.lock = threading.Lock()

    def reply(self, form: dict[str, str]) -> str:
        """Return the answer to a message."""
        with self.lock:
            self.asked += 1
            content = f"mms {form['NumMedia']}" if form["NumMedia"] != "0" else f"sms {form['Body']}"
            # What goes before the load is at most 30 messages.
            if self.declining and self.declining.declines(self.asked - 30, form["From"], content):
                return self.declining.text
            return self.bot.answer(content)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, *_: Any) -> None:  # noqa: ANN401  as the base class has it
        """Say nothing."""

    def do_GET(self) -> None:
        self._out(200, "ok", "text/plain")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = dict(parse_qsl(body, keep_blank_values=True))
        signature = sign(f"http://{self.headers['Host']}{self.path}", form.items(), TOKEN)
        if signature != self.headers["X-Twilio-Signature"]:
            self._out(403, "Forbidden", "text/plain")
            return
        text = escape(self.server.reply(form))
        self._out(200, f"<Response><Message>{text}</Message></Response>", "text/xml")

    def _out(self, status: int, text: str, kind: str) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def sockets_table(count: int) -> Table:
    """Run `count` times over real sockets, two at a time."""
    with ThreadPoolExecutor(2) as pool:
        rows = list(pool.map(_run, range(count)))
    return Table(
        title="Over real sockets",
        about=(
            f"The program as it is started, {_PLANNED} messages in 10 s, with the default targets; the server checks "
            "signatures. Its declines, a fifth of the replies, are in words that the program does not know."
        ),
        header=["bot", "declines", "conclusion", "exit code", "as it should be"],
        rows=rows,
    )


def _run(number: int) -> list[str]:
    name, way = CASES[number % len(CASES)]
    draw = random.Random(number)
    declining = None
    if way:
        declining = Declining(way=way, share=0.2, text=draw.choice(UNKNOWN), random_=draw, planned=_PLANNED, quota=16)
    server = _Server(BOTS[name](draw, ANSWERS), declining)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with tempfile.TemporaryDirectory() as folder:
            url = f"http://127.0.0.1:{server.server_port}/sms"
            flags = [
                "--url",
                url,
                "--duration",
                "10",
                "--report-dir",
                folder,
                "--health-url",
                "off",
                "--monitor",
                "off",
            ]
            done = subprocess.run(
                [sys.executable, str(ENTRYPOINT), *flags],
                env={"TWILIO_AUTH_TOKEN": TOKEN, "PATH": ""},
                capture_output=True,
                timeout=120,
                check=False,
            )
            conclusion = json.loads(Path(folder, "results.json").read_text(encoding="utf-8"))["conclusion"]
    finally:
        server.shutdown()
        server.server_close()
    say(f"{name}, {way or 'no declines'}: {conclusion}")
    right = (conclusion == "passed") == (not way)
    return [name, way or "none", conclusion, str(done.returncode), "yes" if right else "no"]
