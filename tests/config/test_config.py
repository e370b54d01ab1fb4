"""Flags, inputs, environment and .env files -> Config: values, order of precedence, every mistake and no secret."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from config.loading import TOKEN, configure, mistake, mistakes, setting
from hypothesis import given
from hypothesis import strategies as st

from loadtest.config import OPTIONS, read, secrets_in
from loadtest.message import mms, sms
from loadtest.pacing import ClosedBatches, OpenBatches
from loadtest.verdict.judge import ReplyCheck
from loadtest.words.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path


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
    pytest.param("duration", " 5\n", 5.0, id="values are trimmed"),
    pytest.param("messages", "@texts.txt", ("hello, you", "bye"), id="@file reads the messages"),
    pytest.param("messages", "hi\n@texts.txt", ("hi", "@texts.txt"), id="an @ on a later line is text"),
    pytest.param("messages", "@texts.txt\nhi", ("@texts.txt", "hi"), id="an @ before other lines is text as well"),
    pytest.param("report-dir", "@here", "@here", id="an @ is text where no file can be meant"),
    pytest.param("health-url", "off", None, id="what is switched off is None"),
    pytest.param("ca-file", "ca.pem", "ca.pem", id="an own CA file"),
    pytest.param("report-dir", "", "load-test-results", id="an empty value counts as not set"),
    pytest.param("report-dir", " \n\t", "load-test-results", id="a blank value counts as not set"),
]


@pytest.mark.parametrize(("name", "text", "value"), VALUES)
def test_what_is_typed_becomes_a_value(name: str, text: str, value: object) -> None:
    config = configure(env={f"INPUT_{name.upper()}": text})
    assert getattr(config, name.replace("-", "_")) == value


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
    pytest.param("duration", "soon", "'soon' is not a duration; write it like 60s", id="what a parser says"),
    pytest.param("concurrent", "9" * 5000, "is not a whole number from 1", id="a value too long to be read"),
    pytest.param("messages", "a\0b", "holds a NUL character", id="a NUL in a value"),
    pytest.param("messages", "a\ud800b", "bytes that are not UTF-8", id="the first that no UTF-8 can hold"),
    pytest.param("messages", "a\udfff", "bytes that are not UTF-8", id="the last of them"),
    pytest.param("messages", "a\udc80b", "bytes that are not UTF-8", id="a value that is not UTF-8"),
    pytest.param("messages", "@nowhere.txt", "'nowhere.txt' cannot be read (No such file", id="no such file"),
    pytest.param("messages", "@binary", "'binary' is not UTF-8 text", id="a binary file"),
    pytest.param("messages", "@a\0b", "cannot be read (no such name is possible)", id="a name that no file can have"),
    pytest.param("messages", "@empty.txt", "nothing but comments", id="an empty file"),
    pytest.param("ca-file", "nowhere.pem", "cannot be read", id="no CA file"),
    pytest.param("ca-file", "key.pem", "holds no certificate", id="a key instead of a certificate"),
]


@pytest.mark.parametrize(("name", "text", "sentence"), MISTAKES)
def test_a_mistake_names_the_source_the_value_and_the_remedy(name: str, text: str, sentence: str) -> None:
    problem = mistake(name, text)
    assert sentence in problem
    assert len(problem) < 450


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


def test_a_preset_that_says_the_same_beats_nothing() -> None:
    assert configure({"preset": "peak"}, {"LOAD_TEST_DURATION": "120"}).warnings == ()


def test_files_beside_the_command_line_are_read_with_every_mistake(tmp_path: Path) -> None:
    (tmp_path / ".env.test").write_text("LOAD_TEST_DURATION=5\nTWILIO_AUTH_TOKEN=a$HOME{x}\n")
    (tmp_path / ".env").write_text("LOAD_TEST_DELAY=250\nLOAD_TEST_DURATION=7\n")
    config = read({"concurrent": "2"}, env={}, directory=tmp_path, seed=1)
    assert config.plan().pacing == OpenBatches(size=2, interval=0.25, duration=5.0)
    assert config.auth_token.reveal() == "a$HOME{x}"
    (tmp_path / ".env").write_bytes(b"A=\xff")
    (tmp_path / ".env.test").unlink()
    with pytest.raises(ConfigError) as caught:
        read({}, env={}, directory=tmp_path, seed=1, problems=["--ulr is"])
    assert [problem.split(" ")[0] for problem in caught.value.problems] == ["--ulr", ".env", "auth-token"]


def test_files_belong_to_the_working_directory(tmp_path: Path) -> None:
    (tmp_path / "texts").write_text("one\ntwo\n")
    config = read({"messages": "@texts"}, env={"TWILIO_AUTH_TOKEN": "t"}, directory=tmp_path, seed=1)
    assert config.messages == ("one", "two")


WARNINGS = [
    pytest.param({"every": "30s"}, "--every: a run takes longer than that", id="runs that cannot begin in time"),
    pytest.param({"timeout": "20"}, "--timeout: Twilio gives up after 15s", id="more patient than Twilio"),
    pytest.param({"concurrent": "20", "max-in-flight": "5"}, "--concurrent: a batch is larger", id="drops are certain"),
]


@pytest.mark.parametrize(("flags", "sentence"), WARNINGS)
def test_what_is_allowed_but_odd_is_a_warning(flags: dict[str, str], sentence: str) -> None:
    (warning,) = configure(flags).warnings
    assert warning.startswith(sentence)


HIDDEN = [
    pytest.param({"TWILIO_AUTH_TOKEN": "s3cret\\token"}, "s3cret\\token", id="spelt with its backslash doubled"),
    pytest.param(
        {"LOAD_TEST_SETUP_AUTHORIZATION": "+15555551001 s3cret-one\n+15555551002 s3cret-two"},
        "s3cret-two",
        id="one of several tokens",
    ),
]


@pytest.mark.parametrize(("env", "text"), HIDDEN)
def test_a_secret_in_a_wrong_place_is_hidden_whole(env: dict[str, str], text: str) -> None:
    (problem,) = mistakes({"to-number": text}, env)
    assert problem.startswith("--to-number: '***' is neither")


def test_a_secret_that_is_not_set_is_shown_as_such() -> None:
    assert setting(configure(), "setup-authorization") == ("none", "default")


FINE = [
    pytest.param({"timeout": "15"}, id="as patient as Twilio"),
    pytest.param({"concurrent": "20", "max-in-flight": "20"}, id="a batch that just fits"),
    pytest.param({"rate": "5/s", "max-in-flight": "5"}, id="batches matter only where there are some"),
    pytest.param({"stages": "9s at 5/s", "max-in-flight": "5"}, id="nor stages"),
    pytest.param({"every": "60s"}, id="runs that follow each other at once"),
]


@pytest.mark.parametrize("flags", FINE)
def test_what_is_fine_is_no_warning(flags: dict[str, str]) -> None:
    assert configure(flags).warnings == ()


def test_the_secrets_of_an_environment_are_known_before_it_is_read() -> None:
    env = {"TWILIO_AUTH_TOKEN": "one", "INPUT_AUTH-TOKEN": "two", "INPUT_AUTH_TOKEN": "", "LOAD_TEST_URL": "http://h"}
    assert secrets_in(env) == ["one", "two"]


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
