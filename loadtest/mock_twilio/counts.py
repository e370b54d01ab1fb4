"""What the mock saw, as counts that add up."""

from __future__ import annotations

from collections import Counter, OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_NAMED: Final = 50
BEYOND: Final = "others"
_MESSAGES_KEPT: Final = 100_000


def count_named(into: Counter[str], name: str) -> None:
    """Count a name that came from outside; beyond `MOST_NAMED` of them they are counted together."""
    known = name in into or len(into) < MOST_NAMED
    into[name[:200] if known else BEYOND] += 1


@dataclass(slots=True)
class Seen:
    """What the server asked of the mock.

    `calls` by kind, `problems` by Twilio's code, `unknown` paths, `others` are other hosts (refused ones with a `!` in
    front, those without a connection with a `?`), `accounts` that called with wrong credentials, media by what became
    of them.
    """

    calls: Counter[str] = field(default_factory=Counter)
    problems: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)
    others: Counter[str] = field(default_factory=Counter)
    accounts: Counter[str] = field(default_factory=Counter)
    media: Counter[str] = field(default_factory=Counter)

    def to_wire(self) -> dict[str, dict[str, int]]:
        """Return a JSON-ready form."""
        return {name: dict(getattr(self, name)) for name in self.__slots__}

    @classmethod
    def from_wire(cls, wire: Mapping[str, Any]) -> Seen:
        """Return what `to_wire` described."""
        return cls(**{name: Counter(counts) for name, counts in wire.items()})


class Fetched:
    """Whose media were fetched, for the latest messages: a message counts once, further fetches apart."""

    def __init__(self) -> None:
        self._times: OrderedDict[str, int] = OrderedDict()

    def count(self, sid: str) -> int:
        """Count one fetch of a message's medium; return which one it was."""
        times = self._times[sid] = self._times.get(sid, 0) + 1
        if len(self._times) > _MESSAGES_KEPT:
            self._times.popitem(last=False)
        return times
