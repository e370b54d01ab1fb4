"""Flags, inputs, environment and .env files -> Config: values, order of precedence, every mistake and no secret."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.config import OPTIONS, Config, load, options_help, read, read_dotenv
from loadtest.config.urls import mask_userinfo
from loadtest.message import mms, sms
from loadtest.message.form import Media
from loadtest.pacing import ClosedBatches, OpenBatches
from loadtest.verdict.judge import ReplyCheck
from loadtest.words.errors import ConfigError, ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

TOKEN = "s3cret-token-0123456789abcdef"
FILES = {
    "texts.txt": "# greetings\nhello, you\nbye",
    "ca.pem": "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
    "key.pem": "-----BEGIN PRIVATE KEY-----\n",
    "empty.txt": "",
    "tokens.txt": "s3cret-in-a-file\n",
    "codes.txt": "424242\n",
}


def read_file(path: str) -> str:
    if path == "binary":
        raise UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte")
    if "\0" in path:
        raise ValueError("embedded null byte")
    if path not in FILES:
        raise FileNotFoundError(2, "No such file or directory")
    return FILES[path]


def configure(
    flags: Mapping[str, str] | None = None,
    env: Mapping[str, str] | None = None,
    dotenv: tuple[tuple[str, Mapping[str, str]], ...] = (),
    *,
    token: str = TOKEN,
) -> Config:
    return load(flags or {}, {"TWILIO_AUTH_TOKEN": token, **(env or {})}, dotenv, read_file, seed=42)


def mistakes(*args: Any, **named: Any) -> tuple[str, ...]:
    with pytest.raises(ConfigError) as caught:
        configure(*args, **named)
    assert caught.value.exit_code is ExitCode.WRONG_CONFIGURATION
    return caught.value.problems


def setting(config: Config, name: str) -> tuple[str, str]:
    return next((item.value, item.source) for item in config.settings if item.name == name)


def test_the_defaults_are_those_of_the_contract() -> None:
    config = configure()
    assert config.url.text == config.signature_url.text == "http://localhost:3000/api/sms/webhook"
    assert config.health_url is not None
    assert (config.health_url.text, config.health_url_is_default) == ("http://localhost:3000/health", True)
    assert (config.account_sid, config.to_number) == ("AC" + "0" * 32, "+15555556789")
    assert (config.concurrent, config.duration, config.delay, config.model) == (10, 60.0, 1.0, "open")
    assert config.phone_numbers.texts() == ["+15555551001-+15555551005"]
    assert (config.mms_share, config.messages, config.media) == (0.3, sms.TEXTS, mms.MEDIA)
    assert (config.timeout, config.connect_retries, config.keep_alive) == (15.0, 1, False)
    assert (config.max_in_flight, config.health_timeout, config.progress_interval) == (10_000, 60.0, 10.0)
    assert (config.reply_check, config.on_inconclusive) == (ReplyCheck.STRICT, "fail")
    assert [target.source for target in config.targets] == ["average < 5s", "success > 95%", "p95 < 10s"]
    assert (config.report_dir, config.ca_file, config.preset) == ("load-test-results", "", "")
    assert config.warnings == ()
    assert setting(config, "duration") == ("60s", "default")
    assert setting(config, "seed") == ("42", "random")
    assert setting(config, "health-url") == ("http://localhost:3000/health", "default")
    assert [item.name for item in config.settings] == [option.name for option in OPTIONS]


VALUES = [
    pytest.param("duration", "5", 5.0, id="a bare duration counts in seconds"),
    pytest.param("duration", "2m", 120.0, id="a duration may have a unit"),
    pytest.param("duration", " 5\n", 5.0, id="values are trimmed"),
    pytest.param("delay", "500", 0.5, id="a bare delay counts in milliseconds"),
    pytest.param("delay", "2s", 2.0, id="a delay may be in seconds"),
    pytest.param("concurrent", "1,500", 1500, id="a number may have a thousands separator"),
    pytest.param("keep-alive", "TRUE", True, id="booleans may be in any case"),
    pytest.param("keep-alive", "on", True, id="on is true"),
    pytest.param("keep-alive", "0", False, id="0 is false"),
    pytest.param("model", "Closed", "closed", id="a choice may be in any case"),
    pytest.param("connect-retries", "0", 0, id="no second connect attempt at all"),
    pytest.param("mms-share", "0", 0.0, id="no MMS at all"),
    pytest.param("mms-share", "100%", 1.0, id="MMS only"),
    pytest.param("seed", "9007199254740991", 2**53 - 1, id="the largest seed"),
    pytest.param("to-number", "12345", "12345", id="a short code receives too"),
    pytest.param("account-sid", "AC" + "aB" * 16, "AC" + "aB" * 16, id="an account SID in mixed case"),
    pytest.param("reply-check", "status", ReplyCheck.STATUS, id="the original script's check"),
    pytest.param("messages", "hi, you\nbye", ("hi, you", "bye"), id="commas are text in messages"),
    pytest.param("messages", "order #1042\n# note\n\n", ("order #1042",), id="a # inside a line is text"),
    pytest.param("messages", r"one\ntwo", ("one\ntwo",), id="backslash n is a new line in a message"),
    pytest.param("messages", "a\r\nb", ("a", "b"), id="Windows line ends separate messages"),
    pytest.param("messages", "@texts.txt", ("hello, you", "bye"), id="@file reads the messages"),
    pytest.param("messages", "hi\n@texts.txt", ("hi", "@texts.txt"), id="an @ on a later line is text"),
    pytest.param("messages", "x" * 1600, ("x" * 1600,), id="the longest body that Twilio delivers"),
    pytest.param("media", "audio/ogg", (Media(content_type="audio/ogg"),), id="a medium without a URL"),
    pytest.param(
        "media",
        "image/png https://h/a#b,c",
        (Media(content_type="image/png", url="https://h/a#b,c"),),
        id="a medium's URL keeps its # and its comma",
    ),
    pytest.param(
        "media",
        "image/png, audio/ogg # voice",
        (Media(content_type="image/png"), Media(content_type="audio/ogg")),
        id="media between commas, with a comment",
    ),
    pytest.param("accept-pattern", "a{1,3} #x\nok", ("a{1,3} #x", "ok"), id="patterns keep commas and #"),
    pytest.param("health-url", "off", None, id="the health request can be switched off"),
    pytest.param("ca-file", "ca.pem", "ca.pem", id="an own CA file"),
    pytest.param("report-dir", "", "load-test-results", id="an empty value counts as not set"),
    pytest.param("report-dir", " \n\t", "load-test-results", id="a blank value counts as not set"),
]


@pytest.mark.parametrize(("name", "text", "value"), VALUES)
def test_what_is_typed_becomes_a_value(name: str, text: str, value: object) -> None:
    config = configure(env={f"INPUT_{name.upper()}": text})
    assert getattr(config, name.replace("-", "_")) == value


LISTS = [
    pytest.param("+15555550001,+15555550002", ["+15555550001", "+15555550002"], id="commas separate"),
    pytest.param("# mine\n+15555550001 # me\n\n", ["+15555550001"], id="comments and blank lines are left out"),
    pytest.param("+15555550001 - +15555550009", ["+15555550001-+15555550009"], id="a range"),
]


@pytest.mark.parametrize(("text", "numbers"), LISTS)
def test_phone_numbers_are_a_list(text: str, numbers: list[str]) -> None:
    assert configure({"phone-numbers": text}).phone_numbers.texts() == numbers


def test_targets_are_a_list_and_a_thousands_comma_does_not_separate() -> None:
    config = configure({"targets": "p95 < 2s, failed < 1,000 # few\ndropped<=0"})
    assert [target.source for target in config.targets] == ["p95 < 2s", "failed < 1,000", "dropped<=0"]


URLS = [
    pytest.param("https://h.example", "https://h.example", "", id="no path"),
    pytest.param("HTTP://Host:80/x?y=%20&z#", "HTTP://Host:80/x?y=%20&z", "", id="the spelling is kept"),
    pytest.param("http://[::1]:3000/x", "http://[::1]:3000/x", "", id="IPv6"),
    pytest.param("http://me:p%40ss@h:1/x", "http://h:1/x", "me:p@ss", id="userinfo is kept apart and decoded"),
    pytest.param("http://h/x@y", "http://h/x@y", "", id="an @ in the path is not userinfo"),
    pytest.param("http://my_service:3000/x", "http://my_service:3000/x", "", id="service names may have underscores"),
]


@pytest.mark.parametrize(("text", "sent", "userinfo"), URLS)
def test_a_url_is_sent_as_typed_less_userinfo(text: str, sent: str, userinfo: str) -> None:
    config = configure({"url": text})
    assert (config.url.text, config.userinfo.reveal()) == (sent, userinfo)


def test_a_fragment_is_left_off_with_a_warning() -> None:
    config = configure({"url": "http://h/x#rc=2"})
    assert config.plan().url == "http://h/x"
    assert config.warnings[0].startswith("--url: #rc=2 is left off")


HEALTH = [
    pytest.param("/healthz?x=1", "https://h:1/healthz?x=1", id="a path is on the webhook's origin"),
    pytest.param("http://other/ready", "http://other/ready", id="an absolute URL is itself"),
]


@pytest.mark.parametrize(("text", "resolved"), HEALTH)
def test_the_health_url_is_resolved(text: str, resolved: str) -> None:
    config = configure({"url": "https://me:pw@h:1/hook", "health-url": text})
    assert str(config.health_url) == resolved
    assert not config.health_url_is_default


MISTAKES = [
    pytest.param("duration", "soon", "'soon' is not a duration; write it like 60s", id="no duration"),
    pytest.param("duration", "0", "'0' is not from 1ms to 86400s", id="no time at all"),
    pytest.param("duration", "-5", "'-5' is not a duration", id="a negative duration"),
    pytest.param("duration", "9" * 500 + "h", "is not", id="a duration beyond every number"),
    pytest.param("concurrent", "0", "'0' is not a whole number from 1 to 60,000", id="no messages"),
    pytest.param("concurrent", "1e3", "'1e3' is not a whole number", id="a float"),
    pytest.param("concurrent", "9" * 5000, "is not a whole number from 1", id="more digits than Python reads"),
    pytest.param("connect-retries", "6", "from 0 to 5 (Twilio makes no more)", id="too many retries"),
    pytest.param("max-in-flight", "0", "is not a whole number from 1", id="nothing in flight"),
    pytest.param("seed", "-1", "'-1' is not a whole number", id="a negative seed"),
    pytest.param("mms-share", "0.3", "could mean 30% or 0.3%", id="an ambiguous share"),
    pytest.param("mms-share", "130%", "'130%' is more than 100%", id="more than everything"),
    pytest.param("keep-alive", "maybe", "'maybe' is neither true nor false", id="no boolean"),
    pytest.param("model", "opn", "is not one of open, closed; did you mean open?", id="a misspelt choice"),
    pytest.param("preset", "peek", "did you mean peak?", id="a misspelt preset"),
    pytest.param("reply-check", "lax", "is not one of strict, status", id="no reply check"),
    pytest.param("on-inconclusive", "maybe", "is not one of fail, pass", id="no way to conclude"),
    pytest.param("account-sid", "AC123", "this is not an account SID", id="a short account SID"),
    pytest.param("to-number", "555-1234", "neither a number in E.164 form", id="a local number"),
    pytest.param("phone-numbers", "15555551001", "did you mean +15555551001?", id="a number without its +"),
    pytest.param("phone-numbers", "# none", "nothing but comments", id="an empty pool"),
    pytest.param("phone-numbers", ", ,", "nothing but commas", id="a pool of commas"),
    pytest.param("targets", "p95 under 3s", "is not a target", id="a target in prose"),
    pytest.param("targets", "p59x < 3s", "there is no metric", id="an unknown metric"),
    pytest.param("messages", "x" * 1601, "has 1,601 characters; Twilio delivers at most 1,600", id="too long a body"),
    pytest.param("messages", "a\0b", "holds a NUL character", id="a NUL in a body"),
    pytest.param("messages", "a\udc80b", "bytes that are not UTF-8", id="a body that is not UTF-8"),
    pytest.param("messages", "@nowhere.txt", "'nowhere.txt' cannot be read (No such file", id="no such file"),
    pytest.param("messages", "@binary", "'binary' is not UTF-8 text", id="a binary file"),
    pytest.param("messages", "@empty.txt", "nothing but comments", id="an empty file"),
    pytest.param("media", "ogg", "'ogg' is not a medium", id="no content type"),
    pytest.param("media", "audio/ogg ftp://h/x", "neither http nor https", id="a medium behind another scheme"),
    pytest.param("media", "audio/ogg http://u:pw@h/x", "'***@h/x' carries a password", id="a medium with a password"),
    pytest.param("refusal-pattern", "(oops", "'(oops' is not a regular expression", id="a broken pattern"),
    pytest.param("refusal-pattern", "a{99999999999}", "is not a regular expression", id="a pattern too large"),
    pytest.param("ca-file", "nowhere.pem", "cannot be read", id="no CA file"),
    pytest.param("ca-file", "key.pem", "holds no certificate", id="a key instead of a certificate"),
    pytest.param("url", "localhost:3000/x", "did you mean http://localhost:3000/x", id="no scheme"),
    pytest.param("url", "http:/localhost", "did you mean http://localhost or", id="one slash too few"),
    pytest.param("url", "htp://h/x", "did you mean http://h/x?", id="a misspelt scheme"),
    pytest.param("url", "ftp://h/x", "is neither http nor https", id="another scheme"),
    pytest.param("url", "http+unix://%2Frun%2Fapp.sock/sms", "is a Unix socket, which neither", id="a Unix socket"),
    pytest.param("url", "http://h:99999/x", "has no valid host and port", id="a port beyond the last"),
    pytest.param("url", "http://h:0/x", "has no valid port", id="port 0"),
    pytest.param("url", "http://h:/x", "has no valid port", id="an empty port"),
    pytest.param("url", "http:///x", "has no valid host", id="no host"),
    pytest.param("url", "http://a..b/x", "has no valid host", id="an empty label"),
    pytest.param("url", "http://[::1/x", "has no valid host and port", id="an open bracket"),
    pytest.param("url", "http://[1]/x", "has no valid host", id="brackets around no IPv6 address"),
    pytest.param("url", "http://h/a b", "write a blank in a URL as %20", id="a blank in a URL"),
    pytest.param("url", "http://h/é", "outside ASCII", id="a letter outside ASCII"),
    pytest.param("health-url", "health", "a path begins with a slash", id="a path without its slash"),
    pytest.param("progress-interval", "1ms", "is not from 1s to 3600s", id="progress within a second"),
]


@pytest.mark.parametrize(("name", "text", "sentence"), MISTAKES)
def test_a_mistake_names_the_source_the_value_and_the_remedy(name: str, text: str, sentence: str) -> None:
    (problem,) = mistakes({name: text})
    assert problem.startswith(f"--{name}: ")
    assert sentence in problem
    assert len(problem) < 450
    assert problem.isprintable()


SOURCES: list[Any] = [
    pytest.param({"flags": {"delay": "x"}}, "--delay: ", id="a flag"),
    pytest.param({"env": {"INPUT_DELAY": "x"}}, "input delay: ", id="an input"),
    pytest.param({"env": {"LOAD_TEST_DELAY": "x"}}, "LOAD_TEST_DELAY: ", id="a variable"),
    pytest.param(
        {"dotenv": ((".env.test", {"LOAD_TEST_DELAY": "x"}),)}, "LOAD_TEST_DELAY in .env.test: ", id="a .env file"
    ),
]


@pytest.mark.parametrize(("where", "source"), SOURCES)
def test_a_mistake_is_named_as_it_was_typed(where: dict[str, Any], source: str) -> None:
    (problem,) = mistakes(**where)
    assert problem.startswith(source)


def test_all_mistakes_are_reported_together_each_once() -> None:
    problems = mistakes(
        {"duration": "x", "phone-numbers": "1\n2"},
        {"LOAD_TEST_CONCURENT": "5", "INPUT_MMS-SHAR": "1", "TWILIO_AUTH_TOKEN": " "},
    )
    assert len(problems) == len(set(problems)) == 6
    assert "auth-token is required and not set" in "\n".join(problems)


def test_a_missing_token_says_where_to_set_it() -> None:
    (problem,) = mistakes(token="")
    for place in ("`auth-token: ${{ secrets.TWILIO_AUTH_TOKEN }}`", "-e TWILIO_AUTH_TOKEN", ".env.test"):
        assert place in problem


def test_an_open_model_without_a_delay_is_a_mistake() -> None:
    (problem,) = mistakes({"delay": "0"})
    assert problem.startswith("--delay: 0 would start every batch at once")
    assert configure({"delay": "0", "model": "closed"}).plan().pacing == ClosedBatches(size=10, rest=0.0, duration=60.0)


# Precedence

RANKED: list[tuple[str, Callable[[str], dict[str, Any]]]] = [
    ("--duration", lambda text: {"flags": {"duration": text}}),
    ("input duration", lambda text: {"env": {"INPUT_DURATION": text}}),
    ("LOAD_TEST_DURATION", lambda text: {"env": {"LOAD_TEST_DURATION": text}}),
    ("LOAD_TEST_DURATION in .env.test", lambda text: {".env.test": {"LOAD_TEST_DURATION": text}}),
    ("LOAD_TEST_DURATION in .env", lambda text: {".env": {"LOAD_TEST_DURATION": text}}),
]


@given(st.lists(st.sampled_from(["", " ", "3", "5", "7m"]), min_size=len(RANKED), max_size=len(RANKED)))
def test_the_highest_source_that_is_not_blank_wins(texts: list[str]) -> None:
    given_by: dict[str, dict[str, str]] = {"flags": {}, "env": {}, ".env.test": {}, ".env": {}}
    for (_, place), text in zip(RANKED, texts, strict=True):
        for source, setting_ in place(text).items():
            given_by[source] |= setting_
    dotenv = tuple((name, given_by[name]) for name in (".env.test", ".env"))
    config = configure(given_by["flags"], given_by["env"], dotenv)
    winner = next(((name, text) for (name, _), text in zip(RANKED, texts, strict=True) if text.strip()), None)
    assert setting(config, "duration")[1] == (winner[0] if winner else "default")
    assert config.duration == {None: 60.0, "3": 3.0, "5": 5.0, "7m": 420.0}[winner and winner[1]]


PRESETS: list[Any] = [
    pytest.param({"flags": {"preset": "peak"}}, (50, 120.0), id="a preset sets its parts"),
    pytest.param({"flags": {"preset": "Burst"}}, (50, 30.0), id="a preset may be in any case"),
    pytest.param({"flags": {"preset": "peak", "duration": "5"}}, (50, 5.0), id="a flag overrides a flag's preset"),
    pytest.param(
        {"flags": {"preset": "peak"}, "env": {"LOAD_TEST_DURATION": "5"}},
        (50, 120.0),
        id="a variable does not override a flag's preset",
    ),
    pytest.param(
        {"env": {"INPUT_PRESET": "peak", "INPUT_CONCURRENT": "3"}},
        (3, 120.0),
        id="an input overrides an input's preset",
    ),
    pytest.param(
        {"env": {"LOAD_TEST_PRESET": "peak"}, "flags": {"duration": "5"}},
        (50, 5.0),
        id="a flag overrides a variable's preset",
    ),
    pytest.param(
        {"dotenv": ((".env.test", {"LOAD_TEST_PRESET": "peak"}), (".env", {"LOAD_TEST_DURATION": "5"}))},
        (50, 120.0),
        id=".env does not override the preset of .env.test",
    ),
]


@pytest.mark.parametrize(("where", "parts"), PRESETS)
def test_a_preset_ranks_with_its_source(where: dict[str, Any], parts: tuple[int, float]) -> None:
    config = configure(**where)
    assert (config.concurrent, config.duration) == parts


def test_a_setting_that_a_preset_beats_is_told() -> None:
    config = configure({"preset": "peak"}, {"LOAD_TEST_DURATION": "5"})
    assert config.warnings == ("LOAD_TEST_DURATION is not used: --preset is a higher source and sets duration to 120",)
    assert setting(config, "duration") == ("120s", "preset peak (--preset)")


# Names

NAMES = [
    pytest.param("LOAD_TEST_DURATON", "did you mean LOAD_TEST_DURATION?", id="a letter is missing"),
    pytest.param("LOAD_TEST_CONCURRENCY", "did you mean LOAD_TEST_CONCURRENT?", id="another form of the word"),
    pytest.param("LOAD_TEST_MODLE", "did you mean LOAD_TEST_MODEL?", id="two letters changed places"),
    pytest.param("INPUT_PHONE-NUMBER", "did you mean the input phone-numbers?", id="an input in the singular"),
    pytest.param("INPUT_MAX_INFLIGHT", "did you mean the input max-in-flight?", id="an input without its hyphen"),
    pytest.param("INPUT_LOAD_TEST_URL", "did you mean the input url?", id="a variable's name as an input"),
    pytest.param("INPUT_TWILIO_AUTH_TOKEN", "did you mean the input auth-token?", id="the token's variable"),
]


@pytest.mark.parametrize(("name", "hint"), NAMES)
def test_a_near_miss_of_a_name_is_a_mistake(name: str, hint: str) -> None:
    (problem,) = mistakes(env={name: "1"})
    assert problem.startswith(name)
    assert hint in problem
    assert configure(env={name: " "}).warnings == ()


@pytest.mark.parametrize(
    "name",
    [
        "TOKEN", "GITHUB-TOKEN", "NODE-VERSION", "PYTHON-VERSION", "PATH", "NAME", "ARGS", "ENTRYPOINT", "MODE",
        "URLS", "HOST", "REPOSITORY", "REF", "FETCH-DEPTH", "CACHE", "CHECK-LATEST", "TAGS", "CONTEXT", "FILE",
        "COMMAND", "WORKING-DIRECTORY", "RETENTION-DAYS", "RUN", "TIMEOUT-MINUTES", "API-KEY", "ACCOUNT",
        "SHELL", "KEY", "REPORTER",
    ],
)  # fmt: skip
def test_inputs_of_other_actions_are_ignored(name: str) -> None:
    assert configure(env={f"INPUT_{name}": "x"}).warnings == ()


def test_inputs_that_the_runner_passes_empty_are_not_set() -> None:
    env = {name: "" for option in OPTIONS for name in option.inputs}
    assert configure(env=env, dotenv=((".env", {"LOAD_TEST_SEED": "1"}),)).seed == 1
    assert configure(env=env) == configure()


def test_an_unknown_name_of_our_own_is_one_warning() -> None:
    config = configure(env={"LOAD_TEST_FOO": "x"}, dotenv=((".env", {"LOAD_TEST_BAR": "y", "PATH": "z"}),))
    assert [warning.split(" is ")[0] for warning in config.warnings] == ["LOAD_TEST_FOO", "LOAD_TEST_BAR in .env"]


def test_an_input_may_be_spelt_with_underscores() -> None:
    assert configure(env={"INPUT_MMS_SHARE": "10%"}).mms_share == 0.1
    assert configure(env={"INPUT_MMS_SHARE": "10%", "INPUT_MMS-SHARE": "10%"}).mms_share == 0.1
    assert configure(env={"INPUT_MMS_SHARE": "10%", "INPUT_MMS-SHARE": ""}).mms_share == 0.1


def test_an_input_in_both_spellings_with_different_values_is_a_mistake() -> None:
    (problem,) = mistakes(env={"INPUT_AUTH-TOKEN": "sentinel-1", "INPUT_AUTH_TOKEN": "sentinel-2"})
    assert problem == (
        "input auth-token is given twice, as INPUT_AUTH-TOKEN and INPUT_AUTH_TOKEN, with different values; "
        "keep one of them"
    )


# Flags


def test_a_secret_among_the_flags_of_load_is_refused() -> None:
    (problem,) = mistakes({"auth-token": "sentinel"})
    assert "has no flag" in problem
    assert "sentinel" not in problem


# .env files


def test_dotenv_files_are_read_highest_first_without_interpolation(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("export LOAD_TEST_DELAY='250' # fast\nTWILIO_AUTH_TOKEN=a$HOME{x}\nBARE\n")
    (tmp_path / ".env.test").write_bytes(b"\xef\xbb\xbfLOAD_TEST_DURATION=5\n")
    found, problems = read_dotenv(tmp_path)
    assert found == [
        (".env.test", {"LOAD_TEST_DURATION": "5"}),
        (".env", {"LOAD_TEST_DELAY": "250", "TWILIO_AUTH_TOKEN": "a$HOME{x}"}),
    ]
    assert problems == []
    config = read({"concurrent": "2"}, env={}, directory=tmp_path, seed=1)
    assert config.plan().pacing == OpenBatches(size=2, interval=0.25, duration=5.0)
    assert config.auth_token.reveal() == "a$HOME{x}"


def test_a_dotenv_file_that_cannot_be_read_is_a_mistake_among_the_others(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"A=\xff")
    (tmp_path / ".env.test").mkdir()  # as a virtual environment may be called
    with pytest.raises(ConfigError) as caught:
        read({}, env={}, directory=tmp_path, seed=1, problems=["--ulr is"])
    assert [problem.split(" ")[0] for problem in caught.value.problems] == ["--ulr", ".env", "auth-token"]


def test_a_line_of_a_dotenv_file_that_is_none_is_told_by_its_number_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / ".env").write_text("A=1\n\nsentinel token\nLOAD_TEST_DELAY=250\nTWILIO_AUTH_TOKEN='sentinel\nB=2\n")
    found, problems = read_dotenv(tmp_path)
    assert [problem.partition(";")[0] for problem in problems] == [
        ".env line 3 is not NAME=VALUE",
        ".env line 5 is not NAME=VALUE",
    ]
    assert "sentinel" not in "".join(problems)
    assert dict(found)[".env"] == {"A": "1", "LOAD_TEST_DELAY": "250", "B": "2"}
    assert caplog.text == "", "dotenv's own warnings would say it again"


def test_quotation_marks_that_docker_kept_are_left_off_and_named() -> None:
    url = "http://localhost:3000/x"
    config = configure(env={"LOAD_TEST_URL": f'"{url}"', "LOAD_TEST_MESSAGES": '"quoted"'})
    assert (config.url.text, config.messages) == (url, ('"quoted"',))
    (warning,) = config.warnings
    assert warning.startswith("LOAD_TEST_URL stood in quotation marks, which are left off")
    assert configure(env={"INPUT_DELAY": "'5'"[1:-1]}).warnings == ()


EVENT = '{"pull_request": {"head": {"repo": {"full_name": "someone/fork"}}}}'
JOB = {"GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": "pull_request", "GITHUB_REPOSITORY": "us/app"}
PULLS = [
    pytest.param(JOB | {"GITHUB_EVENT_PATH": "event"}, "is empty: this pull request comes from a fork", id="a fork"),
    pytest.param(JOB | {"GITHUB_ACTOR": "dependabot[bot]"}, "is empty: this pull request is Dependabot's", id="a bot"),
    pytest.param(
        JOB | {"GITHUB_EVENT_PATH": "event", "GITHUB_REPOSITORY": "someone/fork"}, "is required", id="a branch"
    ),
    pytest.param(JOB | {"GITHUB_EVENT_PATH": "nowhere"}, "is required and not set", id="no event to read"),
    pytest.param(JOB | {"GITHUB_EVENT_NAME": "push"}, "is required and not set", id="a push"),
]


@pytest.mark.parametrize(("env", "said"), PULLS)
def test_a_secret_that_github_left_empty_is_explained(
    env: dict[str, str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(FILES, "event", EVENT)
    (problem,) = mistakes(env=env | {"INPUT_AUTH-TOKEN": ""}, token="")
    assert problem.startswith(f"auth-token {said}")


def test_files_belong_to_the_working_directory(tmp_path: Path) -> None:
    (tmp_path / "texts").write_text("one\ntwo\n")
    config = read({"messages": "@texts"}, env={"TWILIO_AUTH_TOKEN": "t"}, directory=tmp_path, seed=1)
    assert config.messages == ("one", "two")


# Warnings and the plan

WARNINGS = [
    pytest.param({"timeout": "20"}, "--timeout: Twilio gives up after 15s", id="more patient than Twilio"),
    pytest.param({"concurrent": "20", "max-in-flight": "5"}, "--concurrent: a batch is larger", id="drops are certain"),
]


@pytest.mark.parametrize(("flags", "sentence"), WARNINGS)
def test_what_is_allowed_but_odd_is_a_warning(flags: dict[str, str], sentence: str) -> None:
    (warning,) = configure(flags).warnings
    assert warning.startswith(sentence)


def test_the_plan_holds_the_load_and_no_secret() -> None:
    config = configure(
        {"url": "http://u:password1@h/x", "seed": "9", "signature-url": "https://public/x", "max-in-flight": "77"}
    )
    plan = config.plan()
    assert plan.planned == 600
    assert (plan.url, plan.signature_url, plan.seed, plan.pool.seed) == ("http://h/x", "https://public/x", 9, 9)
    assert config.sending().in_flight_cap == 77
    assert TOKEN not in str(plan.to_wire())
    assert "password1" not in str(plan.to_wire())


# Secrets


def test_what_must_be_masked_is_known() -> None:
    config = configure({"url": "http://me:p%40ss@h/", "signature-url": "https://only-user@public/"})
    assert config.secrets == (TOKEN, "p@ss", "bWU6cEBzcw==", "only-user", "b25seS11c2Vy")


@pytest.mark.parametrize("option", [option for option in OPTIONS if not option.secret], ids=lambda option: option.name)
def test_secrets_typed_in_any_wrong_place_are_never_shown(option: Any) -> None:
    for text in (TOKEN, f"http://sentinel-user:sentinel-pw@h:1/x {TOKEN}", "http://sentinel-user:sentinel-pw@h/x"):
        try:
            config = configure({option.name: text})
            shown = repr(config.settings) + repr(config.warnings)
        except ConfigError as error:
            shown = str(error)
        assert TOKEN not in shown
        assert "sentinel" not in shown


@pytest.mark.parametrize(
    "text",
    [
        "http://sentinel:sentinel@h:x/",
        "http://sentinel:sen/sentinel@h",
        "http://sentinel:1#sentinel@h",
        "http:/sentinel:sentinel@h",
        "sentinel:sentinel@h/x",
        "htp://sentinel:sentinel@h/x",
        "http://sentinel:sen tinel@h/x",
        "http://sentinel:é@h/x",
        "http://sentinel:sentinel@@h:0/x",
    ],
)
def test_a_malformed_url_is_told_without_its_userinfo(text: str) -> None:
    for name in ("url", "signature-url", "health-url", "media"):
        assert "sentinel" not in str(mistakes({name: text}))


def test_the_repr_of_a_config_holds_no_secret() -> None:
    shown = repr(configure({"url": "http://me:sentinel@h/x"}))
    assert TOKEN not in shown
    assert "sentinel" not in shown


@given(st.text(), st.text())
def test_masking_leaves_nothing_between_the_scheme_and_the_last_at_sign(before: str, after: str) -> None:
    assert mask_userinfo(f"http://{before}@{after}").startswith("http")
    assert f"sentinel{before}" not in mask_userinfo(f"http://sentinel{before}@h")


# Anything

PRONE = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="0123456789.,+-%/sm: @#\n\\[](){}*<>=httpofACx\0\udc80", max_size=60),
)


@given(st.dictionaries(st.sampled_from([option.name for option in OPTIONS]), PRONE, max_size=8), st.booleans())
def test_load_raises_nothing_but_config_errors(texts: dict[str, str], as_flags: bool) -> None:  # noqa: FBT001  drawn
    flags = texts if as_flags else {}
    env = {} if as_flags else {f"INPUT_{name.upper()}": text for name, text in texts.items()}
    try:
        config = configure(flags, env)
    except ConfigError as error:
        assert all(problem.isprintable() for problem in error.problems)  # noqa: PT017  both ends are right
    else:
        assert config.plan().url == config.url.text
        assert all(item.value.isprintable() for item in config.settings)


class TestProvisioning:
    TWO: ClassVar = {"provision": "true", "phone-numbers": "+15555551001-+15555551002"}

    @pytest.mark.parametrize(
        ("typed", "headers"),
        [
            pytest.param("abc123", {"": "Bearer abc123"}, id="a bare token is a bearer's"),
            pytest.param("Basic dXNlcg==", {"": "Basic dXNlcg=="}, id="a whole header stays"),
            pytest.param(
                "# users\n+15555551001 abc\n+15555551002 Bearer def",
                {"+15555551001": "Bearer abc", "+15555551002": "Bearer def"},
                id="a line for each number",
            ),
        ],
    )
    def test_tokens_are_read_and_never_shown(self, typed: str, headers: dict[str, str]) -> None:
        config = configure(self.TWO, {"LOAD_TEST_SETUP_AUTHORIZATION": typed})
        found = config.setup_authorization
        assert {number: secret.reveal() for number, secret in found.headers.items()} == headers
        assert {*headers.values(), *(text.partition(" ")[2] for text in headers.values())} <= set(config.secrets)
        assert setting(config, "setup-authorization")[0] == "***"
        assert not any(text in repr(config) for text in headers.values())

    @pytest.mark.parametrize(
        ("env", "problem"),
        [
            pytest.param(
                {"LOAD_TEST_SETUP_AUTHORIZATION": "+15555551001 abc"},
                "LOAD_TEST_SETUP_AUTHORIZATION: no line for +15555551002; give every phone number one",
                id="a number without a token",
            ),
            pytest.param(
                {"LOAD_TEST_VERIFICATION_CODE": "+15555559999 1"},
                "LOAD_TEST_VERIFICATION_CODE: no line for +15555551001 and 1 more",
                id="numbers without a code",
            ),
            pytest.param(
                {"LOAD_TEST_SETUP_AUTHORIZATION": "s3cret-one-abc\ns3cret-two-abc"},
                "LOAD_TEST_SETUP_AUTHORIZATION: line 2: a token for all numbers is given twice; keep one",
                id="two tokens for all",
            ),
            pytest.param(
                {"LOAD_TEST_SETUP_AUTHORIZATION": "+1555 s3cret-one-abc"},
                "LOAD_TEST_SETUP_AUTHORIZATION: line 1 is no `number token` line",
                id="a line whose number is none",
            ),
            pytest.param(
                {"LOAD_TEST_SETUP_AUTHORIZATION": "s3cret-tökén-abc"},
                "LOAD_TEST_SETUP_AUTHORIZATION: the token holds characters that no HTTP header can carry",
                id="a token that no header can carry",
            ),
            pytest.param(
                {"LOAD_TEST_PROVISION_PATH": "http://other.example/x"},
                "LOAD_TEST_PROVISION_PATH: 'http://other.example/x' is not a path on the webhook's origin",
                id="a URL for a path: the token would go elsewhere",
            ),
        ],
    )
    def test_a_mistake_is_told_without_the_token(self, env: dict[str, str], problem: str) -> None:
        [told] = mistakes(self.TWO, env)
        assert told.startswith(problem)
        assert "s3cret" not in told

    def test_lines_for_foreign_numbers_matter_only_when_provisioning(self) -> None:
        config = configure({}, {"LOAD_TEST_VERIFICATION_CODE": "+15555559999 1"})
        assert config.verification_code == {"+15555559999": "1"}
        assert not config.setup_authorization

    def test_tokens_and_codes_may_be_in_files(self) -> None:
        config = configure({"verification-code": "@codes.txt"}, {"LOAD_TEST_SETUP_AUTHORIZATION": "@tokens.txt"})
        assert config.verification_code == {"": "424242"}
        assert "s3cret-in-a-file" in config.secrets
        assert not any("s3cret" in item.value for item in config.settings)


def test_the_help_names_every_option_and_no_secret_flag() -> None:
    text = options_help()
    for option in OPTIONS:
        assert (option.flag in text) is not option.secret
        assert f"[{option.env}]" in text
        what = f"  {option.name} (no flag)" if option.secret else f"  {option.flag} {option.value}"
        assert any(line == what or line.startswith(f"{what} ") for line in text.splitlines()), "nothing runs into it"
    assert max(map(len, text.splitlines())) <= 100
    assert "default 60 s [" in text
    assert "default batches [" in text, "a unit belongs to a number"
