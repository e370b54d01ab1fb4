"""docs/gate.md: the goals, what was measured, and under which conditions."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.gate import coverage
from benchmarks.gate.files import TARGET
from benchmarks.gate.resampling import BLOCK
from benchmarks.page import Goal, Table, goals_table
from loadtest.assess.targets import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.gate.coverage import Hits
    from benchmarks.gate.real import Pairs
    from benchmarks.gate.resampling import Ending
    from benchmarks.gate.simulated import Wish
    from loadtest.assess.result import Result

SAME = "p95 < baseline + 20%"
LIMITS = ("p95 < baseline + 5%", "p50 < baseline + 3%")
ZERO = "p95 < baseline"
_SURE = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a real run ended: what became of each target, and when it was over."""

    statuses: tuple[Status, ...]
    at: float
    early: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """All that was measured."""

    recorded: Sequence[Pairs]
    same: Sequence[Ended]
    slower: Sequence[Ended]
    resampled: dict[tuple[float, str], list[Ending]]
    simulated: dict[Wish, list[Ending]]
    replayed: dict[str, dict[str, Ending]]
    coverage: dict[str, Hits]
    files: dict[tuple[int, int], Counter[Status]]


def ended(result: Result, seconds: int) -> Ended:
    """Return how a real run ended; only the targets relative to the baseline count."""
    statuses = tuple(one.status for one in result.outcomes if one.target.offset is not None)
    return Ended(statuses=statuses, at=result.early.at if result.early else seconds, early=result.early is not None)


def upper(hits: int, of: int) -> float:
    """Return the upper 95 % bound of a share (Clopper and Pearson), one-sided."""
    low, high = hits / of, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        fewer = (
            math.fsum(
                math.exp(
                    math.lgamma(of + 1)
                    - math.lgamma(k + 1)
                    - math.lgamma(of - k + 1)
                    + k * math.log(middle)
                    + (of - k) * math.log1p(-middle)
                )
                for k in range(hits + 1)
            )
            if 0 < middle < 1
            else 0.0
        )
        low, high = (middle, high) if fewer > 1 - _SURE else (low, middle)
    return high


def text(measured: Measured, *, facts: dict[str, str], minutes: float, quick: bool) -> str:
    """Return the page."""
    about = [f"- {name}: {value}" for name, value in facts.items()]
    tables = [
        _resampled(measured),
        simulated_table(measured.simulated),
        _real(measured),
        _covered(measured),
        _files(measured),
    ]
    head = [_HEAD.format(block=BLOCK), *([_QUICK, ""] if quick else []), "Measured on:", "", *about]
    head += [f"- time taken: {minutes:.0f} minutes", ""]
    return "\n".join(
        [
            *head,
            replace(goals_table(_goals(measured)), about=_GOALS).markdown(),
            *(table.markdown() for table in tables),
            _FOOT,
        ]
    )


def _goals(measured: Measured) -> list[Goal]:
    same = [measured.resampled[1.0, target] for target in (SAME, *LIMITS)]
    runs = len(same[0])
    red = sum(any(one[run].status is Status.MISSED for one in same) for run in range(runs))
    goals = [
        Goal(
            what="A against A beside a noisy neighbour: false red, made of recorded pairs",
            goal="upper 95 % bound ≤ 1 %",
            measured=f"{red} of {runs:,}: ≤ {upper(red, runs):.2%}",
            met=upper(red, runs) <= 0.01,
        )
    ]
    if measured.same:
        bad = sum(Status.MISSED in one.statuses for one in measured.same)
        goals.append(
            Goal(what="the same, real runs", goal="0 of 20", measured=f"{bad} of {len(measured.same)}", met=bad == 0)
        )
    goals += [
        _caught(measured, 1.2, LIMITS[0], "+20 % at P95 caught within 6 minutes, limit +5 %", 0.90),
        _caught(measured, 1.1, LIMITS[1], "+10 % at P50 caught within 6 minutes, limit +3 %", 0.95),
        *_coverage_goals(measured),
    ]
    runs, missed = 0, 0
    for counts in measured.files.values():
        runs, missed = runs + counts.total(), missed + counts[Status.MISSED]
    goals.append(
        Goal(
            what="file baselines at +20 %, same server: false red",
            goal="≤ 1 %",
            measured=f"{missed} of {runs:,} ({missed / runs:.1%})",
            met=missed / runs <= 0.01,
        )
    )
    for slower, words, most in ((1.0, "A against A", 120), (1.5, "+50 %", 60)):
        at = median(one.at for one in measured.resampled[slower, SAME])
        what = f"median time to a decision, limit +20 %: {words}"
        goals.append(Goal(what=what, goal=f"≤ {most} s", measured=f"{at:.0f} s", met=at <= most))
    return goals


