"""From what was measured to the likely cause, in sentences: at most three, the most likely first.

Pure. `facts` gathers what the rules look at, the other modules are the rules, each a function from the facts to a
`Diagnosis` or None. A run without a symptom has no cause: nothing is named then, however odd a series looks.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from loadtest.assess.diagnosis import batches, contrasts, failures, limits, losses, outages, slow_ones, slowness
from loadtest.assess.diagnosis.causes import INSEPARABLE, Cause, Weight
from loadtest.assess.diagnosis.facts import UNKNOWN, Diagnosis, Facts, Known, seconds
from loadtest.assess.diagnosis.failures import remedy
from loadtest.words.units import plural

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from loadtest.assess.summary import Summary
    from loadtest.assess.targets import Outcome
    from loadtest.measure.series import Watched
    from loadtest.measure.snapshot import Snapshot

__all__ = ["UNKNOWN", "Cause", "Diagnosis", "Known", "diagnose", "remedy"]

MOST = 3
RULES: tuple[Callable[[Facts], Diagnosis | None], ...] = (
    *(contrasts.kind_of_message, contrasts.numbers, contrasts.reused_connections),
    *(slow_ones.slow_kind, slow_ones.slow_numbers),
    *(failures.generator, failures.signature, failures.reply, failures.down, failures.backlog),
    *(losses.lost_kind, losses.lost_by_restart, losses.lost_in_between, losses.stopped, losses.work_backlog),
    *(losses.lost_by_dependency, losses.lost_singly, losses.twice),
    *(limits.rate_limit, limits.proxy_limit, limits.gateway, limits.dependency),
    *(outages.again_and_again, batches.at_once, batches.one_by_one),
    *(slowness.pool, slowness.cache, slowness.stall, slowness.one_stall, slowness.leak),
    *(slowness.cold_start, slowness.collapse, slowness.starved, slowness.slow_call),
)
"""Every rule once; of causes of equal weight the earlier rule's is named first. `causes` has their weights."""
_CONTRASTS = {Cause.KIND, Cause.REUSED}
_EXPLAINED = {Cause.SIGNATURE, Cause.REPLY, Cause.DOWN, Cause.RESTART, Cause.GATEWAY}
"""Causes of failures that need no other one once it is known which messages fail."""


def diagnose(
    summary: Summary,
    snapshot: Snapshot,
    outcomes: Sequence[Outcome],
    watched: Watched,
    known: Known = UNKNOWN,
) -> tuple[Diagnosis, ...]:
    """Return the likely causes of what went wrong, the most likely first; none when nothing went wrong.

    `known` is what the load was meant to be.
    """
    facts = Facts.gather(summary, snapshot, outcomes, watched, known)
    if not facts.symptom:
        return ()
    found = [finding for rule in RULES if (finding := rule(facts)) is not None]
    if any(finding.cause in _CONTRASTS for finding in found):
        found = [finding for finding in found if finding.cause not in _EXPLAINED]
    if any(finding.cause is Cause.AGAIN for finding in found):
        found = [finding for finding in found if finding.cause not in {Cause.RESTART, Cause.DOWN, Cause.GATEWAY}]
    if any(finding.cause is Cause.AT_ONCE for finding in found):
        found = [finding for finding in found if finding.cause is not Cause.GATEWAY]  # that is what it looks like
    if any(finding.cause is Cause.DEPENDENCY for finding in found):
        found = [finding for finding in found if finding.cause is not Cause.REPLY]  # it says so in the same words
    if any(finding.cause is Cause.LOST_RESTART for finding in found):
        found = [finding for finding in found if finding.cause not in {Cause.RESTART, Cause.DOWN}]  # the same event
    found.sort(key=lambda finding: -finding.weight)
    if not found:
        found = [_unclear(facts)]
    elif len(found) > 1 and found[0].weight - found[1].weight < INSEPARABLE:
        doubt = f"; what was measured does not separate this from the next cause ({found[1].cause.value})"
        found[0] = replace(found[0], evidence=found[0].evidence + doubt)
    if found[0].cause is not Cause.DEPENDENCY:
        found[0] = replace(found[0], evidence=found[0].evidence + _said(facts))
    return tuple(found[:MOST])


def _unclear(facts: Facts) -> Diagnosis:
    moved = facts.moved()
    seen = f"; what moved first: {moved}" if moved else ""
    blind = "" if facts.series else ", and no figure of the server's own was there to tell why"
    return Diagnosis(
        cause=Cause.UNCLEAR,
        weight=Weight.UNCLEAR,
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
