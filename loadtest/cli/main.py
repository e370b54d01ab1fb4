"""Which verb was meant: reads the first word, answers `--help` and `--version`, and calls the verb."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from loadtest import __version__
from loadtest.cli import console
from loadtest.cli.command_line import is_address
from loadtest.cli.verbs import BY_NAME, SHOWN, usage
from loadtest.words.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loadtest.run.interrupts import Interrupts


def main(argv: Sequence[str], *, interrupts: Interrupts) -> int:
    """Run the verb that `argv` names and return the exit code."""
    words = list(argv)
    if "--version" in words:
        console.say(f"loadtest {__version__}")
        return ExitCode.PASSED
    asked = [word for word in words if word not in {"--help", "-h"}]
    if len(asked) < len(words) or words[:1] == ["help"]:
        verb = BY_NAME.get(next((word for word in asked if word != "help"), ""))
        console.say(verb.help() if verb else usage())
        return ExitCode.PASSED
    if not words or words[0].startswith("-") or (words[0] not in BY_NAME and is_address(words[0])):
        return BY_NAME["run"].call(words, interrupts)
    name = words.pop(0)
    if name in BY_NAME:
        return BY_NAME[name].call(words, interrupts)
    near = get_close_matches(name, SHOWN, 1)
    hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(SHOWN)}; a webhook is named by its URL"
    console.say_aside(f"There is no verb {name!r}; {hint}")
    return ExitCode.WRONG_CONFIGURATION
