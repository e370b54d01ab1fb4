"""Whether a server's work keeps up with a load: where it does not, each message waits longer than the one before.

At `rate` messages a second the wait grows by `rate / capacity - 1` seconds a second, however short the load and however
patient its targets; a backlog that is worked off after the load would pass for capacity without it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from loadtest.measure.answers import AnswerSecond

_FEWEST = 5
"""Seconds with answers, from which a trend can be told from chance."""
_GROWTH = 0.02
"""Seconds of reply time a second, from which a backlog grows: less is within what a search can tell."""
_SURE = 3.0
"""Standard errors that the trend must be above nothing."""


def growth(seconds: Mapping[int, AnswerSecond]) -> float | None:
    """Return by how many seconds a second the reply times grew, where that is sure; None where they did not."""
    points = [(at, average) for at, one in seconds.items() if (average := one.reply_time.mean) is not None]
    count = len(points)
    if count < _FEWEST:
        return None
    middle, mean = sum(at for at, _ in points) / count, sum(time for _, time in points) / count
    wide = sum((at - middle) ** 2 for at, _ in points)
    slope = sum((at - middle) * (time - mean) for at, time in points) / wide
    rest = sum((time - mean - slope * (at - middle)) ** 2 for at, time in points)
    error = (rest / (count - 2) / wide) ** 0.5
    return slope if slope >= _GROWTH and slope > _SURE * error else None
