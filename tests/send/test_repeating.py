"""Messages that are delivered again: the same bytes, counted apart, their replies compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import factories
import gevent
import pytest

from loadtest.measure.repeated import Repeated
from loadtest.pacing import Stages
from loadtest.send.drivers import repeating
from loadtest.send.drivers.here import Here
from loadtest.send.job import Job
from loadtest.words.clock import RunClock
from loadtest.words.exchange import Exchange, Failure, FailureKind, Reply, Request
from loadtest.words.secret import Secret
from loadtest.words.sending import Sending

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("loadtest.message.repeats.AFTERWARDS", 0.1)


class Wire:
    """Answers each delivery by what was delivered before, and keeps the payloads."""

    def __init__(self, clock: RunClock, answer: Callable[[int], str | Failure]) -> None:
        self.clock, self._answer = clock, answer
        self.payloads: list[bytes] = []

    def begin(self, request: Request, due: float, finished: Callable[[Exchange], None]) -> None:
        sent = self.clock()
        said = self._answer(self.payloads.count(request.payload))
        self.payloads.append(request.payload)
        response: Reply | Failure
        response = (
            said
            if isinstance(said, Failure)
            else factories.reply(body=f"<Response><Message>{said}</Message></Response>")
        )
        told: Any = (*request[:3], due, sent, sent)

        def answer() -> None:
            finished(Exchange(*told, self.clock(), 1, response, request.content))

        gevent.spawn_later(0.03, answer)

    def close(self) -> None:
        pass


def drive(answer: Callable[[int], str | Failure], share: float = 0.2) -> tuple[Wire, Repeated, Here]:
    plan = factories.plan(pacing=Stages.constant(100.0, 0.5), repeat=share)
    clock = RunClock()
    wire = Wire(clock, answer)
    line: Any = factories.line(clock, wire)
    driver = Here(Job(plan=plan, auth_token=Secret("token"), sending=Sending(timeout=1.0)), line)
    driver.run()
    assert driver.snapshot.repeated is not None
    return wire, driver.snapshot.repeated, driver


def test_a_repeat_is_the_same_request_and_in_none_of_the_loads_counts() -> None:
    wire, counts, driver = drive(lambda _: "Saved")
    assert len(wire.payloads) == 60
    assert len(set(wire.payloads)) == 50
    assert (counts.sent, counts.same, counts.different, counts.failed) == (10, 10, 0, {})
    assert sum(tally.count for tally in driver.snapshot.tallies.values()) == 50
    assert sum(second.due for second in driver.snapshot.seconds.values()) == 50


def test_another_reply_is_told_with_both_texts() -> None:
    _, counts, _ = drive(lambda before: "Duplicate" if before else "Saved")
    assert (counts.different, counts.same) == (10, 0)
    assert counts.unlike is not None
    assert (counts.unlike.first, counts.unlike.again) == ("Saved", "Duplicate")


def test_a_repeat_that_fails_counts_by_its_reason_and_a_first_that_failed_leaves_it_alone() -> None:
    gone = Failure(kind=FailureKind.RESET, detail="gone")
    assert drive(lambda before: gone if before else "Saved")[1].failed == {"connection lost": 10}
    assert drive(lambda before: "Saved" if before else gone)[1].alone == 10


def test_what_is_cancelled_is_not_sent() -> None:
    clock = RunClock()
    wire = Wire(clock, lambda _: "Saved")
    made = repeating.Repeating(
        factories.plan(repeat=1.0),
        wire,
        lambda _: None,
        clock=clock,
        counts=Repeated(),  # type: ignore[arg-type, return-value]
    )
    made.sent(Request(0, "sms", "+1", b"x"), 0.0)
    assert made.busy
    made.cancel()
    made.wait(0.2)
    assert not made.busy
    assert wire.payloads == []


def test_a_first_delivery_that_fails_at_once_is_compared_too() -> None:
    clock, gone = RunClock(), Failure(kind=FailureKind.CONNECT, detail="gone", cause="refused")

    class AtOnce(Wire):
        def begin(self, request: Request, due: float, finished: Callable[[Exchange], None]) -> None:
            if request.payload in self.payloads:
                super().begin(request, due, finished)
                return
            self.payloads.append(request.payload)
            now = clock()
            finished(Exchange(*request[:3], due, now, None, now, 1, gone, request.content))

    line: Any = factories.line(clock, AtOnce(clock, lambda _: "Saved"))
    plan = factories.plan(pacing=Stages.constant(100.0, 0.2), repeat=0.2)
    driver = Here(Job(plan=plan, auth_token=Secret("token"), sending=Sending(timeout=1.0)), line)
    driver.run()
    assert driver.snapshot.repeated == Repeated(sent=4, alone=4)
