"""Standard streams that end nothing: a console on a full disk, closed, or gone loses its lines, and the run goes on."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from loadtest.words.mask import NO_MASK, Mask

if TYPE_CHECKING:
    from collections.abc import Iterable


class Console:
    """A text stream that never raises when it is written to; `lost` says why lines of it are missing, if any are.

    A reader that went away (`| head`) wanted no more: that is no loss.
    """

    def __init__(self, stream: TextIO | None) -> None:
        self.lost = "" if stream else os.strerror(errno.EBADF)
        self.mask = NO_MASK
        self._stream = stream or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  open until the end

    def write(self, text: str) -> int:
        """Write `text` without secrets, characters that the stream cannot show escaped."""
        text = self.mask(text)
        try:
            self._stream.write(text)
        except UnicodeError:
            encoding = self._stream.encoding or "ascii"
            self.write(text.encode(encoding, "backslashreplace").decode(encoding))
        except (OSError, ValueError) as error:  # ValueError: the stream was closed
            self._lose(error)
        return len(text)

    def flush(self) -> None:
        """Write what is buffered."""
        try:
            self._stream.flush()
        except (OSError, ValueError) as error:
            self._lose(error)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  whatever else a text stream has
        return getattr(self._stream, name)

    def _lose(self, error: OSError | ValueError) -> None:
        if not isinstance(error, BrokenPipeError):
            self.lost = getattr(error, "strerror", None) or str(error)


def guard() -> None:
    """Make standard output and error streams that end nothing, and leave no standard descriptor to somebody else."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest free one; the next file would have become the console
    sys.stdout = Console(sys.stdout)
    sys.stderr = Console(sys.stderr)


def hide(secrets: Iterable[str]) -> None:
    """Keep these out of standard error from now on: a traceback may quote whatever a fault of ours stumbled over.

    Standard output is left as it is: a runner is told there what it must mask, and all else that is said there is
    masked where it comes in.
    """
    if isinstance(sys.stderr, Console):
        sys.stderr.mask = Mask(secrets)


def confess() -> None:
    """Say on standard error that lines of standard output are missing."""
    if isinstance(sys.stdout, Console) and sys.stdout.lost:
        text = f"Standard output cannot be written ({sys.stdout.lost}), so lines of it are missing; see the reports"
        print(text, file=sys.stderr, flush=True)  # noqa: T201  the one place left to say it
