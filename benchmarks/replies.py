"""Can a green run be believed? Replies judged by words alone, and whole runs against bots whose declines words miss.

`make replies` writes docs/replies.md. Bots are made of files of labelled texts; their runs are recorded, summed up and
held against the targets as a real run is, but for the network: most in this process, a few over real sockets.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.bots import BOTS, WAYS, Declining, read_texts
from benchmarks.page import Table
from benchmarks.reply_server import sockets_table
from benchmarks.work import ACCOUNT, FIRST_NUMBER, TO_NUMBER, say
from loadtest.assess.replies.doubt import doubt
from loadtest.assess.replies.kinds import hear
from loadtest.assess.summary import summarise
from loadtest.assess.target_text import parse_targets
from loadtest.assess.targets import evaluate
from loadtest.measure.recorder import Recorder
from loadtest.measure.replies import FirstReplies, Followed, Replies
from loadtest.message.phone_pool import PhonePool
from loadtest.message.plan import Plan
from loadtest.pacing import OpenBatches
from loadtest.report.sections.expected import expected_lines
from loadtest.setup.first_replies import SPENT, chosen, different
from loadtest.verdict.contract import Contract
from loadtest.verdict.judge import Reason, Verdict
from loadtest.verdict.wordings import says_limit, says_refusal
from loadtest.words.exchange import Exchange, Reply
from loadtest.words.reply_shapes import reply_shape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from benchmarks.bots import Bot, Text
    from loadtest.assess.target import Target

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "replies.md"
OWN = ROOT / "tests" / "corpus" / "replies-own.tsv"
SEEN = ROOT / "tests" / "corpus" / "replies-seen.tsv"
"""Measured once before anyone who writes wordings had looked at what was missed; looked at since."""
FRESH = ROOT / "tests" / "corpus" / "replies-fresh.tsv"
"""Where it is there: written by someone who had not read the wordings; no wording was fitted on it."""
SHARED = ROOT.parent / "shared" / "data" / "replies-dev.tsv"
URL = "http://localhost:3000/api/sms/webhook"
MESSAGES, EACH_SECOND = 200, 10
POOLS = (5, 20, 200)
USUAL_SECONDS = 0.08
SEED = 260_000
"""Where the seeds of the published runs begin; the rules were tried out on others."""

FIXED = ("one reply", "menu")
STATEFUL = ("welcomes, then a menu", "asks in turn")
SHARES = ((0.2, "success > 95%"), (0.05, "success > 97%"))
_MARK = "<!-- measured -->"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What became of one run: whether its targets were met with nothing in doubt, and whether they should have been.

    `expected` are its replies as a list for expected-replies, where it was asked for.
    """

    green: bool
    should: bool
    why: str
    expected: tuple[str, ...] = ()


def words_only(texts: Iterable[Text]) -> Counter[str]:
    """Count how words alone decide."""
    found: Counter[str] = Counter()
    for one in texts:
        says = "refused" if says_refusal(one.text) else "rate_limited" if says_limit(one.text) else "accepted"
        found["declined" if one.declined else "accepted"] += 1
        found["missed"] += one.declined and says == "accepted"
        found["alarms"] += not one.declined and says != "accepted"
        found["confused"] += one.declined and says not in {"accepted", one.label}
    return found


def drawn(seed: int, pool: int) -> Plan:
    """Return the plan of one run."""
    return Plan(
        url=URL,
        signature_url=URL,
        account_sid=ACCOUNT,
        to_number=TO_NUMBER,
        pacing=OpenBatches(size=EACH_SECOND, interval=1.0, duration=MESSAGES / EACH_SECOND),
        pool=PhonePool(ranges=((FIRST_NUMBER, pool),), seed=seed),
        seed=seed,
    )


_BY_MARK = {"": Reason.ACCEPTED, "refused": Reason.REFUSED, "limited": Reason.RATE_LIMITED}


def heard_verdict(text: str, contract: Contract | None = None) -> Verdict:
    """Return the verdict on a reply in which words see no decline."""
    if contract is None:
        return Verdict(reason=Reason.ACCEPTED, said=text, shape=reply_shape(text))
    _, mark, why = contract.judge([text])
    reason = _BY_MARK.get(mark, Reason.UNEXPECTED)
    return Verdict(reason=reason, said=text, shape=reply_shape(text), why=why)


