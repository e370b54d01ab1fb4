"""A monitor's page, whatever it holds, becomes numbers with safe names."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.measure.series.metrics_text import LONGEST_NAME, read_metrics

PROMETHEUS = b"""\
# HELP http_requests_total Requests.
# TYPE http_requests_total counter
http_requests_total{method="post",code="200"} 1027 1395066363000
http_requests_total{method="post",code="400"}    3 1395066363000
# TYPE queries counter
queries 12
pool_waiting{pool="ma\\"in"} 4
heap_bytes 1.5e+06
latency_bucket{le="0.1"} 7
latency_sum 3.5
odd NaN
odder +Inf
not a sample
"""


@pytest.mark.parametrize(
    ("page", "values"),
    [
        pytest.param(b'{"a": 1, "b": {"c": 2.5}}', {"a": 1, "b.c": 2.5}, id="leaves by their path"),
        pytest.param(
            b'{"success": true, "data": {"waitingClients": 3}}', {"waitingClients": 3}, id="the envelope goes"
        ),
        pytest.param(b'{"data": 3}', {"data": 3}, id="a number called data is no envelope"),
        pytest.param(b'{"up": true, "down": false}', {"up": 1, "down": 0}, id="booleans count"),
        pytest.param(b'{"a": "7", "b": null, "c": {}}', {}, id="texts, nulls and nothing do not"),
        pytest.param(b'{"pools": [{"inUse": 1}, {"inUse": 2}]}', {"pools.0.inUse": 1, "pools.1.inUse": 2}, id="lists"),
        pytest.param(b'{"a": 1e999, "b": NaN, "c": -Infinity}', {}, id="what is not finite goes"),
        pytest.param(b'{"a": %s}' % (b"9" * 400), {}, id="an integer beyond every float"),
        pytest.param(b'{"a": %s}' % (b"9" * 5000), {}, id="an integer beyond what Python reads"),
        pytest.param(b'{"<b>\\u0000::error::": 1}', {"b_error": 1}, id="a hostile name"),
        pytest.param('{"größe": 1, "": 2}'.encode(), {"gr_e": 1, "_": 2}, id="names beyond ASCII, and none"),
        pytest.param(b"[" * 100_000, {}, id="nesting without end"),
        pytest.param(b'{"a":' * 20 + b"1" + b"}" * 20, {}, id="nesting deeper than anybody reads"),
        pytest.param(b"7", {}, id="a bare number has no name"),
        pytest.param(b"<html>502 Bad Gateway</html>", {}, id="a page for people"),
        pytest.param(b"\xff\xfe\x00", {}, id="no text at all"),
        pytest.param(b"", {}, id="nothing"),
    ],
)
def test_numbers_are_found(page: bytes, values: dict[str, float]) -> None:
    assert {name: leaf.value for name, leaf in read_metrics(page).items()} == values


def test_prometheus_text_is_read_with_its_labels_and_counters() -> None:
    leaves = read_metrics(PROMETHEUS)
    assert {name: (leaf.value, leaf.counter) for name, leaf in leaves.items()} == {
        "http_requests_total.method_post.code_200": (1027, True),
        "http_requests_total.method_post.code_400": (3, True),
        "queries": (12, True),
        "pool_waiting.pool_ma_in": (4, False),
        "heap_bytes": (1.5e6, False),
        "latency_sum": (3.5, False),
    }


@given(
    st.recursive(st.none() | st.booleans() | st.floats() | st.text(), lambda inner: st.dictionaries(st.text(), inner))
)
def test_every_json_gives_safe_names(value: object) -> None:
    for name in read_metrics(json.dumps(value).encode("utf-8", "surrogatepass")):
        assert re.fullmatch(r"[A-Za-z0-9_.]+", name)
        assert len(name) <= LONGEST_NAME


@given(st.binary(max_size=300))
def test_no_bytes_break_it(page: bytes) -> None:
    read_metrics(page)


@pytest.mark.parametrize(
    ("number", "is_extreme"),
    [
        pytest.param(0, False, id="none of a thing"),
        pytest.param(18_446_744_073_709_551_615, False, id="the largest whole number of 64 bits"),
        pytest.param(1e-9, False, id="a billionth"),
        pytest.param(1.7976931348623157e308, True, id="JavaScript's MAX_VALUE: a minimum of nothing yet"),
        pytest.param(-1.7976931348623157e308, True, id="its negative: a maximum of nothing yet"),
        pytest.param(5e-324, True, id="JavaScript's MIN_VALUE"),
        pytest.param(1e155, True, id="what overflows when it is squared"),
    ],
)
def test_numbers_at_the_ends_of_the_range_are_no_figures(number: float, *, is_extreme: bool) -> None:
    assert read_metrics(json.dumps({"it": number}).encode())["it"].extreme is is_extreme
