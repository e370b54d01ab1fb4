"""Bring action.yml's inputs and README.md's table up to date with the table of options: `python docs/generate.py`."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from loadtest.config import OPTIONS, Option  # noqa: E402  a checkout is enough, no installation needed
from loadtest.config.help import default_text  # noqa: E402  likewise

_UNITS = {"s": "seconds", "ms": "milliseconds"}


def action_yml(text: str) -> str:
    """Return action.yml with its inputs rewritten."""
    inputs = "".join(f"  {option.name}:\n    description: {_described(option)}\n" for option in OPTIONS)
    return _replaced(text, r"(?<=^inputs:\n).*?(?=^\n?outputs:)", inputs + "\n")


def readme(text: str) -> str:
    """Return README.md with the table between its markers rewritten."""
    rows = ["| input / flag | environment | default | meaning |", "|---|---|---|---|", *map(_row, OPTIONS)]
    table = "\n".join(rows)
    return _replaced(text, r"(?<=^<!-- inputs -->\n).*?(?=^<!-- /inputs -->)", f"{table}\n")


def _described(option: Option) -> str:
    about = f"{option.about[0].upper()}{option.about[1:]}".replace("`", "")
    unit = f" Bare numbers are {_UNITS[option.unit]}." if option.unit else ""
    end = f"Required here or as {option.env}" if option.otherwise == "required" else f"Default: {default_text(option)}"
    return json.dumps(f"{about}.{unit} {end}", ensure_ascii=False)


def _row(option: Option) -> str:
    name = f"`{option.name}`" + (f" ({option.unit})" if option.unit else "") + (" (no flag)" if option.secret else "")
    lines = option.default.split("\n")
    default = " · ".join(f"`{line}`" for line in lines) if option.default else option.otherwise
    cells = (name, f"`{option.env}`", default, option.about)
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _replaced(text: str, block: str, new: str) -> str:
    changed, found = re.subn(block, lambda _: new, text, count=1, flags=re.MULTILINE | re.DOTALL)
    if not found:
        raise SystemExit("the block to rewrite is missing: inputs: … outputs: or <!-- inputs --> … <!-- /inputs -->")
    return changed


def main() -> None:
    """Rewrite both files."""
    for name, rewritten in (("action.yml", action_yml), ("README.md", readme)):
        path = ROOT / name
        path.write_text(rewritten(path.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
