"""Which targets a run can no longer meet, whatever the rest of it brings: by counting, not by estimating.

Every message still to come is granted: it would be accepted at once. Only what the whole load's counts tell is looked
at; a target of one kind, of a monitor's series, of answers or relative to a baseline is never foregone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from loadtest.assess.target import PERCENTILE, Unit
from loadtest.verdict.judge import UNJUDGED, Reason
from loadtest.words.units import plural

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from loadtest.assess.target import Target
    from loadtest.measure.snapshot import Second


def _but_accepted(reasons: dict[Reason, int]) -> int:
    return sum(count for reason, count in reasons.items() if reason is not Reason.ACCEPTED and reason not in UNJUDGED)


_BAD: dict[str, tuple[str, Callable[[dict[Reason, int]], int]]] = {
    "success": ("failed", _but_accepted),
    "failed": ("failed", _but_accepted),
    "rate_limited": ("were rate limited", lambda reasons: reasons.get(Reason.RATE_LIMITED, 0)),
    "refused": ("were refused", lambda reasons: reasons.get(Reason.REFUSED, 0)),
    "unexpected": ("got unexpected replies", lambda reasons: reasons.get(Reason.UNEXPECTED, 0)),
    "timeouts": ("timed out", lambda reasons: reasons.get(Reason.TIMEOUT, 0)),
}
"""What speaks against a share's target: in words, and how many did so of those that ended."""


def foregone(targets: Sequence[Target], seen: Second, planned: int) -> str:
    """Return the first target that the load can no longer meet, with the reason, or nothing.

    `seen` is all that was counted so far of `planned` messages.
    """
    for target in targets:
        if why := _why(target, seen, planned):
            return f"{target.source!r} can no longer be met: {why}"
    return ""


def _why(target: Target, seen: Second, planned: int) -> str:
    if not target.whole_load:
        return ""
    if target.metric in _BAD:
        return _too_many(target, seen.reasons, planned)
    return _too_slow(target, seen, planned) if target.unit is Unit.SECONDS and target.op.startswith("<") else ""


def _too_slow(target: Target, seen: Second, planned: int) -> str:
    if target.metric == "average":
        count, much = plural(seen.latency.count, "message"), seen.latency.total > target.limit * planned
        return f"what {count} took is too much for {planned:,}" if much else ""
    percentile = PERCENTILE.fullmatch(target.metric)
    if percentile is None and target.metric != "max":
        return ""
    # One more than the share allows: which rank a percentile takes must not decide.
    allowed = planned * (1 - float(percentile[1]) / 100) + 1 if percentile else 0
    slow = _slower(seen, target.limit)
    return f"{slow:,} of {planned:,} messages took longer, or timed out" if slow > allowed else ""


def _too_many(target: Target, reasons: dict[Reason, int], planned: int) -> str:
    words, count = _BAD[target.metric]
    success = target.metric == "success"
    if target.op.startswith("<") is success:  # more of the bad ones can only help
        return ""
    bad, limit = count(reasons), target.limit * (1 if target.unit is Unit.COUNT else planned)
    most = round(planned - limit if success else limit, 9)
    met = bad <= most if target.op.endswith("=") else bad < most
    return "" if met else f"{bad:,} of {planned:,} messages {words} already"


def _slower(seen: Second, limit: float) -> int:
    """Return how many surely took longer; a timeout did, whatever the limit."""
    longer = sum(count for low, _, count in seen.latency.buckets() if low > limit)
    return max(longer, seen.reasons.get(Reason.TIMEOUT, 0))
