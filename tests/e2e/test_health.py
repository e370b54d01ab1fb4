"""The health wait: says what it sees, and ends with the cause and the remedy."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
import trustme
from harness import load
from servers import RawServer, endlessly

from loadtest.send.network import Route, session
from loadtest.setup.health import Health, wait_until_ready
from loadtest.words.errors import NotReadyError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def answering(*replies: bytes) -> Iterator[int]:
    """Answer each connection with the next reply, the last one for ever; yields the port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(5)
        done = threading.Event()

        def serve() -> None:
            for number in range(1000):
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                if done.is_set():
                    connection.close()
                    return
                with connection:
                    connection.recv(65536)
                    connection.sendall(replies[min(number, len(replies) - 1)])

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            done.set()
            socket.create_connection(listener.getsockname()).close()
            thread.join()


def reply(status: str, *headers: str) -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", "Content-Length: 0", "Connection: close", *headers, "", ""]).encode()


def wait(
    url: str, *, timeout: float = 0.3, lenient: bool = False, preflight: bool = False, ask: bool = True
) -> list[str]:
    said: list[str] = []
    route = Route.from_url(url)
    health = Health(url=url if ask else "", timeout=timeout, lenient=lenient, preflight=preflight)
    with session(route) as asking:
        wait_until_ready(health, route=route, session=asking, say=said.append)
    return said


@pytest.mark.parametrize("lenient", [False, True])
@pytest.mark.parametrize("preflight", [False, True])
def test_a_2xx_is_ready_at_once_and_nothing_is_said(lenient: bool, preflight: bool) -> None:  # noqa: FBT001  columns
    with answering(reply("204 No Content")) as port:
        assert wait(f"http://127.0.0.1:{port}/health", lenient=lenient, preflight=preflight) == []


def test_a_server_that_is_still_starting_is_waited_for() -> None:
    with answering(reply("503 Service Unavailable"), reply("200 OK")) as port:
        assert wait(f"http://127.0.0.1:{port}/health", timeout=5) == []


COME_BACK = "it answers HTTP 429, and tells when to come back"
MINUTE = ("X-RateLimit-Limit: 20", "X-RateLimit-Reset: 1")


@pytest.mark.parametrize(
    ("first", "lenient", "rest", "why"),
    [
        pytest.param(
            reply("429 X", "Retry-After: 1"), False, 1.0, COME_BACK, id="429"
        ),
        pytest.param(
            reply("429 X", "Retry-After: 1"), True, 1.0, COME_BACK, id="of no page named"
        ),
        pytest.param(
            reply("503 X", *MINUTE, "X-RateLimit-Remaining: 1"), False, 1.0,
            "its headers state 20/second, of which 1 are left", id="little is left",
        ),
        pytest.param(
            reply("503 X", "RateLimit: limit=5, remaining=4, reset=60", "RateLimit-Policy: 5;w=60"), False, 4.0,
            "its headers state 5/minute", id="a fifth of it in all",
        ),
        pytest.param(reply("503 X", "Retry-After: 60"), False, 0.5, "", id="a 503 is no limiter's"),
    ],
)  # fmt: skip
def test_a_limit_that_the_page_states_is_left_to_the_load(
    first: bytes,
    lenient: bool,  # noqa: FBT001  a column
    rest: float,
    why: str,
) -> None:
    began = time.monotonic()
    with answering(first, reply("200 OK")) as port:
        url = f"http://127.0.0.1:{port}/health"
        said = wait(url, timeout=4, lenient=lenient, preflight=lenient)
    assert rest <= time.monotonic() - began < rest + 1
    assert said == ([f"{url} is asked again in {rest:g}s: {why}"] if why else [])


@pytest.mark.parametrize("told", [(), ("Retry-After: 60",)])
def test_a_refusal_that_does_not_end_in_time_is_left_to_the_preflight_to_explain(told: tuple[str, ...]) -> None:
    with answering(reply("429 Too Many Requests", *told)) as port:
        [line] = wait(f"http://127.0.0.1:{port}/health", timeout=5, lenient=True, preflight=True)
    assert "answers 429: the server is up" in line


def test_a_page_that_is_ready_is_not_asked_again_however_little_is_left() -> None:
    with answering(reply("200 OK", *MINUTE, "X-RateLimit-Remaining: 0"), reply("500 Oh")) as port:
        assert wait(f"http://127.0.0.1:{port}/health", timeout=5) == []


@pytest.mark.parametrize("status", ["404 Not Found", "405 Method Not Allowed", "501 Not Implemented"])
def test_no_health_page_counts_as_ready_when_the_user_named_none(status: str) -> None:
    with answering(reply(status)) as port:
        [line] = wait(f"http://127.0.0.1:{port}/health", lenient=True)
    assert f"answers {status[:3]}" in line


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        pytest.param(reply("404 Not Found"), r"HTTP 404\. Set health-url to a page", id="the user's page is missing"),
        pytest.param(reply("500 Oh"), r"HTTP 500\. Set health-url to a page", id="a page that fails"),
        pytest.param(
            b"HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n"
            b"<h1>503</h1>No server is available to handle this request.",
            r"HTTP 503, a proxy answers, but not the application behind it \(HAProxy's words\)\. Start the application",
            id="a proxy whose application is down",
        ),
        pytest.param(reply("302 Found"), r"HTTP 302\. Set health-url", id="a redirect is not followed"),
        pytest.param(b"", "closed connection without response|Connection aborted|Start it", id="a close at once"),
        pytest.param(b"garbage\r\n\r\n", "Start it", id="what speaks no HTTP"),
    ],
)
def test_the_last_answer_its_cause_and_the_remedy_are_said(answer: bytes, sentence: str) -> None:
    with answering(answer) as port, pytest.raises(NotReadyError, match=sentence):
        wait(f"http://127.0.0.1:{port}/health")


def test_http_to_a_port_that_speaks_https_does_not_wait() -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("localhost").configure_cert(tls)
    began = time.monotonic()
    with RawServer(lambda _: None, tls=tls) as server, pytest.raises(NotReadyError, match="speaks https, not http"):
        wait(f"http://127.0.0.1:{server.port}/health", timeout=30)
    assert time.monotonic() - began < 5


def test_nothing_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    with pytest.raises(NotReadyError, match="connection refused, nothing listens there"):
        wait(f"http://localhost:{port}/health")


def test_a_silent_server_does_not_outlast_the_timeout() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        began = time.monotonic()
        with pytest.raises(NotReadyError, match="no answer within"):
            wait(f"http://127.0.0.1:{silent.getsockname()[1]}/health", timeout=0.5)
    assert time.monotonic() - began < 2


def test_a_server_that_drips_its_header_does_not_outlast_the_timeout(tmp_path: Path) -> None:
    with RawServer(endlessly(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n", pause=0.1)) as dripping:
        run = load(tmp_path / "out", "--url", dripping.url, "--health-url", dripping.url, "--health-timeout", "1s")
    assert run.code == 3
    assert "The server was not ready within 1s" in run.output
    assert "no answer within 1s" in run.output


def test_off_only_waits_for_the_port() -> None:
    with answering(reply("500 Oh")) as port:
        assert wait(f"http://localhost:{port}/", ask=False) == []
