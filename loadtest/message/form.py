"""The parameters that every inbound message carries.

Names, order and empty values as recorded from Twilio (https://www.twilio.com/docs/messaging/guides/webhook-request and
captures): the empty geographic fields are sent, and signed.
"""

from __future__ import annotations

from dataclasses import dataclass

SID = "\0sid\0"
"""Stands for the message's id: `SM` or `MM` and 32 hex digits, new for every message."""
NUMBER = "\0number\0"
"""Stands for the sender's number in E.164."""
DIGITS = "\0digits\0"
"""Stands for the sender's number without its plus."""
MEDIA_ID = "\0media\0"
"""Stands for 30 hex digits, new for every message; two more before them say which of the load's media it is."""

Field = tuple[str, str]
MOST_PLACES = 256
"""Media that their URLs tell apart."""

_NORTH_AMERICA = ("SAN FRANCISCO", "CA", "94103", "US")
_ELSEWHERE = ("", "", "", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """One attached medium; without a `url` a fresh one in Twilio's own form is made for every message."""

    content_type: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What one message says: `text` (may be empty) and what is attached, with its place among the media.

    `type` and `more` are a channel's own: the type of message it names, and parameters that no other message has.
    """

    text: str
    media: Media | None = None
    place: int = 0
    type: str = "text"
    more: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Whose message it is; `north_american` says whether the sender's number has US geography."""

    account_sid: str
    to_number: str
    north_american: bool = True


def media_url(content: Content, account: Account, sid: str) -> str:
    """Return where the medium of a message is: at the user's URL, or at one in Twilio's form that tells its place."""
    if content.media is not None and content.media.url:
        return content.media.url
    place = f"ME{content.place % MOST_PLACES:02x}{MEDIA_ID}"
    return f"https://api.twilio.com/2010-04-01/Accounts/{account.account_sid}/Messages/{sid}/Media/{place}"


def common(content: Content, account: Account, *, segments: int) -> list[Field]:
    """Return the parameters of a message without media, in Twilio's order."""
    city, state, zip_code, country = _NORTH_AMERICA if account.north_american else _ELSEWHERE
    return [
        ("ToCountry", "US"),
        ("ToState", "CA"),
        ("SmsMessageSid", SID),
        ("NumMedia", "0"),
        ("ToCity", ""),
        ("FromZip", zip_code),
        ("SmsSid", SID),
        ("FromState", state),
        ("SmsStatus", "received"),
        ("FromCity", city),
        ("Body", content.text),
        ("FromCountry", country),
        ("To", account.to_number),
        ("ToZip", ""),
        ("NumSegments", str(segments)),
        ("MessageSid", SID),
        ("AccountSid", account.account_sid),
        ("From", NUMBER),
        ("ApiVersion", "2010-04-01"),
    ]
