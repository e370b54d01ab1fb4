"""HTTP/1.1 as the mock reads and writes it, in whatever pieces it comes, and within bounds."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.mock_twilio.wire import MOST_BODY, MOST_HEAD, Inbox, Incoming, Response, as_json, rendered

POST = b"POST /a?b=c HTTP/1.1\r\nHost: x\r\nX-Two: 1\r\nX-Two: 2\r\nContent-Length: 5\r\n\r\nwords"
GET = b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n"


def request(method: str = "GET", *, keep_alive: bool = True) -> Incoming:
    return Incoming(method=method, target="/", headers={}, body=b"", keep_alive=keep_alive)


def fed(*pieces: bytes) -> Inbox:
    inbox = Inbox()
    for piece in pieces:
        inbox.feed(piece)
    return inbox


@given(st.lists(st.integers(min_value=0, max_value=len(POST + GET))))
def test_the_same_requests_come_out_however_the_bytes_come_in(cuts: list[int]) -> None:
    data, places = POST + GET, [0, *sorted(cuts), len(POST + GET)]
    inbox = fed(*(data[begin:end] for begin, end in itertools.pairwise(places)))
    first, second = inbox.ready
    assert inbox.error is None
    assert first == Incoming(
        method="POST",
        target="/a?b=c",
        headers={"host": "x", "x-two": "1", "content-length": "5"},
        body=b"words",
        keep_alive=True,
    )
    assert (second.method, second.body, second.keep_alive) == ("GET", b"", False)


@pytest.mark.parametrize(
    ("data", "status"),
    [
        pytest.param(b"nonsense\r\n\r\n", 400, id="no HTTP"),
        pytest.param(b"GET /" + b"x" * MOST_HEAD + b" HTTP/1.1\r\n\r\n", 414, id="a target beyond measure"),
        pytest.param(
            b"GET / HTTP/1.1\r\n" + b"".join(b"X-%d: %s\r\n" % (n, b"x" * 4000) for n in range(9)) + b"\r\n",
            431,
            id="headers beyond measure",
        ),
        pytest.param(
            b"POST / HTTP/1.1\r\nContent-Length: %d\r\n\r\n%s" % (MOST_BODY + 1, b"x" * (MOST_BODY + 1)),
            413,
            id="a body beyond measure",
        ),
    ],
)
def test_what_cannot_be_taken_is_an_error_and_no_request(data: bytes, status: int) -> None:
    inbox = fed(data)
    assert inbox.error == status
    assert not inbox.ready


def test_a_body_may_be_as_long_as_the_bound() -> None:
    inbox = fed(b"POST / HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % MOST_BODY, b"x" * MOST_BODY)
    assert len(inbox.ready[0].body) == MOST_BODY


def test_what_follows_a_request_for_a_tunnel_belongs_to_the_tunnel() -> None:
    inbox = fed(b"CONNECT api.twilio.com:443 HTTP/1.1\r\nHost: api.twilio.com\r\n\r\n\x16\x03hello")
    assert inbox.ready[0].target == "api.twilio.com:443"
    assert inbox.rest == b"\x16\x03hello"


@pytest.mark.parametrize(
    ("answer", "asked", "written"),
    [
        pytest.param(
            as_json(200, {"a": "é"}),
            request(),
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: 15\r\n"
            b'Twilio-Request-Duration: 0.010\r\nConnection: keep-alive\r\n\r\n{"a": "\\u00e9"}',
            id="JSON on a connection that is kept",
        ),
        pytest.param(
            Response(status=204, headers=(("X-Own", "1"),)),
            request(keep_alive=False),
            b"HTTP/1.1 204 No Content\r\nX-Own: 1\r\nContent-Length: 0\r\nTwilio-Request-Duration: 0.010\r\n"
            b"Connection: close\r\n\r\n",
            id="nothing, on one that is not",
        ),
        pytest.param(
            Response(status=200, body=b"picture", content_type="image/png", cut=3),
            request(),
            b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 7\r\n"
            b"Twilio-Request-Duration: 0.010\r\nConnection: close\r\n\r\npic",
            id="one that breaks off promises the whole length",
        ),
        pytest.param(
            Response(status=200, body=b"picture", content_type="image/png"),
            request("HEAD"),
            b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 7\r\n"
            b"Twilio-Request-Duration: 0.010\r\nConnection: keep-alive\r\n\r\n",
            id="the head alone, for who asks for it",
        ),
    ],
)
def test_an_answer_as_bytes(answer: Response, asked: Incoming, written: bytes) -> None:
    assert rendered(answer, asked) == written
