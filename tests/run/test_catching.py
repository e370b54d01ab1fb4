"""The mock of a run: who hears its texts before and while the load runs, and what is added to the counts."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import gevent
import pytest
from configurations import configured

from loadtest.measure.answers import Answers
from loadtest.measure.snapshot import Snapshot
from loadtest.mock_twilio.counts import Seen
from loadtest.run import catching
from loadtest.run.catching import Catching, behaviour_of, folder_of
from loadtest.words.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Sequence

ANN, BOB = "+15555551001", "+15555551002"
HERE = {"mock_twilio": "127.0.0.1:4010"}


class FakeMock:
    """A mock that says what a test lets it say."""

    def __init__(self) -> None:
        self.seen, self.unread = Seen(), 0
        self.seen.calls["messages created"] = 3
        self.over = gevent.event.Event()
        self.listener: Any = None
        self.closed = 0

    def wait(self) -> None:
        pass

    def close(self) -> None:
        self.closed += 1
        self.over.set()


class FakeLoad:
    """A load that keeps what it hears, and was answered to the full."""

    def __init__(self) -> None:
        self.told: list[tuple[float, str, str]] = []
        self.snapshot = Snapshot(answers=Answers())

    def heard(self, at: float, number: str, words: str) -> None:
        self.told.append((at, number, words))


@pytest.fixture
def mock(monkeypatch: pytest.MonkeyPatch) -> FakeMock:
    made = FakeMock()
    monkeypatch.setattr(catching, "attached", lambda *_: made)
    return made


def begun(**flags: str) -> Catching:
    caught = Catching(configured(url="http://localhost/", **HERE | flags), lambda _: None)
    caught.begin()
    return caught


def text(caught: Catching, number: str, words: str, *, at: float | None = None) -> None:
    caught.text(time.monotonic() if at is None else at, number, "+2", words, "SM1")


def test_without_a_mock_nothing_is_begun_or_counted() -> None:
    caught = Catching(configured(url="http://localhost/"), lambda _: None)
    caught.begin()
    driver: Any = object()
    answers = Answers()
    caught.count(answers)
    assert not caught.on
    assert caught.through(driver) is driver
    assert (answers.seen, answers.died) == ({}, 0)


def test_texts_before_the_load_give_codes_and_those_of_the_load_are_its_own(mock: FakeMock) -> None:
    caught = begun()
    assert mock.listener is caught
    text(caught, f"whatsapp:{ANN}", "Your code is 424242.")
    text(caught, BOB, "No code: 12 or 123456789")
    caught.code(BOB, "777001")
    assert caught.codes == {ANN: "424242", BOB: "777001"}
    load: Any = FakeLoad()
    caught.load = load
    text(caught, f"whatsapp:{ANN}", "Your code is 111111.", at=5.0)
    assert load.told == [(5.0, ANN, "Your code is 111111.")]
    assert caught.codes[ANN] == "424242"


@pytest.mark.parametrize(
    ("accepted", "texted", "answered"),
    [
        pytest.param([(ANN, True)], [], [True], id="words in the reply are an answer"),
        pytest.param([(ANN, False)], [ANN], [True], id="so is a text"),
        pytest.param([(ANN, False)], [], [False], id="nothing is none"),
        pytest.param([(ANN, False)], [BOB], [False], id="nor is a text to another number"),
        pytest.param([(ANN, False), (ANN, False)], [ANN], [True, False], id="one text answers one message"),
        pytest.param([(ANN, True), (ANN, False)], [ANN], [True, True], id="words do not use a text up"),
    ],
)
def test_which_first_messages_were_answered(
    mock: FakeMock,
    monkeypatch: pytest.MonkeyPatch,
    accepted: Sequence[tuple[str, bool]],
    texted: list[str],
    answered: list[bool],
) -> None:
    monkeypatch.setattr(catching, "FIRST_ANSWER", 0.0)
    caught = begun()
    text(caught, ANN, "from before", at=1.0)
    since = time.monotonic()
    for number in texted:
        text(caught, number, "hello")
    found = caught.first_answers(accepted, since)
    assert found == tuple(zip([number for number, _ in accepted], answered, strict=True))


def test_a_first_answer_is_waited_for(mock: FakeMock) -> None:
    caught = begun()
    since = time.monotonic()
    gevent.spawn_later(0.01, text, caught, ANN, "hello")
    assert caught.first_answers([(ANN, False)], since) == ((ANN, True),)


def test_the_mocks_counts_are_added_once_it_has_ended(mock: FakeMock) -> None:
    caught, answers = begun(), Answers()
    mock.unread = 2
    caught.count(answers)
    caught.end()
    assert answers.seen["calls"] == {"messages created": 3}
    assert "callbacks" not in answers.seen
    assert (answers.unread, answers.died, mock.closed) == (2, 0, 1)


def test_a_mock_that_was_over_before_its_end_has_died(mock: FakeMock) -> None:
    caught, answers = begun(), Answers()
    mock.over.set()
    caught.count(answers)
    assert answers.died == 1


def test_of_a_mock_that_all_shards_watch_the_first_tells_the_calls(mock: FakeMock) -> None:
    second, answers = begun(shard="2/3", start="2027-01-01T00:00:00Z", seed="7"), Answers()
    second.count(answers)
    assert answers.seen == {}


class FakeCallbacks:
    """Takes every wish, and was answered as often as it was asked."""

    made: ClassVar[list[FakeCallbacks]] = []

    def __init__(self, *_: object) -> None:
        self.asked: list[Any] = []
        self.ended = 0
        self.made.append(self)

    def begin(self, *about: object) -> None:
        assert not self.ended
        self.asked.append(about)

    @property
    def seen(self) -> dict[str, dict[str, int]]:
        return {"callbacks": {"answered": len(self.asked)}} if self.asked else {}

    def end(self) -> None:
        self.ended += 1


@pytest.fixture
def callbacks(monkeypatch: pytest.MonkeyPatch) -> list[FakeCallbacks]:
    monkeypatch.setattr(catching, "Callbacks", FakeCallbacks)
    monkeypatch.setattr(FakeCallbacks, "made", [])
    return FakeCallbacks.made


def ask(caught: Catching) -> None:
    caught.callback(0.0, ANN, "+2", "SM1", ("http://x", "sent", None))


def begin_load(caught: Catching) -> FakeLoad:
    line: Any = type("Line", (), {"another": lambda *_: None})()
    job: Any = type("Job", (), {"sending": None})()
    begun: Any = caught.through(lambda *_: FakeLoad())(job, line)  # type: ignore[arg-type,return-value]
    return begun


def test_callbacks_are_sent_from_when_the_load_runs(mock: FakeMock, callbacks: list[FakeCallbacks]) -> None:
    caught = begun()
    ask(caught)
    load = begin_load(caught)
    ask(caught)
    assert [one.asked for one in callbacks] == [[(ANN, "+2", "SM1", ("http://x", "sent", None))]]
    caught.end()
    answers = load.snapshot.answers
    assert answers is not None
    caught.count(answers)
    assert (answers.seen["callbacks"], answers.seen["calls"]) == ({"answered": 1}, {"messages created": 3})
    assert [one.ended for one in callbacks] == [1]


def test_the_callbacks_of_one_rate_end_before_the_next_and_count_there(
    mock: FakeMock, callbacks: list[FakeCallbacks]
) -> None:
    caught, told = begun(), []
    for count in (3, 0, 2):
        load = begin_load(caught)
        assert [one.ended for one in callbacks] == [1] * (len(callbacks) - 1) + [0]
        for _ in range(count):
            ask(caught)
        told.append(load.snapshot.answers)
    caught.end()
    assert [one.seen if one else None for one in told] == [
        {"callbacks": {"answered": 3}},
        {},
        {"callbacks": {"answered": 2}},
    ]


def test_a_fault_that_is_none_is_a_mistake() -> None:
    with pytest.raises(ConfigError, match="mock-twilio-faults: 'nonsense' is no fault"):
        behaviour_of(configured(url="http://localhost/", mock_twilio_faults="nonsense", **HERE))


def test_how_the_mock_behaves_is_what_was_configured() -> None:
    config = configured(url="http://localhost/", mock_twilio_others="refuse", media_size="5kB", **HERE)
    behaviour = behaviour_of(config, password="pw")
    assert (behaviour.refuse_others, behaviour.media_size, behaviour.password) == (True, 5_000, "pw")
    assert (behaviour.account_sid, behaviour.auth_token) == (config.account_sid, config.auth_token.reveal())


def test_every_step_of_a_job_finds_the_same_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RUNNER_TEMP", str(tmp_path))
    assert folder_of(configured(url="http://localhost/")).parent == tmp_path
    named = configured(url="http://localhost/", mock_twilio_folder="here", **HERE)
    assert folder_of(named) == Path.cwd() / "here"
