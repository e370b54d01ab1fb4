"""Bots that remember a number (a welcome first, or questions in turn), told by a message's place among its number's.

Both look like a limiter at first sight, so each must show what no limiter does. Behind a welcome the answers differ by
what the message said; questions in turn are three or more, one message each, and begin again.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Places = Mapping[str, Sequence[int | None]]
    """The kinds, by number, that a number's messages got, in order; None: not known."""

_FEWEST = 2
"""Numbers that must agree, at least."""
HARDLY = 0.1
"""Share of the messages that may be otherwise: those due at once may be answered in another order."""
_SHORTEST, _LONGEST = 3, 12
"""Questions of a bot that asks in turn: a limiter has two kinds of replies."""


def welcome_in(before: Places, load: Places) -> int | None:
    """Return the kind that every number's first message got, and hardly any other message.

    `before` has the messages before the load, where two different kinds must have followed it; `load` has all messages
    of a number, those before the load included.
    """
    firsts = [got[0] for got in before.values() if got and got[0] is not None]
    later = {kind for got in before.values() for kind in got[1:] if kind is not None}
    if len(firsts) < _FEWEST or len(set(firsts)) > 1 or firsts[0] in later or len(later) < _FEWEST:
        return None
    kind = firsts[0]
    again = sum(other == kind for got in load.values() for other in got[1:])
    return kind if again <= HARDLY * sum(other == kind for got in load.values() for other in got) else None


def firsts_in(load: Places) -> dict[int, float]:
    """Return the share of each kind's replies that were a number's first ones."""
    count = Counter(kind for got in load.values() for kind in got if kind is not None)
    first = Counter(got[0] for got in load.values() if got and got[0] is not None)
    return {kind: first[kind] / count[kind] for kind in first}


def turns_in(load: Places) -> tuple[int, ...]:
    """Return the kinds that every number gets one after the other, again and again; empty where no such turns are."""
    known = [got for got in load.values() if any(kind is not None for kind in got)]
    longest = max((len(got) for got in known), default=0)
    for length in range(_SHORTEST, min(_LONGEST, longest - 1) + 1):
        turn = _common(known, length)
        agree = [kind == turn[place % length] for got in known for place, kind in enumerate(got) if kind is not None]
        whole = sum(len(got) > length for got in known)
        if (
            len(set(turn)) == length
            and None not in turn
            and whole >= _FEWEST
            and sum(agree) >= (1 - HARDLY) * len(agree)
        ):
            return tuple(kind for kind in turn if kind is not None)
    return ()


def _common(known: Sequence[Sequence[int | None]], length: int) -> list[int | None]:
    """Return the commonest kind at each place of turns of this length."""
    turn: list[int | None] = []
    for place in range(length):
        kinds = [kind for got in known for kind in got[place::length] if kind is not None]
        turn.append(max(sorted(set(kinds)), key=kinds.count, default=None))
    return turn
