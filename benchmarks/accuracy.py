"""What each tool reports of servers whose truth is known."""

from __future__ import annotations

from dataclasses import replace

from benchmarks import machine, servers
from benchmarks.page import NOT_INSTALLED, Findings, Goal, Table, number, share
from benchmarks.peers import HEY, K6, LOCUST, OPEN, OURS, Load, Peer, Reported, ours_closed
from benchmarks.truth import CASES, Case, Truth, truth
from benchmarks.work import TOKEN, Work, say

CLOSED = Peer(name="this tool, `--model closed`", program=OPEN.program, send=ours_closed)
PEERS = (OPEN, CLOSED, K6, LOCUST, HEY)
_SHARE, _MS = 0.02, 1.0


def run(work: Work) -> Findings:
    """Load every server with every tool at the same rate."""
    findings = Findings()
    for name, usual in CASES.items():
        case = replace(usual, seconds=usual.seconds if name == "freeze" else work.seconds(usual.seconds))
        true = truth(case)
        rows = [["**truth**", "–", number(true.p50), number(true.p95), number(true.p99), share(true.accepted), "–"]]
        for peer in PEERS:
            say(f"accuracy, {name}: {peer.name}")
            row, reported, late = _try(work, name, case, peer)
            rows.append(row)
            if peer.name == OURS and not case.saturated:
                findings.goals.append(_goal(name, true, reported, late))
        header = ["", "messages/s", "p50 ms", "p95 ms", "p99 ms", "accepted", "server late by (p99) ms"]
        about = f"{case.about[0].upper()}{case.about[1:]}; {case.rate:g} messages a second for {case.seconds:g} s."
        findings.tables.append(
            Table(title=f"Accuracy: {name}", about=about + _ABOUT.get(name, ""), header=header, rows=rows)
        )
    return findings


def _try(work: Work, name: str, case: Case, peer: Peer) -> tuple[list[str], Reported | None, float]:
    """Let one tool load one server, started anew for it; return its row, what it reported, how late the server was."""
    none = ["–"] * 5
    if peer.program is None:
        return [peer.name, NOT_INSTALLED, *none], None, 0.0
    try:
        with servers.behaving(name, work.folder, TOKEN) as server:
            load = Load(url=server.url, seconds=case.seconds, rate=case.rate)
            reported = peer.measure(work, load)
    except machine.RunError as error:
        say(str(error))
        return [peer.name, "failed", *none], None, 0.0
    seen = server.report
    if seen.get("signed") != seen.get("checked"):
        say(f"{peer.name}: only {seen.get('signed')} of {seen.get('checked')} signatures were right")
        reported = replace(reported, accepted=None)
    late = seen.get("late_p99_ms", 0.0)
    times = [number(reported.p50), number(reported.p95), number(reported.p99)]
    return [peer.name, number(reported.per_second), *times, share(reported.accepted), number(late)], reported, late


def _goal(name: str, true: Truth, reported: Reported | None, late: float) -> Goal:
    """Return how far our worst percentile is from the truth."""
    goal = "within 2 % or 1 ms"
    what = f"reported p50, p95, p99 against truth: {name}"
    if reported is None:
        return Goal(what=what, goal=goal, measured="not measured", met=None)
    pairs = [(reported.p50, true.p50), (reported.p95, true.p95), (reported.p99, true.p99)]
    far = [(abs(ours - truly), truly) for ours, truly in pairs if ours is not None]
    met = len(far) == len(pairs) and all(distance <= max(_MS, _SHARE * truly) for distance, truly in far)
    distance, truly = max(far, default=(0.0, 1.0), key=lambda pair: pair[0] / max(_MS, _SHARE * pair[1]))
    measured = f"{number(distance)} ms of {number(truly)} ms off at worst (the server itself late by {number(late)} ms)"
    return Goal(what=what, goal=goal, measured=measured, met=met)


_ABOUT = {
    "limited": (
        " Truth is that of accepted messages; the others were declined in the text, with status 200, so a tool that "
        "looks at the status calls them accepted and lets their quick refusals flatter the times."
    ),
    "queue-120": " Beyond saturation every further message waits longer: there is no steady truth, only this load's.",
}
