"""The table of message kinds: a new kind is a new file and one row here.

A row's name is the kind's in the mix, in targets (`mms.p95 < 10s`), baselines and reports. The last row
takes its share of a mix from the beginning of the unit interval, the first takes what the others leave.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from loadtest.message import mms, sms, whatsapp
from loadtest.message.head import http_head

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from loadtest.message.form import Account, Content, Field, Media

Mix = tuple[tuple[str, float], ...]
"""Kinds by name with their shares, which add up to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of message.

    `label` is its name for people, `takes` what it takes of a server that no other kind does. `prefix` begins its ids,
    where they all begin alike. `contents` makes everything that it may say out of the user's texts and media. `form`
    makes the parameters, in the order in which Twilio sends them, with `SID`, `NUMBER`, `DIGITS` and `MEDIA_ID` where a
    message's own values go; `head` makes the request line and the headers.
    """

    name: str
    label: str
    takes: str
    prefix: str
    contents: Callable[[Sequence[str], Sequence[Media]], tuple[Content, ...]]
    form: Callable[[Content, Account], list[Field]]
    head: Callable[..., str] = http_head


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            name="sms",
            label="SMS",
            takes="its text, and what is done with it",
            prefix="SM",
            contents=sms.contents,
            form=sms.form,
        ),
        Kind(
            name="mms",
            label="MMS",
            takes="NumMedia above 0, MediaUrl0, fetching the medium, an empty Body",
            prefix="MM",
            contents=mms.contents,
            form=mms.form,
        ),
        Kind(
            name="whatsapp",
            label="WhatsApp",
            takes="whatsapp: before both numbers, ProfileName, MessageType, no geography, buttons and locations",
            prefix="",
            contents=whatsapp.contents,
            form=whatsapp.form,
        ),
    )
}


def label_of(name: str) -> str:
    """Return a kind's name for people; what is no kind keeps its own."""
    return KINDS[name].label if name in KINDS else name


def with_mms(share: float) -> Mix:
    """Return the mix of SMS and MMS in which `share` are MMS."""
    return (("sms", 1 - share), ("mms", share))
