"""Servers whose every answer is arithmetic, so that what a load tool reports can be held against the truth.

A behaviour gives, for a message that arrives at an instant (seconds since the first), the instant of its reply. The
same value drives the real server (`benchmarks.server`) with real arrivals, and gives the truth for ideal ones: message
*i* of an open load of constant rate arrives at *i* / rate, whatever the replies do.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ACCEPTED = "<Response><Message>Got it!</Message></Response>"
DECLINED = (
    "<Response><Message>You've reached the limit of 50 messages per second. Try again later.</Message></Response>"
)


class Behaviour(Protocol):
    """How a server answers; called once per message, in the order of arrival."""

    def reply(self, arrival: float) -> tuple[float, bool]:
        """Return the instant of the reply and whether it accepts the message."""
        ...


@dataclass(slots=True)
class Delays:
    """Each message takes the next of `delays` in turn, in seconds."""

    delays: tuple[float, ...]
    count: int = 0

    def reply(self, arrival: float) -> tuple[float, bool]:
        self.count += 1
        return arrival + self.delays[(self.count - 1) % len(self.delays)], True


@dataclass(slots=True)
class Freeze:
    """Answers after `delay`, but in every `period` stands still from `at` for `length` seconds."""

    delay: float
    period: float
    at: float
    length: float

    def reply(self, arrival: float) -> tuple[float, bool]:
        phase = arrival % self.period
        held = self.at + self.length - phase if self.at <= phase < self.at + self.length else 0.0
        return arrival + held + self.delay, True


@dataclass(slots=True)
class Queue:
    """Serves one message after another, each for `service` seconds."""

    service: float
    free: float = 0.0

    def reply(self, arrival: float) -> tuple[float, bool]:
        self.free = max(self.free, arrival) + self.service
        return self.free, True


@dataclass(slots=True)
class Limited:
    """Accepts `limit` messages in each second, after `delay`; declines the others at once, with status 200."""

    limit: int
    delay: float
    window: int = -1
    accepted: int = 0

    def reply(self, arrival: float) -> tuple[float, bool]:
        if floor(arrival) != self.window:
            self.window, self.accepted = floor(arrival), 0
        self.accepted += 1
        return (arrival + self.delay, True) if self.accepted <= self.limit else (arrival + 0.001, False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A server, the load on it, and what is true of that load."""

    about: str
    make: Callable[[], Behaviour]
    rate: float
    seconds: float
    saturated: bool = False


# Where the server allows it the rate is such that p99 is the twentieth slowest message, not the fifth: any machine
# stands still for a millisecond now and then, and that should not decide.
CASES = {
    "fixed": Case(about="every reply after 50 ms", make=lambda: Delays((0.05,)), rate=400, seconds=5),
    "bimodal": Case(
        about="nine replies after 20 ms, the tenth after 400 ms",
        make=lambda: Delays((0.02,) * 9 + (0.4,)),
        rate=400,
        seconds=5,
    ),
    "freeze": Case(
        about="replies after 5 ms, but stands still for 2 s in every 10 s",
        make=lambda: Freeze(delay=0.005, period=10, at=4, length=2),
        rate=100,
        seconds=10,
    ),
    "queue-80": Case(
        about="one at a time, 10 ms each, at 80 % of what it can serve", make=lambda: Queue(0.01), rate=80, seconds=10
    ),
    "queue-120": Case(
        about="one at a time, 10 ms each, at 120 % of what it can serve",
        make=lambda: Queue(0.01),
        rate=120,
        seconds=6,
        saturated=True,
    ),
    "limited": Case(
        about="accepts 200 a second after 20 ms, declines the rest at once with status 200",
        make=lambda: Limited(limit=200, delay=0.02),
        rate=400,
        seconds=10,
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What is true of accepted messages, in milliseconds from when they were due, and the share that was accepted."""

    p50: float | None
    p95: float | None
    p99: float | None
    accepted: float | None


def truth(case: Case) -> Truth:
    """Return the truth of an open load of constant rate, on a machine that never stands still."""
    behaviour = case.make()
    arrivals = [seq / case.rate for seq in range(round(case.rate * case.seconds))]
    replies = [(arrival, *behaviour.reply(arrival)) for arrival in arrivals]
    return _truth([at - arrival for arrival, at, accepted in replies if accepted], len(replies))


def logged(rate: float, arrivals: Sequence[float], replies: Sequence[tuple[int, float]]) -> Truth:
    """Return the truth of such a load as a server's own log has it, whatever became of it on the way there.

    `arrivals` are instants in their order, `replies` the place of a message among them and the instant of its reply,
    of accepted messages. The message least late tells when the load began.
    """
    began = min(arrival - seq / rate for seq, arrival in enumerate(arrivals))
    return _truth([at - began - seq / rate for seq, at in replies], len(arrivals))


def _truth(seconds: list[float], messages: int) -> Truth:
    times = sorted(seconds)
    return Truth(
        p50=percentile(times, 50) * 1000,
        p95=percentile(times, 95) * 1000,
        p99=percentile(times, 99) * 1000,
        accepted=len(times) / messages,
    )


def percentile(ordered: Sequence[float], percent: float) -> float:
    """Return the nearest-rank percentile: the smallest value that at least `percent` % do not exceed."""
    return ordered[max(ceil(len(ordered) * percent / 100), 1) - 1]
