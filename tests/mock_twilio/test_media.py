from __future__ import annotations

import io
import wave

import pytest
from PIL import Image

from loadtest.mock_twilio import media

KB = 1_000


@pytest.mark.parametrize("content_type", ["image/jpeg", "image/png", "image/gif"])
@pytest.mark.parametrize("size", [1, 300, 5 * KB, 200 * KB, 5_000 * KB])
def test_a_picture_decodes_and_has_the_size_that_was_asked_for(content_type: str, size: int) -> None:
    made = media.made(content_type, size)
    with Image.open(io.BytesIO(made)) as picture:
        picture.load()
        assert Image.MIME[picture.format or ""] == content_type
    assert size <= len(made) + 12
    assert len(made) <= max(size, 450)


def test_a_wave_file_holds_sound() -> None:
    with wave.open(io.BytesIO(media.made("audio/wav", 20 * KB))) as sound:
        assert sound.getnframes() == (20 * KB - 44) // 2


@pytest.mark.parametrize(
    ("content_type", "begins"),
    [
        ("audio/ogg", b"OggS"),
        ("audio/ogg; codecs=opus", b"OggS"),
        ("audio/amr", b"#!AMR\n"),
        ("audio/mpeg", b"\xff\xfb"),
        ("text/vcard", b"BEGIN:VCARD"),
        ("application/pdf", b"%PDF-1.4"),
        ("video/mp4", b"\0"),
    ],
)
def test_other_types_begin_as_they_must_and_are_as_long_as_asked(content_type: str, begins: bytes) -> None:
    made = media.made(content_type, 20 * KB)
    assert made.startswith(begins)
    assert 0.95 * 20 * KB < len(made) < 1.05 * 20 * KB


def test_every_page_of_an_ogg_stream_has_its_checksum() -> None:
    made, pages = media.made("audio/ogg", 30 * KB), 0
    while made:
        lacing = made[27 : 27 + made[26]]
        length = 27 + len(lacing) + sum(lacing)
        page, made = made[:length], made[length:]
        stated = int.from_bytes(page[22:26], "little")
        assert media._ogg_sum(page[:22] + bytes(4) + page[26:]) == stated
        pages += 1
    assert pages > 3
