"""One run at a time in a report folder: a lock on the folder itself, which ends with its process and leaves nothing."""

from __future__ import annotations

import fcntl
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_held: dict[Path, int] = {}
"""This process's own locks, by folder: a run of a series lies in the series' folder."""


def hold(folder: Path) -> bool:
    """Lock `folder` for this process; return whether nobody else has. Raises `OSError` when it cannot be opened.

    A file system without locks locks nobody out.
    """
    folder = folder.resolve()
    if is_held(folder):
        return True
    lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return False
    except OSError:
        os.close(lock)
        return True
    _held[folder] = lock
    return True


def is_held(folder: Path) -> bool:
    """Return whether this process has locked `folder`, or the one around it."""
    try:
        folder = folder.resolve()
    except (OSError, ValueError):  # no folder has such a name
        return False
    return folder in _held or folder.parent in _held


def release() -> None:
    """Give up every lock of this process."""
    while _held:
        os.close(_held.popitem()[1])
