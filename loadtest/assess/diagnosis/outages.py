"""Failures that come in spells: hardly a message passes, then nearly all do, and then again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from loadtest.assess.diagnosis.causes import Cause, Weight
from loadtest.assess.diagnosis.facts import LEAST_FAILED, Diagnosis, seconds
from loadtest.assess.diagnosis.failures import BROKEN
from loadtest.assess.diagnosis.limits import gateway
from loadtest.verdict.judge import Reason
from loadtest.words.units import format_ms, plural

if TYPE_CHECKING:
    from loadtest.assess.diagnosis.facts import Facts

_NEARLY_ALL = 0.8  # of a second's messages, and of all that failed: a spell begins and ends within a second
_SHOWN = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """Seconds on end in which hardly a message passed; `before` are those since the spell before, which were well."""

    before: tuple[int, ...]
    bad: tuple[int, ...]
    count: int

    @property
    def text(self) -> str:
        """When it was."""
        first, last = self.bad[0], self.bad[-1]
        return f"from {seconds(first)} to {seconds(last)}" if last > first else f"at {seconds(first)}"


def spells(facts: Facts, *reasons: Reason) -> list[Spell]:
    """Return the spells that explain nearly all of the failures for `reasons`, none where they do not."""
    found: list[Spell] = []
    good: list[int] = []
    bad: list[int] = []
    count = 0
    for at, second in [*sorted(facts.snapshot.seconds.items()), (-1, None)]:
        failed = sum(second.reasons.get(reason, 0) for reason in reasons) if second else 0
        passed = second.reasons.get(Reason.ACCEPTED, 0) if second else 0
        if failed and failed >= _NEARLY_ALL * (failed + passed):
            bad.append(at)
            count += failed
        elif passed or second is None:
            if bad:
                found.append(Spell(before=tuple(good), bad=tuple(bad), count=count))
                good, bad, count = [], [], 0
            good.append(at)
    explained = sum(one.count for one in found) >= _NEARLY_ALL * facts.summary.total.count(*reasons)
    return found if explained and all(one.count >= LEAST_FAILED for one in found) else []


def again_and_again(facts: Facts) -> Diagnosis | None:
    """Look for a server that is away, or fails, more than once, and is well in between."""
    for reasons in (BROKEN, (Reason.HTTP_ERROR,)):
        found = spells(facts, *reasons) if facts.failed(*reasons) else []
        if len(found) > 1:
            return _told(facts, found, broken=reasons is BROKEN)
    return None


def _told(facts: Facts, found: list[Spell], *, broken: bool) -> Diagnosis:
    times = "twice" if len(found) == 2 else f"{len(found)} times"  # noqa: PLR2004  a word
    sample = facts.snapshot.samples.get(Reason.HTTP_ERROR)
    said = f"; the first: {sample.said}" if sample and sample.said and not broken else ""
    when = " and ".join(one.text for one in found[:_SHOWN]) + (" …" if len(found) > _SHOWN else "")
    grew = _grew(facts, found)
    if broken:
        weight, likely = Weight.AGAIN, f"The server went away {times}, and was well in between"
        if grew:
            likely = f"The server went away {times}, each time after it had become slower: something may fill up"
        what = "found no server or lost their connection"
        remedy = (
            "look in its log for what ends it each time: a crash, an out-of-memory kill, a watcher that restarts it"
        )
    elif gateway(facts):
        weight, likely = Weight.AGAIN, f"The proxy answers, and {times} had no application behind it"
        what = "got the proxy's own error page"
        remedy = (
            "look at the proxy's health check (its path, its time limit) and in the application's log at these times"
        )
    else:
        weight, likely = Weight.AGAIN_ERRORS, f"The server failed {times}, and was well in between"
        what = "got an HTTP error"
        remedy = "look in its log at these times for what comes and goes: something it depends on, a job, a deploy"
    if grew:
        remedy += "; memory is what fills up most often (a leak, caches and queues without a limit)"
    return Diagnosis(
        cause=Cause.AGAIN,
        weight=weight,
        likely=likely,
        evidence=f"{plural(sum(one.count for one in found), 'message')} due {when} {what}, those in between were "
        f"answered{grew}{said}",
        remedy=remedy,
    )


def _grew(facts: Facts, found: list[Spell]) -> str:
    """Say that response times had grown before each spell, where they had."""
    means = dict(facts.own["mean"].points)
    ways = [(means[one.before[0]], means[one.before[-1]]) for one in found if len(one.before) > 1]
    if not ways or any(late < 2 * early for early, late in ways):
        return ""
    early, late = ways[0]
    return f"; before each, response times had grown, at first from {format_ms(early)} to {format_ms(late)}"
