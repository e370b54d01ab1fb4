"""Which number sends next: evenly, seeded, without a list of a million numbers."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.phone_pool import parse_pool


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
