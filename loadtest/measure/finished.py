"""Work that the server says it has finished: the growth of a counter, or message ids in its log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from loadtest.verdict.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

LOG = "log:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """What tells it: a monitor's `series`, or a `pattern` of log lines whose first group is the message's id."""

    series: str = ""
    pattern: Pattern | None = None

    @property
    def text(self) -> str:
        """What tells it, in words."""
        return self.series or "the server's log"


def parse_finished(text: str) -> Finished:
    """Read `monitor.series` or `log:REGEX`; raise `ValueError` with a sentence that names the remedy."""
    text = text.strip()
    if not text.startswith(LOG):
        series = text.removeprefix("monitor.")
        if "." not in series.strip(".") or " " in series:
            raise ValueError(
                f"{text!r} is no series; write a monitor and its counter, like queue.processed, or log:REGEX"
            )
        return Finished(series=series)
    pattern = Pattern(text.removeprefix(LOG).strip())
    if not pattern.groups:
        raise ValueError(
            f"{text!r} captures no message's id; put the id's part in parentheses, like log:done (SM[0-9a-f]+)"
        )
    return Finished(pattern=pattern)


def growth(values: Sequence[float]) -> int:
    """Return by how much a counter grew; one that falls was set back, and counts on from there."""
    total, before = 0.0, None
    for value in values:
        if before is not None:
            total += value - before if value >= before else value
        before = value
    return round(total)
