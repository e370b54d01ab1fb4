"""Bring what follows from the tables up to date: `python docs/generate.py`.

That is action.yml's inputs and outputs, host/action.yml (which mirrors them),
mock-twilio/action.yml, docs/settings.md, README.md's tables of
exit codes and files, and the map of the packages in docs/architecture.md, which follows from their docstrings and the
import contracts.
"""

from __future__ import annotations

import ast
import json
import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from loadtest.config import OPTIONS, Option  # noqa: E402  a checkout is enough, no installation needed
from loadtest.config.help import default_text  # noqa: E402  likewise
from loadtest.report.outputs import described  # noqa: E402  likewise
from loadtest.words.errors import exit_codes  # noqa: E402  likewise
from loadtest.words.reports import REPORTS  # noqa: E402  likewise

_UNITS = {"s": "seconds", "ms": "milliseconds", "/s": "messages per second"}

MOCK_INPUTS = {
    *("auth-token", "account-sid", "media", "media-size"),
    *("mock-twilio-others", "mock-twilio-faults", "mock-twilio-api-key"),
}
"""What a mock of its own takes besides its port."""


def action_yml(text: str) -> str:
    """Return action.yml with its inputs and outputs rewritten."""
    inputs = "".join(f"  {option.name}:\n    description: {_described(option)}\n" for option in OPTIONS)
    outputs = "".join(f"  {name}:\n    description: {json.dumps(about)}\n" for name, about in described().items())
    text = _replaced(text, r"(?<=^inputs:\n).*?(?=^outputs:)", inputs + "\n")
    return _replaced(text, r"(?<=^outputs:\n).*?(?=^runs:)", outputs + "\n")


def host_action_yml(text: str) -> str:
    """Return host/action.yml with the inputs, outputs and variables that the root action.yml declares."""
    root = action_yml((ROOT / "action.yml").read_text("utf-8"))
    inputs = re.findall(r"^  ([\w-]+):\n    description: (.*)$", root, re.MULTILINE)
    given = {option.name for option in OPTIONS}
    blocks = {
        "inputs": "".join(f"  {name}:\n    description: {about}\n" for name, about in inputs if name in given),
        "outputs": "".join(
            f"  {name}:\n    description: {about}\n    value: ${{{{ steps.load.outputs.{name} }}}}\n"
            for name, about in inputs
            if name not in given
        ),
    }
    text = _replaced(text, r"(?<=^inputs:\n).*?(?=^outputs:)", blocks["inputs"] + "\n")
    text = _replaced(text, r"(?<=^outputs:\n).*?(?=^runs:)", blocks["outputs"] + "\n")
    variables = "".join(f"        {option.inputs[-1]}: ${{{{ inputs.{option.name} }}}}\n" for option in OPTIONS)
    return _replaced(text, r'(?<=^        IMAGE: "").*?(?=^      # Values)', "\n" + variables)


def mock_action_yml(text: str) -> str:
    """Return mock-twilio/action.yml with the inputs and variables that the table of options declares."""
    of_mock = [option for option in OPTIONS if option.name in MOCK_INPUTS]
    inputs = "".join(f"  {option.name}:\n    description: {_described(option)}\n" for option in of_mock)
    variables = "".join(f"        {option.inputs[-1]}: ${{{{ inputs.{option.name} }}}}\n" for option in of_mock)
    text = _replaced(text, r"(?<=Default: 4010\"\n).*?(?=^outputs:)", inputs + "\n")
    return _replaced(text, r"(?<=inputs\.port }}\n).*?(?=^      # Values)", variables)


def tables(text: str, *names: str) -> str:
    """Return a page with what stands between the markers of these names rewritten."""
    blocks = {
        "inputs": ["| input / flag | environment | default | meaning |", "|---|---|---|---|", *map(_row, OPTIONS)],
        "exit codes": [
            *("| code | meaning |", "|---|---|"),
            *(f"| {', '.join(map(str, codes))} | {ending.about} |" for codes, ending in exit_codes()),
        ],
        "files": ["| file | for |", "|---|---|", *(f"| `{report.file}` | {report.about} |" for report in REPORTS)],
        "outputs": [f"The outputs of the action are {', '.join(f'`{name}`' for name in described())}."],
    }
    for name in names:
        block = "\n".join(blocks[name]) + "\n"
        text = _replaced(text, rf"(?<=^<!-- {name} -->\n).*?(?=^<!-- /{name} -->)", block)
    return text


def readme(text: str) -> str:
    """Return README.md with its tables rewritten."""
    return tables(text, "exit codes", "files")


def settings(text: str) -> str:
    """Return docs/settings.md with its tables rewritten."""
    return tables(text, "inputs", "outputs")


def floors() -> list[list[str]]:
    """Return the packages of each floor, the lowest first, as the import contract has them."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return [layer.split(" | ") for layer in reversed(layers)]


def docstring(package: str) -> list[str]:
    """Return the paragraphs of a package's docstring: its question, what it holds, its limits."""
    tree = ast.parse((ROOT / "loadtest" / package / "__init__.py").read_text("utf-8"))
    return (ast.get_docstring(tree) or "").split("\n\n")


def architecture(text: str) -> str:
    """Return docs/architecture.md with the map of the packages rewritten."""
    rows = ["| floor | package | its question | never |", "|---|---|---|---|"]
    for floor, packages in reversed(list(enumerate(floors()))):
        for package in packages:
            question, *_, limits = docstring(package)
            never = " ".join(limits.split("\n")[1:]).removeprefix("Never ")
            rows.append(f"| {floor} | `{package}` | {question} | {never} |")
    table = "\n".join(rows)
    return _replaced(text, r"(?<=^<!-- map -->\n).*?(?=^<!-- /map -->)", f"{table}\n")


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
        raise SystemExit(f"the block to rewrite is missing: {block}")
    return changed


WRITTEN = {
    "action.yml": action_yml,
    "host/action.yml": host_action_yml,
    "mock-twilio/action.yml": mock_action_yml,
    "README.md": readme,
    "docs/settings.md": settings,
    "docs/architecture.md": architecture,
}
"""What is rewritten, action.yml before what mirrors it."""


def main() -> None:
    """Rewrite the files."""
    for name, rewritten in WRITTEN.items():
        path = ROOT / name
        path.write_text(rewritten(path.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
