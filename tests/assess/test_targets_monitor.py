"""Targets on the server's own figures."""

from __future__ import annotations

import factories
import pytest

from loadtest.assess.summary import summarise
from loadtest.assess.target import Unit
from loadtest.assess.target_text import parse_target, parse_targets
from loadtest.assess.targets import Status, evaluate, monitored, unmonitored
from loadtest.measure.series import Series

SUMMARY = summarise(factories.snapshot([factories.accepted()]), planned=None, duration=10.0)
SERIES = (
    Series(name="database.waitingClients", points=((0, 0), (1, 12), (2, 3))),
    Series(name="cache.hitRate", unit="%", points=((10, 48.0), (11, 90.0))),
    Series(name="cache.share", points=((0, 0.5), (1, 0.7))),
    Series(name="cache.metrics.avgQueryTime", unit="ms", points=((0, 3.0), (1, 5.0))),
    Series(name="app.wait", points=((0, 3.0),)),
    Series(name="app.queries.rate", unit="/s", points=((1, 40.0), (2, 60.0))),
    Series(name="pools.redis.inUse", points=((0, 1),)),
    Series(name="pools.twilio.inUse", points=((0, 2),)),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("monitor.database.waitingClients max <= 10", ("database.waitingClients", "max", "<=", 10, Unit.NUMBER)),
        ("monitor.cache.hitRate min >= 50%", ("cache.hitRate", "min", ">=", 0.5, Unit.SHARE)),
        ("monitor.connections.redis.inUse avg<8", ("connections.redis.inUse", "avg", "<", 8, Unit.NUMBER)),
        ("monitor.a.b LAST > -2.5", ("a.b", "last", ">", -2.5, Unit.NUMBER)),
        ("monitor.a.b < 1,500", ("a.b", "max", "<", 1500, Unit.NUMBER)),
        ("monitor.a.b > 3", ("a.b", "min", ">", 3, Unit.NUMBER)),
        ("Monitor.a.queryTime avg < 20ms", ("a.queryTime", "avg", "<", 0.02, Unit.SECONDS)),
        ("monitor.a.b.rate max < 50/s", ("a.b.rate", "max", "<", 50, Unit.RATE)),
        ("monitor.a.growth last < 150%", ("a.growth", "last", "<", 1.5, Unit.SHARE)),
    ],
)
def test_a_target_on_a_series_is_read(text: str, expected: tuple[object, ...]) -> None:
    target = parse_target(text)
    assert (target.metric, target.stat, target.op, target.limit, target.unit) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("monitor.waiting < 5", "a monitor and its series"),
        ("monitor.a.b mean < 5", "did you mean avg"),
        ("monitor.a.b average < 5", "did you mean avg"),
        ("monitor.a.b maximum < 5", "did you mean max"),
        ("monitor.a.b minimum < 5", "did you mean min"),
        ("monitor.a.b p95 < 5", "is not a target"),
        ("monitor.a.b often < 5", "known are min, max, avg, last"),
        ("monitor.a.b < soon", "no limit of a series"),
        ("p95 max < 5s", "follow monitor series only"),
        ("monitor.a.b = 5", "compares with"),
    ],
)
def test_a_mistake_is_named_with_its_remedy(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        parse_target(text)


@pytest.mark.parametrize(
    ("text", "status", "observed"),
    [
        ("monitor.database.waitingClients max <= 10", Status.MISSED, 12),
        ("monitor.database.waitingClients last <= 10", Status.MET, 3),
        ("monitor.database.waitingClients avg = 5".replace("=", "<="), Status.MET, 5),
        ("monitor.cache.hitRate min >= 50%", Status.MISSED, 0.48),
        ("monitor.cache.hitRate min >= 48", Status.MET, 48),
        ("monitor.cache.share min >= 50%", Status.MET, 0.5),
        ("monitor.cache.avgQueryTime max < 5ms", Status.MISSED, 0.005),
        ("monitor.app.queries.rate avg <= 50/s", Status.MET, 50),
        ("monitor.app.wait max < 5ms", Status.NO_DATA, None),
        ("monitor.pools.inUse max < 5", Status.NO_DATA, None),
        ("monitor.nothing.here max < 5", Status.NO_DATA, None),
    ],
)
def test_a_target_on_a_series_is_evaluated(text: str, status: Status, observed: float | None) -> None:
    outcome = evaluate([parse_target(text)], SUMMARY, SERIES)[0]
    assert (outcome.status, outcome.observed) == (status, pytest.approx(observed) if observed is not None else None)
    assert outcome.missed is (status is not Status.MET)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "monitor.database.waitingClients max <= 10",
            "Highest database.waitingClients is 12, not at most 10 (target missed)",
        ),
        ("monitor.cache.hitRate min >= 50%", "Lowest cache.hitRate is 48.00%, not at least 50% (target missed)"),
        ("monitor.cache.avgQueryTime avg < 5ms", "Average cache.avgQueryTime is under 5ms"),
        ("monitor.no.such last < 5", "Last no.such has no data, so it is not under 5 (target missed)"),
    ],
)
def test_an_outcome_reads_well(text: str, sentence: str) -> None:
    assert evaluate([parse_target(text)], SUMMARY, SERIES)[0].sentence == sentence


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (
            "monitor.database.waitingclient max < 5",
            "no monitor gave such a series; did you mean database.waitingClients?",
        ),
        (
            "monitor.pools.inUse max < 5",
            "it could mean pools.redis.inUse or pools.twilio.inUse; write one of them",
        ),
        (
            "monitor.app.wait max < 5ms",
            "app.wait has no unit of time; give it one behind its monitor's URL, like *Time=ms",
        ),
        (
            "monitor.pools.redis.inUs max < 5",
            "no monitor gave such a series; did you mean pools.redis.inUse or pools.twilio.inUse?",
        ),
        ("monitor.zzzzzz.qqqqqq max < 5", "no monitor gave such a series"),
    ],
)
def test_why_there_is_no_data_is_said(text: str, why: str) -> None:
    known = parse_target("monitor.database.waitingClients max <= 10")
    assert unmonitored([parse_target("p95 < 1s"), known, parse_target(text)], SERIES) == (
        f"Target {text!r} has no data: {why}",
    )


