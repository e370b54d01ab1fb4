"""How sure a figure of one server is: of an average, a percentile, a share."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from loadtest.assess.intervals.blocks import FEWEST_BLOCKS
from loadtest.assess.intervals.chance import Interval, enough, error_of, falls_to, student, whole_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loadtest.assess.intervals.blocks import Block


def average(blocks: Sequence[Block], confidence: float) -> Interval | None:
    """Return the interval of the mean response time in seconds; None where nothing can be said."""
    count = sum(block.times.count for block in blocks)
    if not enough(blocks) or not count:
        return None
    mean = sum(block.times.total for block in blocks) / count
    error = error_of([block.times.total - mean * block.times.count for block in blocks]) / count
    half = student(confidence, len(blocks) - 1) * error
    return Interval(low=max(mean - half, 0.0), high=mean + half, confidence=confidence)


def percentile(blocks: Sequence[Block], percent: float, confidence: float) -> Interval | None:
    """Return the interval of a percentile in seconds; `high` is infinite where the largest value may be too small."""
    count = sum(block.times.count for block in blocks)
    if not enough(blocks) or not count:
        return None
    wanted = 1 - percent / 100
    whole = whole_of(blocks)
    value = falls_to(lambda at: whole.above(at) / count, wanted)
    spread = error_of([block.times.above(value) - wanted * block.times.count for block in blocks]) / count
    # Blocks that agree by chance must not make few messages look sure: independent ones would differ by this.
    least = math.sqrt(wanted * (1 - wanted) / count)
    half = student(confidence, len(blocks) - 1) * max(spread, least)
    edges = [wanted + half, wanted - half]
    low, high = (
        0.0 if edge >= 1 else math.inf if edge < 1 / count else falls_to(lambda at: whole.above(at) / count, edge)
        for edge in edges
    )
    return Interval(low=low, high=high, confidence=confidence)


def share(counts: Sequence[int], judged: Sequence[int], confidence: float) -> Interval | None:
    """Return the interval of a share (Wilson's), as wide as the spread of the blocks asks for."""
    total, hits = sum(judged), sum(counts)
    if not total:
        return None
    portion = hits / total
    independent = portion * (1 - portion) / total
    inflation = 1.0
    if len(judged) >= FEWEST_BLOCKS and independent:
        spread = error_of([one - portion * of for one, of in zip(counts, judged, strict=True)]) / total
        inflation = max(1.0, spread * spread / independent)
    size = total / inflation
    z = student(confidence, max(len(judged) - 1, FEWEST_BLOCKS))
    middle = (portion + z * z / (2 * size)) / (1 + z * z / size)
    half = z / (1 + z * z / size) * math.sqrt(portion * (1 - portion) / size + z * z / (4 * size * size))
    # At the ends Wilson's bound is the share itself, which arithmetic would miss by a last digit.
    return Interval(
        low=max(middle - half, 0.0) if hits else 0.0,
        high=min(middle + half, 1.0) if hits < total else 1.0,
        confidence=confidence,
    )
