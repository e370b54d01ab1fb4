"""WHEN is a message due?

Pure values, no clock inside. In the open model the due time of message *i* is arithmetic, whatever the replies do:
batches, or a rate that may change in stages, evenly spaced or as a Poisson process. In the closed model a batch is due
when the one before it has been answered, so only the driver can know; the value holds the rule.

Floor 1: may import floor 0.
Never asks what time it is.
"""

from __future__ import annotations

from typing import Any

from loadtest.pacing.arrivals import MOST_SHARDS, WHOLE, Arrival, Shard
from loadtest.pacing.batches import ClosedBatches, OpenBatches
from loadtest.pacing.spacings import EVEN, SPACINGS, Spacing
from loadtest.pacing.stages import Stage, Stages, parse_stage

__all__ = [
    "EVEN",
    "MOST_SHARDS",
    "SPACINGS",
    "WHOLE",
    "Arrival",
    "ClosedBatches",
    "OpenBatches",
    "OpenPacing",
    "Pacing",
    "Shard",
    "Spacing",
    "Stage",
    "Stages",
    "pacing_from_wire",
    "parse_stage",
]

OpenPacing = OpenBatches | Stages
Pacing = OpenPacing | ClosedBatches


def pacing_from_wire(wire: dict[str, Any]) -> Pacing:
    """Return the pacing that `to_wire` described."""
    if "stages" in wire:
        return Stages.from_wire(wire)
    fields = {name: value for name, value in wire.items() if name != "model"}
    return OpenBatches(**fields) if wire["model"] == "open" else ClosedBatches(**fields)
