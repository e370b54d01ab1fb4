"""Faults under load, after public reports: the first set, on which rules have been mended since."""

from __future__ import annotations

import threading
import time

from benchmarks.reported.case import Case
from benchmarks.reported.server import FINE, THANKS, TOKEN, Answer, Message, State, as_json, page, plain

WORKERS = threading.Semaphore(4)


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


CASES = (
    Case(server=queue_pool, does="500 with `QueuePool limit … reached` once six are at work", true=r"pool"),
    Case(server=sqlite_locked, does="500 with `database is locked` when two write at once", true=r"lock"),
    Case(
        server=open_files,
        does="500 with `EMFILE: too many open files` from the 36th message on",
        true=r"EMFILE|open files|descriptor",
    ),
    Case(server=too_long, does="500 to texts of more than 40 characters", true=r"too long|longer|length|long texts?"),
    Case(
        server=shared_address,
        does="429 from the 41st message on, whoever sends, with `RateLimit` headers",
        true=r"per.(IP|address)|one address|IP address|for all|same for every",
    ),
    Case(
        server=sync_workers,
        does="four at a time, half a second each",
        true=r"queue|capacity|more messages than|keep up|workers",
        flags=("--targets", "p95 < 1s"),
    ),
    Case(
        server=model_quota,
        does="500 with the `RateLimitError` of a model's API from the 31st message on",
        true=r"RateLimitError|gpt|Rate limit reached|depend|outside|model",
    ),
    Case(
        server=too_many_clients,
        does="500 with PostgreSQL's `too many clients` while five are at work",
        true=r"too many clients|database|connections",
    ),
    Case(
        server=rotated_token,
        does="403 to every second message: one of two processes has the old token",
        true=r"signature|token|Validation Failed",
        checks=False,
    ),
    Case(
        server=opt_out,
        does="500 to the messages of one number, with Twilio's 21610",
        true=r"\+1555\d+3|unsubscribed|from one number|of the number",
    ),
    Case(
        server=busy_sender,
        does="409 to a message of a number whose last one is not done",
        true=r"locked|same number|at the same time|overlap|at once",
    ),
    Case(server=no_space, does="500 with `ENOSPC` after four seconds", true=r"ENOSPC|no space|disk"),
    Case(
        server=no_name,
        does="500 with `getaddrinfo EAI_AGAIN` after three seconds",
        true=r"EAI_AGAIN|getaddrinfo|DNS|name",
    ),
    Case(server=links_blocked, does="403 to texts with an apostrophe", true=r"apostrophe|quotation"),
    Case(server=one_backend, does="nginx's 502 to every third message", true=r"502|proxy|backend|application behind"),
    Case(
        server=maintenance,
        does="503 `Service Unavailable` with `Retry-After` after four seconds",
        true=r"maintenance|Service Unavailable",
    ),
    Case(
        server=busy_limit,
        does="503 with `concurrency limit reached` while three are at work",
        true=r"concurren|at once|at the same time|busy",
    ),
    Case(
        server=gateway_quota,
        does="a gateway's 429 beyond 20 and four a second, whoever sends",
        true=r"per.(IP|address)|one address|IP address|for all|limiter",
    ),
    Case(
        server=growing,
        does="every answer is 20 ms slower than the one before",
        true=r"drift|grow|slower and slower|steadily",
        flags=("--targets", "p95 < 1s"),
    ),
    Case(
        server=long_breaks,
        does="everything stands still for 1.2 s every three seconds",
        true=r"stall|pause|period|stood still|every",
        flags=("--targets", "p95 < 1s"),
    ),
)
