"""A bot as its author would build it: takes the message, answers `<Response/>`, works, and texts through Twilio's API.

LOSE and TWICE are shares of messages whose work is lost or answered twice; WORK is in seconds, TEXT what is said; with
FETCH media are downloaded first. Nothing is done with what comes after STOP_AFTER messages, or has the parameter
IGNORE. BOT_LOG holds what really became of each message. No load test is known here.
"""

from __future__ import annotations

import itertools
import os
import queue
import random
import threading
import time

import requests
from flask import Flask, Response, request
from twilio.request_validator import RequestValidator
from twilio.rest import Client

TOKEN, ACCOUNT = os.environ["TWILIO_AUTH_TOKEN"], os.environ["TWILIO_ACCOUNT_SID"]
LOSE, TWICE = float(os.environ.get("LOSE", "0")), float(os.environ.get("TWICE", "0"))
WORK, TEXT = float(os.environ.get("WORK", "0.02")), os.environ.get("TEXT", "Here is what you asked for")
STOP_AFTER, IGNORE = int(os.environ.get("STOP_AFTER", "0")), os.environ.get("IGNORE", "")
ASK = {"status_callback": os.environ["CALLBACK"]} if "CALLBACK" in os.environ else {}
app = Flask(__name__)
validator = RequestValidator(TOKEN)
client = Client(ACCOUNT, TOKEN)
session = requests.Session()
work: queue.Queue[dict[str, str]] = queue.Queue()
dice, lock = random.Random(5), threading.Lock()


def log(line: str) -> None:
    with lock, open(os.environ["BOT_LOG"], "a", encoding="utf-8") as file:  # noqa: PTH123  one line at a time
        file.write(line + "\n")


def answer(message: dict[str, str]) -> None:
    time.sleep(WORK)
    if os.environ.get("FETCH") and message.get("MediaUrl0"):
        got = session.get(message["MediaUrl0"], auth=(ACCOUNT, TOKEN), timeout=10)
        log(f"fetched {got.status_code} {got.headers.get('Content-Type')} {len(got.content)}")
    with lock:
        chance = dice.random()
    # What comes before the load (a preflight of a few messages) is answered, so that the log counts the load alone.
    if chance < LOSE:
        log(f"lost {message['MessageSid']}")
        return
    again = chance > 1 - TWICE
    for _ in range(1 + again):
        client.messages.create(to=message["From"], from_=message["To"], body=TEXT, **ASK)
    if again:
        log(f"twice {message['MessageSid']}")


taken = itertools.count(1)


def worker() -> None:
    while True:
        message = work.get()
        if (STOP_AFTER and next(taken) > STOP_AFTER) or message.get(IGNORE):
            log(f"ignored {message['MessageSid']}")
            continue
        answer(message)


@app.get("/health")
def health() -> str:
    return "ok"


@app.post("/sms")
def sms() -> Response:
    if not validator.validate(request.url, request.form, request.headers.get("X-Twilio-Signature", "")):
        return Response("bad signature", 403)
    work.put(dict(request.form))
    return Response("<Response/>", mimetype="text/xml")


@app.post("/status")
def status() -> Response:
    well = validator.validate(request.url, request.form, request.headers.get("X-Twilio-Signature", ""))
    log(f"status {request.form['MessageStatus']} {request.form.get('ErrorCode', '')} {well}")
    return Response(status=204)


open(os.environ["BOT_LOG"], "w", encoding="utf-8").close()  # noqa: PTH123
for _ in range(12):
    threading.Thread(target=worker, daemon=True).start()
app.run(port=int(os.environ["PORT"]), threaded=True)
