"""Run the benchmark: `python -m benchmarks [--quick] [throughput accuracy lag conversations startup]`."""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import accuracy, conversations, lag, machine, page, startup, throughput
from benchmarks.work import Work, say

if TYPE_CHECKING:
    from collections.abc import Callable

PARTS: dict[str, Callable[[Work], page.Findings]] = {
    "throughput": throughput.run,
    "accuracy": accuracy.run,
    "lag": lag.run,
    "conversations": conversations.run,
    "startup": startup.run,
}


def main() -> None:
    """Run the parts that were named and print them; the whole also writes docs/benchmarks.md."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)}; all when none is named")
    parser.add_argument("--quick", action="store_true", help="short loads, one round: shows only that everything works")
    options = parser.parse_args()
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"there is no part {min(unknown)!r}; known are {', '.join(PARTS)}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was started is ended
    facts, began = machine.facts(), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="loadtest-bench-") as folder:
        work = Work(folder=Path(folder), quick=options.quick)
        findings = [_part(name, work) for name in options.parts or PARTS]
    if options.parts:
        for found in findings:
            print(found.markdown())
    else:
        path = machine.ROOT / "docs" / "benchmarks.md"
        page.write(path, findings, facts=facts, quick=options.quick)
        say(f"{path}: written after {time.monotonic() - began:.0f} s")


def _part(name: str, work: Work) -> page.Findings:
    try:
        return PARTS[name](work)
    except machine.RunError as error:
        say(f"{name}: {error}")
        return page.failed(name, str(error))


if __name__ == "__main__":
    main()
