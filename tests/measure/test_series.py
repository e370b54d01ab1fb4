"""Polls become series: counters as rates, hits as a ratio inside the window, at most sixty, whatever a server sends."""

from __future__ import annotations

import factories
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.measure.series import LEAVES_TRACKED, MOST_SERIES, Endpoint, Gatherer, Series, named, own_series
from loadtest.measure.series.metrics_text import Leaf

CACHE = Endpoint(name="cache", url="http://localhost/cache")


def gathered(*polls: dict[str, float], endpoint: Endpoint = CACHE, wanted: tuple[str, ...] = ()) -> dict[str, Series]:
    """Return the series of one poll a second."""
    gatherer = Gatherer()
    for at, poll in enumerate(polls):
        gatherer.add(endpoint, float(at), {name: Leaf(value=value) for name, value in poll.items()})
    return {one.name: one for one in gatherer.series(wanted)[0]}


def test_a_gauge_is_given_as_it_was_polled() -> None:
    series = gathered({"waiting": 0}, {"waiting": 7}, {"waiting": 3}, {"waiting": 9}, {"waiting": 1})
    assert list(series) == ["cache.waiting"]
    assert series["cache.waiting"].points == ((0, 0), (1, 7), (2, 3), (3, 9), (4, 1))


@pytest.mark.parametrize(
    ("stat", "value"), [("min", 1.0), ("max", 9.0), ("avg", 4.0), ("last", 2.0)], ids=["min", "max", "avg", "last"]
)
def test_a_series_has_four_statistics(stat: str, value: float) -> None:
    assert Series(name="a.b", points=((0, 4), (1, 1), (2, 9), (3, 2))).stat(stat) == value
    assert Series(name="a.b", points=()).stat(stat) is None


@pytest.mark.parametrize(
    ("values", "rates"),
    [
        pytest.param([5, 7, 10, 14], [2, 3, 4], id="whole numbers that only grow are a counter"),
        pytest.param([5, 7, 10, 14, 2, 5], [2, 3, 4, 2, 3], id="a restart begins at zero and is no negative rate"),
        pytest.param([5, 7, 6, 9, 8, 11], None, id="what falls is no counter"),
        pytest.param([0.5, 1.5, 2.5, 3.5], None, id="fractions are no counter"),
        pytest.param([5, 5, 5, 6, 6], None, id="one step is no counter"),
    ],
)
def test_counters_are_given_as_rates_too(values: list[float], rates: list[float] | None) -> None:
    series = gathered(*({"queries": value} for value in values))
    found = series.get("cache.queries.rate")
    assert (found and found.values) == rates


def test_what_prometheus_calls_a_counter_is_one() -> None:
    gatherer = Gatherer()
    for at, value in enumerate([1.5, 2.5]):
        gatherer.add(CACHE, at, {"seconds_total": Leaf(value=value, counter=True)})
    assert [one.name for one in gatherer.series()[0]] == ["cache.seconds_total", "cache.seconds_total.rate"]


def test_the_hit_ratio_is_that_of_the_window_not_since_the_servers_start() -> None:
    # 9,000 hits before the run; inside it 3 of 4 look-ups miss.
    series = gathered(
        *({"metrics.cacheHits": 9000 + place, "metrics.cacheMisses": 3 * place} for place in range(15)),
    )
    ratio = series["cache.hitRate"]
    assert ratio.unit == "%"
    assert set(ratio.values) == {25.0}
    assert ratio.points[0][0] == 10, "a ratio of less than ten seconds is chance"


def test_a_short_run_has_one_ratio_of_all_of_it() -> None:
    series = gathered(*({"hits": hits, "misses": 10 - hits} for hits in (0, 5, 8)), {"hits": 30, "misses": 10})
    assert series["cache.hitRate"].points == ((3, 100 * 30 / 38),) or len(series["cache.hitRate"].points) == 1


