"""Which number sends next: evenly, seeded, without a list of a million numbers."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.message import phone_pool
from loadtest.message.phone_pool import Forecast, PhonePool, forecast, parse_pool
from loadtest.pacing import OpenBatches
from loadtest.simulator.limiter import limiter
from loadtest.words.quota import Quota


@pytest.mark.parametrize(
    ("items", "size", "first", "last"),
    [
        pytest.param(["+15555551001"], 1, "+15555551001", "+15555551001", id="one number"),
        pytest.param(["+15555552000-+15555552999"], 1000, "+15555552000", "+15555552999", id="a range"),
        pytest.param(["+15555552000 - +15555552009"], 10, "+15555552000", "+15555552009", id="a range with blanks"),
        pytest.param(["+447700900001", "+15555551001-+15555551005"], 6, "+447700900001", "+15555551005", id="both"),
        pytest.param(["+15550000000-+15550999999"], 1_000_000, "+15550000000", "+15550999999", id="a million"),
    ],
)
def test_a_pool_is_read(items: list[str], size: int, first: str, last: str) -> None:
    pool = parse_pool(items)
    assert (pool.size, pool.at(0), pool.at(size - 1)) == (size, first, last)
    assert parse_pool(pool.texts()) == pool


@pytest.mark.parametrize(
    ("items", "problem"),
    [
        pytest.param([], "the pool is empty", id="an empty pool"),
        pytest.param(["5555551001"], "did you mean +5555551001?", id="a number without its plus"),
        pytest.param(["+1 (555) 555-1001"], "did you mean +15555551001?", id="a number as people write it"),
        pytest.param(["+05555551001"], "not a phone number", id="no country begins with 0"),
        pytest.param(["+1555"], "not a phone number", id="too short"),
        pytest.param(["+1234567890123456"], "not a phone number", id="longer than E.164 allows"),
        pytest.param(["+15555551005-+15555551001"], "ends before it begins", id="a range backwards"),
        pytest.param(["+9999999-+10000001"], "differ in length", id="a range across lengths"),
        pytest.param(["+15555551001", "+15555551001"], "+15555551001 is named twice", id="the same number twice"),
        pytest.param(["+15555551000-+15555551009", "+15555551005"], "+15555551005 is named twice", id="in a range"),
        pytest.param(["+15550000000-+15551000000"], "more than 1,000,000", id="more numbers than a run can use"),
        pytest.param(["+٣٤٥٦٧٨٩"], "not a phone number", id="digits of another script"),
    ],
)
def test_a_mistake_is_named_with_its_remedy(items: list[str], problem: str) -> None:
    with pytest.raises(ValueError, match=problem.replace("+", r"\+").replace("?", r"\?")):
        parse_pool(items)


def test_every_mistake_is_reported() -> None:
    with pytest.raises(ValueError, match=r"(?s)one.*two"):
        parse_pool(["one", "two"])


@given(st.integers(1, 300), st.integers(0, 2**64), st.integers(0, 10**6))
def test_every_stretch_of_the_pools_size_uses_each_number_once(size: int, seed: int, cycle: int) -> None:
    pool = parse_pool([f"+15555550000-+{15555550000 + size - 1}"], seed)
    start = cycle * size
    assert Counter(pool.number(seq) for seq in range(start, start + size)) == Counter(pool.at(i) for i in range(size))


def test_the_seed_decides_the_order() -> None:
    def order(seed: int) -> list[str]:
        pool = parse_pool(["+15555550000-+15555550999"], seed)
        return [pool.number(seq) for seq in range(50)]

    assert order(1) == order(1)
    assert order(1) != order(2)


@given(st.integers(1, 60), st.integers(0, 2**64), st.integers(0, 400))
def test_every_message_belongs_to_one_number_and_in_order(size: int, seed: int, messages: int) -> None:
    pool = parse_pool([f"+15555550000-+{15555550000 + size - 1}"], seed)
    uses = {pool.at(place): list(pool.uses(place, messages)) for place in range(size)}
    assert sorted(seq for seqs in uses.values() for seq in seqs) == list(range(messages))
    assert all(pool.number(seq) == number for number, seqs in uses.items() for seq in seqs)
    assert all(seqs == sorted(seqs) for seqs in uses.values())


@pytest.mark.parametrize(
    ("number", "place"),
    [
        ("+447700900001", 0),
        ("+15555551001", 1),
        ("+15555551005", 5),
        ("+15555551006", None),
        ("+15555551000", None),
        ("15555551001", None),
        ("", None),
        ("+", None),
        ("+1555555\u0661001", None),
        ("+15555551001x", None),
        ("x15555551001", None),
    ],
)
def test_a_number_has_its_place_and_none_where_it_is_not_of_the_pool(number: str, place: int | None) -> None:
    pool = parse_pool(["+447700900001", "+15555551001-+15555551005"])
    assert pool.place_of(number) == place
    assert place is None or pool.at(place) == number


def test_a_pool_is_told_as_one_would_type_it() -> None:
    items = ["+447700900001", "+15555551001-+15555551005", "+15555552001-+15555552002"]
    assert parse_pool(items).texts() == items


def pooled(size: int) -> PhonePool:
    return parse_pool([f"+15555552000-+{15555552000 + size - 1}"], seed=7)


HOURLY = Quota(count=20, period=3600.0)


TAKES = "the server's 20/hour will rate limit about"
AGAIN = "within the server's 20/hour; a second run within the hour would lose about"


@pytest.mark.parametrize(
    ("load", "says"),
    [
        pytest.param(
            (5, 600, 0),
            f"600 messages over 5 numbers is 120 each; {TAKES} 500; use 30 numbers, or "
            "`phone-numbers: +15555552000-+15555552029`",
            id="the guide's load",
        ),
        pytest.param(
            (5, 600, 1),
            f"600 messages over 5 numbers is 120 each; {TAKES} 501 (with 1 sent before the load); use 31 numbers, or "
            "`phone-numbers: +15555552000-+15555552030`",
            id="the preflight takes one",
        ),
        pytest.param(
            (30, 600, 0), f"600 messages over 30 numbers is 20 each, {AGAIN} 600", id="just enough, for one run"
        ),
        pytest.param(
            (60, 600, 0),
            "600 messages over 60 numbers is 10 each, within the server's 20/hour",
            id="enough for two runs",
        ),
        pytest.param((7, 100, 0), f"100 messages over 7 numbers is about 14.29 each, {AGAIN} 60", id="no even share"),
        pytest.param((1, 1, 0), "1 message over 1 number is 1 each, within the server's 20/hour", id="the smallest"),
        pytest.param(
            (5, 30_000_000, 0),
            f"30,000,000 messages over 5 numbers is 6,000,000 each; {TAKES} 29,999,900; no pool is large enough, so "
            "raise the server's limit for the time of the test",
            id="no pool is large enough",
        ),
        pytest.param(
            (5, None, 1),
            "the server's 20/hour lets about 100 messages of 5 numbers through within the hour; it will rate limit "
            "any more",
            id="the closed model",
        ),
    ],
)
def test_a_forecast_says(load: tuple[int, int | None, int], says: str) -> None:
    numbers, messages, extra = load
    foreseen = forecast(pooled(numbers), HOURLY, messages=messages, due=lambda seq: seq / 10_000, extra=extra)
    assert foreseen.sentence == says


def test_a_quota_that_nobody_stated_is_said_to_be_assumed() -> None:
    foreseen = replace(forecast(pooled(30), HOURLY, messages=300, due=lambda seq: seq / 10_000), assumed=True)
    assert foreseen.sentence == (
        "300 messages over 30 numbers is 10 each, within an assumed 20/hour for each number "
        "(the default of rate-limit-per-number)"
    )


@pytest.mark.parametrize("sliding", [False, True], ids=["fixed", "sliding"])
@pytest.mark.parametrize(("count", "period"), [(20, 3600.0), (5, 10.0), (3, 7.3), (1, 1.0), (12, 33.0)], ids=str)
@pytest.mark.parametrize("numbers", [1, 7, 50])
def test_a_forecast_is_what_the_simulators_limiter_then_refuses(
    sliding: bool,  # noqa: FBT001  a case's value
    count: int,
    period: float,
    numbers: int,
) -> None:
    pool, pacing, extra = pooled(numbers), OpenBatches(size=10, interval=1.0, duration=60.0), 2
    quota = limiter(Quota(count=count, period=period), "sliding" if sliding else "fixed")
    for seq in range(pacing.total, pacing.total + extra):
        quota.take(pool.number(seq), 0.0)
    refused = sum(quota.take(pool.number(seq), pacing.due(seq)) > 0 for seq in range(pacing.total))
    foreseen = forecast(
        pool, Quota(count=count, period=period, sliding=sliding), messages=pacing.total, due=pacing.due, extra=extra
    )
    assert foreseen.limited == pytest.approx(refused, rel=0.01)


def test_the_pool_that_a_forecast_suggests_loses_nothing() -> None:
    pacing = OpenBatches(size=10, interval=1.0, duration=60.0)
    first = forecast(pooled(5), HOURLY, messages=600, due=pacing.due, extra=1)
    cured = forecast(parse_pool([first.suggestion]), HOURLY, messages=600, due=pacing.due, extra=1)
    assert (cured.numbers, cured.limited) == (first.needed, 0)


def test_a_day_of_a_million_numbers_is_forecast_at_once_from_a_sample() -> None:
    pool = parse_pool(["+15550000000-+15550999999"], seed=3)
    pacing = OpenBatches(size=1000, interval=1.0, duration=86_400.0)
    quota = Quota(count=2, period=3600.0)
    began = time.process_time()
    foreseen = forecast(pool, quota, messages=pacing.total, due=pacing.due)
    assert time.process_time() - began < 5
    assert foreseen.limited is not None
    # A message of a number every 1,000 s: a period takes in four of them and lets two pass.
    assert 0.45 < foreseen.limited / pacing.total < 0.6


def test_a_sample_of_the_numbers_is_forecast_as_all_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    pacing = OpenBatches(size=100, interval=1.0, duration=300.0)
    quota = Quota(count=2, period=17.0)
    whole = forecast(pooled(900), quota, messages=pacing.total, due=pacing.due)
    monkeypatch.setattr(phone_pool, "_MOST_PLAYED", 3000)
    sample = forecast(pooled(900), quota, messages=pacing.total, due=pacing.due)
    assert whole.limited is not None
    assert sample.limited == pytest.approx(whole.limited, rel=0.01)


INSTANTS = [0.0, 9.0, 11.0, 12.0]


@pytest.mark.parametrize(
    ("sliding", "extra", "limited"),
    [
        pytest.param(False, 0, 0, id="a period that begins with its first message ends before the third"),
        pytest.param(True, 0, 1, id="in every ten seconds two are let through"),
        pytest.param(False, 1, 1, id="one before the load takes a place"),
        pytest.param(True, 1, 1, id="there, too"),
    ],
)
def test_a_limiter_is_played_through_message_by_message(sliding: bool, extra: int, limited: int) -> None:  # noqa: FBT001
    quota = Quota(count=2, period=10.0, sliding=sliding)
    foreseen = forecast(pooled(1), quota, messages=4, due=INSTANTS.__getitem__, extra=extra)
    assert foreseen.limited == limited


def test_every_number_of_a_small_load_is_played() -> None:
    foreseen = forecast(pooled(2), Quota(count=1, period=10.0), messages=3, due=[0.0, 1.0, 12.0].__getitem__)
    assert foreseen.limited == 0
    foreseen = forecast(pooled(2), Quota(count=1, period=10.0), messages=3, due=[0.0, 9.0, 9.5, 12.0].__getitem__)
    assert foreseen.limited == 1
    uneven = forecast(pooled(2), Quota(count=1, period=10.0), messages=5, due=[0.0, 3.0, 6.0, 9.0, 12.0].__getitem__)
    assert uneven.limited == 2


def test_a_number_with_very_many_messages_is_forecast_by_periods() -> None:
    quota = Quota(count=2, period=3600.0)
    foreseen = forecast(pooled(1), quota, messages=300_000, due=lambda seq: seq / 10, extra=5)
    assert foreseen.limited == 300_005 - 9 * 2
    foreseen = forecast(pooled(1), quota, messages=300_000, due=lambda seq: seq / 10)
    assert foreseen.limited == 300_000 - 9 * 2
    plenty = Quota(count=50_000, period=3600.0)
    assert forecast(pooled(1), plenty, messages=300_000, due=lambda seq: seq / 10).limited == 0


@pytest.mark.parametrize(
    ("numbers", "seed", "places", "later"),
    [
        (1, 7, [0, 0, 0, 0, 0], [0, 0, 0]),
        (5, 7, [2, 4, 1, 3, 0], [2, 4, 1]),
        (12, 0, [0, 1, 2, 3, 4], [1, 2, 3]),
        (1000, 7, [7, 490, 973, 456, 939], [492, 975, 458]),
    ],
)
def test_a_seed_means_the_same_numbers_in_every_version(
    numbers: int, seed: int, places: list[int], later: list[int]
) -> None:
    pool = parse_pool([f"+15555552000-+{15555552000 + numbers - 1}"], seed)
    assert [pool.place(seq) for seq in range(5)] == places
    assert [pool.place(numbers + seq) for seq in range(3)] == later


def test_without_a_seed_it_is_none() -> None:
    assert parse_pool(["+15555551001"]).seed == 0


HOUR_OF = "+15555552000-+155555520"


@pytest.mark.parametrize(
    ("numbers", "messages", "every", "extra", "told"),
    [
        pytest.param(5, 600, 0.1, 3, (503, 600, 31, f"{HOUR_OF}30"), id="within the hour"),
        pytest.param(30, 600, 0.1, 0, (0, 600, 30, f"{HOUR_OF}29"), id="just enough for one run"),
        pytest.param(40, 600, 0.1, 3, (0, 406, 31, f"{HOUR_OF}30"), id="a second run would be too much"),
        pytest.param(5, 600, 10.0, 3, (403, 403, 19, f"{HOUR_OF}18"), id="longer than an hour"),
        pytest.param(5, 361, 10.0, 0, (260, 260, 19, f"{HOUR_OF}18"), id="an hour to the second is one"),
        pytest.param(1, 1, 0.0, 0, (0, 0, 1, "+15555552000"), id="one message"),
    ],
)
def test_what_a_forecast_foresees(
    numbers: int, messages: int, every: float, extra: int, told: tuple[int, int, int, str]
) -> None:
    foreseen = forecast(pooled(numbers), HOURLY, messages=messages, due=lambda seq: seq * every, extra=extra)
    assert (foreseen.limited, foreseen.again, foreseen.needed, foreseen.suggestion) == told


def test_in_the_closed_model_nothing_is_counted_ahead() -> None:
    foreseen = forecast(pooled(5), HOURLY, messages=None, due=float)
    assert (foreseen.limited, foreseen.again, foreseen.needed, foreseen.suggestion) == (None, None, None, "")


@pytest.mark.parametrize(
    ("item", "hint"), [("+1 555", ""), ("0555-1234567", ""), ("++15555551001", "; did you mean +15555551001?")]
)
def test_what_is_no_number_is_told_with_the_one_that_is_likely(item: str, hint: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011  the whole sentence is compared
        parse_pool([item])
    assert str(caught.value) == f"{item!r} is not a phone number in E.164 form such as +15555551001{hint}"


STATED = "40 messages; the 60/minute that the server's headers state, "


@pytest.mark.parametrize(
    ("about", "sentence"),
    [
        pytest.param(
            {"shared": True, "limited": 0},
            "40 messages are within the 60/minute that the server's headers state, for all numbers together",
            id="within it",
        ),
        pytest.param(
            {"shared": True, "limited": 12, "extra": 3},
            f"{STATED}for all numbers together, will rate limit about 12 (with 3 sent before the load); "
            "more phone-numbers do not help: raise it or switch it off for the test",
            id="beyond it",
        ),
        pytest.param(
            {"shared": None, "limited": 12},
            f"{STATED}for whom is not known, will rate limit about 12 if it counts all numbers together; "
            "raise it or switch it off for the test",
            id="for whom is not known",
        ),
        pytest.param(
            {"shared": False, "messages": None, "limited": None},
            "the 60/minute for each number that its headers state lets about 300 messages of 5 numbers through within "
            "the minute; it will rate limit any more",
            id="each number has its own",
        ),
    ],
)
def test_a_limit_that_all_numbers_spend_together(about: dict[str, Any], sentence: str) -> None:
    known = {"quota": Quota(count=60, period=60.0), "numbers": 5, "messages": 40, "extra": 0, "stated": True}
    assert Forecast(**(known | about), again=0, needed=1, suggestion="").sentence == sentence
