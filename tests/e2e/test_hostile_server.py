"""Whatever the server sends, the reports stay valid and nothing is injected into a log, a runner or a page."""

from __future__ import annotations

import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest
from harness import load

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TRICKS = [
    pytest.param(b"\0\x01\x02 zero", id="NUL bytes"),
    pytest.param(b"]]><evil/>", id="the end of a CDATA section"),
    pytest.param(b"\n::error::injected\n::add-mask::a\n##[error]injected\n##vso[task.complete]", id="runner commands"),
    pytest.param(b"\x1b[2J\x1b]0;title\x07\x1b[31mred", id="ANSI sequences"),
    pytest.param(b"\xff\xfe\xc3\x28 \xed\xa0\x80", id="invalid UTF-8"),
    pytest.param("\u202egnp.exe \ufffe \U000e0001".encode(), id="characters that reorder or are none"),
    pytest.param(b"| a | `b` | <script>alert(1)</script> @everyone #1 ![x](http://x.invalid/)", id="Markdown and HTML"),
    pytest.param(b"x" * 10_000_000, id="ten megabytes"),
]


@pytest.fixture
def server(request: pytest.FixtureRequest) -> Iterator[str]:
    body: bytes = request.param

    class Hostile(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(500, "::error::reason")
            self.send_header("Content-Type", "text/plain; ::error::")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Hostile) as listener:
        thread = threading.Thread(target=listener.serve_forever, args=(0.05,))
        thread.start()
        yield f"http://127.0.0.1:{listener.server_port}/hook"
        listener.shutdown()
        thread.join()


@pytest.mark.parametrize("server", TRICKS, indirect=True)
def test_nothing_is_injected(server: str, tmp_path: Path) -> None:
    summary, outputs = tmp_path / "summary", tmp_path / "outputs"
    summary.touch()
    outputs.touch()
    run = load(
        tmp_path / "out",
        *("--url", server, "--duration", "1", "--concurrent", "2", "--preflight", "off"),
        GITHUB_ACTIONS="true",
        GITHUB_STEP_SUMMARY=str(summary),
        GITHUB_OUTPUT=str(outputs),
    )
    assert run.code == 1, run.output + run.errors
    commands = re.findall(r"^\s*::([\w-]+)", run.output, re.MULTILINE)
    assert set(commands) <= {"add-mask", "error", "warning", "notice", "group", "endgroup"}
    assert commands.count("error") == 3  # one for each missed target
    assert "##[" not in run.output
    assert "##vso[" not in run.output
    assert not re.search(r"[\0-\x08\x0b-\x1f\x7f-\x9f\u202e]", run.output)
    assert [len(suite) for suite in run.junit] != [0]
    assert run.results["summary"]["total"]["failed"] == 2
    assert "<script" not in run.summary
    assert summary.stat().st_size < 900 * 1024
    assert "conclusion<<" in outputs.read_text()


@pytest.mark.parametrize("server", TRICKS[2:6], indirect=True)
def test_nothing_is_injected_by_what_the_preflight_quotes(server: str, tmp_path: Path) -> None:
    run = load(tmp_path / "out", "--url", server, GITHUB_ACTIONS="true")
    assert run.code == 3
    assert "Preflight: the webhook answers with an error" in run.output
    commands = re.findall(r"^\s*::([\w-]+)", run.output, re.MULTILINE)
    assert set(commands) <= {"add-mask", "error"}
    assert commands.count("error") == 1
    assert "##[" not in run.output
    assert not re.search(r"[\0-\x08\x0b-\x1f\x7f-\x9f\u202e]", run.output)
    assert [len(suite) for suite in run.junit] != [0]
