"""A shop as its author would build it: Flask, Twilio's official library, and each number's state in a database.

It asks for a size only where cake was chosen, so the conversation branches by what was said. `PORT` and `DATABASE` say
where it listens and keeps its state. No load test is known here.
"""

from __future__ import annotations

import os
import sqlite3
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from flask import Flask, Response, abort, request
from twilio.request_validator import RequestValidator
from twilio.twiml.messaging_response import MessagingResponse

app = Flask(__name__)
validator = RequestValidator(os.environ["TWILIO_AUTH_TOKEN"])
ITEMS = {"1": "coffee", "2": "tea"}


def database() -> sqlite3.Connection:
    return sqlite3.connect(os.environ["DATABASE"], timeout=30, isolation_level=None)


with database() as made:
    made.execute("PRAGMA journal_mode=WAL")
    made.execute("CREATE TABLE IF NOT EXISTS state (number TEXT PRIMARY KEY, step TEXT, item TEXT)")
    made.execute("CREATE TABLE IF NOT EXISTS sold (id INTEGER PRIMARY KEY, number TEXT, item TEXT)")


def answer(number: str, text: str) -> str:
    with database() as db:
        step, item = db.execute("SELECT step, item FROM state WHERE number = ?", (number,)).fetchone() or ("", "")
        if text.upper() == "MENU":
            db.execute("REPLACE INTO state VALUES (?, 'choose', '')", (number,))
            return "What would you like? 1 coffee, 2 tea"
        if step == "choose" and text in ITEMS:
            db.execute("REPLACE INTO state VALUES (?, 'pay', ?)", (number, ITEMS[text]))
            return f"One {ITEMS[text]}. Reply YES to pay."
        if step == "pay" and text.upper() == "YES":
            db.execute("DELETE FROM state WHERE number = ?", (number,))
            sold = db.execute("INSERT INTO sold (number, item) VALUES (?, ?)", (number, item)).lastrowid
            return f"Thanks! Receipt {sold} for one {item}."
    return "I didn't understand that."


@app.post("/sms")
def sms() -> Response:
    if not validator.validate(request.url, request.form, request.headers.get("X-Twilio-Signature", "")):
        abort(403)
    reply = MessagingResponse()
    reply.message(answer(request.form["From"], request.form["Body"].strip()))
    return Response(str(reply), mimetype="text/xml")


@app.get("/health")
def health() -> str:
    return "ok"


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 256


class Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


if __name__ == "__main__":
    make_server("127.0.0.1", int(os.environ["PORT"]), app, Server, Quiet).serve_forever()
