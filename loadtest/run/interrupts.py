"""SIGINT and SIGTERM: the first stops the load at once, the second stops the program."""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

import gevent
from greenlet import getcurrent

from loadtest.words.errors import ExitCode, LoadTestError

if TYPE_CHECKING:
    from collections.abc import Iterator


class InterruptedRunError(LoadTestError):
    """A signal stopped the run; `signum` is its number."""

    def __init__(self, signum: int) -> None:
        super().__init__(f"stopped by {signal.Signals(signum).name}")
        self.signum = signum

    @property
    def code(self) -> ExitCode:
        """The exit code a shell expects: 128 and the signal's number."""
        return ExitCode(128 + self.signum)


class Interrupts:
    """Handlers from the moment of `install`; also as PID 1, which ignores signals that nobody handles.

    The handlers run in the hub, so a signal that comes while Python computes is kept until the next wait.
    """

    def __init__(self) -> None:
        self._came: InterruptedRunError | None = None
        self._armed = False
        self._main = getcurrent()

    def install(self) -> None:
        """Take over both signals for the greenlet that made this object."""
        for signum in (signal.SIGINT, signal.SIGTERM):
            gevent.signal_handler(signum, self._arrived, signum)

    @contextmanager
    def raising(self) -> Iterator[None]:
        """Raise `InterruptedRunError` inside the block when a signal comes, or came before it."""
        gevent.sleep(0)  # lets a signal that came while modules were loading be seen
        self._armed = True
        try:
            if self._came is not None:
                raise self._came
            yield
        finally:
            self._armed = False

    def _arrived(self, signum: int) -> None:
        if self._came is not None:
            os._exit(128 + signum)  # reports are renamed into place, so this leaves none half written
        self._came = InterruptedRunError(signum)
        gevent.get_hub().loop.run_callback(self._raise)

    def _raise(self) -> None:
        if self._armed and self._came is not None:  # the block may have ended since, in the same turn
            self._main.throw(self._came)
