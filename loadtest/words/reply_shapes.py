"""The shape of a reply's text: what it has in common with others of its kind.

Taken out are numbers, dates, times, codes, links, addresses, and names where a greeting shows them as such. Everything
else stays, words in quotation marks too: what a bot quotes is often all that tells two of its answers apart.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST = 400
"""Characters of a text that its shape is made of."""

_CAPITAL = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĻĽŁŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŲŴŶŸŹŻŽΆΈ-ΏΑ-ΫЁА-Я"
_NAME = rf"[{_CAPITAL}][^\W\d_]*[a-zß-öø-ÿ\u0101-\u017e\u03ac-\u03ce\u0430-\u045f][\w'\u2019-]*"
_GREETED = (
    r"hi|hello|hey|dear|thanks|thank you|thx|welcome|congratulations|congrats|good (?:morning|afternoon|evening)"
    r"|hola|gracias|bienvenid[oa]|ol[áa]|oi|obrigad[oa]|bonjour|salut|merci|hallo|danke|guten tag|ciao|grazie|merhaba"
    r"|привет|здравствуйте|спасибо"
)
_CHANGING = (
    (
        "",
        re.compile(r"[\u200b-\u200d\ufe0e\ufe0f]|[\u2190-\u21ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]"),
        "",
    ),
    ("/", re.compile(r"https?://\S+|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/\S*", re.IGNORECASE), "<link>"),
    ("www.", re.compile(r"\bwww\.\S+"), "<link>"),
    ("@", re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"), "<address>"),
    # A word of digits and letters is a code, unless it is a number with its unit, as `3pm` and `2nd`.
    (
        "",
        re.compile(
            r"(?<![A-Za-z0-9_'\u2019])[$€£¥₹#]?[+-]?\d(?:[\d.,:/ ()+-]*\d)?"
            r"(?:%|\s?(?:[ap]m|[ap]\.m\.|st|nd|rd|th|[smhd]|ms|mins?|hrs?|kb|mb|gb)(?!\w))?(?![A-Za-z0-9_])",
            re.IGNORECASE,
        ),
        "<n>",
    ),
    ("", re.compile(r"(?<![A-Za-z0-9_])#?(?=[A-Za-z_-]*\d)[A-Za-z0-9][A-Za-z0-9_-]*"), "<code>"),
    (
        "",
        re.compile(rf"(?i:\b(?P<greeting>{_GREETED}))(?P<between>,? |, *@?){_NAME}(?: {_NAME})?(?![\w'\u2019])"),
        r"\g<greeting>\g<between><name>",
    ),
    (">", re.compile(r"(?:<(?:n|code)>[\s.,:/-]*){2,}(?<=>)"), "<n>"),
)
"""What changes: a piece of text without which there is none of it, what it looks like, and what stands for it."""
_BRACE = re.compile(r"[{}]")
_HOLES = re.compile(r"\{any\}(?: ?\{(?:any|number)\})+|\{number\}(?: ?\{any\})+")
_WORD = re.compile(r"<\w+>|[^\W_]+(?:['\u2019][^\W_]+)*")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
"""Scripts that put no blanks between words: Thai, Lao, Burmese, Japanese, Chinese."""


@lru_cache(maxsize=2048)
def reply_shape(text: str) -> str:
    """Return the shape of a reply's text; the same text again costs a look-up."""
    shape = text[:LONGEST]
    for needle, changing, stand_in in _CHANGING:
        if needle in shape:
            shape = changing.sub(stand_in, shape)
    return " ".join(shape.split())


def said_and_shape(texts: Sequence[str]) -> tuple[str, str]:
    """Return what a reply of several messages says, and its shape, a line for each."""
    return "\n".join(texts), "\n".join(map(reply_shape, texts))


def template_of(text: str) -> str:
    """Return a reply's text with holes, `{any}` and `{number}`, where it changes; braces of its own become holes."""
    text = _BRACE.sub("{any}", text)
    for needle, changing, stand_in in _CHANGING[:-1]:
        if needle not in text:
            continue
        if "greeting" in stand_in:
            text = changing.sub(r"\g<greeting>\g<between>{any}", text)
        else:
            text = changing.sub(lambda found: "{number}" if found[0].isdecimal() else "{any}", text)
    return _HOLES.sub("{any}", " ".join(text.split()))


@lru_cache(maxsize=4096)
def words_of(shape: str) -> frozenset[str]:
    """Return a shape's words in lower case, less what was taken out; of scripts without blanks, pairs of letters."""
    words: set[str] = set()
    for word in _WORD.findall(shape.lower()):
        if word[0] == "<":
            continue
        if len(word) > 2 and _UNSPACED.search(word):  # noqa: PLR2004  a pair
            words.update(word[place : place + 2] for place in range(len(word) - 1))
        else:
            words.add(word)
    return frozenset(words)


def likeness(one: str, other: str) -> float:
    """Return how alike two shapes are, 0 to 1: the share of their words that both have (Jaccard's index)."""
    mine, its = words_of(one), words_of(other)
    both = len(mine | its)
    return len(mine & its) / both if both else float(one == other)
