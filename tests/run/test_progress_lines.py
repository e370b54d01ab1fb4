"""A load tells how far it is, at every multiple of the interval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import factories
import gevent

from loadtest.run.watching import shown
from loadtest.words.clock import RunClock

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass
class FakeLoad:
    asked: list[float]
    live = False

    def so_far(self, before: float) -> dict[str, int]:
        self.asked.append(before)
        return {"sent": 2, "successful": 1, "failed": 1, "in_flight": 0, "waiting": 0}


def test_a_line_at_every_multiple() -> None:
    load: Any = FakeLoad(asked=[])
    said: list[str] = []
    say: Callable[[str], None] = said.append
    with shown(load, RunClock(), plan=factories.plan(), every=0.1, say=say):
        gevent.sleep(0.35)
    assert load.asked[:2] == [0.1, 0.2]
    assert "Sent 2 requests, 1 successful, 1 failed" in said[0]
    assert said[-1] == "", "a blank line parts them from the report"
