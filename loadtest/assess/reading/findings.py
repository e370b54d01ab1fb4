"""Why messages failed: one finding for each reason, with what the server and Twilio's log say of it.

`said` and `sample` hold the server's own words, raw: whoever shows them makes them safe for the place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from loadtest.assess.diagnosis import remedy
from loadtest.verdict.codes import twilio_title
from loadtest.verdict.judge import UNJUDGED, Reason

if TYPE_CHECKING:
    from loadtest.assess.summary import Summary
    from loadtest.measure.snapshot import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One reason for which messages failed.

    `share` is of judged messages; `codes` are (Twilio error code, title, count); `first` and `last` are seconds on the
    run's clock, by done; `said` is a sentence about the first such message, `sample` its reply body's beginning,
    `remedy` what to do: about that very fault where its reply tells it.
    """

    reason: Reason
    count: int
    share: float
    codes: tuple[tuple[int, str, int], ...]
    first: float | None
    last: float | None
    said: str
    sample: str
    remedy: str

    @property
    def seen(self) -> str:
        """When it was seen: `first at 12.0s, last at 59.9s`, or `at 12.0s`."""
        if self.first is None or self.last is None:
            return ""
        first, last = f"{self.first:.1f}s", f"{self.last:.1f}s"
        return f"at {first}" if first == last else f"first at {first}, last at {last}"

    @property
    def logged(self) -> str:
        """What Twilio's own log would show."""
        codes = "; ".join(
            f"{code} {title}".strip() + (f" ({count:,} of these)" if count != self.count else "")
            for code, title, count in self.codes
        )
        return codes or "nothing: to Twilio the message was delivered"


def findings(summary: Summary, snapshot: Snapshot) -> tuple[Finding, ...]:
    """Return the reasons of failed messages, the most frequent first."""
    reasons = [
        (reason, count)
        for reason, count in summary.total.reasons.items()
        if count and reason is not Reason.ACCEPTED and reason not in UNJUDGED
    ]
    reasons.sort(key=lambda item: (-item[1], item[0].value))
    return tuple(_finding(reason, count, snapshot, summary) for reason, count in reasons)


def _finding(reason: Reason, count: int, snapshot: Snapshot, summary: Summary) -> Finding:
    span, sample = snapshot.spans.get(reason), snapshot.samples.get(reason)
    codes = [(code, times) for (its, code), times in snapshot.codes.items() if its is reason]
    codes.sort(key=lambda item: (-item[1], item[0]))
    return Finding(
        reason=reason,
        count=count,
        share=count / summary.total.judged,
        codes=tuple((code, twilio_title(code), times) for code, times in codes),
        first=span.first if span else None,
        last=span.last if span else None,
        said=sample.said if sample else "",
        sample=sample.text if sample else "",
        remedy=(sample.remedy if sample else "") or remedy(reason, summary),
    )
