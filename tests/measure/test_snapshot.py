"""Snapshots add up: merge is associative, commutative and has an identity, and loses nothing."""

from __future__ import annotations

import copy
import json
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loadtest.measure import recorder as recorder_module
from loadtest.measure import snapshot as snapshot_module
from loadtest.measure.answers import Answered, Answers
from loadtest.measure.conversations import Talked
from loadtest.measure.generator import OwnSecond
from loadtest.measure.recorder import Recorder
from loadtest.measure.repeated import Repeated
from loadtest.measure.replies import FirstReplies, Said
from loadtest.measure.snapshot import Sample, Second, Snapshot
from loadtest.verdict.judge import Reason, Verdict
from loadtest.words.exchange import Exchange, Failure, FailureKind, Reply

# Instants in whole 1/1024 s: their differences are exact, so equality means equality.
instants = st.integers(0, 20 * 1024).map(lambda ticks: ticks / 1024)


@st.composite
def messages(draw: st.DrawFn) -> tuple[Exchange, Verdict]:
    due = draw(instants)
    sent = due + draw(st.integers(0, 2048)) / 1024
    reason = draw(st.sampled_from(list(Reason)))
    response: Reply | Failure = Failure(kind=FailureKind.RESET, detail="reset")
    if draw(st.booleans()):
        body = draw(st.binary(max_size=20))
        response = Reply(status=200, headers=(), body=body, size=len(body) + draw(st.integers(0, 1)))
    exchange = Exchange(
        seq=draw(st.integers(0, 10**6)),
        scenario=draw(st.sampled_from(["sms", "mms"])),
        number=draw(st.sampled_from([f"+1555555100{digit}" for digit in range(6)])),
        due=due,
        sent=sent,
        connected=None,
        done=sent + draw(st.integers(0, 16_000)) / 1024,
        attempts=draw(st.integers(1, 2)),
        response=response,
    )
    code = draw(st.sampled_from([None, 11205, 11217]))
    warnings = tuple(draw(st.lists(st.sampled_from(["one", "two", "three", "four"]), max_size=2)))
    return exchange, Verdict(reason=reason, twilio_code=code, warnings=warnings, detail="said")


batches = st.lists(messages(), max_size=8, unique_by=lambda message: message[0].seq)


def snapshot(recorded: list[tuple[Exchange, Verdict]]) -> Snapshot:
    recorder = Recorder()
    for exchange, verdict in recorded:
        recorder.due(exchange.due)
        recorder.record(exchange, verdict)
    recorder.snapshot.trim()
    return recorder.snapshot


def merged(*parts: Snapshot) -> Snapshot:
    total = Snapshot()
    for part in parts:
        total.merge(part)
    return total


