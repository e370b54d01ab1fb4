"""The plots of the page, each with its title, what it says in words, and its lines."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from loadtest.assess.reading.timeline import replies, reply_percentile
from loadtest.assess.summary import LOST, duration_text
from loadtest.measure.series.trends import change_point, thinned
from loadtest.report.page import charts
from loadtest.report.sections.findings import HEADLINE
from loadtest.verdict.judge import UNJUDGED, Reason
from loadtest.words.units import format_duration, format_rate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loadtest.assess.reading.timeline import Stretch
    from loadtest.assess.result import Result
    from loadtest.assess.summary import Summary
    from loadtest.measure.series import Series
    from loadtest.measure.snapshot import Snapshot

POINTS = 180
BARS = 60
SERIES = 24
"""The server's series that are drawn; all of them stand in a table."""
_EDGES = (1, 1.5, 2, 3, 5, 7)
"""Where the bars of the distribution begin, in every decade: even steps on a log scale."""
_STEPS = 60
_ENOUGH = 100
_FEWEST = 12


def figures(result: Result) -> list[dict[str, Any]]:
    """Return every plot with its title, its legend, and what it shows in words."""
    if result.snapshot is None or result.summary is None or result.plan is None or not result.snapshot.seconds:
        return []
    stretches = result.read.timeline(POINTS)
    figures: list[dict[str, Any] | None] = [
        _latency(result.read.timeline(_coarser(result.snapshot)), result.sending.timeout),
        _replies(result),
        _rates(stretches),
        _in_flight(stretches),
        _reasons(result.read.timeline(BARS)),
        _distribution(result.summary),
        _percentiles(result.summary, result.sending.timeout),
    ]
    return [figure for figure in figures if figure]


def server_figures(result: Result) -> list[dict[str, Any]]:
    """Return a plot for each of the server's own series that moved, on the response times' axis."""
    if result.snapshot is None or result.plan is None or not result.snapshot.seconds:
        return []
    until = result.read.timeline(POINTS)[-1].start
    figures = []
    for one in _moving(result)[:SERIES]:
        points = thinned(one.points, POINTS)
        unit = f" {one.unit}" if one.unit else ""
        line_of = charts.ChartLine(
            name=one.name,
            style="server",
            values=[*(value for _, value in points), None],
            tips=[*(f"{charts.clock(round(at))}: {value:,.6g}{unit}" for at, value in points), ""],
        )
        low, high, last = (f"{one.stat(name):,.6g}" for name in ("min", "max", "last"))
        said = f"Between {low} and {high}{unit}, at the end {last}."
        if change := change_point(one.points):
            said += f" It left {change.before:,.6g} for {change.after:,.6g} at {charts.clock(round(change.at))}."
        places = [*(max(at, 0.0) for at, _ in points), max(until, points[-1][0])]
        svg = charts.over_time(places, [line_of], tick=charts.number_tick)
        figures.append(figure_of(f"The server: {one.name}", said, [line_of], svg))
    return figures


def _moving(result: Result) -> list[Series]:
    """Return the series that changed at all and can be drawn from zero, those that the diagnosis names first."""
    told = " ".join(found.evidence for found in result.diagnosis)
    moving = [one for one in result.series if len(set(one.values)) > 1 and min(one.values) >= 0]
    return sorted(moving, key=lambda one: one.name not in told)


def figure_of(title: str, said: str, lines: Sequence[charts.ChartLine], svg: str) -> dict[str, Any]:
    """Return a plot as the page shows it: title, what it shows in words, legend and drawing."""
    legend = [(item.style, item.name) for item in lines]
    return {"title": title, "said": said, "legend": legend, "svg": Markup(svg)}  # noqa: S704  drawn by charts alone


