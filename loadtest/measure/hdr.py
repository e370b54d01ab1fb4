"""HdrHistogram's V2 compressed form: what a histogram is written as, so that every HdrHistogram tool can read it.

A header (cookie, length) is followed by zlib's form of a payload: cookie, length, offset, digits, lowest and highest
value, ratio, and the counts in the order of their index. A count is a ZigZag LEB128 number of at most nine bytes; a
negative one stands for so many indexes without a count.
Source: HdrHistogram, `AbstractHistogram.encodeIntoByteBuffer` and `ZigZagEncoding` (http://hdrhistogram.org).
"""

from __future__ import annotations

import struct
import zlib
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_COMPRESSED, _PLAIN = 0x1C849314, 0x1C849313
_HEADER, _PAYLOAD = struct.Struct(">II"), struct.Struct(">IIIIqqd")
_MOST_BYTES = 9
_MOST_INDEXES = 60_000
"""Indexes that values of 63 bits with three digits can have."""
_LARGEST = 1 << 20
"""Bytes of a payload that are read: every index that 63 bits can have, with a count of the largest size, are half."""


def encode(counts: Mapping[int, int], *, digits: int, highest: int) -> str:
    """Return the counts by index in base64; `highest` is the largest value the histogram can hold."""
    body = bytearray()
    at = 0
    for index in sorted(counts):
        if index > at:
            body += _leb128(at - index)
        body += _leb128(counts[index])
        at = index + 1
    payload = _PAYLOAD.pack(_PLAIN, len(body), 0, digits, 1, highest, 1.0) + body
    packed = zlib.compress(payload)
    return b64encode(_HEADER.pack(_COMPRESSED, len(packed)) + packed).decode("ascii")


def decode(text: str) -> dict[int, int]:
    """Return the counts by index.

    Raises:
        ValueError: when the text is no such form, or unpacks to more than a histogram can hold.

    """
    try:
        raw = b64decode(text, validate=True)
        cookie, length = _HEADER.unpack_from(raw)
        unpacker = zlib.decompressobj()
        payload = unpacker.decompress(raw[_HEADER.size : _HEADER.size + length], _LARGEST)
        plain, size = _PAYLOAD.unpack_from(payload)[:2]
    except (struct.error, zlib.error) as error:
        raise ValueError(f"the histogram is damaged ({error})") from None
    body = payload[_PAYLOAD.size :]
    if (cookie, plain, size) != (_COMPRESSED, _PLAIN, len(body)) or not unpacker.eof:
        raise ValueError("the histogram is damaged, or in another form than HdrHistogram's V2")
    counts = _counts(body)
    if counts and next(reversed(counts)) >= _MOST_INDEXES:
        raise ValueError("the histogram is damaged: it has more counts than a histogram can hold")
    return counts


def _leb128(number: int) -> bytes:
    rest = number << 1 if number >= 0 else (-number << 1) - 1
    out = bytearray()
    while rest > 0x7F and len(out) < _MOST_BYTES - 1:  # noqa: PLR2004  seven bits a byte
        out.append(rest & 0x7F | 0x80)
        rest >>= 7
    out.append(rest)
    return bytes(out)


def _counts(body: bytes) -> dict[int, int]:
    """Return the counts by index, in order; nearly every number is a single byte, and merging reads millions."""
    counts: dict[int, int] = {}
    at = value = shift = 0
    for byte in body:
        if byte < 0x80 and not shift:  # noqa: PLR2004  the bit that says that more follows
            if byte & 1:
                at += (byte + 1) >> 1
            else:
                if byte:
                    counts[at] = byte >> 1
                at += 1
            continue
        last = shift == 7 * (_MOST_BYTES - 1)  # the ninth byte holds eight bits
        value |= (byte if last else byte & 0x7F) << shift
        shift += 7
        if byte >= 0x80 and not last:  # noqa: PLR2004  likewise
            continue
        if value & 1:
            at += (value + 1) >> 1
        else:
            if value:
                counts[at] = value >> 1
            at += 1
        value = shift = 0
    if shift:
        raise ValueError("the histogram is damaged: its last count is cut off")
    return counts
