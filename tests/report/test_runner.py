from __future__ import annotations

import base64
import io
import re
from typing import TYPE_CHECKING

import factories
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.report.outputs import output_values
from loadtest.report.runner import LARGEST_SUMMARY, Runner
from loadtest.words.errors import Conclusion, ExitCode

if TYPE_CHECKING:
    from pathlib import Path

    from loadtest.assess.result import Result

ON_GITHUB = {"GITHUB_ACTIONS": "true"}


def runner(env: dict[str, str] | None = None) -> tuple[Runner, io.StringIO]:
    stream = io.StringIO()
    return Runner(ON_GITHUB | (env or {}), stream, random_hex="0123abcd"), stream


def read_file_command(text: str) -> dict[str, str]:
    """Read an output file as the runner does; what it would refuse raises."""
    values, lines = {}, iter(text.split("\n"))
    for line in lines:
        if not line:
            continue
        name, separator, delimiter = line.partition("<<")
        assert separator, line
        assert "=" not in name
        value = []
        while (part := next(lines)) != delimiter:
            value.append(part)
        values[name] = "\n".join(value)
    return values


def test_away_from_github_nothing_is_printed_or_written(tmp_path: Path) -> None:
    stream = io.StringIO()
    env = {"GITHUB_OUTPUT": str(tmp_path / "out"), "GITHUB_STEP_SUMMARY": str(tmp_path / "summary")}
    away = Runner(env, stream, random_hex="00")
    with away.group("x"):
        away.mask("secret")
        away.error("x")
        away.annotate(factories.exhausted())
        away.outputs({"total": "1"})
        away.summary("x")
    assert stream.getvalue() == ""
    assert list(tmp_path.iterdir()) == []


def test_commands_are_escaped_so_that_no_text_ends_them() -> None:
    github, stream = runner()
    github.error("50%\r\n::warning::x\x1b[0m\ud800", title="a:b,c\n%")
    assert stream.getvalue() == "::error title=a%3Ab%2Cc%0A%25::50%25 %0A::warning::x [0m \n"


@given(st.text(alphabet=st.characters()), st.text(alphabet=st.characters()))
def test_whatever_the_text_a_command_is_one_line(message: str, title: str) -> None:
    github, stream = runner()
    github.notice(message, title=title)
    printed = stream.getvalue()
    assert len(printed.splitlines()) == 1
    assert re.match(r"::notice title=[^:,]*::", printed)


def test_a_group_is_closed_whatever_happens() -> None:
    github, stream = runner()

    def fail() -> None:
        with github.group("Settings"):
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert stream.getvalue() == "::group::Settings\n::endgroup::\n"


def test_a_secret_is_hidden_in_every_form_it_travels_in() -> None:
    github, stream = runner()
    secret = "p@ss w%rd\nsecond"
    github.mask(secret)
    masked = stream.getvalue()
    assert masked.splitlines() == [
        "::add-mask::p@ss w%25rd%0Asecond",
        "::add-mask::p%2540ss%2520w%2525rd%250Asecond",
        "::add-mask::p%2540ss+w%2525rd%250Asecond",
        f"::add-mask::{base64.b64encode(secret.encode()).decode().rstrip('=')}",
    ]


def test_a_blank_secret_would_hide_the_whole_log() -> None:
    github, stream = runner()
    github.mask("")
    github.mask(" ")
    assert stream.getvalue() == ""


PASSED = "Load test passed: 600 messages, 97.50%25 successful, average 3,245ms, P95 6,543ms"


@pytest.mark.parametrize(
    ("result", "commands"),
    [
        pytest.param(
            factories.guide(),
            [f"::notice title=Load test::{PASSED}"],
            id="a run that passed",
        ),
        pytest.param(
            factories.result([factories.accepted(seq, latency=21.0) for seq in range(20)], targets=["success > 1%"]),
            [
                "::warning title=Load test%3A red flag::The average response time is 21,000ms, above 10 seconds",
                "::warning title=Load test%3A red flag::The P95 response time is 21,000ms, above 20 seconds",
            ],
            id="targets met, but no release should ship",
        ),
        pytest.param(
            factories.result(
                [factories.accepted(0), *(factories.timed_out(seq) for seq in range(1, 4))], targets=["success > 1%"]
            ),
            [
                "::warning title=Load test%3A red flag::The average response time is ≥ 11,262ms, above 10 seconds",
                "::warning title=Load test%3A red flag::The P95 response time is lost, above 20 seconds",
                "::warning title=Load test%3A red flag::The success rate is 25.00%25, below 90%25",
            ],
            id="lost messages",
        ),
        pytest.param(
            factories.exhausted(),
            [
                "::error title=Load test%3A target missed::Success rate is 16.67%25, not above 95%25 (target missed)",
                "::warning title=Load test%3A red flag::The success rate is 16.67%25, below 90%25",
            ],
            id="one missed target",
        ),
        pytest.param(
            factories.unstarted(Conclusion.ERROR, ExitCode.NOT_READY, "no answer"),
            ["::error title=Load test::Load test error: no answer"],
            id="never ready",
        ),
        pytest.param(
            factories.unstarted(Conclusion.INCONCLUSIVE, ExitCode.PASSED, "drops"),
            ["::warning title=Load test::Load test inconclusive: drops"],
            id="inconclusive, which the user lets pass",
        ),
        pytest.param(
            factories.unstarted(Conclusion.INCONCLUSIVE, ExitCode.INCONCLUSIVE, "drops"),
            ["::error title=Load test::Load test inconclusive: drops"],
            id="inconclusive",
        ),
    ],
)
def test_annotations(result: Result, commands: list[str]) -> None:
    github, stream = runner()
    github.annotate(result)
    assert stream.getvalue().splitlines() == commands


