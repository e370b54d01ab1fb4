"""One mask for whatever comes from outside: no secret of ours stays in it, in whatever form a server gives it back.

A form is the secret itself, in a URL, in JSON, in HTML, or in base64 wherever in it the secret begins, which is how
Basic credentials hold it. A form that was cut at either end is masked, too, as long as enough of it is left.
"""

from __future__ import annotations

import html
import json
import re
from base64 import b64encode
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

if TYPE_CHECKING:
    from collections.abc import Iterable

STAND_IN = "***"
FRAGMENT = 10
"""Characters of a form that are enough to be masked; a shorter secret is masked only as a word of its own."""
SHORTEST = 4
_SEARCHED = 5
"""Characters of the pieces that are looked for first: every fragment holds one of them whole."""


class Mask:
    """Call it with a text to get it without secrets; nothing in it shows which ones it knows."""

    __slots__ = ("_grams", "_pieces", "_words")

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        known = {form for secret in secrets for form in forms(secret)}
        long = {form for form in known if len(form) >= FRAGMENT}
        self._grams = {form[at : at + FRAGMENT] for form in long for at in range(len(form) - FRAGMENT + 1)}
        # A fragment of `FRAGMENT` characters or more holds one of these, at whatever place it was cut.
        step = FRAGMENT - _SEARCHED + 1
        self._pieces = tuple(
            dict.fromkeys(
                form[at : at + _SEARCHED] for form in sorted(long) for at in range(0, len(form) - _SEARCHED + 1, step)
            )
        )
        short = sorted({form for form in known if SHORTEST <= len(form) < FRAGMENT})
        self._words = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, short))})(?!\w)") if short else None

    def __repr__(self) -> str:
        return "Mask()"

    def __call__(self, text: str) -> str:
        """Return `text` without secrets."""
        if self.passes(text):
            return text
        text = self._without_fragments(text)
        return self._words.sub(STAND_IN, text) if self._words else text

    def passes(self, text: str) -> bool:
        """Return whether `text` surely holds no secret: the quick half of the call."""
        for piece in self._pieces:
            if piece in text:
                return False
        return self._words is None or self._words.search(text) is None

    def _without_fragments(self, text: str) -> str:
        grams = self._grams
        hidden: list[tuple[int, int]] = []
        for at in range(len(text) - FRAGMENT + 1):
            if text[at : at + FRAGMENT] in grams:
                if hidden and at <= hidden[-1][1]:
                    hidden[-1] = (hidden[-1][0], at + FRAGMENT)
                else:
                    hidden.append((at, at + FRAGMENT))
        places = [0, *(place for pair in hidden for place in pair), len(text)]
        return STAND_IN.join(text[begin:end] for begin, end in list(pairwise(places))[::2])


def forms(secret: str) -> tuple[str, ...]:
    """Return every form of `secret` that a server may give back, the plain one first."""
    if not secret.strip():
        return ()
    raw = secret.encode("utf-8", "surrogateescape")
    escaped = json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1], repr(secret)[1:-1]
    in_url = quote(raw, safe=""), quote(raw), quote_plus(raw)
    lower = (re.sub("%[0-9A-F]{2}", lambda found: found[0].lower(), text) for text in in_url)
    in_json = (text.replace(*pair) for text in escaped for pair in (("/", "\\/"), ("+", "\\u002B")))
    in_name = re.sub("[^A-Za-z0-9_]+", "_", secret).strip("_"), secret.lower(), secret.upper()
    in_html = html.escape(secret), html.escape(secret).replace("&#x27;", "&#39;"), html.escape(secret, quote=False)
    return tuple(dict.fromkeys((secret, *in_url, *lower, *escaped, *in_json, *in_html, *in_name, *_in_base64(raw))))


def _in_base64(raw: bytes) -> list[str]:
    """Return what of `raw` is the same in base64 whatever stands before and behind it, for each place to begin."""
    found = []
    for before in range(3):
        text = b64encode(bytes(before) + raw).decode().rstrip("=")
        end = len(text) - (1 if (before + len(raw)) % 3 else 0)  # the last character depends on what follows
        found.append(text[(0, 2, 3)[before] : end])
    return [form for text in found for form in (text, text.replace("+", "-").replace("/", "_"))]


NO_MASK = Mask()
