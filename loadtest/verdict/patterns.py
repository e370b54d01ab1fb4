r"""The one engine for every regular expression that a user can give: RE2, which takes time in proportion to the text.

Python's own engine tries again and again: `(a+)+$` on one long reply would hold up the whole run, beyond any signal.
RE2 has no look-around and no back-references, which is said when the pattern is read. Its `\w`, `\d` and `\s` know
ASCII alone, so they are written out for every alphabet; a word boundary beside another letter cannot be: it is refused.
Source: https://github.com/google/re2/wiki/Syntax
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import re2

from loadtest.words.exchange import LONGEST_MESSAGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LONGEST_PATTERN = 2000
"""Characters of a pattern; a longer one is a list, which belongs on lines of its own."""

_MEMORY = 1 << 19
"""Bytes that a compiled pattern may take: a larger one walks too many states for each character."""
_CLASSES = {"w": r"\p{L}\p{M}\p{N}_", "d": r"\p{Nd}", "s": r"\s\v\x{85}\x{a0}\p{Z}"}
_TOKEN = re.compile(r"\\Q.*?(?:\\E|$)|\\.|\[\^?\]?|\]|[^\\\[\]]+", re.DOTALL)
_BOUNDARY = re.compile(r"[^\x00-\x7f]\\b|\\b[^\x00-\x7f]", re.IGNORECASE)
_LOOKS = re.compile(r"\(\?(?:[=!]|<[=!])")
_REPEATS = re.compile(r"\\[1-9]|\(\?P=|\\g<")
_HIGH = re.compile(r"\{\d*,?\d{4,}")
_NAMED = re.compile(r"\(\?P?<(?![=!])")


class Pattern:
    """A user's regular expression, matched without regard to case."""

    __slots__ = ("_regexp", "text")

    def __init__(self, text: str) -> None:
        """Read a pattern.

        Raises:
            ValueError: with what is wrong and what to write instead.

        """
        self.text = text
        if len(text) > LONGEST_PATTERN:
            raise ValueError(f"{text[:40]!r}… has {len(text):,} characters, {LONGEST_PATTERN:,} are the most; part it")
        if missing := _missing(text):
            raise ValueError(f"{text!r} {missing}")
        options = re2.Options()
        options.case_sensitive, options.log_errors, options.max_mem = False, False, _MEMORY
        try:
            self._regexp: Any = re2.compile(_every_alphabet(text), options)
        except re2.error as error:
            why = error.args[0] if error.args else ""
            why = why.decode("utf-8", "replace") if isinstance(why, bytes) else str(why)
            if "too large" in why or "repetition size" in why:
                raise ValueError(f"{text!r} repeats too much ({why}); write + or * instead of high counts") from None
            raise ValueError(
                f"{text!r} is not a regular expression ({why}); put a backslash before a character meant literally, "
                r"as in \. or \("
            ) from None

    def found(self, text: str) -> bool:
        """Return whether the pattern occurs in a message's text; a curly apostrophe counts as the typed one."""
        text = text[:LONGEST_MESSAGE]
        return self._search(text) or ("\u2019" in text and self._search(text.replace("\u2019", "'")))

    def matches(self, text: str) -> bool:
        """Return whether the pattern matches the whole of a message's text."""
        return self._regexp.fullmatch(_sound(text[:LONGEST_MESSAGE])) is not None

    def first_group(self, text: str) -> str | None:
        """Return what the first group of the pattern took where it occurs in `text`; None where it does not."""
        match = self._regexp.search(_sound(text))
        return match.group(1) if match else None

    @property
    def groups(self) -> int:
        """How many groups the pattern has."""
        return int(self._regexp.groups)

    def _search(self, text: str) -> bool:
        return self._regexp.search(_sound(text)) is not None


def telling(text: str, typed: str = "") -> Pattern:
    """Read a regular expression that tells replies apart.

    Raises:
        ValueError: with a remedy, where it is none, or where an empty part of it is found in every reply.

    """
    pattern = Pattern(text)
    # Whoever means every reply writes a dot; `busy|` or `(full)?` was meant for some.
    if "." not in text and all(map(pattern.found, ("", "x"))):
        raise ValueError(
            f"{typed or text!r} is found in every reply, because it may match nothing at all; write the words that it "
            "has to find (.* where every reply is meant)"
        )
    return pattern


def parse_patterns(texts: Iterable[str]) -> tuple[Pattern, ...]:
    """Read regular expressions; raises `ValueError` with a remedy for the first that is none."""
    return tuple(map(telling, texts))


def any_found(patterns: Sequence[Pattern], text: str) -> bool:
    """Return whether any of a user's patterns occurs in a message's text."""
    return any(pattern.found(text) for pattern in patterns)


def _missing(text: str) -> str:
    """Return what this engine lacks that a pattern asks for, with what to do instead, or nothing."""
    text = text.replace("\\\\", "")  # a backslash that is meant literally escapes nothing
    if _LOOKS.search(text):
        return "looks around, as (?=…) and (?!…) do, which cannot be kept quick; write what is there instead"
    if _REPEATS.search(text):
        return "refers back to a group, which cannot be kept quick; write the text out"
    if _HIGH.search(text):
        return "is not a regular expression that can be kept quick: it repeats something over 1,000 times; write + or *"
    if _BOUNDARY.search(text):
        return r"has a \b beside a letter outside ASCII, where \b knows no words; leave the \b out"
    return ""


def _every_alphabet(text: str) -> str:
    r"""Write `\w`, `\d`, `\s` and their opposites out for every alphabet."""
    out: list[str] = []
    inside = False
    for piece in _TOKEN.findall(text):
        known = _CLASSES.get(piece[1:].lower()) if piece[:1] == "\\" else None
        if piece.startswith("["):
            out.append("\\" + piece if inside else piece)
            inside = True
        elif piece == "]":
            out.append(piece)
            inside = False
        elif known is None:
            out.append(piece if inside else _NAMED.sub("(?P<", piece))
        elif piece[1].islower():
            out.append(known if inside else f"[{known}]")
        else:
            out.append(piece if inside else f"[^{known}]")
    return "".join(out)


def _sound(text: str) -> str:
    """Return a text that UTF-8 can carry: half a surrogate pair becomes a question mark."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
