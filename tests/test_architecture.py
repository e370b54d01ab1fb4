"""The house: one map, made of the packages' own words, and rooms that stay small enough to find one's way in."""

from __future__ import annotations

import ast
import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "loadtest"
TESTS = ROOT / "tests"
LONGEST_MODULE, FULLEST_FOLDER, MOST_FLOORS = 400, 14, 9
UNTESTED = frozenset(
    {
        "cli/console.py",
        "cli/habits.py",
        "cli/loads.py",
        "cli/merging.py",
        "cli/serve.py",
        "cli/verbs.py",
        "config/forks.py",
        "config/help.py",
        "config/ladder.py",
        "config/option.py",
        "config/options.py",
        "config/running_options.py",
        "config/sending_options.py",
        "config/sources.py",
        "config/urls.py",
        "config/values.py",
        "message/form.py",
        "message/mms.py",
        "message/sms.py",
        "mock_twilio/counts.py",
        "mock_twilio/environment.py",
        "mock_twilio/messages.py",
        "mock_twilio/others.py",
        "mock_twilio/problems.py",
        "mock_twilio/process.py",
        "mock_twilio/verify.py",
        "mock_twilio/wire.py",
        "pacing/__init__.py",
        "report/dry_run.py",
        "report/outputs.py",
        "report/page/figures.py",
        "report/registry.py",
        "report/sections/comparison.py",
        "report/sections/findings.py",
        "report/sections/over_time.py",
        "run/shard.py",
        "send/connection.py",
        "setup/asking.py",
        "setup/contents.py",
        "setup/search.py",
        "setup/search_faults.py",
        "setup/spoken.py",
        "simulator/backend.py",
        "verdict/codes.py",
        "verdict/denials.py",
        "verdict/twiml.py",
        "words/reports.py",
    }
)
"""Modules that only tests of other modules hold as yet. The list may only become shorter."""


def _generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GENERATE: Any = _generate()
FLOORS = {package: floor for floor, packages in enumerate(GENERATE.floors()) for package in packages}
MODULES = sorted(PACKAGE.rglob("*.py"))


def test_the_map_is_what_the_packages_say() -> None:
    page = (ROOT / "docs/architecture.md").read_text("utf-8")
    assert GENERATE.architecture(page) == page, "run make docs"


def test_every_package_stands_on_a_floor() -> None:
    assert set(FLOORS) == {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert max(FLOORS.values()) < MOST_FLOORS


@pytest.mark.parametrize("package", FLOORS)
def test_a_docstring_holds_the_question_what_may_be_imported_and_what_never_happens(package: str) -> None:
    floor = FLOORS[package]
    question, *_, limits = GENERATE.docstring(package)
    lower = {0: "imports no other package", 1: "may import floor 0"}.get(floor, f"may import floors 0-{floor - 1}")
    assert question.endswith("?")
    assert limits.startswith(f"Floor {floor}: {lower}.\nNever ")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_fits_on_some_screens(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_MODULE


def test_no_folder_is_a_corridor() -> None:
    folders = {path.parent for path in MODULES}
    crowded = {str(folder): len(list(folder.glob("*.py"))) for folder in folders}
    assert {name: count for name, count in crowded.items() if count > FULLEST_FOLDER + 1} == {}


def _has_tests(path: Path) -> bool:
    """Return whether tests bear a module's name, or, for a part of a folder within a room, the folder's."""
    room, *folders, _ = (*path.relative_to(PACKAGE).parts, "")
    names = [name.removesuffix(".py") for name in folders if name != "__init__.py"] or [room]
    return any((TESTS / where / f"test_{name}.py").exists() for where in (room, "e2e") for name in names)


def _says_nothing(path: Path) -> bool:
    """Return whether a module is a docstring and nothing else."""
    return len(ast.parse(path.read_text("utf-8")).body) <= 1


def test_every_module_has_tests_of_its_own_name() -> None:
    rooms = [path for path in MODULES if path.parent != PACKAGE and not _says_nothing(path)]
    missing = {str(path.relative_to(PACKAGE)) for path in rooms if not _has_tests(path)}
    assert missing - UNTESTED == set(), "write tests/<room>/test_<module>.py, or tests/e2e/test_<module>.py"
    assert UNTESTED - missing == set(), "these have tests now: take them off the list"


def test_nothing_but_rows_of_tables_and_the_sources_of_a_setting_is_made_of_many_arguments() -> None:
    waivers = {str(path.relative_to(PACKAGE)) for path in MODULES if "noqa: PLR0913" in path.read_text("utf-8")}
    rows = {"config/option.py", "setup/guards/kinds.py"}
    assert waivers <= {"config/__init__.py", *rows}, "values that travel together are one value"
