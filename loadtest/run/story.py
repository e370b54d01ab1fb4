"""The story of one run, top to bottom."""

from __future__ import annotations

import time
import traceback
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from loadtest.assess.answer_notes import sentences
from loadtest.assess.capacity import Capacity
from loadtest.assess.certainty import too_few, undecided, with_intervals
from loadtest.assess.diagnosis import Known, diagnose
from loadtest.assess.inconclusive import why_inconclusive
from loadtest.assess.reading.red_flags import PREFIX, red_flags
from loadtest.assess.replies.doubt import doubt
from loadtest.assess.result import Result, conclude
from loadtest.assess.shards import why_incomplete
from loadtest.assess.summary import summarise
from loadtest.assess.targets import Status, evaluate, evaluate_capacity
from loadtest.assess.versions import looks, pairs, several
from loadtest.assess.windows import with_windows
from loadtest.message.busy import busy_numbers
from loadtest.report import console
from loadtest.report.exporter import Exporter
from loadtest.report.files import step_summary
from loadtest.report.folder import ReportFolder, measured
from loadtest.report.outputs import output_values
from loadtest.run import climb as climbing
from loadtest.run import readiness
from loadtest.run.catching import Catching
from loadtest.run.climb import Climb
from loadtest.run.earlier import with_baseline
from loadtest.run.environment import environment
from loadtest.run.interrupts import InterruptedRunError
from loadtest.run.job import job_of, line_of
from loadtest.run.watching import Watching, shown
from loadtest.run.watching.looking import Looking
from loadtest.send import machine
from loadtest.send.drivers.load import on_this_machine
from loadtest.words.errors import Conclusion, ConfigError, ExitCode, NotReadyError, SetupError
from loadtest.words.units import format_duration

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from loadtest.assess.baselines import Baseline
    from loadtest.assess.targets import Outcome
    from loadtest.assess.versions.looks import Look
    from loadtest.config import Config
    from loadtest.measure.series import Watched
    from loadtest.measure.snapshot import Snapshot
    from loadtest.message.plan import Plan
    from loadtest.report.folder import LostReport
    from loadtest.report.runner import Runner
    from loadtest.run.interrupts import Interrupts
    from loadtest.send.drivers.load import Driver, Load
    from loadtest.send.job import Job
    from loadtest.words.errors import LoadTestError


def run(
    config: Config,
    *,
    say: Callable[[str], None],
    interrupts: Interrupts,
    driver: Driver = on_this_machine,
    live: bool = False,
) -> Result:
    """Run the load that `config` describes and return what came of it; nothing is reported yet.

    With a ladder the load is repeated at its rates, and the result is that of the highest rate that meets the
    targets. `driver` makes the load out of its job; `live` draws a view of it on the terminal instead of saying a line
    now and then.

    Raises:
        ConfigError: when the CA file or the report folder cannot be used, or the webhook is remote: nothing was sent.

    """
    ladder = config.ladder
    climbing.check(config.targets, ladder)
    job = job_of(config, climbing.highest(config.plan(), ladder))
    plan = job.plan
    processes, warnings = fitting(job)
    line = line_of(config, job)
    with interrupts.at_once():
        aborted = blank(config, plan)
    notes = (*aborted.notes, *warnings, *too_few(config.targets, None if ladder else plan.planned), *busy_numbers(plan))
    aborted = replace(aborted, settings=(*config.settings, *climbing.settings(ladder)), notes=notes)
    ReportFolder(config.report_dir).claim(aborted)
    for text in [*climbing.header(console.header(plan), ladder, processes=processes), ""]:
        say(text)
    load: Load | None = None
    climb: Climb | None = None
    watching, looking = Watching(config, plan, line), Looking(config, plan, line.clock)
    caught = Catching(config, say)
    end: Exception | None = None
    began = time.monotonic()
    try:
        with interrupts.raising(), Exporter(config.prometheus) as exporter:
            ready = config if ladder is None else replace(config, rate_limit_per_number=None)  # each rate is a new load
            caught.begin()
            forecast, warned, first, job = readiness.prepare(ready, job, line, caught=caught, say=say)
            driver = exporter.through(caught.through(driver))
            notes, preparing = (*aborted.notes, *warned), time.monotonic() - began
            aborted = replace(aborted, forecast=forecast, first=first, notes=notes, preparing=preparing)
            say("")
            if ladder is not None:
                climb = Climb(replace(aborted, capacity=Capacity(ladder=ladder)), job, line, driver=driver, say=say)
                return judged(climb.run())
            load = driver(job, line)
            showing = shown(load, line.clock, plan=plan, every=0 if live else config.progress_interval, say=say)
            with watching.heed(forecast), showing, looking.at(load):
                load.run()
                watching.await_finished(load.snapshot)
    except ConfigError:
        raise
    except NotReadyError as error:
        return failed(replace(aborted, preparing=time.monotonic() - began), error)
    except Exception as error:  # noqa: BLE001  whatever it is, it leaves reports that say so
        end = error
    finally:
        line.close()
        caught.end()
    if load is None:
        result = replace(aborted, capacity=climb.capacity if climb else None)
        return result if end is None else ended(result, end)
    snapshot, at = load.snapshot, line.clock()

    def counted() -> Result:
        caught.count(snapshot.answers)
        return _counted(replace(aborted, early=looking.early), plan, snapshot, at=at, cut=end is not None)

    return _outcome(replace(aborted, snapshot=snapshot), counted, watching, end)


