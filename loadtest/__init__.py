"""Load test for servers that receive Twilio SMS/MMS webhooks.

A `Plan` goes in, a `Snapshot` comes out; everything else prepares the first or explains the second::

    inputs - config -> Plan - driver(pacing, message, send, verdict) -> Snapshot
    Snapshot -> Summary - targets -> Result -> reports, exit code

A package answers one question about a message, and its docstring says which. docs/architecture.md has the map.
Importing any module changes nothing in the process.

What users may rely on is the command line, the inputs, the exit codes and the written files (docs/results-schema.json).
The modules have types, and may change with any version.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__version__ = "1.0.0"

_BOOT = "import sys; sys.path[:] = sys.argv.pop().split('\\n'); from loadtest.__main__ import main; sys.exit(main())"


def anew(verb: str, python: str, paths: Sequence[str]) -> list[str]:
    """Return the command that starts this program anew, with modules of `paths` and nothing of a user's environment."""
    return [python, "-I", "-c", _BOOT, verb, "\n".join([str(Path(__file__).parent.parent), *filter(None, paths)])]
