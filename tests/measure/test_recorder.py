"""What is counted of a message, and in which second."""

from __future__ import annotations

from typing import TYPE_CHECKING

import factories
from hypothesis import strategies as st

from loadtest.measure import recorder as recorder_module
from loadtest.measure.recorder import Recorder
from loadtest.measure.series import own_series
from loadtest.verdict.judge import Reason, Verdict
from loadtest.words.exchange import Exchange, Failure, FailureKind, Reply

if TYPE_CHECKING:
    from loadtest.measure.snapshot import Snapshot

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


def exchange(*, seq: int = 0, due: float = 0.0, sent: float = 0.0, done: float = 1.0, body: bytes = b"") -> Exchange:
    reply = Reply(status=200, headers=(), body=body, size=len(body))
    return Exchange(
        seq=seq,
        scenario="sms",
        number="+15555551001",
        due=due,
        sent=sent,
        connected=sent,
        done=done,
        attempts=1,
        response=reply,
    )


def test_latency_runs_from_the_due_time_and_lag_stands_beside_it() -> None:
    made = snapshot([(exchange(due=1.0, sent=1.25, done=3.0), Verdict(reason=Reason.ACCEPTED))])
    tally = made.tallies["sms", Reason.ACCEPTED]
    assert (tally.latency.max, tally.service_time.max, tally.lag.max) == (2.0, 1.75, 0.25)


def test_a_message_belongs_to_the_second_it_was_due_and_leaves_and_ends_in_its_own() -> None:
    made = snapshot([(exchange(due=1.9, sent=2.5, done=4.2), Verdict(reason=Reason.ACCEPTED))])
    assert {index: (s.due, s.sent, s.done) for index, s in made.seconds.items()} == {
        1: (1, 0, 0),
        2: (0, 1, 0),
        4: (0, 0, 1),
    }
    assert made.seconds[1].latency.count == 1


def test_a_second_holds_how_long_new_connections_took_and_kept_ones_took_no_time() -> None:
    new = exchange(seq=0)._replace(connected=0.25)
    verdict = Verdict(reason=Reason.ACCEPTED)
    made = snapshot([(one, verdict) for one in (new, exchange(seq=1), exchange(seq=2), exchange(seq=3))])
    assert (made.seconds[0].connected, made.seconds[0].connecting_us) == (1, 250_000)
    assert made.fresh == {Reason.ACCEPTED: 1}
    assert own_series(made)["connect"].points == ((0.0, 0.25),)


def test_a_quick_refusal_never_enters_the_seconds_response_times() -> None:
    made = snapshot([(exchange(), Verdict(reason=Reason.REFUSED))])
    assert made.seconds[0].latency.count == 0


def test_the_sample_of_a_reason_is_its_lowest_seq_cut_and_decoded() -> None:
    verdict = Verdict(reason=Reason.REFUSED, twilio_code=None, detail="why")
    made = snapshot([(exchange(seq=5, body=b"late"), verdict), (exchange(seq=2, body=b"\xff" * 9000), verdict)])
    sample = made.samples[Reason.REFUSED]
    assert sample.seq == 2
    assert sample.text == "\N{REPLACEMENT CHARACTER}" * recorder_module.SAMPLE_BYTES


def test_drops_are_counted_in_total_and_in_their_second() -> None:
    recorder = Recorder()
    recorder.due(3.2)
    recorder.dropped(3.2)
    assert recorder.snapshot.dropped == 1
    assert recorder.snapshot.seconds[3].dropped == 1


def test_a_sample_keeps_what_to_do_about_that_very_fault() -> None:
    response = factories.reply(413)
    snapshot = factories.snapshot([(factories.exchange(0, response=response), factories.http_error()[1])])
    assert "client_max_body_size" in snapshot.samples[Reason.HTTP_ERROR].remedy