def _outcome(result: Result, counted: Callable[[], Result], watching: Watching, end: Exception | None) -> Result:
    """Return what a load has come to, by itself or by `end`; no fault of ours costs what it counted."""
    try:
        result = counted()
        watched = watching.watched()
        result = replace(result, series=watched.series)
        if end is None:
            result = judged(result)
        result = explained(result, watched)
    except Exception as bug:  # noqa: BLE001  whatever it is
        fault = ended(result, bug)
        result = fault if end is None else replace(result, notes=(*result.notes, fault.why))
    return result if end is None else ended(result, end)


def ended(result: Result, error: Exception) -> Result:
    """Return what `result` has measured as the end of a run that a signal stopped, or a fault of our own."""
    if isinstance(error, InterruptedRunError):
        return replace(result, conclusion=Conclusion.ABORTED, why=str(error), exit_code=error.code)
    traceback.print_exception(error)
    why = f"a fault of the load test itself ({type(error).__name__}); please report it"
    return replace(result, conclusion=Conclusion.ERROR, why=why, exit_code=ExitCode.OUR_ERROR)


def blank(config: Config, plan: Plan) -> Result:
    """Return what the reports say until a run has ended: it was killed."""
    result = Result(
        plan=plan,
        sending=config.sending(),
        targets=config.targets,
        settings=config.settings,
        environment=environment(),
        began=datetime.now(UTC),
        elapsed=0.0,
        snapshot=None,
        summary=None,
        outcomes=(),
        conclusion=Conclusion.ABORTED,
        why="the run was killed before it ended",
        notes=config.warnings,
        exit_code=ExitCode.SIGTERM,
    )
    return with_baseline(result, config.baseline)


def failed(result: Result, error: LoadTestError) -> Result:
    """Return the result of a run that an error ended before any load."""
    broken = isinstance(error, SetupError)
    return replace(result, conclusion=Conclusion.ERROR, why=str(error), exit_code=error.exit_code, broken_setup=broken)


def unconfigured(error: ConfigError) -> Result:
    """Return the result of a run whose configuration is wrong."""
    count = len(error.problems)
    why = error.problems[0] + (f" (and {count - 1} more)" if count > 1 else "")
    return replace(unstarted(), why=why, notes=error.problems[1:], exit_code=error.exit_code)


def unstarted() -> Result:
    """Return the result of a run of which nothing is known but that it failed."""
    return Result(
        plan=None,
        targets=(),
        settings=(),
        environment=environment(),
        began=datetime.now(UTC),
        elapsed=0.0,
        snapshot=None,
        summary=None,
        outcomes=(),
        conclusion=Conclusion.ERROR,
        exit_code=ExitCode.OUR_ERROR,
    )


def publish(
    result: Result, folder: ReportFolder, *, runner: Runner, say: Callable[[str], None], ascii_only: bool
) -> ExitCode:
    """Write and print every report, tell the runner, and return the exit code. A lost report is our own error."""
    try:
        result = show(result, folder, say=say, ascii_only=ascii_only)
        hand_over(result, folder, runner=runner)
    except Exception as bug:  # noqa: BLE001  whatever it is, what was measured is told
        result = last_word(result, bug, folder, runner=runner, say=say)
    return result.exit_code


