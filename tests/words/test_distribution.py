"""Times that vary: what users may write, and what is drawn."""

from __future__ import annotations

from random import Random
from statistics import median

import pytest

from loadtest.words.distribution import Distribution, parse_distribution


def drawn(text: str) -> list[float]:
    distribution, random = parse_distribution(text), Random(7)
    return [distribution.quantile(random.random()) for _ in range(2000)]


@pytest.mark.parametrize(
    ("text", "shape", "parameters"),
    [
        pytest.param("3s", "fixed", (3.0,), id="a duration alone is fixed"),
        pytest.param("fixed 80ms", "fixed", (0.08,), id="or says so"),
        pytest.param("uniform 50ms-200ms", "uniform", (0.05, 0.2), id="a range with a dash"),
        pytest.param("50ms-200ms", "uniform", (0.05, 0.2), id="a range alone is uniform"),
        pytest.param("Uniform 50ms 200ms", "uniform", (0.05, 0.2), id="or with a blank"),
        pytest.param("normal 100ms 20ms", "normal", (0.1, 0.02), id="mean and deviation"),
        pytest.param("lognormal 80ms 0.5", "lognormal", (0.08, 0.5), id="median and sigma"),
        pytest.param(
            "bimodal 20ms 400ms 10%",
            "bimodal",
            (0.02, 0.4, 0.1),
            id="usual, slow, share",
        ),
    ],
)
def test_a_distribution_is_read(text: str, shape: str, parameters: tuple[float, ...]) -> None:
    assert parse_distribution(text) == Distribution(shape=shape, parameters=parameters)


def test_each_shape_draws_what_it_names() -> None:
    assert set(drawn("3s")) == {3.0}
    uniform = drawn("uniform 50ms-200ms")
    assert 0.05 <= min(uniform) < 0.06
    assert 0.19 < max(uniform) <= 0.2
    assert median(drawn("normal 100ms 20ms")) == pytest.approx(0.1, rel=0.03)
    lognormal = drawn("lognormal 80ms 0.5")
    assert median(lognormal) == pytest.approx(0.08, rel=0.05)
    assert max(lognormal) > 0.3
    bimodal = drawn("bimodal 20ms 400ms 10%")
    assert set(bimodal) == {0.02, 0.4}
    assert bimodal.count(0.4) == pytest.approx(200, rel=0.25)
    assert min(drawn("normal 1ms 100ms")) == 0.0
