"""The file that a checkout is started with: what it says where it cannot run."""

from __future__ import annotations

import ast
import runpy
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

ENTRYPOINT = Path(__file__).parents[2] / "entrypoint.py"


def test_an_older_python_can_read_it_and_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ast.parse(ENTRYPOINT.read_text("utf-8"), feature_version=(3, 6))
    start = runpy.run_path(str(ENTRYPOINT))["start"]
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    assert start() == 2
    assert capsys.readouterr().err.startswith("Wrong configuration: Python 3.11 or newer is needed, and this is 3.9;")


def test_without_its_packages_it_says_how_to_install_them() -> None:
    # -S leaves out site-packages, where the packages are.
    finished = subprocess.run([sys.executable, "-S", str(ENTRYPOINT)], capture_output=True, text=True, check=False)
    assert finished.returncode == 2
    assert finished.stderr.startswith("Wrong configuration: the package gevent is missing; install what is needed")
    assert "Traceback" not in finished.stderr
