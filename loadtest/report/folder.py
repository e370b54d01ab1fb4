"""The report folder: at every instant each file in it is whole, and never yesterday's.

A file is written beside its place and renamed into it, so that a kill leaves the one before or the one after. The first
act of a run is to claim the folder with reports that say aborted.
"""

from __future__ import annotations

import errno
import os
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from loadtest.report.registry import RENDERERS
from loadtest.report.safe import line
from loadtest.words.errors import ConfigError
from loadtest.words.reports import FILES, REPORTS, RUNS

if TYPE_CHECKING:
    from collections.abc import Callable

    from loadtest.assess.result import Result

_NUMBERED = re.compile(r"run-\d{3,}")
_FULL = {errno.ENOSPC, errno.EDQUOT}


@dataclass(frozen=True, slots=True, kw_only=True)
class LostReport:
    """A report that could not be written: where, why (a sentence with its remedy), and its `text`, for the console.

    `text` is safe to print to a log, and empty when the report could not even be made.
    """

    path: str
    why: str
    text: str


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
            self._remove_series()
        except (OSError, ValueError) as error:  # ValueError: a name that no file can have
            raise ConfigError([self._unwritable(self._path, error)]) from error
        lost = self.write(placeholder)
        if lost:
            raise ConfigError([report.why for report in lost])

    def claim_for_shard(self, file: str, placeholder: str) -> None:
        """Create the folder, take the reports of earlier runs away, and write a shard file that says that it died.

        Raises:
            ConfigError: when the folder cannot be written.

        """
        try:
            self._create()
            self._remove_series()
            for name in FILES.values():
                (self._path / name).unlink(missing_ok=True)
        except OSError as error:
            raise ConfigError([self._unwritable(self._path, error)]) from error
        if lost := self.write_shard(file, placeholder):
            raise ConfigError([lost.why])

    def write_shard(self, file: str, text: str) -> LostReport | None:
        """Write a shard file; return what was lost, if it was."""
        return self._write(self._path / file, lambda: text)

    def numbered(self, number: int) -> ReportFolder:
        """Return the folder of one run of a series."""
        return ReportFolder(self._path / f"run-{number:03}")

    def write_runs(self, text: str) -> list[LostReport]:
        """Write the table of a series' runs so far."""
        report = self._write(self._path / RUNS, lambda: text)
        return [report] if report else []

    def write(self, result: Result) -> list[LostReport]:
        """Write every report, whatever becomes of the others; return those that were lost."""
        files = [*self.paths.values()]
        # The page takes longest and comes last.
        reports = [
            self._write(self._path / report.file, lambda render=RENDERERS[report.name]: render(result, files))  # type: ignore[misc]
            for report in reversed(REPORTS)
        ]
        return [report for report in reports if report is not None]

    def _write(self, path: Path, render: Callable[[], str]) -> LostReport | None:
        try:
            text = render()
        except Exception as error:  # noqa: BLE001  a bug in one report must not cost the others
            why = f"{path} could not be made ({type(error).__name__}); please report this"
            return LostReport(path=str(path), why=why, text="")
        try:
            self._replace(path, text.encode())
        except OSError as error:
            return LostReport(path=str(path), why=self._unwritable(path, error), text=text)
        return None

    def _remove_series(self) -> None:
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
                _give(folder)

    def _replace(self, path: Path, content: bytes) -> None:
        part = path.with_name(f".{path.name}.part")
        try:
            part.unlink(missing_ok=True)  # a killed run's, or a link somebody left
            descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())  # network disks report a full disk only here
            part.chmod(0o644)  # whatever the umask: other steps and users read it
            _give(part)
            part.replace(path)
        except OSError:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise

    def _unwritable(self, path: Path, error: OSError | ValueError) -> str:
        number, why = getattr(error, "errno", None), getattr(error, "strerror", None) or error
        hint = "free some space there" if number in _FULL else "name a folder that this user may write"
        return f"report-dir {str(self._path)!r}: {line(str(path))} cannot be written ({why}); {hint}"


def _give(path: Path) -> None:
    """Give what root made to the owner of the folder it lies in.

    In a container we are root in a workspace of the runner's user, who could not delete our files later.
    """
    if os.geteuid() == 0:
        with suppress(OSError):  # a root without that right still leaves readable files
            status = path.parent.stat()
            os.chown(path, status.st_uid, status.st_gid)
