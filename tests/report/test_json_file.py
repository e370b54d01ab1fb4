from __future__ import annotations

import json
from datetime import timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

import factories
import golden
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from loadtest.assess.diagnosis import Cause, Diagnosis
from loadtest.assess.result import Setting
from loadtest.assess.shards import ShardEnd, State
from loadtest.measure.series import Series
from loadtest.message.kinds import with_mms
from loadtest.pacing import ClosedBatches, Shard
from loadtest.report.files.json_file import from_json, to_json
from loadtest.verdict.judge import Reason, Verdict
from loadtest.words.errors import Conclusion, ExitCode
from loadtest.words.shapes import LogShape

if TYPE_CHECKING:
    from collections.abc import Callable

    from loadtest.assess.result import Result

SCHEMA = Draft202012Validator(json.loads((Path(__file__).parents[2] / "docs/results-schema.json").read_text("utf-8")))

TEXT = st.text(max_size=30)
RECORDED = st.builds(
    lambda seq, latency, lag, scenario, status, reason, code, warnings, detail, body, attempts: (
        factories.exchange(
            seq,
            latency=latency,
            lag=lag,
            scenario=scenario,
            response=factories.reply(status, body),
            attempts=attempts,
        ),
        Verdict(reason=reason, twilio_code=code, warnings=tuple(warnings), detail=detail),
    ),
    seq=st.integers(0, 700),
    latency=st.floats(0, 4000),
    lag=st.floats(0, 2),
    scenario=st.sampled_from(["sms", "mms"]),
    status=st.sampled_from([200, 204, 429, 500]),
    reason=st.sampled_from(Reason),
    code=st.sampled_from([None, 11200, 12300]),
    warnings=st.lists(TEXT, max_size=2),
    detail=TEXT,
    body=TEXT,
    attempts=st.integers(1, 2),
)
TARGETS = st.lists(
    st.sampled_from(
        ["average < 5s", "p95 < 10s", "mms.p99.9 <= 1s", "failed < 3", "achieved_rate > 1/s", "dropped < 1%"]
    )
)
BEGAN = st.builds(
    lambda later, zone: (factories.BEGAN + timedelta(microseconds=later)).astimezone(timezone(timedelta(minutes=zone))),
    st.integers(0, 10**15),
    st.integers(-720, 720),
)
RESULTS = st.builds(
    factories.result,
    st.lists(RECORDED, max_size=12),
    targets=TARGETS,
    dropped=st.integers(0, 3),
    plan=st.builds(
        factories.plan,
        pacing=st.sampled_from([factories.plan().pacing, ClosedBatches(size=3, rest=0.1, duration=9.5)]),
        mix=st.floats(0, 1).map(with_mms),
        texts=st.lists(TEXT, min_size=1, max_size=3).map(tuple),
    ),
    settings=st.lists(st.builds(Setting, name=TEXT, value=TEXT, source=TEXT), max_size=2).map(tuple),
    environment=st.dictionaries(TEXT, st.one_of(TEXT, st.integers(), st.floats(allow_nan=False, allow_infinity=False))),
    began=BEGAN,
    elapsed=st.floats(0, 1e6),
    series=st.lists(
        st.builds(
            Series,
            name=TEXT,
            unit=TEXT,
            points=st.lists(st.tuples(st.floats(0, 1e5), st.floats(-1e9, 1e9)), max_size=9).map(tuple),
        ),
        max_size=2,
    ).map(tuple),
    server_log=st.lists(
        st.builds(LogShape, shape=TEXT, count=st.integers(1, 9), first=st.floats(0, 9), last=st.floats(0, 9)),
        max_size=2,
    ).map(tuple),
    diagnosis=st.lists(
        st.builds(Diagnosis, cause=st.sampled_from(Cause), likely=TEXT, evidence=TEXT, remedy=TEXT), max_size=3
    ).map(tuple),
    conclusion=st.sampled_from(Conclusion),
    why=TEXT,
    notes=st.lists(TEXT, max_size=2).map(tuple),
    exit_code=st.sampled_from(ExitCode),
    shards=st.lists(
        st.builds(
            ShardEnd,
            shard=st.just(Shard(index=1, count=3)),
            state=st.sampled_from(State),
            why=TEXT,
            ready=st.one_of(st.none(), st.floats(-9, 9)),
            sent=st.integers(0, 9),
            lag=st.one_of(st.none(), st.floats(0, 9)),
            environment=st.dictionaries(TEXT, TEXT, max_size=1),
        ),
        max_size=2,
    ).map(tuple),
)


