"""What each tool reports of servers whose truth is known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from benchmarks import machine, servers
from benchmarks.page import Findings, Goal, Table, number, share
from benchmarks.peers import HEY, K6, LOCUST, OPEN, OURS, Load, Peer, Reported, in_turn, ours_closed
from benchmarks.truth import CASES, Case, Truth, truth
from benchmarks.work import TOKEN, Work, say

if TYPE_CHECKING:
    from collections.abc import Sequence

CLOSED = Peer(name="this tool, `--model closed`", program=OPEN.program, send=ours_closed)
PEERS = (OPEN, CLOSED, K6, LOCUST, HEY)
_SHARE, _MS = 0.02, 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One tool at one server: what it reported, the server's own log of it, and by how much that was late (p99, ms)."""

    reported: Reported
    log: Truth
    late: float


def run(work: Work) -> Findings:
    """Load every server with every tool at the same rate."""
    findings = Findings()
    for name, usual in CASES.items():
        case = replace(usual, seconds=usual.seconds if name == "freeze" else work.seconds(usual.seconds))
        true = truth(case)
        measured, problems = in_turn(work, PEERS, f"accuracy, {name}", partial(_try, work, name, case))
        log = _middle([one.log for one in measured[OURS]])
        ours, *others = (_row(peer, measured[peer.name], problems) for peer in PEERS)
        rows = [
            ["**truth**", "–", *_cells(true), "–"],
            ours,
            ["the server's log of that", "–", *_cells(log), "–"],
            *others,
        ]
        if not case.saturated:
            reported = _middle([one.reported for one in measured[OURS]])
            findings.goals.append(_goal(f"truth: {name}", reported, true))
            findings.goals.append(_goal(f"the server's log: {name}", reported, log))
        header = ["", "messages/s", "p50 ms", "p95 ms", "p99 ms", "accepted", "server late by (p99) ms"]
        about = f"{case.about[0].upper()}{case.about[1:]}; {case.rate:g} messages a second for {case.seconds:g} s."
        findings.tables.append(
            Table(title=f"Accuracy: {name}", about=about + _ABOUT.get(name, ""), header=header, rows=rows)
        )
    return findings


def _try(work: Work, name: str, case: Case, peer: Peer) -> Seen:
    """Let one tool load one server."""
    with servers.behaving(name, work.folder, TOKEN, first=True) as server:
        load = Load(url=server.url, seconds=case.seconds, rate=case.rate, undisturbed=True)
        reported = peer.measure(work, load)
    told = server.report
    if not told.get("log"):
        raise machine.RunError(f"{peer.name}: the server accepted nothing, or died")
    if told["signed"] != told["checked"]:
        say(f"{peer.name}: only {told['signed']} of {told['checked']} signatures were right")
        reported = replace(reported, accepted=None)
    return Seen(reported=reported, log=Truth(**told["log"]), late=told["late_p99_ms"])


def _row(peer: Peer, seen: list[Seen], problems: dict[str, str]) -> list[str]:
    if not seen:
        return [peer.name, problems[peer.name], *(["–"] * 5)]
    middle = _middle([one.reported for one in seen])
    rate, late = machine.middle([one.reported.per_second for one in seen]), machine.middle([one.late for one in seen])
    return [peer.name, number(rate), *_cells(middle), number(late)]


def _cells(of: Truth) -> list[str]:
    return [number(of.p50), number(of.p95), number(of.p99), share(of.accepted)]


def _middle(many: Sequence[Reported | Truth]) -> Truth:
    """Return the medians of all rounds, None where nothing was measured."""
    return Truth(**{name: machine.middle([getattr(one, name) for one in many]) for name in Truth.__slots__})


def _goal(against: str, ours: Truth, true: Truth) -> Goal:
    """Return how far our worst percentile is from the truth."""
    what, goal = f"reported p50, p95, p99 against {against}", "within 2 % or 1 ms"
    pairs = ((ours.p50, true.p50), (ours.p95, true.p95), (ours.p99, true.p99))
    far = [(abs(mine - truly), truly) for mine, truly in pairs if mine is not None and truly is not None]
    if len(far) < len(pairs):
        return Goal(what=what, goal=goal, measured="not measured", met=None)
    distance, truly = max(far, key=lambda pair: pair[0] / max(_MS, _SHARE * pair[1]))
    measured = f"{number(distance)} ms of {number(truly)} ms off at worst"
    return Goal(what=what, goal=goal, measured=measured, met=distance <= max(_MS, _SHARE * truly))


_ABOUT = {
    "limited": (
        " Truth is that of accepted messages; the others were declined in the text, with status 200, so a tool that "
        "looks at the status calls them accepted and lets their quick refusals flatter the times."
    ),
    "queue-120": " Beyond saturation every further message waits longer: there is no steady truth, only this load's.",
}
