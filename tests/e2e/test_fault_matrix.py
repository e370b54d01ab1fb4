"""Whose fault was it? Fifty seeds of each fault: the generator's own is never the server's, the server's always is."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import random
import resource
import signal
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from harness import Finished, finish, load, start
from queue_server import queue_server

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Fault = Callable[[subprocess.Popen[str], random.Random], None]

pytestmark = [pytest.mark.slow, pytest.mark.matrix]

SEEDS = range(50)
TIGHT = "p95 < 150ms, max < 400ms, average < 150ms, success > 95%"
LOAD = ("--health-url", "off", "--rate", "40/s", "--duration", "1500ms", "--targets", TIGHT)


def runs(folder: Path, url: str, *flags: str, fault: Fault | None = None, seeds: range = SEEDS) -> list[Finished]:
    """Run the load for every seed, a few at once, which need a tenth of a core, while `fault` is done to each."""

    def one(seed: int) -> Finished:
        folder_of = folder / str(seed) / "out"
        folder_of.parent.mkdir()
        process = start(folder_of, "--url", url, "--seed", str(seed), *flags)
        if fault is not None:
            threading.Thread(target=do, args=(fault, process, folder_of, random.Random(seed)), daemon=True).start()
        return finish(process, folder_of)

    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(one, seeds))


def do(fault: Fault, process: subprocess.Popen[str], folder: Path, chance: random.Random) -> None:
    """Do `fault` to a generator once its load is about to begin."""
    while process.poll() is None and not (folder / "results.json").exists():
        time.sleep(0.01)
    time.sleep(chance.uniform(0.1, 0.6))
    with contextlib.suppress(ProcessLookupError):
        fault(process, chance)


def codes(finished: list[Finished]) -> Counter[int]:
    for run in finished:
        if run.code not in {0, 1, 4}:
            raise AssertionError(run.output + run.errors)
    return Counter(run.code for run in finished)


def freeze(process: subprocess.Popen[str], chance: random.Random) -> None:
    """Let the generator run only now and then, as on a machine that has no time for it."""
    while process.poll() is None:
        os.kill(process.pid, signal.SIGSTOP)
        time.sleep(chance.choice([0.1, 0.3, 0.8, 1.4]))
        os.kill(process.pid, signal.SIGCONT)
        time.sleep(chance.uniform(0.02, 0.2))


def starve_of_files(process: subprocess.Popen[str], chance: random.Random) -> None:
    """Take descriptors away in the middle of the load, and give them back for the reports."""
    limits = resource.prlimit(process.pid, resource.RLIMIT_NOFILE)
    resource.prlimit(process.pid, resource.RLIMIT_NOFILE, (chance.choice([3, 6, 9]), limits[1]))
    time.sleep(0.6)
    resource.prlimit(process.pid, resource.RLIMIT_NOFILE, limits)


def test_a_starved_generator_is_never_reported_as_a_failure_of_the_server(tmp_path: Path) -> None:
    with queue_server(workers=1000, seconds=0.02) as url:
        finished = runs(tmp_path, url, *LOAD, "--timeout", "1", fault=freeze)
    assert codes(finished)[1] == 0, next(run.output for run in finished if run.code == 1)
    assert codes(finished)[4] > 25, "the fault was felt"
    for run in finished:
        if run.code == 4:
            assert "the generator's own delay" in run.output or "less load was applied than planned" in run.output


def test_a_slow_server_always_is(tmp_path: Path) -> None:
    with queue_server(workers=1000, seconds=0.6) as url:
        finished = runs(tmp_path, url, *LOAD)
    assert codes(finished) == {1: len(SEEDS)}


def test_a_slow_server_is_reported_as_such_on_a_busy_machine_too(tmp_path: Path) -> None:
    with queue_server(workers=1000, seconds=0.6) as url, neighbours():
        finished = runs(tmp_path, url, *LOAD, seeds=SEEDS[:15])
    assert codes(finished) == {1: 15}


def test_too_few_descriptors_are_never_a_failure_of_the_server(tmp_path: Path) -> None:
    with queue_server(workers=1000, seconds=0.02) as url:
        finished = runs(tmp_path, url, *LOAD, fault=starve_of_files)
    assert codes(finished)[1] == 0, next(run.output for run in finished if run.code == 1)
    assert codes(finished)[4] > 10, "the fault was felt"
    for run in finished:
        if run.code == 4:
            assert "lost to a fault of our own" in run.output


def test_a_healthy_ten_a_second_on_the_servers_own_cores_is_inconclusive_at_most_once(tmp_path: Path) -> None:
    with queue_server(workers=1000, seconds=0.02) as url:
        flags = ("--health-url", "off", "--duration", "2", "--delay", "1000", "--concurrent", "10")
        assert codes(runs(tmp_path, url, *flags))[0] >= len(SEEDS) - 1


def test_neighbours_that_burn_every_core_do_not_fail_a_healthy_server(tmp_path: Path) -> None:
    with queue_server(workers=1000, seconds=0.02) as url, neighbours():
        flags = ("--health-url", "off", "--rate", "10/s", "--duration", "2")
        finished = runs(tmp_path, url, *flags)
    assert codes(finished)[1] == 0
    assert codes(finished)[0] >= len(SEEDS) - 1


@contextlib.contextmanager
def neighbours() -> Iterator[None]:
    """Burn every core."""
    spawned = multiprocessing.get_context("spawn")
    burning = [spawned.Process(target=_burn, daemon=True) for _ in os.sched_getaffinity(0)]
    for process in burning:
        process.start()
    try:
        yield
    finally:
        for process in burning:
            process.kill()


def _burn() -> None:
    while True:
        pass


def test_the_faults_are_faults(tmp_path: Path) -> None:
    """Without any of them the same load passes, so what the others show is their doing."""
    with queue_server(workers=1000, seconds=0.02) as url:
        assert load(tmp_path / "out", "--url", url, *LOAD).code == 0
