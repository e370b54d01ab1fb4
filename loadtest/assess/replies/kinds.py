"""Shapes -> kinds of replies, with what was heard before the load and what speaks against each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from loadtest.assess.replies import evidence
from loadtest.assess.replies.limiter import InferredLimit, limiter_in
from loadtest.assess.replies.turns import HARDLY, firsts_in, turns_in, welcome_in
from loadtest.measure.replies import Replies, Said
from loadtest.verdict.cues import cue_in, strong_cue_in
from loadtest.verdict.judge import Reason
from loadtest.words.reply_shapes import likeness

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from loadtest.measure.replies import FirstReplies, Key

SILENT = ""
"""The shape of a reply without words for the sender."""
ALIKE = 0.5
"""Share of words from which two shapes are one kind: of the labelled replies, none of two meanings met it."""
TWICE = 2
"""Times that one text must get the same kind of reply before the load, at least, for the kind to be known."""
_OFTEN = 0.45
"""Share of its texts' replies under load that a kind known from before must have there, too."""
_FREELY = 3
"""A bot answers freely when it has a new kind of reply for every third message, or more often."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyKind:
    """Replies alike but for their changing parts.

    `text` is one of them (hostile), `said` what was counted of all, `before` how many came before the load. `known`:
    every sending of one text got it then. `against` says, a phrase each, what speaks against it; with any it is
    doubtful. `limiter` is the limit for each number that its replies look like. `turn`: how many kinds each number gets
    one after the other, where it is one of them.
    """

    reason: Reason
    text: str
    why: str
    shapes: tuple[str, ...]
    said: Said
    before: int = 0
    known: bool = False
    against: tuple[str, ...] = ()
    limiter: InferredLimit | None = None
    turn: int = 0

    @property
    def count(self) -> int:
        """How many came under load."""
        return self.said.count

    @property
    def doubtful(self) -> bool:
        """Whether it counts as accepted although something speaks against it."""
        return bool(self.against)

    @property
    def cue(self) -> str:
        """A word in it that declines often hold, or nothing."""
        return cue_in(self.text)

    @property
    def because(self) -> str:
        """Why it counts as it does."""
        if self.why:
            return self.why
        if self.known:
            return "as before the load"
        if self.turn:
            return f"in turn: each number gets these {self.turn} one after the other"
        if self.reason is not Reason.ACCEPTED:
            return str(self.reason.value)
        return "came before the load, too" if self.before else "not seen before the load"


@dataclass(frozen=True, kw_only=True)
class Heard:
    """All kinds of replies, the commonest first; `others` counts by reason what was too rare to be kept apart.

    `freely`: the bot answers nearly every message in words of its own, so nothing new is an alarm. `mixed` are the
    accepted ones of `others`, where something speaks against them.
    """

    kinds: tuple[ReplyKind, ...] = ()
    others: dict[Reason, int] = field(default_factory=dict)
    first: FirstReplies | None = None
    freely: bool = False
    mixed: ReplyKind | None = None

    @cached_property
    def total(self) -> int:
        """Replies under load."""
        return sum(kind.count for kind in self.kinds) + sum(self.others.values())

    @property
    def under_load(self) -> tuple[ReplyKind, ...]:
        """The kinds that came under load."""
        return tuple(kind for kind in self.kinds if kind.count)

    @property
    def doubtful(self) -> tuple[ReplyKind, ...]:
        """The doubtful kinds, the commonest first."""
        found = [kind for kind in (*self.kinds, self.mixed) if kind is not None and kind.doubtful]
        return tuple(sorted(found, key=lambda kind: -kind.count))

    @property
    def before(self) -> tuple[ReplyKind, ...]:
        """The kinds that came before the load."""
        return tuple(sorted((kind for kind in self.kinds if kind.before), key=lambda kind: -kind.before))


def hear(
    replies: Replies, *, first: FirstReplies | None = None, warm_up: Replies | None = None, later: bool = False
) -> Heard:
    """Return what was heard under load, held against what was heard before it.

    `later`: answers come through Twilio's API, too. Saying nothing at first is then no other answer.
    """
    early = first.replies if first else Replies()
    groups = _joined(replies, early)
    kind_of = {key: place for place, group in enumerate(groups) for key in group}
    parts = [_Part.of(group, replies, early) for group in groups]
    warmed = warm_up or Replies()
    before = _places(kind_of, early)
    sequence = _places(kind_of, early, warmed, replies)
    welcome = welcome_in(before, sequence)
    if welcome is not None and parts[welcome].reason is not Reason.ACCEPTED:
        welcome = None
    _know(parts, welcome=None if welcome is None else parts[welcome], heads=firsts_in(sequence))
    in_turn = [parts[place] for place in turns_in(sequence)]
    if all(part.reason is Reason.ACCEPTED for part in in_turn):
        for part in in_turn:
            part.turn = len(in_turn)
    silent = [part for part in parts if later and part.reason is Reason.ACCEPTED and part.shapes == (SILENT,)]
    accepted = [part for part in parts if part.reason is Reason.ACCEPTED and part not in silent]
    total = replies.total - sum(part.load.count for part in silent)
    found = replies.others_shapes + sum(part.load.count > 0 for part in accepted)
    contents = len({content for part in parts for content in part.load.contents})
    # Whoever answered the same to the same text twice, before the load, does not answer freely.
    tried = {content for part in parts for content in part.early.contents}
    answers = {content for part in parts if part not in silent for content in part.usual}
    freely = found * _FREELY > total and found > 2 * contents and 2 * len(answers) <= len(tried)
    mixed = replies.others.get(Reason.ACCEPTED)
    scene = evidence.Scene(
        loads=[*(part.load for part in accepted), *([mixed] if mixed else [])],
        known=[part.usual for part in accepted],
        tried=[set(part.early.contents) for part in accepted],
        seconds=evidence.total(said.seconds for said in (*replies.said.values(), *replies.others.values())),
        freely=freely,
    )
    spent = Counter(number for one in (early, warmed) for number, got in one.followed.items() for _ in got)
    kinds = []
    for place, part in enumerate(parts):
        kind = part.kind()
        if part in accepted and kind.count and not kind.known and not kind.turn and not kind.why:
            marked = {
                number: [
                    (seq, one.second, one.key is not None and kind_of.get(one.key) == place)
                    for seq, one in sorted(got.items())
                ]
                for number, got in replies.followed.items()
            }
            limiter = limiter_in(marked, spent)
            cue = strong_cue_in(kind.text) if freely else kind.cue
            against = evidence.against(accepted.index(part), scene, limiter=limiter, cue=cue)
            kind = replace(kind, limiter=limiter, against=against)
        kinds.append(kind)
    against = () if freely or not mixed else evidence.against(len(accepted), scene, limiter=None, cue="")
    kinds.sort(key=lambda kind: (-kind.count, -kind.before, kind.text))
    return Heard(
        kinds=tuple(kinds),
        others={reason: said.count for reason, said in replies.others.items()},
        first=first,
        freely=freely,
        mixed=ReplyKind(reason=Reason.ACCEPTED, text="", why="", shapes=(), said=mixed, against=against)
        if mixed and against
        else None,
    )


@dataclass(slots=True, kw_only=True, eq=False)
class _Part:
    """A kind in the making: what it was under load and before; `usual` are the contents that it is known to answer."""

    reason: Reason
    shapes: tuple[str, ...]
    load: Said
    early: Said
    usual: set[str] = field(default_factory=set)
    known: bool = False
    turn: int = 0

    @classmethod
    def of(cls, group: Sequence[Key], replies: Replies, early: Replies) -> _Part:
        load, before = (_sum(one.said[key] for key in group if key in one.said) for one in (replies, early))
        return cls(reason=group[0][0], shapes=tuple(shape for _, shape in group), load=load, early=before)

    def kind(self) -> ReplyKind:
        shown = self.load if self.load.count else self.early
        return ReplyKind(
            reason=self.reason,
            text=shown.text,
            why=shown.why,
            shapes=self.shapes,
            said=self.load,
            before=self.early.count,
            known=self.known,
            turn=self.turn,
        )


def _sum(many: Iterable[Said]) -> Said:
    # The text shown is that of the commonest shape, which comes first.
    total: Said | None = None
    for said in many:
        if total is None:
            total = Said(seq=said.seq, text=said.text, why=said.why)
        text, why = total.text, total.why
        total.merge(said)
        total.text, total.why = text, why
    return total or Said(seq=0, text="")


def _joined(replies: Replies, early: Replies) -> list[list[Key]]:
    """Return the shapes joined by likeness: each joins the commonest that it is like, unless it alone has a cue."""
    counts: Counter[Key] = Counter()
    for one in (replies, early):
        for key, said in one.said.items():
            counts[key] += said.count
    groups: list[list[Key]] = []
    for key in sorted(counts, key=lambda key: (-counts[key], key[0].value, key[1])):
        for group in groups:
            leader = group[0]
            if leader[0] is key[0] and _alike(leader[1], key[1]):
                group.append(key)
                break
        else:
            groups.append([key])
    return groups


def _alike(one: str, other: str) -> bool:
    return likeness(one, other) >= ALIKE and bool(cue_in(one)) == bool(cue_in(other))


def _places(kind_of: Mapping[Key, int], *many: Replies) -> dict[str, list[int | None]]:
    """Return the kinds that the messages of each followed number got, in order; None for one not known."""
    found: dict[str, list[int | None]] = {}
    for one in many:
        for number, got in one.followed.items():
            kinds = (None if said.key is None else kind_of.get(said.key) for _, said in sorted(got.items()))
            found.setdefault(number, []).extend(kinds)
    return found


def _know(parts: Sequence[_Part], *, welcome: _Part | None, heads: Mapping[int, float]) -> None:
    """Mark what the replies before the load have shown: the contents that each kind answers, and the kinds known.

    A `welcome` is what a number's first message gets whatever it says, so it is no other answer to the same text.
    `heads` is the share of each kind's replies that were a number's first ones.
    """
    sendings: Counter[str] = Counter()
    load: Counter[str] = Counter()
    welcomed: Counter[str] = Counter(welcome.early.contents if welcome else ())
    for part in parts:
        if part is not welcome:
            sendings.update(part.early.contents)
        if part is not welcome and part.reason is Reason.ACCEPTED:
            load.update(part.load.contents)
    for place, part in enumerate(parts):
        if part is welcome:
            part.usual, part.known = set(part.early.contents), True
            continue
        part.usual = {
            content
            for content, count in part.early.contents.items()
            if count == sendings[content] and count + welcomed[content] >= TWICE
        }
        # What a text got twice by chance is not what it gets under load.
        mine = sum(part.load.contents.get(content, 0) for content in part.usual)
        part.known = bool(part.usual) and mine >= _OFTEN * sum(load[content] for content in part.usual)
        if welcome and heads.get(place, 0) > HARDLY:  # what follows a welcome does not come in its stead
            part.known = False
    # What they get instead is their usual reply where that one came before the load, too. Behind a welcome one sending
    # alone made it usual, which is less.
    for part in parts:
        if part.usual and not part.known:
            others = [other for other in parts if other is not part and other.early.count]
            got = max((sum(other.load.contents.get(c, 0) for c in part.usual) for other in others), default=0)
            if welcome or got >= _OFTEN * sum(load[content] for content in part.usual) > 0:
                part.usual = set()
