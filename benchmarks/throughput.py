"""Messages per second and CPU per message, as fast as can be, on one core."""

from __future__ import annotations

from functools import partial

from benchmarks import machine, peers, servers
from benchmarks.page import Findings, Table, at_least, number, share
from benchmarks.peers import AB, CLOSED, HEY, K6, LOCUST, OURS, PARTS, WRK, Load, Peer, Reported
from benchmarks.work import TOKEN, Work

PEERS = (CLOSED, PARTS, K6, LOCUST, HEY, AB, WRK)
MODES = {True: "keep-alive", False: "a new connection each"}
GOALS = {True: ((K6, 6), (LOCUST, 6), (HEY, 1), (WRK, 0.35)), False: ((K6, 3), (HEY, 1), (AB, 0.6))}


def run(work: Work) -> Findings:
    """Let every tool send as fast as it can, in turn, several times over."""
    findings = Findings()
    for keep_alive, mode in MODES.items():
        with servers.quick(work.folder, TOKEN) as server:
            load = Load(url=server.url, seconds=work.seconds(3), keep_alive=keep_alive, server=server.pid)
            what = f"throughput, {mode}"
            measured, problems = peers.in_turn(work, PEERS, what, partial(Peer.measure, work=work, load=load))
            findings.tables.append(_table(mode, server.name, measured, problems))
        rates = {name: machine.middle([one.per_second for one in many]) for name, many in measured.items()}
        costs = {name: machine.middle([_cost(one) for one in many]) for name, many in measured.items()}
        for peer, goal in GOALS[keep_alive]:
            ratio, by_cpu = _ratio(rates.get(OURS), rates.get(peer.name)), _ratio(costs.get(peer.name), costs.get(OURS))
            work_done = "doing the same signing" if peer.signs else "unsigned"
            what = f"messages per second, {mode}, beside {peer.name} {work_done}"
            findings.goals.append(at_least(what, goal, ratio, by_cpu))
    return findings


def _table(mode: str, server: str, measured: dict[str, list[Reported]], problems: dict[str, str]) -> Table:
    own = measured.get(OURS, [])
    rows = [_row(peer, measured.get(peer.name, []), own, problems) for peer in PEERS]
    about = (
        f"{peers.CONNECTIONS} connections, server: {server}. First row: the whole program, `--model closed "
        f"--concurrent {peers.CONNECTIONS} --delay 0`, in batches that wait for their slowest reply, because with a "
        "planned rate it never goes as fast as it can. Second row: its renderer, sender, judge and recorder in a loop "
        "of greenlets without batches, each of which wakes the idle server anew. *times*: how many times as many "
        "messages the first row made. *CPU times*: how many times as much CPU the peer took for one."
    )
    header = ["", "signed", "messages/s", "times", "CPU µs/message", "CPU times", "accepted", "server's core in use"]
    return Table(title=f"Throughput, {mode}", about=about, header=header, rows=rows)


def _row(peer: Peer, many: list[Reported], own: list[Reported], problems: dict[str, str]) -> list[str]:
    signed = "yes" if peer.signs else "no"
    if not many:
        return [peer.name, signed, problems[peer.name], *("–" for _ in range(5))]
    rate, cost = machine.middle([one.per_second for one in many]), machine.middle([_cost(one) for one in many])
    own_rate, own_cost = machine.middle([one.per_second for one in own]), machine.middle([_cost(one) for one in own])
    return [
        peer.name,
        signed,
        number(rate),
        number(_ratio(own_rate, rate)),
        number(cost),
        number(_ratio(cost, own_cost)),
        share(machine.middle([one.accepted for one in many])),
        share(machine.middle([one.run.server_cpu for one in many])),
    ]


def _ratio(one: float | None, other: float | None) -> float | None:
    return one / other if one is not None and other else None


def _cost(one: Reported) -> float | None:
    """Return CPU microseconds per message."""
    return 1e6 * one.run.cpu / one.per_second if one.run.cpu and one.per_second else None
