"""Climbs the ladder of rates: one load after another, until the server's capacity is known."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from loadtest.assess.capacity import Trial, Trying
from loadtest.assess.inconclusive import why_inconclusive
from loadtest.assess.keeping_up import growth
from loadtest.assess.replies.doubt import doubt
from loadtest.assess.result import Result, Setting, conclude
from loadtest.assess.summary import summarise
from loadtest.assess.target import CAPACITY, DEFAULT_TARGETS
from loadtest.assess.target_text import parse_targets
from loadtest.assess.targets import evaluate
from loadtest.config.answer_options import UNANSWERED
from loadtest.pacing import EVEN, Stages
from loadtest.report.sections.capacity_table import trial_line
from loadtest.verdict.judge import Reason
from loadtest.words.errors import Conclusion, ConfigError
from loadtest.words.units import format_duration, format_rate, plural

if TYPE_CHECKING:
    from collections.abc import Callable

    from loadtest.assess.capacity import Ladder
    from loadtest.assess.summary import Summary
    from loadtest.assess.target import Target
    from loadtest.measure.snapshot import Snapshot
    from loadtest.message.plan import Plan
    from loadtest.send.drivers.load import Driver
    from loadtest.send.job import Job
    from loadtest.send.line import Line


def check(targets: tuple[Target, ...], ladder: Ladder | None) -> None:
    """Raise `ConfigError` for a target of capacity that this run cannot tell."""
    limits = [target for target in targets if target.metric == CAPACITY]
    if limits and ladder is None:
        raise ConfigError([f"targets: {limits[0].source!r} needs loadtest capacity, which looks for the highest rate"])
    if ladder and (other := [one for one in targets if not one.in_summary or one.offset is not None]):
        what = "compares with no other run" if other[0].offset is not None else "looks at each rate as a whole"
        what = "watches no figure of the server's" if other[0].stat else what
        raise ConfigError([f"targets: {other[0].source!r}: loadtest capacity {what}; hold it in a run at one rate"])
    if ladder and (work := [target for target in targets if target.metric == "processed"]):
        raise ConfigError([f"targets: {work[0].source!r}: loadtest capacity counts answers, not processed; name those"])
    if ladder and (high := [target for target in limits if target.limit > ladder.last]):
        raise ConfigError([f"targets: {high[0].source!r} lies above --to, where nothing is tried; raise --to"])


def steps_targets(targets: tuple[Target, ...]) -> tuple[Target, ...]:
    """Return what every rate must meet: the user's targets, or the defaults where those speak of capacity alone."""
    own = tuple(target for target in targets if target.metric != CAPACITY)
    said = [target for target in own if target.source != "success > 95%" and target != UNANSWERED]
    return own if said else (*parse_targets(DEFAULT_TARGETS), *(target for target in own if target == UNANSWERED))


def plan_at(plan: Plan, rate: float, hold: float) -> Plan:
    """Return the plan at one rate of the ladder."""
    spacing = plan.pacing.spacing if isinstance(plan.pacing, Stages) else EVEN
    return replace(plan, pacing=Stages.constant(rate, hold, spacing=spacing, seed=plan.seed))


def highest(plan: Plan, ladder: Ladder | None) -> Plan:
    """Return the plan that asks most of this machine."""
    return plan if ladder is None else plan_at(plan, ladder.last, ladder.hold)


def header(lines: list[str], ladder: Ladder | None, *, processes: int) -> list[str]:
    """Return what is about to happen, from what a single load would be told as."""
    if ladder is None:
        return [*lines, f"Processes: {processes}"] if processes > 1 else lines
    rates = f"Rate: from {format_rate(ladder.first)} to {format_rate(ladder.last)}"
    kept = [line for line in lines if not line.startswith(("Test duration:", "Model:"))]
    return [f"{rates}, each for {format_duration(ladder.hold)}" if line.startswith("Rate:") else line for line in kept]


