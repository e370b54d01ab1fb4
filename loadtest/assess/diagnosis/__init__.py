"""From what was measured to the likely cause, in sentences: at most three, the most likely first.

Pure. `facts` gathers what the rules look at, `failures` and `slowness` are the rules, each a function from the facts to
a `Diagnosis` or None. A run without a symptom has no cause: nothing is named then, however odd a series looks.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from loadtest.assess.diagnosis.facts import Cause, Diagnosis, Facts, seconds
from loadtest.assess.diagnosis.failures import FAILURE_RULES, REMEDIES
from loadtest.assess.diagnosis.slowness import SLOWNESS_RULES
from loadtest.assess.summary import LOST
from loadtest.measure.series import RATIO_WINDOW
from loadtest.words.units import format_ms, format_percent, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loadtest.assess.summary import Summary
    from loadtest.assess.targets import Outcome
    from loadtest.measure.series import Series, Watched
    from loadtest.measure.snapshot import Snapshot

__all__ = ["REMEDIES", "Cause", "Diagnosis", "diagnose", "red_flags"]

MOST = 3
_INSEPARABLE = 5
"""Weights closer than this leave open which cause came first."""


def diagnose(
    summary: Summary, snapshot: Snapshot, outcomes: Sequence[Outcome], watched: Watched
) -> tuple[Diagnosis, ...]:
    """Return the likely causes of what went wrong, the most likely first; none when nothing went wrong."""
    facts = Facts.gather(summary, snapshot, outcomes, watched)
    if not facts.symptom:
        return ()
    found = [finding for rule in (*FAILURE_RULES, *SLOWNESS_RULES) if (finding := rule(facts)) is not None]
    found.sort(key=lambda finding: -finding.weight)
    if not found:
        found = [_unclear(facts)]
    elif len(found) > 1 and found[0].weight - found[1].weight < _INSEPARABLE:
        doubt = f"; what was measured does not separate this from the next cause ({found[1].cause.value})"
        found[0] = replace(found[0], evidence=found[0].evidence + doubt)
    found[0] = replace(found[0], evidence=found[0].evidence + _said(facts))
    return tuple(found[:MOST])


def red_flags(summary: Summary, series: Sequence[Series]) -> tuple[str, ...]:
    """Return the warnings that hold whatever the targets are: the guide's limits of a server in trouble."""
    times, total = summary.total.response_times, summary.total
    average, p95, share = times.average, times.percentile(95), total.share(total.successful)
    flags = []
    if average is not None and average > 10:  # noqa: PLR2004  the guide's limits, here and below
        flags.append(f"the average response time is {format_ms(average)}, above 10 seconds")
    if p95 is not None and p95 > 20:  # noqa: PLR2004
        flags.append(f"the P95 response time is {'lost' if p95 == LOST else format_ms(p95)}, above 20 seconds")
    if share is not None and share < 0.9:  # noqa: PLR2004
        flags.append(f"the success rate is {format_percent(share)}, below 90%")
    for one in series:
        name = one.name.rpartition(".")[2].lower()
        highest, last = one.stat("max"), one.stat("last")
        if name == "waitingclients" and highest is not None and highest > 10:  # noqa: PLR2004
            flags.append(f"{one.name} reached {highest:g}, above 10 waiting clients")
        # Of several hit rates only the one inside the measured window counts, which lies right below its monitor.
        ratio = name == "hitrate" and one.name.count(".") == 1
        # A shorter run is all cold cache.
        if ratio and last is not None and last < 50 and one.points[-1][0] >= RATIO_WINDOW:  # noqa: PLR2004
            flags.append(f"{one.name} is {last:.0f}% at the end, below 50%")
    return tuple(f"Red flag: {flag}" for flag in flags)


def _unclear(facts: Facts) -> Diagnosis:
    moved = facts.moved()
    seen = f"; what moved first: {moved}" if moved else ""
    blind = "" if facts.series else ", and no figure of the server's own was there to tell why"
    return Diagnosis(
        cause=Cause.UNCLEAR,
        weight=0,
        likely="No cause can be named",
        evidence=f"{facts.symptom}{blind}; what was measured fits several causes or none{seen}",
        remedy="name the server's own figures in monitor and its log in server-log, and look at both at these times",
    )


def _said(facts: Facts) -> str:
    """Return the server's loudest error line as evidence; hostile text."""
    if not facts.server_log:
        return ""
    first = facts.server_log[0]
    return (
        f'; the server logged {plural(first.count, "error line")} like "{first.shape}" from {seconds(first.first)} on'
    )
