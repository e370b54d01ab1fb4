"""Whether two answers say the same: what changes by itself (times, ids, numbers, what was sent) is taken out first.

Pure, and blind to what the words mean: it only tells that an application did something else with a message.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from loadtest.verdict.twiml import media_type, page_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from loadtest.words.exchange import Reply

_CHANGING = re.compile(
    r"\*\*\*"  # a secret that was taken out
    r"|\b(?=[\w+/=-]*\d)[\w+/=-]{12,}"  # ids, traces, signatures
    r"|\b[0-9a-f]{8,}\b|\d[\d.,:+TZ-]*",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+|[^\w\s]")
_READ = 8192


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """What several answers to one kind of message have in common; `words` holds None where they differ by themselves.

    `words` is None as a whole when they are of different lengths: then the head alone is compared.
    """

    heads: frozenset[tuple[int, str, str]] = frozenset()
    words: tuple[str | None, ...] | None = field(default=())

    @classmethod
    def of(cls, replies: Iterable[Reply]) -> Likeness:
        """Return what `replies` have in common."""
        every = list(replies)
        texts = [_words(reply) for reply in every]
        words: tuple[str | None, ...] | None = None
        if texts and len({len(text) for text in texts}) == 1:
            words = tuple(column[0] if len(set(column)) == 1 else None for column in zip(*texts, strict=True))
        return cls(heads=frozenset(_head(reply) for reply in every), words=words)

    def fits(self, reply: Reply) -> bool:
        """Return whether `reply` says the same as they do."""
        if _head(reply) not in self.heads:
            return False
        if self.words is None:
            return True
        words = _words(reply)
        return len(words) == len(self.words) and all(
            ours in {None, theirs} for ours, theirs in zip(self.words, words, strict=True)
        )


def alike(one: Reply, other: Reply) -> bool:
    """Return whether two replies say the same."""
    return Likeness.of([one]).fits(other)


def _head(reply: Reply) -> tuple[int, str, str]:
    where = reply.header("location") or ""
    return reply.status, media_type(reply.header("content-type") or ""), _CHANGING.sub("#", where)


def _words(reply: Reply) -> tuple[str, ...]:
    text = page_text(reply.body, reply.header("content-type") or "")[:_READ]
    return tuple(_WORD.findall(_CHANGING.sub("#", text)))
