"""How sure a figure is: confidence intervals for averages, percentiles and shares, alone and between two servers.

Neighbours in time are not independent: one slow second slows many messages. So a run is cut into blocks of time, what
is estimated is written as a sum over blocks, and the blocks' spread gives the interval, with Student's t for their
number (batch means; Schmeiser 1982, "Batch size effects in the analysis of simulation output"). A ratio's interval
holds every ratio that the blocks do not refute (Fieller 1954): for percentiles, how many messages of each server lie
above the value that divides both when one is stretched by that ratio. No density is estimated, no shape is assumed.
"""

from __future__ import annotations

from loadtest.assess.intervals.alone import average, percentile, share
from loadtest.assess.intervals.blocks import (
    FEWEST_BLOCKS,
    MOST_BLOCKS,
    SHARES,
    Block,
    Curve,
    block_of,
    blocks_of,
    counted,
    edges_of,
    edges_of_pairs,
    stretches_of,
)
from loadtest.assess.intervals.chance import Interval, student
from loadtest.assess.intervals.ratios import (
    Ratio,
    average_ratio,
    change_text,
    ends_text,
    percentile_ratio,
    share_difference,
)

__all__ = [
    "FEWEST_BLOCKS",
    "MOST_BLOCKS",
    "SHARES",
    "Block",
    "Curve",
    "Interval",
    "Ratio",
    "average",
    "average_ratio",
    "block_of",
    "blocks_of",
    "change_text",
    "counted",
    "edges_of",
    "edges_of_pairs",
    "ends_text",
    "percentile",
    "percentile_ratio",
    "share",
    "share_difference",
    "stretches_of",
    "student",
]