def _caught(measured: Measured, slower: float, target: str, what: str, least: float) -> Goal:
    ends = measured.resampled[slower, target]
    caught = sum(one.status is Status.MISSED for one in ends) / len(ends)
    return Goal(what=what, goal=f"≥ {least:.0%}", measured=f"{caught:.1%} of {len(ends):,}", met=caught >= least)


def _coverage_goals(measured: Measured) -> list[Goal]:
    goals = []
    for confidence, least, most in ((0.95, 0.93, 0.98), (0.99, 0.975, 0.998)):
        shares = {name: hits / of for name, hits, of in _shares(measured, confidence)}
        worst = min(shares, key=lambda name: shares[name])
        what = f"coverage of printed {confidence:.0%} intervals, worst process"
        goals.append(
            Goal(
                what=what,
                goal=f"≥ {least:.1%}",
                measured=f"{shares[worst]:.1%} ({worst})",
                met=shares[worst] >= least,
            )
        )
        continuous = {one.name: shares[one.name] for one in coverage.PROCESSES if one.continuous}
        widest = max(continuous, key=lambda name: continuous[name])
        goals.append(
            Goal(
                what=f"the same, highest of the continuous ones ({confidence:.0%})",
                goal=f"≤ {most:.1%}",
                measured=f"{continuous[widest]:.1%} ({widest})",
                met=continuous[widest] <= most,
            )
        )
    return goals


def _shares(measured: Measured, confidence: float) -> list[tuple[str, int, int]]:
    return [(name, *coverage.held(hits, confidence)) for name, hits in measured.coverage.items()]


def _resampled(measured: Measured) -> Table:
    rows = [[_slower(slower), f"`{target}`", *_came_out(ends)] for (slower, target), ends in measured.resampled.items()]
    return Table(
        title="Runs made of recorded pairs",
        about=f"Each of blocks of {BLOCK} s of the recorded pairs, as long as those; `{ZERO}` is the worst that a "
        "limit can be for two equal versions: half a percent may be red, and nearly all must stay undecided.",
        header=["new version", "target", "runs", "met", "missed", "undecided", "median time to a decision"],
        rows=rows,
    )


def simulated_table(found: dict[Wish, list[Ending]]) -> Table:
    """Return how simulated runs came out."""
    return Table(
        title="Simulated runs",
        about="The same server without a net, beside nobody, and on a machine that is busy at times, which makes both "
        "versions up to twice as slow.",
        header=["new version", "machine", "target", "runs", "met", "missed", "undecided", "median time to a decision"],
        rows=[
            [_slower(wish.slower), "busy at times" if wish.shared else "quiet", f"`{wish.target}`", *_came_out(ends)]
            for wish, ends in found.items()
        ],
    )


def _came_out(ends: Sequence[Ending]) -> list[str]:
    counts = Counter(one.status for one in ends)
    done = sorted(one.at for one in ends if one.status is not Status.INCONCLUSIVE)
    shares = [f"{counts[status] / len(ends):.1%}" for status in (Status.MET, Status.MISSED, Status.INCONCLUSIVE)]
    return [f"{len(ends):,}", *shares, f"{median(done):.0f} s" if done else "–"]


