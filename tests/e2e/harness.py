"""Runs the program as a user would: a subprocess, its exit code, its console and its report folder."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from forks import Forked
from junitparser import JUnitXml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[2]
ENTRYPOINT = str(ROOT / "entrypoint.py")
TOKEN = "sentinel-token-7f1c0d2e9b8a4653"


def too_busy(results: dict[str, Any]) -> bool:
    """Whether a run says that this machine was too busy to tell."""
    return any(
        words in results["why"]
        for words in ("less load was applied than planned: ", "without the generator's own delay (")
    )


def passed(code: int, results: dict[str, Any]) -> bool:
    """Whether a run passed, or says that this machine was too busy to tell: then what it counted holds all the same."""
    return code == 0 or (code == 4 and too_busy(results))


@dataclass(frozen=True)
class Finished:
    """A run that has ended."""

    code: int
    output: str
    errors: str
    folder: Path

    @property
    def results(self) -> dict[str, Any]:
        return json.loads((self.folder / "results.json").read_text("utf-8"))

    @property
    def passed(self) -> bool:
        return passed(self.code, self.results)

    @property
    def junit(self) -> JUnitXml:
        return JUnitXml.fromfile(str(self.folder / "junit-reports" / "TEST-load-test.xml"))

    @property
    def summary(self) -> str:
        return (self.folder / "summary.md").read_text("utf-8")

    def line(self, start: str) -> str:
        """Return the console's first line that begins with `start`, without it."""
        return next(line for line in self.output.splitlines() if line.startswith(start)).removeprefix(start).strip()


def environment(**more: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    # A suite that itself runs in a container keeps to it.
    own = {"TWILIO_AUTH_TOKEN": TOKEN, "PYTHONUNBUFFERED": "1", "LOAD_TEST_LOCALHOST_FALLBACK": "false"}
    return kept | own | more


def start(
    folder: Path, *flags: str, before: Callable[[], None] | None = None, fresh: bool = False, **env: str
) -> subprocess.Popen[str] | Forked:
    """Start a load whose reports go to `folder`; the working directory is its parent.

    It is forked from a process that has imported the program, or is an interpreter of its own where it is to be
    `fresh`; `before` runs in one of those.
    """
    arguments = [*flags, "--report-dir", str(folder)]
    if before is None and not fresh:
        return Forked(arguments, cwd=folder.parent, env=environment(**env))
    return subprocess.Popen(
        [sys.executable, ENTRYPOINT, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        env=environment(**env),
        cwd=folder.parent,
        preexec_fn=before,  # noqa: PLW1509  no test starts threads before its runs
    )


def finish(process: subprocess.Popen[str] | Forked, folder: Path, *, timeout: float = 60) -> Finished:
    output, errors = process.communicate(timeout=timeout)
    return Finished(code=process.returncode, output=output, errors=errors, folder=folder)


def load(folder: Path, *flags: str, timeout: float = 60, fresh: bool = False, **env: str) -> Finished:
    """Run a load to its end."""
    return finish(start(folder, *flags, fresh=fresh, **env), folder, timeout=timeout)


def ask(*words: str, cwd: Path, **env: str) -> Finished:
    """Run a verb that writes no report."""
    return finish(Forked([*words], cwd=cwd, env=environment(**env)), cwd)


@contextmanager
def simulator(*flags: str) -> Iterator[str]:
    """Run the simulator in a process of its own; yields the webhook's URL."""
    process = Forked(["simulator", "--port", "0", *flags], cwd=ROOT, env=environment(), errors=False)
    assert process.stdout is not None
    try:
        announced = re.search(r"http://\S+", process.stdout.readline())
        assert announced is not None
        yield announced[0]
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=10)
