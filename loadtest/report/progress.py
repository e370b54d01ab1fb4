"""The live view of a running load, for a terminal; everywhere else `console.progress_line` says how far it is.

`state` takes numbers from a snapshot; `View` draws them with rich, which is imported only when there is a terminal.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from loadtest.assess.summary import duration_text, total_of
from loadtest.report.safe import line
from loadtest.verdict.judge import UNJUDGED, Reason
from loadtest.words.units import format_duration, format_rate

if TYPE_CHECKING:
    from types import TracebackType

    from loadtest.measure.snapshot import Snapshot
    from loadtest.message.plan import Plan

EVERY = 0.5
"""Seconds from one picture to the next; one costs about a millisecond of the load's own time."""
_BAR, _SHORTEST_BAR = 30, 5
_AROUND = 18
"""Columns of the panel's frame, of the names, and of the space between."""
_NEWEST = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a load is. Seconds, messages per second, counts; `newest` is the last kind of failure in words."""

    elapsed: float
    planned: float
    offered: float | None
    achieved: float | None
    in_flight: int
    accepted: int
    rate_limited: int
    failed: int
    p50: float | None
    p95: float | None
    newest: str

    @property
    def share(self) -> float:
        """How much of the planned time has passed."""
        return min(self.elapsed / self.planned, 1.0) if self.planned else 1.0


def state(snapshot: Snapshot, plan: Plan, *, now: float, sent: int, in_flight: int) -> Progress:
    """Return how far the load is, `now` seconds after its start; it costs the same however long that is."""
    planned = plan.pacing.duration
    total = total_of(snapshot)
    times = total.response_times
    failures = {
        reason: span.last
        for reason, span in snapshot.spans.items()
        if reason is not Reason.ACCEPTED and reason not in UNJUDGED
    }
    newest = ""
    if failures:
        reason = max(failures, key=lambda reason: failures[reason])
        sample = snapshot.samples.get(reason)
        said = f": {sample.detail}" if sample and sample.detail else ""
        newest = line(f"{reason.value} at {failures[reason]:.1f}s{said}", _NEWEST)
    return Progress(
        elapsed=now,
        planned=planned,
        offered=None if plan.planned is None else plan.planned / planned,
        # Batches leave at the start of a second: until it has passed they would look like a far higher rate.
        achieved=sent / min(math.ceil(now), max(planned, 1)) if now > 0 else None,
        in_flight=in_flight,
        accepted=total.successful,
        rate_limited=total.count(Reason.RATE_LIMITED),
        failed=total.failed,
        p50=times.percentile(50),
        p95=times.percentile(95),
        newest=newest,
    )


def rows(state: Progress, *, width: int, ascii_only: bool) -> list[tuple[str, str]]:
    """Return what the view shows, a name and its text; a text that `width` columns cannot hold loses its last parts."""
    left = max(state.planned - state.elapsed, 0)
    end = f"{format_duration(round(left))} left" if left else "waiting for the last replies"
    achieved = "-" if state.achieved is None else format_rate(state.achieved)
    offered = [] if state.offered is None else [f" of {format_rate(state.offered)} offered"]
    time = _fitting((f"{state.elapsed:.0f}s of {format_duration(state.planned)}", f", {end}"), width)
    return [
        ("Time", _bar(state.share, width - len(time) - 1, ascii_only=ascii_only) + time),
        ("Rate", _fitting((achieved, *offered, f", {state.in_flight:,} in flight"), width)),
        (
            "Messages",
            _fitting(
                (
                    f"{state.accepted:,} accepted, {state.failed:,} failed",
                    f", {state.rate_limited:,} of them rate limited",
                ),
                width,
            ),
        ),
        ("Latency", _fitting((f"P95 {duration_text(state.p95)}", f", P50 {duration_text(state.p50)}"), width)),
        ("Newest error", state.newest or "none"),
    ]


def _fitting(parts: tuple[str, ...], width: int) -> str:
    """Return the parts, the most important first, without those last ones for which there is no room."""
    text, *more = parts
    for part in more:
        if len(text) + len(part) > width:
            break
        text += part
    return text


def _bar(share: float, width: int, *, ascii_only: bool) -> str:
    width = min(width, _BAR)
    if width < _SHORTEST_BAR:
        return ""
    full, empty = ("#", "-") if ascii_only else ("━", "╌")
    done = round(share * width)
    return f"{full * done}{empty * (width - done)} "


class View:
    """A panel that redraws itself in place and is gone when the load has ended; the report follows it."""

    def __init__(self, console: Any = None) -> None:  # noqa: ANN401  rich's, which only a terminal imports
        from rich.console import Console  # noqa: PLC0415
        from rich.live import Live  # noqa: PLC0415

        self._console = console or Console(highlight=False)
        self._live = Live(console=self._console, auto_refresh=False, transient=True)

    def __enter__(self) -> Self:
        self._live.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._live.stop()

    def show(self, state: Progress) -> None:
        """Draw `state`."""
        from rich import box  # noqa: PLC0415
        from rich.panel import Panel  # noqa: PLC0415
        from rich.table import Table  # noqa: PLC0415
        from rich.text import Text  # noqa: PLC0415

        ascii_only = self._console.options.ascii_only
        grid = Table.grid(padding=(0, 2))
        for name, text in rows(state, width=self._console.width - _AROUND, ascii_only=ascii_only):
            troubled = (name == "Newest error" and state.newest) or (name == "Messages" and state.failed)
            # Text, not markup: what a server said never styles the terminal.
            grid.add_row(
                Text(name, style="dim"), Text(text, style="red" if troubled else "", overflow="ellipsis", no_wrap=True)
            )
        shape = box.ASCII if ascii_only else box.ROUNDED
        self._live.update(Panel(grid, title="Load test", title_align="left", box=shape, expand=False), refresh=True)
