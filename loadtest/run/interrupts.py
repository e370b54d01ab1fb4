"""SIGINT, SIGTERM and SIGHUP: the first stops what runs, the second stops the program."""

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

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


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

    A signal is kept until a block that it may end. Inside `at_once` that is between any two instructions of Python,
    because nothing is at stake where files are read or something is computed. From the first `raising` block on the
    handlers run in the hub, so that a signal comes while something waits, and tears nothing in two.
    """

    def __init__(self) -> None:
        self._came: InterruptedRunError | None = None
        self._armed = self._anywhere = False
        self._main = getcurrent()
        self._heard: list[int] = []

    def install(self) -> None:
        """Take over the signals for the greenlet that made this object; one that nohup ignores stays ignored."""
        self._heard = [signum for signum in SIGNALS if signal.getsignal(signum) is not signal.SIG_IGN]
        for signum in self._heard:
            signal.signal(signum, self._between_instructions)

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Raise `InterruptedRunError` inside the block, wherever it is, when a signal comes, or came before it."""
        with self._may_raise():
            self._anywhere = True
            try:
                yield
            finally:
                self._anywhere = False

    @contextmanager
    def raising(self) -> Iterator[None]:
        """Raise `InterruptedRunError` inside the block, while it waits, when a signal comes, or came before it."""
        while self._heard:
            signum = self._heard.pop()
            gevent.signal_handler(signum, self._in_the_hub, signum)
        gevent.sleep(0)  # lets a signal that came meanwhile be seen
        with self._may_raise():
            yield

    @contextmanager
    def _may_raise(self) -> Iterator[None]:
        self._armed = True
        try:
            if self._came is not None:
                raise self._came
            yield
        finally:
            self._armed = False

    def _between_instructions(self, signum: int, _frame: object) -> None:
        self._in_the_hub(signum)
        if self._armed and self._anywhere and self._came is not None and getcurrent() is self._main:
            raise self._came

    def _in_the_hub(self, signum: int) -> None:
        if self._came is not None:
            os._exit(128 + signum)  # reports are renamed into place, so this leaves none half written
        self._came = InterruptedRunError(signum)
        gevent.get_hub().loop.run_callback(self._raise)

    def _raise(self) -> None:
        if self._armed and self._came is not None:  # the block may have ended since, in the same turn
            self._main.throw(self._came)
