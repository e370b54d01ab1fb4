"""The table of verbs: one row each. A new verb is a row here and the function that it names."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from textwrap import fill, wrap
from typing import TYPE_CHECKING

from loadtest.cli.command_line import is_address, read_flags
from loadtest.config import OPTIONS, ladder, options_help
from loadtest.config.option import Flag
from loadtest.pacing import MOST_SHARDS
from loadtest.words.errors import exit_codes
from loadtest.words.reports import REPORTS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from loadtest.run.interrupts import Interrupts

_WIDTH, _COLUMN, _NAMES = 100, 30, 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call of a verb: its own flags and the settings' by name, its words, and the mistakes found so far."""

    own: Mapping[str, str]
    settings: Mapping[str, str]
    words: tuple[str, ...]
    problems: tuple[str, ...]
    interrupts: Interrupts


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """One verb: the words it `takes`, its flags as they are `shown` behind them, what it does in a clause and in full.

    `act` is `module.function` in this package: it gets the `Call` and returns the exit code. `words` is how many words
    it takes; a verb with `settings` takes those of a run, and where it takes no words of its own the webhook's URL.
    `groups` are the settings that its own help shows.
    """

    name: str
    act: str
    takes: str = ""
    shown: str = "[flags]"
    about: str
    more: str = ""
    words: int = 0
    settings: bool = False
    groups: tuple[str, ...] = ()
    flags: Callable[[], tuple[Flag, ...]] = tuple
    hidden: bool = False

    def call(self, argv: Sequence[str], interrupts: Interrupts) -> int:
        """Read the rest of the command line, do it, and return the exit code."""
        own = {flag.name for flag in self.flags()}
        settings = [option for option in OPTIONS if option.name not in own] if self.settings else []
        line = read_flags(
            argv,
            [*self.flags(), *settings],
            takes=self.words or int(self.settings),
            fits=is_address if self.settings and not self.words else lambda _: True,
            elsewhere=lambda name: _elsewhere(name, self),
        )
        flags, problems, words = dict(line.flags), list(line.problems), line.words
        if self.settings and words and not self.words:
            if "url" in flags:
                problems.append("the webhook's URL is given twice, as a word and as --url; keep one of them")
            flags["url"], words = words[0], ()
        call = Call(
            own={name: text for name, text in flags.items() if name in own},
            settings={name: text for name, text in flags.items() if name not in own},
            words=words,
            problems=tuple(problems),
            interrupts=interrupts,
        )
        module, function = self.act.split(".")
        return int(getattr(import_module(f"loadtest.cli.{module}"), function)(call))

    def help(self) -> str:
        """Return what `loadtest VERB --help` prints: the verb's own flags first."""
        usage = " ".join(part for part in ("usage: loadtest", self.name, self.takes, self.shown) if part)
        lines = [usage, "", fill(f"{self.about[0].upper()}{self.about[1:]}. {self.more}".strip(), _WIDTH)]
        if own := self.flags():
            lines += ["", *(row for flag in own for row in _rows(flag))]
        if self.settings:
            lines += ["", options_help(self.groups or None)]
            if self.groups:
                lines += ["", "It takes every other setting of a run, too: loadtest run --help"]
        return "\n".join(lines)


def _report_flags() -> tuple[Flag, ...]:
    return tuple(
        Flag(name=report.name, value="FILE", about=f"write {report.file} there; - is standard output")
        for report in REPORTS
    )


def _judge_flags() -> tuple[Flag, ...]:
    judging = ("targets", "baseline", "on-inconclusive")
    return (*(option for option in OPTIONS if option.name in judging), *_report_flags())


def _merge_flags() -> tuple[Flag, ...]:
    judging = ("targets", "baseline", "on-inconclusive", "report-dir")
    return tuple(option for option in OPTIONS if option.name in judging)


def _demo_flags() -> tuple[Flag, ...]:
    from loadtest.simulator.causes import CAUSES  # noqa: PLC0415  only this verb needs it

    return (
        Flag(name="cause", value="NAME", about=f"make it fail as a real server would: {', '.join(CAUSES)}"),
        Flag(
            name="limit-text",
            value="TEXT",
            about="allow each number 3 messages a minute, and decline others in these words",
        ),
        Flag(name="error-text", value="TEXT", about="decline a fifth of the messages in these words, with status 200"),
        Flag(name="async", about="be a bot: answer the webhook with nothing, and text later through a mock Twilio"),
        Flag(name="lose", value="SHARE", about="with async: never answer such a share of the messages, as 3%"),
        Flag(name="twice", value="SHARE", about="with async: answer such a share twice, as 1%"),
        Flag(name="conversation", about="hold conversations with a shop: a menu, a choice, a payment"),
        Flag(
            name="forget",
            value="SHARE",
            about="with conversation: the shop forgets such a share of the orders, as 2%",
        ),
        Flag(name="backlog", about="with async: work at half the rate at which messages come"),
    )


def _simulator_flags() -> tuple[Flag, ...]:
    from loadtest.simulator import FLAGS  # noqa: PLC0415  only this verb needs it

    where = {
        "host": "address to listen on; 0.0.0.0 for other machines and containers, too (default 127.0.0.1)",
        "port": "TCP port to listen on; 0 takes a free one (default 3000)",
    }
    return tuple(
        Flag(name=name, value="VALUE", many=name not in where, about=about) for name, about in (where | FLAGS).items()
    )


def _mock_flags() -> tuple[Flag, ...]:
    return (
        Flag(name="file", value="FILE", about="write the server's environment there, NAME=VALUE a line"),
        Flag(
            name="host", value="ADDRESS", about="address to listen on, and for the server to call (default 127.0.0.1)"
        ),
    )