def settings(ladder: Ladder | None) -> tuple[Setting, ...]:
    """Return the ladder as settings."""
    if ladder is None:
        return ()
    values = {"from": format_rate(ladder.first), "to": format_rate(ladder.last), "hold": format_duration(ladder.hold)}
    return tuple(Setting(name=name, value=value, source=f"--{name}") for name, value in values.items())


class Climb:
    """The tries of one run; `capacity` holds those made so far, also when a signal ends it.

    `blank` is what the reports say until then, with the ladder; `driver` makes a load of each rate's job.
    """

    def __init__(self, blank: Result, job: Job, line: Line, *, driver: Driver, say: Callable[[str], None]) -> None:
        if blank.capacity is None:
            raise TypeError("a search needs a ladder")
        self._blank = blank
        self._job = job
        self._line = line
        self._driver = driver
        self._say = say
        self._shown: dict[float, Result] = {}
        self.capacity = blank.capacity

    def run(self) -> Result:
        """Try one rate after another and return what is to be judged: the best rate's load, with the whole table."""
        while (rate := self.capacity.next_rate()) is not None:
            trial = self._try(rate)
            self.capacity = replace(self.capacity, trials=(*self.capacity.trials, trial))
            self._say(trial_line(trial))
        self._say("")
        best = self.capacity.best or min(self.capacity.trials, key=lambda trial: trial.rate)
        return replace(self._shown[best.rate], capacity=self.capacity)

    def _try(self, rate: float) -> Trial:
        plan = plan_at(self._job.plan, rate, self.capacity.ladder.hold)
        load = self._driver(replace(self._job, plan=plan), self._line)
        load.run()
        load.snapshot.first = self._blank.first
        load.snapshot.trim()
        summary = summarise(load.snapshot, planned=plan.planned, duration=plan.pacing.duration)
        outcomes = evaluate(steps_targets(self._blank.targets), summary)
        spoiled = doubt(summary.heard, summary, outcomes) or why_inconclusive(summary, outcomes)
        conclusion, why = conclude(outcomes, dropped=summary.dropped, inconclusive=spoiled)
        declined = _declined(summary, load.snapshot) if conclusion is Conclusion.FAILED else ""
        if conclusion is Conclusion.PASSED and (behind := _behind(load.snapshot, rate)):
            conclusion, why = Conclusion.FAILED, behind
        self._shown[rate] = replace(
            self._blank,
            plan=plan,
            elapsed=self._line.clock(),
            snapshot=load.snapshot,
            summary=summary,
        )
        total = summary.total
        return Trial(
            rate=rate,
            achieved=summary.achieved_rate or 0.0,
            success=total.share(total.count(Reason.ACCEPTED)),
            average=total.response_times.average,
            p95=total.response_times.percentile(95),
            outcome=Trying.DECLINED if declined else _TRYING[conclusion],
            why=declined or why,
            elapsed=round(max(self._line.clock(), 0.0), 3),
        )


def _behind(snapshot: Snapshot, rate: float) -> str:
    """Say that the server's work does not keep up, where its answers come later and later."""
    slope = growth(snapshot.answers.seconds) if snapshot.answers else None
    if slope is None:
        return ""
    kept = format_rate(float(f"{rate / (1 + slope):.3g}"))
    return f"a backlog grows: reply times rise by {slope:.2g} s a second, as if the work kept up with about {kept}"


def _declined(summary: Summary, snapshot: Snapshot) -> str:
    """Say that most failures are a limit per number, which answers in words where one per address answers HTTP 429."""
    total = summary.total
    declined = total.count(Reason.RATE_LIMITED) - snapshot.coded(Reason.RATE_LIMITED)
    if declined * 2 <= total.failed:
        return ""
    return (
        f"{declined:,} of {plural(total.judged, 'message')} were declined for their number's rate, which says nothing "
        "of the server's capacity: use more phone-numbers, or switch that limit off for the test"
    )


_TRYING = {
    Conclusion.PASSED: Trying.MET,
    Conclusion.FAILED: Trying.MISSED,
    Conclusion.INCONCLUSIVE: Trying.INCONCLUSIVE,
}
