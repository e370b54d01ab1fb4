"""Is the right cause named? Every scripted cause and healthy servers, many seeds each: `make diagnosis`.

Each run is the demo as a user starts it. The table and one picture per cause go to docs/diagnosis.md; `--polling`
measures instead whether polling changes what is measured.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "diagnosis.md"
PICTURES = ROOT / "docs" / "diagnosis"
RECORDED = ROOT / "tests" / "recorded"
ENVIRONMENT = {"TWILIO_AUTH_TOKEN": "demo-token", "PATH": os.environ["PATH"], "PYTHONUNBUFFERED": "1"}
EXPECTED = {
    "db-pool": "connection pool exhausted",
    "cache-flush": "low cache hit rate",
    "slow-call": "slow external call",
    "pauses": "periodic stall",
    "restart": "server restart",
    "number-limit": "per-number limit",
    "ip-limit": "per-IP limit",
    "leak": "drift",
    "overload": "queueing collapse",
    "cold-start": "cold start",
    "backlog": "connection backlog",
    "signature": "signature",
}
DRAWN = {
    "db-pool": "database.waitingClients",
    "cache-flush": "cache.metrics.cacheMisses.rate",
    "slow-call": "connections.speechClient.inUse",
    "pauses": "cache.poll",
    "restart": "cache.metrics.dbQueries",
    "leak": "connections.process.heapUsed",
}
# Healthy servers differ too: fast and slow, even and uneven.
HEALTHY = (
    "lognormal 80ms 0.5",
    "fixed 300ms",
    "uniform 50ms-900ms",
    "bimodal 40ms 700ms 10%",
    "lognormal 500ms 0.3",
    "bimodal 100ms 1200ms 30%",
    "bimodal 40ms 900ms 3%",
)


def results_of(cause: str, seed: int, folder: Path) -> dict[str, Any]:
    """Run one demo and return its results."""
    reports = folder / f"{cause or 'healthy'}-{seed}"
    flags = ["--seed", str(seed), "--report-dir", str(reports)]
    if cause:
        _load(["demo", "--cause", cause, *flags])
    else:
        even = ["--concurrent", "10"] if seed % 2 else ["--concurrent", "5", "--delay", "500"]
        numbers = ["--phone-numbers", "+15555552000-+15555552029"]
        with serving("--latency", HEALTHY[seed % len(HEALTHY)], "--seed", str(seed)) as url:
            _load(["--url", url, "--duration", "15", *even, *numbers, *flags])
    return dict(json.loads((reports / "results.json").read_text("utf-8")))


def _load(words: list[str]) -> None:
    command = [sys.executable, str(ROOT / "entrypoint.py"), *words]
    subprocess.run(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False, timeout=120, env=ENVIRONMENT
    )


@contextmanager
def serving(*flags: str) -> Iterator[str]:
    """Run a simulator in a process of its own; yields the webhook's URL."""
    command = [sys.executable, str(ROOT / "entrypoint.py"), "simulator", "--port", "0", *flags]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=ENVIRONMENT)
    try:
        said = server.stdout.readline() if server.stdout else ""
        found = re.search(r"http://\S+", said)
        if found is None:
            raise SystemExit(f"the simulator did not say where it is: {said!r}")
        yield found[0]
    finally:
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=10)


def named(results: dict[str, Any]) -> str:
    """Return the cause that a run names first."""
    return results["diagnosis"][0]["cause"] if results["diagnosis"] else "none"


def matrix(seeds: int, healthy: int, jobs: int) -> list[tuple[str, str, int, int, Counter[str]]]:
    """Run everything; return a row per cause: its name, what is expected, right ones, runs, what was named."""
    work = [(cause, seed) for seed in range(seeds) for cause in EXPECTED] + [("", seed) for seed in range(healthy)]
    found: dict[str, Counter[str]] = {cause: Counter() for cause in [*EXPECTED, ""]}
    PICTURES.mkdir(exist_ok=True)
    RECORDED.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(jobs) as workers:
        for (cause, seed), results in zip(
            work, workers.map(lambda job: results_of(job[0], job[1], Path(folder)), work), strict=True
        ):
            found[cause][named(results)] += 1
            right = named(results) == EXPECTED.get(cause, "none")
            print(
                f"{cause or 'healthy':14} seed {seed:2}: {named(results)}{'' if right else '   <- wrong'}", flush=True
            )
            if not right:
                print("   ", [item["evidence"] for item in results["diagnosis"]], flush=True)
            if cause and seed == 0:
                (RECORDED / f"{cause}.json").write_text(recorded(results), "utf-8")
                (PICTURES / f"{cause}.svg").write_text(picture(cause, results), "utf-8")
    rows = []
    for cause, counts in found.items():
        expected = EXPECTED.get(cause, "none")
        rows.append((cause or "healthy", expected, counts[expected], counts.total(), counts))
    return rows


