"""Is the cause named of faults that the rules were not made for? `python -m benchmarks.reported`.

Small servers that recreate public reports, written before anybody looked at what the rules say to them. What counts as
right was written down with them; a run that names nothing, or says that it cannot tell, is honest.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from benchmarks.servers import free_port

ROOT = Path(__file__).resolve().parent.parent
TOKEN = "12345678901234567890123456789012"
ENVIRONMENT = {"TWILIO_AUTH_TOKEN": TOKEN, "PATH": os.environ["PATH"], "PYTHONUNBUFFERED": "1"}
LOAD = ("--health-url", "off", "--preflight", "off", "--duration", "8", "--concurrent", "10", "--monitor", "off")
CHECK = ("--health-url", "off")
HEDGED = re.compile(
    r"cannot (tell|say|be named)|no cause|fits? |as well|may |might |could |likely|perhaps|or ", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A server, what it does, what a true sentence about it must hold, and what is run."""

    name: str
    does: str
    true: str
    flags: tuple[str, ...] = ()
    path: str = "/sms"
    doctor: bool = False


CASES = (
    Case(name="queue-pool", does="500 with `QueuePool limit … reached` once six are at work", true=r"pool"),
    Case(name="sqlite-locked", does="500 with `database is locked` when two write at once", true=r"lock"),
    Case(
        name="open-files",
        does="500 with `EMFILE: too many open files` from the 36th message on",
        true=r"EMFILE|open files|descriptor",
    ),
    Case(name="too-long", does="500 to texts of more than 40 characters", true=r"too long|longer|length|long texts?"),
    Case(
        name="shared-address",
        does="429 from the 41st message on, whoever sends, with `RateLimit` headers",
        true=r"per.(IP|address)|one address|IP address|for all|same for every",
    ),
    Case(
        name="sync-workers",
        does="four at a time, half a second each",
        true=r"queue|capacity|more messages than|keep up|workers",
        flags=("--targets", "p95 < 1s"),
    ),
    Case(
        name="model-quota",
        does="500 with the `RateLimitError` of a model's API from the 31st message on",
        true=r"RateLimitError|gpt|Rate limit reached|depend|outside|model",
    ),
    Case(
        name="too-many-clients",
        does="500 with PostgreSQL's `too many clients` while five are at work",
        true=r"too many clients|database|connections",
    ),
    Case(
        name="rotated-token",
        does="403 to every second message: one of two processes has the old token",
        true=r"signature|token|Validation Failed",
    ),
    Case(
        name="opt-out",
        does="500 to the messages of one number, with Twilio's 21610",
        true=r"\+1555\d+3|unsubscribed|from one number|of the number",
    ),
    Case(
        name="busy-sender",
        does="409 to a message of a number whose last one is not done",
        true=r"locked|same number|at the same time|overlap|at once",
    ),
    Case(name="no-space", does="500 with `ENOSPC` after four seconds", true=r"ENOSPC|no space|disk"),
    Case(
        name="no-name",
        does="500 with `getaddrinfo EAI_AGAIN` after three seconds",
        true=r"EAI_AGAIN|getaddrinfo|DNS|name",
    ),
    Case(name="links-blocked", does="403 to texts with an apostrophe", true=r"apostrophe|quotation"),
    Case(name="one-backend", does="nginx's 502 to every third message", true=r"502|proxy|backend|application behind"),
    Case(
        name="maintenance",
        does="503 `Service Unavailable` with `Retry-After` after four seconds",
        true=r"maintenance|Service Unavailable",
    ),
    Case(
        name="busy-limit",
        does="503 with `concurrency limit reached` while three are at work",
        true=r"concurren|at once|at the same time|busy",
    ),
    Case(
        name="gateway-quota",
        does="a gateway's 429 beyond 20 and four a second, whoever sends",
        true=r"per.(IP|address)|one address|IP address|for all|limiter",
    ),
    Case(
        name="growing",
        does="every answer is 20 ms slower than the one before",
        true=r"drift|grow|slower and slower|steadily",
        flags=("--targets", "p95 < 1s"),
    ),
    Case(
        name="long-breaks",
        does="everything stands still for 1.2 s every three seconds",
        true=r"stall|pause|period|stood still|every",
        flags=("--targets", "p95 < 1s"),
    ),
    Case(name="port-lost", does="the URL is checked without its port", true=r"port|http://127\.0\.0\.1/", doctor=True),
    Case(name="sub-account", does="another account's token", true=r"token", doctor=True),
    Case(name="slash-missing", does="500 with Django's `APPEND_SLASH`", true=r"slash", doctor=True),
    Case(name="slash-redirect", does="301 to the path with a slash", true=r"redirect|/sms/|30[18]", doctor=True),
    Case(name="media-type", does="415 of Fastify without a form parser", true=r"form|415", doctor=True),
    Case(
        name="challenge",
        does="403 `Just a moment...` of a bot challenge",
        true=r"bot|challenge|firewall|WAF|Cloudflare|Just a moment",
        doctor=True,
    ),
    Case(name="login-wall", does="401 of a protected preview", true=r"login|protect|password|Authenti", doctor=True),
    Case(name="basic", does="401 with `WWW-Authenticate: Basic`", true=r"password|Basic|user", doctor=True),
    Case(
        name="gateway-path",
        does="403 `Missing Authentication Token`, in truth a path without its stage",
        true=r"path|stage|route|gateway",
        doctor=True,
    ),
    Case(name="tunnel-down", does="404 of a tunnel without its program", true=r"tunnel|ngrok|offline", doctor=True),
    Case(
        name="account-unknown",
        does="403 `unknown AccountSid` to well signed messages",
        true=r"AccountSid|account-sid|account",
        doctor=True,
    ),
    Case(
        name="number-unknown",
        does="404 `no tenant is configured for To`",
        true=r"To=|to-number|tenant|number",
        doctor=True,
    ),
    Case(name="wrong-digest", does="the HMAC is made over the raw body", true=r"raw body|HMAC", doctor=True),
    Case(
        name="prefix-lost",
        does="the URL is checked with the last part of the path",
        true=r"path|/webhook",
        path="/twilio/webhook",
        doctor=True,
    ),
    Case(
        name="trimmed",
        does="the signature is checked over five parameters alone",
        true=r"param|form|field|cannot tell",
        doctor=True,
    ),
)


