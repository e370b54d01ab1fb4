"""Failures in spells: said with their times where they are told, and not where chance or one outage explains them."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import factories
import pytest

from loadtest.assess.diagnosis import Cause, Diagnosis, diagnose
from loadtest.assess.summary import summarise
from loadtest.measure.series import Watched
from loadtest.verdict.judge import Reason, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable

LOST, ERROR = Reason.CONNECTION_LOST, Reason.HTTP_ERROR
BAD_GATEWAY = "<h1>502 Bad Gateway</h1>"


def run(
    fails: Callable[[int, int], bool],
    reason: Reason = LOST,
    *,
    body: str = "Internal Server Error",
    status: int = 500,
    latency: Callable[[int], float] = lambda _: 0.05,
) -> tuple[Diagnosis, ...]:
    """Diagnose ten messages a second for twenty; `fails` says from the second and the place in it."""
    messages = []
    for seq in range(200):
        failed = fails(seq // 10, seq % 10)
        answer = factories.reply(status, body) if failed and reason is ERROR else None
        one = factories.exchange(seq, latency=latency(seq // 10), response=answer)
        verdict = Verdict(reason=reason, detail=f"HTTP {status}: {body}") if failed else Verdict(reason=Reason.ACCEPTED)
        messages.append((one, verdict))
    snapshot = factories.snapshot(messages)
    return diagnose(summarise(snapshot, planned=200, duration=20.0), snapshot, (), Watched())


def test_a_server_that_goes_away_again_and_again_is_said_to() -> None:
    first, *more = run(lambda at, _: at % 6 > 3)
    assert first.cause is Cause.AGAIN
    assert first.likely == "The server went away 3 times, and was well in between"
    assert first.evidence == (
        "60 messages due from 4s to 5s and from 10s to 11s and from 16s to 17s found no server or lost their "
        "connection, those in between were answered"
    )
    assert not {one.cause for one in more} & {Cause.DOWN, Cause.RESTART}


def test_growth_before_each_is_told_as_what_may_end_it() -> None:
    found = run(lambda at, _: at % 6 > 3, latency=lambda at: 0.1 * (1 + at % 6))[0]
    assert "; before each, response times had grown, at first from 100ms to 400ms" in found.evidence
    assert found.likely.endswith("each time after it had become slower: something may fill up")
    assert "memory" in found.remedy


def test_a_proxy_without_its_application_is_named_as_the_one_that_answers() -> None:
    found = run(lambda at, _: at in {5, 6, 12, 13}, ERROR, body=BAD_GATEWAY, status=502)[0]
    assert found.likely == "The proxy answers, and twice had no application behind it"
    assert "from 5s to 6s and from 12s to 13s got the proxy's own error page" in found.evidence
    assert "health check" in found.remedy


def test_errors_that_come_and_go_are_said_to_without_a_guess() -> None:
    found = run(lambda at, _: at in {5, 6, 12, 13}, ERROR)[0]
    assert found.likely == "The server failed twice, and was well in between"
    assert "HTTP 500: Internal Server Error" in found.evidence


@pytest.mark.parametrize(
    ("fails", "reason"),
    [
        pytest.param(lambda at, _: 5 <= at < 8, LOST, id="once"),
        pytest.param(lambda at, place: place < 5 or at == 3, LOST, id="half of every second"),
        pytest.param(lambda at, place: at in {5, 12} and place < 7, ERROR, id="seconds in which some passed"),
        pytest.param(lambda at, place: at in {5, 12} or place == 0, ERROR, id="spells, and as many besides"),
        pytest.param(lambda at, _: at >= 12, ERROR, id="from a moment on"),
        pytest.param(lambda _, __: True, ERROR, id="always"),
    ],
)
def test_what_is_no_repetition_is_not_called_one(fails: Callable[[int, int], bool], reason: Reason) -> None:
    assert Cause.AGAIN not in {one.cause for one in run(fails, reason)}


def test_chance_never_makes_spells() -> None:
    random = Random(7)
    for _ in range(100):
        share = random.uniform(0.05, 0.7)
        lost = {(at, place) for at in range(20) for place in range(10) if random.random() < share}
        assert Cause.AGAIN not in {one.cause for one in run(lambda at, place: (at, place) in lost)}  # noqa: B023  at once
