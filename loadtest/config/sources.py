"""Where a setting comes from: flag, action input, environment, `.env.test`, `.env`. The first that is set wins.

A blank value counts as not set. Each value keeps the name that the user typed, for the sentences about it.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from dotenv.parser import parse_stream

from loadtest.config.option import secret_flag
from loadtest.config.options import OPTIONS
from loadtest.send.user_file import read_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from loadtest.config.option import Option

DOTENV_FILES = (".env.test", ".env")

_BY_ENV = {option.env: option for option in OPTIONS}
_ALNUM = re.compile(r"[^A-Z0-9]")
# Jobs leak the inputs of other actions, so an INPUT_ name must be close, and long enough to be no common word (mode).
_TEXTS = {"messages", "rate-limit-pattern", "refusal-pattern", "accept-pattern"}  # where a quotation mark may be meant
_NEAR, _NEAR_INPUT, _SHORTEST_NEAR_INPUT = 0.8, 0.85, 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """All that a configuration is made of.

    `flags` are texts by option name, `env` the environment (action inputs included), `dotenv` (file name, variables)
    with the highest first; `read_file` may raise `OSError` or `UnicodeDecodeError`. `problems` are mistakes found
    before.
    """

    flags: Mapping[str, str]
    env: Mapping[str, str]
    dotenv: Sequence[tuple[str, Mapping[str, str]]] = ()
    read_file: Callable[[str], str]
    problems: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A value as typed and trimmed; `source` is the name the user typed, `rank` counts up from the highest source."""

    text: str
    source: str
    rank: int


def read_dotenv(directory: Path) -> tuple[list[tuple[str, Mapping[str, str]]], list[str]]:
    """Return (file name, its variables) for the .env files of `directory`, highest first, and every mistake.

    A line that is none is told by its number alone: it may hold a secret.
    """
    found: list[tuple[str, Mapping[str, str]]] = []
    problems: list[str] = []
    for name in DOTENV_FILES:
        try:
            text = read_text(directory / name)
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):  # a virtual environment may be called .env
            continue
        except (OSError, UnicodeDecodeError) as error:
            why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
            problems.append(f"{name} cannot be read ({why}); make it a readable text file or remove it")
            continue
        lines = list(parse_stream(io.StringIO(text)))
        problems += [
            f"{name} line {_line(line.original.string, line.original.line)} is not NAME=VALUE; write it so, close its "
            "quotation marks, or begin it with #"
            for line in lines
            if line.error
        ]
        found.append((name, {line.key: line.value for line in lines if line.key and line.value is not None}))
    return found, problems


def _line(text: str, first: int) -> int:
    """Return the number of the line that a faulty statement begins on, blank lines before it left out."""
    return first + len(text) - len(text.lstrip("\r\n"))


def unquoted(env: Mapping[str, str], warnings: list[str]) -> dict[str, str]:
    """Return the variables without quotation marks that `docker run --env-file` keeps, and say which had some."""
    plain = dict(env)
    for option in OPTIONS:
        text = env.get(option.env, "").strip()
        if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" and option.name not in _TEXTS:
            plain[option.env] = text[1:-1]
            warnings.append(
                f"{option.env} stood in quotation marks, which are left off; docker's --env-file keeps them: write it "
                "without"
            )
    return plain


def layers(
    flags: Mapping[str, str],
    env: Mapping[str, str],
    dotenv: Sequence[tuple[str, Mapping[str, str]]],
    problems: list[str],
) -> list[dict[str, Found]]:
    """Return what each source sets, by option name, highest source first; mistakes are added to `problems`."""
    problems += [secret_flag(option) for option in OPTIONS if option.secret and option.name in flags]
    named = [
        [(option, flags.get(option.name), option.flag) for option in OPTIONS if not option.secret],
        [(option, _input(option, env, problems), f"input {option.name}") for option in OPTIONS],
        [(option, env.get(option.env), option.env) for option in OPTIONS],
        *(
            [(option, variables.get(option.env), f"{option.env} in {file}") for option in OPTIONS]
            for file, variables in dotenv
        ),
    ]
    return [
        {
            option.name: Found(text=text.strip(), source=source, rank=rank)
            for option, text, source in layer
            if text and text.strip()
        }
        for rank, layer in enumerate(named)
    ]


def strangers(
    env: Mapping[str, str], dotenv: Sequence[tuple[str, Mapping[str, str]]], problems: list[str], warnings: list[str]
) -> None:
    """Add near misses of our names to `problems`, and other names in our own namespace to `warnings`."""
    for place, variables in (("", env), *((f" in {file}", variables) for file, variables in dotenv)):
        for name in sorted(variables):
            if not variables[name].strip():
                continue
            shown = repr(name)[1:-1] + place
            if name.startswith("LOAD_TEST_") and name not in _BY_ENV:
                if near := _nearest(name.removeprefix("LOAD_TEST_"), _OWN_NAMES, _NEAR):
                    problems.append(f"{shown} is not known; did you mean {near}?")
                else:
                    warnings.append(f"{shown} is not known and not used; loadtest --help lists the names")
            elif name.startswith("INPUT_") and not place and name not in _INPUTS:
                rest = name.removeprefix("INPUT_")
                near = _nearest(rest, _INPUT_NAMES, _NEAR_INPUT)
                if near and len(_ALNUM.sub("", rest)) >= _SHORTEST_NEAR_INPUT:
                    problems.append(f"{shown} is no input of this action; did you mean {near}?")


_INPUTS = frozenset(name for option in OPTIONS for name in option.inputs)
_OWN_NAMES = {
    _ALNUM.sub("", option.env.removeprefix("LOAD_TEST_")): option.env
    for option in OPTIONS
    if option.env.startswith("LOAD_TEST_")
}
_INPUT_NAMES = {
    _ALNUM.sub("", name.upper()): f"the input {option.name}" for option in OPTIONS for name in (option.name, option.env)
}


def _nearest(name: str, known: Mapping[str, str], cutoff: float) -> str | None:
    near = get_close_matches(_ALNUM.sub("", name.upper()), known, 1, cutoff)
    return known[near[0]] if near else None


def _input(option: Option, env: Mapping[str, str], problems: list[str]) -> str | None:
    given = {name: text for name in option.inputs if (text := env.get(name, "").strip())}
    if len(set(given.values())) > 1:
        names = " and ".join(given)
        problems.append(f"input {option.name} is given twice, as {names}, with different values; keep one of them")
    return next(iter(given.values()), None)
