"""What the rules look at: the symptom, the run's own curves, and the server's figures by what they mean."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field, replace
from statistics import fmean, median
from typing import TYPE_CHECKING

from loadtest.assess.answering import REPLY
from loadtest.assess.summary import LOST
from loadtest.assess.target import Unit
from loadtest.measure.series import POLL_NAME, RATE, own_series
from loadtest.measure.series.trends import ChangePoint, Pauses, Trend, change_point, pauses, trend, usually
from loadtest.words.units import format_ms, format_percent, plural

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from loadtest.assess.diagnosis.causes import Cause
    from loadtest.assess.summary import Summary
    from loadtest.assess.target import Target
    from loadtest.assess.targets import Outcome
    from loadtest.measure.series import Series, Watched
    from loadtest.measure.snapshot import Snapshot
    from loadtest.message.phone_pool import Forecast
    from loadtest.message.plan import Plan
    from loadtest.verdict.judge import Reason
    from loadtest.words.shapes import LogShape

    Say = Callable[[str], str | None]

NOTABLE = 0.3
"""Seconds by which response times must change to be a symptom, and by which they must double."""
LEAST_FAILED = 3
LEAST_FAILED_SHARE = 0.01
LEAST_LOGGED = 3
_CALM = 0.75  # share of the other seconds in which even the slowest are quick
_GROWING = 0.5  # agreement of a drift
_FEWEST, _ENOUGH = 3, 6  # points of a growth; with fewer than enough each must be above the one before
GROWTH = 1.2  # what has grown ends at least so many times higher than it began
_MOST = 95.0
_WORK = {"unanswered", "processed"}
_OLD_LEVEL, _NEW_LEVEL = 0.9, 0.65  # shares of a level's seconds on its own side of the middle
_WAITING = re.compile(r"(?:waiting|pending|queued|waiters)", re.IGNORECASE)
_FREE = re.compile(r"(?:^|[._])(?:idle|available|free)", re.IGNORECASE)
_IN_USE = re.compile(r"(?:in_?use|active|borrowed|busy)", re.IGNORECASE)
_MEMORY = re.compile(r"(?:heap|rss|memory|resident|external|cache.*size|size)", re.IGNORECASE)
_COULD_MATTER = re.compile(
    r"wait|pend|queue|idle|free|avail|in_?use|active|busy|heap|rss|mem|cpu|lag|latency|delay|(?<!up)time|hit|miss|evict"
    r"|err|fail|retr|conn|open|thread|worker",
    re.IGNORECASE,
)
_HIT_RATE = re.compile(r"hitrate$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """A likely cause: `likely` names it, `evidence` shows it, `remedy` says what to do. Texts may quote the server.

    `weight` orders causes; it means nothing beyond one run.
    """

    cause: Cause
    likely: str
    evidence: str
    remedy: str
    weight: int = 0

    @property
    def sentence(self) -> str:
        """All of it in one sentence."""
        return f"{self.likely}: {self.evidence}. What to do: {self.remedy}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the load was meant to be, and what was expected of a limiter; None where it is not known."""

    plan: Plan | None = None
    forecast: Forecast | None = None

    def text(self, content: str) -> str | None:
        """Return the text behind a content's name, if it is known."""
        return self.plan.text(content) if self.plan else None