@pytest.fixture(params=[False, True], ids=["with room", "beyond the bounds"])
def _bounds(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param:
        for module in (snapshot_module, recorder_module):
            monkeypatch.setattr(module, "NUMBERS_KEPT", 2)
            monkeypatch.setattr(module, "WARNINGS_KEPT", 2)


@pytest.mark.usefixtures("_bounds")
class TestMerge:
    @given(a=batches, b=batches, c=batches)
    def test_any_order_and_grouping_gives_the_same(self, a: Any, b: Any, c: Any) -> None:
        x, y, z = snapshot(a), snapshot(b), snapshot(c)
        assert merged(merged(x, y), z) == merged(x, merged(y, z))
        samples_may_tie = {message[0].seq for message in a} & {message[0].seq for message in b}
        if not samples_may_tie:
            assert merged(x, y) == merged(y, x)

    @given(a=batches)
    def test_an_empty_snapshot_changes_nothing(self, a: Any) -> None:
        assert merged(snapshot(a), Snapshot()) == merged(Snapshot(), snapshot(a)) == snapshot(a)

    @given(a=batches, b=batches)
    def test_merging_equals_recording_together(self, a: Any, b: Any) -> None:
        seqs = {message[0].seq for message in a}
        b = [message for message in b if message[0].seq not in seqs]
        assert merged(snapshot(a), snapshot(b)) == snapshot([*a, *b])

    @given(a=batches, b=batches)
    def test_no_part_is_changed_by_what_is_merged_after_it(self, a: Any, b: Any) -> None:
        x, y = snapshot(a), snapshot(b)
        before = copy.deepcopy((x, y))
        merged(x, y, x)
        assert (x, y) == before

    @settings(max_examples=20)
    @given(a=batches)
    def test_the_wire_form_is_json_and_reads_back_equal(self, a: Any) -> None:
        made = snapshot(a)
        assert Snapshot.from_wire(json.loads(json.dumps(made.to_wire()))) == made

    @given(a=batches)
    def test_nothing_is_lost(self, a: Any) -> None:
        made = snapshot(a)
        assert sum(tally.count for tally in made.tallies.values()) == len(a)
        kept = sum(sum(reasons.values()) for reasons in made.numbers.values())
        assert kept + sum(made.numbers_beyond.values()) == len(a)
        assert sum(made.warnings.values()) + made.warnings_beyond == sum(len(v.warnings) for _, v in a)
        assert sum(s.sent for s in made.seconds.values()) == sum(s.done for s in made.seconds.values()) == len(a)


def whole(factor: int = 1) -> Snapshot:
    """Return a snapshot each part of which holds something; what adds up is multiplied."""
    part = snapshot([])
    for seq in range(factor):
        exchange = Exchange(
            seq=7, scenario="sms", number="+15555551000", due=1.0, sent=1.25, connected=1.5, done=2.0, attempts=2,
            response=Failure(kind=FailureKind.RESET, detail="reset"),
        )  # fmt: skip
        part.merge(snapshot([(exchange, Verdict(reason=Reason.HTTP_ERROR, twilio_code=11205, warnings=("w",)))]))
        part.statuses[Reason.HTTP_ERROR, 503] = part.fresh[Reason.ACCEPTED] = seq + 1
        part.contents["sms 1"] = {Reason.ACCEPTED: seq + 1}
    part.numbers_beyond[Reason.REFUSED] = 2 * factor
    part.warnings_beyond, part.dropped, part.retried, part.oversized = 3 * factor, 5 * factor, 7 * factor, 11 * factor
    second = part.seconds[1]
    second.dropped, second.connected, second.connecting_us = 2 * factor, 3 * factor, 900 * factor
    part.own[1] = OwnSecond(cpu_us=5 * factor, wall_us=8 * factor, stall_us=3)
    part.lost_processes = factor
    part.replies.others[Reason.REFUSED] = Said(
        seq=0, text="", count=4 * factor, lost=4 * factor, seconds={1: 4 * factor}
    )
    part.first = FirstReplies(sent=2 * factor, contents=3 * factor, left_out=factor, failed=factor, spared=factor)
    part.answers = Answers(
        unasked=2 * factor,
        seen={"calls": {"messages": 3 * factor}},
        scenarios={"sms": Answered(twice=factor, declined={Reason.REFUSED: 2 * factor})},
    )
    part.processed["log:done"] = 4 * factor
    part.talked["order"] = Talked(begun=3 * factor, completed=2 * factor)
    part.repeated = Repeated(sent=2 * factor, same=factor)
    return part


def complete(factor: int = 1) -> Snapshot:
    made = whole(factor)
    made.warm_up, made.beside = whole(factor), whole(factor)
    return made


def test_every_part_goes_over_the_wire() -> None:
    made, nothing = complete(), Snapshot()
    left_out = [field.name for field in fields(Snapshot) if getattr(made, field.name) == getattr(nothing, field.name)]
    assert left_out == [], "say in `whole` what it may hold"
    wire = json.loads(json.dumps(made.to_wire()))
    assert set(wire) == {field.name for field in fields(Snapshot)}
    assert set(wire["seconds"][0]) == {"second", *(field.name for field in fields(Second))}
    assert Snapshot.from_wire(wire) == made


def test_every_part_is_added() -> None:
    assert merged(complete(), complete()) == complete(2)
    assert merged(Snapshot(), complete(), complete(2)) == complete(3)


LATER = ("contents", "fresh", "statuses", "own", "lost_processes", "replies", "first", "answers", "processed", "talked",
         "repeated", "warm_up", "beside")  # fmt: skip


@pytest.mark.parametrize("name", LATER)
def test_a_file_of_before_a_part_was_counted_has_none_of_it(name: str) -> None:
    wire, expected = complete().to_wire(), complete()
    del wire[name]
    setattr(expected, name, getattr(Snapshot(), name))
    assert Snapshot.from_wire(wire) == expected


@pytest.mark.parametrize("name", ["lag_us", "connected", "connecting_us"])
def test_a_second_of_before_a_figure_was_counted_has_none_of_it(name: str) -> None:
    wire, expected = complete().seconds[1].to_wire(1), complete().seconds[1]
    del wire[name]
    setattr(expected, name, 0)
    assert Second.from_wire(wire) == expected


@pytest.mark.parametrize(
    ("status", "detail", "said"),
    [
        (None, "reset", "reset"),
        (200, "no TwiML", "HTTP 200, but no TwiML"),
        (299, "no TwiML", "HTTP 299, but no TwiML"),
        (300, "a redirect", "HTTP 300: a redirect"),
        (199, "a beginning", "HTTP 199: a beginning"),
        (503, "HTTP 503 Service Unavailable", "HTTP 503 Service Unavailable"),
    ],
)
def test_a_sample_says_its_status_once(status: int | None, detail: str, said: str) -> None:
    assert Sample(seq=0, status=status, twilio_code=None, detail=detail, text="").said == said
