"""The ledger of phone numbers: what became of each one's messages, and whether the per-number limit explains it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from loadtest.verdict.judge import Reason
from loadtest.words.units import plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from loadtest.measure.snapshot import Snapshot
    from loadtest.message.phone_pool import Forecast

_THROUGH = (Reason.ACCEPTED, Reason.TIMEOUT, Reason.NOT_TWIML)
"""What came of messages that a limiter let pass; other failures may stand before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One number's messages; `through` are those that the limiter let pass."""

    number: str
    sent: int
    accepted: int
    rate_limited: int
    refused: int
    through: int


def entries(snapshot: Snapshot) -> Iterator[Entry]:
    """Yield every number that is kept."""
    return (_entry(number, reasons) for number, reasons in snapshot.numbers.items())


def offenders(snapshot: Snapshot, most: int = 20) -> list[Entry]:
    """Return the numbers with the most messages declined, those first; numbers without any are left out."""
    declined = [entry for entry in entries(snapshot) if entry.rate_limited + entry.refused]
    return sorted(declined, key=lambda entry: (-entry.rate_limited - entry.refused, entry.number))[:most]


def sentences(snapshot: Snapshot, forecast: Forecast | None) -> list[str]:
    """Return the forecast beside what was observed, and what the ledger says about the limit; no hostile text."""
    if forecast is None:
        return []
    quota = forecast.quota
    limited = [entry for entry in entries(snapshot) if entry.rate_limited]
    observed = sum(entry.rate_limited for entry in limited) + snapshot.numbers_beyond.get(Reason.RATE_LIMITED, 0)
    found = []
    per = "per number" if forecast.shared is False else forecast.whose
    if forecast.limited is not None and (observed or forecast.limited):
        found.append(f"Forecast: about {forecast.limited:,} rate limited by {quota} {per}; observed: {observed:,}")
    if forecast.shared is not False:
        return found
    if limited:
        found.append(_cause(limited, forecast))
    return found + _more(snapshot, forecast, limited, observed)


def _cause(limited: list[Entry], forecast: Forecast) -> str:
    """Tell refusals by the per-number limit from refusals of fresh numbers."""
    quota = forecast.quota
    # Whatever went before the load took of the quota, too: shared out, and at most one more of the numbers in turn.
    before = min(forecast.extra, math.ceil(forecast.extra / forecast.numbers) + 1)
    fresh = [entry for entry in limited if entry.through + before < quota.count]
    total = sum(entry.rate_limited for entry in limited)
    through = {entry.through for entry in limited}
    if forecast.assumed and len(fresh) == len(limited) > 1 and len(through) == 1:
        return (
            f"Each of {len(limited)} numbers was let through {through.pop()} times and then rate limited: the limit "
            f"seems lower than the assumed {quota}"
        )
    if not fresh:
        return f"All {total:,} rate limited messages are the per-number limit: their numbers had used up {quota}"
    count = sum(entry.rate_limited for entry in fresh)
    least = min(fresh, key=lambda entry: (entry.through, entry.number))
    return (
        f"{count:,} of {total:,} rate limited messages were from {plural(len(fresh), 'fresh number')}, which had not "
        f"used up {quota} (it let {least.through} of {least.number} through): the limiter may count earlier runs "
        f"within {quota.span}, have a lower limit, or be another limiter, such as one per client address"
    )


def _more(snapshot: Snapshot, forecast: Forecast, limited: list[Entry], observed: int) -> list[str]:
    """Tell where the limiter let more through than its limit."""
    quota = forecast.quota
    if not observed and forecast.limited:
        beyond = max((entry.through for entry in entries(snapshot)), default=0)
        if beyond <= quota.count:
            return []  # no number came to its limit, so nothing is known of it
        many = f"The server let up to {beyond:,} messages of a number through"
        return [f"{many}: its limit is not {quota} per number, or it is off"]
    if snapshot.last_sent is None or snapshot.last_sent >= quota.period:
        return []  # several periods: how many each one let through cannot be told
    surplus = [entry for entry in limited if entry.through > quota.count]
    if not surplus:
        return []
    count = sum(entry.through - quota.count for entry in surplus)
    most = max(surplus, key=lambda entry: entry.through)
    alike = len({entry.through for entry in limited}) == 1 and len(limited) > 1
    why = (f"its limit may be {most.through}, or " if alike else "") + "its check and its count may not be one step"
    more = f"The limiter let {plural(count, 'message')} more through than {quota} allows"
    return [f"{more}, up to {most.through} of one number ({most.number}): {why}"]


def _entry(number: str, reasons: Mapping[Reason, int]) -> Entry:
    return Entry(
        number=number,
        sent=sum(reasons.values()),
        accepted=reasons.get(Reason.ACCEPTED, 0),
        rate_limited=reasons.get(Reason.RATE_LIMITED, 0),
        refused=reasons.get(Reason.REFUSED, 0),
        through=sum(reasons.get(reason, 0) for reason in _THROUGH),
    )
