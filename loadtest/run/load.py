"""The load itself: a job, done in this process or in several."""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
import traceback
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO

import gevent
from gevent.fileobject import FileObject
from greenlet import getcurrent

from loadtest.measure.recorder import Recorder
from loadtest.message.plan import Renderer
from loadtest.pacing import Shard
from loadtest.run.interrupts import InterruptedRunError
from loadtest.run.job import Job
from loadtest.send.drivers.local import LocalDriver
from loadtest.send.drivers.processes import ProcessesDriver
from loadtest.send.stalls import GeneratorWatch
from loadtest.words.clock import RunClock
from loadtest.words.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from loadtest.measure.snapshot import Snapshot
    from loadtest.run.interrupts import Interrupts


class LocalLoad:
    """A job, done in this process."""

    def __init__(self, job: Job, *, clock: RunClock) -> None:
        recorder = Recorder()
        self._watch = GeneratorWatch(recorder.snapshot.own, clock)
        self._sender = job.sender(job.route(), clock=clock)
        self._driver = LocalDriver(
            job.plan,
            renderer=Renderer(job.plan, job.auth_token, random_bytes=os.urandom, userinfo=job.userinfo),
            sender=self._sender,
            judge=job.judge(),
            recorder=recorder,
            clock=clock,
            shard=job.shard,
            longest_stall=self._watch.longest_stall,
        )
        self.so_far = self._driver.so_far
        self._driver.prepare()
        # What is there by now stays: the collector need not walk it again and again while messages leave.
        gc.collect()
        gc.freeze()

    @property
    def snapshot(self) -> Snapshot:
        """All that was counted so far."""
        return self._driver.snapshot

    def run(self, at: float | None = None) -> None:
        """Send everything; see `LocalDriver.run`."""
        try:
            with self._watch:
                self._driver.run(at)
        finally:
            self._sender.close()


def load_of(job: Job, *, processes: int, clock: RunClock) -> LocalLoad | ProcessesDriver:
    """Return the job, ready to be run in so many processes."""
    if processes == 1:
        return LocalLoad(job, clock=clock)
    shards = [Shard(index=index, count=processes) for index in range(processes)]
    jobs = [replace(job, shard=shard).to_wire() for shard in shards]
    return ProcessesDriver(jobs, clock=clock, warm_up=job.plan.warm_up)


def work(interrupts: Interrupts) -> int:
    """Do the job that comes in through the standard input: the whole life of one process of a load."""
    sys.stdout.flush()
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints by mistake must not come between the messages
    source = FileObject(0, "rb")
    say = partial(_say, out)
    job = source.readline()
    if not job.endswith(b"\n"):
        return ExitCode.PASSED  # who started this process died before it had said what to do
    load = LocalLoad(Job.from_wire(json.loads(job)), clock=RunClock())
    main = getcurrent()
    over = False

    def listen() -> None:
        for line in source:
            message = json.loads(line)
            if "stop" in message:
                break
            say({"so_far": load.so_far(message["tell"])} if "tell" in message else {"alive": True})
        if not over:
            gevent.get_hub().loop.run_callback(main.throw, _stopped())

    listener: gevent.Greenlet[[], None] | None = None
    crash, stopped = "", False
    say({"ready": True})
    try:
        with interrupts.raising():
            at = _start(source)
            listener = gevent.spawn(listen)
            load.run(at)
    except InterruptedRunError:
        stopped = True
    except Exception as bug:  # noqa: BLE001  whatever it is, what was counted is kept
        traceback.print_exc()
        crash = type(bug).__name__
    over = True
    if listener is not None:
        listener.kill()
    load.snapshot.trim()
    say({"snapshot": load.snapshot.to_wire(), "stopped": stopped, "crash": crash})
    return ExitCode.PASSED


def _say(out: BinaryIO, message: dict[str, Any]) -> None:
    try:
        out.write(json.dumps(message).encode() + b"\n")
        out.flush()
    except BrokenPipeError:
        os._exit(ExitCode.PASSED)  # who started this process is dead; a usual end would flush, and fail, again


def _start(source: Iterable[bytes]) -> float:
    """Return when the load begins, on the system's monotonic clock, once that is said."""
    for line in source:
        message = json.loads(line)
        if "start" in message:
            return float(message["start"])
        if "stop" in message:
            break
    raise _stopped()


def _stopped() -> InterruptedRunError:
    return InterruptedRunError(signal.SIGTERM)