def _real(measured: Measured) -> Table:
    rows = []
    for words, ends in (("as fast", measured.same), ("+50 %", measured.slower)):
        if not ends:
            continue
        bad = sum(Status.MISSED in one.statuses for one in ends)
        open_yet = sum(Status.INCONCLUSIVE in one.statuses and Status.MISSED not in one.statuses for one in ends)
        rows.append(
            [
                f"{words}, real, ending by itself",
                f"`{SAME}`, `p50 < baseline + 20%`",
                f"{len(ends) - bad - open_yet} met, {bad} missed, {open_yet} undecided of {len(ends)}",
                f"{median(one.at for one in ends):.0f} s (all targets)",
            ]
        )
    for one in measured.recorded:
        for target, end in measured.replayed[one.name].items():
            at = f"{end.at:.0f} s" if end.status is not Status.INCONCLUSIVE else "–"
            rows.append([f"{_slower(one.slower)}, recorded ({one.name})", f"`{target}`", end.status.value, at])
    return Table(
        title="Real runs",
        about="Those that may end by themselves, and the recorded ones as the looks would have judged them: by these "
        "one sees whether the runs made of pairs are like real ones.",
        header=["run", "target", "came out", "decided after"],
        rows=rows,
    )


def _covered(measured: Measured) -> Table:
    rows = []
    for name, hits in measured.coverage.items():
        cells = []
        for confidence in coverage.CONFIDENCES:
            yes, of = coverage.held(hits, confidence)
            cells.append(f"{yes / of:.1%} of {of:,}")
        rows.append([name, *cells])
    return Table(
        title="Coverage",
        about="How often the interval of the average, P50, P95, P99 (and of the share of accepted messages) of a "
        "minute held the value of the long run; messages come at random instants. `fixed`, `bimodal`, `freeze` and "
        "`limited` give few values, or the same ones by the clock, so that their intervals hold nearly always.",
        header=["server", *(f"{confidence:.0%} intervals" for confidence in coverage.CONFIDENCES)],
        rows=rows,
    )


def _files(measured: Measured) -> Table:
    rows = [
        [
            f"{rate}/s for {seconds} s",
            f"{counts.total():,}",
            *(f"{counts[s] / counts.total():.1%}" for s in (Status.MET, Status.MISSED, Status.INCONCLUSIVE)),
        ]
        for (rate, seconds), counts in measured.files.items()
    ]
    return Table(
        title="A file of an earlier run",
        about=f"`{TARGET}` between two runs of a server that has not changed, on a machine that has not either. "
        "Between real machines and days far more differs: see below.",
        header=["load", "runs", "met", "missed", "inconclusive"],
        rows=rows,
    )


def _slower(times: float) -> str:
    return "as fast" if times == 1 else f"+{(times - 1) * 100:.0f} %"


_GOALS = "Of runs that were made of recorded pairs, but where it says otherwise."
_QUICK = "> **A quick run:** few and short runs. It shows that everything works; its figures mean little."
_HEAD = """\
# How often is the verdict on two versions wrong?

`make gate` wrote this page. Two versions of a server run side by side, every message goes to both
([how it works](results.md#two-versions-on-one-machine)). Both are the simulator, lognormal with a median of 80 ms and a
sigma of 0.5, at 20 messages a second, beside a neighbour that takes 40 % of every core in random bursts. The confidence
is the usual 99 %, the duration six minutes. What is said of thousands of runs is said of runs that were put together of
blocks of {block} s of the pairs of real ones, and judged by the program's own functions, look after look.
`make gate QUICK=1` takes three minutes and prints a page that only shows that everything works;
`make gate PAIRS=build/gate` works with the pairs that the last whole run has kept, `make gate SIMULATED=1` prints the
simulated runs alone.
"""
_FOOT = """\
## How to read this

- **A decision** is that the whole interval of the ratio lies on one side of the limit. A run looks after 20 s, and then
  after a third as long again each time; each look is surer than 99 %, so that all of them together are as sure as that
  (Pocock 1977), and looking often makes no verdict wrong more often.
- **Made of pairs.** Such runs differ only in the order of what was recorded: something that happened in none of the
  recorded minutes happens in none of them. The real runs are few, but were not chosen.
- **Undecided** is no error: it says that a longer run, or a wider limit, is needed, and the run ends inconclusive.
- **On a hosted runner** a file of an earlier run compares two machines and two times of the day. What is measured above
  is the best case, one server on one machine; measure two versions side by side where you can.
"""
