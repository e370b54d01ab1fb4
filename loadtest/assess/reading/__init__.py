"""What follows from a result and every report shows: made once, when a report first asks, and carried by the result."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from loadtest.assess.baselines import GUIDES_PATH, changes, guide_for, standings
from loadtest.assess.reading.findings import findings
from loadtest.assess.reading.red_flags import red_flags
from loadtest.assess.reading.timeline import timeline
from loadtest.assess.versions.slower import which_got_slower
from loadtest.measure.ledger import sentences

if TYPE_CHECKING:
    from loadtest.assess.baselines import Change, Standing
    from loadtest.assess.reading.findings import Finding
    from loadtest.assess.reading.timeline import Stretch
    from loadtest.assess.result import Result


class Reading:
    """The reading of one result, which is frozen."""

    def __init__(self, result: Result) -> None:
        self._result = result
        self._timelines: dict[int, list[Stretch]] = {}

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Why messages failed, the most frequent reason first."""
        result = self._result
        return findings(result.summary, result.snapshot) if result.summary and result.snapshot else ()

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """The run beside the guide's row for as many messages at once.

        None without judged messages, and none for a webhook that is not the guide's: it is about that server alone.
        """
        plan, summary = self._result.plan, self._result.summary
        if plan is None or summary is None or not summary.total.judged or urlsplit(plan.url).path != GUIDES_PATH:
            return ()
        return tuple(standings(summary, guide_for(plan.pacing.size)))

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """The run beside its baseline; none without one."""
        baseline, summary = self._result.baseline, self._result.summary
        return tuple(changes(baseline.summary, summary)) if baseline and summary else ()

    @cached_property
    def slower(self) -> str:
        """Which messages are slower than the baseline's, in a sentence; nothing where none are."""
        baseline, summary, snapshot = self._result.baseline, self._result.summary, self._result.snapshot
        return which_got_slower(summary, snapshot, baseline) if baseline and summary and snapshot else ""

    @cached_property
    def red_flags(self) -> tuple[str, ...]:
        """What no release should ship with; none without judged messages."""
        summary = self._result.summary
        return red_flags(summary, self._result.series) if summary and summary.total.judged else ()

    @cached_property
    def ledger(self) -> tuple[str, ...]:
        """The limit per phone number: what was forecast beside what was observed, a sentence each."""
        snapshot = self._result.snapshot
        return tuple(sentences(snapshot, self._result.forecast)) if snapshot else ()

    def timeline(self, most: int) -> list[Stretch]:
        """Return the whole run in at most so many stretches."""
        snapshot = self._result.snapshot
        if most not in self._timelines:
            self._timelines[most] = timeline(snapshot, most=most) if snapshot else []
        return self._timelines[most]
