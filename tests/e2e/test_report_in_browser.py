"""report.html in headless Chromium: nothing leaves the page, nothing runs in it, and what the server said is text."""

from __future__ import annotations

import json
import shutil
import struct
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import factories  # the tests' own folder
import pytest
from report.test_hostile import run_with

from loadtest.report.page import html_page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions"),
)

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed: apt-get install chromium")


def browse(tmp_path: Path, page: Path, *flags: str) -> subprocess.CompletedProcess[str]:
    assert CHROMIUM is not None
    command = [CHROMIUM, *QUIET, f"--user-data-dir={tmp_path / 'profile'}", *flags, page.as_uri()]
    return subprocess.run(command, capture_output=True, text=True, timeout=50, check=True)


@pytest.fixture
def trap() -> Iterator[tuple[str, list[str]]]:
    """Serve what must never be asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base class's name
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_hostile_text_shows_as_text_and_nothing_leaves_the_page(tmp_path: Path, trap: tuple[str, list[str]]) -> None:
    origin, asked = trap
    hostile = (
        f"</pre></style><img src={origin}/img><script src={origin}/js></script>"
        f"<script>document.title='pwned'</script><link rel=stylesheet href={origin}/css>"
        f"<svg onload=\"document.title='pwned'\"><style>@import url({origin}/import);</style>"
        f"<iframe src={origin}/frame></iframe><meta http-equiv=refresh content='0;url={origin}/refresh'>"
    )
    page = tmp_path / "report.html"
    page.write_text(html_page.render(run_with(hostile)), "utf-8")
    log = tmp_path / "net.json"
    finished = browse(
        tmp_path, page, "--dump-dom", "--enable-logging=stderr", f"--log-net-log={log}", "--virtual-time-budget=3000"
    )
    assert asked == []
    dom = finished.stdout
    assert "<title>Load test failed" in dom
    assert "&lt;script&gt;document.title='pwned'&lt;/script&gt;" in dom
    assert "<script" not in dom
    assert "<img" not in dom
    console = [line for line in finished.stderr.splitlines() if "CONSOLE" in line]
    assert console == [], "neither a script error nor a refused request"
    assert origin not in _urls(log)


def _urls(log: Path) -> str:
    """Return every URL the browser's network stack was asked for."""
    text = log.read_text("utf-8")
    try:
        events = json.loads(text)["events"]
    except json.JSONDecodeError:  # the browser was quicker to go than its log to end
        events = json.loads(text.rstrip().rstrip(",") + "]}")["events"]
    return " ".join(str(event.get("params", {}).get("url", "")) for event in events)


@pytest.mark.parametrize(
    ("name", "flags"),
    [
        pytest.param("light", ("--window-size=1280,2200",), id="light", marks=pytest.mark.slow),
        pytest.param(
            "dark",
            ("--window-size=1280,2200", "--blink-settings=preferredColorScheme=0"),
            id="dark",
            marks=pytest.mark.slow,
        ),
        pytest.param("phone", ("--window-size=500,2200",), id="as narrow as a window gets", marks=pytest.mark.slow),
    ],
)
def test_it_is_drawn(tmp_path: Path, name: str, flags: tuple[str, ...]) -> None:
    page, picture = tmp_path / "report.html", tmp_path / f"{name}.png"
    page.write_text(html_page.render(factories.exhausted()), "utf-8")
    browse(tmp_path, page, *flags, f"--screenshot={picture}")
    content = picture.read_bytes()
    width, height = struct.unpack(">II", content[16:24])
    assert (width, height) == tuple(int(number) for number in flags[0].partition("=")[2].split(","))
    assert len(content) > 30_000, "an empty page compresses to less"
