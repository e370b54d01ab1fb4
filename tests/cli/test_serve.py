"""The verb that runs only the simulator: where it listens, whose token it takes, what it says at the end."""

from __future__ import annotations

import pytest

from loadtest.cli.verbs import BY_NAME
from loadtest.run.interrupts import InterruptedRunError, Interrupts
from loadtest.simulator import DEMO_TOKEN, Simulator
from loadtest.words.errors import ExitCode


def simulator(*words: str) -> int:
    return BY_NAME["simulator"].call(words, Interrupts())


@pytest.fixture
def _stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(server: Simulator) -> None:
        server.counts.accepted += 2
        raise InterruptedRunError(2)

    monkeypatch.setattr(Simulator, "wait", stopped)


TOKENS = [
    pytest.param("", f"(auth token: {DEMO_TOKEN})", id="its own token, which it says"),
    pytest.param("s3cret-token", "(auth token: TWILIO_AUTH_TOKEN)", id="the user's, which it does not"),
]


@pytest.mark.usefixtures("_stopped")
@pytest.mark.parametrize(("token", "said"), TOKENS)
def test_it_says_where_it_is_and_what_it_counted(
    token: str, said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", token)
    assert simulator("--port", "0") == ExitCode.PASSED
    first, last = capsys.readouterr().out.splitlines()
    assert first.startswith("Simulator: http://localhost:")
    assert first.endswith(said)
    assert last == ("Simulator stopped by SIGINT: 0 messages received, 2 accepted, 0 rate limited, 0 refused, 0 failed")


WRONG = [
    pytest.param(("--port", "65536"), "--port: '65536' is not a whole number from 0 to 65,535", id="beyond the last"),
    pytest.param(("--port", "http"), "--port: 'http' is not a whole number", id="a port by its name"),
    pytest.param(("--latency", "soon"), "--latency: ", id="a behaviour that is none"),
    pytest.param(("--prot", "1", "--hots", "x"), "--hots is not a known flag", id="every wrong flag"),
]


@pytest.mark.parametrize(("words", "said"), WRONG)
def test_a_mistake_is_told_and_nothing_listens(
    words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert simulator(*words) == ExitCode.WRONG_CONFIGURATION
    told = capsys.readouterr()
    assert f"Wrong configuration: {said}" in told.err
    assert told.out == ""
