"""Faults under load, after public reports: the second set, written by somebody who had not seen the rules."""

from __future__ import annotations

import threading
import time

from benchmarks.reported.case import Case
from benchmarks.reported.server import CUT, FINE, Answer, Message, State, as_json, page, plain

SLOW_CORES = threading.Semaphore(2)


def said(text: str) -> Answer:
    """Return TwiML with this message."""
    return 200, f'<?xml version="1.0" encoding="UTF-8"?><Response><Message>{text}</Message></Response>', "text/xml", {}


def function_timeout(state: State, _: Message) -> Answer:
    """Ask a model that is slower than the platform waits (mayooear/ai-pdf-chatbot-langchain#25)."""
    with state.lock:
        work = 12.0 if state.random.random() < 0.3 else state.random.uniform(1, 4)
    time.sleep(min(10.0, work))
    if work < 10:
        return FINE
    code = "FUNCTION_INVOCATION_TIMEOUT"
    text = f"An error occurred with your deployment\n\n{code}\n\nfra1::kd4xt-1670737355213-83028fefdf2f\n"
    return plain(504, text, Server="Vercel", X_Vercel_Error=code)


def cold_start(state: State, _: Message) -> Answer:
    """Start an instance for each message that finds none idle (slackapi/bolt-python#155)."""
    with state.lock:
        idle = state.senders.get("idle", 0)
        state.senders["idle"] = max(0, idle - 1)
    time.sleep(0.06 if idle else 1.8)
    with state.lock:
        state.senders["idle"] += 1
    return FINE


def deploy(state: State, _: Message) -> Answer:
    """Be replaced by a new version without draining (mnfst/llm-gateway#2326)."""
    began = state.age
    time.sleep(0 if 3 < began < 5 else 0.3)
    return CUT if began < 5 and state.age > 3 else FINE


def keep_alive_race(state: State, _: Message) -> Answer:
    """Close idle connections before the load balancer does (OpenCTI-Platform/opencti#17648)."""
    with state.lock:
        lost = state.random.random() < 0.08
    time.sleep(0.04)
    if not lost:
        return FINE
    head, body = "<head><title>502 Bad Gateway</title></head>", "<center><h1>502 Bad Gateway</h1></center>"
    text = f"<html>\r\n{head}\r\n<body>\r\n{body}\r\n</body>\r\n</html>\r\n"
    return 502, text, "text/html", {"Server": "awselb/2.0"}


def event_loop(state: State, _: Message) -> Answer:
    """Hash on the only thread there is (PollBuddy/PollBuddy#429)."""
    with state.one_at_a_time:
        time.sleep(0.08)
    return FINE


def leak_restart(state: State, _: Message) -> Answer:
    """Leak memory, become slow, be killed and start again (allenai/allennlp-demo#37)."""
    with state.lock:
        if state.age < state.down_until:
            return CUT
        used = next(state.count) % 25
        if not used:
            state.down_until = state.age + 1.2
            return CUT
    began = state.age
    time.sleep(0.02 * used)
    return CUT if began < state.down_until - 1.2 < state.age else FINE


def cpu_credits(state: State, _: Message) -> Answer:
    """Use up the processor credits of a small instance (osrepo.net/troubleshoot-ec2-instance-credit-depletion)."""
    if state.age < 4:
        time.sleep(0.05)
        return FINE
    with SLOW_CORES:
        time.sleep(0.45)
    return FINE


def big_account(_: State, message: Message) -> Answer:
    """Load the conversation of the sender message by message (devlikeapro/waha#1389)."""
    time.sleep(3.0 if message.form["From"].endswith("4") else 0.08)
    return FINE


def media_download(_: State, message: Message) -> Answer:
    """Fetch the media without a password (chatwoot/chatwoot#15745)."""
    if message.form.get("NumMedia", "0") == "0":
        return FINE
    time.sleep(0.2)
    error = f"requests.exceptions.HTTPError: 401 Client Error: Unauthorized for url: {message.form['MediaUrl0']}"
    return page(500, error + " // Werkzeug Debugger", f"<h1>HTTPError</h1><p class='errormsg'>{error}</p>")


def no_utf8mb4(_: State, message: Message) -> Answer:
    """Store texts in three bytes a character (nerzhul/ncsms-android#135, siteserver/cms#3828)."""
    if all(ord(character) < 0x10000 for character in message.form.get("Body", "")):
        return FINE
    error = (
        r"could not execute statement; Incorrect string value: '\xF0\x9F\x8E\x89\xF0\x9F...' for column 'body' at row 1"
    )
    told = {"timestamp": "2025-03-04T10:11:12.345+00:00", "status": 500, "error": "Internal Server Error"}
    return as_json(500, {**told, "message": error, "path": message.path})


