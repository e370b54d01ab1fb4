"""The verbs of the mock Twilio: the server's environment printed, written or used, and the mock alone."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from loadtest.cli.verbs import BY_NAME
from loadtest.mock_twilio import authority
from loadtest.mock_twilio.server import MockTwilio
from loadtest.run.interrupts import InterruptedRunError, Interrupts
from loadtest.words.errors import ExitCode

if TYPE_CHECKING:
    from loadtest.mock_twilio.behaviour import Behaviour

TOKEN = "0123456789abcdef0123456789abcdef"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mock")
    authority.make(folder)
    return folder


@pytest.fixture(autouse=True)
def _somewhere(tmp_path: Path, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LOAD_TEST_MOCK_TWILIO_FOLDER", str(certificate))


def mock_twilio(*words: str) -> int:
    return BY_NAME["mock-twilio"].call(words, Interrupts())


PLACES = [
    pytest.param((), "http://127.0.0.1:4010", id="on loopback, no password"),
    pytest.param(("--mock-twilio", "5000"), "http://127.0.0.1:5000", id="on another port"),
    pytest.param(("--host", "::1"), "http://[::1]:4010", id="an address of IPv6"),
    pytest.param(("--mock-twilio", "127.0.0.2:5000"), "http://127.0.0.2:5000", id="an address"),
    pytest.param(("--host", "localhost"), "http://localhost:4010", id="loopback by its name"),
]


@pytest.mark.parametrize(("words", "proxy"), PLACES)
def test_the_servers_environment_is_printed_without_a_token(
    words: tuple[str, ...], proxy: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert mock_twilio("env", *words) == ExitCode.PASSED
    told = capsys.readouterr()
    assert f"HTTPS_PROXY={proxy}\n" in told.out.replace("'", "").replace("export ", "")
    assert told.err == ""


def test_off_loopback_the_proxy_asks_for_a_password(certificate: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert mock_twilio("env", "--host", "10.0.0.1") == ExitCode.PASSED
    assert f":{authority.password(certificate)}@10.0.0.1:4010" in capsys.readouterr().out


def test_the_environment_is_written_to_a_file_that_its_owner_alone_reads(capsys: pytest.CaptureFixture[str]) -> None:
    assert mock_twilio("env", "--file", "server.env") == ExitCode.PASSED
    file = Path("server.env")
    assert "HTTPS_PROXY=http://127.0.0.1:4010\n" in file.read_text("utf-8")
    assert file.stat().st_mode & 0o777 == 0o600
    told = capsys.readouterr().out
    assert told.startswith(f"Wrote {len(file.read_text('utf-8').splitlines())} variables to server.env")
    assert "api.twilio.com" in told


def test_a_server_is_started_with_the_environment_and_without_our_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Any] = []

    def become(*what: Any) -> None:
        started.append(what)
        raise FileNotFoundError(2, "so that the test goes on")

    monkeypatch.setattr(os, "execvpe", become)
    monkeypatch.setenv("LOAD_TEST_SEED", "7")
    monkeypatch.setenv("INPUT_SEED", "7")
    monkeypatch.setenv("OWN", "yes")
    mock_twilio("exec", "--", "npm", "start", "--seed")
    ((program, command, env),) = started
    assert (program, command) == ("npm", ("npm", "start", "--seed"))
    assert (env["OWN"], env["HTTPS_PROXY"]) == ("yes", "http://127.0.0.1:4010")
    assert not [name for name in env if name.startswith(("INPUT_", "LOAD_TEST_"))]


WRONG = [
    pytest.param(("evn",), "mock-twilio 'evn' is not known; write env, exec -- CMD, or nothing", id="another word"),
    pytest.param(("exec",), "write the command behind it, like exec -- npm start", id="no command"),
    pytest.param(("exec", "--", "/nowhere/npm"), "'/nowhere/npm' cannot be started (No such file", id="no program"),
    pytest.param(("env", "--file", "/nowhere/f"), "--file: '/nowhere/f' cannot be written (No such file", id="no file"),
    pytest.param(("env", "--mock-twilio", "maybe"), "'maybe' is no place for a mock Twilio", id="no place"),
    pytest.param((), "auth-token is required", id="the mock alone knows whose calls are good by the token"),
    pytest.param(("--mock-twilio-faults", "rain 5%"), "mock-twilio-faults: ", id="a fault that there is not"),
]


@pytest.mark.parametrize(("words", "said"), WRONG)
def test_a_mistake_is_told(
    words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    if "--mock-twilio-faults" in words:
        monkeypatch.setenv("TWILIO_AUTH_TOKEN", TOKEN)
    assert mock_twilio(*words) == ExitCode.WRONG_CONFIGURATION
    told = capsys.readouterr()
    assert said in told.err
    assert told.out == ""


@pytest.fixture
def _stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """End the mock at once, with something seen."""

    def stopped(mock: MockTwilio) -> None:
        mock.seen.calls["messages created"] += 1_200
        mock.seen.media["fetches"] += 3
        mock.seen.unknown["/\x1bx"] += 1
        mock.seen.others["api.example"] += 2
        raise InterruptedRunError(15)

    monkeypatch.setattr(MockTwilio, "wait", stopped)
    monkeypatch.setattr(MockTwilio, "__enter__", lambda mock: mock)
    monkeypatch.setattr(MockTwilio, "__exit__", lambda *_: None)
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", TOKEN)


@pytest.mark.usefixtures("_stopped")
def test_the_mock_alone_says_where_it_is_and_what_it_saw(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    authority.make(tmp_path / "own")
    assert mock_twilio("--mock-twilio-folder", str(tmp_path / "own")) == ExitCode.PASSED
    assert capsys.readouterr().out.splitlines()[-4:] == [
        "The load finds it with --mock-twilio 127.0.0.1:4010",
        "Mock Twilio stopped by SIGTERM: 1,200 messages, 3 media",
        "  not played: '/\\x1bx' (1 time)",
        "  another host: 'api.example' (2 times)",
    ]
    assert not authority.exists(tmp_path / "own"), "its key is forgotten"


@pytest.mark.usefixtures("_stopped")
@pytest.mark.parametrize(("host", "asks"), [("0.0.0.0", True), ("127.0.0.1", False)])  # noqa: S104
def test_the_mock_alone_asks_for_a_password_where_others_reach_it(
    host: str,
    asks: bool,  # noqa: FBT001
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    authority.make(tmp_path / "own")
    asked: list[str] = []
    whole = MockTwilio.__init__

    def begun(mock: MockTwilio, behaviour: Behaviour, *more: Any, **named: Any) -> None:
        asked.append(behaviour.password)
        whole(mock, behaviour, *more, **named)

    monkeypatch.setattr(MockTwilio, "__init__", begun)
    password = authority.password(tmp_path / "own")
    mock_twilio("--host", host, "--mock-twilio-folder", str(tmp_path / "own"))
    assert asked == [password if asks else ""]
