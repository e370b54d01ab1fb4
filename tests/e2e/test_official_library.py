"""A server that validates with Twilio's official library accepts every message, each with an id it has not seen."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

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
    assert run.code == 0, run.output
    assert run.line("Successful:") == f"{int(duration) * 10} (100.00%)"
