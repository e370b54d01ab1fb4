"""From the start of a process to its help, to its health check and to its first message."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from statistics import median

from benchmarks import machine, peers, servers
from benchmarks.page import NOT_INSTALLED, Findings, Table, below, number
from benchmarks.peers import HEY, K6, LOCUST, OPEN, Load, Peer
from benchmarks.work import TOKEN, Work, say

HELP = {
    "this tool": [sys.executable, str(machine.ROOT / "entrypoint.py"), "--help"],
    "k6": [K6.program or "", "run", "--help"],
    "Locust FastHttpUser": [sys.executable, "-m", "locust", "--help"],
}
_HELP_GOAL, _FIRST_GOAL = 0.25, 0.5


def run(work: Work) -> Findings:
    """Measure every start a few times; the median counts."""
    findings = Findings()
    rows = []
    for peer in (OPEN, K6, LOCUST, HEY):
        if peer.program is None:
            rows.append([peer.name, NOT_INSTALLED, "–", "–"])
            continue
        say(f"start-up: {peer.name}")
        try:
            help_time = _help(work, HELP[peer.name]) if peer.name in HELP else None
            firsts = [_first(work, peer) for _ in range(work.rounds(5))]
        except machine.RunError as error:
            say(str(error))
            rows.append([peer.name, "failed", "–", "–"])
            continue
        first = machine.middle([start for start, _ in firsts])
        ready = machine.middle([health for _, health in firsts])
        rows.append([peer.name, number(help_time), number(first), number(ready)])
        if peer is OPEN:
            findings.goals.append(below("`--help`", _HELP_GOAL, "s", help_time))
            findings.goals.append(below("health check answered to first message", _FIRST_GOAL, "s", ready))
    header = ["", "`--help` s", "start to first message s", "health check to first message s"]
    about = "Seconds on one core. Only this tool waits until the server is healthy, which is part of its start."
    findings.tables.append(Table(title="Start-up", about=about, header=header, rows=rows))
    return findings


def _help(work: Work, argv: list[str]) -> float:
    return median(machine.timed(argv, limit=20, folder=work.folder) for _ in range(work.rounds(7)))


def _first(work: Work, peer: Peer) -> tuple[float, float | None]:
    """Return the seconds from the start, and from the health check, to the first message."""
    with servers.behaving("echo", work.folder, TOKEN) as server:
        load = Load(url=server.url, seconds=1)
        began = time.monotonic()
        if peer is OPEN:
            peers.ours(work, replace(load, rate=50), f"--health-url={load.url}")
        else:
            peer.measure(work, load)
    first, health = server.report["first"], server.report["health"]
    if first is None:
        raise machine.RunError(f"{peer.name} sent no message")
    return first - began, first - health if health else None
