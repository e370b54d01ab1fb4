"""A load is looked at while it goes on, and ended when the rest cannot change the verdict."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import factories
import gevent
import pytest
from configurations import configured

from loadtest.measure.snapshot import Second, Snapshot
from loadtest.measure.stretches import gather
from loadtest.run.watching.looking import Looking
from loadtest.verdict.judge import Reason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loadtest.words.clock import RunClock

PAIR = {"baseline-url": "http://localhost:3001/sms", "targets": "p50 < baseline + 20%"}


@dataclass
class FakeLoad:
    """Two servers whose whole story is known; what a look asks for is told once it was refused `open_for` times."""

    snapshot: Snapshot
    open_for: int = 0
    asked: list[int] = field(default_factory=list)
    finished: int = 0

    def seen(self, edges: Sequence[int], *, whole: bool) -> Snapshot | None:
        self.asked.append(edges[-1])
        if whole and self.open_for:
            self.open_for -= 1
            return None
        told = Snapshot(beside=Snapshot())
        assert told.beside is not None
        for _ in gather(self.snapshot.seconds, edges, told.seconds):
            pass
        for _ in gather((self.snapshot.beside or Snapshot()).seconds, edges, told.beside.seconds):
            pass
        return told

    def finish(self) -> None:
        self.finished += 1


def pair(slower: float) -> Snapshot:
    snapshot = factories.side(1, slower=slower, seconds=60)
    snapshot.beside = factories.side(2, seconds=60)
    return snapshot


def looked(made: FakeLoad, **flags: str) -> Looking:
    """Look at a load whose clock is at its end already, so that nobody waits."""
    given = {"url": factories.URL, "rate": "20/s", "duration": "60", **flags}
    config = configured(**given)
    clock: RunClock = lambda: 59.0  # type: ignore[assignment]  # noqa: E731
    looking = Looking(config, config.plan(), clock)
    with looking.at(made):  # type: ignore[arg-type]
        gevent.sleep(0.4)
    return looking


@pytest.mark.parametrize(
    ("slower", "more", "ends"),
    [
        pytest.param(2.0, {}, True, id="far slower: decided"),
        pytest.param(1.0, {"targets": "p50 < baseline + 100%"}, True, id="far within: decided"),
        pytest.param(1.2, {}, False, id="at the limit: never decided"),
        pytest.param(2.0, {"stop-when-certain": "off"}, False, id="the user wants it whole"),
        pytest.param(2.0, {"targets": "p50 < baseline + 20%, p95 < baseline + 100%"}, False, id="one of two is open"),
    ],
)
def test_a_comparison_ends_when_every_relative_target_is_decided(
    slower: float, more: dict[str, str], *, ends: bool
) -> None:
    made = FakeLoad(pair(slower))
    early = looked(made, **PAIR | more).early
    assert bool(early) is ends
    assert made.finished == ends
    if early:
        assert early.why == "every target relative to the baseline is decided"


def test_a_look_that_comes_too_early_is_tried_again() -> None:
    made = FakeLoad(pair(3.0), open_for=1)
    assert looked(made, **PAIR).early is not None
    assert made.asked == [20, 20]


@pytest.mark.parametrize(("wish", "ends"), [("on", True), ("off", False), ("", False)])
def test_a_target_that_can_no_longer_be_met_ends_the_load_where_the_user_wants_that(wish: str, *, ends: bool) -> None:
    failing = Snapshot(seconds={0: Second(due=100, reasons={Reason.REFUSED: 100})})
    made = FakeLoad(failing)
    early = looked(made, **{"stop-when-certain": wish}).early
    assert made.finished == ends
    assert (early.why if early else "") == (
        "'success > 95%' can no longer be met: 100 of 1,200 messages failed already" if ends else ""
    )


def test_a_fault_of_a_look_is_no_secret() -> None:
    broken = FakeLoad(None)  # type: ignore[arg-type]
    with pytest.raises(AttributeError):
        looked(broken, **PAIR)
