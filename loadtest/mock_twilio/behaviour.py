"""How the mock behaves: who may call, what it serves, and which faults it plays. A value, and how it travels."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from loadtest.words.units import parse_duration, parse_percent, parse_rate

if TYPE_CHECKING:
    from collections.abc import Sequence

_GOLDEN = 0.6180339887498949

SHARES = {
    "errors": "share of messages that get 500, code 20500",
    "opted-out": "share of messages that get code 21610",
    "undelivered": "share of messages that end undelivered, code 30003",
    "failed": "share of messages that fail before they are sent, code 30007",
    "media-404": "share of media that are not there",
    "media-401": "share of media whose credentials are refused",
    "media-truncated": "share of media that break off half-way",
}
TIMES = {"delay": "before every answer of the API", "media-slow": "before the bytes of a medium"}
LIMIT = "limit"
_LINE = re.compile(r"(?P<name>[a-z][a-z0-9-]*)\s+(?P<value>\S+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """What goes wrong on purpose: shares from 0 to 1 and seconds by name; `limit` in messages a second, 0 for none."""

    shares: dict[str, float] = field(default_factory=dict)
    times: dict[str, float] = field(default_factory=dict)
    limit: float = 0.0

    def strikes(self, name: str, count: int) -> bool:
        """Return whether the `count`-th of a kind is struck: every stretch holds the share as exactly as it can."""
        share = self.shares.get(name, 0.0)
        return share > 0 and count * _GOLDEN % 1.0 < share


def parse_faults(lines: Sequence[str]) -> Faults:
    """Return the faults that lines such as `errors 2%`, `delay 200ms` or `limit 100/s` describe.

    Raises:
        ValueError: with a sentence a line for every mistake.

    """
    shares: dict[str, float] = {}
    times: dict[str, float] = {}
    limit, problems = 0.0, []
    known = ", ".join((*SHARES, *TIMES, LIMIT))
    for line in lines:
        match = _LINE.fullmatch(line.strip().lower())
        if match is None or match["name"] not in {*SHARES, *TIMES, LIMIT}:
            problems.append(
                f"{line.strip()!r} is no fault; write a name and a value, like errors 2%; known are {known}"
            )
            continue
        name, value = match["name"], match["value"]
        try:
            if name in SHARES:
                shares[name] = parse_percent(value)
                if shares[name] > 1:
                    raise ValueError("more than all of them")  # noqa: TRY301  one handler adds the line
            elif name in TIMES:
                times[name] = parse_duration(value)
            else:
                limit = parse_rate(value)
        except ValueError as error:
            problems.append(f"{line.strip()!r}: {error}")
    if problems:
        raise ValueError("\n".join(problems))
    return Faults(shares=shares, times=times, limit=limit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """The mock as the run wants it.

    `api_key` is `SK…:secret` or empty. `media` are content types, in the order in which a medium's id names them;
    `media_size` in bytes. `password` is what the proxy asks for, empty on loopback. `refuse_others`: calls to other
    hosts are refused instead of passed on.
    """

    account_sid: str
    auth_token: str = field(repr=False)
    api_key: str = field(default="", repr=False)
    media: tuple[str, ...] = ("audio/ogg",)
    media_size: int = 200_000
    faults: Faults = field(default_factory=Faults)
    password: str = field(default="", repr=False)
    refuse_others: bool = False

    def to_wire(self) -> dict[str, Any]:
        """Return a JSON-ready form; it holds the secrets, so it goes through a pipe and nowhere else."""
        return asdict(self)

    @classmethod
    def from_wire(cls, wire: dict[str, Any]) -> Behaviour:
        """Return the behaviour that `to_wire` described."""
        return cls(**wire | {"media": tuple(wire["media"]), "faults": Faults(**wire["faults"])})
