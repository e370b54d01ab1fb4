from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import factories
import pytest

from loadtest.report import console
from loadtest.report.files import junit
from loadtest.report.files.json_file import from_json, to_json
from loadtest.report.registry import RENDERERS
from loadtest.words.errors import Conclusion, ExitCode, exit_codes

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")


@pytest.mark.parametrize("code", ExitCode, ids=lambda code: code.name)
def test_every_exit_code_has_a_row_that_every_report_can_show(code: ExitCode) -> None:
    result = replace(factories.aborted(), conclusion=code.ending.conclusion, exit_code=code)
    for name, render in RENDERERS.items():
        assert render(result, ()), name
    assert from_json(to_json(result)).exit_code is code
    assert f"(exit code {int(code)})" in "\n".join(console.report(result))
    error = code.ending.conclusion in {Conclusion.ERROR, Conclusion.ABORTED, Conclusion.INCONCLUSIVE}
    assert (f'type="{code.ending.junit}"' in junit.render(result)) == error


def test_the_order_of_precedence_is_that_of_the_contract() -> None:
    by_severity = sorted(ExitCode, key=lambda code: -code.ending.severity)
    assert [int(code) for code in by_severity if code.ending.conclusion is not Conclusion.ABORTED] == [5, 2, 3, 1, 4, 0]
    assert by_severity[0].ending.conclusion is Conclusion.ABORTED


@pytest.mark.parametrize("conclusion", Conclusion, ids=lambda conclusion: conclusion.value)
def test_every_conclusion_has_a_code_of_its_own(conclusion: Conclusion) -> None:
    assert ExitCode.of(conclusion).ending.conclusion is conclusion


def test_the_readme_explains_every_code_once() -> None:
    table = README.partition("<!-- exit codes -->")[2].partition("<!-- /exit codes -->")[0]
    told = [int(code) for row in re.findall(r"^\| ([\d, ]+) \|", table, re.MULTILINE) for code in row.split(", ")]
    assert told == sorted(ExitCode)
    assert [code for codes, _ in exit_codes() for code in codes] == told
