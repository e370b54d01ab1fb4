"""The story of one shard of a load: it begins at an instant by the wall clock, and leaves a shard file.

Nothing is judged here. The first shard prepares the server and watches it; the others wait until they reach it. Until a
shard has ended, its file says that it died.
"""

from __future__ import annotations

import time
import traceback
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import gevent

from loadtest import __version__
from loadtest.assess.shards import ShardEnd, ShardResult, State
from loadtest.measure.series import Watched
from loadtest.pacing import WHOLE
from loadtest.report import console
from loadtest.report.exporter import Exporter
from loadtest.report.files import shard_file
from loadtest.report.folder import ReportFolder
from loadtest.report.safe import line
from loadtest.run import readiness
from loadtest.run.catching import Catching
from loadtest.run.environment import environment
from loadtest.run.interrupts import InterruptedRunError
from loadtest.run.job import job_of, line_of
from loadtest.run.story import fitting
from loadtest.run.watching import Watching, shown
from loadtest.send.drivers.load import on_this_machine
from loadtest.words.errors import ConfigError, ExitCode, LateStartError, NotReadyError, SetupError
from loadtest.words.instant import instant_text
from loadtest.words.units import format_duration

if TYPE_CHECKING:
    from collections.abc import Callable

    from loadtest.config import Config
    from loadtest.measure.replies import FirstReplies
    from loadtest.message.plan import Plan
    from loadtest.pacing import Shard
    from loadtest.run.interrupts import Interrupts
    from loadtest.send.drivers.load import Driver, Load
    from loadtest.send.job import Job

_LEAD = 5.0
"""Seconds before the start at which the waiting ends and the processes and monitors begin."""
_LONGEST = 2000
_EXIT_CODES = {
    State.COMPLETE: ExitCode.PASSED,
    State.LATE: ExitCode.INCONCLUSIVE,
    State.NOT_READY: ExitCode.NOT_READY,
    State.DIED: ExitCode.OUR_ERROR,
}


class _Start:
    """The instant at which all shards begin; `ready` is how many seconds before it this one was ready."""

    def __init__(self, at: datetime) -> None:
        self._at = at
        self.begun = False
        self.ready: float | None = None

    def wait(self, lead: float) -> None:
        """Wait until so many seconds before it."""
        while (left := self._left() - lead) > 0:  # asked again and again: a wall clock is set now and then
            gevent.sleep(min(left, 1.0))

    def check(self) -> float:
        """Return how many seconds are left; raise `LateStartError` when it has passed."""
        if (left := self._left()) < 0:
            raise LateStartError(-left)
        return left

    def __call__(self) -> float:
        """Return it on the system's monotonic clock; raise `LateStartError` when it has passed."""
        at = time.monotonic() + self.check()
        self.begun = True
        return at

    def _left(self) -> float:
        left = (self._at - datetime.now(UTC)).total_seconds()
        if self.ready is None or left < 0:
            self.ready = left
        return left


def run(
    config: Config,
    start: datetime,
    *,
    say: Callable[[str], None],
    interrupts: Interrupts,
    driver: Driver = on_this_machine,
) -> tuple[ExitCode, str]:
    """Send the shard of the load that `config` describes, write its file; return the exit code and how it ended.

    Raises:
        ConfigError: when the CA file or the report folder cannot be used, or the webhook is remote: nothing was sent.

    """
    shard = config.shard or WHOLE
    job = _job(config, config.plan(), shard)
    _, warnings = fitting(job)
    folder, file = ReportFolder(config.report_dir), file_name(shard)
    blank = _blank(config, job, start, warnings)
    folder.claim_for_shard(file, shard_file.to_text(blank))
    for text in (*console.header(job.plan), f"Shard: {shard.text}, from {instant_text(start)} on", ""):
        say(text)
    one, code = _sent(blank, config, say=say, interrupts=interrupts, driver=driver)
    ended = line(ShardEnd.of(one).sentence, _LONGEST)
    ended = ended[0].upper() + ended[1:]
    say(ended)
    if lost := folder.write_shard(file, shard_file.to_text(one)):
        say(lost.why)
        return ExitCode.OUR_ERROR, lost.why
    say(f"Shard file: {folder.path}/{file}; loadtest merge makes the reports of all {shard.count}")
    return code, ended


def file_name(shard: Shard) -> str:
    """Return what a shard's file is called."""
    return f"shard-{shard.index + 1}-of-{shard.count}.json"


def _job(config: Config, plan: Plan, shard: Shard) -> Job:
    return replace(job_of(config, plan), shard=shard)


def _sent(
    blank: ShardResult,
    config: Config,
    *,
    say: Callable[[str], None],
    interrupts: Interrupts,
    driver: Driver,
) -> tuple[ShardResult, ExitCode]:
    """Return what came of the shard, and the exit code."""
    job, start = _job(config, blank.plan, blank.shard), _Start(blank.start)
    way = line_of(config, job)
    load: Load | None = None
    first: FirstReplies | None = None
    told = config if job.shard.index == 0 else replace(config, monitor=None, server_log="", targets=())
    watching = Watching(told, job.plan, way)
    caught = Catching(config, say)
    state, why, code, broken = State.COMPLETE, "", None, False
    try:
        with interrupts.raising(), Exporter(config.prometheus) as exporter:
            caught.begin()
            forecast, warned, first, job = readiness.prepare(config, job, way, caught=caught, say=say)
            blank = replace(blank, forecast=forecast, notes=(*blank.notes, *warned))
            load = exporter.through(caught.through(driver))(job, way)
            start.check()
            say(f"Ready {format_duration(round(start.ready or 0.0, 1))} before the start")
            start.wait(_LEAD)
            with (
                watching.heed(forecast),
                shown(load, way.clock, plan=job.plan, every=config.progress_interval, say=say),
            ):
                load.run(start)
                watching.await_finished(load.snapshot)
    except ConfigError:
        raise
    except NotReadyError as error:
        state, why, broken = State.NOT_READY, str(error), isinstance(error, SetupError)
    except LateStartError:
        state, load = State.LATE, None
    except InterruptedRunError as interrupt:
        state, why, code = State.STOPPED, str(interrupt), interrupt.code
    except Exception as bug:  # noqa: BLE001  whatever it is, what was counted is kept
        traceback.print_exc()
        state, why = State.DIED, f"a fault of the load test itself ({type(bug).__name__})"
    finally:
        way.close()
        caught.end()
    if load is not None:
        caught.count(load.snapshot.answers)
        load.snapshot.first = first
        load.snapshot.trim()
    one = replace(
        blank,
        state=state,
        why=why,
        broken_setup=broken,
        ready=start.ready,
        elapsed=max(way.clock(), 0.0) if start.begun else 0.0,
        watched=watching.watched() if start.begun else Watched(),
        snapshot=None if load is None else load.snapshot,
    )
    return one, _EXIT_CODES[state] if code is None else code


def _blank(config: Config, job: Job, start: datetime, warnings: list[str]) -> ShardResult:
    """Return what the file says until the shard has ended."""
    return ShardResult(
        version=__version__,
        shard=job.shard,
        start=start,
        state=State.DIED,
        plan=job.plan,
        sending=job.sending,
        judging=job.judging(),
        targets=config.targets,
        settings=config.settings,
        environment=environment(),
        notes=(*config.warnings, *warnings),
    )