VERBS = (
    Verb(
        name="run",
        act="loads.run",
        takes="[URL]",
        about="send a signed SMS/MMS load and judge every reply",
        more="`loadtest URL` is the same.",
        settings=True,
    ),
    Verb(
        name="init",
        act="init.init",
        takes="[FOLDER]",
        shown="",
        about="write a workflow and an .env.test for the server that a folder holds, and say what to edit",
        more="Nothing is overwritten. Exits 0.",
        words=1,
    ),
    Verb(
        name="doctor",
        act="loads.doctor",
        takes="[URL]",
        about="check the set-up with a few messages, say every step, send no load",
        settings=True,
        groups=("Where the messages go", "When it begins"),
    ),
    Verb(
        name="demo",
        act="loads.demo",
        about="send a load to the embedded simulator, which needs no set-up",
        more="Settings of a real test in the environment or in .env are not used.",
        settings=True,
        groups=("How much load",),
        flags=_demo_flags,
    ),
    Verb(
        name="capacity",
        act="loads.capacity",
        takes="[URL]",
        shown="--from 10/s --to 2000/s [--hold 20s] [flags]",
        about="find the highest rate that meets the targets; `capacity >= 100/s` is one, too",
        settings=True,
        groups=("Where the messages go", "What counts"),
        flags=lambda: ladder.FLAGS,
    ),
    Verb(
        name="simulator",
        act="serve.simulator",
        about="run only the simulator, until it is stopped",
        flags=_simulator_flags,
    ),
    Verb(
        name="mock-twilio",
        act="mock.mock_twilio",
        takes="[env [--file F] | exec -- CMD]",
        about="play Twilio's API and media for the server under test, until it is stopped",
        more="`env` prints what the server must be started with, or writes it to a file; `exec` starts it so.",
        words=2,
        settings=True,
        groups=("Where the messages go", "What the server says back"),
        flags=_mock_flags,
    ),
    Verb(
        name="report",
        act="past.report",
        takes="RESULTS.JSON",
        shown="[--html FILE …]",
        about="show an earlier run, or make its other reports again",
        more="Exits 0.",
        words=1,
        flags=_report_flags,
    ),
    Verb(
        name="judge",
        act="past.judge",
        takes="RESULTS.JSON",
        shown="[--targets LIST] [--baseline FILE] [--html FILE …]",
        about="hold an earlier run against other targets (its own where none are given)",
        more="Exits as the run would have.",
        words=1,
        flags=_judge_flags,
    ),
    Verb(
        name="replies",
        act="past.replies",
        takes="RESULTS.JSON",
        shown="",
        about="print the replies of an earlier run as a list for expected-replies, to be reviewed and kept",
        more="What is doubtful stands behind a #, until you say what it is.",
        words=1,
    ),
    Verb(
        name="merge",
        act="merging.merge",
        takes="SHARD.JSON …",
        shown="[--report-dir FOLDER] [--targets LIST] [--baseline FILE]",
        about="make one run of the files that `loadtest run --shard` left, judge it and write every report",
        more="Exits as the whole run would have; 4 when a shard is missing, came late or died.",
        words=MOST_SHARDS,
        flags=_merge_flags,
    ),
    Verb(
        name="compare",
        act="past.compare",
        takes="BEFORE.JSON AFTER.JSON",
        shown="",
        about="say what changed from one results.json to another, and why they may not be comparable",
        more="Exits 0.",
        words=2,
    ),
    Verb(
        name="mock-twilio-worker", act="mock.worker", about="be the mock Twilio of a load, started by it", hidden=True
    ),
    Verb(name="worker", act="worker.worker", about="be a process of a load, started by another of ours", hidden=True),
)
BY_NAME = {verb.name: verb for verb in VERBS}
SHOWN = tuple(verb.name for verb in VERBS if not verb.hidden)


def usage() -> str:
    """Return what `loadtest --help` prints: the verbs, the exit codes, every setting."""
    lines = ["usage: loadtest [VERB] [flags]", "       loadtest URL [flags]    the same as loadtest run URL"]
    lines += ["", "Where it is not installed as a command, loadtest stands for: python entrypoint.py", ""]
    for verb in VERBS:
        if not verb.hidden:
            lines += _beside(f"  {verb.name} {verb.takes}".rstrip(), wrap(verb.about, _WIDTH - _NAMES), _NAMES)
    lines += [*_beside("  --help, --version", ["also `loadtest VERB --help`"], _NAMES), ""]
    codes = [f"{'/'.join(map(str, codes))} {ending.short}" for codes, ending in exit_codes()]
    lines += wrap("Exit codes: " + " · ".join(codes), _WIDTH, subsequent_indent=" " * 12)
    return "\n".join([*lines, "", options_help()])


def _elsewhere(name: str, here: Verb) -> str:
    """Return the verb that a flag belongs to, when it is not `here`."""
    if not here.settings and name in {option.name for option in OPTIONS}:
        return "loadtest run"
    others = (verb for verb in VERBS if verb is not here and not verb.hidden)
    return next((f"loadtest {verb.name}" for verb in others if name in {flag.name for flag in verb.flags()}), "")


def _rows(flag: Flag) -> list[str]:
    about = wrap(flag.about.replace("`", ""), _WIDTH - _COLUMN, break_on_hyphens=False)
    return _beside(f"  {flag.flag} {flag.value}".rstrip(), about, _COLUMN)


def _beside(what: str, about: Sequence[str], column: int) -> list[str]:
    below = [" " * column + line for line in about]
    return [what, *below] if len(what) >= column else [what + below[0][len(what) :], *below[1:]]
