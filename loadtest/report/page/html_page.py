"""report.html: one file that opens from an artifact without network, on a phone, in the dark, printed and read aloud.

The page has no script and asks for nothing: its Content-Security-Policy refuses both, whatever a server's text holds.
Every text passes through `safe.line` on its way into the template, and Jinja2 escapes it. Plots have at most `POINTS`
points, so the file stays small however long the run.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from loadtest import __version__
from loadtest.assess.certainty import between
from loadtest.assess.summary import duration_text
from loadtest.assess.targets import Status
from loadtest.message.kinds import label_of
from loadtest.report.page import charts, figures, replies_figure
from loadtest.report.safe import line, without_userinfo
from loadtest.report.sections import conversations, sections
from loadtest.report.sections.findings import (
    HEADLINE,
    count_text,
    load_applied,
    next_step,
    notices,
    time_rows,
)
from loadtest.report.sections.section import Place
from loadtest.verdict.judge import Reason
from loadtest.words.errors import Conclusion
from loadtest.words.units import format_duration, format_percent, format_rate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loadtest.assess.result import Result
    from loadtest.assess.summary import Summary
    from loadtest.report.sections.section import Table

ROWS = 200
FIRST_SERVER = 4
"""Plots of the server's own figures that show at once; a reader opens the others."""
_SAMPLE = 2_000
_MARKS = {
    Conclusion.PASSED: "✓",
    Conclusion.FAILED: "✗",
    Conclusion.INCONCLUSIVE: "?",
    Conclusion.ABORTED: "!",
    Conclusion.ERROR: "!",
}
_FIGURES = {"replies": replies_figure.figure}
"""The plots that stand in a section, by its name."""
_OUTCOMES = {Status.MET: "good", Status.MISSED: "bad", Status.NO_DATA: "bad", Status.INCONCLUSIVE: "unsure"}


def render(result: Result) -> str:
    """Return the whole page."""
    return template().render(**_page(result)) + "\n"


def _steps(flow: Sequence[tuple[str, int]]) -> list[dict[str, str | float]]:
    """Return the steps of the flow, each with its share of the first, that of the one before, and what fell out."""
    whole = max((count for _, count in flow), default=0) or 1
    before = [count for _, count in flow[:1]] + [count for _, count in flow]
    return [
        {
            "name": name,
            "count": f"{count:,}",
            "share": 100 * count / whole,
            "before": 100 * was / whole,
            "lost": f"{max(0, was - count):,}",
        }
        for (name, count), was in zip(flow, before, strict=False)
    ]


