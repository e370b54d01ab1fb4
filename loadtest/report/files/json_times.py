"""Times and answers as results.json has them: in milliseconds, and `lost` where a percentile falls among those."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from loadtest.assess.summary import LOST

if TYPE_CHECKING:
    from loadtest.assess.summary import Durations, Part
    from loadtest.measure.histogram import Histogram

PERCENTILES = (50, 90, 95, 99, 99.9)
LOST_TEXT = "lost"


def answers(part: Part) -> dict[str, Any]:
    """Return what came of the accepted messages, under its name; nothing where nobody watched."""
    found, times = part.answering, part.reply_times
    if found is None or times is None:
        return {}
    told = durations(times)
    del told["timeouts"]  # that is what nobody answered
    counts = {"answered": found.answered.count, "unanswered": found.unanswered.count, "answered_twice": found.twice}
    return {"answers": counts | {"reply_time_ms": told}}


def durations(times: Durations) -> dict[str, Any]:
    """Return the figures of response times."""
    return {
        "count": times.count,
        "timeouts": times.lost.count,
        "average": ms(times.average),
        "average_is_at_least": times.at_least,
        "min": ms(times.min),
        **{f"p{percent:g}": ms(times.percentile(percent)) for percent in PERCENTILES},
        "max": ms(times.max),
    }


def histogram(times: Histogram) -> dict[str, Any]:
    """Return the figures of other durations."""
    return {
        "count": times.count,
        "average": ms(times.mean),
        "min": ms(times.min),
        **{f"p{percent:g}": ms(times.percentile(percent)) for percent in PERCENTILES},
        "max": ms(times.max),
    }


def ms(seconds: float | None) -> float | str | None:
    """Return milliseconds to the microsecond."""
    if seconds is None:
        return None
    return LOST_TEXT if seconds == LOST else round(seconds * 1000, 3)
