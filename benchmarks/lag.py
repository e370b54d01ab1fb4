"""How late this tool itself is, and what it costs, at constant rates; memory and time with 10,000 in flight."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

from benchmarks import machine, peers, servers
from benchmarks.page import Findings, Table, below, number, share
from benchmarks.peers import Load, Reported
from benchmarks.work import TOKEN, Work, say

RATES = {100: 1.0, 1_000: 1.0, 5_000: 1.0, 10_000: 3.0}
"""Messages per second, and the milliseconds below which the p99 of lag must stay."""
CPU_RATE, CPU_GOAL = 5_000, 20
IN_FLIGHT, HOLD = 10_000, 10.0
_FILL = 5.0
_TELLING = 200_000


def run(work: Work) -> Findings:
    """Send at constant rates over kept connections, then hold many messages open, then send very many."""
    findings = Findings()
    _constant_rates(work, findings)
    _in_flight(work, findings)
    _many(work, findings)
    return findings


def _constant_rates(work: Work, findings: Findings) -> None:
    lags: dict[int, list[dict[str, float]]] = defaultdict(list)
    runs: dict[int, list[Reported]] = defaultdict(list)
    with servers.quick(work.folder, TOKEN) as server:
        for turn in range(work.rounds(3)):
            for rate in RATES:
                say(f"lag, round {turn + 1}: {rate:,} a second")
                load = Load(url=server.url, seconds=work.seconds(5), rate=rate, server=server.pid)
                runs[rate].append(peers.ours(work, load))
                lags[rate].append(_results(work)["summary"]["total"]["lag_ms"])
    rows = []
    for rate, limit in RATES.items():
        p99 = machine.middle([lag["p99"] for lag in lags[rate]])
        cpu = machine.middle([one.run.cpu for one in runs[rate]])
        achieved = machine.middle([one.per_second for one in runs[rate]])
        p50, p999 = (machine.middle([lag[name] for lag in lags[rate]]) for name in ("p50", "p99.9"))
        micro = 1e6 * cpu / achieved if cpu and achieved else None
        rows.append(
            [f"{rate:,}/s", number(achieved), number(p50), number(p99), number(p999), share(cpu), number(micro)]
        )
        findings.goals.append(below(f"lag p99 at {rate:,}/s, keep-alive, one core", limit, "ms", p99))
        if rate == CPU_RATE:
            percent = None if cpu is None else cpu * 100
            findings.goals.append(below(f"CPU of one core at {rate:,}/s, keep-alive", CPU_GOAL, "%", percent))
    header = ["rate", "achieved/s", "lag p50 ms", "lag p99 ms", "lag p99.9 ms", "CPU of the core", "CPU µs/message"]
    about = f"The whole program (`--rate`), kept connections, server: {server.name}. Lag is sent − due."
    findings.tables.append(Table(title="Lag and CPU at a constant rate", about=about, header=header, rows=rows))


def _in_flight(work: Work, findings: Findings) -> None:
    say(f"{IN_FLIGHT:,} in flight")
    with servers.behaving("hold", work.folder, TOKEN) as server:
        load = Load(url=server.url, seconds=_FILL, rate=IN_FLIGHT / _FILL, server=server.pid)
        reported = peers.ours(work, load)
    summary = _results(work)["summary"]
    memory = max(reported.run.memory) / 1e6
    own = summary["generator"]["longest_stall_ms"] if summary.get("generator") else None
    rows = [
        ["most in flight", number(summary["most_in_flight"])],
        ["accepted", share(reported.accepted)],
        ["memory (resident, most)", f"{memory:.0f} MB"],
        ["lag p99", f"{number(summary['total']['lag_ms']['p99'])} ms"],
        ["longest stall of the generator", "–" if own is None else f"{number(own)} ms"],
        ["CPU of the core while they wait", share(reported.run.cpu)],
        ["start to end", f"{reported.run.seconds:.1f} s"],
    ]
    about = f"{IN_FLIGHT / _FILL:,.0f} a second for {_FILL:g} s at a server that holds every reply for {HOLD:g} s."
    findings.tables.append(Table(title=f"{IN_FLIGHT:,} in flight", about=about, header=["", "measured"], rows=rows))
    findings.goals.append(below(f"memory with {IN_FLIGHT:,} in flight", 300, "MB", memory))


def _many(work: Work, findings: Findings) -> None:
    say("memory over many messages")
    with servers.quick(work.folder, TOKEN) as server:
        ran = peers.ours_parts(work, Load(url=server.url, seconds=work.seconds(15), server=server.pid)).run
    found = json.loads(ran.output.splitlines()[-1])
    early, late = ran.memory[len(ran.memory) // 4], ran.memory[-2]
    grown = (late - early) / 1e6
    # Fewer messages say nothing: an interpreter takes memory in pieces of a megabyte.
    million = grown / (0.75 * found["messages"] / 1e6) if found["messages"] >= _TELLING else None
    rows = [
        ["messages", number(found["messages"])],
        ["memory after a quarter", f"{early / 1e6:.1f} MB"],
        ["memory at the end", f"{late / 1e6:.1f} MB"],
        ["growth for each million", "too few messages to tell" if million is None else f"{million:.2f} MB"],
    ]
    about = (
        "Sent in the closed loop of the throughput table. Ten times the growth is what 10 million messages would add."
    )
    findings.tables.append(Table(title="Memory over many messages", about=about, header=["", "measured"], rows=rows))
    findings.goals.append(below("growth of memory for each million messages", 5, "MB", million))


def _results(work: Work) -> dict[str, Any]:
    return dict(json.loads((work.folder / "ours" / "results.json").read_text(encoding="utf-8")))
