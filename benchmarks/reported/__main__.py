"""Is the cause named of faults that the rules were not made for? `python -m benchmarks.reported [first|second]`.

Small servers that recreate public reports, written before anybody looked at what the rules say to them. What counts as
right was written down with them; a run that names nothing, or says that it cannot tell, is honest. Rules were mended on
the first set since.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path

from benchmarks.reported.case import AS_FACT, AS_LIKELY, RIGHT, UNTOLD, Case
from benchmarks.reported.server import serve

ROOT = Path(__file__).resolve().parent.parent.parent
TOKEN = "12345678901234567890123456789012"
ENVIRONMENT = {"TWILIO_AUTH_TOKEN": TOKEN, "PATH": os.environ["PATH"], "PYTHONUNBUFFERED": "1"}
LOAD = ("--health-url", "off", "--preflight", "off", "--duration", "8", "--concurrent", "10", "--monitor", "off")
CHECK = ("--health-url", "off")
SETS = ("first", "second")


def cases_of(which: str) -> list[Case]:
    """Return the cases of a set: those of a load, then those of the set-up."""
    parts = [import_module(f"benchmarks.reported.{which}_{part}") for part in ("load", "setup")]
    return [case for part in parts for case in part.CASES]


def said_of(which: str, case: Case, folder: Path) -> str:
    """Run the tool once against the case's server; return the sentence it puts first."""
    serving = [sys.executable, "-m", "benchmarks.reported", which, case.name, "--serve"]
    server = subprocess.Popen(serving, cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True)
    try:
        port = server.stdout.readline().strip() if server.stdout else ""
        flags = [*(CHECK if case.doctor else LOAD), *case.flags, "--report-dir", str(folder / case.name)]
        words = ["doctor" if case.doctor else "run", "--url", f"http://127.0.0.1:{port}{case.path}", "--seed", "7"]
        done = subprocess.run(
            [sys.executable, str(ROOT / "entrypoint.py"), *words, *flags],
            capture_output=True, text=True, check=False, timeout=120, env=ENVIRONMENT,
        )  # fmt: skip
        if case.doctor:
            return concluding(done.stdout)
        found = json.loads((folder / case.name / "results.json").read_text("utf-8"))["diagnosis"]
        return f"{found[0]['likely']}: {found[0]['evidence']}" if found else ""
    finally:
        server.terminate()
        server.wait(10)


def concluding(text: str) -> str:
    """Return the sentence a `doctor` ends with."""
    lines = [line for line in text.splitlines() if line and not line.startswith(" ")]
    return " ".join(lines[1:])


def main() -> int:
    """Run all of a set, or those that are named; print what was said, and how often it was right."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("which", nargs="?", choices=SETS, default=SETS[-1])
    parser.add_argument("names", nargs="*")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--serve", action="store_true", help="only serve the one that is named")
    options = parser.parse_args()
    cases = [case for case in cases_of(options.which) if not options.names or case.name in options.names]
    if options.serve:
        serve(cases[0])
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(options.jobs) as workers:
        heard = workers.map(lambda case: said_of(options.which, case, Path(folder)), cases)
        for case, said in zip(cases, heard, strict=True):
            counts[case.judged(said)] += 1
            print(f"{case.judged(said):16} | {case.name} | {case.truth or case.does} | {said}", flush=True)
    shares = (f"{counts[how]} {how} ({counts[how] / len(cases):.0%})" for how in (RIGHT, UNTOLD, AS_LIKELY, AS_FACT))
    print(f"{len(cases)} faults: {', '.join(shares)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
