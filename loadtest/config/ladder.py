"""The flags of `loadtest capacity`: which rates are tried, and for how long each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loadtest.assess.capacity import Ladder
from loadtest.config import values

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_PARSE: dict[str, Callable[[str], float]] = {
    "from": values.rate,
    "to": values.rate,
    "hold": values.duration(1, 3600, "a rate must be held for some seconds to show anything"),
}
_EXAMPLE = {"from": "10/s", "to": "2000/s", "hold": "20s"}
_SHAPE = ("rate", "stages", "concurrent", "delay", "duration", "preset", "model")


def ladder_from(argv: Sequence[str]) -> tuple[Ladder | None, list[str], list[str]]:
    """Return the ladder, the other words of the command line, and every mistake in a sentence."""
    found: dict[str, float] = {}
    rest: list[str] = []
    problems: list[str] = []
    words = list(argv)
    while words:
        word = words.pop(0)
        flag, equals, text = word.partition("=")
        name = flag[2:]
        if not flag.startswith("--") or name not in _PARSE:
            if flag.startswith("--") and name in _SHAPE:
                hint = "use --hold" if name == "duration" else "use --from and --to"
                problems.append(f"{flag}: loadtest capacity sets the rates itself; {hint}")
            rest.append(word)
            continue
        if not equals and (not words or words[0].startswith("--")):
            problems.append(f"{flag} needs a value: {flag} {_EXAMPLE[name]}")
            continue
        try:
            found[name] = _PARSE[name](text if equals else words.pop(0))
        except ValueError as error:
            problems.append(f"{flag}: {error}")
    problems += [
        f"--{name} is required: --{name} {_EXAMPLE[name]}"
        for name in ("from", "to")
        if name not in found and not any(problem.startswith(f"--{name}") for problem in problems)
    ]
    if {"from", "to"} <= found.keys() and found["from"] >= found["to"]:
        problems.append("--to must be above --from")
    if problems:
        return None, rest, problems
    return Ladder(first=found["from"], last=found["to"], hold=found.get("hold", 20.0)), rest, []
