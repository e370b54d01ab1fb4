"""A webhook behind TLS: verified, with the user's own authority if need be."""

from __future__ import annotations

import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest
import trustme
from harness import load

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Accepting(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(204)
        self.end_headers()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def server(authority: trustme.CA) -> Iterator[str]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, *args: object) -> None:
            pass

    with Quiet(("127.0.0.1", 0), Accepting) as listener:
        listener.socket = context.wrap_socket(listener.socket, server_side=True)
        thread = threading.Thread(target=listener.serve_forever, args=(0.05,))
        thread.start()
        yield f"https://localhost:{listener.server_port}/hook"
        listener.shutdown()
        thread.join()


def test_the_users_own_authority_is_trusted(server: str, authority: trustme.CA, tmp_path: Path) -> None:
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    run = load(tmp_path / "out", "--url", server, "--duration", "1", "--ca-file", "ca.pem")
    assert run.passed, run.output
    assert run.line("Successful:") == "10 (100.00%)"


def test_a_certificate_that_twilio_would_refuse_stops_before_the_load(server: str, tmp_path: Path) -> None:
    run = load(tmp_path / "out", "--url", server)
    assert run.code == 3
    assert "from an unknown authority: Twilio refuses it (error 11237)" in run.output
    assert "set ca-file" in run.output
    waited = load(tmp_path / "out", "--url", server, "--health-timeout", "500ms", "--preflight", "off")
    assert waited.code == 3
    assert "TLS" in waited.output
    assert "ca-file" in waited.output


def test_without_any_check_every_message_fails_with_twilios_code(server: str, tmp_path: Path) -> None:
    run = load(tmp_path / "out", "--url", server, "--health-url", "off", "--preflight", "off", "--duration", "1")
    assert run.code == 1
    assert "TLS: 10 (100.00%)" in run.output
    assert "11237" in run.output
