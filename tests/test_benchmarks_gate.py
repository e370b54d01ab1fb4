"""The benchmark of the gate: its bounds, its runs made of pairs, its intervals, and the page they make."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import factories
import pytest

from benchmarks.gate import coverage, files, page, real, resampling, simulated
from benchmarks.gate.real import Pairs
from benchmarks.gate.simulated import Wish
from loadtest.assess.targets import Status

if TYPE_CHECKING:
    from pathlib import Path


def pairs(slower: float, seconds: int = 60) -> Pairs:
    sides = factories.side(1, slower=slower, seconds=seconds), factories.side(2, seconds=seconds)
    return Pairs(name=f"{slower:.1f}-0", slower=slower, new=sides[0].seconds, old=sides[1].seconds, seconds=seconds)


@pytest.mark.parametrize(
    ("hits", "of", "bound"),
    [
        pytest.param(0, 2000, 0.0015, id="three in the number, where none was seen"),
        pytest.param(0, 1, 0.95, id="one run says little"),
        pytest.param(5, 1000, 0.0105, id="as the tables have it"),
        pytest.param(3, 3, 1.0, id="all"),
    ],
)
def test_the_upper_bound_of_a_share(hits: int, of: int, bound: float) -> None:
    assert page.upper(hits, of) == pytest.approx(bound, rel=0.03)


@pytest.mark.parametrize(("slower", "status"), [(1.0, Status.MET), (2.0, Status.MISSED)])
def test_a_run_made_of_pairs_comes_out_as_they_do(slower: float, status: Status) -> None:
    target = "p95 < baseline + 50%"
    (ending,) = resampling.endings([pairs(slower)], (target,), runs=1, seconds=60, seed=7)
    assert ending[target].status is status
    assert 20 <= ending[target].at <= 60


@pytest.mark.parametrize(("slower", "status"), [(1.0, Status.MET), (2.0, Status.MISSED)])
@pytest.mark.parametrize("shared", [False, True])
def test_a_simulated_run_comes_out_as_its_versions_are(slower: float, status: Status, *, shared: bool) -> None:
    wish = Wish(slower=slower, shared=shared, target="p50 < baseline + 50%", seconds=60)
    assert [one.status for one in simulated.endings(wish, 3)] == [status] * 3


def test_pairs_come_back_from_where_they_are_kept(tmp_path: Path) -> None:
    real.keep([pairs(1.0, 5)], tmp_path)
    assert real.kept(tmp_path) == [pairs(1.0, 5)]


def test_the_page_says_what_was_reached() -> None:
    one = resampling.Ending(status=Status.MET, at=50.0)
    wanted = [(1.0, page.SAME), (1.0, page.LIMITS[0]), (1.0, page.LIMITS[1]), (1.1, page.LIMITS[1])]
    wanted += [(1.2, page.LIMITS[0]), (1.5, page.SAME)]
    measured = page.Measured(
        recorded=[pairs(1.0, 5)],
        same=[page.Ended(statuses=(Status.MET,), at=60.0, early=True)],
        slower=[],
        resampled={key: [one] * 10 for key in wanted},
        simulated={Wish(slower=1.5, shared=True, target=page.SAME, seconds=60): [one] * 10},
        replayed={"1.0-0": {page.SAME: one}},
        coverage={
            process.name: Counter(
                {("p50", sure, hit): 9 if hit else 1 for sure in coverage.CONFIDENCES for hit in (True, False)}
            )
            for process in coverage.PROCESSES
        },
        files={(20, 60): Counter({Status.MET: 10})},
    )
    text = page.text(measured, facts={"cores": "2"}, minutes=3.0, quick=True)
    what = "| A against A beside a noisy neighbour: false red, made of recorded pairs |"
    assert f"{what} upper 95 % bound ≤ 1 % | 0 of 10: ≤ 25.89% | **not met** |" in text
    assert "90.0% of 10" in text
    assert "**A quick run:**" in text
    assert "| +50 % | busy at times | `p95 < baseline + 20%` | 10 | 100.0% | 0.0% | 0.0% | 50 s |" in text
    assert "| as fast, recorded (1.0-0) | `p95 < baseline + 20%` | met | 50 s |" in text


def test_intervals_are_held_against_the_long_run() -> None:
    usual = coverage.PROCESSES[0]
    hits = coverage._run(usual.name, coverage._truth(usual), 3)
    assert coverage.held(hits, 0.99) == (4, 4)


def test_two_runs_of_one_server_are_compared_by_their_files() -> None:
    assert files._compared(20, 15, 1) in set(Status)
