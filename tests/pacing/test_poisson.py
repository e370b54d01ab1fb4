"""Poisson arrivals: as many as planned, at random instants, the same for the same seed."""

from __future__ import annotations

import math
import time
from itertools import pairwise
from statistics import fmean, pvariance

import pytest
from hypothesis import strategies as st

from loadtest.pacing import EVEN, SPACINGS, Shard, Spacing, Stages, parse_stage

rates = st.one_of(st.just(0.0), st.floats(0.1, 300))


def of(*texts: str, spacing: Spacing = EVEN, seed: int = 0) -> Stages:
    return Stages(stages=tuple(parse_stage(text) for text in texts), spacing=spacing, seed=seed)


@pytest.fixture(scope="module")
def due() -> list[float]:
    return [arrival.due for arrival in of("2000s at 50/s", spacing=SPACINGS["poisson"], seed=3).arrivals()]


class TestPoisson:
    """Against the closed forms: gaps are exponential, counts in windows vary as much as their mean, at every scale."""

    def test_gaps_are_exponential(self, due: list[float]) -> None:
        gaps = sorted(later - earlier for earlier, later in pairwise(due))
        distance = max(
            abs((place + 1) / len(gaps) - (1 - math.exp(-50 * gap))) for place, gap in enumerate(gaps)
        )  # Kolmogorov and Smirnov's; beyond 1.63/sqrt(n) once in a hundred seeds, and this seed is fixed
        assert distance < 1.63 / math.sqrt(len(gaps))

    @pytest.mark.parametrize("window", [0.1, 1.0, 10.0])
    def test_counts_vary_as_much_as_their_mean(self, due: list[float], window: float) -> None:
        counts = [0] * int(2000 / window)
        for instant in due:
            counts[min(int(instant / window), len(counts) - 1)] += 1
        assert pvariance(counts) / fmean(counts) == pytest.approx(1, abs=4 * math.sqrt(2 / len(counts)))

    def test_the_planned_number_is_exact(self, due: list[float]) -> None:
        assert len(due) == 100_000

    def test_another_seed_gives_other_instants(self) -> None:
        one, other = (of("1s at 50/s", spacing=SPACINGS["poisson"], seed=seed).due(7) for seed in (1, 2))
        assert one != other

    def test_a_ramp_keeps_its_shape(self) -> None:
        due = [arrival.due for arrival in of("100s from 0/s to 200/s", spacing=SPACINGS["poisson"], seed=5).arrivals()]
        assert sum(instant < 50 for instant in due) == pytest.approx(2500, abs=200)

    def test_a_day_at_a_thousand_a_second_begins_at_once(self) -> None:
        began = time.process_time()
        next(of("24h at 1000/s", spacing=SPACINGS["poisson"]).arrivals(Shard(index=1, count=4)))
        assert time.process_time() - began < 2
