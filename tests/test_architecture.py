"""The house: one map, made of the packages' own words, and rooms that stay small enough to find one's way in."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from docs_generator import GENERATE

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "loadtest"
TESTS = ROOT / "tests"
LONGEST_MODULE, FULLEST_FOLDER, MOST_FLOORS = 400, 14, 9

FLOORS = {package: floor for floor, packages in enumerate(GENERATE.floors()) for package in packages}
MODULES = sorted(PACKAGE.rglob("*.py"))


def test_the_map_is_what_the_packages_say() -> None:
    page = (ROOT / "docs/architecture.md").read_text("utf-8")
    assert GENERATE.architecture(page) == page, "run make docs"


def test_the_places_of_a_change_are_there_and_few() -> None:
    table = (ROOT / "docs/architecture.md").read_text("utf-8").partition("## Where does a change go?")[2]
    rows = [line.split("|") for line in table.partition("## Rules")[0].splitlines() if line.startswith("| ")][1:]
    places = {row[1].strip(): re.findall(r"`((?:\w+/)[\w/*.]*)`", row[2]) for row in rows}
    assert len(places) == 14
    for change, paths in places.items():
        assert paths, change
        assert len(paths) <= 3, change
        assert all(list(PACKAGE.glob(path)) for path in paths), change


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


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def _says_nothing(path: Path) -> bool:
    """Return whether a module is a docstring and nothing else."""
    return len(_tree(path).body) <= 1


def test_every_module_has_tests_of_its_own_name() -> None:
    rooms = [path for path in MODULES if path.parent != PACKAGE and not _says_nothing(path)]
    missing = [str(path.relative_to(PACKAGE)) for path in rooms if not _has_tests(path)]
    assert missing == [], "write tests/<room>/test_<module>.py"


def test_nothing_but_the_row_of_an_option_and_the_measured_path_has_many_arguments() -> None:
    waived = re.compile(r"def (\w+)\(.*# noqa: [^#]*\bPLR0913\b")
    texts = {str(path.relative_to(PACKAGE)): path.read_text("utf-8") for path in MODULES}
    waivers = [(path, name) for path, text in texts.items() for name in waived.findall(text)]
    assert waivers == [("config/option.py", "option"), ("measure/replies.py", "count")], "make what travels one value"
    assert sum(text.count("PLR0913") for text in texts.values()) == len(waivers)


TWINS = {"Behaviour", "Incoming", "Response"}
"""What the simulator and the mock Twilio each have of their own: servers of one kind that share no code."""


def test_a_name_of_a_class_means_one_thing() -> None:
    classes = [
        (node.name, path) for path in MODULES for node in ast.walk(_tree(path)) if isinstance(node, ast.ClassDef)
    ]
    names = Counter(name for name, _ in classes)
    twice = {name for name, count in names.items() if count > 1}
    assert twice == TWINS, [f"{name} in {path.relative_to(PACKAGE)}" for name, path in classes if name in twice - TWINS]
