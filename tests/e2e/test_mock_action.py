"""mock-twilio/action.yml starts the mock for a server's step: its script runs as the runner runs it.

There may be no engine here: `docker run` is played by the program itself, with the variables that it was named alone.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from docs_generator import GENERATE
from harness import ROOT
from rest_server import ACCOUNT, TOKEN, free_port, listens
from runner_job import ACTION

from loadtest.config import OPTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEXT = (ROOT / "mock-twilio/action.yml").read_text("utf-8")
MOCK: dict[str, Any] = yaml.safe_load(TEXT)
(STEP,) = MOCK["runs"]["steps"]
HOSTILE = "$(touch owned) `touch owned` \"'; touch owned #"
FAKE_DOCKER = f"""#!{sys.executable}
import fcntl, os, subprocess, sys
word, *args = sys.argv[1:]
if word == "run":
    names, detached, at = [], False, 0
    while args[at].startswith("--"):
        detached = detached or args[at] == "--detach"
        if args[at] == "--env":
            names.append(args[at + 1])
        at += 1 if args[at] in ("--rm", "--detach") else 2
    assert args[at] == "an-image", args
    env = {{name: os.environ[name] for name in names}} | {{"PATH": os.environ["PATH"], "PYTHONPATH": {str(ROOT)!r}}}
    command = [sys.executable, "-m", "loadtest", *args[at + 1:]]
    with open(os.environ["RUNNER_TEMP"] + "/mock.log", "ab") as log:
        if detached:
            fcntl.flock(held := open(os.environ["RUNNER_TEMP"] + "/lives", "w"), fcntl.LOCK_EX)
            how = dict(stdout=log, stderr=log, start_new_session=True, pass_fds=[held.fileno()])
            print(subprocess.Popen(command, env=env, **how).pid)
        else:
            sys.exit(subprocess.run(command, env=env).returncode)
