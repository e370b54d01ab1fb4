"""The kinds of replies over the run's seconds as stacked bars, doubtful ones at the bottom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from loadtest.report.page import charts
from loadtest.report.page.figures import BARS, figure_of
from loadtest.report.sections.replies import quoted
from loadtest.verdict.judge import Reason
from loadtest.words.units import format_duration, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from loadtest.assess.reading.timeline import Stretch
    from loadtest.assess.replies.kinds import Heard
    from loadtest.assess.result import Result
    from loadtest.measure.replies import Said

_SHOWN = 3
"""Doubtful kinds, and accepted ones, that are drawn each for itself."""
_NAMED = 48

Parts = dict[tuple[str, str], list[dict[int, int]]]
"""What is drawn, by style and name: counts by second."""


def figure(result: Result) -> dict[str, Any] | None:
    """Return the plot; None where there is but one kind."""
    stretches = result.read.timeline(BARS)
    if result.summary is None or result.snapshot is None or not stretches:
        return None
    parts = _parts(result.summary.heard, result.snapshot.replies.others)
    if len(parts) < 2:  # noqa: PLR2004  one alone is the plot of what became of the messages
        return None
    lines = [_line(style, name, _by_stretch(counts, stretches), stretches) for (style, name), counts in parts.items()]
    every = max(-(-len(stretches) // 6), 1)
    labels = [charts.clock(one.start) if place % every == 0 else "" for place, one in enumerate(stretches)]
    said = f"By when the message was due, in stretches of {format_duration(stretches[0].width)}; doubtful ones lowest."
    return figure_of("Kinds of replies", said, lines, charts.stacked(labels, lines, tick=charts.number_tick))


def _parts(heard: Heard, others: dict[Reason, Said]) -> Parts:
    """Return what is drawn, from the bottom up."""
    doubtful = [kind for kind in heard.under_load if kind.doubtful]
    known = [kind for kind in heard.under_load if kind.reason is Reason.ACCEPTED and not kind.doubtful]
    parts: Parts = {}
    for name, kinds in (("doubtful", doubtful), ("known", known)):
        if name == "known":
            _add_declined(parts, heard)
        for place, kind in enumerate(kinds[:_SHOWN], 1):
            parts.setdefault((f"{name}-{place}", quoted(kind.text, _NAMED)), []).append(kind.said.seconds)
        if more := kinds[_SHOWN:]:
            title = plural(len(more), f"other {'doubtful' if name == 'doubtful' else 'accepted'} kind")
            parts[f"more-{name}", title] = [kind.said.seconds for kind in more]
    if others:
        parts["others", "not kept apart"] = [said.seconds for said in others.values()]
    return parts


def _add_declined(parts: Parts, heard: Heard) -> None:
    for kind in heard.under_load:
        if kind.reason is not Reason.ACCEPTED:
            style = f"reason-{kind.reason.name.lower().replace('_', '-')}"
            parts.setdefault((style, str(kind.reason.value)), []).append(kind.said.seconds)


def _by_stretch(counts: Iterable[dict[int, int]], stretches: Sequence[Stretch]) -> list[int]:
    """Return the counts of each stretch; seconds that are counted by the minute fall where that begins."""
    begin, width = stretches[0].start, stretches[0].width
    found = [0] * len(stretches)
    for one in counts:
        for second, count in one.items():
            found[min(max((second - begin) // width, 0), len(found) - 1)] += count
    return found


def _line(style: str, name: str, values: list[int], stretches: Sequence[Stretch]) -> charts.ChartLine:
    tips = [f"{charts.clock(one.start)}: {value:,} × {name}" for one, value in zip(stretches, values, strict=True)]  # noqa: RUF001
    return charts.ChartLine(name=name, style=style, values=values, tips=tips)
