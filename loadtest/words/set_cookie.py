"""A `Set-Cookie` header as Twilio reads it: name, value, path and end (RFC 6265, section 5.2)."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_MAX_AGE = re.compile(r"-?[0-9]{1,12}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetCookie:
    """One cookie that a server asks to keep. `path` is "" for the request's own folder.

    `end` is when it ends, in seconds since 1970: infinite for a session's, in the past for one that is to be forgotten.
    """

    name: str
    value: str
    path: str = ""
    secure: bool = False
    end: float = math.inf


def is_unreadable(line: str) -> bool:
    """Return whether Twilio logs error 11206 for it (https://www.twilio.com/docs/api/errors/11206).

    That names control characters and an empty name.
    """
    name, equals, _ = line.partition(";")[0].partition("=")
    return _CONTROL.search(line) is not None or bool(equals and not name.strip())


def parse_set_cookie(line: str, now: float) -> SetCookie | None:
    """Return the cookie of a header's value, or None without one. `now` is in seconds since 1970."""
    pair, *attributes = line.split(";")
    name, equals, value = (part.strip() for part in pair.partition("="))
    if not name or not equals or is_unreadable(line):
        return None
    path, secure, end, aged = "", False, math.inf, False
    for attribute in attributes:
        key, _, text = (part.strip() for part in attribute.partition("="))
        match key.lower():
            case "path" if text.startswith("/"):
                path = text
            case "secure":
                secure = True
            case "max-age" if _MAX_AGE.fullmatch(text):  # which beats Expires, in whatever order they stand
                end, aged = now + int(text) if int(text) > 0 else -math.inf, True
            case "expires" if not aged:
                end = _instant(text)
    return SetCookie(name=name, value=value, path=path, secure=secure, end=end)


def _instant(text: str) -> float:
    try:
        return parsedate_to_datetime(text.replace("-", " ")).timestamp()
    except (ValueError, OverflowError, TypeError):
        return math.inf  # an attribute that cannot be read is left out
