"""A bot under test, started as a user would: with the variables of the mock, and a log of what really happened."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from forks import Forked

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parents[2]
ACCOUNT, TOKEN = "AC" + "7" * 32, "a-token-for-tests"
BASE = {
    "PATH": os.environ["PATH"],
    "PYTHONPATH": str(ROOT),
    "TWILIO_ACCOUNT_SID": ACCOUNT,
    "TWILIO_AUTH_TOKEN": TOKEN,
    "LOAD_TEST_MOCK_TWILIO_OTHERS": "refuse",
}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def listens(port: int, process: subprocess.Popen[Any] | Forked) -> bool:
    for _ in range(1200):
        assert process.poll() is None, "the server ended"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return True
        time.sleep(0.05)
    return False


class RestServer:
    """A bot that answers by REST; `command` starts it, `own` are its variables."""

    def __init__(self, folder: Path, command: Sequence[str] = (), **own: str) -> None:
        self.port, self.mock_port, self.folder = free_port(), free_port(), folder
        self.log = folder / "bot.log"
        self.log.touch()
        self.env = BASE | {
            "LOAD_TEST_MOCK_TWILIO": str(self.mock_port),
            "LOAD_TEST_MOCK_TWILIO_FOLDER": str(folder / "mock"),
            "PORT": str(self.port),
            "BOT_LOG": str(self.log),
            "HOME": str(folder),
            **own,
        }
        if own.get("CALLBACK"):
            self.env["CALLBACK"] = f"http://127.0.0.1:{self.port}/status"
        if own.get("BY") == "fetch":  # it goes by name, to the port that the mock has
            self.env["API"] = f"https://api.twilio.com:{self.mock_port}"
        self.command = command or [sys.executable, str(ROOT / "tests/e2e/rest_bot.py")]
        self.fresh = "PYTHONPATH" in own  # what lies there is for an interpreter that starts
        self.process = self.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(5)

    def start(self) -> subprocess.Popen[str] | Forked:
        return self.loadtest("mock-twilio", "exec", "--", *self.command, log=self.folder / "bot.err")

    def loadtest(self, *words: str, log: Path | None = None) -> subprocess.Popen[str] | Forked:
        """Start the program as the bot's user would."""
        if not self.fresh:
            return Forked([*words], cwd=self.folder, env=self.env, log=log)
        place = log.open("ab") if log else subprocess.PIPE
        command = [sys.executable, "-m", "loadtest", *words]
        return subprocess.Popen(command, cwd=self.folder, env=self.env, stdout=place, stderr=place, text=True)

    def restart(self) -> None:
        self.process.kill()
        self.process.wait(5)
        self.process = self.start()

    def load(self, *flags: str, timeout: float = 50) -> tuple[int, str, dict[str, Any]]:
        """Run a load against it; return the exit code, what was told, and results.json."""
        assert listens(self.port, self.process)
        verb = flags[:1] if flags[0] == "capacity" else ()
        words = (*verb, f"http://127.0.0.1:{self.port}/sms", *flags[len(verb) :])
        run = self.loadtest(*words, "--monitor", "off", "--report-dir", str(self.folder / "reports"))
        told = "".join(run.communicate(timeout=timeout))
        results = json.loads((self.folder / "reports/results.json").read_text("utf-8"))
        return run.returncode, told, results

    def logged(self, word: str) -> int:
        return sum(line.startswith(word) for line in self.log.read_text("utf-8").splitlines())
