"""The flags of `loadtest capacity`: which rates are tried, and for how long each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loadtest.assess.capacity import Ladder
from loadtest.config import values
from loadtest.config.option import Flag

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

FLAGS = (
    Flag(name="from", value="RATE", about="the first rate; it is doubled until the targets are missed, then narrowed"),
    Flag(name="to", value="RATE", about="the highest rate that is tried"),
    Flag(name="hold", value="TIME", about="for how long each rate is held (default 20s)"),
)
_PARSE: dict[str, Callable[[str], float]] = {
    "from": values.rate,
    "to": values.rate,
    "hold": values.duration(1, 3600, "a rate must be held for some seconds to show anything"),
}
_EXAMPLE = {"from": "10/s", "to": "2000/s", "hold": "20s"}
_SHAPE = ("rate", "stages", "concurrent", "delay", "duration", "preset", "model")


def ladder_from(flags: Mapping[str, str], told: Sequence[str] = ()) -> tuple[Ladder | None, list[str]]:
    """Return the ladder that a command line's flags name, and every mistake in a sentence that is not `told` yet."""
    problems = [
        f"--{name}: loadtest capacity sets the rates itself; "
        f"use {'--hold' if name == 'duration' else '--from and --to'}"
        for name in _SHAPE
        if name in flags
    ]
    found: dict[str, float] = {}
    for name, example in _EXAMPLE.items():
        try:
            if name in flags:
                found[name] = _PARSE[name](flags[name])
            elif name != "hold" and not any(problem.startswith(f"--{name} ") for problem in told):
                problems.append(f"--{name} is required: --{name} {example}")
        except ValueError as error:
            problems.append(f"--{name}: {error}")
    if {"from", "to"} <= found.keys() and found["from"] >= found["to"]:
        problems.append("--to must be above --from")
    if problems or not {"from", "to"} <= found.keys():
        return None, problems
    return Ladder(first=found["from"], last=found["to"], hold=found.get("hold", 20.0)), []
