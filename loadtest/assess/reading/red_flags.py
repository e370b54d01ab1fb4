"""What no release should ship with, whatever its targets say: the user's guide's limits of a server in trouble."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loadtest.assess.summary import duration_text
from loadtest.measure.series import RATIO_WINDOW
from loadtest.words.units import format_percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loadtest.assess.summary import Summary
    from loadtest.measure.series import Series

AVERAGE, P95 = 10, 20
"""Seconds."""
SUCCESS = 0.9
WAITING, HIT_RATE = 10, 50
PREFIX = "Red flag: "
"""Begins the note of each."""


def red_flags(summary: Summary, series: Sequence[Series]) -> tuple[str, ...]:
    """Return a sentence for each, of the run's own figures and of the server's."""
    times, total = summary.total.response_times, summary.total
    average, p95, share = times.average, times.percentile(95), total.share(total.successful)
    flags = []
    if average is not None and average > AVERAGE:
        text = duration_text(average, at_least=times.at_least)
        flags.append(f"the average response time is {text}, above {AVERAGE} seconds")
    if p95 is not None and p95 > P95:
        flags.append(f"the P95 response time is {duration_text(p95)}, above {P95} seconds")
    if share is not None and share < SUCCESS:
        flags.append(f"the success rate is {format_percent(share)}, below {SUCCESS:.0%}")
    for one in series:
        name = one.name.rpartition(".")[2].lower()
        highest, last = one.stat("max"), one.stat("last")
        if name == "waitingclients" and highest is not None and highest > WAITING:
            flags.append(f"{one.name} reached {highest:g}, above {WAITING} waiting clients")
        # Of several hit rates only the one inside the measured window counts, which lies right below its monitor.
        ratio = name == "hitrate" and one.name.count(".") == 1
        # A shorter run is all cold cache.
        if ratio and last is not None and last < HIT_RATE and one.points[-1][0] >= RATIO_WINDOW:
            flags.append(f"{one.name} is {last:.0f}% at the end, below {HIT_RATE}%")
    return tuple(flags)
