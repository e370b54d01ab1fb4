"""A connection's few calls to the kernel, and who is overdue first; the sender's use of them is in tests/e2e."""

from __future__ import annotations

import errno
from typing import Any

import gevent
import pytest
from gevent import socket
from hypothesis import given
from hypothesis import strategies as st
from servers import Peer, RawServer, closed_port, then_silent

from loadtest.send.connection import LEAST_IDLE, NARROW, Connection, Kept, Limits


class Idle:
    """In place of a connection: it can be closed."""

    def __init__(self, name: str = "") -> None:
        self.name, self.closed = name, False

    def close(self) -> None:
        self.closed = True


class Clock:
    """A clock that is set by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def limited(kind: type[Limits], seconds: float = 10.0) -> tuple[Any, Clock, list[Any]]:
    clock, overdue = Clock(), list[Any]()
    return kind(seconds, overdue.append, clock), clock, overdue


def connection() -> Connection:
    return Connection(gevent.get_hub().loop, lambda _: None)


@given(st.lists(st.tuples(st.sampled_from(["add", "discard", "oldest"]), st.integers(0, 9)), max_size=30))
def test_the_first_to_come_is_the_first_overdue(steps: list[tuple[str, int]]) -> None:
    limits, _, overdue = limited(Limits)
    waiting: list[int] = []
    for at, (step, name) in enumerate(steps):
        if step == "add" and name not in waiting:
            limits.add(name, float(at))
            waiting.append(name)
        elif step == "discard":
            limits.discard(name)
            waiting = [one for one in waiting if one != name]
        elif step == "oldest" and waiting:
            assert limits.take_oldest() == waiting.pop(0)
    assert list(limits.ends) == waiting
    limits.close()
    assert overdue == waiting, "who is still here when nobody watches any more is overdue"


def test_who_is_overdue_is_handed_over_and_who_is_done_is_not() -> None:
    limits, clock, overdue = limited(Limits)
    for name, began in (("first", -10.0), ("done", -10.0), ("later", -9.0)):
        limits.add(name, began)
    limits.discard("done")
    gevent.sleep(0)
    gevent.sleep(0)
    assert overdue == ["first"]
    assert limits.ends == {"later": 1.0}
    clock.now = 1.0
    limits.close()


def test_a_server_that_says_how_long_it_keeps_connections_is_met_halfway() -> None:
    kept, _, _ = limited(Kept, seconds=30.0)
    one = Idle()
    kept.add(one, 0.0)
    kept.hear("max=100, timeout=60")
    assert (kept.seconds, one.closed) == (30.0, False), "as long as we do, or longer, changes nothing"
    kept.hear("max=100, timeout=5")
    assert (kept.seconds, one.closed, kept.ends) == (NARROW * 5, True, {})
    kept.hear("nothing of it")
    assert kept.seconds == NARROW * 5
    kept.close()


@pytest.mark.parametrize(
    ("ended_after", "believed"),
    [
        pytest.param(8.0, NARROW * 8, id="half of what it was idle for"),
        pytest.param(0.0, LEAST_IDLE, id="one that closes at once has reasons of its own"),
        pytest.param(25.0, 10.0, id="never longer than before"),
    ],
)
def test_a_server_that_closes_is_believed_to_do_so_again(ended_after: float, believed: float) -> None:
    kept, _, _ = limited(Kept)
    one: Any = Idle()
    kept.add(one, 100.0)
    kept.ended(one, 100.0 + ended_after)
    kept.ended(one, 100.0)
    assert (kept.seconds, kept.ends) == (believed, {})
    kept.close()


def test_it_connects_and_has_nothing_to_read_until_the_server_speaks() -> None:
    with RawServer(then_silent(b"HTTP/1.1 200 OK\r\n")) as server:
        one = connection()
        assert one.dial("127.0.0.1", server.port)
        one.open("127.0.0.1", server.port)
        assert one.quiet()
        assert one.progress() == "before any byte of the reply"
        one.send(b"POST / HTTP/1.1\r\n\r\n")
        gevent.socket.wait_read(one.sock.fileno(), timeout=2)
        assert not one.quiet(), "the server's word was read"
        one.close()
        one.close()
    assert one.sock is None


def test_the_hub_calls_when_there_is_something_to_read() -> None:
    told: list[Connection] = []
    one = Connection(gevent.get_hub().loop, told.append)
    one.sock, server = socket.socketpair()
    with server:
        one.listen()
        server.sendall(b"x")
        gevent.sleep(0.01)
        one.close()
    assert one in told


def test_the_hub_calls_while_the_kernel_takes_more_until_told_not_to() -> None:
    told: list[Connection] = []
    one = connection()
    one.sock, server = socket.socketpair()
    with server:
        one.when_writable(told.append)
        gevent.sleep(0.01)
        one.when_writable(None)
        count = len(told)
        gevent.sleep(0.01)
        one.close()
    assert count == len(told) > 0


def test_nobody_there_is_an_error_of_the_system() -> None:
    with pytest.raises(OSError, match="refused") as error:
        connection().open("127.0.0.1", closed_port())
    assert error.value.errno == errno.ECONNREFUSED


def test_an_abort_is_a_reset_to_the_server() -> None:
    heard: list[Exception | bytes] = []

    def behave(peer: Peer) -> None:
        try:
            heard.append(peer.hear())
        except ConnectionResetError as error:
            heard.append(error)

    for abort in (False, True):
        with RawServer(behave) as server:
            one = connection()
            one.open("127.0.0.1", server.port)
            while not server.peers:
                gevent.sleep(0.001)
            one.close(abort=abort)
    assert heard[0] == b""
    assert isinstance(heard[1], ConnectionResetError)