@cache
def template() -> Template:
    """Return the page without its texts; a process compiles it once, which takes longer than to fill it."""

    def shown(value: Any) -> Any:  # noqa: ANN401  whatever a template prints
        return value if isinstance(value, Markup) else line(str(value), _SAMPLE)

    made = Environment(autoescape=True, finalize=shown, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return made.from_string(Path(__file__).with_name("report.html").read_text("utf-8"))


def _page(result: Result) -> dict[str, Any]:
    summary, plan = result.summary, result.plan
    first, *more = result.why.splitlines() or [""]
    return {
        "title": result.title,
        "conclusion": result.conclusion.value,
        "mark": _MARKS[result.conclusion],
        "why": first,
        "more": [text for text in more[:ROWS] if text.strip()],
        "todo": next_step(result),
        "url": without_userinfo(plan.url) if plan else "",
        "began": f"{result.began:%Y-%m-%d %H:%M:%S} UTC",
        "elapsed": format_duration(round(result.elapsed, 1)),
        "exit_code": int(result.exit_code),
        "tiles": _tiles(summary) if summary else [],
        "outcomes": [
            {
                "style": _OUTCOMES[outcome.status],
                "name": outcome.target.name,
                "source": outcome.target.source,
                "observed": outcome.observed_text,
                "between": between(outcome),
                "margin": outcome.margin,
                "status": "missed, no data" if outcome.observed is None else outcome.status.value,
            }
            for outcome in sorted(result.outcomes, key=lambda outcome: not outcome.missed)[:ROWS]
        ],
        "sections": {place.name: _sections(result, place) for place in Place},
        "figures": figures.figures(result),
        "server": figures.server_figures(result),
        "first_server": FIRST_SERVER,
        "stretches": _stretch_rows(result),
        "diagnosis": result.diagnosis,
        "series": _series_rows(result),
        "server_log": [
            (shape.shape, f"{shape.count:,}", charts.clock(round(shape.first)), charts.clock(round(shape.last)))
            for shape in result.server_log[:ROWS]
        ],
        "findings": result.read.findings,
        "counts": _count_rows(result, summary) if summary else [],
        "times": time_rows(summary) if summary else [],
        "notes": [*([f"Load: {load_applied(summary)}"] if summary else []), *notices(result)][:ROWS],
        "settings": result.settings[:ROWS],
        "environment": list(result.environment.items())[:ROWS],
        "version": __version__,
    }


def _sections(result: Result, place: Place) -> list[dict[str, Any]]:
    """Return each section at a place, with its plot, its steps and its tables' rows that are shown."""
    return [
        {
            "section": section,
            "figure": _FIGURES[section.name](result) if section.name in _FIGURES else None,
            "flows": [(name, _steps(flow)) for name, flow in section.flows],
            "tables": [_bounded(table) for table in section.tables],
        }
        for section in sections(result, place)
    ]


def _bounded(table: Table) -> tuple[Table, list[list[tuple[str, str]]], str]:
    """Return a table, the cells that are shown with the kind of each, and what tells how many rows are not."""
    rows = [[(cell, table.kind(column).value) for column, cell in enumerate(row)] for row in table.rows[:ROWS]]
    hidden = len(table.rows) - ROWS
    return table, rows, f"… and {hidden:,} {table.more}" if hidden > 0 else ""


def _tiles(summary: Summary) -> list[tuple[str, str, str]]:
    total, times = summary.total, summary.total.response_times
    share = total.share(total.successful)
    offered = f"of {format_rate(summary.offered_rate)} offered" if summary.offered_rate is not None else "closed model"
    ended = summary.completed + summary.broken
    talks = ("Conversations", format_percent(summary.completed / ended) if ended else "no data")
    return [
        ("Successful", "no data" if share is None else count_text(0, share).partition("(")[2].rstrip(")"), "of judged"),
        (
            "Messages",
            f"{total.judged:,}",
            f"{total.failed:,} failed, {total.count(Reason.RATE_LIMITED):,} rate limited",
        ),
        ("P95", duration_text(times.percentile(95)), f"P50 {duration_text(times.percentile(50))}"),
        ("Average", duration_text(times.average, at_least=times.at_least), f"max {duration_text(times.max)}"),
        (
            "Conversations begun" if summary.talked else "Rate",
            "no data" if summary.achieved_rate is None else format_rate(summary.achieved_rate),
            offered,
        ),
        *([(*talks, f"{summary.completed:,} completed, {summary.broken:,} broken")] if summary.talked else []),
    ]


def _series_rows(result: Result) -> list[tuple[str, ...]]:
    return [
        (one.name, one.unit, *(f"{one.stat(name):,.6g}" for name in ("min", "avg", "max", "last")))
        for one in result.series
        if one.points
    ]


def _stretch_rows(result: Result) -> list[tuple[str, ...]]:
    stretches = result.read.timeline(figures.BARS)
    return [
        (
            charts.clock(stretch.start),
            format_rate(stretch.due / stretch.width),
            format_rate(stretch.sent / stretch.width),
            f"{stretch.in_flight:,}",
            f"{stretch.successful:,}",
            f"{stretch.reasons.get(Reason.RATE_LIMITED, 0):,}",
            f"{stretch.judged - stretch.successful:,}",
            *(duration_text(stretch.percentile(percent)) for percent in HEADLINE),
        )
        for stretch in stretches
    ]


def _count_rows(result: Result, summary: Summary) -> list[tuple[str, ...]]:
    rows = {"all": summary.total, **{label_of(name): part for name, part in conversations.parts(result).items()}}
    return [
        (
            name,
            f"{part.judged:,}",
            count_text(part.successful, part.share(part.successful)),
            count_text(part.failed, part.share(part.failed)),
            f"{part.count(Reason.RATE_LIMITED):,}",
            duration_text(part.response_times.percentile(50)),
            duration_text(part.response_times.percentile(95)),
            duration_text(part.response_times.percentile(99)),
        )
        for name, part in rows.items()
    ]