def test_more_targets_than_the_runner_keeps_are_folded_into_the_last() -> None:
    github, stream = runner()
    github.annotate(factories.result([factories.http_error()], targets=[f"failed < {n}%" for n in range(1, 31)]))
    lines = [command for command in stream.getvalue().splitlines() if command.startswith("::error")]
    assert len(lines) == 10
    assert lines[-1].startswith("::error title=Load test%3A targets missed::21 more targets were missed: Failed share")


def test_outputs_of_a_run(tmp_path: Path) -> None:
    github, stream = runner({"GITHUB_OUTPUT": str(tmp_path / "out")})
    values = output_values(factories.guide(), {"junit": "r/junit.xml", "json": "r/results.json"})
    github.outputs(values)
    assert read_file_command((tmp_path / "out").read_text("utf-8")) == values
    assert stream.getvalue() == ""


def test_an_output_cannot_smuggle_in_another(tmp_path: Path) -> None:
    github, _ = runner({"GITHUB_OUTPUT": str(tmp_path / "out")})
    github.outputs({"junit-file": "a\nb<<c\nd=e", "json-file": "x\nghadelimiter_0123abcd\nconclusion=passed"})
    assert read_file_command((tmp_path / "out").read_text("utf-8")) == {"junit-file": "a\nb<<c\nd=e"}


def test_the_summary_is_added_to_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "summary"
    path.write_text("before\n", encoding="utf-8")
    github, _ = runner({"GITHUB_STEP_SUMMARY": str(path)})
    github.summary("## ✅\n")
    assert path.read_bytes() == "before\n## ✅\n".encode()


def test_a_summary_too_large_together_with_what_is_there_is_left_out_and_said(tmp_path: Path) -> None:
    path = tmp_path / "summary"
    path.write_bytes(b"x" * (LARGEST_SUMMARY - 10))
    github, stream = runner({"GITHUB_STEP_SUMMARY": str(path)})
    github.summary("1234567890")
    github.summary("y")
    assert path.stat().st_size == LARGEST_SUMMARY
    assert "would exceed 1 MiB" in stream.getvalue()


def test_a_file_that_cannot_be_written_is_said_once_and_fails_nothing(tmp_path: Path) -> None:
    github, stream = runner({"GITHUB_OUTPUT": str(tmp_path), "GITHUB_STEP_SUMMARY": ""})
    github.outputs({"total": "1"})
    github.outputs({"total": "1"})
    github.summary("text")
    (warning,) = stream.getvalue().splitlines()
    assert warning.startswith("::warning title=Load test::the file of GITHUB_OUTPUT cannot be written (Is a directory)")


def test_paths_are_given_as_later_steps_know_them() -> None:
    github, _ = runner({"GITHUB_WORKSPACE": "/github/workspace"})
    assert github.relative("/github/workspace/r/results.json") == "r/results.json"
    assert github.relative("r/results.json") == "r/results.json"
    assert github.relative("/tmp/r/results.json") == "/tmp/r/results.json"  # noqa: S108  only a name


@pytest.mark.parametrize(
    ("changes", "page"),
    [
        pytest.param({}, "https://github.com/o/r/actions/runs/17", id="on a runner"),
        pytest.param(
            {"GITHUB_SERVER_URL": "http://ghe.local:8080"}, "http://ghe.local:8080/o/r/actions/runs/17", id="own"
        ),
        pytest.param({"GITHUB_RUN_ID": "17) [x](y"}, "", id="nothing that Markdown would read"),
        pytest.param({"GITHUB_RUN_ID": ""}, "", id="a runner that does not say"),
        pytest.param({"GITHUB_ACTIONS": ""}, "", id="elsewhere"),
    ],
)
def test_the_page_of_the_workflow_run(changes: dict[str, str], page: str) -> None:
    env = {"GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "o/r", "GITHUB_RUN_ID": "17"}
    assert runner(env | changes)[0].page == page


def test_a_log_in_ascii_does_not_end_the_run() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    Runner(ON_GITHUB, stream, random_hex="00").error("Average is ≥ 7ms")
    assert raw.getvalue() == b"::error title=Load test::Average is \\u2265 7ms\n"
