"""Who got a kind of reply, to which messages, and how fast: what lets a reader tell an answer from a decline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from loadtest.assess.replies.evidence import median

if TYPE_CHECKING:
    from loadtest.assess.replies.kinds import ReplyKind
    from loadtest.measure.snapshot import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """What of the load got a kind of reply.

    `numbers` of the `followed` phone numbers got it in one of their first messages. `contents` are the names
    (`Plan.content`) of the messages that got it, the commonest first, of `all_contents` that were sent. `median` is in
    seconds from when a message was due; None without a reply under load.
    """

    numbers: int
    followed: int
    contents: tuple[str, ...]
    all_contents: tuple[str, ...]
    median: float | None


def spread(kind: ReplyKind, snapshot: Snapshot) -> Spread:
    """Return what of a load got that kind."""
    shapes = frozenset(kind.shapes)
    followed = snapshot.replies.followed
    numbers = sum(
        any(one.key is not None and one.key[0] is kind.reason and one.key[1] in shapes for one in got.values())
        for got in followed.values()
    )
    counts = kind.said.contents
    return Spread(
        numbers=numbers,
        followed=len(followed),
        contents=tuple(sorted(counts, key=lambda content: (-counts[content], content))),
        all_contents=tuple(sorted(snapshot.contents)),
        median=median(kind.said.times),
    )
