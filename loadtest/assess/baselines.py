"""What a run is held against besides its targets: the user's guide, and an earlier run of one's own.

A baseline gates only what it can be compared with: the same load, from the same class of machine. Every other one is
shown as information, with the reasons.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from loadtest.assess.intervals import ends_text
from loadtest.assess.summary import LOST
from loadtest.assess.target import Unit
from loadtest.assess.target_text import parse_target
from loadtest.assess.targets import observe, vague
from loadtest.pacing import Stages

if TYPE_CHECKING:
    from datetime import datetime

    from loadtest.assess.intervals import Interval
    from loadtest.assess.result import Result
    from loadtest.assess.summary import Summary
    from loadtest.assess.target import Target
    from loadtest.measure.snapshot import Second, Snapshot
    from loadtest.message.plan import Plan
    from loadtest.words.sending import Sending

SHOWN = (
    *("average < baseline", "p50 < baseline", "p90 < baseline", "p95 < baseline", "p99 < baseline", "max < baseline"),
    *("success > baseline", "rate_limited < baseline", "refused < baseline", "timeouts < baseline"),
    "achieved_rate > baseline",
)
"""What two runs are compared by; the operator says which way is better."""

STEADY = 0.05
"""A change of a time or rate up to this share is called steady: machines differ by more from one day to the next."""
STEADY_POINTS = 0.005


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """A row of the user's guide: times in seconds (from, to), `success` the least share."""

    concurrent: int
    average: tuple[float, float]
    p95: tuple[float, float]
    success: float

    @property
    def targets(self) -> tuple[str, ...]:
        """The row as targets."""
        return (
            f"average <= {self.average[1]:g}s",
            f"success > {self.success * 100:g}%",
            f"p95 <= {self.p95[1]:g}s",
        )