def first_replies(plan: Plan, reply: Callable[[int, str, str], str], contract: Contract | None = None) -> FirstReplies:
    """Return what every text and one MMS got before the load, twice each, from the numbers whose turn is last."""
    replies = Replies()
    spent = [plan.pool.number(MESSAGES + place) for place in range(SPENT)]
    for place, number in enumerate(spent, 1):  # the check of the set-up
        reply(-place, number, "sms 1")
        replies.followed.setdefault(number, {})[-place] = Followed(0, None)
    seqs = chosen(plan, spent=spent)
    for seq in seqs:
        number, content = plan.pool.number(seq), plan.content(seq)
        verdict = heard_verdict(reply(-seq, number, content), contract)
        replies.count(verdict, seq=seq, number=number, second=0, content=content, us=80_000)
    contents = len({plan.content(seq) for seq in seqs})
    return FirstReplies(replies=replies, sent=len(seqs), contents=contents, left_out=different(plan) - contents)


def run(  # noqa: PLR0913  what a run is made of
    bot: Bot,
    declining: Declining | None,
    targets: Sequence[Target],
    *,
    plan: Plan,
    seed: int,
    expected: Sequence[str] = (),
    listed: bool = False,
) -> Ran:
    """Send a plan's messages to a bot in this process, and conclude as a run does."""
    contract = Contract([line for line in expected if not line.startswith("#")]) if expected else None
    draw = random.Random(seed)
    declined = 0

    def reply(seq: int, number: str, content: str) -> str:
        nonlocal declined
        if declining and declining.declines(seq, number, content):
            declined += seq >= 0
            return declining.text
        return bot.answer(content, number)

    first = first_replies(plan, reply, contract)
    recorder = Recorder()
    blank = Reply(status=200, headers=(), body=b"", size=0)
    for arrival in plan.arrivals():
        seq, due = arrival.seq, arrival.due
        content = plan.content(seq)
        number = plan.pool.at(plan.pool.place(seq))
        text = reply(seq, number, content)
        done = due + USUAL_SECONDS * draw.lognormvariate(0, 0.3)
        recorder.due(due)
        recorder.record(
            Exchange(
                seq=seq,
                scenario=content.partition(" ")[0],
                number=number,
                due=due,
                sent=due + 0.001,
                connected=due + 0.002,
                done=done,
                attempts=1,
                response=blank,
                content=content,
            ),
            heard_verdict(text, contract),
        )
    snapshot = recorder.snapshot
    snapshot.replies.trim()
    summary = summarise(snapshot, planned=plan.planned, duration=MESSAGES / EACH_SECOND)
    outcomes = evaluate(targets, summary)
    heard = hear(snapshot.replies, first=first)
    why = doubt(heard, summary, outcomes, plan=plan)
    limit = 0.97 if any(target.limit == 97 for target in targets) else 0.95
    return Ran(
        green=all(not outcome.missed for outcome in outcomes) and not why,
        should=1 - declined / MESSAGES > limit,
        why=why,
        expected=tuple(expected_lines(heard, snapshot.replies)) if listed else (),
    )


