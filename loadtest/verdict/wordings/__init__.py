"""How servers tell a person that they did not take a message: limit wordings and refusal wordings.

Rule: a wording must say that *this message* was declined. Half-words of politeness ("wait", "try again", "later",
"sorry") never decide alone; neither do a bot's "I didn't understand", an away notice, a confirmed opt-out, or the mere
mention of a limit. A false alarm fails a good release, so a pattern that could catch an ordinary confirmation is the
wrong pattern: tests/corpus has a guard for each we met. What a text says besides is cut out before (`decisive`).

A wording is one row: a regular expression for folded text (lower case, without accents and apostrophes, so "couldnt"
covers "couldn't", "limite" covers "límite"). RE2 searches many of them in one walk, so that no reply makes it slow;
hence no look-around, and for letters outside ASCII no word boundaries and no classes of letters.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import re2

from loadtest.verdict.wordings import (
    asian,
    closed,
    eastern,
    english,
    further,
    gallic,
    germanic,
    haste,
    iberian,
    southern,
    undone,
    unsupported,
)
from loadtest.verdict.wordings.folding import decisive, fold, together

if TYPE_CHECKING:
    from collections.abc import Sequence

_TOGETHER = 64
"""Rows that are searched in one walk; more of them would meet new states too often."""

_BOTH = (english, iberian, gallic, germanic, eastern, southern, asian, further, unsupported)

LIMIT: tuple[str, ...] = tuple(row for table in (*_BOTH, haste) for row in table.LIMIT)
REFUSAL: tuple[str, ...] = tuple(row for table in (*_BOTH, undone, closed) for row in table.REFUSAL)


def limit_in(told: str) -> str:
    """Return the words of `told` (as `decisive` gives it) that decline a message for its rate, or nothing."""
    return _limit().found(told)


def refusal_in(told: str) -> str:
    """Return the words of `told` (as `decisive` gives it) that decline a message for another cause, or nothing."""
    return _refusal().found(told)


def says_limit(text: str) -> bool:
    """Whether `text` says, in a wording known here, that the message was declined for its rate."""
    return bool(limit_in(decisive(text)))


def says_refusal(text: str) -> bool:
    """Whether `text` says, in a wording known here, that the message was declined, for whatever other cause."""
    return bool(refusal_in(decisive(text)))


def prepare() -> None:
    """Compile the tables, so that the first reply of a load need not wait for it (and `--help` need not at all)."""
    _limit()
    _refusal()


class _Wordings:
    """Rows, ready to be searched."""

    def __init__(self, rows: Sequence[str]) -> None:
        self._rows = tuple(map(fold, rows))
        self._parts = [
            (first, together(self._rows[first : first + _TOGETHER])) for first in range(0, len(rows), _TOGETHER)
        ]
        self._compiled: dict[int, Any] = {}

    def found(self, told: str) -> str:
        """Return the words that the first row to match takes, or nothing."""
        for first, part in self._parts:
            numbers = part.Match(told)
            if numbers:
                number = first + min(numbers)
                if number not in self._compiled:
                    self._compiled[number] = re2.compile(self._rows[number])
                return str(self._compiled[number].search(told)[0]).strip(" .!?:;,(-")
        return ""


@cache
def _limit() -> _Wordings:
    return _Wordings(LIMIT)


@cache
def _refusal() -> _Wordings:
    return _Wordings(REFUSAL)
