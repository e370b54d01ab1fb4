"""A target as a value: a metric, a comparison and a limit, and how they are said."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from loadtest.assess.answering import COUNTED, REPLY
from loadtest.assess.summary import LOST
from loadtest.message.kinds import label_of
from loadtest.verdict.judge import Reason
from loadtest.words.units import format_duration, format_ms, format_percent, format_rate

if TYPE_CHECKING:
    from collections.abc import Callable

    from loadtest.assess.summary import Part

DEFAULT_TARGETS = ("average < 5s", "success > 95%", "p95 < 10s")

PERCENTILE = re.compile(r"p(\d{1,2}(?:\.\d+)?)", re.ASCII)
OPERATORS: dict[str, Callable[[float, float], bool]] = {
    "<": lambda observed, limit: observed < limit,
    "<=": lambda observed, limit: observed <= limit,
    ">": lambda observed, limit: observed > limit,
    ">=": lambda observed, limit: observed >= limit,
}
WORDS = {"<": "under", "<=": "at most", ">": "above", ">=": "at least"}

TIMES = {"average": "average response time", "min": "minimum response time", "max": "maximum response time"}
COUNTS: dict[str, tuple[str, Callable[[Part], int]]] = {
    "success": ("success rate", lambda part: part.successful),
    "failed": ("failed share", lambda part: part.failed),
    "rate_limited": ("rate limited share", lambda part: part.count(Reason.RATE_LIMITED)),
    "refused": ("refused share", lambda part: part.count(Reason.REFUSED)),
    "unexpected": ("unexpected replies share", lambda part: part.count(Reason.UNEXPECTED)),
    "timeouts": ("timed-out share", lambda part: part.count(Reason.TIMEOUT)),
}
CAPACITY = "capacity"
RECOVERS = "recovers"
COMPLETED = "conversations_completed"
WHOLE_RUN = {
    "dropped": "dropped share",
    "achieved_rate": "achieved rate",
    COMPLETED: "completed conversations share",
    CAPACITY: CAPACITY,
    RECOVERS: "time to recover",
}
RATES = {"achieved_rate", CAPACITY}
MONITOR = "monitor."
_STAT_WORDS = {"min": "lowest", "max": "highest", "avg": "average", "last": "last"}
METRICS = (*TIMES, "p50", "p95", "p99", "p99.9", *COUNTS, *COUNTED, f"{REPLY}average", f"{REPLY}p95", *WHOLE_RUN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Seconds on end of the load: every such window must meet a limit, or, `lasting`, none may break it all along."""

    seconds: int
    lasting: bool = False

    @property
    def text(self) -> str:
        """The window in words."""
        return f"{'for' if self.lasting else 'over any'} {format_duration(self.seconds)}"


class Unit(Enum):
    """What a limit is measured in."""

    SECONDS = "seconds"
    SHARE = "share"
    COUNT = "count"
    RATE = "rate"
    NUMBER = "number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A limit that the user set. `limit` is in seconds, a share from 0 to 1, a count, or messages per second.

    With an `offset` (a share) it is relative to a baseline, and `limit` holds only once it is evaluated.
    With a `stat`, `metric` is the name of a monitor's series (without `monitor.`), and a limit may be any number.
    With a `window` it is about the seconds of the load, not about all of it.
    """

    scenario: str = ""
    metric: str
    stat: str = ""
    op: str
    limit: float
    unit: Unit
    source: str
    offset: float | None = None
    window: Window | None = None

    @property
    def held(self) -> Target:
        """What is held against the observed value: of a limit that may be broken for a while, that while."""
        if self.window is None or not self.window.lasting:
            return self
        return replace(self, metric=RECOVERS, window=None, op="<", limit=float(self.window.seconds), unit=Unit.SECONDS)

    @property
    def in_summary(self) -> bool:
        """Whether the numbers of the load tell it, and neither a monitor's series nor its single seconds."""
        return not self.stat and self.window is None and self.metric != RECOVERS

    @property
    def whole_load(self) -> bool:
        """Whether the numbers of all its messages tell it, without a baseline."""
        return self.in_summary and not self.scenario and self.offset is None

    @property
    def name(self) -> str:
        """What is measured, in words; holds no number that a run or a limit could change."""
        if self.stat:
            return f"{_STAT_WORDS[self.stat].capitalize()} {self.metric}"
        statistic = self.metric.removeprefix(REPLY)
        if PERCENTILE.fullmatch(statistic):
            words = f"{statistic.upper()} response time"
        elif statistic in TIMES:
            words = TIMES[statistic]
        else:
            words = COUNTS[self.metric][0] if self.metric in COUNTS else (COUNTED | WHOLE_RUN)[self.metric]
            if self.unit is Unit.COUNT:
                words = words.replace(" rate", " count").replace(" share", " count")
        if statistic != self.metric:
            words = words.replace("response", "reply")
        words = f"{words} {self.window.text}" if self.window else words
        return f"{label_of(self.scenario)} {words}" if self.scenario else words[0].upper() + words[1:]

    @property
    def limit_text(self) -> str:
        """The limit in words: `5 seconds`, `95%`, `120/s`, `baseline + 20%`."""
        if self.offset is not None:
            points = " points" if self.unit is Unit.SHARE else "%"
            return "baseline" + (
                f" {'+' if self.offset > 0 else '-'} {abs(self.offset) * 100:.10g}{points}" if self.offset else ""
            )
        if self.unit is Unit.SECONDS:
            if self.limit >= 1 and self.limit == int(self.limit):
                return f"{int(self.limit):,} second{'' if self.limit == 1 else 's'}"
            return format_duration(self.limit)
        if self.unit is Unit.SHARE:
            return f"{self.limit * 100:.10g}%"
        return f"{self.limit:,.10g}/s" if self.unit is Unit.RATE else f"{self.limit:,.10g}"

    @property
    def aim(self) -> str:
        """What is aimed at, in words: `under 5 seconds`."""
        return f"{WORDS[self.op]} {self.limit_text}"

    def format(self, observed: float) -> str:
        """Return an observed value in this target's unit, with the digits that tell it from the limit."""
        if observed == LOST:
            return self._lost
        if self.metric == RECOVERS:
            return format_duration(observed)
        text, precise = self._shown(observed)
        return precise if precise and observed != self.limit and text == self._shown(self.limit)[0] else text

    @property
    def _lost(self) -> str:
        if self.metric == RECOVERS:
            return "longer than the load went on"
        return "lost (the messages " + ("were not answered)" if self.metric.startswith(REPLY) else "timed out)")

    def _shown(self, observed: float) -> tuple[str, str]:
        """Return a value in this target's unit, and with more digits, where more are known."""
        if self.unit is Unit.SECONDS:
            return format_ms(observed), f"{observed * 1000:,.3f}ms"
        if self.unit is Unit.SHARE:
            return format_percent(observed), f"{observed * 100:.6g}%"
        if self.unit is Unit.NUMBER:
            return f"{observed:,.6g}", ""
        return (format_rate(observed) if self.unit is Unit.RATE else f"{observed:,.0f}"), ""