def test_the_derived_ratio_has_the_short_name_and_the_servers_own_the_long_one() -> None:
    polls = [{"hits": place, "misses": place, "metrics.hitRate": 88.0 + place} for place in range(5)]
    series = list(gathered(*polls).values())
    assert [one.name for one in named(series, "cache.hitRate")] == ["cache.hitRate"]
    assert [one.name for one in named(series, "cache.metrics.hitRate")] == ["cache.metrics.hitRate"]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("database.waitingClients", ["database.waitingClients"]),
        ("DATABASE.waitingclients", ["database.waitingClients"]),
        ("pools.inUse", ["pools.redis.inUse", "pools.twilio.inUse"]),
        ("pools.redis.inUse", ["pools.redis.inUse"]),
        ("waitingClients", []),
        ("other.inUse", []),
    ],
)
def test_a_name_means_the_series_that_ends_in_it(name: str, found: list[str]) -> None:
    names = ("database.waitingClients", "pools.redis.inUse", "pools.twilio.inUse")
    assert [one.name for one in named([Series(name=name, points=()) for name in names], name)] == found


@pytest.mark.parametrize(
    ("name", "value", "unit"),
    [
        ("hitRate", 87.5, "%"),
        ("hit_ratio", 0.77, ""),
        ("avgQueryTime", 3.2, "ms"),
        ("process_uptime_seconds", 3.2, "s"),
        ("heapUsed", 1e7, "bytes"),
        ("waitingClients", 3, ""),
    ],
)
def test_units_are_guessed_from_names(name: str, value: float, unit: str) -> None:
    assert gathered({name: value}, {name: value + 0.1})[f"cache.{name}"].unit == unit


def test_the_user_names_units_and_filters() -> None:
    endpoint = Endpoint(name="app", url="", only=("pool_*", "*.deep"), units=(("pool_a", "ms"), ("*", "s")))
    series = gathered({"pool_a": 1, "pool_b": 2, "x.deep": 3, "other": 4}, endpoint=endpoint)
    assert {name: one.unit for name, one in series.items()} == {
        "app.pool_a": "ms",
        "app.pool_b": "s",
        "app.x.deep": "s",
    }


def test_beyond_sixty_the_named_and_the_moving_ones_stay_and_the_rest_is_counted() -> None:
    polls = [{f"constant{place}": 1.0 for place in range(90)} | {"moves": at} for at in (1.5, 2.5)]
    gatherer = Gatherer()
    for at, poll in enumerate(polls):
        gatherer.add(CACHE, at, {name: Leaf(value=value) for name, value in poll.items()})
    series, beyond = gatherer.series(["cache.constant77"])
    names = {one.name for one in series}
    assert len(series) == MOST_SERIES
    assert {"cache.moves", "cache.constant77"} <= names
    assert beyond == 31


def test_a_page_that_invents_names_costs_no_more() -> None:
    gatherer = Gatherer()
    for at in range(50):
        gatherer.add(CACHE, at, {f"name{at}_{place}": Leaf(value=1.0) for place in range(100)})
    series, beyond = gatherer.series()
    assert len(series) == MOST_SERIES
    assert beyond <= 2 * LEAVES_TRACKED


@given(st.lists(st.dictionaries(st.sampled_from(["hits", "misses", "q"]), st.floats(0, 1e9)), max_size=20))
def test_whatever_is_polled_a_ratio_stays_between_0_and_100_and_no_rate_is_negative(
    polls: list[dict[str, float]],
) -> None:
    for one in gathered(*polls).values():
        assert one.unit != "%" or all(0 <= value <= 100.0000001 for value in one.values)
        assert not one.name.endswith(".rate") or all(value >= 0 for value in one.values)


def test_a_runs_own_curves_follow_its_seconds() -> None:
    snapshot = factories.snapshot([factories.accepted(seq, latency=0.1 + seq // 10) for seq in range(30)])
    own = own_series(snapshot)
    assert [round(value, 3) for value in own["mean"].values] == [0.1, 1.1, 2.1]
    assert own["sent"].values[:3] == [10, 10, 10]
    assert own["in_flight"].values[-1] == 0
    assert own["connect"].values == []  # every connection was kept


def test_connecting_is_counted_by_the_second_a_message_was_due() -> None:
    slow = [factories.accepted(seq, connected=seq // 10 + 0.501, latency=0.6) for seq in range(10)]
    assert own_series(factories.snapshot(slow))["connect"].values[0] == pytest.approx(0.5, abs=0.01)
