"""The highest rate that a server carries: which rate to try next, and what the tries have shown.

The rate doubles until the targets are no longer met, and then the gap between the highest rate that met them and the
lowest that did not is halved until it is small. A try that the generator itself spoiled is repeated once; if it is
spoiled again, the generator is the limit, and the server's capacity is only known to be higher than what was met. A try
that a limit per phone number declined ends the search: it says as little, and so would every one after it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import Enum
from itertools import pairwise
from typing import Any

PRECISION = 0.05
"""Relative width of the gap that is left between met and not met."""
_STEEP = 2.0
_NOISE = 0.005


class Trying(Enum):
    """How a try came out."""

    MET = "met"
    MISSED = "missed"
    INCONCLUSIVE = "inconclusive"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One rate, held for a while: times in seconds (`inf`: lost), rates in messages per second, `success` a share.

    `elapsed` is how long the try took, with the wait for the last replies.
    """

    rate: float
    achieved: float
    success: float | None
    average: float | None
    p95: float | None
    outcome: Trying
    why: str = ""
    elapsed: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """Rates from `first` to `last` messages per second, each held for `hold` seconds."""

    first: float
    last: float
    hold: float = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """What the tries have shown, in the order in which they were made."""

    ladder: Ladder
    trials: tuple[Trial, ...] = ()

    @property
    def best(self) -> Trial | None:
        """The highest rate that met the targets, with no lower one that did not."""
        bad = self.stopper
        met = [trial for trial in self.trials if trial.outcome is Trying.MET and (not bad or trial.rate < bad.rate)]
        return max(met, key=lambda trial: trial.rate, default=None)

    @property
    def stopper(self) -> Trial | None:
        """The lowest rate that did not meet the targets."""
        bad = [trial for trial in self._settled() if trial.outcome is not Trying.MET]
        return min(bad, key=lambda trial: trial.rate, default=None)

    @property
    def limited(self) -> bool:
        """Whether the generator, the numbers' quota or the end of the ladder was reached before the server's limit."""
        bad = self.stopper
        return bad is None or bad.outcome is not Trying.MISSED

    @property
    def elapsed(self) -> float:
        """Seconds that all tries took together."""
        return sum(trial.elapsed for trial in self.trials)

    @property
    def finished(self) -> bool:
        """Whether the search has ended by itself."""
        return self.next_rate() is None

    @property
    def knee(self) -> tuple[Trial, Trial] | None:
        """The two neighbouring rates between which response times turn up, or None where they stay level."""
        ordered = [trial for trial in sorted(self._settled(), key=lambda trial: trial.rate) if trial.p95 is not None]
        for before, after in pairwise(ordered):
            level = ordered[0].p95 or 0.0
            if (after.p95 or 0.0) > max(_STEEP * level, level + _NOISE):
                return before, after
        return None

    def next_rate(self) -> float | None:
        """Return the rate to try now, or None when nothing more is to be learnt."""
        if not self.trials:
            return self.ladder.first
        last = self.trials[-1]
        if last.outcome is Trying.INCONCLUSIVE and sum(trial.rate == last.rate for trial in self.trials) == 1:
            return last.rate
        best, bad = self.best, self.stopper
        if best is None or last.outcome is Trying.DECLINED:
            return None
        if bad is None:
            return min(2 * best.rate, self.ladder.last) if best.rate < self.ladder.last else None
        middle = float(f"{(best.rate + bad.rate) / 2:.3g}")
        narrow = bad.rate <= best.rate * (1 + PRECISION)
        return middle if best.rate < middle < bad.rate and not narrow else None

    def to_wire(self) -> dict[str, Any]:
        """Return a JSON-ready form."""
        trials = [asdict(trial) | {"outcome": trial.outcome.value} for trial in self.trials]
        return {"from": self.ladder.first, "to": self.ladder.last, "hold": self.ladder.hold, "trials": trials}

    @classmethod
    def from_wire(cls, wire: dict[str, Any]) -> Capacity:
        """Return the capacity that `to_wire` described."""
        trials = tuple(Trial(**trial | {"outcome": Trying(trial["outcome"])}) for trial in wire["trials"])
        return cls(ladder=Ladder(first=wire["from"], last=wire["to"], hold=wire["hold"]), trials=trials)

    def _settled(self) -> list[Trial]:
        """Return the last try of each rate: a repeated one replaces what was spoiled."""
        return list({trial.rate: trial for trial in self.trials}.values())
