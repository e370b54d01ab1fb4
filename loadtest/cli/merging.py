"""The verb that makes one run of the files of its shards; it needs no server."""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from loadtest.cli.console import ascii_only, say
from loadtest.cli.loads import misconfigured, named_option
from loadtest.config import values
from loadtest.report.folder import ReportFolder
from loadtest.report.runner import Runner
from loadtest.run import story
from loadtest.run.merge import merged, read
from loadtest.words.errors import ConfigError

if TYPE_CHECKING:
    from loadtest.assess.result import Result
    from loadtest.cli.verbs import Call


def merge(call: Call) -> int:
    """Judge the whole load and write every report; the exit code is the one that a single run would have had."""
    env = dict(os.environ)
    runner = Runner(env, sys.stdout, random_hex=secrets.token_hex(16))
    folder = ReportFolder(named_option("report-dir", call.own, env, Path.cwd()))
    try:
        result = _result(call)
        folder.claim(result)
    except ConfigError as error:
        return misconfigured(error, folder, runner=runner)
    return story.publish(result, folder, runner=runner, say=say, ascii_only=ascii_only())


def _result(call: Call) -> Result:
    problems, targets = list(call.problems), None
    if choice := call.own.get("on-inconclusive", ""):
        try:
            choice = values.on_inconclusive(choice)
        except ValueError as error:
            problems.append(f"--on-inconclusive: {error}")
    if problems:
        raise ConfigError(problems)
    union = read(call.words)
    if limits := call.own.get("targets"):
        try:
            targets = values.targets(limits, concurrent=union.lead.plan.pacing.size)
        except ValueError as error:
            raise ConfigError([f"--targets: {text}" for text in str(error).split("\n")]) from None
    return merged(union, targets=targets, baseline=call.own.get("baseline"), on_inconclusive=choice)