@given(RESULTS)
def test_what_is_written_reads_back_equal_and_keeps_to_the_schema(result: Result) -> None:
    text = to_json(result)
    assert from_json(text) == result
    SCHEMA.validate(json.loads(text, parse_constant=pytest.fail))


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(factories.slow, id="timeouts, drops, cuts and warnings"),
        pytest.param(factories.exhausted, id="a server whose limits are answered with 200"),
        pytest.param(factories.explained, id="figures of the server's own, its log and a likely cause"),
        pytest.param(factories.aborted, id="a run stopped before its load"),
        pytest.param(
            lambda: factories.unstarted(Conclusion.ERROR, ExitCode.WRONG_CONFIGURATION, "no", plan=None),
            id="wrong settings",
        ),
    ],
)
def test_every_kind_of_run_reads_back(make: Callable[[], Result]) -> None:
    result = make()
    assert from_json(to_json(result)) == result
    SCHEMA.validate(json.loads(to_json(result)))


def test_golden() -> None:
    document = json.loads(to_json(factories.slow()))
    del document["snapshot"]  # its encoded histograms differ between versions of zlib
    golden.check("results-slow.json", json.dumps(document, indent=2) + "\n")


def test_a_lost_percentile_is_a_word_because_json_has_no_infinity() -> None:
    document = json.loads(to_json(factories.slow()))
    times = document["summary"]["total"]["response_time_ms"]
    assert (times["p50"], times["p95"], times["max"]) == (7000.0, "lost", "lost")
    assert times["average_is_at_least"] is True
    assert [outcome["observed"] for outcome in document["outcomes"] if outcome["target"] == "p95 < 10s"] == ["lost"]


def test_no_secret_is_written() -> None:
    plan = factories.plan(url="http://user:secret@h/sms", signature_url="https://user:secret@h/sms")
    text = to_json(factories.result([factories.accepted()], plan=plan))
    assert "secret" not in text
    assert json.loads(text)["plan"]["signature_url"] == "https://h/sms"


def test_an_impossible_number_becomes_null() -> None:
    text = to_json(factories.result([factories.accepted()], environment={"load": float("nan")}))
    assert json.loads(text)["environment"] == {"load": None}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[]", id="another document"),
        pytest.param('{"schema_version": 2}', id="a later schema"),
        pytest.param('{"schema_version": 1}', id="a part of a file"),
        pytest.param('{"shard_schema_version": 1}', id="a shard"),
        pytest.param("{", id="no JSON"),
    ],
)
def test_what_is_no_result_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"schema version|incomplete|Expecting|one shard of a load"):
        from_json(text)


def test_the_schema_names_every_reason() -> None:
    definitions: dict[str, Any] = SCHEMA.schema["$defs"]  # type: ignore[index,call-overload,assignment]
    assert definitions["reason"]["enum"] == [reason.value for reason in Reason]


def test_the_schema_names_every_cause() -> None:
    items: dict[str, Any] = SCHEMA.schema["properties"]["diagnosis"]["items"]  # type: ignore[index,call-overload,assignment]
    assert items["properties"]["cause"]["enum"] == [cause.value for cause in Cause]


def test_a_file_of_before_the_servers_figures_is_still_read() -> None:
    document = json.loads(to_json(factories.slow()))
    for name in ("series", "server_log", "diagnosis"):
        del document[name]
    for second in document["snapshot"]["seconds"]:
        second.pop("connected", None)
        second.pop("connecting_us", None)
    assert from_json(json.dumps(document)).series == ()


@pytest.mark.parametrize("member", ["elapsed_seconds", "preparing_seconds"])
def test_the_schema_takes_no_negative_time(member: str) -> None:
    document = json.loads(to_json(factories.guide()))
    SCHEMA.validate(document)
    assert not SCHEMA.is_valid(document | {member: -0.5})
    document["summary"]["total"]["response_time_ms"]["p95"] = -1.0
    assert not SCHEMA.is_valid(document)
