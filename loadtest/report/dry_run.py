"""What a run would do, for `--dry-run`: every setting and its source, the load, the forecast, the targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loadtest.message.busy import busy_numbers
from loadtest.message.coverage import unsaid
from loadtest.pacing import ClosedBatches, Stages
from loadtest.report.safe import line, without_userinfo
from loadtest.words.units import format_duration, format_rate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loadtest.assess.result import Setting
    from loadtest.assess.target import Target
    from loadtest.message.phone_pool import Forecast
    from loadtest.message.plan import Plan
    from loadtest.words.sending import Sending

_VALUE = 100


def render(
    plan: Plan, sending: Sending, *, settings: Sequence[Setting], targets: Sequence[Target], forecast: Forecast | None
) -> list[str]:
    """Return the lines."""
    width = max((len(setting.name) for setting in settings), default=0)
    return [
        "Dry run: nothing is sent.",
        "",
        "Settings:",
        *(
            f"  {setting.name:<{width}}  {line(without_userinfo(setting.value), _VALUE)}  ({line(setting.source)})"
            for setting in settings
        ),
        "",
        "Load:",
        *(f"  {text}" for text in _load(plan, sending.timeout)),
        *([f"  Forecast: {forecast.sentence}"] if forecast else []),
        "",
        "Targets:",
        *(f"  {line(target.source)}" for target in targets),
    ]


def _load(plan: Plan, timeout: float) -> list[str]:
    pacing = plan.pacing
    length = pacing.duration
    if isinstance(pacing, ClosedBatches):
        again = f"{pacing.size} at once, again {format_duration(pacing.rest)} after the last reply"
        return [
            f"Messages: {again}, for {format_duration(length)}; how many depends on the server",
            f"Planned end: by {format_duration(length + timeout)}",
        ]
    if isinstance(pacing, Stages):
        last, how = pacing.even.due(pacing.total - 1), f", {pacing.text}"
    else:
        last, how = pacing.due(pacing.total - 1), f" in {pacing.batches:,} batches of {pacing.size}"
    ends = format_duration(last + timeout)
    return [
        f"{plan.unit.capitalize()}: {pacing.total:,}{how}",
        *([f"Warm-up: {format_duration(plan.warm_up)} before it, not counted"] if plan.warm_up else []),
        f"Offered rate: {format_rate(pacing.offered_rate)}",
        *([] if plan.conversations else [f"Planned end: last message at {format_duration(last)}, its reply by {ends}"]),
        *_conversations(plan),
    ]


def _conversations(plan: Plan) -> list[str]:
    """Return each conversation in a line, with what it sends and how long it waits."""
    told = []
    total = sum(script.weight for script in plan.conversations)
    for script in plan.conversations:
        steps = " → ".join(step.name if step.maybe >= 1 else f"({step.name})" for step in script.steps)
        share, waits = script.weight / total, format_duration(round(script.longest_wait, 1))
        told.append(f"Conversation {script.name} ({share:.0%}): {steps}; {script.messages:.3g} messages, waits {waits}")
    return told + [f"Beware: {line(sentence)}" for sentence in (*busy_numbers(plan), *unsaid(plan))]
