"""Broken set-ups, each a real server on a real socket: one sentence, one exit code, within 10 s, and no load."""

from __future__ import annotations

import socket
import ssl
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import pytest
import trustme
from configurations import configured
from harness import environment
from servers import PATH, FullServer, Peer, RawServer, closed_port, endlessly, saying

from loadtest.message.signing import verify
from loadtest.run import readiness
from loadtest.run import story as run
from loadtest.run.interrupts import Interrupts
from loadtest.setup import preflight, search
from loadtest.words.errors import ConfigError, ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from loadtest.assess.result import Result

TOKEN = "sentinel-token-7f1c0d2e9b8a4653"
OK = "<?xml version='1.0'?><Response><Message>Saved</Message></Response>"
LOAD = {"concurrent": "100", "duration": "1", "delay": "500", "health-timeout": "1", "timeout": "5", "seed": "1"}
UNLINKED = "<Response><Message>This phone number isn't linked to an account.</Message></Response>"
LIMITED = (
    "<Response><Message>You've reached the limit of 20 messages per hour. Try again in 1 hour.</Message></Response>"
)


@dataclass
class Message:
    """One request as a server sees it."""

    method: str
    path: str
    headers: dict[str, str]
    form: list[tuple[str, str]] = field(default_factory=list)

    @property
    def host(self) -> str:
        return self.headers["host"]


def http(status: str, body: str = "", kind: str = "text/xml", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body.encode())}", *headers]
    return ("\r\n".join([*lines, "Connection: close", "", ""]) + body).encode()


FORBIDDEN = http("403 Forbidden", "Forbidden", "text/html")


def serving(answer: Callable[[Message], bytes]) -> Callable[[Peer], None]:
    """Answer one request per connection; the health page is always well."""

    def behave(peer: Peer) -> None:
        head, _, body = peer.request().partition(b"\r\n\r\n")
        if not head:
            return
        first, *lines = head.decode().split("\r\n")
        method, path, _ = first.split(" ")
        headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
        form = parse_qsl(body.decode(), keep_blank_values=True)
        peer.say(http("200 OK", "ok") if path == "/health" else answer(Message(method, path, headers, form)))

    return behave


def always(reply: bytes) -> Callable[[Peer], None]:
    return serving(lambda _: reply)


def signed_for(
    url: Callable[[Message], str],
    form: Callable[[list[tuple[str, str]]], list[tuple[str, str]]] = lambda form: form,
    *,
    token: str = TOKEN,
    accepted: bytes | None = None,
    rejected: bytes = FORBIDDEN,
) -> Callable[[Peer], None]:
    """Check signatures over the URL that the server rebuilds and the parameters that it kept."""

    def answer(message: Message) -> bytes:
        signature = message.headers.get("x-twilio-signature", "")
        right = verify(url(message), form(message.form), token, signature)
        return (accepted or http("200 OK", OK)) if right else rejected

    return serving(answer)


def own(message: Message) -> str:
    return f"http://{message.host}{message.path}"


def flaky() -> Callable[[Peer], None]:
    """Fail the first signed message, accept every later one."""
    failed: list[bool] = []

    def answer(message: Message) -> bytes:
        if not verify(own(message), message.form, TOKEN, message.headers["x-twilio-signature"]):
            return FORBIDDEN
        if not failed:
            failed.append(True)
            return http("500 Internal Server Error", "warming up", "text/plain")
        return http("200 OK", OK)

    return serving(answer)


def limited_after(count: int) -> Callable[[Peer], None]:
    """Reject signatures, and after so many of them everything."""
    seen: list[Message] = []

    def answer(message: Message) -> bytes:
        seen.append(message)
        return FORBIDDEN if len(seen) <= count else http("429 Too Many Requests", "slow down", "text/plain")

    return serving(answer)


def slowly(peer: Peer) -> None:
    def answer(message: Message) -> bytes:
        if not verify(own(message), message.form, TOKEN, message.headers["x-twilio-signature"]):
            return FORBIDDEN
        peer.rest(1.5)
        return http("200 OK", OK)

    serving(answer)(peer)


