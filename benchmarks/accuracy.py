"""What each tool reports of servers whose truth is known."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from benchmarks import machine, servers
from benchmarks.page import Findings, Goal, Table, number, share
from benchmarks.peers import HEY, K6, LOCUST, OPEN, OURS, Load, Peer, Reported, in_turn, ours_closed
from benchmarks.truth import CASES, Case, Truth, truth
from benchmarks.work import TOKEN, Work, say

CLOSED = Peer(name="this tool, `--model closed`", program=OPEN.program, send=ours_closed)
PEERS = (OPEN, CLOSED, K6, LOCUST, HEY)
_SHARE, _MS = 0.02, 1.0
_Seen = tuple[Reported, float]


def run(work: Work) -> Findings:
    """Load every server with every tool at the same rate."""
    findings = Findings()
    for name, usual in CASES.items():
        case = replace(usual, seconds=usual.seconds if name == "freeze" else work.seconds(usual.seconds))
        true = truth(case)
        measured, problems = in_turn(work, PEERS, f"accuracy, {name}", partial(_try, work, name, case))
        rows = [["**truth**", "–", number(true.p50), number(true.p95), number(true.p99), share(true.accepted), "–"]]
        rows += [_row(peer, measured[peer.name], problems) for peer in PEERS]
        if not case.saturated:
            findings.goals.append(_goal(name, true, measured[OURS]))
        header = ["", "messages/s", "p50 ms", "p95 ms", "p99 ms", "accepted", "server late by (p99) ms"]
        about = f"{case.about[0].upper()}{case.about[1:]}; {case.rate:g} messages a second for {case.seconds:g} s."
        findings.tables.append(
            Table(title=f"Accuracy: {name}", about=about + _ABOUT.get(name, ""), header=header, rows=rows)
        )
    return findings


def _try(work: Work, name: str, case: Case, peer: Peer) -> _Seen:
    """Let one tool load one server; return what it reported, and how late the server was (p99) in milliseconds."""
    with servers.behaving(name, work.folder, TOKEN) as server:
        load = Load(url=server.url, seconds=case.seconds, rate=case.rate, watched=False)
        reported = peer.measure(work, load)
    seen = server.report
    if seen.get("signed") != seen.get("checked"):
        say(f"{peer.name}: only {seen.get('signed')} of {seen.get('checked')} signatures were right")
        reported = replace(reported, accepted=None)
    return reported, seen.get("late_p99_ms", 0.0)


def _row(peer: Peer, seen: list[_Seen], problems: dict[str, str]) -> list[str]:
    if not seen:
        return [peer.name, problems[peer.name], *(["–"] * 5)]
    many = [reported for reported, _ in seen]
    return [
        peer.name,
        number(machine.middle([one.per_second for one in many])),
        number(machine.middle([one.p50 for one in many])),
        number(machine.middle([one.p95 for one in many])),
        number(machine.middle([one.p99 for one in many])),
        share(machine.middle([one.accepted for one in many])),
        number(machine.middle([late for _, late in seen])),
    ]


def _goal(name: str, true: Truth, seen: list[_Seen]) -> Goal:
    """Return how far our worst percentile is from the truth, each the median of all rounds."""
    goal = "within 2 % or 1 ms"
    what = f"reported p50, p95, p99 against truth: {name}"
    many = [reported for reported, _ in seen]
    pairs = [
        (machine.middle([one.p50 for one in many]), true.p50),
        (machine.middle([one.p95 for one in many]), true.p95),
        (machine.middle([one.p99 for one in many]), true.p99),
    ]
    far = [(abs(ours - truly), truly) for ours, truly in pairs if ours is not None]
    if len(far) < len(pairs):
        return Goal(what=what, goal=goal, measured="not measured", met=None)
    distance, truly = max(far, key=lambda pair: pair[0] / max(_MS, _SHARE * pair[1]))
    late = machine.middle([late for _, late in seen])
    measured = f"{number(distance)} ms of {number(truly)} ms off at worst (the server itself late by {number(late)} ms)"
    return Goal(what=what, goal=goal, measured=measured, met=distance <= max(_MS, _SHARE * truly))


_ABOUT = {
    "limited": (
        " Truth is that of accepted messages; the others were declined in the text, with status 200, so a tool that "
        "looks at the status calls them accepted and lets their quick refusals flatter the times."
    ),
    "queue-120": " Beyond saturation every further message waits longer: there is no steady truth, only this load's.",
}
