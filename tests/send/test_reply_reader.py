"""The same bytes give the same reply, however they are cut, and what is remembered of them is bounded."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.send.reply_reader import CACHE_BYTES, BrokenHttpError, ReplyCache, ReplyReader
from loadtest.words.exchange import Reply

REPLIES = [
    b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 11\r\n\r\n<Response/>",
    b"HTTP/1.1 429 No\r\nTransfer-Encoding: chunked\r\nA:\r\n\r\n4\r\n<Res\r\n7;x=y\r\nponse/>\r\n0\r\nT: v\r\n\r\n",
    b"HTTP/1.1 100 Continue\r\nB: c\r\n\r\nHTTP/1.1 503 Busy\r\nRetry-After: 9\r\nContent-Length: 0\r\n\r\n",
]


def read(*pieces: bytes) -> ReplyReader:
    reader = ReplyReader()
    for piece in pieces:
        reader.feed(piece)
    return reader


@given(raw=st.sampled_from(REPLIES), data=st.data())
def test_a_reply_is_the_same_wherever_its_bytes_are_cut(raw: bytes, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(1, len(raw) - 1), max_size=6)))
    pieces = [raw[start:end] for start, end in zip([0, *cuts], [*cuts, len(raw)], strict=True)]
    whole, cut = read(raw), read(*pieces)
    assert whole.complete
    assert cut.complete
    assert whole.reply() == cut.reply()
    assert not read(*pieces[:-1]).complete


@given(garbage=st.binary(min_size=1, max_size=300))
def test_any_bytes_end_in_a_reply_or_in_broken_http_and_in_nothing_else(garbage: bytes) -> None:
    for prefix in (b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"):
        reader = ReplyReader()
        try:
            reader.feed(prefix + garbage)
        except BrokenHttpError as broken:
            said = str(broken)
        else:
            reader.end()
            said = reader.progress()
        assert said.isprintable()


@pytest.mark.parametrize("after", [b"garbage", b"HTTP/1.1 500 No\r\n\r\n", b"\0"])
def test_what_follows_a_reply_is_noticed_and_changes_nothing_in_it(after: bytes) -> None:
    reader = read(REPLIES[0] + after)
    assert (reader.surplus, reader.complete) == (True, True)
    assert reader.reply() == read(REPLIES[0]).reply()


@pytest.mark.parametrize(
    ("head", "kept"),
    [
        pytest.param(b"HTTP/1.1 200 OK\r\n", True, id="HTTP/1.1 keeps by default"),
        pytest.param(b"HTTP/1.1 200 OK\r\nConnection: close\r\n", False, id="unless it says close"),
        pytest.param(b"HTTP/1.0 200 OK\r\n", False, id="HTTP/1.0 does not"),
    ],
)
def test_whether_the_connection_outlives_the_reply(head: bytes, kept: bool) -> None:  # noqa: FBT001
    assert read(head + b"Content-Length: 0\r\n\r\n").keep_alive is kept


def test_a_reply_without_a_length_is_complete_only_at_the_end() -> None:
    reader = read(b"HTTP/1.1 200 OK\r\n\r\nabc")
    assert not reader.complete
    reader.end()
    assert (reader.complete, reader.keep_alive, reader.reply().body) == (True, False, b"abc")


def test_the_cache_is_bounded_in_bytes_and_begins_anew() -> None:
    cache = ReplyCache()
    reply = Reply(status=200, headers=(), body=b"", size=0)
    for number in range(20_000):
        cache.add(b"%0100d" % number, reply, keep_alive=True)
        assert cache.get(b"%0100d" % number) == (reply, True)
    assert sum(map(len, cache._known)) <= CACHE_BYTES
    assert len(cache._known) < 20_000


def test_a_long_reply_is_not_remembered() -> None:
    cache = ReplyCache()
    cache.add(b"x" * 100_000, Reply(status=200, headers=(), body=b"", size=0), keep_alive=True)
    assert cache.get(b"x" * 100_000) is None