def hanging(peer: Peer) -> None:
    def answer(message: Message) -> bytes:
        if verify(own(message), message.form, TOKEN, message.headers["x-twilio-signature"]):
            peer.rest()
        return FORBIDDEN

    serving(answer)(peer)


def signed_only_with_proxy_headers(message: Message) -> str:
    if "x-forwarded-proto" not in message.headers:
        return "http://internal.example/"
    return f"{message.headers['x-forwarded-proto']}://{message.headers['x-forwarded-host']}{message.path}"


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def configure(url: str, env: dict[str, str] | None = None, **flags: str) -> Any:
    env = {"TWILIO_AUTH_TOKEN": TOKEN, **(env or {})}
    return configured(env, lambda path: Path(path).read_text("utf-8"), **LOAD | {"url": url} | flags)


def attempt(tmp_path: Path, url: str, **flags: str) -> tuple[Result, str]:
    """Run a load of 200 messages; return its result and the console."""
    said: list[str] = []
    config = configure(url, report_dir=str(tmp_path / "out"), **flags)
    result = run.run(config, say=said.append, interrupts=Interrupts())
    return result, "\n".join(said)


def ask_doctor(url: str, **flags: str) -> tuple[ExitCode, str]:
    said: list[str] = []
    code = readiness.doctor(configure(url, **flags), say=said.append, interrupts=Interrupts())
    return code, "\n".join(said)


@dataclass(frozen=True, kw_only=True)
class Case:
    """A broken set-up; `says` is the sentence, `code` what the doctor exits with: 0 where a load makes sense."""

    server: Callable[[Peer], None]
    says: str
    code: ExitCode = ExitCode.NOT_READY
    flags: dict[str, str] = field(default_factory=dict)
    url: str = "http://localhost:{port}" + PATH


def case(server: Callable[[Peer], None], says: str, *, warns: bool = False, url: str = Case.url, **flags: str) -> Case:
    return Case(server=server, says=says, code=ExitCode(0 if warns else 3), flags=flags, url=url)


