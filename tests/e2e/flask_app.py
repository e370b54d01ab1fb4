"""A user's kind of server: Flask, validated by Twilio's official library. Prints its port, counts what it accepted."""

from __future__ import annotations

import os
import sys
from collections import Counter
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from flask import Flask, Response, abort, request
from twilio.request_validator import RequestValidator
from twilio.twiml.messaging_response import MessagingResponse

app = Flask(__name__)
validator = RequestValidator(os.environ["TWILIO_AUTH_TOKEN"])
seen: set[str] = set()
came: Counter[str] = Counter()


@app.post("/sms")
def sms() -> Response:
    if not validator.validate(request.url, request.form, request.headers.get("X-Twilio-Signature", "")):
        abort(403)
    sid = request.form["MessageSid"]
    if sid in seen or request.form["SmsSid"] != sid:
        abort(409)
    seen.add(sid)
    reply = MessagingResponse()
    reply.message(f"Saved: {request.form['Body'][:20]}")
    return Response(str(reply), mimetype="text/xml")


@app.post("/menu")
def menu() -> Response:
    """Keep the sender's state in a cookie, as Twilio's tutorials do; a cookie of another sender is an error."""
    sender, state = request.form["From"], request.cookies.get("state")
    if state is not None and state != sender[1:]:
        abort(409)
    came["with" if state else "without"] += 1
    reply = MessagingResponse()
    reply.message("Saved")
    response = Response(str(reply), mimetype="text/xml")
    response.set_cookie("state", sender[1:], httponly=True)
    return response


@app.get("/came")
def cookies_that_came() -> dict[str, int]:
    return dict(came)


@app.get("/health")
def health() -> str:
    return "ok"


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 256


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base class's name
        pass


if __name__ == "__main__":
    with make_server("127.0.0.1", 0, app, Server, Quiet) as server:
        sys.stdout.write(f"http://localhost:{server.server_port}/sms\n")
        sys.stdout.flush()
        server.serve_forever()
