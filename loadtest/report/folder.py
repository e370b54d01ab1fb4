"""The report folder: at every instant each file in it is whole, and never yesterday's.

A file is written beside its place and renamed into it, so that a kill leaves the one before or the one after. The first
act of a run is to claim the folder with reports that say aborted.
"""

from __future__ import annotations

import errno
import re
import traceback
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from loadtest.report import folder_lock
from loadtest.report.files import json_file
from loadtest.report.registry import RENDERERS
from loadtest.report.safe import line
from loadtest.report.whole_file import PART, give, replace_file
from loadtest.words.errors import ConfigError
from loadtest.words.reports import FILES, REPORTS, RUNS

if TYPE_CHECKING:
    from loadtest.assess.result import Result
    from loadtest.words.reports import Report

_NUMBERED = re.compile(r"run-\d{3,}")
_FULL = {errno.ENOSPC, errno.EDQUOT}


@dataclass(frozen=True, slots=True, kw_only=True)
class LostReport:
    """A report that could not be written: where, why (a sentence with its remedy), and its `text`, for the console.

    `text` is safe to print to a log, and empty when the report could not even be made, by a `fault` of ours.
    """

    path: str
    why: str
    text: str
    fault: bool = False


class ReportFolder:
    """The files of `report-dir`; `path` as the user typed it."""

    def __init__(self, path: str | Path) -> None:
        self._path = Path(path)

    @property
    def path(self) -> str:
        """The folder as the user typed it."""
        return str(self._path)

    @property
    def paths(self) -> dict[str, str]:
        """Paths of all reports by name, as the user may open them."""
        return {name: str(self._path / file) for name, file in FILES.items()}

    def claim(self, placeholder: Result) -> None:
        """Create the folder and replace what lies there by `placeholder`'s reports.

        So do the numbered reports of an earlier series: all of them are yesterday's.

        Raises:
            ConfigError: when the folder cannot be written.

        """
        try:
            self._create()
            if not folder_lock.hold(self._path):
                why = f"another load test writes there, {self._other()}; name another folder, or wait for its end"
                raise ConfigError([f"report-dir {str(self._path)!r}: {why}"])
            self._remove_earlier()
        except (OSError, ValueError) as error:  # ValueError: a name that no file can have
            raise ConfigError([self._unwritable(self._path, error)]) from error
        if lost := [report.why for report in self.write(placeholder) if not report.fault]:
            raise ConfigError(lost)

    def claim_for_shard(self, file: str, placeholder: str) -> None:
        """Create the folder, take the reports of earlier runs away, and write a shard file that says that it died.

        Raises:
            ConfigError: when the folder cannot be written.

        """
        try:
            self._create()
            self._remove_earlier()
            for name in FILES.values():
                (self._path / name).unlink(missing_ok=True)
        except OSError as error:
            raise ConfigError([self._unwritable(self._path, error)]) from error
        if lost := self.write_shard(file, placeholder):
            raise ConfigError([lost.why])

    def write_shard(self, file: str, text: str) -> LostReport | None:
        """Write a shard file; return what was lost, if it was."""
        return self._write(self._path / file, text)

    def numbered(self, number: int) -> ReportFolder:
        """Return the folder of one run of a series."""
        return ReportFolder(self._path / f"run-{number:03}")

    def write_runs(self, text: str) -> list[LostReport]:
        """Write the table of a series' runs so far."""
        report = self._write(self._path / RUNS, text)
        return [report] if report else []

    def add_to_summary(self, text: str) -> list[LostReport]:
        """Write `text` behind the job summary's, where that lies here."""
        path = Path(self.paths["summary"])
        try:
            report = self._write(path, f"{path.read_text('utf-8')}\n{text}")
        except (OSError, ValueError):
            return []  # it is lost, which was told
        return [report] if report else []

    def write(self, result: Result) -> list[LostReport]:
        """Write every report, whatever becomes of the others; return those that were lost."""
        # The page takes longest and comes last.
        reports = [self._write(self._path / report.file, *self._made(report, result)) for report in reversed(REPORTS)]
        return [report for report in reports if report is not None]

    def _made(self, report: Report, result: Result) -> tuple[str | None, str]:
        """Return a report's text and what it lacks, in a sentence: a bug in one part must not cost the others."""
        files, why = [*self.paths.values()], ""
        for shown in (result, measured(result)):
            try:
                return RENDERERS[report.name](shown, files), why
            except Exception as error:  # noqa: BLE001  whatever it is
                traceback.print_exc()
                how = "made" if why else "made as a whole"
                why = f"{self.paths[report.name]} could not be {how} ({type(error).__name__}); please report this"
        return None, why

    def _write(self, path: Path, text: str | None, why: str = "") -> LostReport | None:
        try:
            if text is None:
                path.unlink(missing_ok=True)  # what lies there is another run's, or says what this one was before
            else:
                replace_file(path, text.encode())
        except OSError as error:
            return LostReport(path=str(path), why=self._unwritable(path, error), text=text or "")
        return LostReport(path=str(path), why=why, text="", fault=True) if why else None

    @property
    def is_claimed(self) -> bool:
        """Whether this process has claimed the folder."""
        return folder_lock.is_held(self._path)

    @property
    def is_used(self) -> bool:
        """Whether the results of an earlier run lie here."""
        return Path(self.paths["json"]).exists()

    def _other(self) -> str:
        """Return which run has the folder."""
        try:
            other = json_file.from_json(Path(self.paths["json"]).read_text("utf-8"))
        except (OSError, ValueError):
            return "which has just begun"
        return f"begun {other.began:%Y-%m-%d %H:%M:%S} UTC" + (f" against {other.plan.url}" if other.plan else "")

    def _remove_earlier(self) -> None:
        """Remove what a killed run, or a series, has left."""
        for path in map(Path, self.paths.values()):
            for part in path.parent.glob(f".{path.name}*{PART}"):
                part.unlink(missing_ok=True)
        (self._path / RUNS).unlink(missing_ok=True)
        for folder in (path for path in self._path.iterdir() if _NUMBERED.fullmatch(path.name) and path.is_dir()):
            for file in FILES.values():
                (folder / file).unlink(missing_ok=True)
            with suppress(OSError):  # whatever else lies there is not ours
                for below in {Path(file).parent for file in FILES.values()} - {Path()}:
                    (folder / below).rmdir()
                folder.rmdir()

    def _create(self) -> None:
        for leaf in dict.fromkeys((self._path / file).parent.absolute() for file in FILES.values()):
            missing = [folder for folder in (leaf, *leaf.parents) if not folder.exists()]
            leaf.mkdir(parents=True, exist_ok=True)
            for folder in reversed(missing):
                give(folder)

    def _unwritable(self, path: Path, error: OSError | ValueError) -> str:
        number, why = getattr(error, "errno", None), getattr(error, "strerror", None) or error
        hint = "free some space there" if number in _FULL else "name a folder that this user may write"
        return f"report-dir {str(self._path)!r}: {line(str(path))} cannot be written ({why}); {hint}"


def measured(result: Result) -> Result:
    """Return `result` with what was measured and concluded, and nothing that was worked out besides."""
    empty: dict[str, Any] = {"outcomes": (), "series": (), "server_log": (), "diagnosis": ()}
    return replace(result, **empty, forecast=None, capacity=None, baseline=None)
