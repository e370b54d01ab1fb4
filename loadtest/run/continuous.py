"""The same run again and again: numbered reports, a closing table, and the worst run decides.

The report folder itself holds the reports of the worst run, and says aborted until the series has ended.
"""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING

import gevent

from loadtest.assess.result import SUITE, said
from loadtest.report import closing
from loadtest.report.folder import ReportFolder
from loadtest.report.safe import line
from loadtest.run import story
from loadtest.run.interrupts import InterruptedRunError
from loadtest.verdict.judge import Reason
from loadtest.words.errors import Conclusion, ConfigError, ExitCode
from loadtest.words.units import format_duration, plural

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from loadtest.assess.result import Result
    from loadtest.config import Config
    from loadtest.message.plan import Plan
    from loadtest.report.runner import Runner
    from loadtest.run.interrupts import Interrupts

HOUR = 3600.0
LATE = 1.0
"""Seconds by which a run may start late before it is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A run of the series that has ended by itself."""

    number: int
    result: Result

    @property
    def badness(self) -> tuple[int, bool, float, float]:
        """What makes one run worse than another: how it ended, then its failed messages, then its slow ones."""
        ended = self.result.exit_code.ending.severity, self.result.conclusion is not Conclusion.PASSED
        if self.result.summary is None:
            return *ended, 0.0, 0.0
        total = self.result.summary.total
        return *ended, total.share(total.failed) or 0.0, total.response_times.percentile(95) or 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What a run took from the numbers' quota; `at` is when it had ended, in seconds."""

    at: float
    sent: int
    rate_limited: int

    @classmethod
    def by(cls, result: Result, *, at: float) -> Spent:
        """Return what the run of `result` took."""
        total = result.summary.total if result.summary else None
        return cls(
            at=at, sent=total.sent if total else 0, rate_limited=total.count(Reason.RATE_LIMITED) if total else 0
        )


def repeat(
    config: Config, *, runner: Runner, say: Callable[[str], None], interrupts: Interrupts, ascii_only: bool
) -> ExitCode:
    """Run the series that `config` describes, report every run and the whole, and return the worst run's exit code.

    A signal is how an endless series ends, so a run that it cut does not count unless no other has ended; a series of
    `runs` is aborted by it.

    Raises:
        ConfigError: when the report folder cannot be used.

    """
    plan, folder = config.plan(), ReportFolder(config.report_dir)
    with interrupts.at_once():
        blank = story.blank(config, plan)
    folder.claim(blank)
    rows: list[closing.RunRow] = []
    recent: list[Spent] = []
    worst: Ended | None = None
    cut: Result | None = None
    done, began = 0, time.monotonic()
    for number in range(1, config.runs + 1) if config.runs else count(1):
        due = began + (number - 1) * config.every if config.every else time.monotonic()
        try:
            _wait(due, number, say=say, interrupts=interrupts)
        except InterruptedRunError as interrupt:
            cut = replace(blank, why=str(interrupt), exit_code=interrupt.code)
            break
        say(f"=== Run {number}{f' of {config.runs}' if config.runs else ''} ===")
        recent = [spent for spent in recent if time.monotonic() - spent.at < HOUR]
        notes = hourly(plan, recent, every=config.every, runs=config.runs)
        for note in notes:
            say(note)
        own = folder.numbered(number)
        try:
            name = f"run {number}" if config.suite_name == SUITE else f"{config.suite_name} run {number}"
            settings = said(config.settings, "suite-name", name, source="the series")
            here = replace(config, report_dir=own.path, settings=settings, warnings=(*config.warnings, *notes))
            result = story.run(here, say=say, interrupts=interrupts)
        except ConfigError as error:
            if not rows:
                raise  # what is wrong at once is wrong in every run
            # A folder or file has gone meanwhile: the runs before are not lost with it.
            result = story.unconfigured(error)
            with suppress(ConfigError):
                own.claim(result)
        result = story.show(result, own, say=say, ascii_only=ascii_only)
        say("")
        rows.append(closing.RunRow.of(number, result, folder=own.path))
        for report in folder.write_runs(closing.markdown(rows)):
            say(report.why)
        if result.exit_code.ending.conclusion is Conclusion.ABORTED:
            cut = result
            break
        done += 1
        ended = Ended(number=number, result=result)
        worst = max((worst, ended), key=lambda one: one.badness) if worst else ended
        recent.append(Spent.by(result, at=time.monotonic()))
    whole = _whole(worst, cut, done, config.runs)
    whole = replace(whole, result=replace(whole.result, settings=blank.settings))  # the series has its own name
    return _close(whole, rows, folder, runner=runner, say=say)


