"""The generator's own state while it sends: what it counts about itself, and what follows for the measurement.

A reply can be noticed late, and a message leave late, because this program was not running: its event loop was busy,
another process had the core, the container's CPU quota was used up. All of that shows as a stall of the loop, which is
kept by the second with what may have caused it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from loadtest.measure.histogram import rank_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MICRO = 1_000_000
_SUMS = ("cpu_us", "wall_us")
_WORST = ("stall_us", "gc_us", "throttled_us", "steal_permille", "busy_permille")


@dataclass(slots=True)
class OwnSecond:
    """One second of the generator's own life, in whole microseconds and thousandths.

    CPU and wall time are of this program and add up over its processes; a process has `cpu_us / wall_us` of a core.
    The others are the worst that any process saw: the longest stall of its event loop and pause of its garbage
    collector, the time in which the container's CPU limit stopped it, and the shares of the machine's time that its
    host took away (steal) and that anybody used (busy).
    """

    cpu_us: int = 0
    wall_us: int = 0
    stall_us: int = 0
    gc_us: int = 0
    throttled_us: int = 0
    steal_permille: int = 0
    busy_permille: int = 0

    def merge(self, other: OwnSecond) -> None:
        """Add what another process saw in the same second."""
        for name in _SUMS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in _WORST:
            setattr(self, name, max(getattr(self, name), getattr(other, name)))

    def to_wire(self) -> dict[str, int]:
        """Return a JSON-ready form."""
        return {name: getattr(self, name) for name in (*_SUMS, *_WORST)}

    @classmethod
    def from_wire(cls, wire: Mapping[str, Any]) -> OwnSecond:
        """Return the second that `to_wire` described."""
        return cls(**{name: wire[name] for name in (*_SUMS, *_WORST)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Stalls:
    """How long each message may have waited for this program when its reply came: (seconds, messages), ascending."""

    weighted: tuple[tuple[float, int], ...] = ()

    @property
    def count(self) -> int:
        """Number of messages."""
        return sum(count for _, count in self.weighted)

    @property
    def average(self) -> float:
        """Mean in seconds; 0 without messages."""
        return sum(stall * count for stall, count in self.weighted) / self.count if self.weighted else 0.0

    @property
    def min(self) -> float:
        """Smallest in seconds; 0 without messages."""
        return self.weighted[0][0] if self.weighted else 0.0

    @property
    def max(self) -> float:
        """Largest in seconds; 0 without messages."""
        return self.weighted[-1][0] if self.weighted else 0.0

    def percentile(self, percent: float) -> float:
        """Return what `percent` of the messages do not exceed, in seconds; 0 without messages."""
        rank = rank_of(percent, self.count)
        for stall, count in self.weighted:
            rank -= count
            if rank <= 0:
                return stall
        return self.max


@dataclass(frozen=True, slots=True, kw_only=True)
class Generator:
    """What the generator says of itself over the whole load: seconds, and shares from 0 to 1.

    `cpu` is CPU time over wall time of one process, `busiest` that of its busiest second; `throttled` and `steal` are
    shares of the whole time, `busy` the share of the machine's time that anybody used; `lost_processes` died.
    """

    stalls: Stalls = field(default_factory=Stalls)
    stall: float = 0.0
    gc: float = 0.0
    cpu: float = 0.0
    busiest: float = 0.0
    throttled: float = 0.0
    steal: float = 0.0
    busy: float = 0.0
    lost_processes: int = 0


def derive(own: Mapping[int, OwnSecond], done: Mapping[int, int], *, lost_processes: int = 0) -> Generator:
    """Return what the seconds say together; `done` counts the messages that ended in each.

    A message that ended in a second is held to have waited for that second's longest stall or the one before it: a
    stall may begin in one second and end in the next.
    """
    if not own:
        return Generator(lost_processes=lost_processes)
    wall = sum(second.wall_us for second in own.values())
    return Generator(
        stalls=_stalls(own, done),
        stall=_most(second.stall_us for second in own.values()) / MICRO,
        gc=_most(second.gc_us for second in own.values()) / MICRO,
        cpu=sum(second.cpu_us for second in own.values()) / wall if wall else 0.0,
        busiest=max(
            (second.cpu_us / second.wall_us for second in own.values() if second.wall_us >= MICRO / 2), default=0.0
        ),
        throttled=sum(second.throttled_us for second in own.values()) / MICRO / len(own),
        steal=sum(second.steal_permille for second in own.values()) / 1000 / len(own),
        busy=sum(second.busy_permille for second in own.values()) / 1000 / len(own),
        lost_processes=lost_processes,
    )


def _stalls(own: Mapping[int, OwnSecond], done: Mapping[int, int]) -> Stalls:
    exposed: dict[int, int] = {}
    for second, count in done.items():
        if count:
            stall = _most(own[index].stall_us for index in (second - 1, second) if index in own)
            exposed[stall] = exposed.get(stall, 0) + count
    return Stalls(weighted=tuple((stall / MICRO, count) for stall, count in sorted(exposed.items())))


def _most(values: Iterable[int]) -> int:
    return max(values, default=0)
