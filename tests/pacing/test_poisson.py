"""Poisson arrivals: as many as planned, at random instants, the same for the same seed."""

from __future__ import annotations

import math
import time
from itertools import pairwise
from statistics import fmean, pvariance

import pytest
from hypothesis import strategies as st

from loadtest.pacing import EVEN, SPACINGS, Shard, Spacing, Stages, parse_stage, poisson

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

    @pytest.mark.parametrize(
        ("total", "first", "middle", "last"),
        [(1, 42.36442, 42.36442, 42.36442), (64, 2.358058, 50.454932, 99.150579), (65, 0.057301, 42.012426, 98.366772)],
    )
    def test_a_seed_means_the_same_instants_in_every_version(
        self, total: int, first: float, middle: float, last: float
    ) -> None:
        drawn = list(poisson.positions(total, 100.0, 7))
        assert [drawn[0], drawn[total // 2], drawn[-1]] == pytest.approx([first, middle, last], abs=1e-6)

    def test_every_part_of_a_longer_one_is_as_it_was(self) -> None:
        parts = [len(part) for part in poisson.leaves(1000, 100.0, 7)]
        assert parts == [
            *(31, 34, 38, 35, 54, 59, 29, 43, 59, 56, 63, 33, 33, 60, 30, 39, 58, 28, 41, 54, 32, 34, 57),
        ]

    def test_no_message_is_no_instant(self) -> None:
        assert list(poisson.positions(0, 100.0, 7)) == []

    def test_a_ramp_keeps_its_shape(self) -> None:
        due = [arrival.due for arrival in of("100s from 0/s to 200/s", spacing=SPACINGS["poisson"], seed=5).arrivals()]
        assert sum(instant < 50 for instant in due) == pytest.approx(2500, abs=200)

    def test_a_day_at_a_thousand_a_second_begins_at_once(self) -> None:
        began = time.process_time()
        next(of("24h at 1000/s", spacing=SPACINGS["poisson"]).arrivals(Shard(index=1, count=4)))
        assert time.process_time() - began < 2