GUIDES_PATH = "/api/sms/webhook"
"""Where the server has its webhook that the guide was written for."""
GUIDE = (
    Guide(concurrent=10, average=(2, 3), p95=(4, 5), success=0.98),
    Guide(concurrent=50, average=(3, 4), p95=(6, 8), success=0.95),
    Guide(concurrent=100, average=(4, 5), p95=(8, 10), success=0.90),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A value beside the guide's row: `verdict` is better, within, worse, unknown or no data.

    `at_least`: the value is only a lower bound.
    """

    target: Target
    expected: str
    observed: float | None
    verdict: str
    at_least: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """An earlier run: where it was read from, when it began, what it measured.

    `snapshot` holds only its tallies. `incomparable` says, a sentence each, why it gates nothing.
    One that ran `beside` got the same messages at the same time, and all its counts are kept; another has `stretches`,
    whose spread tells how sure its figures are. `others` are more runs of that load, whose differences tell it, too.
    """

    source: str
    began: datetime
    snapshot: Snapshot
    summary: Summary
    incomparable: tuple[str, ...] = ()
    beside: bool = False
    stretches: tuple[Second, ...] = ()
    others: tuple[Baseline, ...] = ()

    @property
    def gates(self) -> Summary | None:
        """What relative targets may be held against."""
        return None if self.incomparable else self.summary


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One metric in two runs, in the target's unit; `verdict` is better, worse, steady or empty without data.

    `bounds`: whether the value before and the one now are only lower bounds; then there is no verdict.
    `interval`: where the ratio of the two lies (of a share: the difference), where that is known.
    """

    target: Target
    before: float | None
    now: float | None
    verdict: str
    bounds: tuple[bool, bool] = (False, False)
    interval: Interval | None = None

    @property
    def text(self) -> str:
        """The change in words: `+12%`, `-0.50 points`, with its interval `+12.0% (3.1 to 22)`, or empty."""
        before, now = self.before, self.now
        if before is None or now is None or LOST in {before, now} or any(self.bounds):
            return ""
        if self.target.unit is Unit.SHARE:
            return f"{(now - before) * 100:+.2f} points{self._ends}"
        return f"{(now / before - 1) * 100:+.1f}%{self._ends}" if before else ""

    @property
    def _ends(self) -> str:
        return "" if self.interval is None else f" ({ends_text(self.interval, points=self.target.unit is Unit.SHARE)})"


def guide_for(concurrent: int) -> Guide:
    """Return the guide's row nearest to `concurrent` messages at once; of two the stricter."""
    return min(GUIDE, key=lambda row: (abs(row.concurrent - concurrent), row.concurrent))


def standings(summary: Summary, guide: Guide) -> list[Standing]:
    """Return the run beside the guide's row."""
    rows = []
    for source, (low, high) in (("average < 1s", guide.average), ("p95 < 1s", guide.p95)):
        target = parse_target(source)
        observed = observe(target, summary)
        at_least = target.metric == "average" and summary.total.response_times.at_least
        verdict = "no data" if observed is None else _within(observed, low, high, at_least=at_least)
        expected = f"{low:g}-{high:g} s"
        rows.append(Standing(target=target, expected=expected, observed=observed, verdict=verdict, at_least=at_least))
    target = parse_target("success > 1%")
    observed = observe(target, summary)
    verdict = "no data" if observed is None else "within" if observed > guide.success else "worse"
    expected = f"> {guide.success * 100:g}%"
    return [*rows, Standing(target=target, expected=expected, observed=observed, verdict=verdict)]


def changes(before: Summary, now: Summary) -> list[Change]:
    """Return what differs between two runs; shares that are zero in both are left out."""
    rows = []
    for source in SHOWN:
        target = parse_target(source)
        one, other = observe(target, before), observe(target, now)
        if target.unit is Unit.SHARE and not one and not other and target.metric != "success":
            continue
        bounds = vague(target, before), vague(target, now)
        verdict = "" if any(bounds) else _verdict(target, one, other)
        rows.append(Change(target=target, before=one, now=other, verdict=verdict, bounds=bounds))
    return rows


def incomparable(then: Result, now: Result) -> list[str]:
    """Return why numbers of the one run say nothing about the other, a sentence each."""
    if then.plan is None or now.plan is None:
        return ["it holds no load"]
    pairs = _load(then.plan, then.sending), _load(now.plan, now.sending)
    reasons = [
        f"{name} was {pairs[0].get(name, 'not set')} there and is {pairs[1].get(name, 'not set')} here"
        for name in dict.fromkeys((*pairs[0], *pairs[1]))
        if pairs[0].get(name) != pairs[1].get(name)
    ]
    was, here = then.environment, now.environment
    return reasons + [
        f"it comes from another class of machine: {name} was {was[name]} there and is {here[name]} here"
        for name in ("system", "machine", "cores")
        if name in was and name in here and was[name] != here[name]
    ]


def _load(plan: Plan, sending: Sending) -> dict[str, object]:
    wire = plan.pacing.to_wire()
    if isinstance(plan.pacing, Stages):
        shape = {"rate": plan.pacing.text}  # whatever its seed: another order is as much load
    else:
        shape = {"concurrent": wire["size"], "delay": f"{wire.get('interval', wire.get('rest')):g}s"}
    return {
        "model": wire["model"],
        **shape,
        "duration": f"{wire['duration']:g}s",
        **{f"{name}-share": f"{share * 100:g}%" for name, share in plan.mix if name != "sms"},
        "phone-numbers": plan.pool.size,
        "timeout": f"{sending.timeout:g}s",
        "keep-alive": str(sending.keep_alive).lower(),
    }


def _within(observed: float, low: float, high: float, *, at_least: bool) -> str:
    if at_least and observed <= high:
        return "unknown"  # an average that counts timeouts at their timeout is only a lower bound
    return "better" if observed < low else "within" if observed <= high else "worse"


def _verdict(target: Target, before: float | None, now: float | None) -> str:
    if before is None or now is None:
        return ""
    if before == now:
        return "steady"
    if LOST not in {before, now}:
        share = target.unit is Unit.SHARE
        if abs(now - before) <= (STEADY_POINTS if share else STEADY * before):
            return "steady"
    return "better" if (now > before) == (target.op == ">") else "worse"
