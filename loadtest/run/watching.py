"""What is watched besides the messages while the driver runs: the server's own pages and its log."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Self

from loadtest.assess.targets import monitored, unmonitored
from loadtest.measure.series import MOST_SERIES, Gatherer, Watched
from loadtest.watch.monitors import Monitors
from loadtest.watch.server_log import ServerLog
from loadtest.words.shapes import LogBook
from loadtest.words.units import plural

if TYPE_CHECKING:
    from loadtest.config import Config
    from loadtest.message.plan import Plan
    from loadtest.send.line import Line


class Watching:
    """`with Watching(…) as seen:` around the driver; `watched` tells afterwards, or in between, what was seen."""

    def __init__(self, config: Config, plan: Plan, line: Line) -> None:
        self._targets = config.targets
        self._gatherer, self._book = Gatherer(), LogBook()
        self._monitors = Monitors(
            config.endpoints,
            line,
            gatherer=self._gatherer,
            duration=plan.pacing.duration,
            authorization=config.monitor_authorization,
        )
        self._log = ServerLog(config.server_log, book=self._book, clock=line.clock, hidden=config.secrets)
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        self._stack.enter_context(self._log)
        self._stack.enter_context(self._monitors)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

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
