"""A file is damaged, or every report can be made of it: no third."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import factories
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.assess.capacity import Capacity, Ladder, Trial, Trying
from loadtest.report import console
from loadtest.report.files.json_file import from_json, is_as_written, to_json
from loadtest.report.registry import RENDERERS
from loadtest.run import story

if TYPE_CHECKING:
    from collections.abc import Iterator

SEARCH = Capacity(
    ladder=Ladder(first=10.0, last=20.0, hold=1.0),
    trials=(Trial(rate=10.0, achieved=10.0, success=1.0, average=0.1, p95=0.2, outcome=Trying.MET),),
)
RESULTS = (
    factories.slow(),
    factories.explained(),
    factories.aborted(),
    replace(factories.slow(), capacity=SEARCH),
)
FILES = [json.loads(to_json(result)) for result in RESULTS]
JUNK: list[Any] = [None, True, -1, 0, 10**9, 2**70, 1.5, 1e308, "", "x", "\0", [], ["x"], {}, {"x": 1}, [[1, 2]]]


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from places(item, (*path, key))


PLACES = [list(places(file)) for file in FILES]


@given(st.integers(0, len(FILES) - 1), st.integers(0, 10**6), st.sampled_from(JUNK), st.booleans())
def test_every_report_of_what_is_read_can_be_made(which: int, place: int, junk: Any, gone: bool) -> None:  # noqa: FBT001
    document = json.loads(json.dumps(FILES[which]))
    *way, last = PLACES[which][1 + place % (len(PLACES[which]) - 1)]
    parent = document
    for key in way:
        parent = parent[key]
    if gone:
        del parent[last]
    else:
        parent[last] = junk
    try:
        result = from_json(json.dumps(document))
    except ValueError:
        return
    try:
        for render in RENDERERS.values():
            assert isinstance(render(result, ()), str)
        assert console.report(result, files=[], ascii_only=True)
        story.judged(result)
    except Exception as error:
        if is_as_written(json.dumps(document, indent=2)):
            raise AssertionError("a fault of ours") from error


@pytest.mark.parametrize("file", FILES)
def test_a_whole_file_is_well_formed(file: dict[str, Any]) -> None:
    assert json.loads(to_json(from_json(json.dumps(file)))) == file


@pytest.mark.parametrize(
    ("change", "why"),
    [
        pytest.param({"elapsed_seconds": "long"}, "elapsed", id="a text for a number"),
        pytest.param({"targets": ["success > 1%"] * 20_000}, "more targets than the 1,000", id="20,000 targets"),
        pytest.param({"notes": ["n"] * 50_000}, "more notes", id="50,000 notes"),
    ],
)
def test_what_cannot_be_is_named(change: dict[str, Any], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        from_json(json.dumps(FILES[0] | change))


def test_a_second_that_no_run_reaches() -> None:
    document = json.loads(json.dumps(FILES[0]))
    document["snapshot"]["seconds"][0]["second"] = 999_999
    with pytest.raises(ValueError, match="a second that no run reaches"):
        from_json(json.dumps(document))
