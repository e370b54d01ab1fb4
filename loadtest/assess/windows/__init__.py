"""Targets over windows of the load, and how soon it was itself again after a peak or a stall.

`over any 10s`: of every ten seconds on end of the load, whichever ten, the messages due in them meet the limit, taken
together. `for 30s`: the limit is broken, second by second, for less than thirty seconds on end; shorter dips are
forgiven. Seconds in which nothing was due are no data: they neither break a limit nor end what broke it. `recovers`:
see `recovery`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from loadtest.assess.targets import Status
from loadtest.assess.windows.recovery import recovered
from loadtest.assess.windows.spans import longest_broken, worst_window

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loadtest.assess.summary import Summary
    from loadtest.assess.targets import Outcome
    from loadtest.measure.snapshot import Snapshot
    from loadtest.pacing import Pacing


def with_windows(
    outcomes: Sequence[Outcome], snapshot: Snapshot, summary: Summary, pacing: Pacing
) -> tuple[Outcome, ...]:
    """Return the outcomes, those over windows evaluated."""
    return tuple(
        _spoiled(_over_windows(one, snapshot, summary, pacing), summary)
        if not one.target.in_summary and not one.target.stat
        else one
        for one in outcomes
    )


def _over_windows(outcome: Outcome, snapshot: Snapshot, summary: Summary, pacing: Pacing) -> Outcome:
    target, length = outcome.target, int(summary.window)
    if target.window is None:
        return recovered(outcome, snapshot.seconds, pacing, length)
    if target.window.seconds > length:  # the load ended early
        return replace(outcome, status=Status.INCONCLUSIVE)
    of_kind = longest_broken if target.window.lasting else worst_window
    return of_kind(outcome, snapshot, length)


def _spoiled(outcome: Outcome, summary: Summary) -> Outcome:
    """Return the outcome; one that was met, or had no data, under too little load proves nothing."""
    unsure = summary.too_little_load and outcome.status in {Status.MET, Status.NO_DATA}
    if unsure and outcome.target.metric != "achieved_rate":
        return replace(outcome, status=Status.INCONCLUSIVE)
    return outcome
