"""How the shards of a merged run ended and did, for every report that has tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loadtest.assess.shards import State
from loadtest.report.safe import line
from loadtest.report.sections.section import Section, Table
from loadtest.words.units import format_duration, format_ms

if TYPE_CHECKING:
    from loadtest.assess.result import Result
    from loadtest.assess.shards import ShardEnd

HEADER = ("Shard", "State", "Ready", "Messages", "Lag P95", "Longest stall", "CPU", "Machine")


def section(result: Result) -> Section | None:
    """Return a row for each shard, those that are not complete first, then those that lagged most."""
    ends = result.shards
    if not ends:
        return None
    worst = sorted(ends, key=lambda end: (end.state is State.COMPLETE, -(end.lag or 0.0), end.shard.index))
    table = Table(caption="How each shard ended", header=HEADER, rows=tuple(map(_row, worst)))
    return Section(name="shards", title="Shards", tables=(table,))


def _row(end: ShardEnd) -> tuple[str, ...]:
    return (
        end.shard.text,
        end.state.value,
        "" if end.ready is None else _ready(end.ready),
        f"{end.sent:,}",
        "" if end.lag is None else format_ms(end.lag),
        "" if end.stall is None else format_ms(end.stall),
        "" if end.cpu is None else f"{end.cpu:.0%}",
        line(str(end.environment.get("cpu", "")), 60),
    )


def _ready(seconds: float) -> str:
    return f"{format_duration(round(abs(seconds), 1))} {'before' if seconds >= 0 else 'late'}"
