"""Whether a load is long enough to say everything that it may."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from loadtest.message.plan import CONTENTS_NAMED
from loadtest.words.units import plural

if TYPE_CHECKING:
    from loadtest.message.plan import Plan

_MOST = 20_000
"""Messages that are looked at."""


def unsaid(plan: Plan) -> tuple[str, ...]:
    """Return a sentence when the load ends before each of its texts and media was sent once; else nothing."""
    total = sum(min(contents, CONTENTS_NAMED + 1) for *_, contents in plan.drawing)
    if plan.conversations or plan.planned is None or plan.planned >= _MOST:
        return ()
    said: set[str] = set()
    sent = 0
    for seq in count():
        said.add(plan.content(seq))
        sent = len(said) if seq < plan.planned else sent
        if len(said) == total or seq == _MOST:
            break
    if sent == total:
        return ()
    enough = f"; {seq + 1:,} messages would send all" if len(said) == total else ""
    return (f"{plural(plan.planned, 'message')} send {sent} of {total} different texts and media{enough}",)