def last_word(
    result: Result, bug: Exception, folder: ReportFolder, *, runner: Runner, say: Callable[[str], None]
) -> Result:
    """Tell, by what still works, that a fault of ours has broken the telling; return the result that says so."""
    aborted = result.exit_code.ending.conclusion is Conclusion.ABORTED
    fault = ended(result, bug)
    result = replace(result, notes=(*result.notes, fault.why)) if aborted else fault
    folder.write(result)
    say(f"{result.headline} (exit code {int(result.exit_code)})")
    bare = replace(measured(result), snapshot=None, summary=None)
    for ways in zip(*(_hearings(told, folder, runner) for told in (result, measured(result), bare)), strict=True):
        for tell in ways:
            try:
                tell()
            except Exception:  # noqa: BLE001  what broke the telling once may do so again
                traceback.print_exc()
            else:
                break
    return result


def show(result: Result, folder: ReportFolder, *, say: Callable[[str], None], ascii_only: bool) -> Result:
    """Write and print every report; return the result, which a lost report makes our own error."""
    result, lost = keep(result, folder)
    for line in console.report(result, files=[] if lost else [*folder.paths.values()], ascii_only=ascii_only):
        say(line)
    for report in lost:
        say(report.why)
        for line in report.text.splitlines():
            say(f"| {line}")
    return result


def keep(result: Result, folder: ReportFolder) -> tuple[Result, list[LostReport]]:
    """Write every report; return the result as they tell it, and the reports that were lost."""
    lost = folder.write(result)
    if lost and result.exit_code.ending.conclusion is not Conclusion.ABORTED:
        # What was measured stands in every report, but none may look as if all were well.
        result = replace(result, conclusion=Conclusion.ERROR, why=lost[0].why, exit_code=ExitCode.OUR_ERROR)
        lost = folder.write(result) or lost
    return result, lost


def hand_over(result: Result, folder: ReportFolder | None, *, runner: Runner) -> None:
    """Tell the runner what came of it: annotations, outputs and the job summary; `folder` is None without reports."""
    for tell in _hearings(result, folder, runner):
        tell()


def _hearings(result: Result, folder: ReportFolder | None, runner: Runner) -> list[Callable[[], None]]:
    """Return what tells the runner, each by itself."""
    paths = folder.paths if folder else {}
    relative = {name: runner.relative(path) for name, path in paths.items()}
    return [
        lambda: runner.annotate(result),
        lambda: runner.outputs(output_values(result, relative)),
        lambda: runner.summary(step_summary.render(result, files=[*paths.values()], page=runner.page)),
    ]


def _counted(blank: Result, plan: Plan, snapshot: Snapshot, *, at: float, cut: bool = False) -> Result:
    """Return what a run has counted by the instant `at`, at its end or, when it was cut short, so far."""
    snapshot.first = blank.first
    snapshot.trim()
    planned, duration, stopped, early = plan.planned, plan.pacing.duration, at if cut else None, blank.early
    notes = blank.notes
    if early is not None:  # it was a whole load, only a shorter one
        planned = sum(second.due for second in snapshot.seconds.values())
        notes = (f"Ended after {format_duration(round(early.at))} of {format_duration(duration)}: {early.why}", *notes)
        duration = early.at
    summary = summarise(snapshot, planned=planned, duration=duration, stopped=stopped)
    counted = replace(blank, elapsed=max(at, 0.0), snapshot=snapshot, summary=summary, notes=notes)
    return pairs.with_the_other(counted, planned=planned, duration=duration, stopped=stopped)


def judged(result: Result) -> Result:
    """Return a completed run's result with its targets evaluated."""
    summary = result.summary
    if summary is None:
        return result
    baseline = result.baseline.gates if result.baseline else None
    targets = climbing.steps_targets(result.targets) if result.capacity else result.targets
    outcomes = evaluate(targets, summary, result.series, baseline=baseline)
    if result.snapshot is not None and result.plan is not None:
        outcomes = with_windows(outcomes, result.snapshot, summary, result.plan.pacing)
    if incomplete := why_incomplete(result.shards):
        # What the missing part would have shown is not known.
        outcomes = tuple(
            replace(one, status=Status.INCONCLUSIVE) if one.status is Status.NO_DATA else one for one in outcomes
        )
    unsure = doubt(summary.heard, summary, outcomes, plan=result.plan)
    spoiled = unsure or incomplete or why_inconclusive(summary, outcomes) or _unheld(result.baseline, outcomes)
    if result.snapshot is not None:
        outcomes = with_intervals(outcomes, result.snapshot, summary, confidence=result.confidence)
        spoiled = spoiled or next(filter(None, map(undecided, outcomes)), "")
        if result.baseline and result.baseline.gates:
            outcomes = _compared(result, result.baseline, outcomes, summary.window)
            spoiled = spoiled or several.undecided(outcomes, result.baseline)
            spoiled = spoiled or pairs.undecided(outcomes, summary.window)
    if result.capacity:
        outcomes += evaluate_capacity(result.targets, result.capacity)
    conclusion, why = conclude(outcomes, dropped=summary.dropped, busy=summary.busy, inconclusive=spoiled)
    doubtful = bool(unsure) and conclusion is Conclusion.INCONCLUSIVE
    return replace(
        result,
        doubtful=doubtful,
        outcomes=outcomes,
        conclusion=conclusion,
        why=why,
        exit_code=result.coming_to(conclusion, doubtful=doubtful),
    )


