"""The server's own error lines, counted by shape: what varies from line to line is cut out of them.

A shape keeps the words of a line and drops numbers, identifiers, quoted values and whatever could be a secret.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from loadtest.words.mask import NO_MASK, Mask

SHAPES_KEPT = 20
_SEEN_AT_MOST = 500
_LONGEST = 160
_ERROR = re.compile(
    r"\b(?:error|err|fatal|critical|crit|panic|exception|traceback|unhandled|uncaught|out of memory|segfault|killed"
    r"|timed? ?out|refused|exhausted|too many|cannot|could not|failed|E[A-Z]{4,})\b|\w(?:Error|Exception)\b",
    re.IGNORECASE,
)
_HARMLESS = re.compile(
    r"\b(?:0|no|without) (?:errors?|failures?|failed)\b|\b\"?(?:errors?|err|failures?|failed)\"?[=:]\s*"
    r"(?:0|null|none|nil|false|\"\")(?!\w)",
    re.IGNORECASE,
)
_FRAME = re.compile(
    r"\s*(?:at [\w.$<>\[\] ]+[(:]|at (?:async |new )|File \".*\", line \d|from \S+:\d+:in |\.\.\. \d+ more)"
)
_VARYING = (
    (re.compile(r"\x1b\[[0-9;]*[A-Za-z]"), ""),
    (
        re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?|\d\d:\d\d:\d\d(?:[.,]\d+)?"),
        "<time>",
    ),
    (
        re.compile(
            r"\b(authorization|bearer|token|password|secret|api[_-]?key)(\W{1,3})(?:(?:bearer|basic) )?\S+",
            re.IGNORECASE,
        ),
        r"\1\2<hidden>",
    ),
    (re.compile(r"://[^\s/@]+@"), "://<hidden>@"),
    (re.compile(r"'[^']{0,200}'|\"[^\"]{0,200}\"|`[^`]{0,200}`"), "<text>"),
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"), "<address>"),
    # Names of exceptions are long too, but hold no digit.
    (re.compile(r"(?=[\w+=-]*\d)[\w+=-]{16,}|[\w+=-]{50,}"), "<id>"),
    (re.compile(r"\+?\d(?:[\d.,:]*\d)?"), "<n>"),
    (re.compile(r"\s+"), " "),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogShape:
    """One kind of error line: its shape (hostile text), how many, first and last seen on the run's clock."""

    shape: str
    count: int
    first: float
    last: float


class LogBook:
    """Counts error lines; its memory does not grow with the log."""

    def __init__(self, mask: Mask = NO_MASK) -> None:
        self._mask = mask
        self._seen: dict[str, tuple[int, float, float]] = {}
        self.beyond = 0

    def add(self, line: str, at: float) -> None:
        """Count `line`, read at `at` seconds, when it tells an error."""
        line = line[:2000]
        if _FRAME.match(line) or not _ERROR.search(_HARMLESS.sub("", line)):
            return
        key = shape(self._mask(line))
        count, first, _ = self._seen.get(key, (0, at, at))
        if not count and len(self._seen) >= _SEEN_AT_MOST:
            self.beyond += 1
            return
        self._seen[key] = (count + 1, first, at)

    def shapes(self) -> tuple[LogShape, ...]:
        """Return the most frequent shapes, at most `SHAPES_KEPT`."""
        ranked = sorted(self._seen.items(), key=lambda item: (-item[1][0], item[1][1], item[0]))
        return tuple(
            LogShape(shape=text, count=count, first=first, last=last)
            for text, (count, first, last) in ranked[:SHAPES_KEPT]
        )


def shape(line: str) -> str:
    """Return what `line` has in common with others of its kind."""
    for varying, stand_in in _VARYING:
        line = varying.sub(stand_in, line)
    return line.strip()[:_LONGEST]
