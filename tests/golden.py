"""Reports as files: `UPDATE_GOLDENS=1 python -m pytest` writes them anew; read the difference before you commit it."""

from __future__ import annotations

import os
from pathlib import Path

from loadtest import __version__

FOLDER = Path(__file__).parent / "golden"
_UPDATE = bool(os.environ.get("UPDATE_GOLDENS"))  # read on import: tests run without an environment


def check(name: str, text: str) -> None:
    """Hold `text` against tests/golden/`name`; a release changes no golden."""
    text = text.replace(__version__, "VERSION")
    path = FOLDER / name
    if _UPDATE:
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8"), f"{name} differs; UPDATE_GOLDENS=1 writes it anew"