def said_of(case: Case, folder: Path) -> str:
    """Run the tool once against the case's server; return the sentence it puts first."""
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.reported_server", case.name, str(port)], cwd=ROOT, env=ENVIRONMENT
    )
    try:
        time.sleep(1)
        flags = [*(CHECK if case.doctor else LOAD), *case.flags, "--report-dir", str(folder / case.name)]
        url = f"http://127.0.0.1:{port}{case.path}"
        words = ["doctor" if case.doctor else "run", "--url", url, "--seed", "7", *flags]
        done = subprocess.run(
            [sys.executable, str(ROOT / "entrypoint.py"), *words],
            capture_output=True, text=True, check=False, timeout=120, env=ENVIRONMENT,
        )  # fmt: skip
        if case.doctor:
            return concluding(done.stdout)
        results = json.loads((folder / case.name / "results.json").read_text("utf-8"))
        found = results["diagnosis"]
        return f"{found[0]['likely']}: {found[0]['evidence']}" if found else ""
    finally:
        server.terminate()
        server.wait(10)


def concluding(text: str) -> str:
    """Return the sentence a `doctor` ends with."""
    lines = [line for line in text.splitlines() if line and not line.startswith(" ")]
    return " ".join(lines[1:])


def judged(case: Case, said: str) -> str:
    """Return `right`, `cannot tell`, `wrong, as likely` or `wrong`."""
    if re.search(case.true, said, re.IGNORECASE):
        return "right"
    if not said or re.search(r"cannot tell|no cause", said, re.IGNORECASE):
        return "cannot tell"
    return "wrong, as likely" if HEDGED.search(said) else "wrong"


def main() -> int:
    """Run all of them, or those that are named; print what was said."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    cases = [case for case in CASES if not options.names or case.name in options.names]
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(options.jobs) as workers:
        for case, said in zip(cases, workers.map(lambda case: said_of(case, Path(folder)), cases), strict=True):
            print(f"{judged(case, said):16} | {case.name} | {case.does} | {said}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
