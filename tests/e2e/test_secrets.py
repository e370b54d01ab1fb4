"""A server may give back every secret, anywhere and in any form: none of them reaches anything that people can read."""

from __future__ import annotations

import json
from base64 import b64encode
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

import pytest
from harness import load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Answer = Callable[[str], bytes]

TOKEN = "sentinel0token7f1c0d2e9b8a4653"
PASSWORD = "sentinel1/pass+word&more"
SETUP = "sentinel2-setup-4653-9b8a-7f1c"
MONITOR = "sentinel3-monitor-9b8a-4653-7f"
SECRETS = (TOKEN, PASSWORD, SETUP, MONITOR)


def forms(secret: str) -> list[str]:
    """Return a secret as servers give it back."""
    basic = [b64encode(f"{user}:{secret}".encode()).decode().rstrip("=") for user in ("u", "me", "AC1", "user")]
    return [secret, quote(secret, safe=""), quote_plus(secret), json.dumps(secret)[1:-1].replace("/", "\\/"), *basic]


ALL = [form for secret in SECRETS for form in forms(secret)]


def http(status: str, body: str, kind: str = "text/html", *more: str) -> bytes:
    raw = body.encode()
    head = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(raw)}", *more, "Connection: close"]
    return "\r\n".join([*head, "", ""]).encode() + raw


def xml(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


ECHOES: dict[str, Answer] = {
    "an error page with the request and all secrets": lambda heard: http("500 Oops", f"<pre>{heard}{ALL}</pre>"),
    "an error page that begins with one, which quotes cut": lambda _: http(
        "500 Oops", "x" * 185 + TOKEN + "y" * 1785 + TOKEN
    ),
    "a redirect to one": lambda _: http("302 Found", "", "text/html", f"Location: https://x/?a={'&b='.join(ALL)}"),
    "a redirect to no address": lambda _: http("302 Found", "", "text/html", f"Location: {TOKEN}:{MONITOR}"),
    "a content type made of one": lambda _: http("200 OK", "hi", f"application/{TOKEN}"),
    "a verb called so": lambda _: http("200 OK", f"<Response><{TOKEN}/></Response>", "text/xml"),
    "a text to the sender": lambda _: http(
        "200 OK", f"<Response><Message>{xml(str(ALL))}</Message></Response>", "text/xml"
    ),
    "plain text": lambda heard: http("200 OK", f"{TOKEN} {heard}", "text/plain"),
    "JSON": lambda heard: http("200 OK", json.dumps({"headers": heard, "all": ALL}), "application/json"),
    "a login that names one": lambda _: http("401 No", "", "text/html", f'WWW-Authenticate: Basic realm="{TOKEN}"'),
    "a time to wait made of one": lambda _: http("503 Busy", "", "text/html", f"Retry-After: {TOKEN}"),
    "no HTTP at all": lambda _: f"{TOKEN} {PASSWORD}\r\n\r\n".encode(),
    "half a reply": lambda _: http("500 Oops", str(ALL))[:-20],
}


@contextmanager
def echoing(answer: Answer, *, setup: Answer | None = None) -> Iterator[int]:
    """Serve the webhook with `answer`, a monitor's page whose names are secrets, and numbers set up by `setup`."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say(http("200 OK", json.dumps({"n": 1, **dict.fromkeys(ALL, 2)}), "application/json"))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._say((setup or answer if self.path.startswith("/api/") else answer)(f"{self.headers}{body}"))

        def _say(self, data: bytes) -> None:
            self.wfile.write(data)
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def shown(tmp_path: Path, port: int, *flags: str) -> tuple[int, dict[str, str]]:
    """Run a load; return its exit code and every text that it leaves, by where."""
    log, output, summary = tmp_path / "server.log", tmp_path / "output", tmp_path / "summary"
    log.write_text("")
    run = load(
        tmp_path / "reports",
        *("--duration", "300ms", "--concurrent", "2", "--health-url", f"http://127.0.0.1:{port}/health"),
        *("--monitor", f"page=http://127.0.0.1:{port}/page", "--server-log", str(log), *flags),
        TWILIO_AUTH_TOKEN=TOKEN,
        LOAD_TEST_URL=f"http://user:{quote(PASSWORD, safe='')}@127.0.0.1:{port}/hook",
        LOAD_TEST_SETUP_AUTHORIZATION=SETUP,
        LOAD_TEST_MONITOR_AUTHORIZATION=f"Bearer {MONITOR}",
        GITHUB_ACTIONS="true",
        GITHUB_OUTPUT=str(output),
        GITHUB_STEP_SUMMARY=str(summary),
    )
    console = "\n".join(text for text in run.output.splitlines() if not text.startswith("::add-mask::"))
    texts = {"console": console, "errors": run.errors}
    for path in [output, summary, *(path for path in (tmp_path / "reports").rglob("*") if path.is_file())]:
        texts[path.name] = path.read_text("utf-8") if path.exists() else ""
    return run.code, texts


def found(texts: dict[str, str]) -> list[tuple[str, str]]:
    """Return what is to be seen of the secrets, and where; a piece of twelve characters is enough to tell."""
    pieces = {form[at : at + 12] for form in ALL for at in range(len(form) - 11)}
    return [(where, piece) for where, text in texts.items() for piece in pieces if piece in text]


@pytest.mark.parametrize("answer", ECHOES.values(), ids=ECHOES.keys())
def test_no_secret_that_a_reply_holds_is_shown(tmp_path: Path, answer: Answer) -> None:
    with echoing(answer) as port:
        code, texts = shown(tmp_path, port, "--preflight", "off")
    assert code in {0, 1, 4}
    assert found(texts) == []


@pytest.mark.parametrize("answer", ECHOES.values(), ids=ECHOES.keys())
def test_no_secret_that_the_preflight_meets_is_shown(tmp_path: Path, answer: Answer) -> None:
    with echoing(answer) as port:
        _, texts = shown(tmp_path, port)
    assert found(texts) == []


@pytest.mark.parametrize(
    "answer", [ECHOES[name] for name in ECHOES if "page" in name or name in {"no HTTP at all", "JSON"}]
)
def test_no_secret_that_setting_a_number_up_meets_is_shown(tmp_path: Path, answer: Answer) -> None:
    with echoing(answer, setup=answer) as port:
        code, texts = shown(tmp_path, port, "--provision", "true")
    assert code == 3
    assert found(texts) == []


def test_no_secret_in_the_server_log_is_shown(tmp_path: Path) -> None:
    def writes(_: str) -> bytes:
        with (tmp_path / "server.log").open("a") as log:
            log.writelines(f"ERROR {form} is wrong\n" for form in ALL)
        return http("200 OK", "<Response/>", "text/xml")

    with echoing(writes) as port:
        _, texts = shown(tmp_path, port, "--preflight", "off")
    assert found(texts) == []
    assert "is wrong" in texts["results.json"], "the lines themselves were read"