def _compared(result: Result, baseline: Baseline, outcomes: tuple[Outcome, ...], until: float) -> tuple[Outcome, ...]:
    """Return the outcomes of a run of so many seconds, those relative to its baseline decided by intervals."""
    sure, snapshot = result.confidence or pairs.USUAL, result.snapshot
    if snapshot is None:
        return outcomes
    if not baseline.beside:
        outcomes = pairs.against_earlier(outcomes, snapshot, baseline.stretches, until=until, confidence=sure)
        return several.against_several(outcomes, baseline, confidence=sure)
    return pairs.with_changes(outcomes, snapshot, baseline.snapshot, looks=_looks(result, until, sure), confidence=sure)


def _looks(result: Result, until: float, sure: float) -> tuple[Look, ...]:
    """Return the looks that a comparison of so many seconds has had."""
    if not result.looks or result.plan is None:
        return looks.once(until, sure)
    made, early = looks.looks(result.plan.pacing.duration, sure), result.early
    if early is not None:
        return tuple(look for look in made if look.at <= early.at) or (replace(made[0], at=early.at),)
    return (*made[:-1], replace(made[-1], at=max(until, made[-1].at)))


def _unheld(baseline: Baseline | None, outcomes: Sequence[Outcome]) -> str:
    """Return why a target relative to a baseline could not be held, in a sentence, or nothing."""
    unheld = next((outcome for outcome in outcomes if outcome.unheld), None)
    if unheld is None:
        return ""
    why = "there is no baseline" if baseline is None else (*baseline.incomparable, "its baseline has no such figure")[0]
    return f"{unheld.target.name} is {unheld.observed_text}; whether it is {unheld.target.aim} cannot be said: {why}"


def explained(result: Result, watched: Watched) -> Result:
    """Return the result with what the server said of itself, the red flags and the likely causes."""
    summary, snapshot = result.summary, result.snapshot
    if summary is None or snapshot is None:
        return result
    flags = (f"{PREFIX}{flag}" for flag in red_flags(summary, watched.series))
    notes = (*result.notes, *flags, *sentences(summary, snapshot), *watched.notes)
    told = replace(result, server_log=watched.server_log, notes=notes)
    if why_incomplete(result.shards):  # what is not there was not held up by the generator
        summary = replace(summary, planned=None, offered_rate=None)
    try:
        known = Known(plan=result.plan, forecast=result.forecast)
        found = diagnose(summary, snapshot, result.outcomes, watched, known)
        return replace(told, diagnosis=found)
    except Exception as bug:  # noqa: BLE001  an explanation that fails must not cost what was measured
        traceback.print_exc()
        why = f"The likely cause could not be worked out, by a fault of the load test ({type(bug).__name__})"
        return replace(told, notes=(*notes, f"{why}; please report this"))


def fitting(job: Job) -> tuple[int, list[str]]:
    """Return how many processes share the job, and warnings; raise `ConfigError` for what cannot be done here."""
    plan, sending, shard = job.plan, job.sending, job.shard
    processes, limit = machine.processes_for(plan, sending, shard), machine.raise_file_limit()
    if problem := machine.too_few_files(plan, sending, limit=limit, processes=processes, shard=shard):
        raise ConfigError([problem])
    if problem := machine.too_many_processes(processes):
        raise ConfigError([problem])
    warnings = [machine.too_few_ports(plan, sending, shard)]
    if processes > machine.cores():
        warnings.append(f"{processes} processes share {machine.cores()} cores, so they hold each other up")
    return processes, [text for text in warnings if text]
