"""One kind of message with one content, compiled: constant bytes with holes for a message's own values."""

from __future__ import annotations

from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

from loadtest.message.form import DIGITS, MEDIA_ID, NUMBER, SID
from loadtest.message.head import IDEMPOTENCY, SIGNATURE
from loadtest.message.signing import signed_url

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from loadtest.message.form import Field
    from loadtest.message.signing import Signer

_VALUES_KEPT = 512
"""Values of forms whose encoding is remembered."""
_HOLES = (SID, NUMBER, MEDIA_ID, DIGITS, SIGNATURE, IDEMPOTENCY)
_QUOTED_HOLES = tuple((hole, quote_plus(hole)) for hole in (SID, NUMBER, MEDIA_ID, DIGITS))


class Template:
    """One kind of message with one content: constant bytes with holes.

    The signed text is the URL and then all parameters sorted by name; up to its first hole it is hashed once.
    """

    __slots__ = ("_payload", "_payload_values", "_signed", "_signed_values", "_signer", "_state")

    def __init__(
        self,
        fields: Sequence[Field],
        *,
        number_length: int,
        signer: Signer,
        signature_url: str,
        head: Callable[[int], str],
    ) -> None:
        body = "&".join(f"{name}={_quote(value)}" for name, value in fields)
        length = len(
            _fill(
                body,
                {
                    SID: "x" * 32,
                    NUMBER: "x" * (number_length + 2),
                    MEDIA_ID: "x" * 30,
                    DIGITS: "x" * (number_length - 1),
                },
            )
        )
        text = signed_url(signature_url) + "".join(name + value for name, value in sorted(fields))
        constant, rest = _split(text)
        self._signer = signer
        self._state = signer.prefix(constant.encode())
        self._signed, self._signed_values = _compile(rest)
        self._payload, self._payload_values = _compile(head(length) + body)

    def render(self, number: bytes, quoted: bytes, sid: bytes, media_id: bytes, token: bytes) -> bytes:
        """Return the whole request with the values of one message, `quoted` the number as the form has it."""
        state = self._state.copy()
        state.update(self._signed % self._signed_values((sid, number, media_id, number[1:])))
        return self._payload % self._payload_values(
            (sid, quoted, media_id, number[1:], self._signer.finish(state), token)
        )


def _compile(text: str) -> tuple[bytes, Callable[[Sequence[bytes]], tuple[bytes, ...]]]:
    """Return a bytes format and a picker that orders the holes' values for it."""
    order: list[int] = []
    pieces: list[str] = []
    constant, rest = _split(text)
    while rest:
        pieces.append(constant.replace("%", "%%"))
        order.append(next(index for index, hole in enumerate(_HOLES) if rest.startswith(hole)))
        constant, rest = _split(rest[len(_HOLES[order[-1]]) :])
    pieces.append(constant.replace("%", "%%"))
    pick = itemgetter(*order) if len(order) > 1 else lambda values: (values[order[0]],)
    return "%b".join(pieces).encode(), pick


def _split(text: str) -> tuple[str, str]:
    """Split `text` before its first hole."""
    at = text.find("\0")
    return (text, "") if at < 0 else (text[:at], text[at:])


def _fill(text: str, values: dict[str, str]) -> str:
    for hole, value in values.items():
        text = text.replace(hole, value)
    return text


@lru_cache(maxsize=_VALUES_KEPT)
def _quote(value: str) -> str:
    """Encode a form value as Twilio does (blank is `+`), leaving holes open; most values are those of all messages."""
    quoted = quote_plus(value)
    for hole, its_own in _QUOTED_HOLES:
        quoted = quoted.replace(its_own, hole)
    return quoted
