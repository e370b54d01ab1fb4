"""The benchmark of the tests: what a sample is drawn as, its interval, and what the page says of it."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks import mutation
from benchmarks.mutation import PARTS, Score

NAMES = [f"loadtest.a.x_b__mutmut_{number}" for number in range(1000)]


def test_a_sample_is_always_the_same_and_in_every_larger_one() -> None:
    small = mutation.drawn(NAMES, 40)
    assert len(small) == 40
    assert small == mutation.drawn(NAMES[::-1], 40)
    assert small < mutation.drawn(NAMES, 400)
    assert small != set(NAMES[:40])


@pytest.mark.parametrize("size", [0, 1000, 5000])
def test_no_size_or_one_beyond_them_draws_all(size: int) -> None:
    assert mutation.drawn(NAMES, size) == set(NAMES)


@pytest.mark.parametrize(
    ("count", "of", "ends"),
    [
        pytest.param(0, 10, (0.0, 0.2775), id="none"),
        pytest.param(10, 10, (0.7225, 1.0), id="all"),
        pytest.param(81, 263, (0.2553, 0.3662), id="as the paper has it"),
    ],
)
def test_the_interval_of_a_share(count: int, of: int, ends: tuple[float, float]) -> None:
    assert mutation.wilson(count, of) == pytest.approx(ends, abs=0.0005)


@pytest.mark.parametrize(
    ("score", "tried", "share", "reached"),
    [
        pytest.param({"tried": 500, "killed": 451}, "all", "90.2%", "yes", id="a part tried whole needs no interval"),
        pytest.param({"tried": 500, "killed": 449}, "all", "89.8%", "no", id="nor does one that fell short"),
        pytest.param(
            *({"tried": 400, "killed": 380, "sample": 400}, "400 at random", "95.0% (92.4% to 96.7%)", "yes"),
            id="a sample whose lower end reaches the goal",
        ),
        pytest.param(
            *({"tried": 400, "killed": 365, "sample": 400}, "400 at random", "91.2% (88.1% to 93.6%)", "no"),
            id="a sample whose share reaches it, but not its lower end",
        ),
        pytest.param(
            *({"tried": 300, "killed": 290, "sample": 400}, "300 at random, so far", "96.7% (94.0% to 98.2%)"),
            "so far",
            id="a sample that was broken off",
        ),
    ],
)
def test_what_the_page_says_of_a_part(score: dict[str, Any], tried: str, share: str, reached: str) -> None:
    row = mutation.row(PARTS[0], Score(total=500, late=3, unseen=1, survivors={}, **score))
    assert row[2] == tried
    assert row[5] == "3"
    assert row[7] == row[8] == share
    assert row[9] == reached


def test_a_part_that_was_never_tried_fills_its_row() -> None:
    assert len(mutation.row(PARTS[0], None)) == 10
