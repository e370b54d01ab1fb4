"""The shard file: everything survives it, it keeps to its schema, and a damaged one is a sentence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import factories
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from report.test_json_file import RECORDED, TARGETS, TEXT

from loadtest import __version__
from loadtest.assess.result import Setting
from loadtest.assess.shards import State
from loadtest.assess.target_text import parse_targets
from loadtest.measure.series import Series, Watched
from loadtest.message.phone_pool import forecast as foresee
from loadtest.report.files.shard_file import OtherVersionError, from_text, to_text
from loadtest.words.quota import parse_limit
from loadtest.words.shapes import LogShape

if TYPE_CHECKING:
    from loadtest.assess.shards import ShardResult

DOCS = Path(__file__).parents[2] / "docs"
RESULTS_SCHEMA = Resource.from_contents(json.loads((DOCS / "results-schema.json").read_text("utf-8")))
SCHEMA: Any = Draft202012Validator(
    json.loads((DOCS / "shard-schema.json").read_text("utf-8")),
    registry=Registry().with_resource("results-schema.json", RESULTS_SCHEMA),
)
FORECAST = foresee(factories.plan().pool, parse_limit("20/hour"), messages=600, due=float, extra=1)  # type: ignore[arg-type]
SHARDS = st.builds(
    factories.shard,
    st.integers(0, 2),
    state=st.sampled_from([state for state in State if state is not State.MISSING]),
    why=TEXT,
    broken_setup=st.booleans(),
    ready=st.one_of(st.none(), st.floats(-9, 9)),
    targets=TARGETS.map(parse_targets),
    settings=st.lists(st.builds(Setting, name=TEXT, value=TEXT, source=TEXT), max_size=2).map(tuple),
    environment=st.dictionaries(TEXT, st.one_of(TEXT, st.integers())),
    notes=st.lists(TEXT, max_size=2).map(tuple),
    judging=st.dictionaries(TEXT, st.one_of(TEXT, st.lists(TEXT, max_size=2))),
    forecast=st.sampled_from([None, FORECAST]),
    watched=st.builds(
        Watched,
        series=st.just((Series(name="db.waiting", unit="", points=((0.0, 1.0), (1.0, 2.5))),)),
        notes=st.lists(TEXT, max_size=1).map(tuple),
        server_log=st.just((LogShape(shape="Error: <n>", count=2, first=0.5, last=3.0),)),
    ),
    snapshot=st.one_of(st.none(), st.lists(RECORDED, max_size=8).map(factories.snapshot)),
)


@given(SHARDS)
def test_what_is_written_reads_back_equal_and_keeps_to_the_schema(one: ShardResult) -> None:
    text = to_text(one)
    assert from_text(text) == one
    assert text.isascii()
    SCHEMA.validate(json.loads(text, parse_constant=pytest.fail))


def damaged(**changes: Any) -> str:
    return json.dumps(json.loads(to_text(factories.shard(1))) | changes)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("[]", "did not write it", id="no object"),
        pytest.param("{", "Expecting", id="cut off"),
        pytest.param('{"schema_version": 1}', "did not write it", id="a results.json"),
        pytest.param(damaged(snapshot={}), "incomplete", id="a snapshot without counts"),
        pytest.param(damaged(shard={"index": 4, "count": 3}), "shard 4 of 3 does not exist", id="no such shard"),
        pytest.param(damaged(shard={"index": True, "count": "3"}), "does not exist", id="no numbers"),
        pytest.param(damaged(state="fine"), "'fine' is not a valid State", id="no state"),
        pytest.param(damaged(start="2026-01-02T12:00:05"), "its start has no time zone", id="a start without zone"),
        pytest.param(damaged(judging={"x": 1}), "not the one that its hash was made of", id="changed by hand"),
    ],
)
def test_a_damaged_file_is_a_sentence(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        from_text(text)


def another(schema: object, **changes: Any) -> str:
    """Return a file of another schema: one field has another name, so that reading it as ours would fail."""
    wire = json.loads(damaged(shard_schema_version=schema, **changes))
    return json.dumps({"observed" if name == "watched" else name: value for name, value in wire.items()})


@pytest.mark.parametrize(
    ("text", "wrote"),
    [
        pytest.param(another(1, tool={"version": "0.9"}), "version 0.9 (shard schema 1)", id="an older one"),
        pytest.param(another(3, tool={"version": "9.1"}), "version 9.1 (shard schema 3)", id="a newer one"),
        pytest.param(another("x" * 99, tool=[]), f"version None (shard schema {'x' * 40})", id="one that says nothing"),
    ],
)
def test_a_file_of_another_version_says_which_and_what_to_do(text: str, wrote: str) -> None:
    with pytest.raises(OtherVersionError) as caught:
        from_text(text)
    ours = f"version {__version__} (shard schema 2)"
    assert str(caught.value) == f"was written by {wrote}, and this is {ours}; run all shards again with one version"


def test_the_schema_names_every_state_a_file_can_have() -> None:
    known = SCHEMA.schema["properties"]["state"]["enum"]
    assert known == [state.value for state in State if state is not State.MISSING]
