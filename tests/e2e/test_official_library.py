"""A server that validates with Twilio's official library accepts every message, each with an id it has not seen."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest
from harness import environment, load

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def flask_server() -> Iterator[str]:
    process = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("flask_app.py"))],
        stdout=subprocess.PIPE,
        text=True,
        env=environment(),
    )
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize(
    "duration",
    [pytest.param("3", id="a short run"), pytest.param("60", id="a whole minute", marks=pytest.mark.slow)],
)
@pytest.mark.parametrize("keep_alive", ["false", "true"])
def test_every_message_is_accepted(flask_server: str, tmp_path: Path, duration: str, keep_alive: str) -> None:
    run = load(
        tmp_path / "out",
        *("--url", f"{flask_server}?tenant=7&empty=", "--duration", duration, "--keep-alive", keep_alive),
        timeout=120,
    )
    assert run.passed, run.output
    assert run.line("Successful:") == f"{int(duration) * 10} (100.00%)"


@pytest.mark.parametrize("processes", ["1", "2"])
def test_cookies_come_back_from_their_own_number_alone(flask_server: str, tmp_path: Path, processes: str) -> None:
    site, before = flask_server.removesuffix("/sms"), came(flask_server)
    run = load(
        tmp_path / "out",
        *("--url", f"{site}/menu", "--rate", "20/s", "--duration", "2", "--processes", processes),
        *("--phone-numbers", "+15555550000-+15555550009", "--monitor", "off"),
    )
    assert run.passed, run.output
    assert came(flask_server)["with"] - before.get("with", 0) == 40 - 10  # each number's first message has none


def came(server: str) -> dict[str, int]:
    with urlopen(f"{server.removesuffix('/sms')}/came") as page:  # noqa: S310  our own
        return dict(json.load(page))
