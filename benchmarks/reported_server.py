"""Small servers that public reports describe, each with one fault: `python -m benchmarks.reported_server NAME PORT`.

They know the token of `TWILIO_AUTH_TOKEN`. None was written with the rules of the diagnosis in view.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import itertools
import json
import os
import random
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TOKEN = os.environ.get("TWILIO_AUTH_TOKEN", "demo-token")
THANKS = "<?xml version='1.0' encoding='UTF-8'?><Response><Message>Thanks, noted.</Message></Response>"
Answer = tuple[int, str, str, dict[str, str]]
FINE: Answer = (200, THANKS, "text/xml", {})


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


# ----------------------------------------------------------------------------------------------------- under load


def queue_pool(state: State, _: Message) -> Answer:
    """Time out on the tenth connection (cms-dev/cms#969)."""
    with state.lock:
        state.flying += 1
        full = state.flying > 6
    time.sleep(1.5 if full else 1.0)
    with state.lock:
        state.flying -= 1
    if full:
        return plain(
            500, "TimeoutError: QueuePool limit of size 5 overflow 1 reached, connection timed out, timeout 1.50"
        )
    return FINE


def sqlite_locked(state: State, _: Message) -> Answer:
    """Fail when two write at once (hyperledger/firefly#925)."""
    if not state.one_at_a_time.acquire(timeout=0.05):
        return as_json(500, {"error": "FF10116: Database insert failed: database is locked"})
    try:
        time.sleep(0.12)
        return FINE
    finally:
        state.one_at_a_time.release()


def open_files(state: State, _: Message) -> Answer:
    """Leak descriptors until none is left (expressjs/express#2807)."""
    if next(state.count) > 35:
        return page(500, "Error", "<pre>Error: EMFILE: too many open files, open '/srv/app/views/reply.xml.ejs'</pre>")
    return FINE


def too_long(_: State, message: Message) -> Answer:
    """Store bodies in a column of 40 characters (RestComm/Restcomm-Connect#900)."""
    if len(message.form.get("Body", "")) > 40:
        return plain(500, "MysqlDataTruncation: Data truncation: Data too long for column 'body' at row 1")
    return FINE


def shared_address(state: State, _: Message) -> Answer:
    """Limit by the address that is the proxy's (express-rate-limit#216)."""
    used = next(state.count)
    left = {"RateLimit_Limit": "40", "RateLimit_Remaining": str(max(0, 40 - used)), "RateLimit_Reset": "60"}
    if used > 40:
        return page(429, "Error", "Too many requests from this IP, please try again later.", **left)
    return 200, THANKS, "text/xml", {name.replace("_", "-"): value for name, value in left.items()}


def sync_workers(state: State, _: Message) -> Answer:
    """Serve four at a time, half a second each (benoitc/gunicorn#538)."""
    with WORKERS:
        time.sleep(0.5)
    del state
    return FINE


def model_quota(state: State, _: Message) -> Answer:
    """Pass on the quota of the model behind it (askrella/whatsapp-chatgpt#278)."""
    time.sleep(0.1)
    if next(state.count) > 30:
        said = "Rate limit reached for gpt-4o in organization org-x on requests per min (RPM): Limit 30, Used 30"
        return plain(500, f"openai.RateLimitError: Error code: 429 - {{'error': {{'message': '{said}'}}}}")
    return FINE


def too_many_clients(state: State, _: Message) -> Answer:
    """Open one database connection for each message (apache/texera#3525)."""
    with state.lock:
        state.flying += 1
        full = state.flying > 5
    time.sleep(0.02 if full else 0.8)
    with state.lock:
        state.flying -= 1
    said = 'psycopg2.OperationalError: connection to server at "db" failed: FATAL:  sorry, too many clients already'
    return plain(500, said) if full else FINE


def rotated_token(state: State, message: Message) -> Answer:
    """Let one of two processes have the old token (codeforamerica/vita-min#5318)."""
    token = TOKEN if next(state.count) % 2 else "the-token-before-it-was-rotated0"
    return FINE if message.signed(token=token) else plain(403, "Twilio Request Validation Failed.")


def opt_out(_: State, message: Message) -> Answer:
    """Fail to answer one sender who opted out (Twilio's error 21610)."""
    if message.form["From"].endswith("3"):
        said = "Unable to create record: Attempt to send to unsubscribed recipient"
        return plain(500, f"RestException [HTTP 400] {said} (21610)")
    return FINE


def busy_sender(state: State, message: Message) -> Answer:
    """Take one message of a sender at a time (a lock for each conversation)."""
    sender = message.form["From"]
    with state.lock:
        if sender in state.busy:
            return as_json(409, {"error": "conversation is locked by another request"})
        state.busy.add(sender)
    time.sleep(0.4)
    with state.lock:
        state.busy.discard(sender)
    return FINE


def no_space(state: State, _: Message) -> Answer:
    """Run out of disk after four seconds (ENOSPC)."""
    return plain(500, "Error: ENOSPC: no space left on device, write") if state.age > 4 else FINE


def no_name(state: State, _: Message) -> Answer:
    """Lose its name server after three seconds (nodejs/node#42906)."""
    if state.age > 3:
        return plain(500, "request to https://api.crm.example failed, reason: getaddrinfo EAI_AGAIN api.crm.example")
    return FINE


def links_blocked(_: State, message: Message) -> Answer:
    """Have a firewall that stops texts with a quotation mark (ModSecurity's SQL injection rules)."""
    if "'" in message.form.get("Body", ""):
        said = "<h1>Forbidden</h1><p>You don't have permission to access this resource.</p>"
        return page(403, "403 Forbidden", said)
    return FINE


def one_backend(state: State, _: Message) -> Answer:
    """Balance over three of which one is down (a 502 for every third)."""
    if next(state.count) % 3 == 0:
        return page(502, "502 Bad Gateway", "<h1>502 Bad Gateway</h1><hr>nginx/1.24.0")
    return FINE


def maintenance(state: State, _: Message) -> Answer:
    """Go into maintenance after four seconds (Laravel's 503)."""
    if state.age > 4:
        return page(503, "Service Unavailable", "<div>503</div><div>Service Unavailable</div>", Retry_After="60")
    return FINE


def busy_limit(state: State, _: Message) -> Answer:
    """Refuse what comes while five are at work (a concurrency limit)."""
    with state.lock:
        if state.flying >= 3:
            return as_json(503, {"message": "Server is busy: concurrency limit reached"})
        state.flying += 1
    time.sleep(0.5)
    with state.lock:
        state.flying -= 1
    return FINE


def gateway_quota(state: State, _: Message) -> Answer:
    """Sit behind a gateway's token bucket for everybody (Amazon API Gateway)."""
    allowed = 20 + 4 * state.age
    with state.lock:
        used = state.senders.get("*", 0)
        if used >= allowed:
            return as_json(429, {"message": "Too Many Requests"}, x_amzn_ErrorType="TooManyRequestsException")
        state.senders["*"] = used + 1
    return FINE


def growing(state: State, _: Message) -> Answer:
    """Read the whole history for every answer (a table without an index)."""
    time.sleep(min(2.5, 0.02 * next(state.count)))
    return FINE


def long_breaks(state: State, _: Message) -> Answer:
    """Stop everything for 1.2 s every three seconds (a job that holds the lock)."""
    into = state.age % 3
    if 1 < into < 2.2:
        time.sleep(2.2 - into)
    return FINE


# ------------------------------------------------------------------------------------------------- before the load


def port_lost(_: State, message: Message) -> Answer:
    """Sign the URL without its port (openclaw#6334, twilio-csharp#44)."""
    host = message.headers["Host"].partition(":")[0]
    return FINE if message.signed(f"http://{host}{message.path}") else plain(401, "Unauthorized")


def sub_account(_: State, message: Message) -> Answer:
    """Check with the main account's token (twilio-php#436)."""
    return FINE if message.signed(token="0123456789abcdef0123456789abcdef") else plain(403, "Invalid signature.")


def slash_missing(_: State, message: Message) -> Answer:
    """Be Django with APPEND_SLASH (TwilioDevEd/automated-survey-django#8)."""
    if message.path.endswith("/"):
        return FINE
    said = "You called this URL via POST, but the URL doesn't end in a slash and you have APPEND_SLASH set."
    return page(500, "RuntimeError at /sms", f"<pre>{said}</pre>")


def slash_redirect(_: State, message: Message) -> Answer:
    """Redirect to the path with a slash (vellum-assistant#40755)."""
    return FINE if message.path.endswith("/") else plain(301, "", Location=message.path + "/")


def media_type(_: State, __: Message) -> Answer:
    """Be Fastify without a form parser (nestjs/nest#3936)."""
    said = "Unsupported Media Type: application/x-www-form-urlencoded"
    return as_json(415, {"statusCode": 415, "code": "FST_ERR_CTP_INVALID_MEDIA_TYPE", "message": said})


def challenge(_: State, __: Message) -> Answer:
    """Sit behind a bot challenge (upstash/qstash-js#238)."""
    said = "Enable JavaScript and cookies to continue"
    return page(403, "Just a moment...", said, cf_mitigated="challenge", Server="cloudflare")


def login_wall(_: State, __: Message) -> Answer:
    """Be a protected preview (vercel/vercel#12907)."""
    return page(401, "Authentication Required", "Vercel Authentication", Server="Vercel")


def basic(_: State, message: Message) -> Answer:
    """Want a user and a password."""
    if message.headers.get("Authorization"):
        return FINE
    return plain(401, "Unauthorized", WWW_Authenticate='Basic realm="staging"')


def gateway_path(_: State, message: Message) -> Answer:
    """Be a gateway whose stage is missing in the path (Amazon API Gateway)."""
    if message.path.startswith("/prod/"):
        return FINE
    return as_json(403, {"message": "Missing Authentication Token"}, x_amzn_ErrorType="MissingAuthenticationToken")


def tunnel_down(_: State, __: Message) -> Answer:
    """Be a tunnel without its program."""
    said = "The endpoint demo.ngrok-free.app is offline. ERR_NGROK_3200"
    return page(404, "ngrok", said, Ngrok_Error_Code="ERR_NGROK_3200")


def account_unknown(_: State, message: Message) -> Answer:
    """Accept one account alone."""
    if not message.signed():
        return plain(403, "Forbidden: invalid signature")
    return plain(403, f"Forbidden: unknown AccountSid {message.form['AccountSid']}")


def number_unknown(_: State, message: Message) -> Answer:
    """Find no tenant for the number that was texted."""
    if not message.signed():
        return plain(403, "Invalid signature")
    return as_json(404, {"error": f"no tenant is configured for To={message.form['To']}"})


def wrong_digest(_: State, message: Message) -> Answer:
    """Compute the HMAC over the raw body (as other vendors do)."""
    made = base64.b64encode(hmac.new(TOKEN.encode(), message.raw, hashlib.sha1).digest()).decode()
    return FINE if made == message.headers.get("X-Twilio-Signature") else plain(403, "bad signature")


def prefix_lost(_: State, message: Message) -> Answer:
    """Stand behind a proxy that strips the front of the path and tells it (X-Forwarded-Prefix)."""
    parts = urlsplit(message.path).path.split("/", 2)
    url = f"http://{message.headers['Host']}/{parts[-1]}"
    return FINE if message.signed(url) else as_json(403, {"detail": "signature mismatch"})


def trimmed(_: State, message: Message) -> Answer:
    """Drop unknown parameters before the check (a schema with `extra` forbidden, then stripped)."""
    names = {"MessageSid", "From", "To", "Body", "AccountSid"}
    known = {name: value for name, value in message.form.items() if name in names}
    return FINE if message.signed(form=known) else plain(403, "Signature mismatch")


WORKERS = threading.Semaphore(4)
SERVERS: dict[str, Callable[[State, Message], Answer]] = {
    function.__name__.replace("_", "-"): function
    for function in (
        queue_pool, sqlite_locked, open_files, too_long, shared_address, sync_workers, model_quota, too_many_clients,
        rotated_token, opt_out, busy_sender, no_space, no_name, links_blocked, one_backend, maintenance, busy_limit,
        gateway_quota, growing, long_breaks, port_lost, sub_account, slash_missing, slash_redirect, media_type,
        challenge, login_wall, basic, gateway_path, tunnel_down, account_unknown, number_unknown, wrong_digest,
        prefix_lost, trimmed,
    )
}  # fmt: skip
STRICT = frozenset(list(SERVERS)[:20]) - {"rotated-token"}
"""Servers under load check the signature first, as an app does; the others' fault is the check or stands before it."""


def serve(name: str, port: int) -> None:
    """Serve one of them until it is stopped."""
    state, answer_of = State(), SERVERS[name]

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def answer(self, status: int, body: str, kind: str, headers: dict[str, str]) -> None:
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
            if name in STRICT and not message.signed():
                self.answer(*plain(403, "Invalid Twilio signature"))
            else:
                self.answer(*answer_of(state, message))

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 512

    Server(("127.0.0.1", port), Handler).serve_forever()


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))
