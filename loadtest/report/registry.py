"""The renderer of each report; `words.reports` says what the reports are called and where they lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loadtest.report.files import json_file, junit, metrics, step_summary
from loadtest.report.page import html_page

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from loadtest.assess.result import Result

    Render = Callable[[Result, Sequence[str]], str]

RENDERERS: Mapping[str, Render] = {
    "html": lambda result, _: html_page.render(result),
    "junit": lambda result, _: junit.render(result),
    "json": lambda result, _: json_file.to_json(result),
    "summary": lambda result, files: step_summary.render(result, files=files),
    "metrics": lambda result, _: metrics.openmetrics(result),
    "csv": lambda result, _: metrics.per_second(result),
}
"""By a report's name: from a result, and the paths of all reports, to the text."""
