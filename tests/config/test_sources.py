"""Where a setting comes from: flag, input, variable, .env.test, .env; near misses of names, and files that are none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from config.loading import configure, mistakes, setting
from hypothesis import given
from hypothesis import strategies as st

from loadtest.config import OPTIONS
from loadtest.config.sources import layers, read_dotenv, unquoted

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

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


NAMES = [
    pytest.param("LOAD_TEST_DURATON", "did you mean LOAD_TEST_DURATION?", id="a letter is missing"),
    pytest.param("LOAD_TEST_CONCURRENCY", "did you mean LOAD_TEST_CONCURRENT?", id="another form of the word"),
    pytest.param("LOAD_TEST_MODLE", "did you mean LOAD_TEST_MODEL?", id="two letters changed places"),
    pytest.param("INPUT_PHONE-NUMBER", "did you mean the input phone-numbers?", id="an input in the singular"),
    pytest.param("INPUT_MAX_INFLIGHT", "did you mean the input max-in-flight?", id="an input without its hyphen"),
    pytest.param("INPUT_TIMOUT", "did you mean the input timeout?", id="as short as one may be"),
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
        "SHELL", "KEY", "REPORTER", "STAGE",
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


def test_inputs_stand_in_the_environment_alone() -> None:
    assert configure(dotenv=((".env", {"INPUT_DURATON": "5", "INPUT_SEED": "5"}),)) == configure()


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


def test_a_secret_among_the_flags_is_refused_and_not_used() -> None:
    problems: list[str] = []
    assert not any(layers({"auth-token": "sentinel"}, {}, [], problems))
    (problem,) = problems
    assert "has no flag" in problem
    assert "sentinel" not in problem


def test_dotenv_files_are_read_highest_first_without_interpolation(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("export LOAD_TEST_DELAY='250' # fast\nTWILIO_AUTH_TOKEN=a$HOME{x}\nBARE\n")
    (tmp_path / ".env.test").write_bytes(b"\xef\xbb\xbfLOAD_TEST_DURATION=5\n")
    found, problems = read_dotenv(tmp_path)
    assert found == [
        (".env.test", {"LOAD_TEST_DURATION": "5"}),
        (".env", {"LOAD_TEST_DELAY": "250", "TWILIO_AUTH_TOKEN": "a$HOME{x}"}),
    ]
    assert problems == []


def test_a_dotenv_file_that_cannot_be_read_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"A=\xff")
    (tmp_path / ".env.test").mkdir()  # as a virtual environment may be called
    found, problems = read_dotenv(tmp_path)
    assert found == []
    assert problems == [".env cannot be read (it is not UTF-8); make it a readable text file or remove it"]


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


QUOTED = [
    pytest.param('"http://localhost:3000/x"', "http://localhost:3000/x", id="double quotation marks"),
    pytest.param("'5'", "5", id="single ones"),
]


@pytest.mark.parametrize(("text", "plain"), QUOTED)
def test_quotation_marks_that_docker_kept_are_left_off_and_named(text: str, plain: str) -> None:
    warnings: list[str] = []
    assert unquoted({"LOAD_TEST_URL": text, "OTHER": text}, warnings) == {"LOAD_TEST_URL": plain, "OTHER": text}
    (warning,) = warnings
    assert warning.startswith("LOAD_TEST_URL stood in quotation marks, which are left off")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("LOAD_TEST_MESSAGES", '"quoted"', id="a text may stand in quotation marks on purpose"),
        pytest.param("LOAD_TEST_REFUSAL_PATTERN", '"no"', id="a pattern too"),
        pytest.param("LOAD_TEST_URL", '"', id="one mark alone"),
        pytest.param("LOAD_TEST_URL", "\"x'", id="marks that do not match"),
    ],
)
def test_other_quotation_marks_stay(name: str, text: str) -> None:
    warnings: list[str] = []
    assert unquoted({name: text}, warnings) == {name: text}
    assert warnings == []


def test_a_value_keeps_its_source_trimmed_and_ranked() -> None:
    first, second, *others = layers({"delay": " 5 "}, {"INPUT_DELAY": "6", "LOAD_TEST_SEED": " "}, [(".env", {})], [])
    assert (first["delay"].text, first["delay"].source, first["delay"].rank) == ("5", "--delay", 0)
    assert (second["delay"].text, second["delay"].source, second["delay"].rank) == ("6", "input delay", 1)
    assert others == [{}, {}]
