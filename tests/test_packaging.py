"""What an installer, and somebody who pins a version, is told."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

import loadtest

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
_LINE = re.compile(r"^([a-z0-9-]+)(?:==([0-9.]+))?", re.MULTILINE)


def requirements(name: str) -> dict[str, str]:
    return dict(_LINE.findall((ROOT / "requirements" / name).read_text("utf-8")))


def test_the_oldest_packages_that_are_tried_are_the_oldest_that_are_allowed() -> None:
    allowed = dict(entry.split(">=") for entry in PROJECT["dependencies"])
    assert allowed == requirements("lowest.txt")


def test_the_lock_holds_what_an_installer_brings() -> None:
    assert set(requirements("runtime.in")) == {entry.split(">=")[0] for entry in PROJECT["dependencies"]}


def test_the_version_that_users_are_told_to_pin_is_this_one() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    pinned = {
        major
        for page in pages
        for major in re.findall(r"twilio-webhook-load-test(?:/[\w-]+)?@v(\d+)", page.read_text("utf-8"))
    }
    assert pinned == {loadtest.__version__.split(".")[0]}


def test_types_are_part_of_the_package() -> None:
    assert (ROOT / "loadtest" / "py.typed").is_file()


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_a_first_demo_says_that_it_installs_something_before_it_does(tmp_path: Path) -> None:
    steps = subprocess.run(
        ["make", "--dry-run", f"VENV={tmp_path}/venv", "demo"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert 0 <= steps.find(f"Installing what is needed into {tmp_path}/venv") < steps.find("-m venv")
    assert 0 < steps.find("requirements/runtime.txt") < steps.find("entrypoint.py demo")
