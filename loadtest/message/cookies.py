"""What Twilio keeps for a conversation: the cookies of each pair of numbers, for four hours without a message.

Source: https://www.twilio.com/docs/messaging/guides/how-to-use-cookies
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from loadtest.words.set_cookie import parse_set_cookie

if TYPE_CHECKING:
    from collections.abc import Iterable

    from loadtest.words.set_cookie import SetCookie

IDLE = 4 * 3600.0
"""Seconds without a message of the pair after which its cookies are gone."""
MOST_OF_A_NUMBER, LONGEST = 50, 4096
"""Cookies that are kept for a number, and bytes of one: what RFC 6265, section 6.1, asks of every client."""
MOST_NUMBERS = 100_000
NOT_KEPT = (
    f"a cookie was not kept: it is longer than {LONGEST:,} bytes, or one of more than {MOST_OF_A_NUMBER} of a number"
)


class CookieJar:
    """The cookies for one webhook, by phone number. Instants are seconds since 1970.

    `dropped` counts cookies that were not kept for their size or number.
    """

    def __init__(self, *, path: str, secure: bool) -> None:
        self._path = path or "/"
        self._folder = self._path[: self._path.rfind("/")] or "/"
        self._secure = secure
        self._kept: dict[str, tuple[float, dict[tuple[str, str], SetCookie]]] = {}
        self.dropped = 0

    def __bool__(self) -> bool:
        return bool(self._kept)

    def hear(self, number: str, lines: Iterable[str], now: float) -> None:
        """Take in the `Set-Cookie` lines of a reply to a number; one that Twilio could not read is none."""
        kept = self._of(number, now)
        for line in lines:
            cookie = parse_set_cookie(line, now)
            if cookie is None:
                continue
            key = (cookie.name, cookie.path or self._folder)
            if cookie.end <= now:
                kept.pop(key, None)
            elif len(line) > LONGEST or (key not in kept and len(kept) >= MOST_OF_A_NUMBER):
                self.dropped += 1
            else:
                kept[key] = cookie
        if kept and (number in self._kept or len(self._kept) < MOST_NUMBERS):
            self._kept[number] = (now, kept)
        else:
            self.dropped += len(kept)
            self._kept.pop(number, None)

    def dress(self, number: str, payload: bytes, now: float) -> bytes:
        """Return a request with the cookies of its number, if it has any."""
        kept = self._of(number, now)
        pairs = [
            f"{cookie.name}={cookie.value}"
            for (_, path), cookie in sorted(kept.items(), key=lambda item: -len(item[0][1]))  # the longest path first
            if cookie.end > now and (self._secure or not cookie.secure) and _within(self._path, path)
        ]
        if not kept:
            return payload
        self._kept[number] = (now, kept)
        if not pairs:
            return payload
        head, _, body = payload.partition(b"\r\n\r\n")
        return b"".join((head, b"\r\nCookie: ", "; ".join(pairs).encode("latin-1"), b"\r\n\r\n", body))

    def _of(self, number: str, now: float) -> dict[tuple[str, str], SetCookie]:
        heard, kept = self._kept.get(number, (now, {}))
        if now - heard <= IDLE:
            return kept
        del self._kept[number]
        return {}


def _within(path: str, folder: str) -> bool:
    """Return whether a request's path lies in a cookie's (RFC 6265, section 5.1.4)."""
    return path == folder or (path.startswith(folder) and (folder.endswith("/") or path[len(folder)] == "/"))
