"""Servers that never answer tell finished work by a counter or by their log; what they lost is counted and gated."""

from __future__ import annotations

import subprocess
import sys
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from harness import Finished, finish, start

if TYPE_CHECKING:
    from collections.abc import Iterator

SHORT = ("--rate", "20", "--duration", "2", "--preflight", "false", "--targets", "processed >= 99.9%")


@contextmanager
def silent(log: Path, *, lose_every: int = 0, work: float = 0.001) -> Iterator[str]:
    """Yield the origin of a server that loses every so manieth message and works so many seconds on each."""
    log.touch()
    command = [sys.executable, str(Path(__file__).with_name("silent_worker.py")), str(lose_every), str(work), str(log)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.kill()


def told_by(way: str, origin: str, log: Path) -> tuple[str, ...]:
    """Return the flags that say where finished work is told."""
    if way == "counter":
        return "--monitor", f"stats={origin}/stats", "--processed", "stats.queue.processed"
    return "--monitor", "off", "--server-log", str(log), "--processed", r"log:done (SM\w+|MM\w+)"


@dataclass(frozen=True, kw_only=True)
class Case:
    """A server, what of 40 messages it works on, and how the run ends."""

    way: str
    lose_every: int = 0
    work: float = 0.001
    processed: int = 40
    code: int = 0


CASES = {
    f"{name}, told by a {way}": Case(way=way, **case)
    for way in ("counter", "log")
    for name, case in {
        "nothing is lost": {},
        "some work is lost": {"lose_every": 8, "processed": 35, "code": 1},
        "work that ends after the load is waited for": {"work": 0.1},
    }.items()
}


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Finished]:
    """Run all loads at once: they wait more than they work."""
    runs = {}
    with ExitStack() as servers:
        for name, case in CASES.items():
            folder = tmp_path_factory.mktemp("processed")
            log = folder / "server.log"
            origin = servers.enter_context(silent(log, lose_every=case.lose_every, work=case.work))
            patience = "3" if case.code else "20"
            flags = ("--url", f"{origin}/sms", *SHORT, *told_by(case.way, origin, log), "--reply-timeout", patience)
            runs[name] = start(folder / "out", *flags), folder / "out"
        return {name: finish(run, folder) for name, (run, folder) in runs.items()}


@pytest.mark.parametrize("name", CASES)
def test_what_a_server_got_done_is_counted_and_gated(ended: dict[str, Finished], name: str) -> None:
    run, case = ended[name], CASES[name]
    assert run.code == case.code, run.output + run.errors
    assert list(run.results["snapshot"]["processed"].values()) == [case.processed]
    assert f"{case.processed} of 40 accepted" in run.output
    assert f"{40 - case.processed} accepted and not finished" in run.output
