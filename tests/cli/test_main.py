"""The verbs: one table, one help, one answer to a wrong command line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from loadtest.cli import main as cli
from loadtest.cli.verbs import SHOWN
from loadtest.run.interrupts import Interrupts
from loadtest.words.errors import ExitCode

ROOT = Path(__file__).parents[2]


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = cli.main(words, interrupts=Interrupts())
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.mark.parametrize("words", [("--help",), ("-h",), ("help",), ("frobnicate", "--help")])
def test_the_help_names_every_verb_and_every_code(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    code, told, _ = answer(capsys, *words)
    assert code == ExitCode.PASSED
    assert all(f"\n  {name} " in told for name in SHOWN)
    assert "worker" not in told
    assert "0 targets met" in told
    assert "130/143 interrupted" in told
    assert "--url URL" in told


def test_help_and_a_verb_may_stand_either_way(capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(capsys, "help", "judge") == answer(capsys, "judge", "--help")


WRONG = [
    pytest.param(("doctr",), "There is no verb 'doctr'; did you mean doctor?", id="a misspelt verb"),
    pytest.param(("frobnicate",), "known are run, init, doctor", id="no verb at all"),
    pytest.param(("report", "r.json", "--html", "--junit"), "--html needs a value: --html FILE", id="no file named"),
    pytest.param(("report", "r.json", "--htm", "x"), "did you mean --html?", id="a misspelt flag"),
    pytest.param(("compare",), "takes two results.json, the earlier one first; named: 0", id="no files"),
    pytest.param(("simulator", "--prot", "3000"), "--prot is not a known flag; did you mean --port?", id="a flag"),
    pytest.param(("simulator", "now"), "'now' belongs to no flag", id="a word"),
]


@pytest.mark.parametrize(("words", "said"), WRONG)
def test_a_wrong_command_line_is_answered_with_what_to_do(
    words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", "0123456789abcdef0123456789abcdef")
    code, out, errors = answer(capsys, *words)
    assert (code, out) == (ExitCode.WRONG_CONFIGURATION, "")
    assert said in errors


def test_a_wrong_configuration_is_told_once_and_nothing_stands_around_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    code, out, errors = answer(capsys, "http://127.0.0.1:9/x", "--durration", "5", "--rate", "fast")
    assert (code, out) == (ExitCode.WRONG_CONFIGURATION, "")
    lines = errors.splitlines()
    assert lines[0] == "Wrong configuration: --durration is not a known flag; did you mean --duration?"
    assert len(lines) == len(set(lines)) == 3, "the flag, the rate, the token"


def test_a_reader_that_goes_away_is_no_error() -> None:
    command = f"{sys.executable} {ROOT / 'entrypoint.py'} --help | head -1"
    finished = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False)
    assert finished.stderr == ""
    assert finished.stdout.startswith("usage: loadtest")
    assert finished.returncode == 0
