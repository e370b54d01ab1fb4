"""The verbs for runs that are over: report, judge, compare. Each reads results.json and needs no server."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from loadtest.assess.baselines import refusals
from loadtest.config import values
from loadtest.report import console
from loadtest.report.registry import RENDERERS
from loadtest.report.safe import line
from loadtest.report.sections import comparison
from loadtest.run import story
from loadtest.run.earlier import baseline_from, read_result
from loadtest.words.errors import Conclusion, ConfigError, ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from loadtest.assess.result import Result

_JUDGING = ("targets", "baseline", "on-inconclusive")


def main(verb: str, words: Sequence[str], *, say: Callable[[str], None], ascii_only: bool) -> int:
    """Do what `verb` says with the files in `words`; return the exit code."""
    try:
        if verb == "compare":
            return _compare(words, say=say)
        flags, paths = _parse(words, (*RENDERERS, *(_JUDGING if verb == "judge" else ())), files=1)
        result = read_result(paths[0], name="results")
        if verb == "judge":
            result = _judge(result, flags)
        written = _write(result, flags)
        told = [] if "-" in flags.values() else console.report(result, files=written, ascii_only=ascii_only)
    except ConfigError as error:
        for problem in error.problems:
            print(f"Wrong configuration: {line(problem, 1000)}", file=sys.stderr)  # noqa: T201  the console is a report
        return ExitCode.WRONG_CONFIGURATION
    except Exception as error:  # noqa: BLE001  what wrong types in a damaged file make fail
        why = f"the file is damaged, or another version's ({type(error).__name__})"
        print(f"Wrong configuration: results: {why}", file=sys.stderr)  # noqa: T201  likewise
        return ExitCode.WRONG_CONFIGURATION
    for text in told:
        say(text)
    return result.exit_code if verb == "judge" else ExitCode.PASSED


def _judge(result: Result, flags: dict[str, str]) -> Result:
    lenient = flags.get("on-inconclusive", "fail")
    try:
        values.choice("fail", "pass")(lenient)
        targets = result.targets
        if "targets" in flags:
            size = result.plan.pacing.size if result.plan else 10
            targets = values.targets(flags["targets"], concurrent=size)
    except ValueError as error:
        raise ConfigError(str(error).split("\n")) from None
    result = replace(result, targets=targets)
    if "baseline" in flags:
        baseline, missing = baseline_from(flags["baseline"], result.plan, result.environment, name="--baseline")
        result = replace(result, baseline=baseline, notes=(*result.notes, *missing))
    if result.conclusion in {Conclusion.ABORTED, Conclusion.ERROR}:
        return replace(result, outcomes=())  # what was not completed stays what it was
    return story.judged(result, lenient=lenient.lower() == "pass")


def _compare(words: Sequence[str], *, say: Callable[[str], None]) -> int:
    _, paths = _parse(words, (), files=2)
    before, after = (read_result(path, name="results") for path in paths)
    if before.summary is None or after.summary is None:
        empty = paths[0] if before.summary is None else paths[1]
        raise ConfigError([f"results: {empty!r} holds no numbers: no load was sent"])
    rows = comparison.change_rows(before.summary, after.summary)
    table = [("", *paths, "Change", "")]
    table += [(row.name, row.against.removeprefix("was "), row.observed, row.change, row.verdict) for row in rows]
    widths = [max(len(line(row[place])) for row in table) for place in range(5)]
    for row in table:
        cells = [
            line(cell).ljust(width) if place == 0 else line(cell).rjust(width)
            for place, (cell, width) in enumerate(zip(row[:4], widths[:4], strict=True))
        ]
        say("  ".join([*cells, row[4]]).rstrip())
    differ = refusals(before.plan, after.plan, before.environment, after.environment)
    if differ:
        say("")
        say("The two are hardly comparable:")
        for reason in differ:
            say(f"  - {line(reason)}")
    return ExitCode.PASSED


def _parse(words: Sequence[str], known: Sequence[str], *, files: int) -> tuple[dict[str, str], list[str]]:
    """Return flags by name and the other words; a repeated flag adds a line."""
    flags: dict[str, str] = {}
    paths: list[str] = []
    problems = []
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if not word.startswith("--"):
            paths.append(word)
            continue
        name, equals, text = word[2:].partition("=")
        if name not in known:
            problems.append(f"--{name} is not known here; known are {', '.join(f'--{one}' for one in known) or 'none'}")
        if not equals:
            if not rest:
                problems.append(f"--{name} needs a value")
                break
            text = rest.pop(0)
        flags[name] = f"{flags[name]}\n{text}" if name in flags else text
    if len(paths) != files:
        wanted = "one results.json" if files == 1 else "two results.json, the earlier one first"
        problems.append(f"this verb takes {wanted}; {len(paths)} were named, see --help")
    if problems:
        raise ConfigError(problems)
    return flags, paths


def _write(result: Result, flags: dict[str, str]) -> list[str]:
    written = []
    for name, render in RENDERERS.items():
        if name not in flags:
            continue
        path = flags[name]
        if path == "-":
            sys.stdout.write(render(result, ()))
            continue
        try:
            part = Path(f"{path}.part")
            part.write_text(render(result, ()), "utf-8")
            part.replace(path)
        except OSError as error:
            raise ConfigError([f"--{name}: {path!r} cannot be written ({error.strerror or error})"]) from None
        written.append(os.fspath(path))
    return written
