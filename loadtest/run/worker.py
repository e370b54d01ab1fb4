"""The whole life of one process of a load that several share: `send.drivers.processes` starts it and talks to it."""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO

import gevent
from gevent.fileobject import FileObject
from greenlet import getcurrent

from loadtest.run.interrupts import InterruptedRunError
from loadtest.send.drivers.load import in_this_process
from loadtest.send.drivers.processes import seen_to_wire
from loadtest.send.job import Job
from loadtest.words.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from loadtest.run.interrupts import Interrupts
    from loadtest.send.drivers.load import Load

_PAUSE = 0.001
"""Seconds between two steps of what is told in the midst of a load."""


def work(interrupts: Interrupts, hide: Callable[[Iterable[str]], None]) -> int:
    """Do the job that comes in through the standard input, and return the exit code; `hide` is told its secrets."""
    sys.stdout.flush()
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints by mistake must not come between the messages
    source = FileObject(0, "rb")
    say = partial(_say, out)
    job = source.readline()
    if not job.endswith(b"\n"):
        return ExitCode.PASSED  # who started this process died before it had said what to do
    todo = Job.from_wire(json.loads(job))
    hide(secret.reveal() for secret in todo.secrets)
    load = in_this_process(todo, todo.line())
    main = getcurrent()
    over = False

    def listen() -> None:
        for line in source:
            message = json.loads(line)
            if "stop" in message:
                break
            if answer := _answer(load, message):
                say(answer)
        if not over:
            gevent.get_hub().loop.run_callback(main.throw, _stopped())

    listener: gevent.Greenlet[[], None] | None = None
    crash, stopped = "", False
    say({"ready": True})
    try:
        with interrupts.raising():
            at = _start(source)
            listener = gevent.spawn(listen)
            load.run(lambda: at)
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


def _answer(load: Load, message: dict[str, Any]) -> dict[str, Any]:
    """Do what a message says while the load runs; return what to answer, if anything."""
    if "heard" in message:
        load.heard(*message["heard"])
        return {}
    if "finish" in message:
        load.finish()
        return {}
    if "see" in message:
        return {"seen": _seen(load, message["see"], whole=message["whole"])}
    return {"so_far": load.so_far(message["tell"])} if "tell" in message else {"alive": True}


def _seen(load: Load, edges: list[int], *, whole: bool) -> list[list[Any]]:
    told = []
    for stretch in seen_to_wire(load.seen(edges, whole=whole)):
        told.append(stretch)
        gevent.sleep(_PAUSE)
    return told


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
