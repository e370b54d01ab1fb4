"""Why a run proves nothing about the server: one sentence, with what most likely spoiled it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loadtest.assess.targets import Status, undecided
from loadtest.verdict.judge import Reason
from loadtest.words.sending import TWILIO_TIMEOUT
from loadtest.words.units import format_ms, format_percent, format_rate, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loadtest.assess.summary import Summary
    from loadtest.assess.targets import Outcome
    from loadtest.measure.generator import Generator

_MUCH = 0.05
_FULL = 0.85


def why_inconclusive(summary: Summary, outcomes: Sequence[Outcome]) -> str:
    """Return the sentence, or an empty string where the generator spoiled nothing."""
    if died := summary.generator.lost_processes:
        who = "a process" if died == 1 else f"{died} processes"
        return (
            f"{who} of the load died, and what it had not handed over is lost; look for the system's "
            "out-of-memory killer, and run again"
        )
    if summary.too_little_load:
        return f"less load was applied than planned: {_shortfall(summary)}; {_cause(summary)}"
    unsure = (outcome for outcome in outcomes if outcome.status is Status.INCONCLUSIVE and not outcome.unheld)
    late = next(unsure, None)
    if late is None:
        return ""
    if undecided(late.target, summary):
        return _between(late, summary)
    lag, stall = summary.total.lag.percentile(95) or 0.0, summary.generator.stall
    delay = f"lag P95 {format_ms(lag)}, stalls up to {format_ms(stall)}"
    return (
        f"{late.target.name} is {late.observed_text}, not {late.target.aim}, but without the generator's own delay "
        f"({delay}) it might be; {_cause(summary)}"
    )


def _between(outcome: Outcome, summary: Summary) -> str:
    """Say between which two values an average lies whose messages timed out before Twilio would have given up."""
    target = outcome.target
    times = (summary.scenarios[target.scenario] if target.scenario else summary.total).response_times
    low, high = times.average or 0.0, times.average_at_most or 0.0
    return (
        f"{target.name} is between {format_ms(low)} and {format_ms(high)}, because "
        f"{plural(times.lost.count, 'message')} timed out and might have been answered within the {TWILIO_TIMEOUT:g}s "
        "that Twilio waits; whether it is "
        f"{target.aim} cannot be said; set timeout to {TWILIO_TIMEOUT:g}s"
    )


def _shortfall(summary: Summary) -> str:
    achieved, offered = summary.achieved_rate or 0.0, summary.offered_rate or 0.0
    broken = summary.total.count(Reason.GENERATOR)
    sent = f"{format_rate(achieved)} of {format_rate(offered)} ({format_percent(achieved / offered)})"
    if broken:
        return f"{sent}, with {plural(broken, 'message')} lost to a fault of our own"
    if summary.busy:
        what = plural(summary.busy, "conversation")
        return f"{sent}, with {what} not begun, because the number was still in an earlier one"
    if summary.dropped:
        return f"{sent}, with {plural(summary.dropped, 'message')} dropped at the in-flight cap"
    return f"{sent}, up to {format_ms(summary.total.lag.max or 0.0)} late"


def _cause(summary: Summary) -> str:
    """Return what most likely held the generator up, and the remedy."""
    if summary.total.count(Reason.GENERATOR):
        return "give it what it lacked (see its faults in the report), or lower the rate"
    if summary.busy:
        return "give it more phone-numbers, or lower the rate"
    return "raise max-in-flight or lower the rate" if summary.dropped else _slowness(summary.generator)


def _slowness(own: Generator) -> str:
    if own.throttled > _MUCH:
        return (
            f"the container's CPU limit stopped the generator for {format_percent(own.throttled)} of the time: raise "
            "the limit or lower the rate"
        )
    if own.steal > _MUCH:
        return f"the host took {format_percent(own.steal)} of this machine's CPU time for others: use another machine"
    if own.busiest > _FULL:
        return f"the generator used {own.busiest:.0%} of a core: give it more processes or lower the rate"
    if own.busy > _FULL:
        return (
            f"this machine's cores were {own.busy:.0%} busy, {own.cpu:.0%} of one with the load itself: give the "
            "generator a machine, or cores, of its own"
        )
    return f"its event loop stood still for up to {format_ms(own.stall)}: give it more CPU or lower the rate"
