"""What a reader must not miss of the answers that a mock Twilio caught, a sentence each."""

from __future__ import annotations

from typing import Any

import factories
import pytest

from loadtest.assess.answer_notes import sentences
from loadtest.assess.summary import summarise
from loadtest.measure.answers import Answered, Answers
from loadtest.measure.histogram import Histogram


def histogram(*seconds: float) -> Histogram:
    found = Histogram()
    for one in seconds:
        found.record(one)
    return found


def told(*, answered: tuple[float, ...] = (1.0,), unanswered: tuple[float, ...] = (), **counts: Any) -> tuple[str, ...]:
    """Return what is told of a run that sent ten messages a second for two seconds."""
    snapshot = factories.snapshot(factories.accepted(seq) for seq in range(20))
    sms = Answered(reply_time=histogram(*answered), unanswered=histogram(*unanswered))
    snapshot.answers = Answers(scenarios={"sms": sms}, **counts)
    return sentences(summarise(snapshot, planned=20, duration=2.0), snapshot)


def test_without_a_mock_there_is_nothing_to_tell() -> None:
    snapshot = factories.snapshot([factories.accepted()])
    assert sentences(summarise(snapshot, planned=1, duration=1.0), snapshot) == ()


def test_answers_without_anything_odd_need_no_sentence() -> None:
    assert told(exact=20, by_rest=20, seen={"calls": {"messages created": 20}}) == ()


COUNTS = [
    pytest.param(
        {"died": 1},
        "The mock Twilio ended before the load did: answers after that are missing, not lost by the server",
        id="a mock that died is not the server's fault",
    ),
    pytest.param({"unread": 1}, "1 event of the mock Twilio came too fast to be read", id="an event lost by us"),
    pytest.param({"unread": 2}, "2 events of the mock Twilio came too fast to be read", id="some of them"),
    pytest.param(
        {"further": 1},
        "Through Twilio's API: 1 further text with other words, after a first answer",
        id="one more text of the same message",
    ),
    pytest.param(
        {"late": 1_200},
        "Through Twilio's API: 1,200 texts too late, after the wait for an answer was over",
        id="answers that came too late",
    ),
    pytest.param(
        {"unasked": 1}, "Through Twilio's API: 1 text that no message had asked for", id="a text nobody asked for"
    ),
    pytest.param(
        {"after_failure": 2},
        "Through Twilio's API: 2 texts in answer to a webhook that had failed",
        id="answers to what had failed",
    ),
]


@pytest.mark.parametrize(("counts", "sentence"), COUNTS)
def test_what_was_counted_is_told_in_one_sentence(counts: dict[str, int], sentence: str) -> None:
    assert told(**counts) == (sentence,)


SEEN = [
    pytest.param(
        {"accounts": {"AC1": 3}}, "The mock Twilio refused the credentials of: AC1 (3 times)", id="wrong credentials"
    ),
    pytest.param(
        {"problems": {"21211 Invalid 'To' Phone Number": 1, "20003 Authenticate": 2}},
        "The mock Twilio answered with errors: 20003 Authenticate (2 times), 21211 Invalid 'To' Phone Number (1 time)",
        id="errors, the most frequent first",
    ),
    pytest.param(
        {"unknown": {f"/x{place}": 1 for place in reversed(range(7))}},
        "The server asked for what the mock Twilio does not play, and got Twilio's 404: /x0 (1 time), /x1 (1 time), "
        "/x2 (1 time), /x3 (1 time), /x4 (1 time) and 2 more",
        id="many paths, of which five are named",
    ),
    pytest.param(
        {"callbacks": dict.fromkeys("edcba", 2)},
        "Status callbacks sent to the server: a (2 times), b (2 times), c (2 times), d (2 times), e (2 times)",
        id="five are all named",
    ),
    pytest.param(
        {"media": {"fetches": 1}},
        "The server fetched the media of 0 messages in 1 download",
        id="a medium that belongs to no message",
    ),
    pytest.param(
        {"others": {"api.example": 1_200}},
        "The server also called api.example (1,200 times); what these hosts answered was not read, so an HTTP 500 "
        "of theirs is not seen",
        id="a host",
    ),
    pytest.param(
        {"others": {"!api.example": 2}}, "Calls to other hosts were refused: api.example (2 times)", id="a refused host"
    ),
    pytest.param(
        {"callbacks": {"delivered": 4}}, "Status callbacks sent to the server: delivered (4 times)", id="callbacks"
    ),
    pytest.param(
        {"media": {"messages": 1, "fetches": 1}},
        "The server fetched the media of 1 message in 1 download",
        id="a medium",
    ),
    pytest.param(
        {"media": {"messages": 2, "fetches": 5, "not found": 1_000, "truncated": 2, "refused": 3}},
        "The server fetched the media of 2 messages in 5 downloads; 3 refused, 1,000 not found, 2 truncated",
        id="media, and what went wrong with them",
    ),
]


@pytest.mark.parametrize(("seen", "sentence"), SEEN)
def test_what_else_the_server_asked_for_is_told(seen: dict[str, dict[str, int]], sentence: str) -> None:
    assert told(seen=seen) == (sentence,)


SILENCE = "No answer came, and the server never called the mock Twilio: "
SILENT = [
    pytest.param({"answered": (), "unanswered": (30.0,)}, True, id="no answer and no call: it was not set up"),
    pytest.param({"answered": (1.0,), "unanswered": (30.0,)}, False, id="an answer came"),
    pytest.param(
        {"answered": (), "unanswered": (30.0,), "seen": {"calls": {"messages created": 1}}}, False, id="a call came"
    ),
    pytest.param({"answered": (), "unanswered": ()}, False, id="nothing was accepted, so nothing was to be answered"),
]


@pytest.mark.parametrize(("run", "silent"), SILENT)
def test_a_server_that_never_called_is_asked_how_it_was_started(run: dict[str, Any], silent: bool) -> None:  # noqa: FBT001
    assert [note.startswith(SILENCE) for note in told(**run)] == [True] * silent


def test_doubtful_matches_are_told_with_the_numbers_that_would_end_the_doubt() -> None:
    (note,) = told(exact=15, ambiguous=5, answered=(1.0, 2.0), unanswered=(30.0,))
    assert note.startswith("Matching: 25.00% of 20 texts came while several messages of their number were open")
    assert "300 phone numbers (rate x longest reply time, 30s) make every match exact" in note  # ten a second
    (*_, lost) = told(exact=0, ambiguous=1, answered=(), unanswered=(30.04,))
    assert "301 phone numbers (rate x longest reply time, 30s)" in lost
    (at_once,) = told(exact=0, ambiguous=1, answered=(0.5,))
    assert "5 phone numbers (rate x longest reply time, 500ms)" in at_once
    (quick,) = told(exact=0, ambiguous=1, answered=(2.0,))
    assert "100.00% of 1 text came" in quick
    assert "20 phone numbers (rate x longest reply time, 2s)" in quick
