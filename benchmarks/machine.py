"""Processes of a benchmark: each on its core, watched while it runs, ended by its own id and in bounded time."""

from __future__ import annotations

import contextlib
import os
import platform
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ROOT = Path(__file__).parents[1]
LONGEST = 25 * 60.0
"""Seconds after which a benchmark starts nothing more: what hangs, or a slow machine, ends as a gap in the tables."""
_BEGAN = time.monotonic()
_SAMPLE = 0.2


def _may_go_first() -> bool:
    """Return whether this system lets a process go before the others on its core."""
    try:
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))
    except OSError:
        return False
    os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))
    return True


_PLACED = hasattr(os, "sched_setaffinity") and len(os.sched_getaffinity(0)) > 1
_CORES = sorted(os.sched_getaffinity(0)) if _PLACED else []
LOAD, SERVER = ({_CORES[-1]}, {_CORES[0]}) if _PLACED else (set(), set())
"""The core of whatever makes load, and that of the server; empty when this machine cannot keep them apart. Load has the
last, since a system does most of its own work on the first."""
_FIRST = _PLACED and _may_go_first()


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What became of a process. `cpu` and `server_cpu` are shares of a core in the middle of its life, where known."""

    output: str
    seconds: float
    cpu: float | None
    server_cpu: float | None
    memory: tuple[int, ...]
    """Resident bytes, sampled from start to end."""


class RunError(Exception):
    """A process that failed or took too long; says what it printed last."""


def timed(argv: Sequence[str], *, limit: float, folder: Path) -> float:
    """Return the seconds from the start to the end of a short process, to the millisecond."""
    began = time.monotonic()
    process = start(argv, core=LOAD, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    watchdog = threading.Timer(limit, process.kill)  # a wait with a timeout of its own would be 50 ms coarse
    watchdog.start()
    try:
        process.wait()
        seconds = time.monotonic() - began
    finally:
        watchdog.cancel()
        end(process)
    if process.returncode:
        raise RunError(f"{Path(argv[0]).name} ended with {process.returncode}")
    return seconds


def facts() -> dict[str, str]:
    """Return what the figures were measured on."""
    model = platform.processor() or platform.machine()
    with contextlib.suppress(OSError):
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), model)
    busy = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    return {
        "cores": str(os.cpu_count()),
        "CPU": model,
        "system": f"{platform.system()} {platform.release()}",
        "Python": f"{platform.python_version()}, {'the' if sys.base_prefix == '/usr' else 'not the'} system's own",
        "load average before": busy,
        "placing": "load on one core, server on another" if _PLACED else "load and server share cores: compare nothing",
        "in the accuracy part": "tools and servers go before all else the machine does (real-time priority)"
        if _FIRST
        else "tools and servers go with all else the machine does",
    }


def start(
    argv: Sequence[str],
    *,
    core: set[int],
    first: bool = False,
    env: Mapping[str, str] | None = None,
    **options: object,
) -> subprocess.Popen[bytes]:
    """Start a process on `core`, `first` of all that wants to run there where the system allows that.

    Its environment is ours less the settings of a load test that may lie about.
    """
    with _on(core, first=first):
        return subprocess.Popen(argv, env=_plain_environment() | dict(env or {}), **options)  # type: ignore[call-overload,no-any-return]


def run(  # noqa: PLR0913  all that tells one process from another
    argv: Sequence[str],
    *,
    limit: float,
    folder: Path,
    env: Mapping[str, str] | None = None,
    server: int | None = None,
    undisturbed: bool = False,
    fine: Sequence[int] = (0,),
) -> Run:
    """Run a load to its end and watch it, and the process `server` beside it; `fine` are the exit codes that may be.

    An `undisturbed` load, whose times matter, is not watched, which takes a millisecond of one of their cores now and
    then, and goes before all else that its core has to do: what that is belongs to the machine, not to the tool.

    Raises:
        RunError: when it took longer than `limit` seconds or ended otherwise.

    """
    began = time.monotonic()
    if began - _BEGAN > LONGEST:
        raise RunError(f"not started: the benchmark has taken more than {LONGEST / 60:g} minutes")
    with tempfile.TemporaryFile() as out:
        process = start(
            argv,
            core=LOAD,
            first=undisturbed,
            env=env,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        load, beside = _Meter(process.pid), _Meter(server)
        try:
            while process.poll() is None:
                if time.monotonic() - began > limit:
                    raise RunError(f"{Path(argv[0]).name} took more than {limit:g} s")
                if undisturbed:
                    time.sleep(_SAMPLE)
                    continue
                load.sample()
                beside.sample()
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(_SAMPLE)
        finally:
            end(process)
        out.seek(0)
        output = out.read().decode("utf-8", "replace")
    if process.returncode not in fine:
        raise RunError(f"{Path(argv[0]).name} ended with {process.returncode}: {output.strip()[-300:]}")
    return Run(
        output=output,
        seconds=time.monotonic() - began,
        cpu=load.share(),
        server_cpu=beside.share(),
        memory=tuple(load.memory),
    )


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process of ours, by its own id, if it has not ended yet."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(3)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class _Meter:
    """Samples the CPU time and memory of one process."""

    def __init__(self, pid: int | None) -> None:
        self._process = None
        with contextlib.suppress(psutil.Error):
            self._process = psutil.Process(pid) if pid else None
        self._times: list[tuple[float, float]] = []
        self.memory: list[int] = []

    def sample(self) -> None:
        if self._process is None:
            return
        with contextlib.suppress(psutil.Error):
            used = self._process.cpu_times()
            self._times.append((time.monotonic(), used.user + used.system))
            self.memory.append(self._process.memory_info().rss)

    def share(self) -> float | None:
        """Return the share of a core in use in the middle: after the start (the first 40 %), before the end (10 %)."""
        times = self._times[int(len(self._times) * 0.4) : int(len(self._times) * 0.9)]
        if len(times) < 3:
            return None
        (began, before), (ended, after) = times[0], times[-1]
        return (after - before) / (ended - began)


@contextlib.contextmanager
def _on(core: set[int], *, first: bool) -> Iterator[None]:
    """Move this process to `core`, and `first` in its order, while it starts another, which stays there."""
    if not core:
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, core)
    if first := first and _FIRST:
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))
    try:
        yield
    finally:
        if first:
            os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))
        os.sched_setaffinity(0, before)


def _plain_environment() -> dict[str, str]:
    own = ("LOAD_TEST_", "INPUT_", "GITHUB_", "TWILIO_", "K6_", "LOCUST_")
    plain = {name: value for name, value in os.environ.items() if not name.upper().startswith(own)}
    return plain | {"PYTHONPATH": str(ROOT)}


def middle(values: Sequence[float | None]) -> float | None:
    """Return the median of the values that are known."""
    known = [value for value in values if value is not None]
    return median(known) if known else None
