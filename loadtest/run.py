"""The story of one run, top to bottom."""

from __future__ import annotations

import os
import platform
import traceback
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import gevent

from loadtest import __version__, actions, readiness
from loadtest.clock import RunClock
from loadtest.diagnosis import diagnose, red_flags
from loadtest.drivers.local import LocalDriver
from loadtest.errors import ConfigError, ExitCode, NotReadyError, SetupError
from loadtest.interrupts import InterruptedRunError
from loadtest.plan import Renderer
from loadtest.recorder import Recorder
from loadtest.reports import console, step_summary
from loadtest.reports.folder import ReportFolder
from loadtest.result import EXIT_CODES, Conclusion, Result, conclude
from loadtest.summary import summarise
from loadtest.targets import evaluate
from loadtest.units import format_ms, format_rate
from loadtest.verdict import UNJUDGED, Reason, ReplyCheck
from loadtest.watching import Watch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from loadtest.config import Config
    from loadtest.errors import LoadTestError
    from loadtest.interrupts import Interrupts
    from loadtest.plan import Plan
    from loadtest.reports.folder import LostReport
    from loadtest.series import Observed
    from loadtest.snapshot import Snapshot
    from loadtest.summary import Summary
    from loadtest.targets import Outcome

LEAST_ACHIEVED = 0.98
"""Share of the offered rate below which a met target proves nothing: less load was applied than planned."""


def run(config: Config, *, say: Callable[[str], None], interrupts: Interrupts) -> Result:
    """Run the load that `config` describes and return what came of it; nothing is reported yet.

    Raises:
        ConfigError: when the CA file or the report folder cannot be used, or the webhook is remote: nothing was sent.

    """
    plan = config.plan()
    route = readiness.route_for(config, plan)
    tls = readiness.tls_context(config)
    aborted = blank(config, plan)
    ReportFolder(config.report_dir).claim(aborted)
    for line in [*console.header(plan), ""]:
        say(line)
    clock, recorder = RunClock(), Recorder()
    sender = readiness.sender_for(config, route, tls, clock)
    judge = readiness.judge_for(config, ReplyCheck(config.reply_check))
    renderer = Renderer(plan, config.auth_token.reveal(), random_bytes=os.urandom, userinfo=config.userinfo.reveal())
    driver = LocalDriver(plan, renderer=renderer, sender=sender, judge=judge, recorder=recorder, clock=clock)
    watch = Watch(config, route=route, tls=tls, clock=clock)
    loading = False
    try:
        with interrupts.raising():
            forecast, warnings = readiness.prepare(
                config, plan, route=route, tls=tls, sender=sender, clock=clock, say=say
            )
            aborted = replace(aborted, forecast=forecast, notes=(*aborted.notes, *warnings))
            say("")
            with watch, _progress(recorder, clock, every=config.progress_interval, say=say):
                loading = True
                driver.run()
    except ConfigError:
        raise
    except NotReadyError as error:
        return failed(aborted, error)
    except InterruptedRunError as interrupt:
        if not loading:
            return replace(aborted, why=str(interrupt), exit_code=interrupt.code)
        return _stopped(aborted, plan, recorder, interrupt, at=clock(), observed=watch.observed())
    except Exception as bug:  # noqa: BLE001  whatever it is, it leaves reports that say so
        traceback.print_exc()
        why = f"a fault of the load test itself ({type(bug).__name__})"
        return replace(aborted, conclusion=Conclusion.ERROR, why=why, exit_code=ExitCode.OUR_ERROR)
    finally:
        sender.close()
    lenient = config.on_inconclusive == "pass"
    return _completed(aborted, plan, recorder, elapsed=clock(), observed=watch.observed(), lenient=lenient)


def blank(config: Config, plan: Plan) -> Result:
    """Return what the reports say until a run has ended: it was killed."""
    return Result(
        plan=plan,
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


def failed(result: Result, error: LoadTestError) -> Result:
    """Return the result of a run that an error ended before any load."""
    broken = isinstance(error, SetupError)
    return replace(result, conclusion=Conclusion.ERROR, why=str(error), exit_code=error.exit_code, broken_setup=broken)


def unconfigured(error: ConfigError) -> Result:
    """Return the result of a run whose configuration is wrong."""
    count = len(error.problems)
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
        why=error.problems[0] + (f" (and {count - 1} more)" if count > 1 else ""),
        notes=error.problems[1:],
        exit_code=error.exit_code,
    )


def publish(
    result: Result, folder: ReportFolder, *, runner: actions.Runner, say: Callable[[str], None], ascii_only: bool
) -> ExitCode:
    """Write and print every report, tell the runner, and return the exit code. A lost report is our own error."""
    result = show(result, folder, say=say, ascii_only=ascii_only)
    hand_over(result, folder, runner=runner)
    return result.exit_code


def show(result: Result, folder: ReportFolder, *, say: Callable[[str], None], ascii_only: bool) -> Result:
    """Write and print every report; return the result, which a lost report makes our own error."""
    result, lost = keep(result, folder)
    for line in console.report(result, files=[] if lost else folder.files, ascii_only=ascii_only):
        say(line)
    for report in lost:
        say(report.why)
        for line in report.text.splitlines():
            say(f"| {line}")
    return result


