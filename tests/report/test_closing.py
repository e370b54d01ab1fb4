"""The closing table of a series: what it shows of a run with data and of one without."""

from __future__ import annotations

import re

import factories

from loadtest.report import closing
from loadtest.words.errors import Conclusion


def test_a_long_series_shows_its_last_runs() -> None:
    rows = [closing.RunRow.of(number, factories.aborted(), folder=f"r/{number}") for number in range(1, 1001)]
    assert "The last 200 of 1000 runs" in closing.markdown(rows)
    assert len(closing.console(rows)) == 1 + 2 + 1 + 200
    assert len(closing.markdown(rows)) < 100_000


def test_the_table_of_a_run_without_data_and_of_one_with() -> None:
    rows = [
        closing.RunRow.of(1, factories.guide(), folder="out/run-001"),
        closing.RunRow.of(2, factories.aborted(), folder="out/|<b>"),
    ]
    lines = closing.console(rows)
    assert re.split(r"\s{2,}", lines[2])[2:] == ["passed", "600", "585 (97.50%)", "12", "3,245ms", "6,543ms", "0"]
    assert re.split(r"\s{2,}", lines[3])[2:] == [Conclusion.ABORTED.value, *["no data"] * 5, "143"]
    assert "<b>" not in closing.markdown(rows)
