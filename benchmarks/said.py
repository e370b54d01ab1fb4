"""What does the tool say of small servers that real reports describe? `make said CASES=FOLDER`.

The folder holds the servers; each is started with a port, and those for Node find their packages where NODE_PATH says:
express, twilio, and twilio2 and twilio51, which are its versions 2.11.0 and 5.1.1. What is true of each stands here,
and what counts as having said it: judged by the tool's own words alone. The tool was made with these in view, so the
table in docs/diagnosis.md says that it works, and not how often it is right elsewhere.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from benchmarks.reported.__main__ import ENVIRONMENT, ROOT, concluding

PAGE = ROOT / "docs" / "diagnosis.md"
LOAD = ("--preflight", "off", "--duration", "8", "--concurrent", "10", "--monitor", "off")
QUOTED = 200
DOCTOR, RUN = "doctor", "load"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A server of the folder, how it is started and asked, what is true, and the pattern of a sentence that says so."""

    script: str
    env: str = ""
    path: str = "/sms"
    how: str = DOCTOR
    flags: tuple[str, ...] = ()
    code: int | None = 3
    true: str
    said: str


CASES = (
    Case(
        script="01-node-query.js",
        env="LIB=twilio2",
        path="/sms?tenant=7&x=a%20b",
        true="an old library drops or re-encodes the query",
        said=r"query",
    ),
    Case(
        script="02-node-apostrophe.js",
        env="LIB=twilio51",
        path="/sms?city=Forli'",
        true="the URL's parser re-encodes `'`",
        said=r"query, enc|%27",
    ),
    Case(script="04-java-latin1.py", true="the form is read as ISO-8859-1", said=r"ISO-8859-1|latin|character set"),
    Case(
        script="05-laravel-two-faults.py",
        env="SCHEME=https HOW=trim",
        true="https is signed, and blanks are trimmed",
        said=r"two faults.*https.*trim|two faults.*blank",
    ),
    Case(
        script="05-laravel-two-faults.py",
        env="SCHEME=https HOW=both",
        true="https is signed, blanks and empty values go",
        said=r"(two|three) faults.*https",
    ),
    Case(
        script="05-laravel-two-faults.py",
        env="SCHEME=https HOW=drop",
        true="https is signed, and empty values are dropped",
        said=r"two faults.*https.*(empty|drop)",
    ),
    Case(
        script="05-laravel-two-faults.py",
        env="SCHEME=http HOW=both",
        true="blanks are trimmed and empty values dropped",
        said=r"(trim|blank).*(empty|drop|null)|(empty|drop|null).*(trim|blank)",
    ),
    Case(
        script="06-express-mounted.js",
        path="/api/sms/webhook",
        true="a mounted router has lost the front of the path",
        said=r"front of the path|path",
    ),
    Case(
        script="07-fixed-answer.py",
        env="KIND=svelte",
        true="SvelteKit's guard against other sites' forms",
        said=r"SvelteKit|other sites|cross-site",
    ),
    Case(script="07-fixed-answer.py", env="KIND=laravel", true="Laravel's CSRF guard", said=r"Laravel|CSRF"),
    Case(script="07-fixed-answer.py", env="KIND=rails", true="Rails's CSRF guard", said=r"Rails|CSRF"),
    Case(script="07-fixed-answer.py", env="KIND=spring", true="Spring Security's guard", said=r"Spring"),
    Case(script="07-fixed-answer.py", env="KIND=json", true="the form is read as JSON", said=r"JSON"),
    Case(
        script="08-changing-rejection.py",
        env="KIND=spring",
        true="https is signed; the refusal changes each time",
        said=r"https",
    ),
    Case(
        script="08-changing-rejection.py",
        env="KIND=aspnet",
        true="https is signed; the refusal changes each time",
        said=r"https",
    ),
    Case(
        script="09-twiml-replies.py",
        path="/newline",
        code=None,
        true="TwiML begins with a line break",
        said=r"line break|newline|blank|before",
    ),
    Case(script="09-twiml-replies.py", path="/amp", code=None, true="an `&` is not escaped", said=r"&amp;|escap"),
    Case(
        script="09-twiml-replies.py",
        path="/big",
        code=None,
        true="the reply is larger than 64 kB",
        said=r"11750|64 ?kB|larger|shorter",
    ),
    Case(
        script="09-twiml-replies.py",
        path="/gzip",
        code=None,
        true="gzip, though it was not asked for",
        said=r"gzip|Content-Encoding|compress",
    ),
    Case(script="24-server-token-missing.js", true="the server has no token", said=r"give the server a token"),
    Case(
        script="28-polite-rejection.py",
        env="TEXT='Invalid Twilio signature'",
        true="https is signed; refused with 200",
        said=r"https",
    ),
    Case(
        script="28-polite-rejection.py",
        env="TEXT=",
        true="https is signed; refused with 200, without words",
        said=r"https",
    ),
    Case(
        script="30-apps.py",
        env="KIND=slowfail",
        true="every message ends in HTTP 500 after 3.5 s",
        said=r"ETIMEDOUT|500",
    ),
    Case(script="30-apps.py", env="KIND=caption", code=0, true="an empty text is refused", said=r"caption"),
    Case(script="30-apps.py", env="KIND=media", code=0, true="every MMS is refused", said=r"MMS"),
    Case(
        script="30-apps.py",
        env="KIND=nosign",
        code=None,
        true="no signature is checked; a 429 to every second request",
        said=r"does not check|not known|cannot be told",
    ),
    Case(script="04-java-latin1.py", how=RUN, code=1, true="texts that are not ASCII fail", said=r"not plain ASCII"),
    Case(script="10-emoji-500.py", how=RUN, code=1, true="characters of four bytes fail", said=r"four bytes"),
    Case(
        script="11c-keepalive-drop.py",
        how=RUN,
        flags=("--keep-alive", "true"),
        code=1,
        true="every third request of a kept connection is dropped",
        said=r"connections used before",
    ),
    Case(script="30-apps.py", env="KIND=caption", how=RUN, code=1, true="an empty text fails", said=r"empty text"),
    Case(
        script="30-apps.py",
        env="KIND=media",
        how=RUN,
        flags=("--mms-share", "20%"),
        code=1,
        true="every MMS fails",
        said=r"kind MMS",
    ),
    Case(
        script="30-apps.py",
        env="KIND=limiter",
        how=RUN,
        flags=("--rate-limit-pattern", "juggle"),
        code=1,
        true="eight messages a minute and number",
        said=r"limit per phone number",
    ),
    Case(
        script="30-apps.py",
        env="KIND=echo",
        how=RUN,
        code=1,
        true="every message gets a page that shows the request",
        said=r"^The server answers with an HTTP error:",
    ),
)


