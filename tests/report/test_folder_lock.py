"""A report folder belongs to one run at a time."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from loadtest.report import folder_lock

if TYPE_CHECKING:
    from pathlib import Path

_HOLD = (
    "import sys, pathlib; from loadtest.report import folder_lock; print(folder_lock.hold(pathlib.Path(sys.argv[1])))"
)


def test_a_folder_belongs_to_one_process_at_a_time(tmp_path: Path) -> None:
    def other() -> str:
        command = [sys.executable, "-c", _HOLD, str(tmp_path)]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    assert folder_lock.hold(tmp_path)
    assert folder_lock.hold(tmp_path), "a second time by the same process"
    assert other() == "False"
    folder_lock.release()
    assert other() == "True"
    assert folder_lock.hold(tmp_path), "a process that has ended holds nothing"
    assert list(tmp_path.iterdir()) == []