def recorded(results: dict[str, Any]) -> str:
    """Return what the rules see of a run, in one small line: the unit tests' material."""
    for series in results["series"]:
        series["points"] = [[round(at, 2), float(f"{value:.4g}")] for at, value in series["points"]]
    results["series"] = [one for one in results["series"] if len({value for _, value in one["points"]}) > 1]
    results |= {"settings": [], "environment": {}, "plan": None, "notes": []}
    return json.dumps(results, separators=(",", ":")) + "\n"


def picture(cause: str, results: dict[str, Any]) -> str:
    """Return an SVG: the slowest reply of each second, the figure that tells the cause, failed messages."""
    seconds = [item for item in results["snapshot"]["seconds"] if item["due"]]
    slow = [(item["second"], item["latency"]["max_us"] / 1e6) for item in seconds if item["latency"]["count"]]
    bad = [
        (item["second"], sum(count for reason, count in item["reasons"].items() if reason != "accepted"))
        for item in seconds
    ]
    curves = [("slowest reply, s", slow, "#1f6feb")]
    told = next((one for one in results["series"] if one["name"] == DRAWN.get(cause)), None)
    if told:
        curves.append((told["name"], told["points"], "#d1242f"))
    if any(count for _, count in bad):
        curves.append(("failed messages a second", bad, "#9a6700"))
    end = max((points[-1][0] for _, points, _ in curves if points), default=1) or 1
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" width="720" height="220" font-family="sans-serif" font-size="12">'
    ]
    parts.append('<rect width="720" height="220" fill="#fff"/><path d="M40 30V190H700" fill="none" stroke="#888"/>')
    for place, (name, points, colour) in enumerate(curves):
        top = max((value for _, value in points), default=0) or 1
        path = " ".join(f"{40 + 660 * at / end:.1f},{190 - 155 * value / top:.1f}" for at, value in points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(f'<text x="{40 + 230 * place}" y="18" fill="{colour}">{name} (top {top:,.4g})</text>')
    parts += [f'<text x="{36 + 660 * at / end:.0f}" y="206">{at}s</text>' for at in range(0, int(end) + 1, 5)]
    return "\n".join([*parts, "</svg>"]) + "\n"


def table(rows: list[tuple[str, str, int, int, Counter[str]]]) -> str:
    """Return the matrix in Markdown."""
    lines = ["| scripted cause | expected | named first | otherwise |", "|---|---|---|---|"]
    for cause, expected, right, runs, counts in rows:
        others = ", ".join(f"{name} ({count})" for name, count in counts.items() if name != expected)
        lines.append(f"| {cause} | {expected} | {right} of {runs} | {others or '-'} |")
    return "\n".join(lines)


def polling(pairs: int) -> str:
    """Measure the same server with and without polling, in turns; return what that shows."""
    figures: dict[str, list[float]] = {"off": [], "on": []}
    with tempfile.TemporaryDirectory() as folder, serving("--latency", HEALTHY[0], "--number-limit", "off") as url:
        for place in range(2 * pairs):
            how = ("off", "on")[place % 2]
            flags = ["--url", url, "--concurrent", "20", "--delay", "200", "--duration", "10", "--report-dir", folder]
            _load([*flags, *(["--monitor", "off"] if how == "off" else [])])
            results = json.loads((Path(folder) / "results.json").read_text("utf-8"))
            figures[how].append(results["summary"]["total"]["response_time_ms"]["p95"])
            print(f"polling {how:3}: P95 {figures[how][-1]:.1f} ms", flush=True)
    off, on = statistics.median(figures["off"]), statistics.median(figures["on"])
    noise = max(figures["off"]) - min(figures["off"])
    return (
        f"{pairs} runs each in turns, 100 messages a second for 10 s: the median P95 was {on / off - 1:+.1%} with "
        f"polling; runs without it differed among themselves by {noise / off:.1%}."
    )


def main() -> int:
    """Run the matrix or the comparison; the exit code tells whether the claims hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--healthy", type=int, default=50)
    parser.add_argument("--jobs", type=int, default=4)
    parser.add_argument("--polling", type=int, default=0, metavar="PAIRS")
    options = parser.parse_args()
    text = PAGE.read_text("utf-8")
    if options.polling:
        said = polling(options.polling)
        PAGE.write_text(_between(text, "polling", said), "utf-8")
        print(said)
        return 0
    rows = matrix(options.seeds, options.healthy, options.jobs)
    PAGE.write_text(_between(text, "matrix", table(rows)), "utf-8")
    print(table(rows))
    held = all(right >= (0.9 if cause != "healthy" else 1) * runs for cause, _, right, runs, _ in rows)
    return 0 if held else 1


def _between(text: str, name: str, new: str) -> str:
    return re.sub(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", lambda m: f"{m[1]}{new}\n{m[2]}", text, flags=re.DOTALL)


if __name__ == "__main__":
    sys.exit(main())