elif word == "ps":  # the container holds the file for as long as it lives
    try:
        fcntl.flock(open(os.environ["RUNNER_TEMP"] + "/lives"), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("a-container")
elif word == "logs":
    print(open(os.environ["RUNNER_TEMP"] + "/mock.log").read())
"""


class Step:
    """The action's one step in a job's folder, with `inputs` under `with:`."""

    def __init__(self, folder: Path, **inputs: str) -> None:
        self.folder, self.output = folder, folder / "output"
        self.output.touch()
        (folder / "bin").mkdir()
        (folder / "bin/docker").write_text(FAKE_DOCKER)
        (folder / "bin/docker").chmod(0o755)
        given = {f"${{{{ inputs.{name} }}}}": inputs.get(name, "") for name in MOCK["inputs"]}
        self.env = {name: given.get(value, value) for name, value in STEP["env"].items()} | {
            "IMAGE": "an-image",
            "PATH": f"{folder / 'bin'}:{os.environ['PATH']}",
            "RUNNER_OS": "Linux",
            "RUNNER_TEMP": str(folder),
            "GITHUB_OUTPUT": str(self.output),
            "GITHUB_TOKEN": "a-token-for-nobody",
        }

    def run(self) -> subprocess.CompletedProcess[str]:
        script = self.folder / "script.sh"
        script.write_text(STEP["run"])
        command = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)]
        return subprocess.run(
            command, env=self.env, cwd=self.folder, capture_output=True, text=True, timeout=40, check=False
        )

    @property
    def outputs(self) -> dict[str, str]:
        return dict(line.split("=", 1) for line in self.output.read_text("utf-8").splitlines())


@pytest.fixture
def ended() -> Iterator[list[int]]:
    pids: list[int] = []
    yield pids
    for pid in pids:
        os.kill(pid, signal.SIGTERM)


def test_it_is_what_the_generator_makes_of_the_table() -> None:
    assert GENERATE.mock_action_yml(TEXT) == TEXT, "run python docs/generate.py"
    assert GENERATE.mock_action_yml(TEXT.replace("  media-size:", "  media-sizes:")) == TEXT


def test_its_inputs_are_the_root_actions_and_none_reaches_the_script() -> None:
    own = set(MOCK["inputs"]) - {"port"}
    assert own < {option.name for option in OPTIONS}
    assert {name: MOCK["inputs"][name] for name in own} == {name: ACTION["inputs"][name] for name in own}
    expected = {f"INPUT_{name.upper().replace('-', '_')}": f"${{{{ inputs.{name} }}}}" for name in own}
    expected["INPUT_MOCK_TWILIO"] = "${{ inputs.port }}"
    assert {name: value for name, value in STEP["env"].items() if name != "IMAGE"} == expected
    assert "${{" not in STEP["run"]
    assert all(out["value"] == f"${{{{ steps.mock.outputs.{name} }}}}" for name, out in MOCK["outputs"].items())


@pytest.mark.slow
def test_a_bot_that_is_started_with_its_file_is_caught_by_the_load(tmp_path: Path, ended: list[int]) -> None:
    step = Step(tmp_path, **{"port": str(free_port()), "auth-token": TOKEN, "account-sid": ACCOUNT})
    done = step.run()
    assert done.returncode == 0, done.stdout + done.stderr
    ended.append(int(step.outputs["container"]))
    assert TOKEN not in done.stdout + done.stderr + (tmp_path / "mock-twilio.env").read_text("utf-8")
    port, log = free_port(), tmp_path / "bot.log"
    secrets = {"TWILIO_AUTH_TOKEN": TOKEN, "TWILIO_ACCOUNT_SID": ACCOUNT}
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(tmp_path), **secrets}
    start = f'set -a; . "{step.outputs["env-file"]}"; set +a; exec "{sys.executable}" "{ROOT}/tests/e2e/rest_bot.py"'
    with subprocess.Popen(["bash", "-c", start], env=env | {"PORT": str(port), "BOT_LOG": str(log)}) as bot:
        try:
            assert listens(port, bot)
            flags = ["--mock-twilio", step.outputs["address"], "--rate", "20", "--duration", "2", "--monitor", "off"]
            command = [sys.executable, "-m", "loadtest", f"http://127.0.0.1:{port}/sms", *flags]
            command += ["--phone-numbers", "+15555550000-+15555550099"]
            load = subprocess.run(
                command, env=env, cwd=tmp_path, capture_output=True, text=True, timeout=40, check=False
            )
        finally:
            bot.terminate()
    assert load.returncode in {0, 4}, load.stdout + load.stderr
    assert "Answered: 40 of 40 accepted (100.00%); 0 by TwiML, 40 through Twilio's API" in load.stdout


def test_what_the_mock_cannot_do_ends_the_step_with_its_own_words(tmp_path: Path) -> None:
    done = Step(tmp_path, **{"auth-token": TOKEN, "mock-twilio-faults": "errors lots"}).run()
    assert done.returncode == 1
    assert "errors lots" in done.stdout + done.stderr + (tmp_path / "mock.log").read_text("utf-8")


@pytest.mark.parametrize(("inputs", "says"), [({"port": HOSTILE}, "port is no number"), ({"port": "0"}, "port is no")])
def test_a_port_that_is_none_is_refused(tmp_path: Path, inputs: dict[str, str], says: str) -> None:
    done = Step(tmp_path, **inputs).run()
    assert (done.returncode, says in done.stdout) == (1, True), done.stdout + done.stderr
    assert not list(tmp_path.rglob("owned"))


def test_hostile_values_travel_by_name(tmp_path: Path) -> None:
    done = Step(tmp_path, **{"auth-token": HOSTILE, "mock-twilio-faults": HOSTILE}).run()
    assert done.returncode == 1
    assert not list(tmp_path.rglob("owned"))


def test_without_linux_it_says_what_to_do(tmp_path: Path) -> None:
    step = Step(tmp_path)
    step.env["RUNNER_OS"] = "macOS"
    done = step.run()
    assert done.returncode == 1
    assert done.stdout.startswith("::error title=Mock Twilio::this step needs a Linux runner with a Docker engine")