CASES = {
    "another token": case(signed_for(own, token="another"), "token, signed URL, the way the check is made, or what"),
    "another token, refused as JSON with 401": case(
        signed_for(own, token="another", rejected=http("401 Unauthorized", '{"message":"Nope."}', "application/json")),
        "or what stands before it (a login, a guard, a firewall), cannot tell which",
    ),
    "another token, refused inside a 200": case(
        signed_for(own, token="another", rejected=http("200 OK", "<Response><Message>Bad signature: this message "
                   "couldn't be processed.</Message></Response>")),
        "token, signed URL or the way the check is made, cannot tell which",
    ),
    "TLS ends at a proxy: the server signs https": case(
        signed_for(lambda message: f"https://{message.host}{message.path}"),
        "(what differs is the scheme); set signature-url: https://localhost:{port}/hook",
    ),
    "the server signs its public URL without the port": case(
        signed_for(lambda message: f"https://localhost{message.path}"),
        "the server signs https://localhost/hook (what differs is the scheme and the port);"
    ),
    "the server signs with a trailing slash": case(
        signed_for(lambda message: f"{own(message)}/"),
        "the server signs http://localhost:{port}/hook/ (what differs is the path's last slash)"
    ),
    "the server signs its address in place of its name": case(
        signed_for(lambda message: own(message).replace("localhost", "127.0.0.1")),
        "the server signs http://127.0.0.1:{port}/hook (what differs is the host);",
    ),
    "the server signs the IPv6 address": case(
        signed_for(lambda message: own(message).replace("localhost", "[::1]")),
        "the server signs http://[::1]:{port}/hook (what differs is the host);"
    ),
    "the server loses the query": case(
        signed_for(lambda message: own(message).partition("?")[0]),
        "the server signs http://localhost:{port}/hook (what differs is the query, which is missing)",
        url=Case.url + "?tenant=7",
    ),
    "a signature-url that the server knows nothing of": case(
        signed_for(own),
        "the server signs http://localhost:{port}/hook (what differs is the URL of the webhook itself); remove",
        signature_url="https://hooks.example.com/sms",
    ),
    "a signature-url with http for https": case(
        signed_for(lambda _: "https://hooks.example.com/sms"),
        "(what differs is the scheme); set signature-url: https://hooks.example.com/sms",
        signature_url="http://hooks.example.com/sms",
    ),
    "the server takes only what came through its proxy": case(
        signed_for(signed_only_with_proxy_headers),
        "only when its proxy's headers say so (X-Forwarded-Proto: https and X-Forwarded-Host: localhost:{port})",
    ),
    "no body parser: the check sees no parameters": case(
        signed_for(own, lambda _: []), "its body parser for forms is missing"
    ),
    "a parser that drops empty parameters": case(
        signed_for(own, lambda form: [(name, value) for name, value in form if value]), "drops empty parameters"
    ),
    "a parser that trims": case(
        signed_for(own, lambda form: [(name, value.strip()) for name, value in form]), "trims the form's values"
    ),
    "no body parser: the server's code fails": case(
        always(http("500 Internal Server Error", '{"error":"Cannot destructure property From of undefined"}',
                    "application/json")),
        "the server did not read the form",
    ),
    "another body parser": case(always(http("415 Unsupported Media Type", "", "text/plain")), "did not read the form"),
    "a wrong path": case(
        always(http("404 Not Found", "Cannot POST /hook", "text/html")), "there is no webhook at /hook (HTTP 404)"
    ),
    "a path that takes no POST": case(
        always(http("405 Method Not Allowed", "", "text/plain", "Allow: GET, HEAD")),
        "/hook takes no POST (HTTP 405, only GET, HEAD)",
    ),
    "a redirect to https": case(
        always(http("301 Moved Permanently", "", "text/html", "Location: https://hooks.example.com/hook")),
        "the webhook redirects (HTTP 301 to https://hooks.example.com/hook): Twilio would turn the POST into a GET",
    ),
    "a login that url lacks": case(
        always(http("401 Unauthorized", "", "text/plain", 'WWW-Authenticate: Basic realm="staging"')),
        'the server asks for a login (HTTP 401, Basic realm="staging")',
    ),
    "a login that is refused": case(
        always(http("401 Unauthorized", "", "text/plain", 'WWW-Authenticate: Basic realm="staging"')),
        "the server refuses the user and password of url",
        url="http://user:sentinel-password@localhost:{port}/hook",
    ),
    "a page that any path gets": case(
        always(http("200 OK", "<!DOCTYPE html><title>Shop</title><div id=app></div>", "text/html")),
        "a path that does not exist gets the same page as the webhook",
    ),
    "TwiML as plain text": case(
        signed_for(own, accepted=http("200 OK", OK, "text/plain")), "so the sender is texted the markup itself",
    ),
    "a signature that never arrives": case(
        always(http("400 Bad Request", "Missing X-Twilio-Signature header", "text/plain")),
        "the server says that no signature arrived, and every message carries one",
    ),
    "JSON for TwiML": case(
        signed_for(own, accepted=http("200 OK", '{"ok":true}', "application/json")),
        "the webhook's reply is not TwiML: HTTP 200: Content-Type application/json",
    ),
    "numbers that the application does not know": case(
        signed_for(own, accepted=http("200 OK", UNLINKED)), "the server does not know the test phone numbers (+1"
    ),
    "an HTML error page": case(
        always(http("502 Bad Gateway", "<html><h1>502 Bad Gateway</h1></html>", "text/html")),
        "a proxy answers, but not the application behind it",
    ),
    "CSRF protection": case(
        always(http("403 Forbidden", "<h1>Forbidden</h1><p>CSRF verification failed.</p>", "text/html")),
        "the server's CSRF protection stops the webhook",
    ),
    "a server that closes at once": case(lambda _: None, "sends no whole reply", health_url="off"),
    "a server that speaks something else": case(
        saying(b"SSH-2.0-OpenSSH_9.6\r\n"), "does not speak HTTP correctly", health_url="off"
    ),
    "a malformed header": case(
        always(b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n"), "does not speak HTTP correctly"
    ),
    "headers without end": case(
        endlessly(b"HTTP/1.1 200 OK\r\n", b"X-More: and more\r\n", pause=0.02),
        "the reply is slower than the timeout of 700ms",
        health_url="off",
        timeout="700ms",
    ),
    "a body without end": case(
        endlessly(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n", b"<Response>" * 100, pause=0.02),
        "the reply is slower than the timeout of 700ms",
        health_url="off",
        timeout="700ms",
    ),
    "a reply slower than the timeout": case(
        lambda peer: (peer.request(), peer.rest())[0], "the reply is slower than the timeout of 300ms",
        timeout="300ms", health_url="off",
    ),
    "https to a port that speaks http": case(
        lambda peer: (peer.hear(), peer.say(http("400 Bad Request")))[1],
        "localhost:{port} speaks http, not https; write http in url",
        url="https://localhost:{port}/hook",
    ),
    "a limiter per address": case(
        always(http("429 Too Many Requests", '{"error":"Too many requests"}', "application/json", "Retry-After: 40",
                    "X-RateLimit-Limit: 60")),
        "a limiter answers HTTP 429 (x-ratelimit-limit: 60, retry-after: 40) to the first message from +1",
        warns=True,
    ),
    "a number that is rate limited already": case(
        signed_for(own, accepted=http("200 OK", LIMITED)), "is already rate limited", warns=True
    ),
    "a server that does not check signatures": case(
        always(http("200 OK", OK)), "the server does not check signatures", warns=True
    ),
    "a limiter that ends the search": case(limited_after(9), "then a limiter or the time ended the search"),
    "a slow server": case(slowly, "the first reply took 1", warns=True),
    "a server that hangs past the check": case(
        hanging, "the server runs, and hangs in what it does past the check", timeout="700ms"
    ),
    "a server that fails once": case(flaky(), "(but not every time)", warns=True),
}  # fmt: skip


@pytest.mark.parametrize("broken", [pytest.param(broken, id=name) for name, broken in CASES.items()])
def test_a_broken_set_up_is_named_before_any_load(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, broken: Case
) -> None:
    monkeypatch.setattr(preflight, "SLOW", 1.0)
    with RawServer(broken.server) as server:
        url = broken.url.format(port=server.port)
        says = broken.says.format(port=server.port)
        began = time.monotonic()
        if broken.code:
            result, said = attempt(tmp_path, url, **broken.flags)
            assert result.exit_code == broken.code, said
            assert says in result.why
            assert result.snapshot is None
            said += result.why
        else:  # a load may follow, so only the doctor is asked
            code, said = ask_doctor(url, **broken.flags)
            assert code == 0, said
            assert says in said
        assert time.monotonic() - began < 10
        assert 0 <= server.requests <= 2 + search.MOST  # of a load there would be 200
        signatures = {line.split(b": ")[1] for line in server.received.split(b"\r\n") if b"Twilio-Signature" in line}
    assert TOKEN not in said
    assert "sentinel-password" not in said
    assert not any(signature.decode() in said for signature in signatures)


def certificate(authority: trustme.CA, name: str, *, days: int = 1) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    issued = authority.issue_cert(name, not_after=datetime.now(UTC) + timedelta(days=days))
    issued.configure_cert(context)
    return context


@pytest.mark.parametrize(
    ("made", "says"),
    [
        pytest.param(("localhost", -1, True), "has expired: Twilio refuses it (error 11236)", id="expired"),
        pytest.param(
            ("other.example", 1, True), "is for another name: Twilio refuses it (error 11235)", id="another name"
        ),
        pytest.param(("localhost", 1, False), "unknown authority: Twilio refuses it (error 11237)", id="self-signed"),
    ],
)
def test_a_certificate_that_twilio_refuses(
    tmp_path: Path, authority: trustme.CA, made: tuple[str, int, bool], says: str
) -> None:
    name, days, trusted = made
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    tls = certificate(authority if trusted else trustme.CA(), name, days=days)
    with RawServer(serving(lambda _: http("200 OK", OK)), tls=tls) as server:
        url = f"https://localhost:{server.port}{PATH}"
        began = time.monotonic()
        result, _ = attempt(tmp_path, url, ca_file=str(tmp_path / "ca.pem"), health_timeout="60")
        assert time.monotonic() - began < 10
        assert server.requests == 0
    assert (result.exit_code, result.snapshot) == (ExitCode.NOT_READY, None)
    assert f"localhost:{server.port} " in result.why
    assert says in result.why


def test_http_to_a_server_that_speaks_https(tmp_path: Path, authority: trustme.CA) -> None:
    with RawServer(serving(lambda _: http("200 OK", OK)), tls=certificate(authority, "localhost")) as server:
        result, _ = attempt(tmp_path, f"http://localhost:{server.port}{PATH}", health_url="off")
    assert result.exit_code == ExitCode.NOT_READY
    assert "speaks https, not http; write https in url" in result.why


def test_nothing_listens_and_the_addresses_that_were_tried_are_named(tmp_path: Path) -> None:
    url = f"http://localhost:{closed_port()}{PATH}"
    result, _ = attempt(tmp_path, url, health_timeout="300ms")
    assert result.exit_code == ExitCode.NOT_READY
    assert "nothing listens there (tried ::1, 127.0.0.1 port" in result.why
    code, said = ask_doctor(url)
    assert code == ExitCode.NOT_READY
    assert "nothing listens on localhost:" in said
    assert "(tried ::1, 127.0.0.1); start the server" in said


def test_a_port_that_takes_no_connection_is_told_within_the_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "DOCTOR_CONNECT", 0.3)
    with FullServer() as server:
        code, said = ask_doctor(server.url)
    assert code == ExitCode.NOT_READY
    assert f"127.0.0.1:{server.port} cannot be reached (tried 127.0.0.1): no connection" in said


def test_a_health_page_behind_a_login_does_not_hide_what_is_wrong(tmp_path: Path) -> None:
    challenge = http("401 Unauthorized", "", "text/plain", 'WWW-Authenticate: Basic realm="staging"')

    def behave(peer: Peer) -> None:
        peer.request()
        peer.say(challenge)

    with RawServer(behave) as server:
        url = f"http://localhost:{server.port}{PATH}"
        told, said = attempt(tmp_path, url, health_timeout="60")
        waited, _ = attempt(tmp_path, url, health_timeout="300ms", preflight="off")
        named, _ = attempt(tmp_path, url, health_timeout="300ms", health_url="/up")
    assert "the server asks for a login" in told.why
    assert "/health answers 401" in said
    assert "HTTP 401. Set health-url" in waited.why  # as before: nothing follows that knows better
    assert "HTTP 401. Set health-url" in named.why  # and so when the user named the page


@pytest.mark.parametrize(
    "echo",
    [
        pytest.param(lambda text: text, id="as it is"),
        pytest.param(lambda text: text.replace("=", "&#61;").replace("+", "&#43;"), id="as HTML"),
        pytest.param(
            lambda text: "".join(f"\\u{ord(char):04x}" if char in "+=/" else char for char in text), id="as JSON"
        ),
        pytest.param(lambda text: "x" * 175 + " " + text, id="where a sentence is cut"),
    ],
)
def test_a_server_that_gives_secrets_back_does_not_spread_them(tmp_path: Path, echo: Callable[[str], str]) -> None:
    sent: list[str] = []

    def answer(message: Message) -> bytes:
        signature = message.headers["x-twilio-signature"]
        sent.append(signature)
        return http("403 Forbidden", f"Invalid signature: {echo(signature)} with {TOKEN}", "text/html")

    with RawServer(serving(answer)) as server:
        code, said = ask_doctor(f"http://localhost:{server.port}{PATH}")
        result, _ = attempt(tmp_path, f"http://localhost:{server.port}{PATH}")
    assert code == result.exit_code == ExitCode.NOT_READY
    assert TOKEN not in said + result.why
    assert not [signature for signature in sent if signature[:12] in said + result.why]


def test_preflight_off_sends_nothing_but_the_load(tmp_path: Path) -> None:
    with RawServer(signed_for(own)) as server:
        result, said = attempt(
            tmp_path, f"http://localhost:{server.port}{PATH}", preflight="off", concurrent="3", delay="1000"
        )
        assert server.requests == 3
    assert result.exit_code == 0, said


def test_preflight_is_outside_every_count(tmp_path: Path) -> None:
    with RawServer(signed_for(own)) as server:
        result, said = attempt(tmp_path, f"http://localhost:{server.port}{PATH}", concurrent="3", delay="1000")
        assert server.requests == 5 + 6 + 3  # of the check, of the first replies (two a number in all), of the load
    assert result.exit_code == 0, said
    assert result.summary is not None
    assert result.summary.total.sent == 3


def test_a_public_address_must_be_allowed(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"93\.184\.216\.34 is on a public address.*allow-remote: true"):
        attempt(tmp_path, "https://93.184.216.34/hook")
    with pytest.raises(ConfigError, match="other people's servers"):
        ask_doctor("https://[2606:2800:220:1::1]/hook")
    preview = configure("https://93.184.216.34/hook", allow_remote="true")
    assert readiness.preview(preview, say=lambda _: None) == 0


@pytest.mark.parametrize(
    ("accepted", "flags"),
    [
        pytest.param(http("200 OK", OK), {}, id="TwiML"),
        pytest.param(http("204 No Content"), {}, id="no content"),
        pytest.param(
            http("200 OK", "{}", "application/json"), {"reply_check": "status"}, id="any 200 when that will do"
        ),
    ],
)
def test_a_set_up_that_is_well(accepted: bytes, flags: dict[str, str]) -> None:
    with RawServer(signed_for(own, accepted=accepted)) as server:
        code, said = ask_doctor(f"http://localhost:{server.port}{PATH}", **flags)
        assert server.requests == 5  # and one of every other kind
    assert code == 0
    assert "the well signed message was accepted, the badly signed one refused" in said


@contextmanager
def terminator(inside: int, tls: ssl.SSLContext) -> Iterator[RawServer]:
    """Run a proxy that ends TLS and passes everything else on as it is."""

    def behave(peer: Peer) -> None:
        request = peer.request()
        if not request:
            return
        with socket.create_connection(("127.0.0.1", inside)) as app:
            app.sendall(request.replace(b"HTTP/1.1\r\n", b"HTTP/1.0\r\n", 1))
            for piece in iter(lambda: app.recv(65536), b""):
                peer.say(piece)

    with RawServer(behave, tls=tls) as server:
        yield server


def test_the_official_library_behind_a_proxy_that_ends_tls(tmp_path: Path, authority: trustme.CA) -> None:
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    app = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("flask_app.py"))],
        stdout=subprocess.PIPE,
        text=True,
        env=environment(),
    )
    assert app.stdout is not None
    try:
        inside = int(app.stdout.readline().rpartition(":")[2].partition("/")[0])
        with terminator(inside, certificate(authority, "localhost")) as proxy:
            outside = f"https://localhost:{proxy.port}/sms"
            result, said = attempt(tmp_path, outside, ca_file=str(tmp_path / "ca.pem"))
            assert result.exit_code == ExitCode.NOT_READY, said
            seen = f"http://localhost:{proxy.port}/sms"
            assert f"the server signs {seen} (what differs is the scheme): a proxy takes https" in result.why
            assert f"signature-url: {seen} is only a way round for the test" in result.why
            small = {"concurrent": "5", "delay": "1000"}
            cured, said = attempt(tmp_path, outside, ca_file=str(tmp_path / "ca.pem"), signature_url=seen, **small)
    finally:
        app.kill()
        app.communicate()
    assert cured.exit_code == 0, said
