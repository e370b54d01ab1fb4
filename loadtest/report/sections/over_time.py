"""The timeline of the job summary: rows of Unicode bars that render everywhere, and a mermaid chart where that renders.

Both hold numbers and words of ours only, so nothing in them needs to be made safe.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from loadtest.assess.summary import LOST, duration_text
from loadtest.verdict.judge import Reason
from loadtest.words.units import format_duration, format_rate

if TYPE_CHECKING:
    from loadtest.assess.reading.timeline import Stretch
    from loadtest.assess.result import Result

BARS = 60
BLOCKS = "▁▂▃▄▅▆▇█"
POINTS = 30


def timeline_table(result: Result) -> str:
    """Return the run over time as rows of bars, each with its lowest and highest value; empty without a load."""
    stretches = result.read.timeline(BARS)
    if not stretches:
        return ""
    p95 = [stretch.percentile(95) for stretch in stretches]
    answered = [value for value in p95 if value is not None]
    rates = [stretch.sent / stretch.width for stretch in stretches]
    rows = (
        [("P95 response time", bars(p95), duration_text(min(answered)), duration_text(max(answered)))]
        if answered
        else []
    )
    rows += [("Sent per second", bars([*rates]), format_rate(min(rates)), format_rate(max(rates)))]
    for name, values in (
        ("In flight", [stretch.in_flight for stretch in stretches]),
        ("Accepted", [stretch.successful for stretch in stretches]),
        ("Rate limited", [stretch.reasons.get(Reason.RATE_LIMITED, 0) for stretch in stretches]),
        ("Otherwise failed", [_otherwise(stretch) for stretch in stretches]),
    ):
        if any(values):
            rows.append((name, bars([*values]), f"{min(values):,}", f"{max(values):,}"))
    head = f"### Timeline\n\nEach bar is {format_duration(stretches[0].width)}.\n\n"
    table = "\n".join(f"| {name} | <code>{drawn}</code> | {low} | {high} |" for name, drawn, low, high in rows)
    return f"{head}|  | From the first to the last second | Lowest | Highest |\n| --- | --- | --- | --- |\n{table}"


def mermaid(result: Result) -> str:
    """Return the P95 over time as a folded chart: GitHub draws it, others show its text; empty without two points."""
    stretches = result.read.timeline(POINTS)
    known = [
        (stretch, value) for stretch in stretches if (value := stretch.percentile(95)) is not None and value != LOST
    ]
    if len(known) < 2:  # noqa: PLR2004  a line needs two
        return ""
    top = max(value for _, value in known)
    names = ", ".join(f'"{stretch.start}"' for stretch, _ in known)
    values = ", ".join(f"{value * 1000:.1f}" for _, value in known)
    chart = "\n".join(
        (
            "xychart-beta",
            '    title "P95 response time"',
            f'    x-axis "seconds from the start" [{names}]',
            f'    y-axis "milliseconds" 0 --> {top * 1100:.1f}',
            f"    line [{values}]",
        )
    )
    gaps = len(stretches) - len(known)
    left = f"\n\nLeft out: {gaps} of {len(stretches)} points, which have no data or are lost." if gaps else ""
    return f"<details><summary>Chart</summary>\n\n```mermaid\n{chart}\n```{left}\n\n</details>"


def _otherwise(stretch: Stretch) -> int:
    return stretch.judged - stretch.successful - stretch.reasons.get(Reason.RATE_LIMITED, 0)


def bars(values: list[float | None]) -> str:
    """Return one bar a value, the highest at full height; a dot for None, a cross for `LOST`."""
    top = max((value for value in values if value is not None and value != LOST), default=0)
    shown = []
    for value in values:
        if value is None:
            shown.append("·")
        elif value == LOST:
            shown.append("×")  # noqa: RUF001  the sign that stands out in a row of bars
        else:
            # An altered file may say that more was answered than sent.
            height = int(max(value, 0) / top * len(BLOCKS)) if top > 0 else 0
            shown.append(BLOCKS[min(height, len(BLOCKS) - 1)])
    return "".join(shown)
