"""What came of messages that were delivered again on purpose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loadtest.message.repeats import AFTERWARDS
from loadtest.report.sections.section import Place, Section
from loadtest.words.units import plural

if TYPE_CHECKING:
    from loadtest.assess.result import Result


def section(result: Result) -> Section | None:
    """Return what the repeats got, where the load had any."""
    repeated = result.snapshot.repeated if result.snapshot else None
    if repeated is None:
        return None
    halves = f"half of them while the first delivery was open, half {AFTERWARDS:g}s later"
    when = "soon after the first delivery" if result.plan and result.plan.conversations else halves
    told = repeated.same + repeated.different + repeated.alone + sum(repeated.failed.values())
    untold = repeated.sent - told
    failed = ", ".join(f"{count:,} {reason}" for reason, count in sorted(repeated.failed.items()))
    says = [
        f"{plural(repeated.sent, 'message')} delivered again with the same id and token, {when}: "
        f"{repeated.same:,} got the same reply"
        f", {repeated.different:,} another"
        + (f", {failed}" if failed else "")
        + (f"; of {repeated.alone:,} the first delivery had no reply" if repeated.alone else "")
        + (f"; of {untold:,} nothing came: a stop, or a fault of our own" if untold else "")
    ]
    if unlike := repeated.unlike:
        says.append(f'First "{unlike.first}", then "{unlike.again}"')
        says.append(
            "Was the work done twice? Texts to a mock Twilio (mock-twilio), or finished work (processed), would tell; "
            "a server that remembers MessageSid gives the same reply and does the work once"
        )
    return Section(name="repeats", title="Repeats", place=Place.ANSWERS, says=tuple(says), plain=True)
