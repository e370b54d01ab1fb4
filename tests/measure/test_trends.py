"""What a curve did: changes, trends and stalls are found where they are, and nowhere else."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.measure.series.trends import change_point, pauses, thinned, trend


def curve(*values: float) -> list[tuple[float, float]]:
    """Return one value a second."""
    return [(float(at), value) for at, value in enumerate(values)]


@pytest.mark.parametrize(
    ("values", "found"),
    [
        pytest.param([0] * 10 + [30] * 10, (10, 0, 30), id="a step up"),
        pytest.param([9] * 4 + [1] * 12, (4, 9, 1), id="a step down, early"),
        pytest.param([0] * 8 + list(range(1, 13)), (9, 0, 8), id="a ramp that begins in mid-run"),
        pytest.param(
            [5, 6, 5, 7, 6, 5] * 2 + [50, 60, 55, 52, 58, 57], (12, 5.5, 56), id="a step between noisy levels"
        ),
        pytest.param([1.0] * 20, None, id="a level is no change"),
        pytest.param([1, 9] * 10, None, id="a saw is no change"),
        pytest.param([0] * 10 + [99] + [0] * 10, None, id="one odd value is no change"),
        pytest.param([0, 0, 9, 9], None, id="four values tell nothing"),
        pytest.param([], None, id="no values tell nothing"),
    ],
)
def test_a_change_is_found_with_its_levels_and_its_instant(
    values: list[float], found: tuple[float, float, float] | None
) -> None:
    change = change_point(curve(*values))
    assert (change and (change.at, change.before, change.after)) == (found or None)


def test_a_change_in_a_long_run_is_dated_to_the_second() -> None:
    change = change_point(curve(*[0.1] * 1234, *[2.0] * 2366))
    assert change is not None
    assert change.at == 1234


@given(st.lists(st.floats(0, 1e6), max_size=40), st.floats(0.001, 1000))
def test_units_do_not_matter(values: list[float], factor: float) -> None:
    one, other = change_point(curve(*values)), change_point(curve(*(value * factor for value in values)))
    if one and other:
        assert other.at == one.at or other.before == pytest.approx(one.before * factor)


def test_noise_hardly_ever_changes_its_level() -> None:
    false = sum(
        change_point(curve(*(Random(seed).lognormvariate(0, 0.5) for _ in range(20)))) is not None
        for seed in range(200)
    )
    assert false <= 20


@pytest.mark.parametrize(
    ("values", "slope", "agreement"),
    [
        pytest.param(range(20), 1.0, 1.0, id="a ramp"),
        pytest.param(range(20, 0, -1), -1.0, -1.0, id="a ramp down"),
        pytest.param([3] * 20, 0.0, 0.0, id="a level"),
        pytest.param([0, 100, *range(2, 20)], 1.0, 0.8, id="a ramp with one odd value"),
    ],
)
def test_a_trend_has_slope_and_agreement(values: list[float], slope: float, agreement: float) -> None:
    found = trend(curve(*values))
    assert found is not None
    assert found.slope == pytest.approx(slope, abs=0.01)
    assert found.agreement == pytest.approx(agreement, abs=0.06)


def test_five_values_have_no_trend() -> None:
    assert trend(curve(1, 2, 3, 4, 5)) is None


QUIET = [0.1] * 4


@pytest.mark.parametrize(
    ("values", "times"),
    [
        pytest.param([*QUIET, 2, *QUIET, 2, *QUIET, 2, *QUIET], (4, 9, 14), id="one second in five"),
        pytest.param([*QUIET, 2, 1, *QUIET, 2, 1, *QUIET, 2, 1], (4, 10, 16), id="two seconds in six"),
        pytest.param([*QUIET, 2, *QUIET, 2, *QUIET], None, id="twice is not again and again"),
        pytest.param([2, *QUIET, *QUIET, *QUIET, 2, 0.1, 2, *QUIET, 2], None, id="at no period"),
        pytest.param([*QUIET, *[2] * 20], None, id="a new level does not come back"),
        pytest.param([0.1, 2] * 10, (1, 3, 5, 7, 9, 11, 13, 15, 17, 19), id="every other second"),
        pytest.param([], None, id="no values"),
    ],
)
def test_stalls_come_back_at_a_steady_period(values: list[float], times: tuple[float, ...] | None) -> None:
    found = pauses(curve(*values), least=0.3)
    assert (found and found.times) == times


@given(st.integers(0, 500), st.integers(1, 60))
def test_thinning_keeps_within_the_bounds_and_the_order(count: int, most: int) -> None:
    points = curve(*map(float, range(count)))
    kept = thinned(points, most)
    assert len(kept) <= most
    assert kept == sorted(kept)
    assert not points or kept[0][0] == 0
