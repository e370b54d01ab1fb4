"""What the own parsers of two programs that show JUnit make of every kind of result; each is installed by its test."""

from __future__ import annotations

import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import TYPE_CHECKING

import factories
import pytest
from junitparser import JUnitXml

from loadtest.report.files import junit

if TYPE_CHECKING:
    from collections.abc import Callable

    from loadtest.assess.result import Result

pytestmark = pytest.mark.slow

NPM = "test-results-parser@0.4.6"
PYPI = "junit2html==31.1.4"
SCRIPT = Path(__file__).with_name("junit_consumer.js")
READ = """
import json, sys
from junit2htmlreport.parser import Junit
suites = Junit(sys.argv[1]).suites
print(json.dumps([[case.name, case.outcome().name.lower()] for suite in suites for case in suite.all()]))
"""


def installed(command: list[str], folder: Path) -> Path:
    """Return the folder into which a package was installed; skip the test where no index gives it."""
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=180, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        pytest.skip(f"{command[0]} cannot install it: {error}")
    if done.returncode:
        pytest.skip(f"no package index gives {command[-1]}: {(done.stderr or done.stdout)[-200:]}")
    return folder


@pytest.fixture(scope="module")
def npm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    command = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", NPM]
    return installed(command, tmp_path_factory.mktemp("npm"))


@pytest.fixture(scope="module")
def pypi(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pypi")
    return installed([sys.executable, "-m", "pip", "install", "--quiet", "--target", str(folder), PYPI], folder)


def states(path: Path) -> list[tuple[str, str]]:
    """Return every case with its state, as the document holds it."""
    made = []
    for suite in JUnitXml.fromfile(str(path)):
        for case in suite:
            state = {"Failure": "failed", "Error": "failed", "Skipped": "skipped"}
            made.append((case.name, state[type(case.result[0]).__name__] if case.result else "passed"))
    return made


@pytest.fixture(params=factories.KINDS_OF_RESULT)
def document(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    make: Callable[[], Result] = factories.KINDS_OF_RESULT[request.param]
    path = tmp_path / "TEST-load-test.xml"
    path.write_text(junit.render(make()), "utf-8")
    assert ET.parse(path)  # noqa: S314  our own document
    return path


def answer(command: list[str], folder: Path, **more: str) -> str:
    done = subprocess.run(
        command, cwd=folder, env=more or None, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_npms_parser_finds_every_case_in_its_state(npm: Path, document: Path) -> None:
    read = json.loads(answer(["node", str(SCRIPT), str(document)], npm))
    words = {"PASS": "passed", "FAIL": "failed", "SKIP": "skipped", "ERROR": "failed"}
    assert [(name, words[state]) for name, state in read["cases"]] == states(document)
    assert read["total"] == len(states(document))


def test_pypis_parser_finds_every_case_in_its_state(pypi: Path, document: Path) -> None:
    read = json.loads(answer([sys.executable, "-c", READ, str(document)], pypi, PYTHONPATH=str(pypi)))
    assert sorted(map(tuple, read)) == sorted(states(document))  # it orders them by class
