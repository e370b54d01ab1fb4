"""host/action.yml is the root action on the host's network: the same inputs and outputs, and none of them is code."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from docs_generator import GENERATE
from harness import ROOT, TOKEN, simulator
from runner_job import ACTION, Job, Step
from test_image import IMAGE, _image  # noqa: F401  the fixture builds the image

if TYPE_CHECKING:
    from pathlib import Path

TEXT = (ROOT / "host/action.yml").read_text("utf-8")
HOST: dict[str, Any] = yaml.safe_load(TEXT)
(STEP,) = HOST["runs"]["steps"]
HOSTILE = "$(touch owned) `touch owned` \"'; touch owned #\n${{ github.token }} %s \\"
# Plays the engine: writes what it was called with, and what it would have handed to the container.
FAKE_DOCKER = """#!/bin/sh
if [ "$1" = info ]; then exit 0; fi
exec python3 -c 'import json, os, sys
with open(os.environ["GITHUB_WORKSPACE"] + "/call.json", "w") as file:
    json.dump({"pid": os.getpid(), "args": sys.argv[1:], "env": dict(os.environ)}, file)' "$@"
"""


def start(work: Job, *, image: str = "an-image", docker: Path | None = None) -> subprocess.Popen[str]:
    """Run the step's script as the runner does: its `env` evaluated, its text in a file for bash."""
    given = {f"${{{{ inputs.{name} }}}}": work.inputs.get(name, "") for name in HOST["inputs"]}
    env = {name: given.get(value, value) for name, value in STEP["env"].items()} | {"IMAGE": image}
    inherited = {name: text for name, text in work.environment().items() if not name.startswith(("INPUT_", "LD_"))}
    script = work.root / "script.sh"
    script.write_text(STEP["run"])
    path = f"{docker}:{os.environ['PATH']}" if docker else os.environ["PATH"]
    own = {"PATH": path, "GITHUB_ACTION_PATH": str(ROOT / "host"), "GITHUB_TOKEN": "a-token-for-nobody"}
    for name in ("PYTHONHOME", "PYTHONSTARTUP", "PYTHONPATH"):
        inherited.pop(name)
    return subprocess.Popen(
        ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)],
        env=inherited | env | own,
        cwd=work.workspace,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
    )


def test_it_is_what_the_generator_makes_of_the_root_action() -> None:
    assert GENERATE.host_action_yml(TEXT) == TEXT, "run python docs/generate.py"
    assert GENERATE.host_action_yml(TEXT.replace("  preset:", "  presets:")) == TEXT


def test_inputs_and_outputs_are_the_root_actions() -> None:
    assert HOST["inputs"] == ACTION["inputs"]
    assert {name: output["description"] for name, output in HOST["outputs"].items()} == {
        name: output["description"] for name, output in ACTION["outputs"].items()
    }
    assert all(output["value"] == f"${{{{ steps.load.outputs.{name} }}}}" for name, output in HOST["outputs"].items())


def test_every_input_reaches_its_variable_and_none_the_script() -> None:
    expected = {f"INPUT_{name.upper().replace('-', '_')}": f"${{{{ inputs.{name} }}}}" for name in HOST["inputs"]}
    assert {name: value for name, value in STEP["env"].items() if name != "IMAGE"} == expected
    assert "${{" not in STEP["run"]


def test_it_ends_in_exec_so_that_a_signal_reaches_the_client() -> None:
    assert STEP["run"].rstrip().splitlines()[-1].startswith("exec docker run --rm --network host ")


@pytest.fixture
def fake(tmp_path: Path) -> Path:
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "docker").write_text(FAKE_DOCKER)
    (folder / "docker").chmod(0o755)
    return folder


def test_values_travel_by_name_whatever_they_hold(tmp_path: Path, fake: Path) -> None:
    work = Job(tmp_path / "job", dict.fromkeys(HOST["inputs"], HOSTILE), {"LOAD_TEST_RUNS": "2"})
    process = start(work, docker=fake)
    pid = process.pid
    _, errors = process.communicate(timeout=20)
    assert (process.returncode, errors) == (0, "")
    call = json.loads((work.workspace / "call.json").read_text("utf-8"))
    assert call["pid"] == pid, "the client took the shell's place"
    assert not list(work.root.rglob("owned"))
    assert HOSTILE not in call["args"]
    names = {call["args"][place + 1] for place, word in enumerate(call["args"]) if word == "--env"}
    assert {name for name in STEP["env"] if name != "IMAGE"} | {"LOAD_TEST_RUNS", "GITHUB_OUTPUT", "CI"} <= names
    assert all(call["env"][name] == HOSTILE for name in STEP["env"] if name != "IMAGE")
    assert not names & {"GITHUB_TOKEN", "ACTIONS_RUNTIME_TOKEN", "HTTP_PROXY", "PATH", "HOME"}
    assert call["args"][-1] == "an-image"


@pytest.mark.parametrize(("system", "engine"), [("macOS", True), ("Linux", False)])
def test_without_linux_or_an_engine_it_says_what_to_do(
    system: str, tmp_path: Path, fake: Path, *, engine: bool
) -> None:
    if not engine:
        (fake / "docker").write_text("#!/bin/sh\nexit 1\n")
    process = start(Job(tmp_path / "job", {}, {"RUNNER_OS": system}), docker=fake)
    output, _ = process.communicate(timeout=20)
    assert process.returncode == 1
    assert output.startswith("::error title=Load test::the host entry needs a Linux runner with a Docker engine")


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.usefixtures("_image")
class TestWithAnEngine:
    def test_a_server_on_127_0_0_1_is_reached_and_outputs_and_summary_arrive(self, tmp_path: Path) -> None:
        with simulator("--number-limit", "off") as url:
            work = Job(
                tmp_path / "job", {"url": url, "auth-token": TOKEN, "duration": "1", "messages": f"{HOSTILE}\nhello"}
            )
            process = start(work, image=IMAGE)
            output, errors = process.communicate(timeout=60)
        step = Step(job=work, code=process.returncode, output=output, errors=errors)
        step.check()
        assert step.code == 0, output + errors
        assert step.outputs["total"] == "10"
        assert (work.workspace / step.outputs["json-file"]).is_file()
        assert step.summary.startswith("## ✅")

    def test_a_cancelled_step_is_heard(self, tmp_path: Path) -> None:
        with simulator("--number-limit", "off") as url:
            work = Job(tmp_path / "job", {"url": url, "auth-token": TOKEN, "duration": "30"})
            process = start(work, image=IMAGE)
            deadline = time.monotonic() + 30
            while not (work.workspace / "load-test-results/results.json").exists():
                assert time.monotonic() < deadline
                time.sleep(0.05)
            time.sleep(1)
            process.send_signal(signal.SIGINT)
            output, errors = process.communicate(timeout=7.5)
        step = Step(job=work, code=process.returncode, output=output, errors=errors)
        assert step.code == 130
        assert step.outputs["conclusion"] == "aborted"
