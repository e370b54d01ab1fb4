"""Walks a plan in several processes of this machine, a shard each, and adds their snapshots up.

Processes are started anew (a fork would copy a running event loop) and talk in JSON lines over their standard streams:
a job comes first, since secrets belong neither in arguments nor in the environment. All begin at the same instant of
the system's monotonic clock. A process that dies takes its counts along; the others' are kept, and `lost_processes`
says so. The end of a process's input means that this one died: it then stops by itself.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import gevent
from gevent.event import Event
from gevent.subprocess import PIPE, Popen

import loadtest
from loadtest.measure.snapshot import Second, Snapshot
from loadtest.send.machine import processes_for
from loadtest.words.secret import without_private

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from loadtest.send.job import Job
    from loadtest.send.line import Line

WORKER = "worker"
"""The verb that a process is started with; not for people."""

_HEAD_START = 0.2
_START_LIMIT = 60.0
_PULSE = 2.0
_SILENCE = 30.0
"""Seconds without an answer after which a process counts as dead."""
_STOP_LIMIT = 10.0
_SEEING = 5.0


class LoadProcessError(RuntimeError):
    """A process of the load failed by a bug of ours."""


class _Process:
    """One process and what is known of it."""

    def __init__(self, job: dict[str, Any]) -> None:
        self._popen: Any = Popen(
            loadtest.anew(WORKER, sys.executable, sys.path),
            stdin=PIPE,
            stdout=PIPE,
            env=without_private(os.environ),
            start_new_session=True,  # a terminal's ^C comes to us alone, and we pass it on
        )
        self.pid = self._popen.pid
        self.heard = time.monotonic()
        self.ready, self.told, self.shown, self.ended = Event(), Event(), Event(), Event()
        self.so_far: dict[str, int] = {}
        self.seen: Snapshot | None = None
        self.final: dict[str, Any] | None = None
        self.started = False
        self._reader = gevent.spawn(self._read)
        self.say(job)

    def say(self, message: dict[str, Any]) -> None:
        """Send a message; one that does not arrive any more shows in `ended`."""
        with contextlib.suppress(OSError, ValueError):
            self._popen.stdin.write(json.dumps(message).encode() + b"\n")
            self._popen.stdin.flush()

    def kill(self) -> None:
        with contextlib.suppress(OSError):
            self._popen.kill()
        self._reader.join()

    def _read(self) -> None:
        with contextlib.suppress(OSError, ValueError):  # cut off in the middle of a line
            for line in self._popen.stdout:
                self.heard = time.monotonic()
                message = json.loads(line)
                if "so_far" in message:
                    self.so_far = message["so_far"]
                    self.told.set()
                elif "seen" in message:
                    self.seen = told_seen(message["seen"])
                    self.shown.set()
                elif "snapshot" in message:
                    self.final = message
                else:
                    self.ready.set()
        self._popen.wait()
        for event in (self.ready, self.told, self.shown, self.ended):
            event.set()


class Processes:
    """A job, done by as many processes as it asks for; `snapshot` holds the sum once `run` is over.

    The line's clock is started for this process as in the others.
    """

    live = False

    def __init__(self, job: Job, line: Line) -> None:
        count = processes_for(job.plan, job.sending, job.shard)
        beside = line.beside.route.known if line.beside else ()
        one = replace(job, addresses=line.route.known, baseline_addresses=beside)
        self._jobs = [replace(one, shard=shard).to_wire() for shard in job.shard.split(count)]
        self._clock = line.clock
        self._warm_up = job.plan.warm_up
        self._pool, self._shard, self._shards = job.plan.pool, job.shard, job.shard.split(count)
        self._processes: list[_Process] = []
        self._pulse: gevent.Greenlet[[], None] | None = None
        self._stopping = False
        self.snapshot = Snapshot()

    @property
    def pids(self) -> list[int]:
        """The processes' ids, for people and tests."""
        return [process.pid for process in self._processes]

    def run(self, begin: Callable[[], float] | None = None) -> None:
        """Start the processes, begin the load in all of them at once, and wait for the last.

        It begins when they are ready, or at the instant of the system's monotonic clock that `begin` then returns.
        An exception that is thrown in from outside (a signal) stops them all, keeps what they counted, and passes on.
        """
        self._clock.start(math.inf)  # until the processes are ready, nothing is due
        # A signal, thrown into this greenlet, must not cut a start in two: that process would be nobody's.
        starting = gevent.spawn(self._start_all)
        try:
            _succeed(starting)
            gevent.wait([process.ready for process in self._processes], timeout=_START_LIMIT)
            at = begin() if begin else time.monotonic() + _HEAD_START
            self._clock.start(at + self._warm_up)
            for process in self._processes:
                process.started = True
                process.say({"start": at})
            self._pulse = gevent.spawn(self._feel)
            gevent.wait([process.ended for process in self._processes])
        except BaseException:
            self._stopping = True
            starting.join(timeout=_STOP_LIMIT)
            self._stop()
            self._add_up(stopped=True)
            raise
        finally:
            starting.kill()
            if self._pulse is not None:
                self._pulse.kill()
            for process in self._processes:
                process.kill()
        self._add_up(stopped=False)
        if crashes := [
            process.final["crash"] for process in self._processes if process.final and process.final["crash"]
        ]:
            raise LoadProcessError(crashes[0])

    def so_far(self, before: float) -> dict[str, int]:
        """Count the messages that were due before an instant, as far as the processes know within a moment."""
        for process in self._processes:
            process.told.clear()
            if process.ended.is_set():
                process.told.set()
            process.say({"tell": before})
        gevent.wait([process.told for process in self._processes], timeout=1.0)
        known = [process.so_far for process in self._processes]
        names = ("sent", "successful", "failed", "in_flight", "waiting")
        return {name: sum(one.get(name, 0) for one in known) for name in names}

    def seen(self, edges: Sequence[int], *, whole: bool) -> Snapshot | None:
        """Tell of all processes' seconds so far; None also where one of them died, as its part is not known."""
        for process in self._processes:
            process.seen = None
            if not process.ended.is_set():
                process.shown.clear()
            process.say({"see": [*edges], "whole": whole})
        gevent.wait([process.shown for process in self._processes], timeout=_SEEING)
        told = Snapshot()
        for process in self._processes:
            if process.seen is None:
                return None
            told.merge(process.seen)
        return told

    def finish(self) -> None:
        """Send no more; what is in flight keeps its time, and `run` returns as after the whole load."""
        for process in self._processes:
            process.say({"finish": True})

    def heard(self, at: float, number: str, words: str) -> None:
        """Pass a text on to the process that sends the messages of its number; a stranger's goes to the first."""
        place = self._pool.place_of(number) or 0
        if not self._shard.holds(place):
            return  # another machine's
        owner = next(index for index, shard in enumerate(self._shards) if shard.holds(place))
        if owner < len(self._processes):
            self._processes[owner].say({"heard": [at, number, words]})

    def _start_all(self) -> OSError | None:
        """Start the processes and return what kept one from it; raised here, it would be printed, too."""
        try:
            for job in self._jobs:
                if self._stopping:
                    break
                self._processes.append(_Process(job))
                gevent.sleep(0)  # a signal is heard between two
        except OSError as failed:
            return failed
        return None

    def _feel(self) -> None:
        """End a process that has not answered for long: whatever became of it, it sends nothing as planned."""
        while True:
            gevent.sleep(_PULSE)
            for process in self._processes:
                if not process.ended.is_set() and time.monotonic() - process.heard > _SILENCE:
                    process.kill()
                process.say({"pulse": True})

    def _stop(self) -> None:
        for process in self._processes:
            if process.ready.is_set():
                process.say({"stop": True})
            else:
                process.kill()  # it has sent nothing, and its start may take long
        gevent.wait([process.ended for process in self._processes], timeout=_STOP_LIMIT)

    def _add_up(self, *, stopped: bool) -> None:
        for process in self._processes:
            if process.final is not None:
                self.snapshot.merge(Snapshot.from_wire(process.final["snapshot"]))
            if process.started if process.final is None else process.final["stopped"] and not stopped:
                self.snapshot.lost_processes += 1


def seen_to_wire(seen: Snapshot | None) -> Iterator[list[Any]]:
    """Yield what `told_seen` reads, a stretch at a time, for whoever is in a hurry: each takes a millisecond."""
    for beside, side in ((False, seen), (True, seen.beside if seen else None)):
        for first, second in side.seconds.items() if side else ():
            yield [beside, second.to_wire(first)]


def told_seen(wire: list[list[Any]]) -> Snapshot | None:
    """Return what a process has seen, or None where it could not tell."""
    if not wire:
        return None
    sides: tuple[dict[int, Second], dict[int, Second]] = {}, {}
    for beside, item in wire:
        sides[beside][item["second"]] = Second.from_wire(item)
    return Snapshot(seconds=sides[0], beside=Snapshot(seconds=sides[1]) if sides[1] else None)


def _succeed(starting: gevent.Greenlet[[], OSError | None]) -> None:
    if failed := starting.get():
        raise failed