def create_race(state: State, message: Message) -> Answer:
    """Look for a contact, then create it (prisma/orm#3242)."""
    sender = message.form["From"]
    with state.lock:
        known, second = sender in state.senders, sender in state.busy
        state.busy.add(sender)
    time.sleep(0.05 if known else 0.3)
    with state.lock:
        state.senders[sender] = 1
    if known or not second:
        return FINE
    error = "\nInvalid `prisma.contact.create()` invocation:\n\n\nUnique constraint failed on the fields: (`phone`)"
    return as_json(500, {"name": "PrismaClientKnownRequestError", "code": "P2002", "message": error})


def token_expired(state: State, _: Message) -> Answer:
    """Write to a spreadsheet until the token for it has expired (googleworkspace/python-samples#1644)."""
    time.sleep(0.15)
    if state.age < 4:
        return FINE
    told = "{'error': 'invalid_grant', 'error_description': 'Token has been expired or revoked.'}"
    error = f"google.auth.exceptions.RefreshError: ('invalid_grant: Token has been expired or revoked.', {told})"
    return plain(500, f"Internal Server Error\n\n{error}\n")


def fpm_backlog(state: State, _: Message) -> Answer:
    """Have five PHP processes, and no queue in front of them (zabbix/zabbix-docker#451)."""
    with state.lock:
        if state.flying >= 5:
            return page(502, "502 Bad Gateway", "<center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center>")
        state.flying += 1
    time.sleep(0.6)
    with state.lock:
        state.flying -= 1
    return FINE


def health_flap(state: State, _: Message) -> Answer:
    """Be taken out of the balancer when the health check is late (k3s-io/k3s#10240)."""
    if state.age % 3 > 1.8:
        body = "<h1>503 Service Unavailable</h1>\nNo server is available to handle this request.\n"
        return 503, f"<html><body>{body}</body></html>\n", "text/html", {"Cache-Control": "no-cache"}
    time.sleep(0.2)
    return FINE


def limit_req(state: State, _: Message) -> Answer:
    """Sit behind nginx's limit_req, which says 503 (kubernetes/ingress-nginx#2824)."""
    with state.lock:
        level = max(0.0, state.level - 5 * (state.age - state.level_at))
        over = level > 4
        state.level, state.level_at = level + (not over), state.age
    if not over:
        return FINE
    title = "503 Service Temporarily Unavailable"
    return page(503, title, f"<center><h1>{title}</h1></center><hr><center>nginx</center>")


def duplicates(state: State, message: Message) -> Answer:
    """Take the same text of the same number for a second delivery (kuan-er/sjtu-agent#47)."""
    key = message.form["From"] + " " + message.form.get("Body", "")
    with state.lock:
        again = key in state.senders
        state.senders[key] = 1
    return said("Diese Nachricht haben wir schon erhalten.") if again else FINE


def memory_sessions(state: State, message: Message) -> Answer:
    """Keep conversations in the memory of one of two processes (howdyai/botkit#1504)."""
    with state.lock:
        process = next(state.count) % 2
        home = state.senders.setdefault(message.form["From"], process)
    return FINE if home == process else said("No encontramos tu conversación. Envía ALTA para comenzar.")


def minute_limit(state: State, message: Message) -> Answer:
    """Let each number write eight times a minute (wwebjs/whatsapp-web.js#2608)."""
    sender = message.form["From"]
    with state.lock:
        state.senders[sender] = state.senders.get(sender, 0) + 1
        over = state.senders[sender] > 8
    return said("Você enviou muitas mensagens. Aguarde um minuto e tente novamente.") if over else FINE


