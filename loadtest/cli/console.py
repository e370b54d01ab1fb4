"""Printing: what a verb says, where it goes, and what this console can show."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from loadtest.words.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

NARROWEST = 20
"""Columns of a terminal below which lines are not wrapped any shorter."""


def say(line: str) -> None:
    """Print a line at once; a reader that went away (`| head`) does not end the run."""
    _print("stdout", line)


def say_aside(line: str) -> None:
    """Print a line to standard error, where standard output belongs to a script."""
    _print("stderr", line)


def plainly() -> Callable[[str], None]:
    """Return `say` for a console that may show nothing but ASCII."""
    from loadtest.report.safe import ascii_only as to_ascii  # noqa: PLC0415  --help needs no reports

    return (lambda text: say(to_ascii(text))) if ascii_only() else say


def wrong(problems: Sequence[str]) -> ExitCode:
    """Tell every mistake in the configuration, and return the exit code."""
    for problem in problems:
        say_aside(f"Wrong configuration: {problem}")
    return ExitCode.WRONG_CONFIGURATION


def is_live(env: Mapping[str, str]) -> bool:
    """Return whether standard output is a terminal that can redraw what it shows, with somebody before it."""
    return sys.stdout.isatty() and env.get("TERM", "dumb") not in {"dumb", "unknown"} and not env.get("CI")


def ascii_only() -> bool:
    """Return whether the console cannot show the marks."""
    try:
        "✓✗≥…".encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
        return True
    return False


def wrapped(line: str, width: int) -> str:
    """Return `line` on as many lines of `width` columns as its whole words take, the later ones indented further.

    A row of a table stays as it is: its columns would be lost.
    """
    text = line.lstrip()
    if len(line) <= width or "  " in text:
        return line
    import textwrap  # noqa: PLC0415  only a terminal pays for it

    indent = line[: len(line) - len(text)] + ("  " if line.startswith(" ") else "")
    return "\n".join(
        textwrap.wrap(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False, tabsize=1)
    )


def _print(stream: str, line: str) -> None:
    file = getattr(sys, stream)
    if file.isatty():
        import shutil  # noqa: PLC0415  as above

        line = wrapped(line, max(shutil.get_terminal_size().columns, NARROWEST))
    print(line, file=file, flush=True)  # which `streams` keeps from ending anything
