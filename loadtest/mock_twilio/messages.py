"""Outbound messages as Twilio's API keeps them: created, found again, listed, their status moving on by itself.

Only the latest `KEPT` are remembered, so that memory does not grow with the load. Fields as in Twilio's OpenAPI
description (twilio_api_v2010.json), tried with the official libraries of Python and Node.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from email.utils import formatdate
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from loadtest.message.sms import segments

if TYPE_CHECKING:
    from collections.abc import Iterator

API: Final = "/2010-04-01/Accounts"
VERSION: Final = "2010-04-01"
KEPT: Final = 20_000
SENT_AFTER: Final = 0.3
DONE_AFTER: Final = 1.0
"""Seconds after which a message has left, and has come to its end."""


@dataclass(slots=True, kw_only=True)
class Message:
    """One outbound message; `at` is when it came in, in seconds of the monotonic clock, `created` in epoch seconds.

    `fate` is how it ends, `error_code` what Twilio gives as the cause of a bad end.
    """

    sid: str
    to: str
    sender: str
    service: str
    body: str
    media: tuple[str, ...]
    callback: str
    at: float
    created: float
    fate: str = "delivered"
    error_code: int | None = None
    status: str = ""

    def status_at(self, now: float) -> str:
        """Return the status at an instant of the monotonic clock; one that was set by hand stays."""
        if self.status:
            return self.status
        age = now - self.at
        if age >= DONE_AFTER or (age >= SENT_AFTER and self.fate == "failed"):
            return self.fate
        return "sent" if age >= SENT_AFTER else "accepted" if self.service else "queued"


class Messages:
    """The latest outbound messages of one account."""

    def __init__(self, account_sid: str) -> None:
        self._account_sid = account_sid
        self._kept: OrderedDict[str, Message] = OrderedDict()

    def add(self, message: Message) -> None:
        """Keep a message, and forget the oldest beyond `KEPT`."""
        self._kept[message.sid] = message
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)

    def get(self, sid: str) -> Message | None:
        """Return a message that is kept."""
        return self._kept.get(sid)

    def remove(self, sid: str) -> bool:
        """Forget a message; return whether there was one."""
        return self._kept.pop(sid, None) is not None

    def page(self, wanted: dict[str, str], *, path: str, now: float) -> dict[str, Any]:
        """Return one page of a list, the latest first; `wanted` holds the query's To, From, PageSize and Page."""
        size = min(max(int(wanted.get("PageSize", "50") or 50), 1), 1000)
        number = max(int(wanted.get("Page", "0") or 0), 0)
        found = list(self._matching(wanted.get("To", ""), wanted.get("From", "")))
        begin = number * size
        here = found[begin : begin + size]
        more = f"{path}?PageSize={size}&Page={number + 1}" if begin + size < len(found) else None
        return {
            "messages": [self.resource(message, now) for message in here],
            "page": number,
            "page_size": size,
            "start": begin,
            "end": begin + len(here) - 1 if here else begin,
            "uri": f"{path}?PageSize={size}&Page={number}",
            "first_page_uri": f"{path}?PageSize={size}&Page=0",
            "next_page_uri": more,
            "previous_page_uri": f"{path}?PageSize={size}&Page={number - 1}" if number else None,
        }

    def _matching(self, to: str, sender: str) -> Iterator[Message]:
        for message in reversed(self._kept.values()):
            if (not to or message.to == to) and (not sender or message.sender == sender):
                yield message

    def resource(self, message: Message, now: float) -> dict[str, Any]:
        """Return the message as the API shows it."""
        status = message.status_at(now)
        uri = f"{API}/{self._account_sid}/Messages/{message.sid}"
        ended = status == message.fate and message.error_code is not None
        return {
            "account_sid": self._account_sid,
            "api_version": VERSION,
            "body": message.body,
            "date_created": _date(int(message.created)),
            "date_sent": None if status in {"queued", "accepted"} else _date(int(message.created + SENT_AFTER)),
            "date_updated": _date(int(message.created)),
            "direction": "outbound-api",
            "error_code": message.error_code if ended else None,
            "error_message": None,
            "from": message.sender or None,
            "messaging_service_sid": message.service or None,
            "num_media": str(len(message.media)),
            "num_segments": str(len(message.media) or segments(message.body)),
            "price": None,
            "price_unit": "USD",
            "sid": message.sid,
            "status": status,
            "subresource_uris": {"media": f"{uri}/Media.json"},
            "to": message.to,
            "uri": f"{uri}.json",
        }


@lru_cache(maxsize=8)
def _date(epoch: int) -> str:
    return formatdate(epoch).replace("-0000", "+0000")  # as Twilio writes it