def keep(result: Result, folder: ReportFolder) -> tuple[Result, list[LostReport]]:
    """Write every report; return the result as they tell it, and the reports that were lost."""
    lost = folder.write(result)
    if lost and result.exit_code not in {ExitCode.SIGINT, ExitCode.SIGTERM}:
        # What was measured stands in every report, but none may look as if all were well.
        result = replace(result, conclusion=Conclusion.ERROR, why=lost[0].why, exit_code=ExitCode.OUR_ERROR)
        lost = folder.write(result) or lost
    return result, lost


def hand_over(result: Result, folder: ReportFolder | None, *, runner: actions.Runner) -> None:
    """Tell the runner what came of it: annotations, outputs and the job summary; `folder` is None without reports."""
    runner.annotate(result)
    junit, json = (runner.relative(folder.junit_file), runner.relative(folder.json_file)) if folder else ("", "")
    runner.outputs(actions.output_values(result, junit_file=junit, json_file=json))
    runner.summary(step_summary.render(result, files=folder.files if folder else ()))


def environment() -> dict[str, str | int | float | None]:
    """Return what the load ran on."""
    return {
        "loadtest": __version__,
        "python": platform.python_version(),
        "gevent": gevent.__version__,
        "platform": platform.platform(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
    }


def _completed(  # noqa: PLR0913  all that came of a run
    blank: Result, plan: Plan, recorder: Recorder, *, elapsed: float, observed: Observed, lenient: bool
) -> Result:
    """Return a completed run's result; `lenient`: an inconclusive run exits 0."""
    snapshot = recorder.snapshot
    snapshot.trim()
    summary = summarise(snapshot, planned=plan.planned, duration=plan.pacing.duration)
    outcomes = evaluate(blank.targets, summary, observed.series)
    conclusion, why = conclude(outcomes, dropped=summary.dropped, inconclusive=_too_little_load(summary))
    passes = lenient and conclusion is Conclusion.INCONCLUSIVE
    return replace(
        _explained(blank, snapshot, summary, outcomes, observed),
        elapsed=elapsed,
        snapshot=snapshot,
        summary=summary,
        outcomes=outcomes,
        conclusion=conclusion,
        why=why,
        exit_code=ExitCode.PASSED if passes else EXIT_CODES[conclusion],
    )


def _stopped(  # noqa: PLR0913  likewise
    blank: Result, plan: Plan, recorder: Recorder, interrupt: InterruptedRunError, *, at: float, observed: Observed
) -> Result:
    """Return what an interrupted run has shown so far; its targets are not evaluated."""
    snapshot = recorder.snapshot
    snapshot.trim()
    summary = summarise(snapshot, planned=plan.planned, duration=plan.pacing.duration, stopped=at)
    told = _explained(blank, snapshot, summary, (), observed)
    return replace(told, elapsed=at, snapshot=snapshot, summary=summary, why=str(interrupt), exit_code=interrupt.code)


def _explained(
    blank: Result, snapshot: Snapshot, summary: Summary, outcomes: tuple[Outcome, ...], observed: Observed
) -> Result:
    """Return the result with what was watched, the red flags and the likely causes."""
    notes = (*blank.notes, *red_flags(summary, observed.series), *observed.notes)
    told = replace(blank, series=observed.series, server_log=observed.server_log, notes=notes)
    try:
        return replace(told, diagnosis=diagnose(summary, snapshot, outcomes, observed))
    except Exception as bug:  # noqa: BLE001  an explanation that fails must not cost what was measured
        traceback.print_exc()
        why = f"The likely cause could not be worked out, by a fault of the load test ({type(bug).__name__})"
        return replace(told, notes=(*notes, f"{why}; please report this"))


def _too_little_load(summary: Summary) -> str:
    """Return why met targets prove nothing, or an empty string."""
    offered, achieved = summary.offered_rate, summary.achieved_rate
    if offered is None or achieved is None or achieved >= LEAST_ACHIEVED * offered:
        return ""
    lag = summary.total.lag.percentile(99)
    return (
        f"the load generator itself could not keep up: it sent {format_rate(achieved)} of {format_rate(offered)} "
        f"planned, up to {format_ms(lag or 0.0)} late; give it more CPU or lower the rate"
    )


@contextmanager
def _progress(recorder: Recorder, clock: RunClock, *, every: float, say: Callable[[str], None]) -> Iterator[None]:
    """Say how far the load is, at every multiple of `every` seconds."""

    def tell() -> None:
        count = 0
        while True:
            count += 1
            gevent.sleep(max(0.0, count * every - clock()))
            say(console.progress_line(count * every, **_so_far(recorder, before=count * every)))

    teller = gevent.spawn(tell)
    try:
        yield
    finally:
        teller.kill()
        if clock() >= every:
            say("")


def _so_far(recorder: Recorder, *, before: float) -> dict[str, int]:
    """Count the messages that were due before an instant."""
    seconds = [second for index, second in recorder.snapshot.seconds.items() if index < before]
    sent = sum(second.due - second.dropped for second in seconds)
    successful = sum(second.reasons.get(Reason.ACCEPTED, 0) for second in seconds)
    judged = sum(count for second in seconds for reason, count in second.reasons.items() if reason not in UNJUDGED)
    return {
        "sent": sent,
        "successful": successful,
        "failed": judged - successful,
        "in_flight": sent - sum(sum(second.reasons.values()) for second in seconds),
    }
