"""action.yml, README.md, docs/settings.md and the table of options agree."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from docs_generator import GENERATE

from loadtest.config import OPTIONS

ROOT = Path(__file__).resolve().parent.parent
ACTION = (ROOT / "action.yml").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
SETTINGS = (ROOT / "docs/settings.md").read_text("utf-8")
# GitHub's metadata syntax, "branding.color".
COLOURS = {"white", "black", "yellow", "blue", "green", "orange", "red", "purple", "gray-dark"}


@pytest.fixture(scope="module")
def action() -> Any:
    return yaml.safe_load(ACTION)


def test_action_yml_is_what_the_table_generates() -> None:
    assert GENERATE.action_yml(ACTION) == ACTION, "run python docs/generate.py"


def test_the_readme_and_the_settings_are_what_the_tables_generate() -> None:
    assert GENERATE.readme(README) == README, "run python docs/generate.py"
    assert GENERATE.settings(SETTINGS) == SETTINGS, "run python docs/generate.py"


def test_an_outdated_document_would_be_noticed() -> None:
    option = OPTIONS[3]
    assert GENERATE.action_yml(ACTION.replace(f"  {option.name}:\n", "  other:\n")) == ACTION
    assert GENERATE.settings(SETTINGS.replace(f"`{option.env}`", "`OTHER`", 1)) == SETTINGS


def test_a_document_without_its_block_is_refused() -> None:
    with pytest.raises(SystemExit, match="missing"):
        GENERATE.readme("# Title\n")


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
        "max-ms achieved-rate conversations-completed conversations-broken capacity html-file junit-file json-file"
    )
    assert " ".join(action["outputs"]) == contract
    assert all(set(output) == {"description"} for output in action["outputs"].values())


def test_it_is_a_container_action_that_the_marketplace_takes(action: Any) -> None:
    assert action["runs"] == {"using": "docker", "image": "Dockerfile", "entrypoint": "/app/bin/loadtest"}
    assert action["branding"]["color"] in COLOURS
    assert all(isinstance(action[field], str) for field in ("name", "description", "author"))
    assert len(action["description"]) <= 200


def test_the_outputs_are_what_the_rows_generate() -> None:
    assert GENERATE.action_yml(ACTION.replace("Path of the report page", "Other")) == ACTION


def test_names_are_unique_and_kebab_or_upper_case() -> None:
    for names in ([option.name for option in OPTIONS], [option.env for option in OPTIONS]):
        assert len(set(names)) == len(names)
    assert all(option.name.replace("-", "").isalpha() and option.name.islower() for option in OPTIONS)
