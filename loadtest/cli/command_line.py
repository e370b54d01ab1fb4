"""One reader of command lines for every verb: flags, words, and every mistake in a sentence.

`--name VALUE` and `--name=VALUE`; a switch alone means true. A list's flag may be repeated and adds up; of any other
the last one counts. No sentence repeats a value: it may be a secret under a wrong name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from loadtest.cli import habits
from loadtest.config.option import secret_flag
from loadtest.config.values import is_boolean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from loadtest.config.option import Flag

_NEAR = 0.7
_PLAIN = re.compile(r"[A-Za-z][A-Za-z-]{0,19}|\d{1,6}[a-z%]{0,3}")  # what cannot be a secret
_FEW = 12
_RATE = r"\d+(?:\.\d+)?/"  # 50/s names no host
_ADDRESS = re.compile(rf"\w+://.*|[\w.-]+:\d+(?:/.*)?|(?!{_RATE})[\w-]+(?:\.[\w-]+)*/.*|localhost", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandLine:
    """A command line, read: values by the flag's name, the words that belong to none, every mistake."""

    flags: Mapping[str, str]
    words: tuple[str, ...]
    problems: tuple[str, ...]


def read_flags(
    argv: Sequence[str],
    known: Iterable[Flag],
    *,
    takes: int = 0,
    fits: Callable[[str], bool] = lambda _: True,
    elsewhere: Callable[[str], str] = lambda _: "",
) -> CommandLine:
    """Return what `argv` says.

    The first `takes` words that `fits` accepts are kept, and, where it takes several, all that stand behind `--`; any
    other is a mistake. `elsewhere` returns where a flag that is not known here belongs, or nothing.
    """
    by_flag = {one.flag: one for one in known}
    flags: dict[str, str] = {}
    words: list[str] = []
    problems: list[str] = []
    rest = list(argv)
    before = ""
    while rest:
        word = rest.pop(0)
        if word == "--" and takes > 1:  # what follows is another program's
            words += rest
            break
        flag, equals, value = _apart(word)
        if not flag:
            if len(words) < takes and fits(word):
                words.append(word)
            else:
                problems.append(_stray(word, before))
            continue
        text: str | None = value
        before = flag if flag in by_flag else ""
        option, habit = by_flag.get(flag), None if flag in by_flag else habits.of(flag)
        if not equals:
            text = _next(option, rest)
        if text is None:
            problems.append(f"{flag} needs a value: {flag} {option.value if option else 'VALUE'}")
            continue
        if habit and f"--{habit.flag}" in by_flag and text and habit.means(text):
            option = by_flag[f"--{habit.flag}"]
        if option is None:
            problems.append(habit.advice(flag, text) if habit else _unknown(flag, by_flag, elsewhere(flag[2:])))
        elif option.secret:
            problems.append(secret_flag(option))
        else:
            added = option.many and option.name in flags
            flags[option.name] = f"{flags[option.name]}\n{text}" if added else text
    return CommandLine(flags=flags, words=tuple(words), problems=tuple(problems))


def is_address(word: str) -> bool:
    """Return whether a word looks like a webhook's URL, however badly written."""
    return _ADDRESS.fullmatch(word) is not None


def _apart(word: str) -> tuple[str, str, str]:
    """Return (flag, a sign that its value stands in the word, the value) of a word; all empty when it is no flag."""
    if word.startswith("--"):
        flag, equals, text = word.partition("=")
        return flag, equals, text
    if word[:2] in habits.LETTERS:
        return word[:2], word[2:3], word[2:].removeprefix("=")
    return "", "", ""


def _next(option: Flag | None, rest: list[str]) -> str | None:
    """Take a flag's value off the words that follow it; None when it needs one and has none."""
    follows = bool(rest) and not rest[0].startswith("--")
    if option is None:  # what belongs to a flag that is none of ours is no mistake of its own, but for the webhook
        return rest.pop(0) if follows and not is_address(rest[0]) else ""
    if option.is_switch:
        return rest.pop(0) if follows and is_boolean(rest[0]) else "true"
    return rest.pop(0) if follows else "" if option.secret else None


def _stray(word: str, after: str) -> str:
    shown = repr(word) if _PLAIN.fullmatch(word) else "a word on the command line"
    where = f" (behind {after})" if after else ""
    return f"{shown}{where} belongs to no flag; write --name VALUE, in quotes if it has blanks"


def _unknown(flag: str, known: Mapping[str, Flag], elsewhere: str) -> str:
    near = get_close_matches(flag, list(known), 1, _NEAR)
    if elsewhere:
        hint = f"it belongs to {elsewhere}"
    elif near:
        hint = f"did you mean {near[0]}?"
    elif len(known) <= _FEW:
        hint = f"known here are {', '.join(known) or 'none'}"
    else:
        hint = "loadtest --help lists the flags"
    return f"{repr(flag)[1:-1]} is not a known flag; {hint}"
