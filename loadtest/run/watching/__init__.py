"""What is watched and shown while the driver runs: the server's own pages and its log, and how far the load is."""

from __future__ import annotations

import time
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Self

import gevent

from loadtest.assess.targets import monitored, unmonitored
from loadtest.measure.series import MOST_SERIES, Gatherer, Watched
from loadtest.report import console
from loadtest.verdict.judge import Reason
from loadtest.watch.monitors import Monitors
from loadtest.watch.server_log import ServerLog
from loadtest.words.mask import Mask
from loadtest.words.shapes import LogBook
from loadtest.words.units import plural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from loadtest.config import Config
    from loadtest.measure.snapshot import Snapshot
    from loadtest.message.phone_pool import Forecast
    from loadtest.message.plan import Plan
    from loadtest.send.drivers.load import Load
    from loadtest.send.line import Line
    from loadtest.words.clock import RunClock

_LOOK = 0.2

LINE_EVERY = 10.0
"""Seconds between lines of progress where a terminal would have a live view, but the load has other processes."""


class Watching:
    """`with Watching(…) as seen:` around the driver; `watched` tells afterwards, or in between, what was seen."""

    def __init__(self, config: Config, plan: Plan, line: Line) -> None:
        self._targets, self._finished, self._patience = config.targets, config.processed, config.reply_timeout
        mask = Mask(config.secrets)
        self._gatherer, self._book = Gatherer(mask), LogBook(mask)
        self._monitors = Monitors(
            config.endpoints,
            line,
            gatherer=self._gatherer,
            duration=plan.pacing.duration,
            authorization=config.monitor_authorization,
        )
        self._log = ServerLog(
            config.server_log,
            book=self._book,
            clock=line.clock,
            finished=config.processed.pattern if config.processed else None,
        )
        if plan.planned:
            self._monitors.spare(plan.planned / plan.pacing.duration)
        self._stack = ExitStack()

    def heed(self, forecast: Forecast | None) -> Self:
        """Spend, by polling, little of what the load leaves of a limit that the server's headers state."""
        if forecast and forecast.spare is not None:
            self._monitors.leave(str(forecast.quota), forecast.quota.period, forecast.spare)
        return self

    def __enter__(self) -> Self:
        self._stack.enter_context(self._log)
        self._stack.enter_context(self._monitors)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def await_finished(self, snapshot: Snapshot) -> None:
        """Wait, as long as an answer may take, until what was accepted is told to be finished, and count that."""
        if self._finished is None:
            return
        accepted = sum(tally.count for (_, reason), tally in snapshot.tallies.items() if reason is Reason.ACCEPTED)
        until = time.monotonic() + self._patience
        while (self._done() or 0) < accepted and time.monotonic() < until:
            gevent.sleep(_LOOK)
        if (done := self._done()) is not None:
            snapshot.processed = {self._finished.text: done}

    def _done(self) -> int | None:
        finished = self._finished
        if finished is None:
            return None
        return self._log.finished if finished.pattern is not None else self._gatherer.growth(finished.series)

    def watched(self) -> Watched:
        """Return what was seen."""
        series, beyond = self._gatherer.series(monitored(self._targets))
        notes = [*self._monitors.notes(), *self._log.notes(), *unmonitored(self._targets, series)]
        if beyond:
            notes.append(
                f"Monitors: {plural(beyond, 'figure')} beyond {MOST_SERIES} not kept; name a filter behind the URL"
            )
        if extremes := self._gatherer.extremes:
            name, value = next(iter(extremes.items()))
            more = f" and {len(extremes) - 1:,} more" if len(extremes) > 1 else ""
            notes.append(f"Monitors: {name} ({value:.3g}){more} left out: programs write such numbers for none yet")
        return Watched(series=series, notes=tuple(notes), server_log=self._book.shapes())


@contextmanager
def shown(load: Load, clock: RunClock, *, plan: Plan, every: float, say: Callable[[str], None]) -> Iterator[None]:
    """Show how far the load is: a line every so many seconds, or a live view when `every` is 0."""
    if every or not load.live:  # other processes tell counts, and nothing more, until they end
        with _progress(load, clock, every=every or LINE_EVERY, say=say):
            yield
        return
    from loadtest.report import progress  # noqa: PLC0415  only a terminal pays for it

    def draw(view: progress.View) -> None:
        while True:
            now = clock()
            so_far = load.so_far(now)
            sent, in_flight = so_far["sent"], so_far["in_flight"]
            view.show(progress.state(load.snapshot, plan, now=now, sent=sent, in_flight=in_flight))
            gevent.sleep(progress.EVERY)

    with progress.View() as view:
        artist = gevent.spawn(draw, view)
        try:
            yield
        finally:
            artist.kill()


@contextmanager
def _progress(load: Load, clock: RunClock, *, every: float, say: Callable[[str], None]) -> Iterator[None]:
    """Say how far the load is, at every multiple of `every` seconds."""

    def tell() -> None:
        count = 0
        while True:
            count += 1
            while (wait := count * every - clock()) > 0:  # the clock is set back when the load begins
                gevent.sleep(min(wait, every))
            say(console.progress_line(count * every, **load.so_far(count * every)))

    teller = gevent.spawn(tell)
    try:
        yield
    finally:
        teller.kill()
        if clock() >= every:
            say("")
