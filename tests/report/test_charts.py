"""The axes of plots, and that drawing leaves the process as it was."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.report.page.charts import clock, nice_ticks, time_ticks


def test_no_package_takes_the_place_of_the_standard_library() -> None:
    script = (
        "import sys; before = list(sys.meta_path); import loadtest.report.page.charts; "
        "assert sys.meta_path == before, sys.meta_path; assert 'importlib_metadata' not in sys.modules; "
        "from importlib.metadata import version; print(version('gevent'))"
    )
    finished = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stderr
    assert finished.stdout.strip()


@given(st.floats(1e-6, 1e9))
def test_ticks_are_few_round_and_reach_the_top(top: float) -> None:
    ticks = nice_ticks(top)
    assert 2 <= len(ticks) <= 7
    assert ticks[0] == 0
    assert ticks[-1] >= top * 0.99
    assert ticks == sorted(ticks)


@given(st.floats(1, 1e6))
def test_instants_on_the_axis(length: float) -> None:
    ticks = time_ticks(length)
    assert 1 <= len(ticks) <= 8
    assert ticks[-1] <= length


@pytest.mark.parametrize(("seconds", "text"), [(0, "0s"), (45, "45s"), (150, "2:30"), (3750, "1:02:30"), (0.5, "0.5s")])
def test_clock(seconds: float, text: str) -> None:
    assert clock(seconds) == text
