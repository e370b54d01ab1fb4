"""What the three bots have in common: the webhook, the dice, the text by Twilio's own library, and a log of the truth.

LOSE and TWICE are shares of messages that are lost or answered twice, SEED fixes which; WORK is in seconds. BOT_LOG has
what really became of each message, a line at a time. No load test is known here.
"""

from __future__ import annotations

import os
import random
import threading
import time
from typing import TYPE_CHECKING

from flask import Flask, Response, request
from twilio.request_validator import RequestValidator
from twilio.rest import Client

if TYPE_CHECKING:
    from collections.abc import Callable

TOKEN, ACCOUNT = os.environ["TWILIO_AUTH_TOKEN"], os.environ["TWILIO_ACCOUNT_SID"]
WORK = float(os.environ.get("WORK", "0.02"))
_LOSE, _TWICE = float(os.environ.get("LOSE", "0")), float(os.environ.get("TWICE", "0"))
_validator, _client = RequestValidator(TOKEN), Client(ACCOUNT, TOKEN)
_dice, _lock = random.Random(os.environ.get("SEED", "5")), threading.Lock()
_log = os.open(os.environ["BOT_LOG"], os.O_CREAT | os.O_APPEND | os.O_WRONLY)


def log(line: str) -> None:
    os.write(_log, line.encode() + b"\n")


def answer(message: dict[str, str]) -> None:
    """Text the sender, once the work is done; now and then not, or twice."""
    sid = message["MessageSid"]
    with _lock:
        chance = _dice.random()
    if chance < _LOSE:
        log(f"lost {sid}")
        return
    again = chance > 1 - _TWICE
    for _ in range(1 + again):
        _client.messages.create(to=message["From"], from_=message["To"], body="Your order is on its way")
    log(f"{'twice' if again else 'answered'} {sid}")


def work(message: dict[str, str]) -> None:
    """Be busy for WORK seconds in all, with the answer in it: how long a text takes changes no bot's capacity."""
    end = time.monotonic() + WORK
    time.sleep(0.7 * WORK)
    answer(message)
    time.sleep(max(0.0, end - time.monotonic()))


def serve(take: Callable[[dict[str, str]], object]) -> None:
    """Answer every webhook with nothing, and hand its message to `take`."""
    app = Flask("bot")

    @app.get("/health")
    def health() -> str:
        return "ok"

    @app.post("/sms")
    def sms() -> Response:
        if not _validator.validate(request.url, request.form, request.headers.get("X-Twilio-Signature", "")):
            return Response("bad signature", 403)
        log(f"accepted {request.form['MessageSid']}")
        take(dict(request.form))
        return Response("<Response/>", mimetype="text/xml")

    app.run(port=int(os.environ["PORT"]), threaded=True)