def test_a_series_without_values_is_told_as_that() -> None:
    silent = Series(name="app.silent", unit="", points=())
    (sentence,) = unmonitored([parse_target("monitor.app.silent max < 5")], [silent])
    assert sentence == "Target 'monitor.app.silent max < 5' has no data: app.silent has no values"


def test_the_series_that_targets_ask_for_are_named_once() -> None:
    texts = ("p95 < 1s", "monitor.a.b max < 5", "monitor.c.d last < 5", "monitor.a.b avg < 3")
    assert monitored([parse_target(text) for text in texts]) == ("a.b", "c.d")


@pytest.mark.parametrize(
    ("unit", "values", "text", "observed"),
    [
        pytest.param("s", (0.004, 0.002), "monitor.a.b max < 5ms", 0.004, id="seconds are seconds"),
        pytest.param("%", (0.5, 0.4), "monitor.a.b max < 5%", 0.005, id="a percentage below one"),
        pytest.param("", (1.0, 0.4), "monitor.a.b max <= 100%", 1.0, id="a whole is a share"),
        pytest.param("", (1.5, 0.4), "monitor.a.b max <= 100%", 0.015, id="beyond it, a percentage"),
    ],
)
def test_a_series_is_read_in_the_targets_unit(unit: str, values: tuple[float, ...], text: str, observed: float) -> None:
    series = Series(name="a.b", unit=unit, points=tuple((float(at), value) for at, value in enumerate(values)))
    assert evaluate([parse_target(text)], SUMMARY, [series])[0].observed == pytest.approx(observed)


def test_a_target_on_a_series_called_success_does_not_replace_the_default() -> None:
    assert [target.source for target in parse_targets(["monitor.success.failed max < 5"])][-1] == "success > 95%"
