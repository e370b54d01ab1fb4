"""What the workflows promise and no linter knows: least privilege, and a release that users can pin."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
REFERENCE = f"ghcr.io/octo-org/twilio-webhook-load-test@sha256:{'0a' * 32}"


@pytest.fixture(params=WORKFLOWS, ids=lambda path: path.stem)
def workflow(request: pytest.FixtureRequest) -> Any:
    return yaml.safe_load(request.param.read_text("utf-8"))


def test_nothing_is_granted_to_all_jobs(workflow: Any) -> None:
    assert workflow["permissions"] == {}
    assert all("permissions" in job for job in workflow["jobs"].values())


def test_no_checkout_leaves_its_token_behind(workflow: Any) -> None:
    steps = [step for job in workflow["jobs"].values() for step in job.get("steps", ())]
    checkouts = [step for step in steps if step.get("uses", "").startswith("actions/checkout@")]
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)
    assert bool(checkouts) is any("steps" in job for job in workflow["jobs"].values())


def test_every_job_ends(workflow: Any) -> None:
    assert all("timeout-minutes" in job for job in workflow["jobs"].values() if "steps" in job)


def test_no_value_is_pasted_into_a_script(workflow: Any) -> None:
    scripts = [step.get("run", "") for job in workflow["jobs"].values() for step in job.get("steps", ())]
    assert not [script for script in scripts if "${{" in script]


def pin(name: str, reference: str) -> str:
    spec = importlib.util.spec_from_file_location("pin_image", ROOT / ".github/pin_image.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    text: str = module.pinned(name, (ROOT / name).read_text("utf-8"), reference)
    return text


def test_a_release_pins_every_action_to_one_image() -> None:
    names = ("action.yml", "host/action.yml", "mock-twilio/action.yml")
    root, host, mock = (yaml.safe_load(pin(name, REFERENCE)) for name in names)
    assert root["runs"]["image"] == f"docker://{REFERENCE}"
    assert host["runs"]["steps"][0]["env"]["IMAGE"] == mock["runs"]["steps"][0]["env"]["IMAGE"] == REFERENCE


@pytest.mark.parametrize("reference", ["ghcr.io/o/r:v1", "ghcr.io/o/r@sha256:12", "", "docker://" + REFERENCE])
def test_a_reference_that_could_move_is_refused(reference: str) -> None:
    with pytest.raises(SystemExit, match="not an image by digest"):
        pin("action.yml", reference)


def test_a_release_moves_no_tag_before_its_image_exists() -> None:
    text = (ROOT / ".github/workflows/release.yml").read_text("utf-8")
    order = [text.index(word) for word in ("imagetools create", "attest-build-provenance", "pin_image.py", "git tag")]
    assert order == sorted(order)
    assert re.search(r"^    needs: test$", text, re.MULTILINE)
    assert re.search(r"^    needs: build$", text, re.MULTILINE)
