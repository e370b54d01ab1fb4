"""`loadtest init` writes what is missing, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loadtest.cli.init import init
from loadtest.cli.verbs import Call
from loadtest.run.interrupts import Interrupts

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def call(*words: str) -> Call:
    return Call(own={}, settings={}, words=words, problems=(), interrupts=Interrupts())


def test_it_writes_both_files_and_says_what_comes_next(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "package.json").write_text('{"scripts": {"start": "x"}}', "utf-8")
    assert init(call(str(tmp_path))) == 0
    said = capsys.readouterr().out
    assert "Found package.json: `npm start` starts the server" in said
    assert "loadtest doctor" in said
    assert (tmp_path / ".env.test").is_file()
    assert (tmp_path / ".github" / "workflows" / "load-test.yml").is_file()


def test_nothing_is_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / ".env.test").write_text("MINE=1\n", "utf-8")
    assert init(call(str(tmp_path))) == 0
    assert (tmp_path / ".env.test").read_text("utf-8") == "MINE=1\n"
    assert f"Left {tmp_path / '.env.test'} as it is" in capsys.readouterr().out


def test_a_folder_that_is_none_is_a_mistake(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert init(call(str(tmp_path / "typo"))) == 2
    assert "typo cannot be read as a project's folder" in capsys.readouterr().err
