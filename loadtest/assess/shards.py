"""Shards of one load: which results belong together, how each shard ended, and what that means for the whole.

Counts add up by themselves (`Snapshot.merge`). What cannot be added up is said: a shard that is missing, came late or
died makes the whole inconclusive, in words of its own, and what the others counted is kept.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, replace
from enum import Enum
from typing import TYPE_CHECKING, Any

from loadtest.assess.summary import summarise
from loadtest.measure.series import Watched
from loadtest.measure.snapshot import Snapshot
from loadtest.pacing import Shard
from loadtest.words.sending import USUAL, Sending
from loadtest.words.units import format_duration, plural

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from loadtest.assess.result import Setting
    from loadtest.assess.target import Target
    from loadtest.message.phone_pool import Forecast
    from loadtest.message.plan import Plan

_LONGEST_VALUE = 60
_OF_ONE_MACHINE = ("ca_file", "processes")


class State(Enum):
    """How a shard ended."""

    COMPLETE = "complete"
    LATE = "late"
    STOPPED = "stopped"
    NOT_READY = "not ready"
    DIED = "died"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShardResult:
    """What one shard of a load came to: all that its file holds.

    `judging` is by what the replies were judged. `ready` is by how many seconds it was ready before the start;
    negative when it came late, None when it never was. `why` explains any state but complete. `forecast` and `watched`
    come from the first shard, which alone prepares and watches. `snapshot` is None where nothing was sent.
    """

    version: str
    shard: Shard
    start: datetime
    state: State
    why: str = ""
    broken_setup: bool = False
    ready: float | None = None
    elapsed: float = 0.0
    plan: Plan
    sending: Sending = USUAL
    judging: Mapping[str, Any] = field(default_factory=dict)
    targets: tuple[Target, ...]
    settings: tuple[Setting, ...] = ()
    environment: Mapping[str, str | int | float | None] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    forecast: Forecast | None = None
    watched: Watched = field(default_factory=Watched)
    snapshot: Snapshot | None = None

    @property
    def sending_wire(self) -> dict[str, Any]:
        """How it was sent, as far as that must be the same on every machine."""
        return {name: value for name, value in asdict(self.sending).items() if name not in _OF_ONE_MACHINE}

    @property
    def plan_hash(self) -> str:
        """What is the same in all shards of a load, in 64 hex digits: the plan, its sending and its judging."""
        load = {"plan": self.plan.to_wire(), "sending": self.sending_wire, "judging": dict(self.judging)}
        return hashlib.sha256(json.dumps(load, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShardEnd:
    """How one shard of a merged load ended, for the reports; lag (P95) and the longest stall in seconds."""

    shard: Shard
    state: State
    why: str = ""
    ready: float | None = None
    sent: int = 0
    lag: float | None = None
    stall: float | None = None
    cpu: float | None = None
    environment: Mapping[str, str | int | float | None] = field(default_factory=dict)

    @classmethod
    def of(cls, one: ShardResult) -> ShardEnd:
        """Return how a shard ended."""
        own = summarise(one.snapshot or Snapshot(), planned=None, duration=0.0)
        measured = own.total.sent > 0
        return cls(
            shard=one.shard,
            state=one.state,
            why=one.why,
            ready=one.ready,
            sent=own.total.sent,
            lag=own.total.lag.percentile(95),
            stall=own.generator.stall if measured else None,
            cpu=own.generator.cpu if measured else None,
            environment=one.environment,
        )

    def to_wire(self) -> dict[str, Any]:
        """Return a JSON-ready form, with the sentence for people."""
        return {
            "index": self.shard.index + 1,
            "count": self.shard.count,
            "state": self.state.value,
            "sentence": self.sentence,
            "why": self.why,
            "ready_seconds_before_start": self.ready,
            "sent": self.sent,
            "lag_p95_seconds": self.lag,
            "longest_stall_seconds": self.stall,
            "cpu": self.cpu,
            "environment": dict(self.environment),
        }

    @classmethod
    def from_wire(cls, wire: Mapping[str, Any]) -> ShardEnd:
        """Return how the shard ended that `to_wire` described."""
        return cls(
            shard=Shard(index=wire["index"] - 1, count=wire["count"]),
            state=State(wire["state"]),
            why=wire["why"],
            ready=wire["ready_seconds_before_start"],
            sent=wire["sent"],
            lag=wire["lag_p95_seconds"],
            stall=wire["longest_stall_seconds"],
            cpu=wire["cpu"],
            environment=wire["environment"],
        )

    @property
    def sentence(self) -> str:
        """How it ended, in words."""
        name = f"shard {self.shard.index + 1} of {self.shard.count}"
        counted = f"; the {plural(self.sent, 'message')} that it had sent by then {_be(self.sent)} counted"
        if self.state is State.LATE:
            return (
                f"{name} was ready {format_duration(round(-(self.ready or 0.0), 3))} after the start and sent nothing"
            )
        if self.state is State.DIED:
            why = f" ({self.why})" if self.why else ""
            return f"{name} died{why}{counted if self.sent else ', and what it had counted is lost'}"
        return {
            State.COMPLETE: f"{name} sent {plural(self.sent, 'message')}",
            State.STOPPED: f"{name} was {self.why}{counted}",
            State.NOT_READY: f"{name} sent nothing: {self.why}",
            State.MISSING: f"{name} is missing: none of the files holds it",
        }[self.state]


def _be(count: int) -> str:
    return "is" if count == 1 else "are"


_REMEDIES = {
    State.LATE: "set a later start and run all shards again",
    State.STOPPED: "run all shards again",
    State.NOT_READY: "look at that shard's log",
    State.DIED: "look at the log of its machine and run all shards again",
    State.MISSING: "see whether its job ran, and merge with its file",
}


def why_incomplete(ends: Sequence[ShardEnd]) -> str:
    """Return why what the shards counted is not the whole load, in a sentence, or an empty string."""
    bad = [end for end in ends if end.state is not State.COMPLETE]
    if not bad:
        return ""
    more = f" (and {len(bad) - 1} more)" if len(bad) > 1 else ""
    return f"{bad[0].sentence}{more}; {_REMEDIES[bad[0].state]}"


def mismatch(first: ShardResult, other: ShardResult) -> str:
    """Return why `other` does not belong to the load of `first`, for behind a file's name, or an empty string."""
    pairs = {
        "version": (first.version, other.version),
        "number of shards": (first.shard.count, other.shard.count),
        "seed": (first.plan.seed, other.plan.seed),
        "start": (first.start, other.start),
        **_pairs(first.plan.to_wire(), other.plan.to_wire()),
        **_pairs(first.sending_wire, other.sending_wire),
        **_pairs(dict(first.judging), dict(other.judging)),
    }
    for name, (mine, its) in pairs.items():
        if mine != its:
            texts = [str(value) for value in (its, mine)]
            told = f"{texts[0]}, not {texts[1]}" if max(map(len, texts)) <= _LONGEST_VALUE else "not the same"
            return f"is of another load: its {name.replace('_', ' ')} is {told}"
    return ""


