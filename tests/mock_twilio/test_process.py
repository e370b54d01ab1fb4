"""The events of a mock as the load reads them, and what is said when there is none to read from."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import gevent
import pytest
from gevent.fileobject import FileObject
from servers import RawServer, saying, unheard_port

from loadtest.mock_twilio.behaviour import Behaviour
from loadtest.mock_twilio.counts import Seen
from loadtest.mock_twilio.process import Mock, attached, write_all
from loadtest.words.errors import ConfigError, NotReadyError

if TYPE_CHECKING:
    from collections.abc import Sequence

OURS = Behaviour(account_sid="AC1", auth_token="token")


class Heard:
    """A listener that keeps what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[Any, ...]] = []

    def text(self, at: float, to: str, sender: str, body: str, sid: str) -> None:
        self.told.append(("text", at, to, sender, body, sid))

    def callback(self, at: float, to: str, sender: str, sid: str, about: Sequence[Any]) -> None:
        self.told.append(("callback", at, to, sender, sid, *about))

    def code(self, number: str, code: str) -> None:
        self.told.append(("code", number, code))


def read(*events: dict[str, Any], listener: Heard | None = None) -> Mock:
    """Return a mock that has said these events, and ended."""
    mock = Mock([json.dumps(event).encode() + b"\n" for event in events], end=lambda: None)
    mock.listener = listener
    gevent.sleep(0)
    assert mock.over.is_set()
    return mock


SAW = {"seen": Seen().to_wire() | {"calls": {"messages created": 3}}, "unread": 2}


def test_what_was_sent_is_told_in_order() -> None:
    heard = Heard()
    text = {"text": [1.5, "+1", "+2", "hello", "SM1"]}
    read(text | {"callback": ["http://x", "sent", None]}, {"code": [2.0, "+1", "123456"]}, text, listener=heard)
    assert heard.told == [
        ("text", 1.5, "+1", "+2", "hello", "SM1"),
        ("callback", 1.5, "+1", "+2", "SM1", "http://x", "sent", None),
        ("code", "+1", "123456"),
        ("text", 1.5, "+1", "+2", "hello", "SM1"),
    ]


def test_the_latest_counts_hold() -> None:
    mock = read({"listening": 4010}, SAW | {"unread": 0}, SAW)
    assert (mock.port, mock.seen.calls, mock.unread) == (4010, {"messages created": 3}, 2)


def test_a_line_that_is_none_ends_the_reading() -> None:
    mock = Mock([b"{", json.dumps({"listening": 4010}).encode()], end=lambda: None)
    gevent.sleep(0)
    assert (mock.over.is_set(), mock.port) == (True, 0)


@pytest.mark.parametrize(
    ("events", "error", "said"),
    [
        pytest.param([{"problem": "port 80 is taken"}], ConfigError, "port 80 is taken", id="it says why it cannot"),
        pytest.param([], NotReadyError, "did not start", id="it says nothing and dies"),
        pytest.param([SAW], NotReadyError, "did not start", id="it dies at once"),
    ],
)
def test_a_mock_that_does_not_start_is_told(events: list[dict[str, Any]], error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        read(*events).wait()


def test_a_mock_that_runs_already_is_read_after_its_head() -> None:
    reply = b"HTTP/1.1 200 OK\r\nContent-Type: x\r\n\r\n" + json.dumps(SAW).encode() + b"\n"
    with RawServer(saying(reply)) as server:
        mock = attached("127.0.0.1", server.port, OURS)
        mock.over.wait(2)
        mock.close()
    assert (mock.port, mock.seen.calls) == (server.port, {"messages created": 3})
    assert b"Authorization: Basic QUMxOnRva2Vu\r\n" in server.received


@pytest.mark.parametrize(
    ("status", "said"),
    [
        pytest.param(b"401 Unauthorized", "it has another account-sid or auth-token", id="another account's"),
        pytest.param(b"404 Not Found", "it is no mock Twilio", id="something else"),
    ],
)
def test_what_is_no_mock_of_ours_is_not_read(status: bytes, said: str) -> None:
    reply = b"HTTP/1.1 " + status + b"\r\n\r\n"
    with RawServer(saying(reply)) as server, pytest.raises(NotReadyError, match=said):
        attached("127.0.0.1", server.port, OURS)


def test_nobody_there_is_told_with_the_remedy() -> None:
    said = r"nothing answers at 127\.0\.0\.1 port .*start one with"
    with unheard_port() as port, pytest.raises(NotReadyError, match=said):
        attached("127.0.0.1", port, OURS)


def test_what_waited_for_a_busy_reader_is_written_whole() -> None:
    read_end, write_end = os.pipe()
    events = b'{"text": "hi"}\n' * 100_000  # a pipe takes 64 kB at a time
    with FileObject(read_end, "rb") as source, FileObject(write_end, "wb", 0) as sink:
        writer = gevent.spawn(write_all, sink, events)
        assert source.read(len(events)) == events
        writer.join(5)
