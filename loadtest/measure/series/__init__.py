"""Values over time: what the server says of itself, gathered poll by poll, and what a run shows of itself.

Counters are also given as rates, and hits with misses as the ratio inside the measured window: the server's own figures
count since its start. Pure: instants arrive as arguments, in seconds on the run's clock.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from statistics import fmean
from typing import TYPE_CHECKING

from loadtest.measure.finished import growth
from loadtest.verdict.judge import RESPONSE_TIMES, UNJUDGED, Reason
from loadtest.words.mask import NO_MASK, STAND_IN, Mask

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from loadtest.measure.series.metrics_text import Leaf
    from loadtest.measure.snapshot import Second, Snapshot
    from loadtest.words.shapes import LogShape

MOST_SERIES = 60
LEAVES_TRACKED = 400
"""Names a run remembers while it polls; a page that invents new ones in every poll costs no more."""
RATIO_WINDOW = 10.0
"""Seconds over which a hit ratio is taken: one second's ratio is mostly chance."""
RATE = ".rate"
POLL_NAME = "poll"
"""How the series of a page's own answering time is called, after its monitor."""
STATS = ("min", "max", "avg", "last")
_COUNTED_TWICE = 3  # a counter grew in so many polls at least
_PAIRS = (("hits", "misses", "hitRate"), ("hit", "miss", "hitRate"))
_UNITS = (
    (re.compile(r"(?:rate|ratio|percent|pct|usage)$", re.IGNORECASE), "%"),
    (re.compile(r"bytes|heap|rss|memory", re.IGNORECASE), "bytes"),
    (re.compile(r"(?:_seconds(?:_sum)?|uptime)$", re.IGNORECASE), "s"),
    (re.compile(r"(?:time|latency|duration|delay|lag|ms|millis(?:econds)?)$", re.IGNORECASE), "ms"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """A page to poll: `only` are globs of the names to keep (none: all), `units` (glob, unit) pairs.

    `usual`: the user did not name it, so it may well not be there.
    """

    name: str
    url: str
    auth: tuple[str, str] | None = field(default=None, repr=False)
    only: tuple[str, ...] = ()
    units: tuple[tuple[str, str], ...] = ()
    usual: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Values over time: `points` are (seconds on the run's clock, value); `unit` is %, ms, s, bytes, /s or nothing."""

    name: str
    unit: str = ""
    points: tuple[tuple[float, float], ...]

    @property
    def values(self) -> list[float]:
        """The values in order."""
        return [value for _, value in self.points]

    def stat(self, name: str) -> float | None:
        """Return `min`, `max`, `avg` or `last` of the values; None without any."""
        values = self.values
        if not values:
            return None
        return {"min": min(values), "max": max(values), "avg": fmean(values), "last": values[-1]}[name]


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What was seen besides the messages: series, sentences a reader must not miss, the server's error lines."""

    series: tuple[Series, ...] = ()
    notes: tuple[str, ...] = ()
    server_log: tuple[LogShape, ...] = ()


class Gatherer:
    """Collects polls of one run; each name of a series begins with its monitor's."""

    def __init__(self, mask: Mask = NO_MASK) -> None:
        self._mask = mask
        self._names: dict[str, str] = {}
        self._points: dict[str, list[tuple[float, float]]] = {}
        self._units: dict[str, str] = {}
        self._counters: set[str] = set()
        self._beyond: set[str] = set()
        self._extremes: dict[str, float] = {}

    @property
    def extremes(self) -> dict[str, float]:
        """The numbers that were left out because no server can mean them as such, the last one of each name."""
        return self._extremes

    def add(self, endpoint: Endpoint, at: float, leaves: Mapping[str, Leaf]) -> int:
        """Add one poll's numbers; return how many the endpoint's filter let through."""
        kept = 0
        for leaf_name, leaf in leaves.items():
            if endpoint.only and not any(_matches(leaf_name, glob) for glob in endpoint.only):
                continue
            kept += 1
            name = self._name(f"{endpoint.name}.{leaf_name}")
            if leaf.extreme:
                if name in self._extremes or len(self._extremes) < LEAVES_TRACKED:
                    self._extremes[name] = leaf.value
            elif self.point(name, at, leaf.value, unit=_unit(leaf_name, endpoint.units)) and leaf.counter:
                self._counters.add(name)
        return kept

    def _name(self, name: str) -> str:
        """Return the name of a series as it may be shown."""
        shown = self._names.get(name)
        if shown is None:
            shown = self._mask(name).replace(STAND_IN, "hidden")
            if len(self._names) < 2 * LEAVES_TRACKED:
                self._names[name] = shown
        return shown

    def point(self, name: str, at: float, value: float, *, unit: str) -> bool:
        """Add one value; return whether there is still room for its name."""
        if name not in self._points and len(self._points) >= LEAVES_TRACKED:
            if len(self._beyond) < LEAVES_TRACKED:
                self._beyond.add(name)
            return False
        self._points.setdefault(name, []).append((at, value))
        self._units[name] = unit
        return True

    def growth(self, name: str) -> int | None:
        """Return by how much the counter of that name grew; None without values."""
        meant = named([Series(name=one, unit="", points=tuple(points)) for one, points in self._points.items()], name)
        return growth(meant[0].values) if meant else None

    def series(self, wanted: Iterable[str] = ()) -> tuple[tuple[Series, ...], int]:
        """Return the series and how many there was no room for; `wanted` ones, then those that move, come first."""
        names = [name for name in self._points if name in self._counters or _grows(self._points[name])]
        rates = [Series(name=name + RATE, unit="/s", points=_rates(self._points[name])) for name in names]
        ratios = _ratios(self._points)
        known = {series.name for series in ratios}
        raw = [
            Series(name=name, unit=_percent_or_share(self._units[name], points), points=tuple(points))
            for name, points in self._points.items()
            if name not in known
        ]
        everything = [series for series in (*ratios, *raw, *rates) if series.points]
        meant = {one.name for target in wanted for one in named(everything, target)}
        everything.sort(key=lambda series: (series.name not in meant, len(set(series.values)) == 1))
        kept = sorted(everything[:MOST_SERIES], key=lambda series: series.name)
        return tuple(kept), len(everything) - len(kept) + len(self._beyond)


def named(series: Iterable[Series], name: str) -> list[Series]:
    """Return the series that `name` means: the one of that name, or those that end in it within its monitor.

    `cache.hitRate` means `cache.metrics.hitRate` where nothing has the shorter name; letters' case does not count.
    """
    wanted = name.lower()
    monitor, _, rest = wanted.partition(".")
    candidates = list(series)
    exact = [one for one in candidates if one.name.lower() == wanted]
    return exact or [
        one
        for one in candidates
        if rest and one.name.lower().startswith(f"{monitor}.") and one.name.lower().endswith(f".{rest}")
    ]


def own_series(snapshot: Snapshot) -> dict[str, Series]:
    """Return what the run shows of itself, second by second.

    `mean`, `p60`, `p95` (seconds, by due) of response times; `connect` (mean seconds of connecting); `sent`, `done`,
    `failed` per second; `in_flight` at each second's end.
    """
    curves: dict[str, list[tuple[float, float]]] = {
        name: [] for name in ("mean", "p60", "p95", "connect", "sent", "done", "failed", "in_flight")
    }
    open_now = 0
    for index, second in sorted(snapshot.seconds.items()):
        at = float(index)
        open_now += second.sent - second.done
        if second.latency.count:
            curves["mean"].append((at, second.latency.mean or 0.0))
            for percent in (60, 95):
                curves[f"p{percent}"].append((at, second.latency.percentile(percent) or 0.0))
        if second.connected:
            curves["connect"].append((at, second.connecting_us / second.connected / 1e6))
        curves["sent"].append((at, second.sent))
        curves["done"].append((at, second.done))
        if second.due:
            curves["failed"].append((at, failed_in(second)))
        curves["in_flight"].append((at, open_now))
    units = {"mean": "s", "p60": "s", "p95": "s", "connect": "s", "sent": "/s", "done": "/s", "failed": "/s"}
    return {name: Series(name=name, unit=units.get(name, ""), points=tuple(points)) for name, points in curves.items()}


def failed_in(second: Second) -> int:
    """Return how many messages due in `second` were judged and not accepted."""
    return sum(count for reason, count in second.reasons.items() if reason not in _NOT_FAILED)


_NOT_FAILED = UNJUDGED | (RESPONSE_TIMES - {Reason.TIMEOUT})


def _matches(name: str, glob: str) -> bool:
    """Return whether `glob` means `name`, whole or by its last part."""
    return fnmatchcase(name.lower(), glob.lower()) or fnmatchcase(name.lower(), f"*.{glob.lower()}")


def _unit(name: str, given: Sequence[tuple[str, str]]) -> str:
    for glob, unit in given:
        if _matches(name, glob):
            return unit
    last = name.rpartition(".")[2]
    return next((unit for pattern, unit in _UNITS if pattern.search(last)), "")


def _percent_or_share(unit: str, points: Sequence[tuple[float, float]]) -> str:
    """Return no unit for what is called a rate or ratio and lies between 0 and 1."""
    share = all(0 <= value <= 1 for _, value in points) and any(0 < value < 1 for _, value in points)
    return "" if unit == "%" and share else unit


def _grows(points: Sequence[tuple[float, float]]) -> bool:
    """Return whether these are a counter's: whole numbers that only grow, but for one restart."""
    values = [value for _, value in points]
    steps = [late - early for early, late in itertools.pairwise(values)]
    falls = [index for index, step in enumerate(steps) if step < 0]
    return (
        all(value == int(value) and value >= 0 for value in values)
        and sum(step > 0 for step in steps) >= _COUNTED_TWICE
        and len(falls) <= 1
        and all(values[index + 1] <= values[index] / 2 for index in falls)
    )


def _rates(points: Sequence[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """Return growth per second between polls; after a restart a counter begins at zero."""
    return tuple(
        (late, (high - low if high >= low else high) / (late - early))
        for (early, low), (late, high) in itertools.pairwise(points)
        if late > early
    )


def _ratios(points: Mapping[str, Sequence[tuple[float, float]]]) -> list[Series]:
    found: dict[str, Series] = {}
    for name, hits in points.items():
        path, _, last = name.rpartition(".")
        for one, other, ratio in _PAIRS:
            if not last.lower().endswith(one):
                continue
            stem = last[: -len(one)]
            twin = next((n for n in points if n.lower() == f"{path}.{stem}{other}".lower()), None)
            if twin is None:
                continue
            monitor = path.partition(".")[0]
            short = f"{monitor}.{ratio}" if f"{monitor}.{ratio}" not in found else f"{path}.{stem}{ratio}"
            found[short] = Series(name=short, unit="%", points=_ratio(hits, points[twin]))
    return list(found.values())


def _ratio(
    hits: Sequence[tuple[float, float]], misses: Sequence[tuple[float, float]]
) -> tuple[tuple[float, float], ...]:
    """Return percent hits over the last `RATIO_WINDOW` seconds; one value for the whole of a shorter run."""
    missing = dict(misses)
    both = [(at, hit, missing[at]) for at, hit in hits if at in missing]
    steps = [
        (at, max(high - low, 0.0), max(missed - before, 0.0))
        for (_, low, before), (at, high, missed) in itertools.pairwise(both)
    ]
    if not steps:
        return ()
    began = both[0][0]
    window = min(RATIO_WINDOW, steps[-1][0] - began)
    result = []
    first = 0
    good = bad = 0.0
    for at, hit, missed in steps:
        good, bad = good + hit, bad + missed
        while steps[first][0] <= at - window:
            good, bad = good - steps[first][1], bad - steps[first][2]
            first += 1
        if good + bad > 0 and at - began >= window:
            result.append((at, 100 * good / (good + bad)))
    return tuple(result)
