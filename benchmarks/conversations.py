"""What conversations cost beside single messages, how late their steps are, and what many open ones hold."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

from benchmarks import machine, peers, servers
from benchmarks.page import Findings, Table, at_least, below, number
from benchmarks.peers import Load
from benchmarks.work import TOKEN, Work, say

STEPS, RATE = 5, 2_000
"""Steps of a conversation, and messages per second."""
OPEN = 10_000
_FILL, _HOLD = 10.0, 15
_NUMBERS = "--phone-numbers=+15555500000-+15555599999"
_TALK = """
talk:
  - {name: one, say: One, expect: "{any}"}
  - {name: two, say: [Two, 2], expect: "{any}"}
  - {name: three, say: "Three of {number}", expect: "/./"}
  - {name: four, say: Four, wait: 50ms, expect: accepted}
  - {name: five, say: Five, expect: "{any}"}
"""
SHAPES = (("single", RATE, ()), ("conversations", RATE / STEPS, (f"--conversations={_TALK}",)))
_LONG = f"""
talk:
  - {{name: one, say: One}}
  - {{name: two, say: Two, wait: {_HOLD}s}}
"""


def run(work: Work) -> Findings:
    """Send the same number of messages a second alone and in conversations, in turn; then hold many of these open."""
    findings = Findings()
    costs, lags = defaultdict(list), defaultdict(list)
    with servers.quick(work.folder, TOKEN) as server:
        for turn in range(work.rounds(3)):
            for what, rate, more in SHAPES:
                say(f"conversations, round {turn + 1}: {what}")
                load = Load(url=server.url, seconds=work.seconds(8), rate=rate, server=server.pid)
                reported, total = peers.ours(work, load, _NUMBERS, *more), _summary(work)["total"]
                if reported.run.cpu:
                    costs[what].append(1e6 * reported.run.cpu / RATE)
                lags[what].append(total["lag_ms"]["p99"])
        say(f"{OPEN:,} open conversations")
        load = Load(url=server.url, seconds=work.seconds(_FILL), rate=OPEN / _FILL, server=server.pid)
        held = peers.ours(work, load, _NUMBERS, f"--conversations={_LONG}")
        talked = _summary(work)["conversations"]["talk"]
    single, talking = (machine.middle(costs[what]) if costs[what] else None for what in ("single", "conversations"))
    memory, late = max(held.run.memory) / 1e6, machine.middle(lags["conversations"])
    rows = [
        [what, number(machine.middle(costs[what]) if costs[what] else None), number(machine.middle(lags[what]))]
        for what in ("single", "conversations")
    ]
    held_text = f"{talked['completed']:,} of {talked['begun']:,} completed, {memory:.0f} MB"
    about = (
        f"The whole program at {RATE:,} messages a second over kept connections: alone, and in conversations of "
        f"{STEPS} steps, of which one waits 50 ms. Then {OPEN / _FILL:,.0f} conversations a second begin for "
        f"{_FILL:g} s, and wait {_HOLD} s in their middle: {held_text}."
    )
    header = ["messages", "CPU µs/message", "lag p99 ms"]
    findings.tables.append(Table(title="Conversations", about=about, header=header, rows=rows))
    share = single / talking if single and talking else None
    findings.goals.append(
        at_least(f"throughput in conversations of {STEPS} steps beside single messages, by CPU", 0.5, share)
    )
    findings.goals.append(below(f"lag p99 of conversations at {RATE:,} messages/s, one core", 1.0, "ms", late))
    findings.goals.append(below(f"memory with {OPEN:,} open conversations", 300, "MB", memory))
    return findings


def _summary(work: Work) -> dict[str, Any]:
    return dict(json.loads((work.folder / "ours" / "results.json").read_text(encoding="utf-8"))["summary"])