def said_of(case: Case, folder: Path, packages: str) -> tuple[int, str]:
    """Start the server, ask the tool once; return its exit code and the sentence that it puts first."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    own = dict(re.findall(r"(\w+)='?([^']*?)'?(?:\s|$)", case.env))
    command = "node" if case.script.endswith(".js") else sys.executable
    server = subprocess.Popen(
        [command, str(folder / case.script), str(port)],
        env={**ENVIRONMENT, "NODE_PATH": packages, **own}, cwd=packages or None, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _await(port)
        with tempfile.TemporaryDirectory() as reports:
            words = [
                DOCTOR if case.how == DOCTOR else "run",
                "--url",
                f"http://127.0.0.1:{port}{case.path}",
                "--seed",
                "7",
            ]
            flags = [*(LOAD if case.how == RUN else ()), "--health-url", "off", *case.flags, "--report-dir", reports]
            done = subprocess.run(
                [sys.executable, str(ROOT / "entrypoint.py"), *words, *flags],
                capture_output=True, text=True, check=False, timeout=180, env=ENVIRONMENT,
            )  # fmt: skip
            if case.how == DOCTOR:
                return done.returncode, concluding(done.stdout).replace(f"127.0.0.1:{port}", "HOST")
            found = json.loads((Path(reports) / "results.json").read_text("utf-8"))["diagnosis"]
            first = f"{found[0]['likely']}: {found[0]['evidence']}" if found else ""
            return done.returncode, first.replace(f"127.0.0.1:{port}", "HOST")
    finally:
        server.terminate()
        server.wait(10)


def _await(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)


def row(case: Case, code: int, said: str) -> str:
    """Return a case as a row of the table."""
    right = re.search(case.said, said, re.IGNORECASE) and case.code in {None, code}
    shown = "".join(sign if sign.isprintable() and sign != "\ufffd" else " " for sign in said)
    text = " ".join(shown.replace("Preflight: ", "").replace("Preflight warning: ", "").split())
    text = (text if len(text) <= QUOTED else f"{text[: QUOTED - 1]}…").replace("|", "\\|").replace("<", "&lt;")
    name = " ".join(part for part in (f"`{case.script.partition('.')[0]}`", f"`{case.env}`" * bool(case.env)) if part)
    where = f" {case.path}" if case.path != "/sms" else ""
    return f"| {name}{where} ({case.how}) | {case.true} | {text} | {'yes' if right else '**no**'} |"


def main() -> int:
    """Ask about all of them, or those whose script's name begins so; write the table when all were asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("begins", nargs="?", default="")
    parser.add_argument("--packages", default=os.environ.get("NODE_PATH", ""), help="where Node's packages are")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    cases = [case for case in CASES if case.script.startswith(options.begins)]
    rows = []
    with ThreadPoolExecutor(options.jobs) as workers:
        heard = workers.map(lambda case: said_of(case, options.folder, options.packages), cases)
        for case, (code, said) in zip(cases, heard, strict=True):
            rows.append(row(case, code, said))
            print(rows[-1], flush=True)
    if not options.begins:
        right = sum(one.endswith("| yes |") for one in rows)
        table = ["| case | true | said first | right |", "|---|---|---|---|", *rows, "", f"{right} of {len(rows)}."]
        text = PAGE.read_text("utf-8")
        new = "<!-- said -->\n" + "\n".join(table) + "\n<!-- /said -->"
        PAGE.write_text(re.sub(r"<!-- said -->.*?<!-- /said -->", lambda _: new, text, flags=re.DOTALL), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
