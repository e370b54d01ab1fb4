"""Writes a file whole or not at all: beside its place, under a name of its own, and renamed into it."""

from __future__ import annotations

import os
import select
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

PART = ".part"
WAIT = 10.0
"""Seconds that a pipe may be full."""


def replace_file(path: Path, content: bytes) -> None:
    """Make `content` the file at `path`, whatever lies there; raises `OSError`.

    The file beside it is new and nobody else's: two runs do not meet in it, and no link that somebody left is followed.
    """
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=PART, dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())  # network disks report a full disk only here
        part.chmod(0o644)  # whatever the umask: other steps and users read it
        give(part)
        part.replace(path)
    except BaseException:  # a signal, too
        with suppress(OSError):
            part.unlink()
        raise


def write_file(path: Path, content: bytes) -> None:
    """Write to what the user named: a link's file is replaced and the link stays, a pipe or terminal is written to.

    Raises `OSError`; a pipe that nobody reads, and a disk's own device, cannot be written to.
    """
    real = path.resolve()
    mode = real.stat().st_mode if real.exists() else stat.S_IFREG
    if stat.S_ISREG(mode):
        replace_file(real, content)
        return
    if not (stat.S_ISFIFO(mode) or stat.S_ISCHR(mode)):
        raise OSError("it is neither a file nor a pipe")
    descriptor = os.open(real, os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY)
    try:
        _write_all(descriptor, content)
    finally:
        os.close(descriptor)


def _write_all(descriptor: int, content: bytes) -> None:
    poll = select.poll()
    poll.register(descriptor, select.POLLOUT)
    left = memoryview(content)
    while left:
        if not poll.poll(WAIT * 1000):
            raise TimeoutError(f"nobody has read it for {WAIT:g} seconds")
        with suppress(BlockingIOError):
            left = left[os.write(descriptor, left) :]


def give(path: Path) -> None:
    """Give what root made to the owner of the folder it lies in.

    In a container we are root in a workspace of the runner's user, who could not delete our files later.
    """
    if os.geteuid() == 0:
        with suppress(OSError):  # a root without that right still leaves readable files
            status = path.parent.stat()
            os.chown(path, status.st_uid, status.st_gid, follow_symlinks=False)
