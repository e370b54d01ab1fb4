"""Follows the log file that the server writes during the run, and counts its error lines.

Lines are taken as of when they were read, within a second of when they were written. What stood there before the run is
not read; a file that was rotated is read from its beginning.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import gevent

from loadtest.send.user_file import read_piece

if TYPE_CHECKING:
    from loadtest.verdict.patterns import Pattern
    from loadtest.words.clock import RunClock
    from loadtest.words.shapes import LogBook

INTERVAL = 1.0
MOST_AT_ONCE = 1024 * 1024
"""Bytes read in one go; of a log that grows faster the rest is read at the end, up to `MOST_AT_THE_END`."""
MOST_IDS = 1_000_000
MOST_AT_THE_END = 32 * 1024 * 1024


class ServerLog:
    """`with ServerLog(path, book, clock):` follows the file; `path` empty follows nothing."""

    def __init__(
        self,
        path: str,
        *,
        book: LogBook,
        clock: RunClock,
        finished: Pattern | None = None,
    ) -> None:
        self._path = Path(path) if path else None
        self._book = book
        self._clock = clock
        self._finished = finished
        self._ids: set[str] = set()
        self._place = 0
        self._inode = 0
        self._rest = b""
        self._problem = ""
        self._unread = 0
        self._follower: gevent.Greenlet[..., None] | None = None

    def __enter__(self) -> None:
        if self._path is None:
            return
        try:
            status = self._path.stat()
            self._place, self._inode = status.st_size, status.st_ino
        except OSError as error:
            self._problem = f"cannot be read ({error.strerror})"
        self._follower = gevent.spawn(self._follow)

    def __exit__(self, *_: object) -> None:
        if self._follower is None:
            return
        self._follower.kill()
        left = MOST_AT_THE_END
        while left > 0 and (count := self._read()):
            left -= count
        if self._rest:
            self._take(self._rest)

    def notes(self) -> tuple[str, ...]:
        """Return what of the log could not be read, in a sentence each."""
        if self._path is None:
            return ()
        notes = []
        if self._problem:
            notes.append(f"Server log {str(self._path)!r} {self._problem}; name a file that this process can read")
        if self._unread:
            notes.append(f"Server log: {self._unread:,} bytes were written too fast to be read")
        if self._book.beyond:
            notes.append(f"Server log: {self._book.beyond:,} error lines of further kinds are not counted")
        return tuple(notes)

    def _follow(self) -> None:
        while True:
            gevent.sleep(INTERVAL)
            self._read()

    def _read(self) -> int:
        """Take in what was written since; return how many bytes."""
        assert self._path is not None  # noqa: S101  for the type checker: only followed with a path
        try:
            status = self._path.stat()
            if status.st_ino != self._inode or status.st_size < self._place:
                self._place, self._inode, self._rest = 0, status.st_ino, b""
            data = read_piece(self._path, start=self._place, most=MOST_AT_ONCE)  # never waits, as /proc/kmsg would
            self._unread = max(0, status.st_size - self._place - len(data))
        except OSError as error:
            self._problem = f"cannot be read ({error.strerror})"
            return 0
        self._problem = ""
        self._place += len(data)
        *lines, self._rest = (self._rest + data).split(b"\n")
        self._rest = self._rest[-MOST_AT_ONCE:]
        for line in lines:
            self._take(line)
        return len(data)

    def _take(self, line: bytes) -> None:
        text = line[:4000].decode("utf-8", "replace")
        self._book.add(text, max(self._clock(), 0.0))
        if self._finished is not None and len(self._ids) < MOST_IDS and (found := self._finished.first_group(text)):
            self._ids.add(found)

    @property
    def finished(self) -> int:
        """How many different ids the lines named that tell finished work."""
        return len(self._ids)
