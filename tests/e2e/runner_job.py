"""A step of a GitHub job without a runner: the environment it makes, and what it reads back, by the runner's own rules.

Sources: github.com/actions/runner, src/Runner.Worker: Handlers/ContainerActionHandler.cs and Handler.cs (environment),
Container/DockerCommandManager.cs (the run line), FileCommandManager.cs (outputs), ActionCommandManager.cs (commands).
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml
from forks import Forked
from harness import ROOT, TOKEN
from junitparser import JUnitXml

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
LARGEST_SUMMARY = 1024 * 1024
COMMANDS = {"add-mask", "group", "endgroup", "error", "warning", "notice", "debug"}
_COMMAND = re.compile(r"\s*::([a-z-]+)(?: ([^:]*))?::(.*)")
_LEGACY = re.compile(r"##\[[a-z-]+")
# -I as in the image: jobs leak PYTHON* variables and user sites into the step.
_START = "import sys; sys.path.insert(0, sys.argv.pop(1)); from loadtest.__main__ import main; sys.exit(main())"


@dataclass
class Job:
    """The folders of a job on the runner; `inputs` are what the workflow has under `with:`."""

    root: Path
    inputs: dict[str, str]
    more: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for folder in (self.workspace, self.home, self.root / "workflow", self.commands, self.temp):
            folder.mkdir(parents=True)
        (self.root / "workflow" / "event.json").write_text("{}")
        for file in (self.output_file, self.summary_file):
            file.touch(mode=0o644)

    workspace = property(lambda self: self.root / "workspace")
    home = property(lambda self: self.root / "home")
    commands = property(lambda self: self.root / "file_commands")
    temp = property(lambda self: self.root / "temp")
    output_file = property(lambda self: self.commands / "set_output_1")
    summary_file = property(lambda self: self.commands / "step_summary_1")

    def environment(self, *, inside: bool = False) -> dict[str, str]:
        """Return what the step's process sees; `inside` a container, paths are those of its mounts."""
        undeclared = set(self.inputs) - set(ACTION["inputs"])
        assert not undeclared, undeclared
        inputs = {f"INPUT_{name.upper().replace(' ', '_')}": self.inputs.get(name, "") for name in ACTION["inputs"]}
        workspace, commands, home, workflow, temp = (
            ("/github/workspace", "/github/file_commands", "/github/home", "/github/workflow", "/github/runner_temp")
            if inside
            else map(str, (self.workspace, self.commands, self.home, self.root / "workflow", self.temp))
        )
        return (
            inputs
            | {
                "HOME": home,
                "CI": "true",
                "GITHUB_ACTIONS": "true",
                "GITHUB_WORKSPACE": workspace,
                "GITHUB_OUTPUT": f"{commands}/{self.output_file.name}",
                "GITHUB_STEP_SUMMARY": f"{commands}/{self.summary_file.name}",
                "GITHUB_EVENT_PATH": f"{workflow}/event.json",
                "GITHUB_REPOSITORY": "octocat/hello",
                "GITHUB_SHA": "0" * 40,
                "GITHUB_REF": "refs/heads/main",
                "GITHUB_RUN_ID": "1",
                "GITHUB_SERVER_URL": "https://github.com",
                "GITHUB_ACTION_PATH": "/home/runner/work/_actions/not/mounted",
                "RUNNER_OS": "Linux",
                "RUNNER_TEMP": temp,
                "ACTIONS_RUNTIME_TOKEN": "runtime-secret-5c1e",
                # What jobs leak.
                "LD_LIBRARY_PATH": "/opt/hostedtoolcache/Python/3.12.0/x64/lib",
                "PYTHONPATH": f"{home}/evil",
                "PYTHONHOME": "/nowhere",
                "PYTHONSTARTUP": f"{home}/evil/requests.py",
                "http_proxy": "http://127.0.0.1:9",
                "HTTP_PROXY": "http://127.0.0.1:9",
                "ALL_PROXY": "http://127.0.0.1:9",
                "INPUT_ARGS": "another action's",
            }
            | self.more
        )

    def make_hostile(self) -> None:
        """Lay a user site and a package of our dependency's name into the home that all steps share."""
        version = f"python{sys.version_info.major}.{sys.version_info.minor}"
        for folder in (self.home / "evil", self.home / ".local/lib" / version / "site-packages"):
            folder.mkdir(parents=True)
            for name in ("requests.py", "usercustomize.py", "sitecustomize.py", "gevent.py"):
                (folder / name).write_text("raise SystemExit('hostile module imported')\n")

    def start(self, *, fresh: bool = False) -> subprocess.Popen[str] | Forked:
        """Start the entrypoint as a process of this machine, a `fresh` one with an interpreter of its own."""
        if not fresh:
            return Forked([], cwd=self.workspace, env=self.environment() | {"PATH": os.environ["PATH"]})
        command = [sys.executable, "-Iu", "-c", _START, str(ROOT)]
        return _popen(command, self.environment() | {"PATH": os.environ["PATH"]}, self.workspace)

    def start_container(
        self, image: str, *, name: str, options: Sequence[str] = (), read_only: bool = False
    ) -> subprocess.Popen[str]:
        """Start the image by the runner's own `docker run` line; values travel through the client's environment."""
        env = self.environment(inside=True)
        inside = "/github"
        mounts = {
            self.temp: f"{inside}/runner_temp",
            self.home: f"{inside}/home",
            self.root / "workflow": f"{inside}/workflow",
            self.commands: f"{inside}/file_commands",
            self.workspace: f"{inside}/workspace",
        }
        line = ["docker", "run", "--name", name, "--label", "twlt-test", "--workdir", f"{inside}/workspace", "--rm"]
        for variable in env:
            line += ["-e", variable]
        line += ["--entrypoint", ACTION["runs"]["entrypoint"], *options]
        for source, target in mounts.items():
            line += ["-v", f"{source}:{target}" + (":ro" if read_only and source == self.workspace else "")]
        # The client itself must not see the job's variables of its own name, such as proxies.
        return _popen([*line, image], env | {"PATH": os.environ["PATH"]}, self.workspace)

    def finish(self, process: subprocess.Popen[str] | Forked, timeout: float = 60) -> Step:
        output, errors = process.communicate(timeout=timeout)
        return Step(job=self, code=process.returncode, output=output, errors=errors)

    def run(self, *, fresh: bool = False) -> Step:
        return self.finish(self.start(fresh=fresh))


