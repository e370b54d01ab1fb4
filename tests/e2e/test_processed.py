"""Servers that never answer tell finished work by a counter or by their log; what they lost is counted and gated."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from harness import load

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


@pytest.mark.parametrize("way", ["counter", "log"])
@pytest.mark.parametrize(("lose_every", "processed", "code"), [(0, 40, 0), (8, 35, 1)])
def test_lost_work_is_counted_and_gated(tmp_path: Path, way: str, lose_every: int, processed: int, code: int) -> None:
    log = tmp_path / "server.log"
    with silent(log, lose_every=lose_every) as origin:
        flags = ("--url", f"{origin}/sms", *SHORT, *told_by(way, origin, log), "--reply-timeout", "3")
        run = load(tmp_path / "out", *flags)
    assert run.code == code, run.output + run.errors
    assert list(run.results["snapshot"]["processed"].values()) == [processed]
    assert f"{processed} of 40 accepted" in run.output
    assert f"{40 - processed} accepted and not finished" in run.output


@pytest.mark.parametrize("way", ["counter", "log"])
def test_work_that_ends_after_the_load_is_waited_for(tmp_path: Path, way: str) -> None:
    log = tmp_path / "server.log"
    with silent(log, work=0.1) as origin:
        flags = ("--url", f"{origin}/sms", *SHORT, *told_by(way, origin, log), "--reply-timeout", "20")
        run = load(tmp_path / "out", *flags)
    assert run.code == 0, run.output + run.errors
    assert list(run.results["snapshot"]["processed"].values()) == [40]
