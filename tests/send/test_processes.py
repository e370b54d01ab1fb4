"""Processes of a load end quietly, whenever the one that starts them is stopped or dies."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import factories
import gevent
import pytest
from greenlet import getcurrent

from loadtest.measure.snapshot import Snapshot
from loadtest.run.interrupts import InterruptedRunError
from loadtest.send.drivers.processes import Processes, seen_to_wire, told_seen
from loadtest.send.job import Job
from loadtest.words.clock import RunClock
from loadtest.words.secret import Secret
from loadtest.words.sending import Sending

ENTRYPOINT = str(Path(__file__).parents[2] / "entrypoint.py")


def job(processes: int = 2) -> Job:
    return Job(plan=factories.plan(), auth_token=Secret("token"), sending=Sending(processes=processes))


def driver(processes: int = 2) -> Processes:
    return Processes(job(processes), factories.line(RunClock(), None))


@pytest.mark.parametrize("after", [0.0, 0.003, 0.01, 0.1], ids=lambda after: f"{after:g} s")
def test_a_signal_while_they_are_started_stops_them_all(capfd: pytest.CaptureFixture[str], after: float) -> None:
    processes = driver()
    stop = InterruptedRunError(signal.SIGTERM)
    gevent.spawn_later(after, gevent.get_hub().loop.run_callback, getcurrent().throw, stop)
    with pytest.raises(InterruptedRunError) as raised:
        processes.run()
    assert raised.value is stop
    assert len(processes.pids) <= 2
    assert not any(Path(f"/proc/{pid}").exists() for pid in processes.pids)
    assert processes.snapshot.lost_processes == 0
    assert capfd.readouterr().err == ""


def test_a_process_that_cannot_be_started_is_told_once(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(FileNotFoundError, match="/nowhere/python"):
        driver(1).run()
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    ("started", "final", "by_us", "lost"),
    [
        pytest.param(True, {"stopped": False}, False, 0, id="it sent its whole share"),
        pytest.param(True, {"stopped": True}, False, 1, id="somebody else stopped it, so that the load is not whole"),
        pytest.param(True, {"stopped": True}, True, 0, id="it stopped because all did"),
        pytest.param(True, None, False, 1, id="it died and took its counts along"),
        pytest.param(True, None, True, 1, id="it died before it could say what it had counted"),
        pytest.param(False, None, True, 0, id="it was ended before it had sent anything"),
    ],
)
def test_a_share_that_is_not_whole_is_counted_as_lost(
    *, started: bool, final: dict[str, Any] | None, by_us: bool, lost: int
) -> None:
    load = driver(1)
    told = None if final is None else {"snapshot": factories.snapshot([factories.accepted()]).to_wire(), **final}
    load._processes = [SimpleNamespace(started=started, final=told)]  # type: ignore[list-item]
    load._add_up(stopped=by_us)
    counted = Snapshot() if final is None else factories.snapshot([factories.accepted()])
    assert load.snapshot.tallies == counted.tallies, "what it counted is kept, however it ended"
    assert load.snapshot.lost_processes == lost


@pytest.mark.parametrize(
    "said",
    [
        pytest.param("", id="before the job"),
        pytest.param(json.dumps(job().to_wire())[:100], id="in the middle of the job"),
        pytest.param(json.dumps(job().to_wire()) + "\n", id="before the load"),
    ],
)
def test_a_process_whose_starter_died_says_nothing(said: str) -> None:
    process = subprocess.Popen(
        [sys.executable, ENTRYPOINT, "worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()  # nobody hears it any more
    process.stdin.write(said)
    process.stdin.close()
    assert process.stderr.read() == ""
    process.stderr.close()
    assert process.wait(timeout=10) == 0


@pytest.mark.parametrize("beside", [False, True])
def test_what_a_process_has_seen_comes_back_from_the_wire(*, beside: bool) -> None:
    side = factories.side(1, seconds=3)
    seen = Snapshot(seconds=dict(side.seconds))
    if beside:
        seen.beside = Snapshot(seconds=dict(factories.side(2, seconds=3).seconds))
    again = told_seen(json.loads(json.dumps([*seen_to_wire(seen)])))
    assert again == seen
    assert told_seen([*seen_to_wire(None)]) is None