@dataclass
class Step:
    """A step that has ended, as the runner reads it."""

    job: Job
    code: int
    output: str
    errors: str

    @property
    def outputs(self) -> dict[str, str]:
        """Read the output file as the runner does; a line it would refuse fails the step, so it raises here."""
        values: dict[str, str] = {}
        lines = iter(self.job.output_file.read_text("utf-8").split("\n"))
        for line in lines:
            if not line:
                continue
            equals, heredoc = line.find("="), line.find("<<")
            if equals >= 0 and (heredoc < 0 or equals < heredoc):
                values[line[:equals]] = line[equals + 1 :]
                continue
            assert heredoc > 0, f"the runner fails the step for {line!r}"
            name, delimiter = line[:heredoc], line[heredoc + 2 :]
            assert delimiter
            value: list[str] = []
            for part in lines:
                if part == delimiter:
                    break
                value.append(part)
            else:
                raise AssertionError(f"no end of {name}: the runner fails the step")
            values[name] = "\n".join(value)
        return values

    @property
    def summary(self) -> str:
        assert self.job.summary_file.stat().st_size <= LARGEST_SUMMARY, "the runner would drop the whole summary"
        return self.job.summary_file.read_text("utf-8")

    @property
    def commands(self) -> list[tuple[str, str, str]]:
        """Return (command, properties, message) as the runner takes them from both streams."""
        found = []
        for line in (self.output + "\n" + self.errors).splitlines():
            assert not _LEGACY.search(line), line
            if match := _COMMAND.match(line):
                found.append((match[1], match[2] or "", match[3]))
        return found

    def messages(self, command: str) -> list[str]:
        return [text for name, _, text in self.commands if name == command]

    @property
    def folder(self) -> Path:
        return self.job.workspace / "load-test-results"

    @property
    def junit(self) -> JUnitXml:
        return JUnitXml.fromfile(str(self.folder / "junit-reports/TEST-load-test.xml"))

    @property
    def results(self) -> dict[str, Any]:
        return json.loads((self.folder / "results.json").read_text("utf-8"))

    def check(self) -> None:
        """Hold what must be true of every step, whatever became of it."""
        assert {name for name, _, _ in self.commands} <= COMMANDS
        assert set(self.outputs) in (set(), set(ACTION["outputs"]))
        assert len(self.messages("error")) <= 10
        assert self.code == 2 or TOKEN in self.messages("add-mask")  # a wrong configuration prints no value of a secret
        shown = [line for line in (self.output + self.errors).splitlines() if "::add-mask::" not in line]
        files = [path for path in self.job.root.rglob("*") if path.is_file()]
        for secret in (TOKEN, "runtime-secret-5c1e"):
            assert not any(secret in line for line in shown)
            assert not any(secret in path.read_text("utf-8", errors="replace") for path in files)


def _popen(command: list[str], env: dict[str, str], directory: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=env,
        cwd=directory,
    )


def cancel(process: subprocess.Popen[str] | Forked) -> float:
    """Cancel a step as the runner does: SIGINT, 7.5 s, SIGTERM, 2.5 s, kill; return how long it took to end."""
    began = time.monotonic()
    for signum, patience in ((signal.SIGINT, 7.5), (signal.SIGTERM, 2.5)):
        process.send_signal(signum)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            continue
        break
    else:
        process.kill()
    return time.monotonic() - began


def unique(kind: str) -> str:
    """Return a name for something in the engine that no other test has."""
    return f"twlt-test-{kind}-{uuid.uuid4().hex[:8]}"
