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
from loadtest.send.job import Job
from loadtest.words.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from loadtest.run.interrupts import Interrupts


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
            if "heard" in message:
                load.heard(*message["heard"])
                continue
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