def test_a_message_that_is_declined_afterwards_counts_under_its_new_reason() -> None:
    recorder = Recorder()
    for seq in range(3):
        recorder.record(exchange(seq=seq, due=2.0, sent=2.0, done=2.5), Verdict(reason=Reason.ACCEPTED))
    number = exchange().number
    recorder.moved(number, 2.0, Reason.REFUSED)
    recorder.moved(number, 2.5, Reason.REFUSED)
    recorder.moved("+15550000000", 2.0, Reason.RATE_LIMITED)
    told = recorder.snapshot
    assert told.seconds[2].reasons == {Reason.ACCEPTED: 0, Reason.REFUSED: 2, Reason.RATE_LIMITED: 1}
    assert told.numbers[number] == {Reason.ACCEPTED: 1, Reason.REFUSED: 2}
    assert told.numbers_beyond == {Reason.ACCEPTED: -1, Reason.RATE_LIMITED: 1}


def test_dropped_arrivals_add_up_in_all_and_in_their_second() -> None:
    recorder = Recorder()
    for instant in (1.0, 1.5, 3.0):
        recorder.dropped(instant)
    told = recorder.snapshot
    assert (told.dropped, told.seconds[1].dropped, told.seconds[3].dropped) == (3, 2, 1)


def test_codes_of_a_reason_are_counted_together() -> None:
    recorder = Recorder()
    for seq, (reason, code) in enumerate(
        [(Reason.HTTP_ERROR, 11200), (Reason.HTTP_ERROR, 11217), (Reason.TIMEOUT, 11205), (Reason.HTTP_ERROR, 11200)]
    ):
        recorder.record(exchange(seq=seq), Verdict(reason=reason, twilio_code=code))
    assert [recorder.snapshot.coded(reason) for reason in (Reason.HTTP_ERROR, Reason.TIMEOUT, Reason.CUT)] == [3, 1, 0]


def test_all_that_is_counted_of_messages_with_a_reply() -> None:
    recorder = Recorder()
    for seq in range(2):
        sent = 1.25 + seq
        full = Reply(status=503, headers=(), body=b"full", size=recorder_module.KEPT_BODY + 1)
        said = Exchange(seq, "sms", "+15555551000", 1.0 + seq, sent, sent + 0.5, sent + 1.5, 2, full, "sms 1")
        recorder.due(said.due)
        recorder.record(said, Verdict(reason=Reason.HTTP_ERROR, twilio_code=11200, said="full", shape="full", why="w"))
    counted = recorder.snapshot
    assert counted.fresh == {Reason.HTTP_ERROR: 2}
    assert counted.statuses == {(Reason.HTTP_ERROR, 503): 2}
    assert counted.codes == {(Reason.HTTP_ERROR, 11200): 2}
    assert counted.contents == {"sms 1": {Reason.HTTP_ERROR: 2}}
    assert (counted.retried, counted.oversized) == (2, 2)
    assert (counted.first_sent, counted.last_sent, counted.last_done) == (1.25, 2.25, 3.75)
    (kind,) = counted.replies.said.values()
    assert (kind.count, kind.contents, kind.seconds, kind.us) == (2, {"sms 1": 2}, {1: 1, 2: 1}, 3_500_000)
    assert [
        (second.connected, second.connecting_us, second.lag_us) for second in list(counted.seconds.values())[:2]
    ] == [(1, 500_000, 250_000)] * 2


def test_warnings_are_bounded_while_they_are_counted() -> None:
    recorder, most = Recorder(), 0
    for seq in range(5 * recorder_module.WARNINGS_KEPT):
        verdict = Verdict(reason=Reason.ACCEPTED, warnings=(f"warning {seq:04}",))
        recorder.record(exchange(seq=seq), verdict)
        most = max(most, len(recorder.snapshot.warnings))
    assert most == 2 * recorder_module.WARNINGS_KEPT
    counted = recorder.snapshot
    assert sum(counted.warnings.values()) + counted.warnings_beyond == 5 * recorder_module.WARNINGS_KEPT
