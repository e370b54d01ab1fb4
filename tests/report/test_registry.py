"""Every report of the table has its renderer, and no renderer is anybody's else."""

from __future__ import annotations

import factories
import pytest

from loadtest.report.registry import RENDERERS
from loadtest.words.reports import REPORTS


def test_every_report_has_a_renderer_in_the_order_of_the_table() -> None:
    assert list(RENDERERS) == [report.name for report in REPORTS]


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("html", "<!doctype html>"),
        ("junit", "<?xml "),
        ("json", "{"),
        ("summary", "## "),
        ("metrics", "# "),
        ("csv", "second,"),
    ],
)
def test_each_renders_its_own_format(name: str, begins: str) -> None:
    assert RENDERERS[name](factories.aborted(), ()).lower().startswith(begins)


def test_the_summary_names_the_files_beside_it() -> None:
    assert "results.json" in RENDERERS["summary"](factories.aborted(), ["out/results.json"])
