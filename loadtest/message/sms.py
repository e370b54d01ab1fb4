"""An inbound SMS. Several segments are still one webhook: Twilio joins them first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loadtest.message.form import Content, common
from loadtest.words.exchange import LONGEST_MESSAGE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loadtest.message.form import Account, Field, Media

TEXTS = (
    "Where is my order #1042?",
    "Dinner at 7? Save this place for me 🎉🍜",
    "Shopping list:\n- eggs & milk\n- 50% off coffee + filters\nThanks!",
    "  Café “Zur Brücke” ☕, déjà vu at 9 \N{EN DASH} who's in? ",
    ("The long version of the story begins on a rainy Monday, with two suitcases and no map. " * 19)[:LONGEST_MESSAGE],
)
"""The default bodies: plain, emoji, newlines with `&+%`, edge blanks with UCS-2 punctuation, and as long as can be."""

_GSM_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_EXTENSION = frozenset("^{}\\[~]|€\f")


def contents(texts: Sequence[str], _: Sequence[Media]) -> tuple[Content, ...]:
    """Return everything an SMS may say: the texts."""
    return tuple(Content(text=text) for text in texts)


def form(content: Content, account: Account) -> list[Field]:
    """Return the parameters of an SMS."""
    return common(content, account, segments=segments(content.text))


def segments(text: str) -> int:
    """Return how many segments carry `text`.

    GSM-7: 160 septets in one segment, else 153 each, extension characters counting two. Otherwise UCS-2: 70 UTF-16
    units in one, else 67 each. A character never straddles two segments.
    Source: https://www.twilio.com/docs/glossary/what-sms-character-limit
    """
    if all(character in _GSM_BASIC or character in _GSM_EXTENSION for character in text):
        sizes, single, each = [1 + (character in _GSM_EXTENSION) for character in text], 160, 153
    else:
        sizes, single, each = [1 + (character > "\uffff") for character in text], 70, 67
    if sum(sizes) <= single:
        return 1
    count, room = 1, each
    for size in sizes:
        if size > room:
            count, room = count + 1, each
        room -= size
    return count
