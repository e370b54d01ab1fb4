"""Looks at a load while it goes on, and ends it when its rest cannot change the verdict.

What to look at and when, and what it says, is `assess`'s; here is only the waiting. A look takes its time in small
steps, so that what is due or answered meanwhile need not wait for it.
"""

from __future__ import annotations

import math
from contextlib import contextmanager
from typing import TYPE_CHECKING

import gevent

from loadtest.assess import intervals
from loadtest.assess.certainty.foregone import foregone
from loadtest.assess.result import Early
from loadtest.assess.versions import pairs
from loadtest.assess.versions.looks import decided, looks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from loadtest.assess.intervals import Block
    from loadtest.assess.versions.looks import Look
    from loadtest.config import Config
    from loadtest.measure.snapshot import Snapshot
    from loadtest.message.plan import Plan
    from loadtest.send.drivers.load import Load
    from loadtest.words.clock import RunClock

_AGAIN = 0.25
"""Seconds between two tries to look, while messages are open that a look is about."""
_PAUSE = 0.001
_SHARE = 0.05
"""How much longer the load has gone, as a share, before it is asked again whether a target can still be met."""


class Looking:
    """`with looking.at(load):` around the driver; `early` tells afterwards whether it ended the load."""

    def __init__(self, config: Config, plan: Plan, clock: RunClock) -> None:
        wish, self._plan, self._clock = config.stop_when_certain, plan, clock
        relative = [target for target in config.targets if target.offset is not None]
        self._relative = relative if plan.baseline_url and wish is not False else []
        self._absolute = config.targets if wish and plan.planned and not plan.conversations else ()
        # Worked out before the load, which it would hold up.
        self._looks = looks(plan.pacing.duration, config.confidence or pairs.USUAL) if self._relative else ()
        self.early: Early | None = None

    @contextmanager
    def at(self, load: Load) -> Iterator[None]:
        """Look at the load as long as the block lasts."""
        lookers: list[Callable[[Load], None]] = [self._compare] if self._relative else []
        lookers += [self._count] if self._absolute else []
        greenlets = [gevent.spawn(looker, load) for looker in lookers]
        try:
            yield
        finally:
            gevent.killall(greenlets)
        for greenlet in greenlets:
            if greenlet.exception is not None:
                raise greenlet.exception

    def _compare(self, load: Load) -> None:
        """End the load when every target relative to the baseline is decided."""
        left = self._relative
        for look in self._looks[:-1]:
            seen = self._seen(load, look)
            sides = _blocks(seen), _blocks(seen.beside or seen)
            open_yet = []
            for target in left:
                if not decided(target, sides, look):
                    open_yet.append(target)
                gevent.sleep(_PAUSE)
            left = open_yet
            if not left:
                self._end(load, "every target relative to the baseline is decided")
                return

    def _seen(self, load: Load, look: Look) -> Snapshot:
        """Return what a look is about, once all of it has ended."""
        self._until(look.at)
        edges = intervals.edges_of_pairs(look.at)
        while (seen := load.seen(edges, whole=True)) is None:
            gevent.sleep(_AGAIN)
        return seen

    def _count(self, load: Load) -> None:
        """End the load when a target can no longer be met."""
        now = 1.0
        while now < self._plan.pacing.duration:
            self._until(now)
            seen = load.seen([0, math.ceil(now)], whole=False)
            if seen and (why := foregone(self._absolute, seen.seconds[0], self._plan.planned or 0)):
                self._end(load, why)
                return
            now = max(now * (1 + _SHARE), now + 1)

    def _end(self, load: Load, why: str) -> None:
        if self.early is None:
            self.early = Early(at=round(self._clock(), 3), why=why)
            load.finish()

    def _until(self, at: float) -> None:
        while (wait := at - self._clock()) > 0:  # the clock is set back when the load begins
            gevent.sleep(min(wait, 1.0))


def _blocks(side: Snapshot) -> list[Block]:
    blocks = []
    for stretch in side.seconds.values():
        blocks.append(intervals.block_of(stretch))
        gevent.sleep(_PAUSE)
    return blocks
