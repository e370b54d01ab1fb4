"""The verbs for runs that are over: report, judge, compare. Each reads results.json and needs no server."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from loadtest.assess.baselines import changes, incomparable
from loadtest.assess.certainty import USUAL
from loadtest.assess.versions import pairs
from loadtest.cli.console import ascii_only, say, wrong
from loadtest.config import values
from loadtest.report import console
from loadtest.report.files.json_file import is_as_written
from loadtest.report.registry import RENDERERS
from loadtest.report.safe import line
from loadtest.report.sections import comparison
from loadtest.report.sections.expected import expected_lines
from loadtest.report.whole_file import write_file
from loadtest.run import story
from loadtest.run.earlier import read_result, with_baseline
from loadtest.run.interrupts import InterruptedRunError
from loadtest.send.user_file import RESULTS, read_text
from loadtest.words.errors import Conclusion, ConfigError, ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from loadtest.assess.result import Result
    from loadtest.cli.verbs import Call


def report(call: Call) -> int:
    """Show an earlier run, or make its other reports again."""
    return _guarded(call, lambda: _shown(_one(call), call.own), ExitCode.PASSED)


def judge(call: Call) -> int:
    """Hold an earlier run against other targets; the exit code is the one that the run would have had."""
    return _guarded(call, lambda: _shown(_judged(_one(call), call.own), call.own))


def replies(call: Call) -> int:
    """Print the kinds of replies of an earlier run as a list of expected ones, for review."""

    def act() -> ExitCode:
        result = _one(call)
        if result.summary is None or result.snapshot is None:
            raise ConfigError(["results: this run holds no replies: no load was sent"])
        for text in expected_lines(result.summary.heard, result.snapshot.replies):
            say(line(text, 2000))
        return ExitCode.PASSED

    return _guarded(call, act)


def compare(call: Call) -> int:
    """Say what changed from one run to another."""
    return _guarded(call, lambda: _compared(call))


def _guarded(call: Call, act: Callable[[], ExitCode], code: ExitCode | None = None) -> ExitCode:
    """Do it and return its exit code, or `code` instead."""
    try:
        with call.interrupts.at_once():
            done = act()
    except ConfigError as error:
        return wrong([line(problem, 1000) for problem in error.problems])
    except InterruptedRunError:
        raise
    except Exception as bug:  # a file that contradicts itself, or a fault of ours
        if all(is_as_written(read_text(path, most=RESULTS)) for path in call.words):
            raise
        why = f"{type(bug).__name__} when it was read"
        return wrong(
            [f"results: the file is damaged or was altered, so that its numbers contradict each other ({why})"]
        )
    return done if code is None else code


def _shown(result: Result, flags: Mapping[str, str]) -> ExitCode:
    """Write the reports that were asked for, show the run unless one of them went to standard output."""
    written = _write(result, flags)
    # Everything is made before the first line: a damaged file is told alone.
    told = [] if "-" in flags.values() else console.report(result, files=written, ascii_only=ascii_only())
    for text in told:
        say(text)
    return result.exit_code


def _one(call: Call) -> Result:
    (path,) = _paths(call, 1)
    return read_result(path, name="results")


def _paths(call: Call, count: int) -> tuple[str, ...]:
    problems = list(call.problems)
    if len(call.words) != count:
        wanted = "one results.json" if count == 1 else "two results.json, the earlier one first"
        problems.append(f"this verb takes {wanted}; named: {len(call.words)}, see --help")
    if problems:
        raise ConfigError(problems)
    return call.words


def _judged(result: Result, flags: Mapping[str, str]) -> Result:
    try:
        if "on-inconclusive" in flags:
            result = result.told("on-inconclusive", values.on_inconclusive(flags["on-inconclusive"]))
        targets = result.targets
        if "targets" in flags:
            size = result.plan.pacing.size if result.plan else 10
            targets = values.targets(flags["targets"], concurrent=size)
    except ValueError as error:
        raise ConfigError(str(error).split("\n")) from None
    result = replace(result, targets=targets)
    if "baseline" in flags:
        result = with_baseline(result, flags["baseline"], name="--baseline")
    if result.conclusion in {Conclusion.ABORTED, Conclusion.ERROR}:
        return replace(result, outcomes=())  # what was not completed stays what it was
    return story.judged(result)


def _compared(call: Call) -> ExitCode:
    paths = _paths(call, 2)
    before, after = (read_result(path, name="results") for path in paths)
    if before.summary is None or after.summary is None:
        empty = paths[0] if before.summary is None else paths[1]
        raise ConfigError([f"results: {empty!r} holds no numbers: no load was sent"])
    found = changes(before.summary, after.summary)
    if before.snapshot is not None and after.snapshot is not None:
        windows = before.summary.window, after.summary.window
        found = pairs.with_their_intervals(found, (before.snapshot, after.snapshot), windows, confidence=USUAL)
    rows = comparison.change_rows(found)
    table = [("", *paths, f"Change ({USUAL:.0%} sure)", "")]
    table += [(row.name, row.against.removeprefix("was "), row.observed, row.change, row.verdict) for row in rows]
    widths = [max(len(line(row[place])) for row in table) for place in range(5)]
    for row in table:
        cells = [
            line(cell).ljust(width) if place == 0 else line(cell).rjust(width)
            for place, (cell, width) in enumerate(zip(row[:4], widths[:4], strict=True))
        ]
        say("  ".join([*cells, row[4]]).rstrip())
    differ = incomparable(before, after)
    if differ:
        say("")
        say("The two are hardly comparable:")
        for reason in differ:
            say(f"  - {line(reason)}")
    return ExitCode.PASSED


def _write(result: Result, flags: Mapping[str, str]) -> list[str]:
    written = []
    for name, render in RENDERERS.items():
        if name not in flags:
            continue
        path = flags[name]
        if path == "-":
            print(render(result, ()), end="", flush=True)  # noqa: T201  asked for
            if why := getattr(sys.stdout, "lost", ""):
                raise ConfigError([f"--{name}: standard output cannot be written ({why})"])
            continue
        try:
            write_file(Path(path), render(result, ()).encode())
        except OSError as error:
            raise ConfigError([f"--{name}: {path!r} cannot be written ({error.strerror or error})"]) from None
        written.append(os.fspath(path))
    return written
