"""Scripted causes of a slow or failing server, each as a real server's would look from outside and on its own pages.

Pure: a cause and a seed give the options and the script of one server; the seed varies when it begins and how bad it
is.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_LONGEST: Final = 600  # seconds for which pauses are scripted


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """What goes wrong `at` seconds after the first message; 0 leaves a thing as it is. Times in seconds.

    `hold`: every message holds a database connection for so long. `miss`: the cache is emptied and keeps next to
    nothing, and a look-up in the database takes so long. `call`: every reply waits so long for an external service.
    `away`: the process is gone for so long and comes back empty. `leak`: bytes of heap lost per second, and `drag`:
    seconds by which replies slow down per second of it. `work`: one message at a time is worked on for so long.
    `cold`: replies take so much longer until `at`. `accept`: one connection is accepted in so long.
    """

    at: float = 0.0
    hold: float = 0.0
    miss: float = 0.0
    call: float = 0.0
    away: float = 0.0
    leak: float = 0.0
    drag: float = 0.0
    work: float = 0.0
    cold: float = 0.0
    accept: float = 0.0


Scripted = tuple[dict[str, str], Script]


def scripted(cause: str, seed: int) -> Scripted:
    """Return the options (by flag name) and the script of a server with that cause."""
    return _CAUSES[cause](Random(f"{cause} {seed}"))  # noqa: S311  a script, not a secret


def _only(**changes: float) -> Scripted:
    return {}, Script(**changes)


def _pauses(random: Random) -> Scripted:
    period, length = random.uniform(3.5, 5.0), random.uniform(1.1, 1.6)
    begin = random.uniform(1.5, 3.0)
    count = int((_LONGEST - begin) / period)
    return {"freeze": ", ".join(f"{length:.2f}s at {begin + place * period:.2f}s" for place in range(count))}, Script()


_CAUSES: Final[dict[str, Callable[[Random], Scripted]]] = {
    "db-pool": lambda random: _only(at=random.uniform(4, 8), hold=random.uniform(2.8, 4.5)),
    "cache-flush": lambda random: _only(at=random.uniform(7, 11), miss=random.uniform(0.7, 1.5)),
    "slow-call": lambda random: _only(at=random.uniform(4, 8), call=random.uniform(1.5, 4.0)),
    "pauses": _pauses,
    "restart": lambda random: _only(at=random.uniform(5, 9), away=random.uniform(1.5, 4.0)),
    "number-limit": lambda random: ({"number-limit": f"{random.randint(2, 4)}/hour"}, Script()),
    "ip-limit": lambda random: ({"ip-limit": f"{random.randint(50, 90)}/min"}, Script()),
    "leak": lambda random: _only(leak=random.uniform(8e6, 30e6), drag=random.uniform(0.06, 0.15)),
    "overload": lambda random: _only(work=random.uniform(0.13, 0.2)),
    "cold-start": lambda random: _only(at=random.uniform(3, 6), cold=random.uniform(1.0, 2.5)),
    "backlog": lambda random: _only(at=random.uniform(4, 7), accept=random.uniform(0.13, 0.25)),
    "signature": lambda _: ({}, Script()),
}

CAUSES: Final = tuple(_CAUSES)
