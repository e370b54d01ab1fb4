"""An inbound WhatsApp message: texts, media, and what people tap, share and quote.

Order and names as captured: no geography, `WaId` is the number's digits, and `ChannelMetadata` is JSON. Where the
parameters of a button, a location or a quote stand among the others is not known; signatures do not depend on it.
Source: https://www.twilio.com/docs/messaging/guides/webhook-request
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from loadtest.message.form import DIGITS, NUMBER, SID, Content, media_url

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loadtest.message.form import Account, Field, Media

_NAME = "Alex Example"
_BUTTON = (("ButtonText", "Yes, please"), ("ButtonPayload", "yes"))
_LOCATION = (("Latitude", "47.3769"), ("Longitude", "8.5417"), ("Label", "Main station"), ("Address", "Bahnhofplatz 1"))
_FORWARDED = (("Forwarded", "true"),)
_QUOTED = (("OriginalRepliedMessageSender", "\0to\0"), ("OriginalRepliedMessageSid", "SM" + "0123456789abcdef" * 2))
_TO = "\0to\0"
"""Stands in a content for the number that is texted."""


def contents(texts: Sequence[str], media: Sequence[Media]) -> tuple[Content, ...]:
    """Return everything that it may say: texts, media, a button, a location, a forwarded text and a quoting one."""
    said = [Content(text=text) for text in texts]
    shown = [Content(text="", media=medium, place=place) for place, medium in enumerate(media)]
    return (
        *said,
        *shown,
        Content(text="Yes, please", type="button", more=_BUTTON),
        Content(text="", type="location", more=_LOCATION),
        Content(text="Have you seen this?", more=_FORWARDED),
        Content(text="Yes, that one", more=_QUOTED),
    )


def form(content: Content, account: Account) -> list[Field]:
    """Return the parameters of a WhatsApp message."""
    medium, sid, to = content.media, ("SM" if content.media is None else "MM") + SID, f"whatsapp:{account.to_number}"
    kind = content.type if medium is None else medium.content_type.partition("/")[0].replace("application", "document")
    context = {"ProfileName": _NAME, "WaId": DIGITS}
    metadata = json.dumps({"type": "whatsapp", "data": {"context": context}}, separators=(",", ":"), ensure_ascii=False)
    return [
        *([("MediaContentType0", medium.content_type)] if medium else []),
        ("SmsMessageSid", sid),
        ("NumMedia", "1" if medium else "0"),
        ("ProfileName", _NAME),
        ("MessageType", kind),
        ("SmsSid", sid),
        ("WaId", DIGITS),
        ("SmsStatus", "received"),
        ("Body", content.text),
        *((name, value.replace(_TO, to)) for name, value in content.more),
        ("To", to),
        ("NumSegments", "1"),
        ("ReferralNumMedia", "0"),
        ("MessageSid", sid),
        ("AccountSid", account.account_sid),
        ("ChannelMetadata", metadata.replace(json.dumps(DIGITS)[1:-1], DIGITS)),
        ("From", f"whatsapp:{NUMBER}"),
        *([("MediaUrl0", media_url(content, account, sid))] if medium else []),
        ("ApiVersion", "2010-04-01"),
    ]
