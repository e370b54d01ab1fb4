"""Rates and stages: the due time of message i is arithmetic; Poisson arrivals are a pure function of the seed."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.pacing import EVEN, SPACINGS, Shard, Spacing, Stage, Stages, parse_stage

rates = st.one_of(st.just(0.0), st.floats(0.1, 300))
stages = st.builds(Stage, duration=st.floats(0.1, 4), first=rates, last=rates)
pacings = st.builds(
    Stages,
    stages=st.lists(stages, min_size=1, max_size=4).map(tuple),
    spacing=st.sampled_from([*SPACINGS.values()]),
    seed=st.integers(0, 9),
)


def of(*texts: str, spacing: Spacing = EVEN, seed: int = 0) -> Stages:
    return Stages(stages=tuple(parse_stage(text) for text in texts), spacing=spacing, seed=seed)


@pytest.mark.parametrize(
    ("pacing", "total", "instants"),
    [
        pytest.param(of("60s at 50/s"), 3000, {0: 0, 1: 0.02, 2999: 59.98}, id="a constant rate"),
        pytest.param(of("1s at 3/s"), 3, {1: 1 / 3, 2: 2 / 3}, id="a rate that is not exact in binary"),
        pytest.param(of("10s at 20/min"), 4, {1: 3, 3: 9}, id="the last arrival is the last that begins in time"),
        pytest.param(of("10s from 0/s to 10/s"), 50, {0: 0, 2: math.sqrt(4), 32: 8}, id="a ramp from nothing: r t^2/2"),
        pytest.param(of("10s from 10/s to 0/s"), 50, {0: 0, 18: 2, 48: 8}, id="a ramp down to nothing"),
        pytest.param(
            of("10s at 10/s", "20s at 0/s", "10s at 10/s"),
            200,
            {99: 9.9, 100: 30, 199: 39.9},
            id="a pause is waited out",
        ),
        pytest.param(of("5s at 0/s", "1s at 2/s"), 2, {0: 5, 1: 5.5}, id="a pause at the beginning"),
        pytest.param(of("1s at 2/s", "5s at 0/s"), 2, {0: 0, 1: 0.5}, id="a pause at the end"),
        pytest.param(
            of("30s at 10/s", "60s from 10/s to 100/s", "20s at 0/s"), 3600, {300: 30, 3599: 89.99}, id="the manual's"
        ),
        pytest.param(of("10s from 1/s to 0/s"), 5, {4: 10 - math.sqrt(20)}, id="a ramp down whose rate is below one"),
        pytest.param(
            of("0.07s at 100/s", "9s at 0/s", "1s at 10/s"),
            17,
            {6: 0.06, 7: 9.07},
            id="a count that is not exact in binary, before a pause",
        ),
        pytest.param(of("4s at 0/s"), 0, {}, id="nothing at all"),
        pytest.param(of("0.5s at 1/s"), 1, {0: 0}, id="less than a message is one"),
    ],
)
def test_the_due_time_is_where_the_integral_of_the_rate_says(
    pacing: Stages, total: int, instants: dict[int, float]
) -> None:
    due = [arrival.due for arrival in pacing.arrivals()]
    assert len(due) == pacing.total == total
    for seq, instant in instants.items():
        assert due[seq] == pytest.approx(instant, abs=2e-3 if seq == 3599 else 1e-9)


@given(pacings)
def test_due_times_never_go_back_and_stay_within_the_duration(pacing: Stages) -> None:
    due = [arrival.due for arrival in pacing.arrivals()]
    assert due == sorted(due)
    assert not due or (due[0] >= 0 and due[-1] <= pacing.duration)


@given(pacings, st.integers(1, 5))
def test_the_union_of_shards_is_the_whole(pacing: Stages, count: int) -> None:
    shards = [list(pacing.arrivals(Shard(index=index, count=count))) for index in range(count)]
    assert sorted((a for shard in shards for a in shard), key=lambda a: a.seq) == list(pacing.arrivals())


@given(pacings, st.integers(0, 50))
def test_the_due_time_of_one_message_needs_no_other(pacing: Stages, seq: int) -> None:
    arrivals = list(pacing.arrivals())
    if seq < len(arrivals):
        assert pacing.due(seq) == arrivals[seq].due


@pytest.mark.parametrize(("spacing", "seed"), [("even", 0), ("poisson", 5)])
def test_results_hold_it_under_these_names(spacing: str, seed: int) -> None:
    pacing = of("30s at 10/s", "10s from 10/s to 0/s", spacing=SPACINGS[spacing], seed=seed)
    assert pacing.to_wire() == {
        "model": "open",
        "stages": [[30, 10, 10], [10, 10, 0]],
        "duration": 40,
        "arrivals": spacing,
        "seed": seed,
    }


@pytest.mark.parametrize(
    ("pacing", "seconds", "most"),
    [
        pytest.param(of("10s at 10/s"), 3.0, 30, id="a constant rate"),
        pytest.param(of("10s at 20/min"), 5.0, 2, id="a part of a message is one"),
        pytest.param(of("10s at 1/s", "10s at 10/s", "10s at 2/s"), 3.0, 30, id="the highest rate decides"),
        pytest.param(of("3s at 10/s"), 15.0, 30, id="not more than there are"),
    ],
)
def test_the_most_that_can_be_open_at_once(pacing: Stages, seconds: float, most: int) -> None:
    assert pacing.most_within(seconds) == most


@pytest.mark.parametrize(
    ("pacing", "peak", "size", "offered", "pauses_last"),
    [
        pytest.param(of("60s at 50/s"), 50, 50, 50.0, False, id="a constant rate"),
        pytest.param(of("10s from 1/s to 9/s", "10s at 0/s"), 9, 9, 2.5, True, id="a pause at the end"),
        pytest.param(of("10s from 10/s to 0/s"), 10, 10, 5.0, False, id="a ramp down is no pause"),
        pytest.param(of("10s at 0/s", "10s at 20/min"), 1 / 3, 1, 0.2, False, id="less than a message a second"),
        pytest.param(of("10s at 20/min", "10s at 0/s"), 1 / 3, 1, 0.2, True, id="a pause after little"),
        pytest.param(of("5s at 5/s", "5s at 0/s", "5s from 0/s to 5/s"), 5, 5, 38 / 15, False, id="a pause within"),
        pytest.param(of("10s at 0/s"), 0, 1, 0.0, False, id="nothing sent is nothing to recover from"),
    ],
)
def test_what_is_told_of_a_planned_load(
    pacing: Stages,
    peak: float,
    size: int,
    offered: float,
    pauses_last: bool,  # noqa: FBT001  a column of the table
) -> None:
    assert (pacing.peak_rate, pacing.size, pacing.offered_rate) == pytest.approx((peak, size, offered))
    assert pacing.pauses_last is pauses_last


@pytest.mark.parametrize(
    ("pacing", "text"),
    [
        (of("60s at 50/s"), "50/s"),
        (of("60s at 50/s", spacing=SPACINGS["poisson"]), "50/s (Poisson arrivals)"),
        (of("1m from 0/s to 50/s"), "60s from 0/s to 50/s"),
        (of("30s at 50/s", "30s at 50/s"), "30s at 50/s, 30s at 50/s"),
    ],
)
def test_the_rate_in_words(pacing: Stages, text: str) -> None:
    assert pacing.text == text


def test_a_forecast_is_made_of_even_gaps() -> None:
    random = of("60s at 50/s", spacing=SPACINGS["poisson"], seed=5)
    assert random.even == of("60s at 50/s", seed=5)


def test_a_warm_up_spaces_its_messages_as_the_load_does() -> None:
    load = of("60s from 5/s to 50/s", spacing=SPACINGS["poisson"], seed=5)
    assert load.opening(3.0) == of("3s at 5/s", spacing=SPACINGS["poisson"], seed=5)
    assert Stages.constant(5.0, 3.0) == of("3s at 5/s")


@given(st.floats(1, 300), st.floats(0.5, 5))
def test_the_warm_up_goes_at_the_rate_with_which_the_load_begins(rate: float, duration: float) -> None:
    warm_up = Stages(stages=(Stage(duration=9, first=rate, last=0),)).opening(duration)
    assert (warm_up.duration, warm_up.peak_rate) == (duration, rate)


@pytest.fixture(scope="module")
def due() -> list[float]:
    return [arrival.due for arrival in of("2000s at 50/s", spacing=SPACINGS["poisson"], seed=3).arrivals()]


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("30s at 10/s", Stage(duration=30, first=10, last=10)),
        ("2m from 10/s to 100/s", Stage(duration=120, first=10, last=100)),
        ("  1.5 s  AT 120/min ", Stage(duration=1.5, first=2, last=2)),
        ("90 from 1 per second to 0/s", Stage(duration=90, first=1, last=0)),
    ],
)
def test_stages_are_read(text: str, stage: Stage) -> None:
    assert parse_stage(text) == stage


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("30s", "is not a stage; write it like 30s at 10/s"),
        ("at 10/s", "is not a stage"),
        ("30s from 10/s", "is not a stage"),
        ("30s at ten", "'ten' is not a rate; write it like 50/s"),
        ("soon at 10/s", "'soon' is not a duration"),
        ("0s at 10/s", "lasts no time"),
        ("30s from 10/s to", "is not a stage"),
    ],
)
def test_what_is_no_stage_is_told_with_its_remedy(text: str, told: str) -> None:
    with pytest.raises(ValueError, match="s") as caught:
        parse_stage(text)
    assert told in str(caught.value)


@pytest.mark.parametrize("text", ["30s at 10/s", "30s from 10/s to 100/s", "500ms at 0/s"])
def test_a_stage_prints_as_one_would_type_it(text: str) -> None:
    assert parse_stage(text).text == text
