"""What no release should ship with: the guide's limits, whatever the targets are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import factories
import pytest

from loadtest.assess.reading.red_flags import red_flags
from loadtest.assess.summary import summarise
from loadtest.measure.series import RATIO_WINDOW, Series

if TYPE_CHECKING:
    from factories import Recorded


def flags(recorded: list[Recorded], *series: Series) -> tuple[str, ...]:
    return red_flags(summarise(factories.snapshot(recorded), planned=len(recorded), duration=2.0), series)


def taking(latency: float, count: int = 20) -> list[Recorded]:
    return [factories.accepted(seq, latency=latency) for seq in range(count)]


TIMES = [
    pytest.param(taking(0.1), (), id="a quick server"),
    pytest.param(taking(10.0), (), id="the limit itself is none"),
    pytest.param(taking(11.0), ("the average response time is 11,000ms, above 10 seconds",), id="slow on average"),
    pytest.param(
        [*taking(0.1, 18), *(factories.accepted(seq, latency=21.0) for seq in (18, 19))],
        ("the P95 response time is 21,000ms, above 20 seconds",),
        id="slow for some",
    ),
    pytest.param(
        [*taking(0.1, 18), *(factories.accepted(seq, latency=20.0) for seq in (18, 19))], (), id="slow enough"
    ),
    pytest.param(
        taking(21.0),
        (
            "the average response time is 21,000ms, above 10 seconds",
            "the P95 response time is 21,000ms, above 20 seconds",
        ),
        id="slow for all",
    ),
    pytest.param(
        [*taking(0.1, 18), factories.timed_out(18), factories.timed_out(19)],
        ("the P95 response time is lost, above 20 seconds",),
        id="what never came is slower than any limit; 90% is not too little",
    ),
    pytest.param(
        [*taking(0.1, 8), factories.http_error(8), factories.http_error(9)],
        ("the success rate is 80.00%, below 90%",),
        id="few successes",
    ),
    pytest.param(
        [factories.timed_out(seq) for seq in range(4)],
        (
            "the average response time is ≥ 15,000ms, above 10 seconds",
            "the P95 response time is lost, above 20 seconds",
            "the success rate is 0.00%, below 90%",
        ),
        id="an average with timeouts is a bound",
    ),
    pytest.param([factories.cut()], (), id="no judged message says nothing"),
]


@pytest.mark.parametrize(("recorded", "told"), TIMES)
def test_the_runs_own_figures(recorded: list[Recorded], told: tuple[str, ...]) -> None:
    assert flags(recorded) == told


SERIES = [
    pytest.param("database.waitingClients", [(0, 11), (1, 0)], "reached 11, above 10 waiting clients", id="a queue"),
    pytest.param("database.waitingClients", [(0, 10)], "", id="the limit itself is none"),
    pytest.param("pool.WAITINGCLIENTS", [(0, 12.5)], "reached 12.5, above", id="in any case"),
    pytest.param("database.waiting", [(0, 99)], "", id="another figure"),
    pytest.param("database.waitingClients", [], "", id="a queue that nobody saw"),
    pytest.param("cache.missRate", [(15, 40)], "", id="a rate that may be low"),
    pytest.param("cache.hitRate", [(RATIO_WINDOW, 40)], "is 40% at the end", id="as soon as it means something"),
    pytest.param("cache.hitRate", [(1, 90), (15, 40)], "is 40% at the end, below 50%", id="few hits at the end"),
    pytest.param("cache.hitRate", [(1, 10), (15, 50)], "", id="hits that came with time"),
    pytest.param("cache.hitRate", [(5, 40)], "", id="a cache still cold"),
    pytest.param("cache.metrics.hitRate", [(15, 40)], "", id="a rate since the server's start"),
    pytest.param("cache.hitRate", [], "", id="nothing measured"),
]


@pytest.mark.parametrize(("name", "points", "told"), SERIES)
def test_the_servers_own_figures(name: str, points: list[tuple[float, float]], told: str) -> None:
    found = flags(taking(0.1), Series(name=name, points=tuple(points)))
    assert len(found) == bool(told)
    for flag in found:
        assert flag.startswith(f"{name} {told}")
