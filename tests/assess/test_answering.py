from __future__ import annotations

import pytest

from loadtest.assess.answering import delivered
from loadtest.assess.summary import Summary, summarise
from loadtest.assess.target_text import parse_target
from loadtest.assess.targets import Status, evaluate
from loadtest.measure.answers import Answers
from loadtest.measure.matching import Matcher
from loadtest.measure.recorder import Recorder
from loadtest.verdict.judge import Reason, Verdict
from loadtest.words.exchange import Exchange, Reply

ACCEPTED = Verdict(reason=Reason.ACCEPTED)
OK = Reply(status=200, headers=(), body=b"", size=0)


def _summary(*, answered: int, lost: int, twice: int = 0, declined: int = 0, processed: int | None = None) -> Summary:
    """Return a run whose answers take 1 s, and in which `lost` were waited for 30 s."""
    recorder, matcher = Recorder(), Matcher(30.0)
    for seq in range(answered + lost + declined):
        due, number = seq / 10, f"+1555555{seq:04}"
        recorder.due(due)
        recorder.record(Exchange(seq, "sms", number, due, due, None, due + 0.05, 1, OK), ACCEPTED)
        matcher.sent(seq, "sms", number, due)
        matcher.settled(seq, number, due + 0.05, accepted=True)
        if seq < answered:
            matcher.text(number, due + 1.0, "hi")
            if seq < twice:
                matcher.text(number, due + 1.5, "hi")
        elif seq < answered + declined:
            matcher.text(number, due + 1.0, "slow down", Reason.RATE_LIMITED)
    total = answered + lost + declined
    matcher.finish(total / 10 + 30.0)
    snapshot = recorder.snapshot
    snapshot.answers = matcher.answers
    if processed is not None:
        snapshot.processed = {"queue.done": processed}
    return summarise(snapshot, planned=total, duration=total / 10)


@pytest.mark.parametrize(
    ("target", "run", "status", "observed"),
    [
        ("reply p95 < 10s", {"answered": 100, "lost": 0}, Status.MET, "1,000ms"),
        ("sms.reply p95 < 900ms", {"answered": 100, "lost": 0}, Status.MISSED, "1,000ms"),
        ("reply p99 < 1h", {"answered": 97, "lost": 3}, Status.MISSED, "lost (the messages were not answered)"),
        ("reply average < 2s", {"answered": 97, "lost": 3}, Status.MET, "≥ "),
        ("unanswered < 0.1%", {"answered": 97, "lost": 3}, Status.MISSED, "3.00%"),
        ("unanswered < 4", {"answered": 97, "lost": 3}, Status.MET, "3"),
        ("unanswered <= 0%", {"answered": 100, "lost": 0}, Status.MET, "0.00%"),
        ("answered_twice < 1", {"answered": 100, "lost": 0, "twice": 2}, Status.MISSED, "2"),
        ("answered-twice < 3%", {"answered": 100, "lost": 0, "twice": 2}, Status.MET, "2.00%"),
        ("processed >= 99.9%", {"answered": 100, "lost": 0, "processed": 99}, Status.MISSED, "99.00%"),
        ("processed >= 99.9%", {"answered": 100, "lost": 0, "processed": 100}, Status.MET, "100.00%"),
        ("processed >= 99.9%", {"answered": 100, "lost": 0}, Status.NO_DATA, "no data"),
        ("rate_limited < 5%", {"answered": 90, "lost": 0, "declined": 10}, Status.MISSED, "10.00%"),
        ("success > 95%", {"answered": 90, "lost": 0, "declined": 10}, Status.MISSED, "90.00%"),
        ("unanswered < 0.1%", {"answered": 90, "lost": 0, "declined": 10}, Status.MET, "0.00%"),
    ],
)
def test_a_target_of_answers(target: str, run: dict[str, int], status: Status, observed: str) -> None:
    outcome = evaluate([parse_target(target)], _summary(**run))[0]
    assert (outcome.status, outcome.observed_text[: len(observed)]) == (status, observed)


@pytest.mark.parametrize("target", ["reply p95 < 10s", "unanswered < 0.1%", "answered_twice < 1"])
def test_without_a_mock_there_is_no_data(target: str) -> None:
    recorder = Recorder()
    recorder.record(Exchange(0, "sms", "+15555550001", 0.0, 0.0, None, 0.05, 1, OK), ACCEPTED)
    outcome = evaluate([parse_target(target)], summarise(recorder.snapshot, planned=1, duration=1.0))[0]
    assert outcome.status is Status.NO_DATA


def test_names_are_words() -> None:
    assert parse_target("mms.reply p95 < 10s").name == "MMS P95 reply time"
    assert parse_target("reply average < 10s").name == "Average reply time"
    assert parse_target("answered_twice < 3").name == "Answered-twice count"


TOLD = {"delivered": 7, "undelivered": 2, "not taken": 1}


@pytest.mark.parametrize(
    ("told", "other", "count"),
    [
        pytest.param(TOLD, {}, 7, id="every answer is a text of which callbacks tell"),
        pytest.param({"failed": 10}, {}, 0, id="none was"),
        pytest.param({}, {}, None, id="the server asked for no callbacks"),
        pytest.param({"delivered": 9}, {}, None, id="it asked for those of some"),
        pytest.param(TOLD, {"by_twiml": 1}, None, id="what is said by TwiML has none"),
        *(
            pytest.param(TOLD, {name: 1}, None, id=f"a text may be the one that was {name}")
            for name in ("further", "unasked", "late", "after_failure")
        ),
    ],
)
def test_how_many_answers_were_delivered_is_known_or_not_told(
    told: dict[str, int], other: dict[str, int], count: int | None
) -> None:
    found = _summary(answered=10, lost=1).total.answering
    assert found is not None
    assert delivered(Answers(seen={"delivery": told}, **other), found) == count
    repeated = _summary(answered=10, lost=1, twice=1).total.answering
    assert repeated is not None
    assert delivered(Answers(seen={"delivery": told}, **other), repeated) is None
