"""An earlier run is shown, or its file is damaged, or the fault is ours: each has its own exit code."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import factories
import pytest

from loadtest.cli.main import main
from loadtest.report.files.json_file import to_json
from loadtest.run.interrupts import Interrupts

if TYPE_CHECKING:
    from pathlib import Path


class OwnFaultError(RuntimeError):
    """What no code of ours expects."""


def broken(*_: Any, **__: Any) -> Any:
    raise OwnFaultError


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "results.json").write_text(to_json(factories.slow()), "utf-8")
    return tmp_path / "results.json"


@pytest.mark.parametrize("verb", ["report", "judge"])
def test_a_fault_of_ours_is_no_damaged_file(file: Path, monkeypatch: pytest.MonkeyPatch, verb: str) -> None:
    monkeypatch.setattr("loadtest.report.console.report", broken)
    with pytest.raises(OwnFaultError):  # which the outermost main makes exit 5
        main([verb, str(file)], interrupts=Interrupts())


def test_a_file_whose_numbers_contradict_each_other_is_damaged(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    document = json.loads(file.read_text("utf-8"))
    document["summary"]["dropped"] = 1_000_000
    file.write_text(json.dumps(document), "utf-8")
    monkeypatch.setattr("loadtest.report.console.report", broken)
    assert main(["report", str(file)], interrupts=Interrupts()) == 2
    assert "the file is damaged or was altered" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param("{", "is no results.json", id="half a file"),
        pytest.param('{"schema_version": 1}', "incomplete", id="nothing in it"),
        pytest.param("[" * 100_000, "is no results.json", id="deep as a well"),
    ],
)
def test_a_damaged_file_is_a_mistake(file: Path, capsys: pytest.CaptureFixture[str], text: str, why: str) -> None:
    file.write_text(text, "utf-8")
    assert main(["report", str(file)], interrupts=Interrupts()) == 2
    assert why in capsys.readouterr().err
