"""Measure the gate and write docs/gate.md: `python -m benchmarks.gate [--quick] [--simulated | --pairs FOLDER]`."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from benchmarks.gate import coverage, files, page, real, resampling, simulated
from benchmarks.gate.page import LIMITS, SAME, ZERO
from benchmarks.gate.real import Pairs, Wanted
from benchmarks.gate.simulated import Wish
from benchmarks.work import say
from loadtest.run.environment import environment

if TYPE_CHECKING:
    from collections.abc import Callable

Found = TypeVar("Found")

PAGE = real.ROOT / "docs" / "gate.md"
KEPT = real.ROOT / "build" / "gate"
_AT_ONCE = 5
"""Real runs at the same time: each needs some twentieth of a core, and disturbs the others as a neighbour would."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much is measured."""

    recorded: int
    """Seconds of a run that is recorded, and of one made of such."""
    real: int
    resampled: int
    slower: int
    covered: int
    compared: int


FULL = Size(recorded=360, real=20, resampled=2000, slower=400, covered=300, compared=400)
QUICK = Size(recorded=40, real=2, resampled=40, slower=20, covered=8, compared=20)


def main() -> None:
    """Measure all of it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.gate", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="short and few runs: shows only that everything works")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--pairs", type=Path, metavar="FOLDER", help="resample the pairs kept there; no real run")
    which.add_argument("--simulated", action="store_true", help="print the simulated runs, and do nothing else")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was started is ended
    size, facts, began = QUICK if options.quick else FULL, _facts(), time.monotonic()
    if options.simulated:
        print(page.simulated_table(_simulated(size)).markdown())
        return
    if options.pairs:
        pairs = real.kept(options.pairs)
        same: list[page.Ended] = []
        slower: list[page.Ended] = []
    else:
        with tempfile.TemporaryDirectory(prefix="loadtest-gate-") as folder, real.neighbours():
            pairs = _recorded(size, Path(folder))
            same, slower = _deciding(size, Path(folder))
        real.keep(pairs, KEPT)
    measured = page.Measured(
        recorded=pairs,
        same=same,
        slower=slower,
        resampled=_resampled(size, pairs),
        simulated=_simulated(size),
        replayed={one.name: _replayed(one) for one in pairs},
        coverage=_told("coverage of intervals", coverage.measured, size.covered),
        files=_told("files from two times", files.measured, size.compared),
    )
    minutes = (time.monotonic() - began) / 60
    text = page.text(measured, facts=facts, minutes=minutes, quick=options.quick)
    if options.quick or options.pairs:
        print(text)
    else:
        PAGE.write_text(text, encoding="utf-8")
        say(f"{PAGE}: written after {minutes:.1f} minutes; the pairs are in {KEPT}")


def _recorded(size: Size, folder: Path) -> list[Pairs]:
    """Record pairs of versions as fast as each other, and of slower ones, all at once."""
    kinds = [(1.0, 2), (1.1, 1), (1.2, 1), (1.5, 1)]
    wanted = [
        Wanted(
            name=f"{slower:.1f}-{which}", slower=slower, targets=(SAME,), seconds=size.recorded, early=False, seed=seed
        )
        for seed, (slower, which) in enumerate(
            ((slower, which) for slower, many in kinds for which in range(many)), 100
        )
    ]
    say(f"recording {len(wanted)} pairs for {size.recorded} s")
    return [real.pairs_of(one, result) for one, result in zip(wanted, real.together(wanted, folder), strict=True)]


def _deciding(size: Size, folder: Path) -> tuple[list[page.Ended], list[page.Ended]]:
    """Let real runs decide: as fast as each other, and half as slow again."""
    ends = []
    for name, slower, count in (("same", 1.0, size.real), ("slower", 1.5, min(size.real, _AT_ONCE))):
        found: list[page.Ended] = []
        for first in range(0, count, _AT_ONCE):
            wanted = [
                Wanted(
                    name=f"{name}-{seed}",
                    slower=slower,
                    targets=(SAME, "p50 < baseline + 20%"),
                    seconds=size.recorded,
                    early=True,
                    seed=200 + seed,
                )
                for seed in range(first, min(first + _AT_ONCE, count))
            ]
            found += [page.ended(result, size.recorded) for result in real.together(wanted, folder)]
        ends.append(found)
    return ends[0], ends[1]


def _resampled(size: Size, pairs: list[Pairs]) -> dict[tuple[float, str], list[resampling.Ending]]:
    """Return the endings of runs made of recorded pairs, by how much slower the new version is, and by target."""
    wanted = {
        1.0: ((SAME, *LIMITS, ZERO), size.resampled),
        1.1: ((LIMITS[1],), size.slower),
        1.2: ((LIMITS[0],), size.slower),
        1.5: ((SAME,), size.slower),
    }
    found: dict[tuple[float, str], list[resampling.Ending]] = {}
    for slower, (targets, runs) in wanted.items():
        some = [one for one in pairs if one.slower == slower]
        began = time.monotonic()
        ends = resampling.endings(some, targets, runs=runs, seconds=some[0].seconds, seed=int(1000 * slower))
        say(f"{runs} runs made of pairs {slower:g} times as slow: {time.monotonic() - began:.0f} s")
        for target in targets:
            found[slower, target] = [one[target] for one in ends]
    return found


def _simulated(size: Size) -> dict[Wish, list[resampling.Ending]]:
    """Return the endings of runs without a server."""
    found = {}
    for shared in (False, True):
        for slower, targets in ((1.0, (SAME, ZERO)), (1.1, LIMITS[1:]), (1.2, LIMITS[:1]), (1.5, (SAME,))):
            for target in targets:
                wish = Wish(slower=slower, shared=shared, target=target, seconds=size.recorded)
                found[wish] = simulated.endings(wish, size.resampled)
    return found


def _replayed(one: Pairs) -> dict[str, resampling.Ending]:
    """Return how the recorded run itself comes out."""
    targets = (SAME, *LIMITS) if one.slower == 1 else (LIMITS[1], LIMITS[0], SAME)
    return resampling.judged(one.new, one.old, targets, seconds=one.seconds)


def _facts() -> dict[str, str]:
    """Return what it is measured on."""
    busy = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    names = ("cpu", "cores", "system", "machine", "python")
    here = environment()
    return {name: str(here[name]) for name in names if name in here} | {"load average before": busy}


def _told(what: str, do: Callable[[int], Found], runs: int) -> Found:
    began = time.monotonic()
    found = do(runs)
    say(f"{what}: {time.monotonic() - began:.0f} s")
    return found


if __name__ == "__main__":
    main()
