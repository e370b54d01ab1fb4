"""How servers tell a person that they did not take a message: limit wordings and refusal wordings.

Rule: a wording must say that *this message* was declined. Half-words of politeness ("wait", "try again", "later",
"sorry") never decide alone; neither do a bot's "I didn't understand", an away notice, or the mere mention of a limit. A
false alarm fails a good release, so a pattern that could catch an ordinary confirmation is the wrong pattern:
tests/corpus has a guard for each we met.

Patterns are searched in `fold`ed text: lower case, without accents and apostrophes of any shape, so "couldn't" covers
"couldnt" and "límite" covers "limite". They are folded themselves and therefore hold no upper-case escapes. A row's
alternatives are tried only when one of its needles occurs, which keeps judging a new text cheap.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from loadtest.verdict.wordings import english as wordings_english
from loadtest.verdict.wordings import world as wordings_world

if TYPE_CHECKING:
    from collections.abc import Iterable

    from loadtest.verdict.wordings.world import Wording

    Compiled = tuple[tuple[tuple[str, ...], re.Pattern[str]], ...]

_ACCENT = re.compile("[\u0300-\u036f]")
_DROPPED = "'`\u2018\u2019\u02bc\u00b4\u200b\u200d\ufeff"  # apostrophes of every shape, and what has no width
_PLAIN = str.maketrans({**dict.fromkeys(_DROPPED), "\u0131": "i", "ł": "l", "ø": "o", "đ": "d"})  # U+0131: dotless i

# "If you've reached the limit, …" says what would be, not what is.
_CONDITION = re.compile(r"\b(?:if|whether|when|whenever|unless|in case|once)\b[^.,;:!?\n]*")


def fold(text: str) -> str:
    """Return `text` in the form the built-in patterns are written for."""
    bare = unicodedata.normalize("NFKD", html.unescape(text).casefold().translate(_PLAIN))
    return unicodedata.normalize("NFC", _ACCENT.sub("", bare))


def says_limit(text: str) -> bool:
    """Whether `text` says, in a wording known here, that the message was declined for its rate."""
    return _says(_limit(), text)


def says_refusal(text: str) -> bool:
    """Whether `text` says, in a wording known here, that the message was declined, for whatever other cause."""
    return _says(_refusal(), text)


def prepare() -> None:
    """Compile the tables, so that the first reply of a load need not wait for it (and `--help` need not at all)."""
    _limit()
    _refusal()


def _says(rows: Compiled, text: str) -> bool:
    folded = _CONDITION.sub("", fold(text))
    return any(pattern.search(folded) for needles, pattern in rows if any(needle in folded for needle in needles))


def _compiled(rows: Iterable[Wording]) -> Compiled:
    return tuple(
        (tuple(fold(needles).split("|")), re.compile(fold("|".join(alternatives)))) for needles, *alternatives in rows
    )


@cache
def _limit() -> Compiled:
    return _compiled((*wordings_english.LIMIT, *wordings_world.LIMIT))


@cache
def _refusal() -> Compiled:
    return _compiled((*wordings_english.REFUSAL, *wordings_world.REFUSAL))