UNKNOWN = Known()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What was measured, as the rules ask for it."""

    summary: Summary
    snapshot: Snapshot
    series: tuple[Series, ...]
    server_log: tuple[LogShape, ...]
    own: dict[str, Series]
    symptom: str
    slow_target: bool
    lost: bool
    twice: bool
    shift: ChangePoint | None
    drift: Trend | None
    pauses: Pauses | None
    known: Known = UNKNOWN
    changes: dict[str, ChangePoint] = field(default_factory=dict)

    @classmethod
    def gather(
        cls, summary: Summary, snapshot: Snapshot, outcomes: Sequence[Outcome], watched: Watched, known: Known
    ) -> Facts:
        """Derive the facts of a run."""
        own = own_series(snapshot)
        means = own["mean"].points
        shift = _notable(means)
        drift = trend(means)
        drifts = drift is not None and drift.agreement >= _sure(len(means)) and _differs(drift.first, drift.last)
        slow = [
            outcome for outcome in outcomes if outcome.missed and outcome.target.unit is Unit.SECONDS
            and outcome.observed is not None and not outcome.target.stat
        ]  # fmt: skip
        changes = {one.name: change for one in watched.series if (change := change_point(one.points))}
        facts = cls(
            summary=summary,
            snapshot=snapshot,
            series=tuple(one for one in watched.series if one.points),
            server_log=watched.server_log,
            own=own,
            symptom="",
            slow_target=any(_is_of_most(outcome.target) for outcome in slow),
            shift=shift,
            drift=drift if drifts else None,
            pauses=_pauses(own),
            lost=any(
                outcome.missed and (outcome.target.metric in _WORK or outcome.target.metric.startswith(REPLY))
                for outcome in outcomes
            ),
            twice=any(outcome.missed and outcome.target.metric == "answered_twice" for outcome in outcomes),
            changes=changes,
            known=known,
        )
        return replace(facts, symptom=_symptom(facts, slow))

    def failed(self, *reasons: Reason) -> int:
        """Return how many messages had one of `reasons`, 0 when too few to mean anything."""
        count = self.summary.total.count(*reasons)
        share = self.summary.total.share(count) or 0.0
        return count if count >= LEAST_FAILED and share >= LEAST_FAILED_SHARE else 0

    @property
    def undone(self) -> int:
        """Accepted messages of which nobody said that their work is finished; 0 where nobody could."""
        done = self.summary.processed
        return max(0, self.summary.total.successful - done.count) if done else 0

    @property
    def slow(self) -> bool:
        """Whether response times are a symptom: a level they rose to, a drift, or a missed target."""
        return self.slow_target or self.rose or self.drift is not None

    @property
    def rose(self) -> bool:
        """Whether response times left their level upward."""
        return self.shift is not None and self.shift.after > self.shift.before

    @property
    def grows(self) -> bool:
        """Whether response times grew all along, or from when they left their level: a step is not a ramp."""
        went = self.growth
        return went is not None and went.agreement >= _GROWING and went.last >= GROWTH * went.first

    @property
    def growth(self) -> Trend | None:
        """Where response times went since they left their level, or all along; of few seconds only a steady rise."""
        since = self.shift.at if self.rose and self.shift else 0.0
        points = [(at, value) for at, value in self.own["mean"].points if at >= since]
        went = trend(points, least=_FEWEST)
        return went if went is None or len(points) >= _ENOUGH or went.agreement == 1 else None

    @property
    def waiting(self) -> list[Series]:
        """Series that count who waits for a connection."""
        return self._named(_WAITING)

    @property
    def free(self) -> list[Series]:
        """Series that count what a pool has left."""
        return self._named(_FREE)

    @property
    def in_use(self) -> list[Series]:
        """Series that count what of a pool is at work."""
        return self._named(_IN_USE)

    @property
    def memory(self) -> list[Series]:
        """Series that grow when memory leaks."""
        return self._named(_MEMORY)

    @property
    def hit_rates(self) -> list[Series]:
        """Hit ratios inside the measured window."""
        return [one for one in self.series if _HIT_RATE.search(one.name) and one.name.count(".") == 1]

    def named(self, name: str) -> Series | None:
        """Return the series of exactly that name."""
        return next((one for one in self.series if one.name == name), None)

    def logged(self, pattern: re.Pattern[str]) -> str:
        """Return what the server logged in such words as evidence, or nothing; hostile text."""
        line = next((one for one in self.server_log if one.count >= LEAST_LOGGED and pattern.search(one.shape)), None)
        if line is None:
            return ""
        return f'the server logged {plural(line.count, "line")} like "{line.shape}" from {seconds(line.first)} on'

    def moved(self) -> str:
        """Return the first three changes that could matter, the run's own and the server's, in the order of time."""
        changes = {name: change for name in ("p95", "in_flight") if (change := change_point(self.own[name].points))}
        slow = {page.name for page, _, _ in self.slow_pages()}
        changes |= {
            name: change
            for name, change in self.changes.items()
            if (name in slow if name.endswith(f".{POLL_NAME}") else _COULD_MATTER.search(name.partition(".")[2]))
        }
        first = sorted(changes.items(), key=lambda item: item[1].at)[:3]
        return ", ".join(f"{name} at {seconds(change.at)}" for name, change in first)

    def while_slow(self, one: Series, *, slow: bool = True) -> list[float]:
        """Return what a series showed while replies stood far above their quiet level, or while they did not.

        Where none stand out the whole run counts as slow.
        """
        spans = [(at, at + 1 + value) for at, value in self.slow_seconds]
        if not spans:
            return list(one.values) if slow else []
        return [value for at, value in one.points if any(start <= at < end for start, end in spans) is slow]

    @property
    def slow_seconds(self) -> list[tuple[float, float]]:
        """Seconds in which replies took far longer than at quiet times, with their mean."""
        means = self.own["mean"].points
        quiet = usually(means) if means else 0.0
        return [(at, value) for at, value in means if _differs(quiet, value) and value > quiet]

    def slow_pages(self) -> list[tuple[Series, float, float]]:
        """Return the server's own pages that took long while replies did: (series, usual ms, ms then)."""
        found = []
        for page in self.pages:
            then, usual = self.while_slow(page), self.while_slow(page, slow=False)
            if then and median(then) >= 1000 * NOTABLE and median(then) >= 2 * (median(usual) if usual else 0.0):
                found.append((page, median(usual) if usual else min(page.values), median(then)))
        return found

    @property
    def pages(self) -> list[Series]:
        """How long the server's own pages took to answer."""
        return [one for one in self.series if one.name.endswith(f".{POLL_NAME}")]

    def latency_text(self, *, after: float | None = None, of: str = "") -> str:
        """Return what response times did, and how long after another event."""
        if self.shift is None or not self.rose:
            average, p95 = self.summary.total.response_times.average, self.summary.total.response_times.percentile(95)
            levels = f"average {format_ms(average or 0.0)}, P95 {duration(p95)}"
            if self.drift is not None:
                return f"response times grew from {format_ms(self.drift.first)} to {format_ms(self.drift.last)}"
            means = sorted(value for _, value in self.own["mean"].points)
            low, high = (means[len(means) // 10], means[-1 - len(means) // 10]) if means else (0.0, 0.0)
            if not _differs(low, high):
                return f"response times stood at that level throughout ({levels})"
            return f"response times went up and down between {format_ms(low)} and {format_ms(high)} ({levels})"
        text = (
            f"response times left their level ({format_ms(self.shift.before)}) at {seconds(self.shift.at)} "
            f"and went to {format_ms(self.shift.after)}"
        )
        if after is not None and of:
            gap = self.shift.at - after
            text += f", {seconds(gap)} after {of}" if gap >= 1 else f", as {of}" if gap >= -2 else ""  # noqa: PLR2004  polls are a second apart
        return text

    def _named(self, pattern: re.Pattern[str]) -> list[Series]:
        return [
            one
            for one in self.series
            if pattern.search(one.name.partition(".")[2])
            and not one.name.endswith((RATE, f".{POLL_NAME}"))
            and not (pattern is _MEMORY and _WAITING.search(one.name))
        ]


def _sure(points: int) -> float:
    """Return the agreement that chance hardly gives so many points: three standard deviations of Kendall's tau."""
    return max(_GROWING, 3 * math.sqrt(2 * (2 * points + 5) / (9 * points * (points - 1))))


def seconds(instant: float) -> str:
    """Return an instant or a span as people say it: `34s`."""
    return f"{round(instant):d}s"


def due(at: Sequence[float]) -> str:
    """Say when messages were due, by the instants of them in order."""
    return f"due from {seconds(at[0])} to {seconds(at[-1])}" if at[-1] > at[0] else f"due at {seconds(at[0])}"


def duration(value: float | None) -> str:
    """Return a response time in words."""
    return "no data" if value is None else "lost" if value == LOST else format_ms(value)


def _symptom(facts: Facts, slow: Sequence[Outcome]) -> str:  # noqa: PLR0911  one return for each symptom
    """Return what went wrong, in a sentence, or nothing."""
    total = facts.summary.total
    failed = total.failed
    share = total.share(failed) or 0.0
    if failed >= LEAST_FAILED and share >= LEAST_FAILED_SHARE:
        return f"{plural(failed, 'message')} failed ({format_percent(share)})"
    found = facts.summary.total.answering
    if facts.lost and found and found.unanswered.count >= LEAST_FAILED:
        share = found.unanswered.count / found.accepted
        return f"{plural(found.unanswered.count, 'accepted message')} got no answer ({format_percent(share)})"
    undone = facts.undone
    if facts.lost and undone >= LEAST_FAILED:
        return f"{plural(undone, 'accepted message')} were not processed ({format_percent(undone / total.successful)})"
    if facts.twice and found and found.twice:
        share = found.twice / found.accepted
        return f"{plural(found.twice, 'message')} got the same answer twice ({format_percent(share)})"
    if slow:
        return slow[0].sentence
    if facts.rose or facts.drift is not None:
        return facts.latency_text()
    if facts.shift is not None:
        return "response times were high at the beginning"
    if facts.pauses is not None:
        return "response times peaked again and again"
    return "less load was sent than planned" if facts.summary.dropped or facts.summary.too_little_load else ""


def _is_of_most(target: Target) -> bool:
    """Return whether a target speaks of most messages; a maximum is one message's."""
    if target.op.startswith(">") or target.metric in {"min", "max"}:
        return False
    return not target.metric.startswith("p") or float(target.metric[1:]) <= _MOST


def _notable(points: Sequence[tuple[float, float]]) -> ChangePoint | None:
    """Return a change that people would feel and that chance does not make: the levels hardly overlap."""
    change = change_point(points)
    if change is None or not _differs(change.before, change.after):
        return None
    middle, up = (change.before + change.after) / 2, change.after > change.before
    apart = [[(value > middle) == up for at, value in points if (at >= change.at) == later] for later in (False, True)]
    before, after = (fmean(side) if side else 0.0 for side in apart)
    # What grows from a moment on takes a while to reach the middle of its new level.
    return change if 1 - before >= _OLD_LEVEL and after >= _NEW_LEVEL else None


def _differs(one: float, other: float) -> bool:
    low, high = sorted((one, other))
    return high - low >= NOTABLE and high >= 2 * low


def _pauses(own: dict[str, Series]) -> Pauses | None:
    """Return pauses that nearly everybody met, with quiet in between: a few slow messages come at random."""
    many, high = own["p60"].points, dict(own["p95"].points)
    least = _spike(many)
    found = pauses(many, least=least)
    if found is None:
        return None
    usual = usually(many)
    quiet = [at for at, value in many if value <= usual + least]
    calm = sum(high[at] <= usual + max(least, usual) for at in quiet)
    if calm < _CALM * len(quiet):
        return None
    peaks = [max(high.get(at + more, 0.0) for more in (0.0, 1.0)) for at in found.times]
    return replace(found, height=median(peaks))


def _spike(points: Sequence[tuple[float, float]]) -> float:
    """Return how far above the usual a peak stands out: beyond what the quieter half scatters."""
    if not points:
        return NOTABLE
    usual = usually(points)
    quieter = sorted(value for _, value in points)[: -(-len(points) // 2)]
    scatter = median(abs(value - usual) for value in quieter)
    return max(NOTABLE, 8 * scatter, 0.5 * usual)
