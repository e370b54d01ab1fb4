"""What a conversation says, step by step, as the user wrote it.

Everything that differs between two conversations of a script is drawn by arithmetic from the seed, the conversation's
place in the load and the step: the same seed gives the same conversations in every process.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from loadtest.words.distribution import FIXED, Distribution

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ANY_ACCEPTED, LIMITED, REFUSED = "accepted", "limited", "refused"
JUDGEMENTS = (ANY_ACCEPTED, LIMITED, REFUSED)
"""What `expect` may say of a reply instead of its words."""
NUMBER, COUNTER = "number", "counter"
"""Holes that every text may have: the sender's number, and the conversation's place in the load."""
HOLE_NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)
"""What a hole may be called."""
_HOLE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}")
_MASK = (1 << 64) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One message of a conversation, or its `end`.

    One of the texts of `say` is sent, `wait` after the reply to the step before; `media` (content type, URL or nothing)
    makes it an MMS, and is empty for the load's own. `expect` holds what the reply may be: templates, expressions
    between slashes, or a judgement; empty for whatever counts as accepted. `capture` names what is taken out of the
    reply by expressions with one group. `maybe` is the share of conversations that take the step. `line` is its place
    in the user's text.
    """

    name: str
    say: tuple[str, ...] = ()
    media: tuple[str, str] | None = None
    wait: Distribution = FIXED
    expect: tuple[str, ...] = ()
    capture: tuple[tuple[str, str], ...] = ()
    maybe: float = 1.0
    end: bool = False
    line: int = 0

    def kind(self, channel: str) -> str:
        """Return the kind of message that it is on a channel: WhatsApp has one kind with and without media."""
        return channel if self.media is None or channel != "sms" else "mms"

    def holes(self) -> Iterator[str]:
        """Yield the names that its texts leave open."""
        for text in self.say:
            yield from (hole[1] for hole in _HOLE.finditer(text) if hole[1] is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """A conversation by its name: its weight among others, its steps in order, and the `channel` it is held on."""

    name: str
    steps: tuple[Step, ...]
    weight: float = 1.0
    channel: str = "sms"
    line: int = 0

    @property
    def messages(self) -> float:
        """How many messages one has, on average, when nothing breaks it."""
        going, count = 1.0, 0.0
        for step in self.steps:
            if step.end:
                going *= 1 - step.maybe
            else:
                count += going * step.maybe
        return count

    @property
    def longest_wait(self) -> float:
        """Seconds that the waits of one take together, when all its steps are taken and each wait is a usual one."""
        return sum(step.wait.quantile(0.5) for step in self.steps)

    def to_wire(self) -> dict[str, Any]:
        """Return a JSON-ready form."""
        return asdict(self)

    @classmethod
    def from_wire(cls, wire: Mapping[str, Any]) -> Conversation:
        """Return the script that `to_wire` described."""
        return cls(**{**wire, "steps": tuple(map(_step, wire["steps"]))})


def _step(wire: Mapping[str, Any]) -> Step:
    wait = wire["wait"]
    return Step(
        **{
            **wire,
            "say": tuple(wire["say"]),
            "media": None if wire["media"] is None else tuple(wire["media"]),
            "wait": Distribution(shape=wait["shape"], parameters=tuple(wait["parameters"])),
            "expect": tuple(wire["expect"]),
            "capture": tuple((name, pattern) for name, pattern in wire["capture"]),
        }
    )


CHANNELS = ("sms", "whatsapp")
"""Channels that a conversation may be held on; the first is the usual one."""


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its holes filled; `{{` and `}}` stand for braces."""
    return _HOLE.sub(lambda hole: hole[0][0] if hole[1] is None else values[hole[1]], text)


def draw(seed: int, place: int, step: int, what: int) -> float:
    """Return a number of the unit interval, another one for each conversation, step and question.

    The finaliser of SplitMix64 (Steele, Lea and Flood 2014), whose outputs pass for random whatever its inputs share.
    """
    z = (seed * 0x9E3779B97F4A7C15 + place * 0xD1342543DE82EF95 + (step * 8 + what + 1) * 0xBF58476D1CE4E5B9) & _MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
    return ((z ^ (z >> 31)) >> 11) / (1 << 53)
