"""Registration with a server that limits requests, or tells which numbers are verified: on real sockets."""

from __future__ import annotations

import json
import signal
import threading
import time
from typing import TYPE_CHECKING

import pytest
from harness import finish, load, start
from servers import REPLY, RawServer

from loadtest.message.phone_pool import parse_pool
from loadtest.send.network import Route, session
from loadtest.setup import patience
from loadtest.setup.provisioning import Provisioning, provision
from loadtest.words.errors import SetupError

if TYPE_CHECKING:
    from pathlib import Path

    from servers import Peer


NOTHING = -1


class Office:
    """Registers numbers, `limit` requests in a window of one second (0: as many as come), and counts the texts."""

    def __init__(
        self, *, limit: int = 0, tells: bool = False, policy: bool = False, states: bool = False, retry: str = "1"
    ) -> None:
        self.limit, self.tells, self.policy, self.states, self.retry = limit, tells, policy, states, retry
        self.verified: set[str] = set()
        self.texts: list[str] = []
        self.refused = self.got = 0
        self._began, self._used = 0.0, 0
        self._lock = threading.Lock()

    def __call__(self, peer: Peer) -> None:
        while head := peer.request():
            if head.startswith((b"GET /health ", b"POST /hook ")):
                peer.say(REPLY)
                continue
            with self._lock:
                status, body = self._answer(head)
            more = f"Retry-After: {self.retry}\r\n" if status == 429 else ""
            more += f"RateLimit-Policy: {self.limit};w=1\r\n" if self.policy else ""
            left = max(0, self.limit - self._used)
            more += f"RateLimit: limit={self.limit}, remaining={left}, reset=1\r\n" if self.states else ""
            text = json.dumps(body)
            peer.say(f"HTTP/1.1 {status} X\r\n{more}Content-Length: {len(text)}\r\n\r\n{text}".encode())

    def _answer(self, request: bytes) -> tuple[int, object]:
        now = time.monotonic()
        if now - self._began >= 1.0:
            self._began, self._used = now, 0
        self._used += 1
        if self.limit and self._used > max(self.limit, 0):
            self.refused += 1
            return 429, {"error": "Too many requests"}
        if request.startswith(b"GET"):
            self.got += 1
            known = {"phoneNumber": "+15555552000", "phoneVerified": "+15555552000" in self.verified}
            return (200, known) if self.tells else (404, {})
        body = json.loads(request.partition(b"\r\n\r\n")[2])
        if b"/verify " in request.split(b"\r\n")[0]:
            self.verified.add(body["phoneNumber"])
            return 200, {"verified": True}
        self.texts.append(body["phoneNumber"])
        return 201, {}


def register(office: Office, count: int) -> list[str]:
    """Provision `count` numbers; return what was said."""
    said: list[str] = []
    with RawServer(office) as server:
        setup = Provisioning(
            link_url=f"{server.origin}/link", verify_url=f"{server.origin}/verify", tokens={}, codes={"": "123456"}
        )
        pool = parse_pool([f"+15555552000-+{15555552000 + count - 1}"])
        provision(pool, setup, session=session(Route.from_url(server.origin)), say=said.append)
    return said


def test_a_limited_server_is_waited_for_and_every_number_is_texted_once() -> None:
    office, began = Office(limit=20), time.monotonic()
    said = register(office, 60)
    assert len(office.verified) == len(office.texts) == len(set(office.texts)) == 60
    assert 5.0 <= time.monotonic() - began < 15.0, "121 requests, 20 in a second"
    assert any("waiting 1s; the rest takes about " in line for line in said), said
    assert office.refused <= 8 * 8, "whoever is refused lets the others wait, too"
    assert said[-1].startswith("Provisioned 60 phone numbers in ")


def test_a_limit_that_the_server_tells_of_is_said_before_it_is_met() -> None:
    said = register(Office(limit=20, policy=True), 40)
    assert said[0] == "The server takes 20 requests in 1s; the rest takes about 4s", said


def test_a_limit_that_the_headers_state_is_waited_for_before_it_is_met() -> None:
    office = Office(limit=20, states=True)
    said = register(office, 30)
    assert len(office.verified) == 30
    assert office.refused <= 8, "those that were under way with the last of a window"
    assert "The server's headers state 20/second, of which " in said[0], said
    assert " are left: waiting 1s; the rest takes about " in said[0], said


def test_what_is_left_of_a_stated_limit_is_used_where_the_rest_needs_no_more() -> None:
    said = register(Office(limit=41, states=True), 20)
    assert [line.partition(" phone")[0] for line in said] == ["Provisioned 20"], "the last tenth too"


def test_a_wait_of_more_than_an_hour_is_an_error_that_says_so() -> None:
    with pytest.raises(
        SetupError, match=r"\+15555552000 could not be linked: .*HTTP 429 \(asks to wait for 120 minutes\)"
    ):
        register(Office(limit=1, retry="7200"), 3)


def test_a_server_that_lets_nothing_through_is_not_waited_for_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "VAIN", 1.5)
    office = Office(limit=NOTHING)
    with pytest.raises(
        SetupError, match=r"\+15555552000 could not be linked: .*HTTP 429 \(to every request for \d+s\) .*raise the"
    ):
        register(office, 30)
    assert office.refused < 10


def test_a_signal_ends_the_waiting(tmp_path: Path) -> None:
    with RawServer(Office(limit=NOTHING, retry="600")) as server:
        process = start(tmp_path / "out", "--url", server.url, "--provision", "--preflight", "false")
        assert process.stdout is not None
        assert any("waiting 600s" in line for line in process.stdout)
        process.send_signal(signal.SIGTERM)
        run = finish(process, tmp_path / "out", timeout=10)
    assert run.code == 128 + signal.SIGTERM


def test_a_number_that_the_server_calls_verified_is_not_texted_again() -> None:
    office = Office(tells=True)
    register(office, 1)
    said = register(office, 1)
    assert office.texts == ["+15555552000"]
    assert said[-1].startswith("Provisioned 1 phone number, 1 of them verified before in ")


def test_a_server_that_does_not_tell_is_asked_once() -> None:
    office = Office()
    register(office, 20)
    assert (office.got, len(office.texts)) == (1, 20)


def test_a_run_waits_for_a_limited_server_and_says_for_how_long(tmp_path: Path) -> None:
    office = Office(limit=20)
    with RawServer(office) as server:
        flags = ("--phone-numbers", "+15555552000-+15555552029", "--provision", "--preflight", "false")
        short = ("--duration", "100ms", "--concurrent", "30", "--monitor", "off")
        run = load(tmp_path / "out", "--url", server.url, *flags, *short)
    assert run.code == 0, run.output + run.errors
    assert len(office.verified) == 30
    assert "The server limits how fast numbers are registered: waiting 1s; the rest takes about " in run.output
    assert "Provisioned 30 phone numbers in " in run.output


@pytest.mark.slow
@pytest.mark.timeout(90)
def test_a_thousand_numbers_end_with_lines_of_progress() -> None:
    office = Office(limit=60)
    said = register(office, 1000)
    assert len(office.verified) == len(office.texts) == 1000
    progress = [line for line in said if " of 1,000 phone numbers; the rest takes about " in line]
    assert len(progress) >= 3, said
