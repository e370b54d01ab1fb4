"""What the server said: the suspicious first, then the commonest. Hostile text is raw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from loadtest.assess.replies.spread import spread
from loadtest.message.kinds import label_of
from loadtest.report.sections.section import ColumnKind, Place, Section, Table
from loadtest.verdict.judge import Reason
from loadtest.words.units import format_ms, format_percent, plural

if TYPE_CHECKING:
    from loadtest.assess.replies.kinds import Heard, ReplyKind
    from loadtest.assess.replies.spread import Spread
    from loadtest.assess.result import Result
    from loadtest.measure.replies import FirstReplies
    from loadtest.message.plan import Plan

NO_WORDS = "(no reply to the sender)"
QUOTED = 90
_NAMED = 3
"""Messages that are named; more are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyRow:
    """One kind of reply: how it counts, how many and what share of the replies, a sample, and why it counts so.

    `lasted` says from when to when it came, `whom` to whom and to which messages, and how fast.
    """

    kind: ReplyKind
    mark: str
    count: str
    share: str
    text: str
    why: str
    lasted: str
    whom: str

    @property
    def sentence(self) -> str:
        """The row as one line."""
        when = f"{self.lasted}; " if self.kind.doubtful and self.kind.said.first != self.kind.said.last else ""
        return f"{self.count} ({self.share}) {self.mark}: {self.text} ({when}{self.why})"


def section(result: Result) -> Section | None:
    """Return every kind of reply, with one of them and why it counts as it does."""
    title, rows = replies_title(result), reply_rows(result)
    if not title:
        return None
    table = Table(
        caption="Kinds of replies",
        header=("Counts as", "Replies", "Share", "One of them", "Why", "When and to whom"),
        rows=tuple((row.mark, row.count, row.share, row.text, row.why, f"{row.lasted}; {row.whom}") for row in rows),
        kinds=(
            ColumnKind.WORDS,
            ColumnKind.NUMBER,
            ColumnKind.NUMBER,
            ColumnKind.QUOTED,
            ColumnKind.WORDS,
            ColumnKind.WORDS,
        ),
        lines=tuple(row.sentence for row in rows),
        cards=True,
        more="other kinds: loadtest replies results.json",
    )
    notes = tuple(more_about_replies(result))
    return Section(name="replies", title=title, place=Place.REPLIES, tables=(table,), notes=notes, plain=True)


def reply_rows(result: Result) -> list[ReplyRow]:
    """Return a row for every kind that came under load; doubtful and unexpected ones first."""
    if result.summary is None or result.snapshot is None:
        return []
    heard = result.summary.heard
    ranked = sorted(heard.under_load, key=lambda kind: (not kind.doubtful, kind.reason is not Reason.UNEXPECTED))
    return [_row(kind, heard, result.plan, spread(kind, result.snapshot)) for kind in ranked]


def replies_title(result: Result) -> str:
    """Return how many replies of how many kinds there were, or nothing."""
    if result.summary is None or not result.summary.heard.total:
        return ""
    heard = result.summary.heard
    kinds = plural(len(heard.under_load), "kind")
    doubtful = sum(kind.count for kind in heard.doubtful)
    return f"Replies: {heard.total:,} of {kinds}" + (f", {doubtful:,} doubtful" if doubtful else "")


def more_about_replies(result: Result) -> list[str]:
    """Return what else must be known of the replies, a sentence each."""
    if result.summary is None:
        return []
    heard = result.summary.heard
    sentences = []
    if others := sum(heard.others.values()):
        sentences.append(f"{others:,} more, too different from each other to be kept apart: not known to be clean")
    if heard.freely:
        sentences.append("The bot answers in words of its own each time, so a new reply is no sign of anything here")
    if (first := heard.first) and first.left_out:
        sentences.append(
            f"Before the load {first.contents} of {first.contents + first.left_out} different messages were tried: "
            f"{_bounds(first)}"
        )
    return sentences


def _bounds(first: FirstReplies) -> str:
    """Return why not every message went out before the load."""
    if first.spared:
        return "the rest of the limit that the server's headers state is the load's"
    return "at most 24 messages go out then, and two a number"


def before_the_load(heard: Heard, *, most: int = 5) -> list[str]:
    """Return what was answered before the load, a line for every kind."""
    first = heard.first
    if first is None or not first.sent + first.spared:
        return []
    if not first.sent:
        return [f"No text was tried before the load, as {_bounds(first)}"]
    left = f"; {plural(first.left_out, 'other')} left out, as {_bounds(first)}" if first.left_out else ""
    twice = "" if first.spared else ", twice each"
    sent = plural(first.sent, "message")
    lines = [f"{sent} before the load ({first.contents} different ones{twice}{left}) got:"]
    for kind in heard.before[:most]:
        notes = [] if kind.reason is Reason.ACCEPTED else [kind.reason.value]
        notes += [f'it says "{kind.cue}": is that success?'] if kind.cue and kind.reason is Reason.ACCEPTED else []
        notes += [] if kind.known or len(heard.before) == 1 else ["not each time for the same message"]
        lines.append(f"  {kind.before} x {quoted(kind.text)}" + (f" ({'; '.join(notes)})" if notes else ""))
    if len(heard.before) > most:
        lines.append(f"  and {len(heard.before) - most} other kinds")
    if first.failed:
        lines.append(f"  {first.failed} x no reply to read")
    return lines


def quoted(text: str, longest: int = QUOTED) -> str:
    """Return a reply as one line in quotation marks."""
    text = " / ".join(text.split("\n"))
    if not text.strip(" /"):
        return NO_WORDS
    return f'"{text}"' if len(text) <= longest else f'"{text[: longest - 1]}…"'


def _row(kind: ReplyKind, heard: Heard, plan: Plan | None, whom: Spread) -> ReplyRow:
    first, last = kind.said.first, kind.said.last
    why = [*kind.against, kind.because] if kind.doubtful else [kind.because]
    return ReplyRow(
        kind=kind,
        mark="doubtful" if kind.doubtful else str(kind.reason.value),
        count=f"{kind.count:,}",
        share=format_percent(kind.count / heard.total),
        text=quoted(kind.text),
        why="; ".join(why),
        lasted=f"{first}s to {last}s" if first != last else f"{first}s",
        whom="; ".join(
            [
                f"{whom.numbers:,} of {whom.followed:,} numbers followed",
                _messages(whom, plan),
                *([f"half within {format_ms(whom.median)}"] if whom.median is not None else []),
            ]
        ),
    )


def _messages(whom: Spread, plan: Plan | None) -> str:
    """Return which messages got it: how many of the different ones of each kind, and which, where they are few."""
    if len(whom.contents) == len(whom.all_contents):
        return "every text and kind of message"
    parts = []
    for name in dict.fromkeys(content.partition(" ")[0] for content in whom.contents):
        got, sent = (
            [content for content in contents if content.partition(" ")[0] == name]
            for contents in (whom.contents, whom.all_contents)
        )
        texts = [] if plan is None or len(got) > _NAMED else [plan.text(content) for content in got]
        named = ", ".join(dict.fromkeys(quoted(text, 30) for text in texts if text))
        parts.append(f"{len(got)} of {len(sent)} different {label_of(name)}" + (f" ({named})" if named else ""))
    return " and ".join(parts)
