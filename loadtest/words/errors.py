"""Every way to end, one row each; every way to fail, one class each.

`cli.main` catches the errors and nothing else turns one into an exit code. A message says what happened, why, and what
to do.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import TYPE_CHECKING, ClassVar, Self

if TYPE_CHECKING:
    from collections.abc import Sequence


class Conclusion(Enum):
    """What a run as a whole came to."""

    PASSED = "passed"
    FAILED = "failed"
    INCONCLUSIVE = "inconclusive"
    ABORTED = "aborted"
    ERROR = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """All that depends on an exit code.

    `severity` orders the codes, the worst highest. `junit` is the type of the failure or error in JUnit reports.
    `short` is the code in the help, `about` in the README. `next_step` is what to do when the run has no better advice.
    """

    conclusion: Conclusion
    severity: int
    short: str
    about: str
    junit: str = ""
    next_step: str = ""


_INTERRUPTED = Ending(
    conclusion=Conclusion.ABORTED,
    severity=6,
    short="interrupted",
    about="interrupted; the reports hold what was measured so far",
    junit="Aborted",
    next_step="run it again",
)


class ExitCode(IntEnum):
    """The table of exit codes."""

    ending: Ending

    def __new__(cls, code: int, ending: Ending | None = None) -> Self:
        """Return a row; `ending` is left out only when a row is looked up by its code."""
        row = int.__new__(cls, code)
        row._value_ = code
        row.ending = ending or _INTERRUPTED
        return row

    PASSED = 0, Ending(conclusion=Conclusion.PASSED, severity=0, short="targets met", about="every target met")
    TARGET_MISSED = (
        1,
        Ending(
            conclusion=Conclusion.FAILED,
            severity=2,
            short="a target missed",
            about="a target missed",
            junit="TargetMissed",
            next_step="compare the load that was sent with the load that was planned",
        ),
    )
    WRONG_CONFIGURATION = (
        2,
        Ending(
            conclusion=Conclusion.ERROR,
            severity=4,
            short="wrong configuration",
            about="wrong configuration: all mistakes are listed, nothing was sent",
            junit="ConfigurationMistake",
            next_step="correct the settings named above; no message was sent",
        ),
    )
    NOT_READY = (
        3,
        Ending(
            conclusion=Conclusion.ERROR,
            severity=3,
            short="server never ready or its set-up is broken",
            about="the server never became ready, or the set-up is broken",
            junit="HealthTimeout",
            next_step="look at the server's own log, and at url and health-url; no load was sent",
        ),
    )
    INCONCLUSIVE = (
        4,
        Ending(
            conclusion=Conclusion.INCONCLUSIVE,
            severity=1,
            short="inconclusive",
            about="inconclusive: the measurement itself was spoiled (`on-inconclusive: pass` makes it 0)",
            junit="Inconclusive",
            next_step="repair what spoiled the measurement and run again; this run proves nothing about the server",
        ),
    )
    OUR_ERROR = (
        5,
        Ending(
            conclusion=Conclusion.ERROR,
            severity=5,
            short="our own error",
            about="a fault of the load test itself, or a report that could not be written",
            junit="InternalError",
            next_step="follow the sentence above; where it names no remedy, please report this fault of ours",
        ),
    )
    SIGHUP = 129, _INTERRUPTED
    SIGINT = 130, _INTERRUPTED
    SIGTERM = 143, _INTERRUPTED

    @classmethod
    def of(cls, conclusion: Conclusion) -> ExitCode:
        """Return the code of a run that came to `conclusion` by itself."""
        return max((row for row in cls if row.ending.conclusion is conclusion), key=lambda row: row.ending.severity)


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

    junit = "BrokenSetup"
    next_step = "correct the set-up as said; `loadtest doctor` shows every step; no load was sent"


class LateStartError(LoadTestError):
    """A shard was not ready at its start, so it sent nothing; `late` is by how many seconds."""

    exit_code = ExitCode.INCONCLUSIVE

    def __init__(self, late: float) -> None:
        super().__init__(f"ready {late:.3f}s after the start")
        self.late = late


class ReportError(LoadTestError):
    """One or more report files could not be written; the others were."""


def exit_codes() -> list[tuple[list[int], Ending]]:
    """Return every way to end with its codes."""
    endings = dict.fromkeys(row.ending for row in ExitCode)
    return [([int(row) for row in ExitCode if row.ending is ending], ending) for ending in endings]
