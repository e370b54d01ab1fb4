"""Every way to fail, one class and one exit code each.

`cli.main` catches these and nothing else turns an error into an exit code. A message says what happened, why, and what
to do.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Sequence


class ExitCode(IntEnum):
    """The exit codes; the README explains each to users."""

    PASSED = 0
    TARGET_MISSED = 1
    WRONG_CONFIGURATION = 2
    NOT_READY = 3
    INCONCLUSIVE = 4
    OUR_ERROR = 5
    SIGINT = 130
    SIGTERM = 143


class LoadTestError(Exception):
    """A failure with a message for the user and an exit code; the base class is our own error."""

    exit_code: ClassVar[ExitCode] = ExitCode.OUR_ERROR


class ConfigError(LoadTestError):
    """The configuration is wrong; `problems` holds every mistake found, one sentence with its remedy each."""

    exit_code = ExitCode.WRONG_CONFIGURATION

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class NotReadyError(LoadTestError):
    """The server never became ready, or its set-up is broken; no load was sent."""

    exit_code = ExitCode.NOT_READY


class SetupError(NotReadyError):
    """The server answers, but its set-up or ours is broken; no load was sent."""


class ReportError(LoadTestError):
    """One or more report files could not be written; the others were."""
