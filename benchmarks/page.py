"""Tables and goals, and the page they make."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

NOT_INSTALLED = "not installed"
_NOT_MEASURED = "not measured"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table in Markdown, with what one must know to read it."""

    title: str
    about: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]

    def markdown(self) -> str:
        """Return the section."""
        rule = ["---", *("---:" for _ in self.header[1:])]
        lines = [_row(self.header), _row(rule), *map(_row, self.rows)]
        return "\n".join([f"## {self.title}", "", self.about, "", *lines, ""])


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """What was aimed at and what came of it; `met` is None when it could not be measured."""

    what: str
    goal: str
    measured: str
    met: bool | None


@dataclass(slots=True)
class Findings:
    """What one part of the benchmark found."""

    tables: list[Table] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)

    def markdown(self) -> str:
        """Return the tables, the goals first."""
        return "\n".join(
            [*([goals_table(self.goals).markdown()] if self.goals else []), *(t.markdown() for t in self.tables)]
        )


def at_least(what: str, goal: float, measured: float | None, by_cpu: float | None = None) -> Goal:
    """Return a goal of a ratio; `by_cpu`, the ratio of CPU for each message, is only shown."""
    text = _NOT_MEASURED if measured is None else f"{measured:.2f} ×"
    text += "" if by_cpu is None else f" ({by_cpu:.2f} × by CPU)"
    return Goal(what=what, goal=f"≥ {goal:g} ×", measured=text, met=None if measured is None else measured >= goal)


def below(what: str, goal: float, unit: str, measured: float | None) -> Goal:
    """Return a goal of a limit in `unit`."""
    text = _NOT_MEASURED if measured is None else f"{number(measured)} {unit}"
    return Goal(what=what, goal=f"< {goal:g} {unit}", measured=text, met=None if measured is None else measured < goal)


def failed(part: str, why: str) -> Findings:
    """Return what is left of a part that could not be measured."""
    line = " ".join(why.split()).replace("|", "/")
    return Findings(goals=[Goal(what=f"all of {part}", goal="", measured=f"{_NOT_MEASURED}: {line}", met=None)])


def goals_table(goals: Sequence[Goal]) -> Table:
    """Return the goals as a table."""
    words = {True: "met", False: "**not met**", None: "–"}
    rows = [[goal.what, goal.goal, goal.measured, words[goal.met]] for goal in goals]
    return Table(title="Goals", about=_GOALS, header=["", "goal", "measured", ""], rows=rows)


def write(path: Path, findings: Sequence[Findings], *, facts: dict[str, str], quick: bool) -> None:
    """Write the page."""
    goals = [goal for found in findings for goal in found.goals]
    tables = [table for found in findings for table in found.tables]
    measured_on = [f"- {name}: {value}" for name, value in facts.items()]
    warning = [_QUICK, ""] if quick else []
    head = [_HEAD, *warning, "Measured on:", "", *measured_on, ""]
    text = "\n".join([*head, goals_table(goals).markdown(), *(table.markdown() for table in tables), _FOOT])
    path.write_text(text, encoding="utf-8")


def number(value: float | None) -> str:
    """Return a number with as much precision as it deserves."""
    if value is None:
        return "–"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}" if abs(value) >= 1 else f"{value:.3f}"


def share(value: float | None) -> str:
    """Return a share as a percent."""
    return "–" if value is None else f"{value:.1%}".replace("%", " %")


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


_GOALS = "Ratios are of medians of alternating runs; goals are those the tool is built to."
_QUICK = "> **A quick run:** short loads, one round. It shows that everything works; its figures mean little."
_HEAD = """\
# Benchmarks

`make bench` wrote this page. It runs this tool and its peers in turn, each on one core with the server on another, over
loopback, and takes some seventeen minutes on a machine that should do nothing else. k6 and Locust come with it; nginx,
hey, ab and wrk are used when they are installed (`apt install nginx hey apache2-utils wrk`). `make bench QUICK=1` takes
four minutes and only shows that everything works; `make bench PARTS="lag startup"` runs parts and prints them.
Times differ from machine to machine: read the ratios.
"""
_FOOT = """\
## How to read this

- **Who signs.** This tool, k6 and Locust fill a new id and number into each message's parameters and sign them with
  HMAC-SHA1. hey, ab and wrk cannot: they send one ready message again and again and judge nothing. They are bounds, not
  peers.
- **Judged and recorded.** This tool reads every reply's TwiML as Twilio would and records three histograms and the
  counts of every second; k6 and Locust check the status, the least that their users would.
- **An idle server costs the generator.** A server that has nothing left to do sleeps, and the next send pays for waking
  it: several microseconds. Fifty connections as fast as can be keep a server awake unless the generator is slower
  by far; at a constant rate everyone pays for every message. So CPU per message is higher at 100 a second than
  at full speed, and between fast tools, where waking is a large part of all they do, ratios say less about their own
  work. The column *server's core in use* tells how idle it was; near 100 % the server, not the tool, was the limit.
- **CPU per message** is the share of the core in the middle of the run, divided by the messages per second. It holds on
  a machine where others take part of the core, when messages per second do not.
- **Truth** is computed, not measured: the servers' replies are arithmetic, and the load is one message each 1/rate
  seconds from when it is *due*. A tool that waits for a slow server sends less while it is slow, so it reports a better
  server than its users would see. *Late* is by how much the server itself missed the instants of its own replies.
- **The server's log** tells what became of that load in those very runs: when each message should have come, and when
  its reply left. Machines stand still for milliseconds, virtual ones above all; where the log is as far from the truth
  as the report is, that is what happened, and the report is right to say so.
"""
