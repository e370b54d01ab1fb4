"""Reads a file that the user named, and ends: a regular one, or a pipe with a limit in time, either with one in size.

Everything else that has a name could hold the program up for ever or fill its memory: devices, terminals, the kernel's
own files.
"""

from __future__ import annotations

import errno
import os
import select
import stat
import time

TEXT = 16 * 1024 * 1024
"""Bytes of a list or a setting."""
RESULTS = 512 * 1024 * 1024
"""Bytes of an earlier run: a whole day at a thousand phone numbers takes a tenth."""
WAIT = 10.0
"""Seconds that a pipe may take."""
_PIECE = 1024 * 1024


def read_text(path: str | os.PathLike[str], *, most: int = TEXT, pipes: bool = True) -> str:
    """Return the text of `path`, a byte order mark left off.

    Raises:
        OSError: when it cannot be read, is neither a file nor a pipe, is larger than `most` bytes, or takes too long.
        UnicodeDecodeError: when it is not UTF-8.

    """
    # Without O_NONBLOCK the opening of a pipe would wait for its other end, beyond any signal.
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY)
    try:
        mode = os.fstat(descriptor).st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if not stat.S_ISREG(mode) and not (pipes and stat.S_ISFIFO(mode)):
            raise OSError(errno.EINVAL, "it is no regular file" + (" and no pipe" if pipes else ""))
        return _read(descriptor, most, waits=stat.S_ISFIFO(mode)).decode("utf-8-sig")
    finally:
        os.close(descriptor)


def read_piece(path: str | os.PathLike[str], *, start: int, most: int) -> bytes:
    """Return up to `most` bytes of a regular file from `start` on, without ever waiting; raises `OSError`."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "it is no regular file")
        os.lseek(descriptor, start, os.SEEK_SET)
        return os.read(descriptor, most)
    finally:
        os.close(descriptor)


def _read(descriptor: int, most: int, *, waits: bool) -> bytes:
    poll, end = select.poll(), time.monotonic() + WAIT
    poll.register(descriptor, select.POLLIN)
    found = bytearray()
    while True:
        # A pipe that nobody writes to yet reads as if it had ended, so it is asked first.
        if waits and not poll.poll(max(0.0, end - time.monotonic()) * 1000):
            raise TimeoutError(errno.ETIMEDOUT, f"nothing more came within {WAIT:g} seconds")
        piece = os.read(descriptor, _PIECE)
        if not piece:
            return bytes(found)
        found += piece
        if len(found) > most:
            raise OSError(errno.EFBIG, f"it is larger than {most // 1024 // 1024:,} MB")
