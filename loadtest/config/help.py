"""The options as `--help` shows them, from the table."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from loadtest.config.options import OPTIONS

if TYPE_CHECKING:
    from collections.abc import Container

    from loadtest.config.option import Option

_COLUMN, _WIDTH = 30, 100
_INTRODUCTION = (
    "The first that is set wins: the flag, the action's input of the same name, the variable in [brackets] from the "
    "environment, .env.test, .env, the default. Times are 60, 60s, 2m or 1500ms. Lists have one item a line, or "
    "commas; a repeated flag adds to the list."
)


def options_help(groups: Container[str] | None = None) -> str:
    """Return the help text of all options, or, without the introduction, of some groups; at most 100 columns wide."""
    text = wrap(_INTRODUCTION, _WIDTH) if groups is None else []
    group = ""
    for option in OPTIONS:
        if groups is not None and option.group not in groups:
            continue
        if option.group != group:
            group = option.group
            text += [*([""] if text else []), f"{group}:"]
        text += _rows(option)
    return "\n".join(text)


def default_text(option: Option) -> str:
    """Return the default as one line: `60`, `average < 5s · success > 95%`, `the webhook's URL`."""
    return " · ".join(option.otherwise.split("\n"))


def _rows(option: Option) -> list[str]:
    what = f"  {option.name} (no flag)" if option.secret else f"  {option.flag} {option.value}"
    unit = f" {option.unit}" if option.unit and option.otherwise[:1].isdecimal() else ""
    end = "required" if option.otherwise == "required" else f"default {default_text(option)}{unit}"
    about = wrap(option.about.replace("`", ""), _WIDTH - _COLUMN, break_on_hyphens=False)
    below = [" " * _COLUMN + line for line in [*about, f"{end} [{option.env}]"]]
    return [what, *below] if len(what) >= _COLUMN else [what + below[0][len(what) :], *below[1:]]
