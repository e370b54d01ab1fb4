"""Media that decode: the smallest file of a type, brought to the wanted size by padding that the type allows.

What no row knows is served as zeros of the wanted size under the wanted type, and counted as a type of no known form.
"""

from __future__ import annotations

import struct
import zlib
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_EXTENSIONS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "audio/ogg": "ogg",
    "audio/wav": "wav",
    "audio/amr": "amr",
    "audio/mpeg": "mp3",
    "text/vcard": "vcf",
    "text/plain": "txt",
    "application/pdf": "pdf",
}

# A grey pixel as baseline JPEG: its tables and one block (made with libjpeg's standard tables, quality 50 or so).
_JPEG = bytes.fromhex(
    "ffdb004300"
    + "10" * 64
    + "ffc0000b080001000101011100"
    + "ffc4001f0000010501010101010100000000000000000102030405060708090a0b"
    + "ffc400b5100002010303020403050504040000017d"
    + "01020300041105122131410613516107227114328191a1082342b1c11552d1f02433627282090a161718191a25262728292a3435363738"
    + "393a434445464748494a535455565758595a636465666768696a737475767778797a838485868788898a92939495969798999aa2a3a4a5"
    + "a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9fa"
    + "ffda0008010100003f00"
    + "28"
    + "ffd9"
)
_LONGEST_SEGMENT = 65_533
_LONGEST_BLOCK = 255


@lru_cache(maxsize=32)
def made(content_type: str, size: int) -> bytes:
    """Return a file of that type of `size` bytes, or of as many as it needs at least."""
    maker = _MAKERS.get(content_type.partition(";")[0].strip().lower())
    return maker(size) if maker else bytes(max(size, 1))


def extension(content_type: str) -> str:
    """Return the ending of a file of that type."""
    return _EXTENSIONS.get(content_type.partition(";")[0].strip().lower(), "bin")


def _jpeg(size: int) -> bytes:
    head = b"\xff\xd8"
    rest = size - len(head) - len(_JPEG)
    comments = []
    while rest > 4:  # noqa: PLR2004  a comment's own head
        length = min(rest - 4, _LONGEST_SEGMENT)
        comments.append(b"\xff\xfe" + struct.pack(">H", length + 2) + b"." * length)
        rest -= length + 4
    return head + b"".join(comments) + _JPEG


def _png(size: int) -> bytes:
    start = b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    end = _chunk(b"IDAT", zlib.compress(b"\0\x80")) + _chunk(b"IEND", b"")
    room = size - len(start) - len(end) - 12
    padding = _chunk(b"tEXt", b"Comment\0" + b"." * (room - 8)) if room > 8 else b""  # noqa: PLR2004  the keyword
    return start + padding + end


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _gif(size: int) -> bytes:
    start = b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + b"\x80\x80\x80\0\0\0"
    end = b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\0\x3b"
    rest = size - len(start) - len(end) - 3
    blocks = []
    while rest > 1:
        length = min(rest - 1, _LONGEST_BLOCK)
        blocks.append(bytes([length]) + b"." * length)
        rest -= length + 1
    return start + (b"\x21\xfe" + b"".join(blocks) + b"\0" if blocks else b"") + end


def _wav(size: int) -> bytes:
    data = bytes(max(size - 44, 2) // 2 * 2)
    form = struct.pack("<HHIIHH", 1, 1, 8000, 16000, 2, 16)
    return (
        b"RIFF"
        + struct.pack("<I", 36 + len(data))
        + b"WAVEfmt "
        + struct.pack("<I", 16)
        + form
        + (b"data" + struct.pack("<I", len(data)) + data)
    )


def _amr(size: int) -> bytes:
    frame = b"\x7c"  # no data: a second of silence is fifty of them
    return b"#!AMR\n" + frame * max(size - 6, 1)


def _mp3(size: int) -> bytes:
    frame = b"\xff\xfb\x90\xc4" + bytes(413)  # 128 kbit/s, 44.1 kHz, mono: 417 bytes of silence
    return frame * max(size // len(frame), 1)


def _ogg(size: int) -> bytes:
    """Return Opus in Ogg (RFC 7845): two header pages, then pages of silent frames."""
    head = b"OpusHead" + struct.pack("<BBHIHB", 1, 1, 312, 48000, 0, 0)
    tags = b"OpusTags" + struct.pack("<I", 8) + b"loadtest" + struct.pack("<I", 0)
    pages = [_page(2, 0, 0, [head]), _page(0, 0, 1, [tags])]
    silence = b"\xf8\xff\xfe" + bytes(197)  # a 20 ms frame; what follows its three bytes is padding that decoders skip
    left, number, heard = size - sum(map(len, pages)), 2, 0
    while left > 0 or number == 2:  # noqa: PLR2004  one page of sound at least
        count = max(1, min(50, (left - 27) // (len(silence) + 1)))
        heard += 960 * count
        left -= 27 + count * (len(silence) + 1)
        pages.append(_page(0 if left > 0 else 4, heard, number, [silence] * count))
        number += 1
    return b"".join(pages)


def _page(flags: int, heard: int, number: int, packets: list[bytes]) -> bytes:
    lacing = bytes(len(packet) for packet in packets)
    head = b"OggS" + struct.pack("<BBqIII", 0, flags, heard, 1, number, 0) + bytes([len(lacing)]) + lacing
    page = head + b"".join(packets)
    return page[:22] + struct.pack("<I", _ogg_sum(page)) + page[26:]


def _ogg_table() -> list[int]:
    table = []
    for value in range(256):
        remainder = value << 24
        for _ in range(8):
            remainder = (remainder << 1 ^ 0x04C11DB7 if remainder & 0x80000000 else remainder << 1) & 0xFFFFFFFF
        table.append(remainder)
    return table


_OGG_TABLE = _ogg_table()


def _ogg_sum(page: bytes) -> int:
    total = 0
    for byte in page:
        total = (total << 8 & 0xFFFFFFFF) ^ _OGG_TABLE[total >> 24 ^ byte]
    return total


def _text(size: int) -> bytes:
    return (b"A line of plain text that says nothing.\n" * (size // 40 + 1))[: max(size, 1)]


def _vcard(size: int) -> bytes:
    start, end = b"BEGIN:VCARD\r\nVERSION:3.0\r\nN:Example;Alex\r\nFN:Alex Example\r\nNOTE:", b"\r\nEND:VCARD\r\n"
    return start + b"." * max(size - len(start) - len(end), 1) + end


def _pdf(size: int) -> bytes:
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]>>",
    ]
    file, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(file))
        file += b"%d 0 obj%b endobj\n" % (number, content)
    table = b"xref\n0 4\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = table + b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    padding = b"%" + b"." * max(size - len(file) - len(tail) - 6, 0) + b"\n"
    return file + padding + tail % (len(file) + len(padding))


_MAKERS: dict[str, Callable[[int], bytes]] = {
    "image/jpeg": _jpeg,
    "image/jpg": _jpeg,
    "image/png": _png,
    "image/gif": _gif,
    "audio/ogg": _ogg,
    "audio/wav": _wav,
    "audio/vnd.wave": _wav,
    "audio/amr": _amr,
    "audio/mpeg": _mp3,
    "audio/mp3": _mp3,
    "text/vcard": _vcard,
    "text/x-vcard": _vcard,
    "text/plain": _text,
    "text/csv": _text,
    "application/pdf": _pdf,
}
