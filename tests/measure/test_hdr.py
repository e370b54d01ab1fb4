"""The encoded form: what the HdrHistogram package writes and reads, byte for byte; nothing can fill the memory."""

from __future__ import annotations

import struct
import zlib
from base64 import b64encode

import pytest
from hdrh.histogram import HdrHistogram
from hypothesis import given
from hypothesis import strategies as st

from loadtest.measure import hdr

HIGHEST = 3_600_000_000
counts = st.dictionaries(st.integers(0, 20_000), st.integers(1, 2**40), min_size=1, max_size=60)


def standard(by_index: dict[int, int]) -> HdrHistogram:
    made = HdrHistogram(1, HIGHEST, 3)
    for index, count in by_index.items():
        made.record_value(made.get_value_from_index(index), count)
    return made


@given(counts)
def test_the_bytes_are_those_of_the_package(by_index: dict[int, int]) -> None:
    assert hdr.encode(by_index, digits=3, highest=HIGHEST) == standard(by_index).encode().decode()


@given(counts)
def test_what_the_package_wrote_reads_back(by_index: dict[int, int]) -> None:
    assert hdr.decode(standard(by_index).encode().decode()) == by_index


@given(st.dictionaries(st.integers(0, 59_999), st.integers(1, 2**62), max_size=20))
def test_every_count_reads_back(by_index: dict[int, int]) -> None:
    assert hdr.decode(hdr.encode(by_index, digits=3, highest=HIGHEST)) == by_index


def packed(payload: bytes, *, cookie: int = 0x1C849314) -> str:
    data = zlib.compress(payload)
    return b64encode(struct.pack(">II", cookie, len(data)) + data).decode()


def payload(body: bytes, *, cookie: int = 0x1C849313, size: int | None = None) -> bytes:
    return struct.pack(">IIIIqqd", cookie, len(body) if size is None else size, 0, 3, 1, HIGHEST, 1.0) + body


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("?", id="no base64"),
        pytest.param("", id="nothing"),
        pytest.param("AAAA", id="no header"),
        pytest.param(packed(payload(b"\2"), cookie=1), id="another cookie outside"),
        pytest.param(packed(payload(b"\2", cookie=1)), id="another cookie inside"),
        pytest.param(packed(payload(b"\2", size=2)), id="a length that is not so"),
        pytest.param(packed(payload(b"\x82")), id="a count that is cut off"),
        pytest.param(packed(b"\2"), id="a payload that is cut off"),
        pytest.param(packed(payload(b"\0" * 30_000_000)), id="thirty megabytes out of thirty kilobytes"),
        pytest.param(packed(payload(hdr._leb128(-(2**40)) + b"\2")), id="a count at an index of forty bits"),
        pytest.param(packed(payload(b"\2"))[:-8], id="packed data that is cut off"),
    ],
)
def test_what_is_no_histogram_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        hdr.decode(text)
