"""The README's own workflow, run as it stands: its server step starts the simulator, its action step is the load."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import harness
import pytest
import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

README = (harness.ROOT / "README.md").read_text("utf-8")
STEPS = yaml.safe_load(README.partition("## In a workflow")[2].split("```yaml\n")[1].split("```")[0])
SECRETS = {"TWILIO_AUTH_TOKEN": harness.TOKEN}


def filled(values: dict[str, Any]) -> dict[str, str]:
    """Return the values as the runner passes them on."""
    return {
        name: re.sub(r"\$\{\{ secrets\.(\w+) \}\}", lambda match: SECRETS[match[1]], str(value))
        for name, value in values.items()
    }


@contextmanager
def served(step: dict[str, Any]) -> Iterator[str]:
    """Run the simulator in the place of `npm start`, with what that step gets and no more; yields its port."""
    assert step["run"] == "npm start &"
    command = [sys.executable, harness.ENTRYPOINT, "simulator", "--port", "0"]
    env = harness.environment() | {"TWILIO_AUTH_TOKEN": ""} | filled(step.get("env", {}))
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True, env=env)
    assert process.stdout is not None
    try:
        address = re.search(r"http://[^:]+:(\d+)/", process.stdout.readline())
        assert address is not None
        yield address[1]
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=10)


def test_it_warns_of_what_a_server_does_in_earnest_before_a_first_load() -> None:
    own = README.partition("## Your own server")[2].partition("## In a workflow")[0]
    said = " ".join(own.split())
    for danger in ("it calls api.twilio.com with its own token", "texts real people", "(docs/mock-twilio.md)"):
        assert danger in said, danger
    assert len(README.splitlines()) <= 150


@pytest.mark.parametrize(
    "shortened",
    [
        pytest.param(("--duration", "2"), id="two seconds of it"),
        pytest.param((), id="as it stands", marks=[pytest.mark.slow, pytest.mark.timeout(150)]),
    ],
)
def test_the_workflow_is_green(tmp_path: Path, shortened: tuple[str, ...]) -> None:
    server, load, keep = STEPS
    with served(server) as port:
        inputs = {f"INPUT_{name.upper()}": text for name, text in filled(load["with"]).items()}
        inputs["INPUT_URL"] = inputs["INPUT_URL"].replace(":3000/", f":{port}/")
        run = harness.load(tmp_path / "out", *shortened, timeout=120, TWILIO_AUTH_TOKEN="", **inputs)
    assert run.code == 0, run.output + run.errors
    assert run.results["summary"]["total"]["rate_limited"] == 0
    assert keep["with"]["path"] == "load-test-results", "where the reports go by default"


def test_the_whole_preset_stays_below_the_usual_limit_per_number(tmp_path: Path) -> None:
    inputs = {f"INPUT_{name.upper()}": text for name, text in filled(STEPS[1]["with"]).items()}
    run = harness.load(tmp_path / "out", "--dry-run", TWILIO_AUTH_TOKEN="", **inputs)
    assert run.code == 0
    assert "will rate limit" not in run.output
    assert "600 messages over 100 numbers" in run.output
