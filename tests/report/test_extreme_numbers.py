"""No number that a monitor's page can hold keeps a report from being made."""

from __future__ import annotations

import json
from dataclasses import replace

import factories
from hypothesis import example, given, settings
from hypothesis import strategies as st

from loadtest.assess.diagnosis import diagnose
from loadtest.measure.series import Endpoint, Gatherer, Watched
from loadtest.measure.series.metrics_text import LARGEST, SMALLEST, read_metrics
from loadtest.report.registry import RENDERERS

NUMBERS = st.floats(allow_nan=False, allow_infinity=False) | st.floats(0, 1e-90) | st.sampled_from([LARGEST, SMALLEST])


@settings(max_examples=15)
@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=12))
@example([(0.0, 0.0), (0.0, SMALLEST)])
@example([(LARGEST, -LARGEST)] * 6 + [(-LARGEST, LARGEST)] * 6)
def test_every_report_can_be_made(pairs: list[tuple[float, float]]) -> None:
    gatherer, endpoint = Gatherer(), Endpoint(name="m", url="http://localhost/")
    for place, (one, other) in enumerate(pairs):
        page = json.dumps({"hits": one, "misses": other, "poolSize": one, "rss": other})
        gatherer.add(endpoint, float(place), read_metrics(page.encode()))
    result = replace(factories.explained(), series=gatherer.series()[0])
    assert result.snapshot is not None
    assert result.summary is not None
    watched = Watched(series=result.series)
    result = replace(result, diagnosis=diagnose(result.summary, result.snapshot, result.outcomes, watched))
    for name, render in RENDERERS.items():
        assert render(result, ()), name
