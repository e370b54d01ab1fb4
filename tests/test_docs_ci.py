"""The snippets for other systems and clusters are whole, name only what exists, and fit the systems' own schemas."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from loadtest.config import OPTIONS
from loadtest.config.sending_options import PRESETS

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted((ROOT / "docs/ci").glob("*.md"))
CLUSTER = sorted((ROOT / "docs/cluster").glob("*.md"))
QUESTIONS = sorted((ROOT / "docs").glob("*.md"))
README = ROOT / "README.md"
SNIPPETS = [
    pytest.param(schema, text, id=f"{page.stem}-{number}")
    for page in [*PAGES, *CLUSTER]
    for number, (schema, text) in enumerate(
        re.findall(r"<!-- schema: ([\w-]+) -->\n```yaml\n(.*?)^```", page.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    )
]
INPUTS = {option.name for option in OPTIONS}
VARIABLES = {option.env for option in OPTIONS}


def mappings(value: Any) -> Iterator[dict[Any, Any]]:
    if isinstance(value, dict):
        yield value
        for nested in value.values():
            yield from mappings(nested)
    elif isinstance(value, list):
        for nested in value:
            yield from mappings(nested)


@pytest.mark.parametrize(("schema", "text"), SNIPPETS)
def test_a_snippet_gives_the_action_only_inputs_that_it_has(schema: str, text: str) -> None:
    steps = [
        one
        for one in mappings(list(yaml.safe_load_all(text)))
        if "twilio-webhook-load-test" in str(one.get("uses", ""))
    ]
    assert all(set(step.get("with", {})) <= INPUTS for step in steps)
    assert steps or schema != "github-workflows" or "loadtest" in text
    assert all(step["with"].get("preset", "normal") in {*PRESETS, "${{ matrix.preset }}"} for step in steps)


SERVERS = [one for one in SNIPPETS if re.search(r"npm start|compose up|image: \S*your/server", one.values[1])]


@pytest.mark.parametrize(("schema", "text"), SERVERS)
def test_a_server_that_a_snippet_starts_gets_the_token_as_the_load_test_does(schema: str, text: str) -> None:
    assert text.count("TWILIO_AUTH_TOKEN") + text.count("auth-token:") >= 2, schema


@pytest.mark.parametrize("page", [*PAGES, *CLUSTER, *QUESTIONS, README], ids=lambda page: page.stem)
def test_a_page_names_only_variables_flags_and_pages_that_exist(page: Path) -> None:
    text = page.read_text("utf-8")
    assert set(re.findall(r"LOAD_TEST_[A-Z_]+", text)) <= VARIABLES
    flags = re.findall(r"(?:loadtest|load-test:1|entrypoint\.py)((?: --[a-z-]+(?: [^-\s`]+)?)+)", text)
    assert {flag for found in flags for flag in re.findall(r"--([a-z-]+)", found)} <= INPUTS | {"help", "version"}
    links = re.findall(r"\]\((?!https?:)([^)#]+)", text)
    assert all((page.parent / link).exists() for link in links)


def test_no_page_is_forgotten_in_the_index() -> None:
    index = (ROOT / "docs/ci/README.md").read_text("utf-8")
    assert [page.name for page in PAGES if page.name != "README.md" and f"({page.name})" not in index] == []


MANIFESTS = [one for one in SNIPPETS if one.values[0] == "kubernetes"]


@pytest.mark.parametrize(("schema", "text"), MANIFESTS)
def test_a_manifest_is_what_kubernetes_takes(schema: str, text: str, tmp_path: Path) -> None:
    file = tmp_path / f"{schema}.yaml"
    file.write_text(text)
    command = [Path(sys.executable).parent / "kubernetes-validate", "--strict", "-k", "1.33", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(("schema", "text"), [one for one in SNIPPETS if one not in MANIFESTS])
def test_a_snippet_fits_its_systems_schema(schema: str, text: str, tmp_path: Path) -> None:
    file = tmp_path / "snippet.yml"
    file.write_text(text)
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_readme_leads_to_every_page_in_one_click_and_fits_on_some_screens() -> None:
    text = README.read_text("utf-8")
    assert [page.name for page in QUESTIONS if f"(docs/{page.name})" not in text] == []
    assert len(text.splitlines()) <= 150
