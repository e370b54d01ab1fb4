"""Real runs of the program: two simulators side by side, some pairs at once, beside a noisy neighbour."""

from __future__ import annotations

import gzip
import json
import os
import socket
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.work import TOKEN, say
from loadtest.measure.snapshot import Second
from loadtest.report.files.json_file import from_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from loadtest.assess.result import Result

MEDIAN_MS, SPREAD, RATE = 80, 0.5, 20
ROOT = Path(__file__).parents[2]
_SETTLE = 300.0
_ENTRY = str(ROOT / "entrypoint.py")


class RunError(Exception):
    """A run that did not come to its end, with what it said last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A run: its name, how much slower the new version is, the targets, and whether it may end early."""

    name: str
    slower: float
    targets: tuple[str, ...]
    seconds: int
    early: bool
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """What a run has left of each second: the new version's side and the baseline's."""

    name: str
    slower: float
    new: dict[int, Second]
    old: dict[int, Second]
    seconds: int


@contextmanager
def neighbours() -> Iterator[None]:
    """Disturb every core while the block lasts."""
    with ExitStack() as stack:
        for seed in range(os.cpu_count() or 1):
            stack.enter_context(_process([sys.executable, "-m", "benchmarks.gate.neighbour", str(seed)]))
        yield


def together(wanted: Sequence[Wanted], folder: Path) -> list[Result]:
    """Do the runs at the same time, each against servers of its own, and return their results."""
    with ExitStack() as stack:
        runs = [(one, stack.enter_context(_load(one, folder))) for one in wanted]
        results = []
        for one, process in runs:
            try:
                process.wait(one.seconds + _SETTLE)
            except subprocess.TimeoutExpired:
                raise RunError(f"{one.name} did not end") from None
            path = folder / one.name / "results.json"
            if not path.exists():
                raise RunError(f"{one.name} left no results: {(folder / f'{one.name}.txt').read_text()[-300:]}")
            result = from_json(path.read_text("utf-8"))
            ended = f"after {result.early.at:.0f} s" if result.early else "at its end"
            say(f"{one.name}: {result.conclusion.value} {ended}")
            results.append(result)
        return results


def pairs_of(wanted: Wanted, result: Result) -> Pairs:
    """Return the seconds of both sides."""
    if result.snapshot is None or result.baseline is None:
        raise RunError(f"{wanted.name} has counted nothing: {result.why}")
    new, old = result.snapshot.seconds, result.baseline.snapshot.seconds
    return Pairs(name=wanted.name, slower=wanted.slower, new=new, old=old, seconds=wanted.seconds)


def keep(pairs: Sequence[Pairs], folder: Path) -> None:
    """Write the pairs where they can be resampled again."""
    folder.mkdir(parents=True, exist_ok=True)
    for one in pairs:
        wire: dict[str, Any] = {"name": one.name, "slower": one.slower, "seconds": one.seconds}
        wire |= {
            side: [second.to_wire(index) for index, second in sorted(seconds.items())]
            for side, seconds in (("new", one.new), ("old", one.old))
        }
        with gzip.open(folder / f"{one.name}.json.gz", "wt", encoding="utf-8") as file:
            json.dump(wire, file)


def kept(folder: Path) -> list[Pairs]:
    """Return the pairs that `keep` has written."""
    found = []
    for path in sorted(folder.glob("*.json.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            wire = json.load(file)
        sides = [{item["second"]: Second.from_wire(item) for item in wire[side]} for side in ("new", "old")]
        found.append(
            Pairs(name=wire["name"], slower=wire["slower"], new=sides[0], old=sides[1], seconds=wire["seconds"])
        )
    return found


@contextmanager
def _load(wanted: Wanted, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    with ExitStack() as stack:
        new, old = (
            stack.enter_context(_simulator(f"lognormal {MEDIAN_MS * slower:g}ms {SPREAD}", seed))
            for slower, seed in ((wanted.slower, 2 * wanted.seed), (1.0, 2 * wanted.seed + 1))
        )
        argv = [sys.executable, _ENTRY, "--url", new, "--baseline-url", old]
        argv += ["--rate", f"{RATE}/s", "--duration", str(wanted.seconds), "--seed", str(wanted.seed)]
        argv += ["--rate-limit-per-number", "off", "--preflight", "off", "--monitor", "off"]
        argv += ["--targets", "\n".join(wanted.targets), "--stop-when-certain", "on" if wanted.early else "off"]
        argv += ["--report-dir", str(folder / wanted.name)]
        yield stack.enter_context(_process(argv, folder / f"{wanted.name}.txt", cwd=folder))


@contextmanager
def _simulator(latency: str, seed: int) -> Iterator[str]:
    port = _free_port()
    argv = [sys.executable, _ENTRY, "simulator", "--port", str(port), "--latency", latency]
    with _process([*argv, "--number-limit", "off", "--seed", str(seed)]):
        yield f"http://127.0.0.1:{port}/api/sms/webhook"


@contextmanager
def _process(argv: list[str], log: Path | None = None, *, cwd: Path = ROOT) -> Iterator[subprocess.Popen[bytes]]:
    with ExitStack() as stack:
        out: Any = stack.enter_context(log.open("wb")) if log else subprocess.DEVNULL
        plain = {name: value for name, value in os.environ.items() if not name.startswith(("LOAD_TEST_", "TWILIO_"))}
        process = subprocess.Popen(
            argv,
            env=plain | {"TWILIO_AUTH_TOKEN": TOKEN},
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _free_port() -> int:
    """Return a port of loopback that nobody uses."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
