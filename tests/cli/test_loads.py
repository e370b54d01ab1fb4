"""The verbs that send messages: whatever ends before the first one leaves an exit code, and reports where they help."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from loadtest.cli import loads
from loadtest.cli.verbs import BY_NAME
from loadtest.run.interrupts import Interrupts
from loadtest.words.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TOKEN = "0123456789abcdef0123456789abcdef"
RESULTS = Path("load-test-results/results.json")


@pytest.fixture(autouse=True)
def _somewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", TOKEN)
    monkeypatch.setattr("loadtest.mock_twilio.authority.make", lambda _: None)  # a certificate takes its time


def do(verb: str, *words: str) -> int:
    return BY_NAME[verb].call(words, Interrupts())


WRONG = [
    pytest.param(("run", "--rate", "fast"), "--rate: 'fast' is not a rate", id="a wrong setting"),
    pytest.param(("doctor", "--duration", "soon"), "--duration: 'soon' is not a duration", id="of a doctor as well"),
    pytest.param(("capacity", "--from", "5"), "--to is required", id="half a ladder"),
    pytest.param(
        ("capacity", "--from", "5", "--to", "9", "--dry-run", "--runs", "2"),
        "dry-run and runs: loadtest capacity is one search, made at once; leave it out",
        id="a search cannot be rehearsed or repeated",
    ),
    pytest.param(("demo", "--url", "http://h/x"), "--url: the demo loads the simulator that it starts", id="a demo"),
    pytest.param(("demo", "--shard", "1/2"), "--shard: the demo's simulator serves this machine alone", id="a shard"),
    pytest.param(("demo", "--cause", "bad-luck"), "--cause: 'bad-luck' is none of", id="a cause that there is not"),
    pytest.param(("demo", "--lose", "3%"), "--lose: only a bot has it; add --async", id="what only a bot can do"),
    pytest.param(
        ("demo", "--async", "--mock-twilio", "4010"),
        "--mock-twilio: the demo plays Twilio itself; leave it out",
        id="a mock beside the demo's",
    ),
    pytest.param(("demo", "--async", "--backlog=soon"), "'soon'", id="no rate of a backlog"),
    pytest.param(("demo", "--async", "maybe"), "'maybe'", id="a switch that is neither on nor off"),
]


@pytest.mark.parametrize(("words", "said"), WRONG)
def test_a_mistake_is_told_and_nothing_is_sent(
    words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert do(*words) == ExitCode.WRONG_CONFIGURATION
    told = capsys.readouterr()
    assert told.err.startswith("Wrong configuration: ")
    assert said in told.err
    assert "messages" not in told.out


def test_a_wrong_configuration_leaves_the_reports_of_the_last_run_alone(tmp_path: Path) -> None:
    RESULTS.parent.mkdir()
    RESULTS.write_text('{"the last": "run"}', "utf-8")
    (RESULTS.parent / "report.html").write_text("the last run", "utf-8")
    before = {path: path.read_text("utf-8") for path in tmp_path.rglob("*.*")}
    assert do("run", "--rate", "fast") == ExitCode.WRONG_CONFIGURATION
    assert {path: path.read_text("utf-8") for path in tmp_path.rglob("*.*") if path.is_file()} == before


def test_in_ci_the_reports_of_the_last_run_are_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    RESULTS.parent.mkdir()
    RESULTS.write_text('{"the last": "run"}', "utf-8")
    assert do("run", "--rate", "fast") == ExitCode.WRONG_CONFIGURATION
    assert json.loads(RESULTS.read_text("utf-8"))["exit_code"] == ExitCode.WRONG_CONFIGURATION


def test_a_folder_that_cannot_be_written_is_told_beside_the_mistakes_and_each_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CI", "true")
    Path("file").write_text("no folder", "utf-8")
    assert do("run", "--rate", "fast", "--report-dir", "file") == ExitCode.WRONG_CONFIGURATION
    rate, folder = capsys.readouterr().err.splitlines()
    assert rate.startswith("Wrong configuration: --rate: 'fast'")
    assert folder.startswith("Wrong configuration: report-dir 'file'")


def test_the_reports_of_a_wrong_configuration_are_where_it_says(capsys: pytest.CaptureFixture[str]) -> None:
    assert do("run", "--rate", "fast", "--report-dir", "here", "--format", "json") == ExitCode.WRONG_CONFIGURATION
    told = capsys.readouterr()
    assert json.loads(told.out)["exit_code"] == ExitCode.WRONG_CONFIGURATION
    assert json.loads(Path("here/results.json").read_text("utf-8")) == json.loads(told.out)
    assert not RESULTS.exists()


def test_a_rehearsal_says_the_plan_and_sends_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert do("run", "--dry-run", "--seed", "7", "--rate", "5/s") == ExitCode.PASSED
    told = capsys.readouterr()
    assert told.err == ""
    assert "5/s" in told.out
    assert TOKEN not in told.out
    assert not RESULTS.exists()


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        pytest.param((), "download media from api.twilio.com with its account's own token, and would text real people",
                     id="as it is"),
        pytest.param(("--mix", "sms 100%"), "the server may text real people", id="without media"),
        pytest.param(("--mock-twilio", "4010"), "", id="with a mock"),
    ],
)  # fmt: skip
def test_what_a_server_may_do_without_a_mock_is_said_first(
    flags: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert do("run", "--dry-run", *flags) == ExitCode.PASSED
    told = capsys.readouterr().out
    assert ("Without mock-twilio" in told) == bool(said)
    assert said in told.partition("\n")[0]


def test_a_fault_of_ours_leaves_reports_that_say_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise RuntimeError("no code of ours expects this")

    monkeypatch.setattr("loadtest.run.story.run", broken)
    assert do("run") == ExitCode.OUR_ERROR
    assert "a fault of the load test itself (RuntimeError); please report it (exit code 5)" in capsys.readouterr().out
    assert json.loads(RESULTS.read_text("utf-8"))["exit_code"] == ExitCode.OUR_ERROR


@pytest.fixture
def ways(monkeypatch: pytest.MonkeyPatch) -> dict[str, dict[str, Any]]:
    """Return which way to run was taken, with what; each says a line."""
    taken: dict[str, dict[str, Any]] = {}

    def way(name: str, end: Any) -> Any:
        def go(*_: Any, say: Callable[[str], None], **more: Any) -> Any:
            taken[name] = more
            say("under way")
            return end

        return go

    monkeypatch.setattr("loadtest.run.story.run", way("run", None))
    monkeypatch.setattr("loadtest.run.continuous.repeat", way("series", 1))
    monkeypatch.setattr("loadtest.run.shard.run", way("shard", (4, "the shard came late")))
    monkeypatch.setattr("loadtest.run.story.publish", lambda *_, **__: 0)
    return taken


SHARD = ("--shard", "2/3", "--seed", "7", "--start", "2026-01-02T12:00:05Z")
WAYS = [
    pytest.param((), "run", ExitCode.PASSED, id="one run"),
    pytest.param(("--runs", "1"), "run", ExitCode.PASSED, id="one run, as said"),
    pytest.param(("--runs", "2"), "series", ExitCode.TARGET_MISSED, id="several"),
    pytest.param(("--every", "5m"), "series", ExitCode.TARGET_MISSED, id="one after the other"),
    pytest.param(SHARD, "shard", ExitCode.INCONCLUSIVE, id="a part of a run"),
]


@pytest.mark.parametrize(("words", "way", "code"), WAYS)
def test_there_is_one_way_to_run_for_each_wish(
    ways: dict[str, Any], words: tuple[str, ...], way: str, code: ExitCode, capsys: pytest.CaptureFixture[str]
) -> None:
    assert do("run", *words) == code
    assert [*ways] == [way]
    told = capsys.readouterr()
    assert "\nunder way\n" in told.out
    assert told.err == ""


@pytest.mark.parametrize("words", [(), ("--runs", "2"), SHARD], ids=["a run", "a series", "a shard"])
def test_where_a_script_reads_standard_output_it_holds_the_results_alone(
    ways: dict[str, Any], words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    RESULTS.parent.mkdir()
    for name in (RESULTS, RESULTS.with_name("shard-2-of-3.json")):
        name.write_text('{"left": "there"}\n', "utf-8")
    do("run", "--format", "json", *words)
    told = capsys.readouterr()
    assert len(ways) == 1
    assert told.out == '{"left": "there"}\n'
    assert "\nunder way\n" in told.err


LIVE = [
    pytest.param((), {}, True, id="somebody before a terminal"),
    pytest.param(("--format", "json"), {}, False, id="a script reads what a terminal would show"),
    pytest.param((), {"GITHUB_ACTIONS": "true"}, False, id="a runner, whatever its terminal says"),
]


@pytest.mark.parametrize(("words", "env", "live"), LIVE)
def test_a_run_is_drawn_live_for_a_person_alone(
    ways: dict[str, Any],
    words: tuple[str, ...],
    env: dict[str, str],
    live: bool,  # noqa: FBT001
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(loads, "is_live", lambda _: True)
    for name, text in env.items():
        monkeypatch.setenv(name, text)
    do("run", *words)
    assert ways["run"]["live"] is live
    monkeypatch.setattr(loads, "is_live", lambda _: False)
    do("run", *words)
    assert ways["run"]["live"] is False


def test_the_secrets_of_a_mock_are_forgotten_when_its_run_is_over(
    ways: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    forgotten: list[Any] = []
    monkeypatch.setattr("loadtest.run.catching.forget", forgotten.append)
    do("run")
    assert (len(ways), forgotten) == (1, [])
    do("run", "--mock-twilio", "on")
    assert len(forgotten) == 1


def test_a_demo_says_where_its_simulator_is_before_the_run(
    ways: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert do("demo") == ExitCode.PASSED
    assert [*ways] == ["run"]
    first, second, *_ = capsys.readouterr().out.splitlines()
    assert first.startswith("The embedded simulator answers at http://localhost:")
    assert second == "under way"


DEMOS = [
    pytest.param(
        (),
        {"concurrent": "10", "duration": "15s", "preflight": "true", "mock-twilio": "off"},
        "(20 messages an hour for each number)",
        id="a load that the simulator's own limit lets pass",
    ),
    pytest.param(
        ("--duration", "3", "--limit-text", "no more"),
        {"duration": "3s", "phone-numbers": "+15555552000-+15555552029"},
        "(3 messages a minute for each number)",
        id="a decline in the user's words, and a flag that beats what is usual",
    ),
    pytest.param(
        ("--cause", "db-pool"),
        {"concurrent": "5", "duration": "20s", "delay": "500ms", "preflight": "true"},
        "",
        id="a cause: finer batches",
    ),
    pytest.param(("--cause", "signature"), {"preflight": "false"}, "", id="a cause that the preflight would name"),
    pytest.param(
        ("--cause", "cold-start", "--preflight", "true"), {"preflight": "true"}, "", id="unless the user wants it to"
    ),
    pytest.param(
        ("--async", "--backlog"),
        {"duration": "8s", "reply-timeout": "4s", "phone-numbers": "+15555552000-+15555552199"},
        "As a bot it answered 0,",
        id="a bot, with a number for each message",
    ),
    pytest.param(("--async", "--backlog=2/s"), {"duration": "8s"}, "As a bot it", id="a backlog of the user's"),
    pytest.param(("--async", "false"), {"duration": "15s", "mock-twilio": "off"}, "", id="no bot, as said"),
    pytest.param(("--mock-twilio", "5000"), {"mock-twilio": "5000"}, "", id="no bot, and a mock of the user's"),
]


@pytest.mark.parametrize(("words", "settings", "said"), DEMOS)
def test_a_demo_has_a_load_of_its_own_and_no_settings_of_a_real_test(
    words: tuple[str, ...],
    settings: dict[str, str],
    said: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LOAD_TEST_CONCURRENT", "77")
    monkeypatch.setenv("INPUT_REPORT-DIR", "elsewhere")
    assert do("demo", "--dry-run", *words) == ExitCode.PASSED
    told = capsys.readouterr().out
    assert said in told
    assert "real people" not in told, "the simulator is ours and calls nobody"
    shown = {line.split()[0]: line.split()[1] for line in told.splitlines() if line.startswith("  ") and "  (" in line}
    assert settings.items() <= shown.items()
    assert (shown["report-dir"], shown["url"][:17]) == ("load-test-results", "http://localhost:")


OPTIONS = [
    pytest.param({"report-dir": "flag"}, {"INPUT_REPORT-DIR": "input"}, "env=file", "flag", id="a flag"),
    pytest.param({}, {"INPUT_REPORT-DIR": "input"}, "LOAD_TEST_REPORT_DIR=file", "input", id="an input"),
    pytest.param({}, {}, "LOAD_TEST_REPORT_DIR=file", "file", id="a .env file"),
    pytest.param({"report-dir": " "}, {"LOAD_TEST_URL": "no url"}, "", "load-test-results", id="none: the default"),
]


@pytest.mark.parametrize(("flags", "env", "file", "value"), OPTIONS)
def test_an_option_has_the_value_of_its_highest_source_whatever_else_is_wrong(
    flags: Mapping[str, str], env: Mapping[str, str], file: str, value: str, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text(file, "utf-8")
    assert loads.named_option("report-dir", flags, env, tmp_path) == value