def _coarser(snapshot: Snapshot) -> int:
    """Return how many stretches hold enough messages for their percentiles to differ from their maximum."""
    total = sum(second.latency.count for second in snapshot.seconds.values())
    return max(min(total // _ENOUGH, POINTS), _FEWEST)


def _latency(stretches: Sequence[Stretch], timeout: float) -> dict[str, Any] | None:
    lines = []
    for percent in HEADLINE:
        values = [stretch.percentile(percent) for stretch in stretches]
        lines.append(
            charts.ChartLine(
                name=f"P{percent}",
                style=f"p{percent}",
                values=[timeout if value == LOST else value for value in values],
                tips=[
                    f"{charts.clock(stretch.start)}: P{percent} {duration_text(value)}"
                    for stretch, value in zip(stretches, values, strict=True)
                ],
            )
        )
    worst = [value for value in lines[1].values if value is not None]
    if not worst:
        return None
    said = f"P95 between {duration_text(min(worst))} and {_top(worst, timeout)}."
    # The highest percentile is drawn first and widest, so that none hides another where they are equal.
    svg = charts.over_time(_starts(stretches), lines[::-1], tick=charts.duration_tick)
    return figure_of("Response times", f"{said} By when the message was due.", lines, svg)


def _replies(result: Result) -> dict[str, Any] | None:
    """Return when answers came beside when the webhook replied; nothing without a mock Twilio."""
    snapshot, summary = result.snapshot, result.summary
    found = summary.total.answering if summary else None
    if snapshot is None or found is None or not found.accepted:
        return None
    stretches = result.read.timeline(_coarser(snapshot))
    answers = replies(snapshot, stretches)
    longest = max(found.unanswered.max or 0.0, found.answered.max or 0.0)
    rows = {
        "reply P50": ("p50", [reply_percentile(one, 50) for one in answers], longest),
        "reply P95": ("p95", [reply_percentile(one, 95) for one in answers], longest),
        "webhook P95": ("p99", [stretch.percentile(95) for stretch in stretches], result.sending.timeout),
    }
    lines = [
        charts.ChartLine(
            name=name,
            style=style,
            values=[top if value == LOST else value for value in values],
            tips=[
                f"{charts.clock(stretch.start)}: {name} {duration_text(value)}"
                for stretch, value in zip(stretches, values, strict=True)
            ],
        )
        for name, (style, values, top) in rows.items()
    ]
    times = [value for value in rows["reply P95"][1] if value is not None]
    top = "lost (drawn at the longest wait)" if LOST in times else duration_text(max(times, default=None))
    said = f"Reply P95 between {duration_text(min(times))} and {top}. " if times else "No message was answered. "
    said += "From when the message was due: to the first words for its sender, and to the webhook's own reply."
    svg = charts.over_time(_starts(stretches), lines, tick=charts.duration_tick)
    return figure_of("Reply times beside webhook times", said, lines, svg)


def _top(values: Sequence[float], timeout: float) -> str:
    return "lost (drawn at the timeout)" if max(values) >= timeout else duration_text(max(values))


def _rates(stretches: Sequence[Stretch]) -> dict[str, Any]:
    pairs = {
        "offered": [stretch.due / stretch.width for stretch in stretches],
        "achieved": [stretch.sent / stretch.width for stretch in stretches],
    }
    lines = [
        charts.ChartLine(
            name=name,
            style=name,
            values=values,
            tips=[
                f"{charts.clock(stretch.start)}: {name} {format_rate(value)}"
                for stretch, value in zip(stretches, values, strict=True)
            ],
        )
        for name, values in pairs.items()
    ]
    most = {name: format_rate(max(values)) for name, values in pairs.items()}
    said = f"Messages per second: at most {most['offered']} offered, {most['achieved']} sent."
    return figure_of("Load", said, lines, charts.over_time(_starts(stretches), lines, tick=charts.number_tick))


def _in_flight(stretches: Sequence[Stretch]) -> dict[str, Any] | None:
    values = [stretch.in_flight for stretch in stretches]
    if not any(values):
        return None
    tips = [f"{charts.clock(stretch.start)}: {stretch.in_flight:,} in flight" for stretch in stretches]
    lines = [charts.ChartLine(name="in flight", style="in-flight", values=values, tips=tips)]
    svg = charts.over_time(_starts(stretches), lines, tick=charts.number_tick, fill=True)
    said = f"Messages not yet answered at the end of each stretch: at most {max(values):,}."
    return figure_of("In flight", said, lines, svg)


def _reasons(stretches: Sequence[Stretch]) -> dict[str, Any] | None:
    seen = {reason for stretch in stretches for reason in stretch.reasons}
    if not seen:
        return None
    lines = [
        charts.ChartLine(
            name=reason.value,
            style=f"reason-{reason.name.lower().replace('_', '-')}",
            values=[stretch.reasons.get(reason, 0) for stretch in stretches],
            tips=[
                f"{charts.clock(stretch.start)}: {stretch.reasons.get(reason, 0):,} {reason.value}"
                for stretch in stretches
            ],
        )
        for reason in Reason
        if reason in seen
    ]
    every = max(-(-len(stretches) // 6), 1)
    labels = [charts.clock(stretch.start) if place % every == 0 else "" for place, stretch in enumerate(stretches)]
    said = f"Messages by what became of them, in stretches of {format_duration(stretches[0].width)}."
    return figure_of("Outcomes", said, lines, charts.stacked(labels, lines, tick=charts.number_tick))


def _distribution(summary: Summary) -> dict[str, Any] | None:
    total = summary.total
    buckets = {
        reason: [(high, count) for _, high, count in histogram.buckets()]
        for reason, histogram in total.by_reason.items()
        if histogram.count and reason not in UNJUDGED
    }
    highs = [high for pairs in buckets.values() for high, _ in pairs if high > 0]
    if not highs:
        return None
    edges = [edge * 10.0**power for power in range(-6, 5) for edge in _EDGES]
    low = max((place for place, edge in enumerate(edges) if edge <= min(highs)), default=0)
    high = next((place for place, edge in enumerate(edges) if edge > max(highs)), len(edges) - 1)
    edges = edges[max(low - 1, 0) : high + 2]
    lines = []
    for reason in Reason:
        if reason not in buckets:
            continue
        counts = [0] * (len(edges) - 1)
        place = 0
        for value, count in buckets[reason]:
            while place < len(counts) - 1 and value >= edges[place + 1]:
                place += 1
            counts[place] += count
        lines.append(
            charts.ChartLine(
                name=reason.value,
                style=f"reason-{reason.name.lower().replace('_', '-')}",
                values=counts,
                tips=[
                    f"{charts.duration_tick(edges[place])} to {charts.duration_tick(edges[place + 1])}: "
                    f"{count:,} {reason.value}"
                    for place, count in enumerate(counts)
                ],
            )
        )
    every = max(-(-len(edges) // 7), 1)
    labels = [charts.duration_tick(edge) if place % every == 0 else "" for place, edge in enumerate(edges[:-1])]
    times = total.response_times
    said = (
        f"How long messages took, from when they were due, on a log scale. "
        f"P50 {duration_text(times.percentile(50))}, P99 {duration_text(times.percentile(99))}."
    )
    return figure_of("Distribution", said, lines, charts.stacked(labels, lines, tick=charts.number_tick))


def _percentiles(summary: Summary, timeout: float) -> dict[str, Any] | None:
    times = {"from due": summary.total.response_times, "from sent": summary.total.service_times}
    count = summary.total.response_times.count
    if not count:
        return None
    nines = [(percent, f"P{percent:g}") for percent in (50, 90, 99, 99.9, 99.99) if count * (1 - percent / 100) >= 1]
    last = math.log10(count) if count > 1 else 1.0
    places = [last * place / _STEPS for place in range(_STEPS + 1)]
    percents = [100 * (1 - 10**-place) for place in places]
    lines = []
    for name, durations in times.items():
        values = [durations.percentile(percent) for percent in percents]
        lines.append(
            charts.ChartLine(
                name=name,
                style=name.replace(" ", "-"),
                values=[timeout if value == LOST else value for value in values],
                tips=[
                    f"P{percent:.4g} {name}: {duration_text(value)}"
                    for percent, value in zip(percents, values, strict=True)
                ],
            )
        )
    ticks = [(0.0, "P0"), *((-math.log10(1 - percent / 100), label) for percent, label in nines)]
    svg = charts.curves(places, lines, ticks=ticks, tick=charts.duration_tick)
    said = "The slowest message of 2, of 10, of 100 and so on. Where the curves part, messages left late."
    return figure_of("Percentiles", said, lines, svg)


def _starts(stretches: Sequence[Stretch]) -> list[float]:
    return [stretch.start for stretch in stretches]
