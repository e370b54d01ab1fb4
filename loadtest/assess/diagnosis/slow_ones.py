"""Rules that compare how long messages took: which ones are slow while all others are quick.

A kind or a number is named only when hardly one of its messages was as quick as the others, and hardly one of the
others as slow: a server that is short of something makes all of them wait.
"""

from __future__ import annotations

import math
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from loadtest.assess.diagnosis.causes import Cause, Weight
from loadtest.assess.diagnosis.facts import NOTABLE, Diagnosis
from loadtest.measure.histogram import Histogram
from loadtest.message.kinds import KINDS, label_of
from loadtest.verdict.judge import RESPONSE_TIMES, Reason
from loadtest.words.units import format_ms, plural

if TYPE_CHECKING:
    from loadtest.assess.diagnosis.facts import Facts

_LEAST = 10
"""Messages of a kind, and of all others, that tell something."""
_EACH, _NUMBERS = 3, 3
"""Messages of a number, and numbers, that tell something."""
_TIMES = 2
_OTHERS = 0.95
_CHANCE = math.log(1e-4)
_SHOWN = 3


def slow_kind(facts: Facts) -> Diagnosis | None:
    """Look for a kind of message that is slow while the others are quick."""
    kinds: dict[str, Histogram] = {}
    for (kind, reason), tally in facts.snapshot.tallies.items():
        if reason in RESPONSE_TIMES:
            kinds.setdefault(kind, Histogram()).merge(tally.latency)
    if not facts.slow_target or len(kinds) < 2:  # noqa: PLR2004  one alone is beside nothing
        return None
    for kind, times in sorted(kinds.items()):
        others = Histogram()
        for name, more in kinds.items():
            if name != kind:
                others.merge(more)
        least, most = times.percentile(10) or 0.0, others.percentile(90) or 0.0
        if min(times.count, others.count) >= _LEAST and _apart(least, most):
            label = label_of(kind)
            return Diagnosis(
                cause=Cause.SLOW_ONES,
                weight=Weight.WHICH_ARE_SLOW,
                likely=f"Only messages of the kind {label} are slow",
                evidence=f"nine in ten of {times.count:,} {label} took {format_ms(least)} or longer, nine in ten of "
                f"{plural(others.count, 'other')} {format_ms(most)} or less",
                remedy="look at what the server does for this kind alone before it replies"
                + (f": {KINDS[kind].takes}" if kind in KINDS else ""),
            )
    return None


def slow_numbers(facts: Facts) -> Diagnosis | None:
    """Look for phone numbers of which every message is slow, while those of the others are quick."""
    times = {
        number: sorted(one.ms / 1000 for one in got.values() if one.key is not None and one.key[0] is Reason.ACCEPTED)
        for number, got in facts.snapshot.replies.followed.items()
    }
    ranked = sorted((one for one in times.items() if len(one[1]) >= _EACH), key=lambda one: median(one[1]))
    if not facts.slow_target or len(ranked) < _NUMBERS:
        return None
    steps = [(median(late[1]) - median(early[1]), place) for place, (early, late) in enumerate(pairwise(ranked), 1)]
    _, place = max(steps)
    quick, slow = ranked[:place], ranked[place:]
    rest = sorted(value for _, values in quick for value in values)
    most, least = rest[int(_OTHERS * (len(rest) - 1))], min(values[0] for _, values in slow)
    count = sum(len(values) for _, values in slow)
    chance = count * math.log(count / (count + len(rest))) + math.log(math.comb(len(ranked), len(slow)))
    if len(slow) > len(quick) or not _apart(least, most) or chance > _CHANCE:
        return None
    who = ", ".join(number for number, _ in slow[:_SHOWN]) + (" …" if len(slow) > _SHOWN else "")
    return Diagnosis(
        cause=Cause.SLOW_ONES,
        weight=Weight.WHICH_ARE_SLOW,
        likely=f"Only messages from {len(slow)} of {plural(len(ranked), 'number')} are slow",
        evidence=f"{plural(count, 'message')} from {who} took {format_ms(least)} or longer, nineteen in twenty of "
        f"{plural(len(rest), 'other')} {format_ms(most)} or less",
        remedy="look at what the server keeps of these numbers and reads for each message: a long conversation, many "
        "records, a query without an index",
    )


def _apart(least: float, most: float) -> bool:
    return least >= _TIMES * most and least - most >= NOTABLE