def with_contracts(texts: Sequence[Text], *, runs: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return how many runs with 10 % declines were caught, and how many without were not green, each of how many.

    The list is that of an earlier run without declines, as `loadtest replies` prints it.
    """
    answers = [one.text for one in texts if not one.declined]
    declines = [one.text for one in texts if one.declined]
    targets = parse_targets(["success > 95%"])
    caught = turned = flagged = total = 0
    for number in range(runs):
        for name in FIXED:
            seed = SEED + 10 * number
            draw = random.Random(f"{name} contract {seed}")
            bot = BOTS[name](draw, answers)
            before = run(bot, None, targets, plan=drawn(seed, draw.choice(POOLS)), seed=seed, listed=True)
            plan = drawn(seed + 1, draw.choice(POOLS[:2]))
            clean = run(bot, None, targets, plan=plan, seed=seed + 1, expected=before.expected)
            way, text = WAYS[number % len(WAYS)], draw.choice(declines)
            declining = Declining(way=way, share=0.1, text=text, random_=draw, planned=MESSAGES)
            declining.quota = int(0.9 * MESSAGES / plan.pool.size)
            ran = run(bot, declining, targets, plan=plan, seed=seed + 1, expected=before.expected)
            total += 1
            flagged += not clean.green
            turned += not ran.should
            caught += not ran.should and not ran.green
    return (caught, turned), (flagged, total)


def many(  # noqa: PLR0913  the conditions of a row
    texts: Sequence[Text], name: str, *, way: str = "", share: float = 0.0, target: str = "success > 95%", runs: int
) -> list[Ran]:
    """Return runs of one kind of bot, each with seeds, texts and numbers of its own."""
    answers = [one.text for one in texts if not one.declined and not (says_limit(one.text) or says_refusal(one.text))]
    declines = [one.text for one in texts if one.declined]
    targets = parse_targets([target])
    found = []
    for number in range(runs):
        seed = SEED + number
        draw = random.Random(f"{name} {way} {share} {seed}")
        plan = drawn(seed, draw.choice(POOLS[:2] if way.startswith("each") else POOLS))
        declining = None
        if way:
            declining = Declining(way=way, share=share, text=draw.choice(declines), random_=draw, planned=MESSAGES)
            declining.quota = int((1 - share) * MESSAGES / plan.pool.size)
        ran = run(BOTS[name](draw, answers), declining, targets, plan=plan, seed=seed)
        found.append(ran)
    return found


def share_of(count: int, total: int) -> str:
    """Return a share with its counts."""
    return f"{100 * count / total:.1f} % ({count} of {total})" if total else "none"


def words_table(sources: dict[str, list[Text]]) -> Table:
    """Measure words alone on every part of every file."""
    rows = []
    for name, texts in sources.items():
        for part in sorted({one.part for one in texts}):
            found = words_only(one for one in texts if one.part == part)
            rows.append(
                [
                    f"{name}, {part}",
                    share_of(found["missed"], found["declined"]),
                    share_of(found["alarms"], found["accepted"]),
                    str(found["confused"]),
                ]
            )
    return Table(
        title="Words alone",
        about="Texts labelled ambiguous are left out.",
        header=["texts", "declined, counted as accepted", "accepted, counted as declined", "limited for refused"],
        rows=rows,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Runs under one set of conditions."""

    source: str
    bot: str
    way: str
    share: float
    target: str
    ran: tuple[Ran, ...]

    @property
    def counted(self) -> tuple[int, int]:
        """How many runs ended as they should not, and of how many: declines that turn no target are left out."""
        if not self.way:
            return sum(not one.green for one in self.ran), len(self.ran)
        turned = [one for one in self.ran if not one.should]
        return sum(one.green for one in turned), len(turned)


def measured(source: str, texts: list[Text], *, runs: int) -> list[Row]:
    """Measure whole runs of bots made of one file."""
    rows = []
    for name in BOTS:
        conditions = [("", 0.0, "success > 95%"), ("", 0.0, "success > 97%")]
        shares = SHARES[:1] if name in STATEFUL else SHARES
        conditions += [(way, share, target) for share, target in shares for way in WAYS]
        for way, share, target in conditions:
            count = runs if way else 4 * runs
            ran = many(texts, name, way=way, share=share, target=target, runs=count)
            rows.append(Row(source=source, bot=name, way=way, share=share, target=target, ran=tuple(ran)))
        say(f"{source}, {name}: done")
    return rows


def goals_reached(
    rows: Sequence[Row], words: Mapping[str, Counter[str]], contracts: Sequence[tuple[tuple[int, int], tuple[int, int]]]
) -> Table:
    """Return what had to be reached and what was, over all files of texts."""

    def of(bots: Sequence[str], share: float) -> tuple[int, int]:
        counted = [row.counted for row in rows if row.bot in bots and row.share == share]
        return sum(wrong for wrong, _ in counted), sum(total for _, total in counted)

    free, filling = ("answers freely",), ("freely, with a filler",)
    caught, flagged = (tuple(sum(one[which][place] for one in contracts) for place in (0, 1)) for which in (0, 1))
    seen = sum((found for name, found in words.items() if name != FRESH.stem), Counter[str]())
    fresh = words.get(FRESH.stem, Counter[str]())
    lines = [
        ("declined, counted as accepted, words alone, texts seen", "≤ 20 %", (seen["missed"], seen["declined"])),
        ("the same, texts not seen", "≤ 20 %", (fresh["missed"], fresh["declined"])),
        ("accepted, counted as declined, words alone, texts seen", "≤ 2 %", (seen["alarms"], seen["accepted"])),
        ("the same, texts not seen", "≤ 2 %", (fresh["alarms"], fresh["accepted"])),
        ("runs with 20 % declines that the words miss, one-reply and menu bots: green", "≤ 2 %", of(FIXED, 0.2)),
        ("the same with 5 % and `success > 97%`: green", "≤ 10 %", of(FIXED, 0.05)),
        ("runs without declines, one-reply and menu bots: not green", "≤ 1 %", of(FIXED, 0.0)),
        ("runs without declines, bots that answer freely: not green", "≤ 3 %", of(free, 0.0)),
        ("the same, where a filler makes up 3 or 6 % of the replies: not green", "no goal", of(filling, 0.0)),
        ("the same, bots that welcome each number or ask in turn: not green", "no goal", of(STATEFUL, 0.0)),
        ("20 % declines, bots that welcome each number or ask in turn: green", "no goal", of(STATEFUL, 0.2)),
        ("runs with a list of an earlier run's replies, 10 % declines: caught", "100 %", (caught[0], caught[1])),
        ("runs with such a list without declines: not green", "≤ 0.3 %", (flagged[0], flagged[1])),
        ("20 % declines, bots that answer freely: green", "no goal", of(free, 0.2)),
        ("5 % declines, bots that answer freely: green", "no goal", of(free, 0.05)),
    ]
    return Table(
        title="What had to be reached",
        about=(
            "All files of texts together. Whoever wrote the wordings had seen the texts called seen, also those on"
            f" which they were not fitted: those rows flatter them. The others ({FRESH.stem}, where there is such a"
            " file) were written without a look at the wordings, and no wording was fitted on them."
        ),
        header=["what", "goal", "measured"],
        rows=[
            [what, goal, share_of(*counted)] for what, goal, counted in lines if counted[1] or "not seen" not in what
        ],
    )


def runs_table(rows: Sequence[Row]) -> Table:
    """Return the runs by their conditions."""
    return Table(
        title="Whole runs whose declines the words miss",
        about=(
            f"{MESSAGES} messages at {EACH_SECOND} a second from {', '.join(map(str, POOLS))} numbers; every text and"
            " one MMS twice before the load. Each run has texts, seeds and numbers of its own; digits are drawn anew in"
            " every reply, and a reply that declines is as quick as any other. The wordings are switched off, so that"
            " every declined text of a file stands for one that they miss; what they would take for a decline is no"
            " bot's answer here. Runs whose declines do not turn the target are left out. Ended wrongly: without"
            " declines not green, with declines green."
        ),
        header=["texts", "bot", "declines", "target", "ended wrongly"],
        rows=[
            [
                row.source,
                row.bot,
                f"{row.share:.0%} {row.way}" if row.way else "none",
                row.target,
                share_of(*row.counted),
            ]
            for row in rows
        ],
    )


def main() -> None:
    """Measure, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path, action="append", default=[], help="one more file of labelled texts")
    parser.add_argument("--runs", type=int, default=50, help="runs of each kind")
    parser.add_argument("--lists", type=int, default=170, help="runs with an earlier run's list, per file and bot")
    parser.add_argument("--sockets", type=int, default=8, help="runs over real sockets, of 10 s each")
    parser.add_argument("--page", type=Path, default=PAGE)
    arguments = parser.parse_args()
    files = {
        "own": OWN,
        SEEN.stem: SEEN,
        **({FRESH.stem: FRESH} if FRESH.exists() else {}),
        **({SHARED.stem: SHARED} if SHARED.exists() else {}),
        **{p.stem: p for p in arguments.texts},
    }
    sources = {name: read_texts(path) for name, path in files.items()}
    began = time.monotonic()
    with ProcessPoolExecutor() as pool:  # every run has seeds of its own, so who does it makes no difference
        counted = [pool.submit(measured, name, texts, runs=arguments.runs) for name, texts in sources.items()]
        listed = [pool.submit(with_contracts, texts, runs=arguments.lists) for texts in sources.values()]
        rows = [row for one in counted for row in one.result()]
        contracts = [one.result() for one in listed]
    words = {name: words_only(texts) for name, texts in sources.items()}
    tables = [goals_reached(rows, words, contracts), words_table(sources), runs_table(rows)]
    if arguments.sockets:
        tables.append(sockets_table(arguments.sockets))
    say(f"{time.monotonic() - began:.0f} s")
    page: Path = arguments.page
    head = page.read_text(encoding="utf-8").partition(_MARK)[0] if page.exists() else "# Replies\n\n"
    text = head + _MARK + "\n\n" + "\n".join(table.markdown() for table in tables)
    page.write_text(text.rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
