"""The user's own list of what success sounds like: `expected-replies`, one a line, exclusive.

A line is a template with holes (`{any}` for any text, `{number}`, `{word}`) that must match a whole message, a regular
expression between slashes that must occur in it, or `<none>` for a reply without words. `limited:` and `refused:` in
front mark the server's own ways to decline. Blanks count as one, upper and lower case are the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from loadtest.verdict.patterns import Pattern, any_found, telling
from loadtest.verdict.twiml import fold_space

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NONE = "<none>"
HOLES = {"any": ".*", "number": r"[+-]?\p{Nd}(?:[\p{Nd}.,:/ ]*\p{Nd})?", "word": r"[^\s\p{Z}]+"}
"""The holes of a template and what fills them."""
MARKS = ("limited", "refused")
_ORDER = ("refused", "limited", "unexpected", "")
_HOLE = re.compile(r"\{(\w+)\}")
_SPECIAL = re.compile(r"[\\.^$*+?{}\[\]|()]")
_APOSTROPHES = str.maketrans({"\u2018": "'", "\u2019": "'"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """One line: how it was typed, whether it marks a decline, and how it matches (None: a reply without words)."""

    typed: str
    mark: str
    pattern: Pattern | None
    whole: bool

    def matches(self, text: str) -> bool:
        if self.pattern is None:
            return not text
        if self.whole:
            return self.pattern.matches(text.translate(_APOSTROPHES))
        return bool(text) and self.pattern.found(text)


class Contract:
    """What replies are expected; without a line nothing is judged by it.

    The user's patterns add to the lines: `accept` what is welcome, `refused` and `limited` declines.
    """

    def __init__(
        self,
        lines: Iterable[str],
        *,
        accept: Sequence[Pattern] = (),
        refused: Sequence[Pattern] = (),
        limited: Sequence[Pattern] = (),
    ) -> None:
        """Read the lines.

        Raises:
            ValueError: with a sentence for every line that is wrong.

        """
        problems: list[str] = []
        self._patterns = (("", "accept", accept), ("refused", "refusal", refused), ("limited", "rate-limit", limited))
        self._lines: list[_Line] = []
        for typed in lines:
            try:
                self._lines.append(_line(typed))
            except ValueError as error:
                problems.append(str(error))
        if problems:
            raise ValueError("\n".join(problems))

    def __bool__(self) -> bool:
        return bool(self._lines)

    def judge(self, texts: Sequence[str]) -> tuple[str, str, str]:
        """Return the message of a reply that decides, its mark, and the line or pattern that it matches.

        A refusal decides before a limit, that before what matches nothing (its mark is `unexpected`), and what is
        welcome has no mark. A reply of no message has one without words.
        """
        found = [(text, *self._match(fold_space(text))) for text in texts or ("",)]
        return min(found, key=lambda one: _ORDER.index(one[1]))

    def _match(self, text: str) -> tuple[str, str]:
        # A decline is told by its own line even where a wider one matches as well.
        for line in sorted(self._lines, key=lambda line: not line.mark):
            if line.matches(text):
                return line.mark, f'your line "{line.typed}"'
        for mark, name, patterns in self._patterns:
            if any_found(patterns, text):
                return mark, f"your {name}-pattern"
        return "unexpected", "not in expected-replies"


def _line(typed: str) -> _Line:
    mark, colon, rest = typed.partition(":")
    if not colon or mark.strip().lower() not in MARKS:
        mark, rest = "", typed
    mark, text = mark.strip().lower(), fold_space(rest)
    if not text:
        raise ValueError(f"{typed!r} marks nothing; write the reply behind the colon")
    if text.lower() == NONE:
        return _Line(typed=typed, mark=mark, pattern=None, whole=True)
    if len(text) > 1 and text.startswith("/") and text.endswith("/"):
        return _Line(typed=typed, mark=mark, pattern=telling(text[1:-1], typed), whole=False)
    return _Line(typed=typed, mark=mark, pattern=Pattern(_regexp(text, typed)), whole=True)


def _regexp(template: str, typed: str) -> str:
    """Return a template as a regular expression for the whole of a message."""
    out, at = [], 0
    for hole in _HOLE.finditer(template):
        name = hole[1]
        if name not in HOLES:
            near = get_close_matches(name.lower(), HOLES, 1)
            hint = f"did you mean {{{near[0]}}}?" if near else f"write {', '.join(f'{{{one}}}' for one in HOLES)}"
            raise ValueError(f"{typed!r} has a hole {{{name}}} that is not known; {hint}")
        out += [_literal(template[at : hole.start()]), HOLES[name]]
        at = hole.end()
    return "".join([*out, _literal(template[at:])])


def _literal(text: str) -> str:
    return _SPECIAL.sub(lambda special: f"\\{special[0]}", text.translate(_APOSTROPHES))
