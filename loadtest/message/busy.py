"""How many numbers conversations need: a number has one of them at a time."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from loadtest.words.units import format_duration, format_rate, plural

if TYPE_CHECKING:
    from loadtest.message.plan import Plan

_REPLY = 1.0
"""Seconds that a reply is thought to take, as long as none was seen."""


def busy_numbers(plan: Plan) -> tuple[str, ...]:
    """Return a sentence when numbers will be needed again while they are still in a conversation; else nothing."""
    if not plan.conversations or not plan.planned:
        return ()
    rate, size = plan.planned / plan.pacing.duration, plan.pool.size
    longest = max(script.longest_wait + _REPLY * len(script.steps) for script in plan.conversations)
    again = size / rate
    if again >= longest or plan.planned <= size:
        return ()
    needed = min(plan.planned, math.ceil(rate * longest) + 1)
    again_text, longest_text = (format_duration(round(seconds, 1)) for seconds in (again, longest))
    sentence = (
        f"phone-numbers: with {plural(size, 'number')} at {format_rate(rate)} a number is needed again after "
        f"{again_text}, and a conversation takes about {longest_text} (its waits, and {_REPLY:g}s for each reply); "
        f"while a number is busy its next one does not begin; {needed:,} numbers would do"
    )
    return (sentence,)