def _pairs(one: dict[str, Any], other: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    return {name: (one.get(name), other.get(name)) for name in [*one, *(name for name in other if name not in one)]}


class Union:
    """Adds shards up, one after another, so that no more than one of them is held besides the sum."""

    def __init__(self) -> None:
        self.snapshot = Snapshot()
        self.problems: list[str] = []
        self.elapsed = 0.0
        self.broken_setup = False
        self._first: ShardResult | None = None
        self._names: dict[int, str] = {}
        self._ends: dict[int, ShardEnd] = {}
        self._lead: ShardResult | None = None
        self._notes: dict[str, list[int]] = {}

    def add(self, name: str, one: ShardResult) -> None:
        """Add the shard that the file `name` holds, or say in `problems` why it does not fit."""
        bare = replace(one, snapshot=None)
        first = self._first = self._first or bare
        index = one.shard.index
        if why := mismatch(first, bare):
            self.problems.append(f"{name} {why}")
            return
        if index in self._names:
            self.problems.append(f"{name} holds shard {one.shard.text}, and so does {self._names[index]}; name one")
            return
        self._names[index] = name
        self._ends[index] = ShardEnd.of(one)
        self.elapsed = max(self.elapsed, one.elapsed)
        self.broken_setup |= one.broken_setup
        if self._lead is None or index < self._lead.shard.index:
            self._lead = bare
        for note in one.notes:
            self._notes.setdefault(note, []).append(index)
        if one.snapshot is not None:
            self.snapshot.merge(one.snapshot)

    @property
    def lead(self) -> ShardResult:
        """The lowest shard there is, without its counts: it prepared and watched."""
        if self._lead is None:
            raise LookupError("no shard was added")
        return self._lead

    @property
    def ends(self) -> tuple[ShardEnd, ...]:
        """How every shard of the load ended, the missing ones too."""
        count = self.lead.shard.count
        return tuple(
            self._ends.get(shard.index) or ShardEnd(shard=shard, state=State.MISSING)
            for shard in replace(self.lead.shard, index=0, count=1).split(count)
        )

    def notes(self) -> tuple[str, ...]:
        """Return what the shards noted: what all or the first say as it is, the others' with their names."""
        count, lead = self.lead.shard.count, self.lead.shard.index
        told = []
        for note, indexes in self._notes.items():
            who = "" if lead in indexes else f"Shard {min(indexes) + 1} of {count}: "
            told.append(who + note)
        return tuple(told)
