"""The hidden verb of a load's own processes; nothing that only a verdict or a report needs is imported here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loadtest.cli import streams
from loadtest.run.worker import work

if TYPE_CHECKING:
    from loadtest.cli.verbs import Call


def worker(call: Call) -> int:
    """Do the part of a load that comes in through the standard input."""
    return work(call.interrupts, streams.hide)
