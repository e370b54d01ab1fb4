"""Result: what a run was and what it concluded; all that a report may read."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from loadtest.assess.reading import Reading
from loadtest.assess.targets import Status
from loadtest.words.errors import Conclusion, ExitCode
from loadtest.words.sending import USUAL, Sending

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from loadtest.assess.baselines import Baseline
    from loadtest.assess.capacity import Capacity
    from loadtest.assess.diagnosis import Diagnosis
    from loadtest.assess.shards import ShardEnd
    from loadtest.assess.summary import Summary
    from loadtest.assess.target import Target
    from loadtest.assess.targets import Outcome
    from loadtest.measure.replies import FirstReplies
    from loadtest.measure.series import Series
    from loadtest.measure.snapshot import Snapshot
    from loadtest.message.phone_pool import Forecast
    from loadtest.message.plan import Plan
    from loadtest.words.shapes import LogShape


SUITE = "load test"
"""The name of a load test that nobody has named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One setting as the run used it: its name, its value as text (secrets `***`), and where it came from."""

    name: str
    value: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Early:
    """The end of a load before its duration was over, because the rest could not change the verdict.

    `at` is in seconds of the run's clock; nothing that was due later was sent.
    """

    at: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A run, finished or not.

    `plan` is None when the configuration was wrong; `sending` is how it was sent; `summary`, `snapshot` and `outcomes`
    are empty where no load was sent; `why` is the sentence that explains any conclusion but passed; `notes` are
    sentences a reader must not miss (drops, cuts, generator faults, red flags). `elapsed` is in seconds from the first
    message due to the end of the drain. `forecast` is what the server's limit per number was expected to do; None when
    it was not asked for, or the run ended before. `broken_setup`: the server was up, but preflight or provisioning
    forbade the load. `capacity` is what a search for it has shown; the numbers are then those of the best rate.
    `series` and `server_log` are what the server said of itself; `diagnosis` is the likely causes of what went wrong,
    the most likely first. `shards` is how the shards of a merged load ended, empty for any other.
    `preparing` is how many seconds the server took to be ready and set up, or was waited for; 0 where nobody waited.
    `doubtful`: replies that count as accepted, and may be declines, could turn the verdict.
    `early` is how the load ended before its time.
    """

    plan: Plan | None
    targets: tuple[Target, ...]
    settings: tuple[Setting, ...]
    environment: Mapping[str, str | int | float | None]
    began: datetime
    elapsed: float
    snapshot: Snapshot | None
    summary: Summary | None
    outcomes: tuple[Outcome, ...]
    conclusion: Conclusion
    why: str = ""
    notes: tuple[str, ...] = field(default=())
    exit_code: ExitCode = ExitCode.PASSED
    sending: Sending = USUAL
    forecast: Forecast | None = None
    broken_setup: bool = False
    capacity: Capacity | None = None
    baseline: Baseline | None = None
    series: tuple[Series, ...] = ()
    server_log: tuple[LogShape, ...] = ()
    diagnosis: tuple[Diagnosis, ...] = ()
    shards: tuple[ShardEnd, ...] = ()
    doubtful: bool = False
    preparing: float = 0.0
    early: Early | None = None
    first: FirstReplies | None = field(default=None, repr=False, compare=False)
    """What was answered before the load, until its snapshot holds that."""
    read: Reading = field(init=False, repr=False, compare=False)
    """What follows from all this and reports show."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "read", Reading(self))

    @property
    def confidence(self) -> float | None:
        """How sure an outcome must be, a share from 0 to 1; None where the observed value alone decides."""
        said = self._said("confidence")
        return float(said.removesuffix("%")) / 100 if said.endswith("%") else None

    @property
    def looks(self) -> bool:
        """Whether a comparison is looked at while it runs; a shard sees too little of it."""
        compared = self.baseline is not None and self.baseline.beside and not self.shards
        return compared and self._said("stop-when-certain").startswith("on")

    def coming_to(self, conclusion: Conclusion, *, doubtful: bool = False) -> ExitCode:
        """Return the exit code of that conclusion: `on-inconclusive: pass` lets pass what no doubtful reply caused."""
        lenient = self._said("on-inconclusive").lower() == "pass"
        passes = lenient and conclusion is Conclusion.INCONCLUSIVE and not doubtful
        return ExitCode.PASSED if passes else ExitCode.of(conclusion)

    def told(self, name: str, value: str) -> Result:
        """Return the result with one setting as a later command line said it."""
        return replace(self, settings=said(self.settings, name, value, source=f"--{name}"))

    def _said(self, name: str) -> str:
        return next((setting.value for setting in self.settings if setting.name == name), "")

    @property
    def suite(self) -> str:
        """What tells this load test from others of the same build, empty where nobody named it."""
        return self._said("suite-name") if self._said("suite-name") != SUITE else ""

    @property
    def title(self) -> str:
        """What the run is called: `Load test`, or `Load test "smoke"`."""
        return f'Load test "{self.suite}"' if self.suite else "Load test"

    @property
    def headline(self) -> str:
        """The conclusion in one sentence, the first missed target that has data in words."""
        return f"{self.title} {self.conclusion.value}" + (f": {self.why}" if self.why else "")


def said(settings: Sequence[Setting], name: str, value: str, *, source: str) -> tuple[Setting, ...]:
    """Return the settings with one as `source` said it."""
    one = Setting(name=name, value=value, source=source)
    place = next((place for place, setting in enumerate(settings) if setting.name == name), len(settings))
    return (*settings[:place], one, *settings[place + 1 :])


def conclude(
    outcomes: Sequence[Outcome], *, dropped: int = 0, busy: int = 0, inconclusive: str = ""
) -> tuple[Conclusion, str]:
    """Return a completed run's conclusion and the sentence that explains it.

    A missed target fails the run; a run with drops never passes, because less load was applied than planned. `busy` of
    them are conversations whose number was in another one.
    `inconclusive` says, when not empty, why a run whose targets are met still proves nothing.
    """
    missed = [outcome for outcome in outcomes if outcome.missed]
    if missed:
        more = f" (and {len(missed) - 1} more)" if len(missed) > 1 else ""
        first = next((outcome for outcome in missed if outcome.observed is not None), missed[0])  # it tells more
        return Conclusion.FAILED, first.sentence + more
    if busy:
        return Conclusion.INCONCLUSIVE, (
            f"{busy:,} conversation{' did' if busy == 1 else 's did'} not begin, because the number was still in an "
            "earlier one, so less load was applied than planned; use more phone-numbers, or lower the rate"
        )
    if dropped:
        return Conclusion.INCONCLUSIVE, (
            f"{dropped:,} message{' was' if dropped == 1 else 's were'} dropped at the in-flight cap, so less load was "
            "applied than planned; raise max-in-flight or lower the rate"
        )
    unsure = [outcome for outcome in outcomes if outcome.status is Status.INCONCLUSIVE]
    if inconclusive or unsure:
        return Conclusion.INCONCLUSIVE, inconclusive or unsure[0].sentence
    return Conclusion.PASSED, ""
