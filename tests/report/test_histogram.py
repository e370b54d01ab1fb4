from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.assess.summary import Durations
from loadtest.measure.histogram import Histogram
from loadtest.report.sections import histogram

STEPS = [
    *((10, 40, "■" * 30), (11, 0, ""), (12, 20, "■" * 15), (13, 0, "")),
    *((14, 0, ""), (15, 0, ""), (16, 0, ""), (17, 20, "■" * 15)),
]


def durations(answered: list[float], lost: list[float] | None = None) -> Durations:
    parts = Histogram(), Histogram()
    for part, times in zip(parts, (answered, lost or []), strict=True):
        for seconds in times:
            part.record(seconds)
    return Durations(answered=parts[0], lost=parts[1])


@pytest.mark.parametrize(
    ("answered", "lost", "lines"),
    [
        pytest.param([0.05] * 9, [], [], id="few messages need no bars"),
        pytest.param([0.05] * 10, [], ["50-50.5 [10] " + "■" * 30], id="a server of one speed has one bar"),
        pytest.param(
            [0.010] * 40 + [0.012] * 20 + [0.017] * 20,
            [],
            [f"{low}-{low + 1} [{count:>2}] {bar}".rstrip() for low, count, bar in STEPS],
            id="steps are equal and round, empty ones stay",
        ),
        pytest.param(
            [0.1] * 99 + [0.15] * 99 + [5.0],
            [],
            ["  100-110 [99] " + "■" * 30]
            + [f"  {low}-{low + 10} [ 0]" for low in (110, 120, 130, 140)]
            + ["  150-160 [99] " + "■" * 30, "160-5,000 [ 1] ■"],
            id="one slow message does not press the others into one bar",
        ),
        pytest.param(
            [1.0] * 30,
            [15.0] * 60,
            ["1,000-1,010 [30] " + "■" * 15, "  timed out [60] " + "■" * 30],
            id="messages that timed out have a line of their own",
        ),
    ],
)
def test_bars(answered: list[float], lost: list[float], lines: list[str]) -> None:
    assert histogram.bars(durations(answered, lost)) == lines


@given(st.lists(st.floats(0, 3600), min_size=10, max_size=60))
def test_every_message_is_in_one_bar_and_the_bars_fit(answered: list[float]) -> None:
    lines = histogram.bars(durations(answered))
    assert sum(int(text.partition("[")[2].partition("]")[0].replace(",", "")) for text in lines) == len(answered)
    assert len(lines) <= 11
    assert max(len(text) for text in lines) <= 80