def hourly(plan: Plan, recent: Sequence[Spent], *, every: float | None, runs: int | None) -> list[str]:
    """Return what the runs of an hour ask of every number, before the server says it; `recent` are those that ended."""
    numbers, planned = plan.pool.size, plan.planned
    if planned and plan.conversations:
        planned = round(planned * plan.scripts().messages)
    each = f"messages from each of {plural(numbers, 'number')}"
    if recent:
        sent = sum(spent.sent for spent in recent) / numbers
        text = f"Forecast: in the hour before, {plural(len(recent), 'run')} sent {_count(sent)} {each}"
        if limited := recent[-1].rate_limited:
            return [f"{text}, and the last one had {limited:,} rate limited: these numbers may still be exhausted"]
        return [f"{text}; a server that limits messages per number counts them in"]
    an_hour = HOUR / max(every or 0.0, plan.pacing.duration)
    an_hour = min(an_hour, runs) if runs else an_hour
    if planned is None or an_hour <= 1:
        return []
    return [
        (
            f"Forecast: {an_hour:.0f} runs within an hour send {_count(planned * an_hour / numbers)} {each}; "
            "a server that limits messages per number counts the runs together"
        )
    ]


def _count(messages: float) -> str:
    return f"{messages:,.0f}" if messages >= 10 else f"{messages:.3g}"  # noqa: PLR2004  a fraction matters to few


def _wait(due: float, number: int, *, say: Callable[[str], None], interrupts: Interrupts) -> None:
    left = due - time.monotonic()
    if left > 0 and number > 1:
        say(f"Run {number} starts in {format_duration(round(left))}")
    elif number > 1 and left < -LATE:
        say(f"Run {number} starts {format_duration(round(-left))} late: the one before took longer than `every`")
    with interrupts.raising():
        gevent.sleep(max(0.0, left))


def _whole(worst: Ended | None, cut: Result | None, done: int, runs: int | None) -> Ended:
    """Return what stands for the series."""
    if cut is not None and (worst is None or runs):
        why = f"{cut.why} after {plural(done, 'run')}{f' of {runs}' if runs else ''}"
        return Ended(number=0, result=replace(cut, why=why))
    if worst is None:
        raise AssertionError("a series has at least one run")
    note = f"Series: {plural(done, 'run')}; these are the numbers of run {worst.number}, the worst"
    return replace(worst, result=replace(worst.result, notes=(*worst.result.notes, note)))


def _close(
    whole: Ended,
    rows: Sequence[closing.RunRow],
    folder: ReportFolder,
    *,
    runner: Runner,
    say: Callable[[str], None],
) -> ExitCode:
    result, lost = story.keep(whole.result, folder)
    lost += folder.add_to_summary(closing.markdown(rows))
    for text in (*closing.console(rows), *(report.why for report in lost)):
        say(text)
    say("")
    passed = result.conclusion is Conclusion.PASSED
    which = "all passed: " if passed else f"the worst is run {whole.number}: " if whole.number else ""
    code = result.exit_code
    say(f"Series of {plural(len(rows), 'run')}, {which}{line(result.headline, 2000)} (exit code {int(code)})")
    # The runner hears of the series, not of each run: it keeps few annotations and one value an output.
    story.hand_over(result, folder, runner=runner)
    runner.summary(closing.markdown(rows))
    return code