CASES = (
    Case(
        server=function_timeout,
        does="Vercel's 504 after 10 s to three in ten, and 1 to 4 s to the others",
        truth="The platform ends every run after 10 s, and the work (a model) sometimes takes longer; not the load.",
        true=r"FUNCTION_INVOCATION|10(\.\d+)? ?s|time.?out",
    ),
    Case(
        server=cold_start,
        does="1.8 s to every message that finds no idle instance, so to the first two batches",
        truth="Instances start cold: only the first messages are slow, and once ten instances are warm all are fast.",
        true=r"cold|warm|first (second|message|batch)|beginning|at the start|start",
        flags=("--targets", "p95 < 1s"),
    ),
    Case(
        server=deploy,
        does="closed connections from the third to the fifth second, and fine before and after",
        truth="The app was restarted in the middle of the load (a deploy): for two seconds it closed every connection.",
        true=r"restart|deploy|crash|came back|recover|from second|between",
    ),
    Case(
        server=keep_alive_race,
        does="a load balancer's 502 to 8 % at random, at once",
        truth="The app closes idle connections before the balancer does. Outside, only the balancer's 502 is seen, at "
        "random and not from the load: that the app behind it gave no answer is right, why cannot be told.",
        true=r"behind|balancer|proxy|in front|keep-?alive|cannot tell",
        flags=("--targets", "success > 99%"),
    ),
    Case(
        server=event_loop,
        does="one at a time, 80 ms each: the last of a batch waits 0.8 s",
        truth="Work blocks the only thread: messages are done one after another, so a batch queues; the rate is no "
        "problem.",
        true=r"one at a time|one after (another|the other)|serial|single|queue|batch|burst|at once",
        flags=("--targets", "p95 < 500ms"),
    ),
    Case(
        server=leak_restart,
        does="slower with every message, and after each 25 closed connections for 1.2 s",
        truth="The process leaks, becomes slow, is killed and starts again, every 25 messages or so.",
        true=r"restart|crash|again and again|repeated|leak|memory|every",
    ),
    Case(
        server=cpu_credits,
        does="50 ms until the fourth second, then two at a time, 0.45 s each",
        truth="From the fourth second on the machine has a fraction of its processor (credits used up), at the same "
        "load: it became slow at once, and then fell behind. Why cannot be told from outside.",
        true=r"sudden|from (the )?second|since|after \d|throttl|credit|cannot tell|more messages than|keep up|capacity",
        flags=("--targets", "p95 < 1s"),
    ),
    Case(
        server=big_account,
        does="3 s to one number, 80 ms to all others",
        truth="Every message of +15555551004 is slow, and no other: it is that sender's data, not the load.",
        true=r"\+1555\d+4|one number|that number|of the number|sender",
        flags=("--targets", "p95 < 1s"),
    ),
    Case(
        server=media_download,
        does="500 to every MMS: a download from Twilio's API gets 401",
        truth="Only MMS fail: the app fetches the media without valid credentials and gets 401 from Twilio's API.",
        true=r"MMS|media",
        false=r"signature",
    ),
    Case(
        server=no_utf8mb4,
        does="500 with `Incorrect string value` to texts with an emoji",
        truth="Texts with an emoji fail: the column holds three bytes a character (utf8 instead of utf8mb4).",
        true=r"emoji|utf8mb4|Incorrect string value",
    ),
    Case(
        server=create_race,
        does="500 with `P2002` to the second of two first messages of a number",
        truth="Two messages of a number that is not known yet race to create it; it happens in the first batch only.",
        true=r"P2002|unique|same time|at once|new number|first message|race",
        flags=("--targets", "success > 99%"),
    ),
    Case(
        server=token_expired,
        does="500 with `invalid_grant: Token has been expired or revoked.` after four seconds",
        truth="The app's own Google token expired in the fourth second; neither Twilio's token nor the load.",
        true=r"invalid_grant|expired|revoked|RefreshError|Google",
        false=r"TWILIO_AUTH_TOKEN|signature",
    ),
    Case(
        server=fpm_backlog,
        does="nginx's 502 at once while five are at work",
        truth="Five PHP processes: what comes while all are busy is refused at once by the nginx in front.",
        true=r"at once|at the same time|concurren|workers|processes|busy|in flight",
    ),
    Case(
        server=health_flap,
        does="HAProxy's 503 `No server is available` for 1.2 s of every three",
        truth="The balancer takes its only server out again and again, since the health check fails now and then.",
        true=r"No server|balancer|backend|HAProxy|health|behind",
    ),
    Case(
        server=limit_req,
        does="nginx's 503 beyond a burst of five and five a second, whoever sends",
        truth="A rate limit in nginx, whose default status is 503: nothing is down. Outside, that about five a second "
        "pass can be seen; that it is a limiter and no overload cannot be told for sure.",
        true=r"limit|throttl|cannot tell",
    ),
    Case(
        server=duplicates,
        does="a German `we have had this message` to a text that the number sent before",
        truth="The app takes the same text of the same number for a second delivery: the load repeats its texts.",
        true=r"same text|same message|repeat|duplicate|twice|schon erhalten|identical",
    ),
    Case(
        server=memory_sessions,
        does="a Spanish `we cannot find your conversation` whenever the other process answers",
        truth="Two processes keep conversations in their own memory, so every number is unknown to one of them; "
        "outside, only that the same number is answered now so, now so can be told.",
        true=r"instance|process|session|memory|half|every (second|other)|now and then|cannot tell",
    ),
    Case(
        server=minute_limit,
        does="a Portuguese `too many messages, wait a minute` from the ninth message of a number on",
        truth="The app limits each number to eight messages a minute, and says so politely with status 200.",
        true=r"per number|each number|a number|per.sender|8 (messages|each)|limit",
    ),
)
