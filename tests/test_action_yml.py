"""action.yml, README.md, docs/settings.md and the table of options agree."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from loadtest.config import OPTIONS

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent
ACTION = (ROOT / "action.yml").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
SETTINGS = (ROOT / "docs/settings.md").read_text("utf-8")
# GitHub's metadata syntax, "branding.color".
COLOURS = {"white", "black", "yellow", "blue", "green", "orange", "red", "purple", "gray-dark"}


@pytest.fixture(scope="module")
def action() -> Any:
    return yaml.safe_load(ACTION)


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_action_yml_is_what_the_table_generates(generate: ModuleType) -> None:
    assert generate.action_yml(ACTION) == ACTION, "run python docs/generate.py"


def test_the_readme_and_the_settings_are_what_the_tables_generate(generate: ModuleType) -> None:
    assert generate.readme(README) == README, "run python docs/generate.py"
    assert generate.settings(SETTINGS) == SETTINGS, "run python docs/generate.py"


def test_an_outdated_document_would_be_noticed(generate: ModuleType) -> None:
    option = OPTIONS[3]
    assert generate.action_yml(ACTION.replace(f"  {option.name}:\n", "  other:\n")) == ACTION
    assert generate.settings(SETTINGS.replace(f"`{option.env}`", "`OTHER`", 1)) == SETTINGS


def test_a_document_without_its_block_is_refused(generate: ModuleType) -> None:
    with pytest.raises(SystemExit, match="missing"):
        generate.readme("# Title\n")


def test_every_option_is_an_input_and_no_other(action: Any) -> None:
    assert list(action["inputs"]) == [option.name for option in OPTIONS]


def test_no_input_has_a_default_that_would_beat_the_environment(action: Any) -> None:
    for name, fields in action["inputs"].items():
        assert set(fields) == {"description"}, name


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.name)
def test_a_description_states_the_default(option: Any, action: Any) -> None:
    text = action["inputs"][option.name]["description"]
    assert text.endswith(
        f"Required here or as {option.env}" if option.otherwise == "required" else option.otherwise.split("\n")[-1]
    )


def test_the_outputs_are_those_of_the_contract(action: Any) -> None:
    contract = (
        "conclusion total successful failed rate-limited reply-kinds success-rate average-ms p50-ms p95-ms p99-ms "
        "max-ms achieved-rate capacity html-file junit-file json-file"
    )
    assert " ".join(action["outputs"]) == contract
    assert all(set(output) == {"description"} for output in action["outputs"].values())


def test_it_is_a_container_action_that_the_marketplace_takes(action: Any) -> None:
    assert action["runs"] == {"using": "docker", "image": "Dockerfile", "entrypoint": "/app/bin/loadtest"}
    assert action["branding"]["color"] in COLOURS
    assert all(isinstance(action[field], str) for field in ("name", "description", "author"))
    assert len(action["description"]) <= 200


def test_the_outputs_are_what_the_rows_generate(generate: ModuleType) -> None:
    assert generate.action_yml(ACTION.replace("Path of the report page", "Other")) == ACTION


def test_names_are_unique_and_kebab_or_upper_case() -> None:
    for names in ([option.name for option in OPTIONS], [option.env for option in OPTIONS]):
        assert len(set(names)) == len(names)
    assert all(option.name.replace("-", "").isalpha() and option.name.islower() for option in OPTIONS)
