"""Bots made of a file of labelled reply texts: what each of them answers, and how it declines."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence
    from pathlib import Path

DECLINED = frozenset({"rate_limited", "refused"})
FEWEST_WORDS = 8
MOST_WORDS = 26
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One reply text; `label` is accepted, rate_limited or refused, `part` says which part of the file it is in."""

    text: str
    language: str
    label: str
    part: str

    @property
    def declined(self) -> bool:
        """Whether whoever sent it did not take the message."""
        return self.label in DECLINED


def read_texts(path: Path) -> list[Text]:
    """Read a table with the columns text, language, label, why and, where it has parts, half or origin."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Text(
                text=row["text"],
                language=row["language"],
                label=row["label"],
                part=row.get("half") or row.get("origin") or "all",
            )
            for row in csv.DictReader(file, delimiter="\t")
            if row["label"] != "ambiguous"
        ]


class Bot:
    """What a bot says when it takes a message; its numbers are drawn anew in every reply."""

    def __init__(self, random_: random.Random, answers: Sequence[str] = ()) -> None:  # noqa: ARG002  the others' shape
        self._random = random_

    def answer(self, content: str, number: str = "") -> str:
        """Return the answer to a message of `number` that says `content`."""
        return _DIGITS.sub(lambda match: str(self._random.randrange(10 ** len(match[0]))), self.say(content, number))

    def say(self, content: str, number: str) -> str:
        """Return the answer as it stands in the file."""
        raise NotImplementedError


class OneReply(Bot):
    """Says the same to everything."""

    def __init__(self, random_: random.Random, answers: Sequence[str]) -> None:
        super().__init__(random_)
        self._reply = random_.choice(answers)

    def say(self, content: str, number: str) -> str:  # noqa: ARG002  it does not read
        return self._reply


class Menu(Bot):
    """Has a reply for each text and one for pictures: three to six in all."""

    def __init__(self, random_: random.Random, answers: Sequence[str]) -> None:
        super().__init__(random_)
        self._replies = random_.sample(answers, random_.randint(3, 6))
        self._of: dict[str, str] = {}

    def say(self, content: str, number: str) -> str:  # noqa: ARG002  it does not look who asks
        key = "mms" if content.startswith("mms") else content
        if key not in self._of:
            self._of[key] = self._random.choice(self._replies)
        return self._of[key]


class Free(Bot):
    """Puts new sentences together from the words that follow each other in the answers.

    One text has a canned answer, as greetings have.
    """

    fillers: tuple[float, ...] = (0.0,)

    def __init__(self, random_: random.Random, answers: Sequence[str]) -> None:
        super().__init__(random_)
        self._after: dict[str, list[str]] = {}
        for answer in answers:
            words = answer.split()
            for one, other in pairwise(words):
                self._after.setdefault(one, []).append(other)
        self._starts = [answer.split()[0] for answer in answers if answer.split()[0] in self._after]
        self._canned, self._filler = random_.sample(answers, 2)
        self._greeted = f"sms {random_.randint(1, 3)}"
        self._often = random_.choice(self.fillers)

    def say(self, content: str, number: str) -> str:  # noqa: ARG002  it does not look who asks
        if content == self._greeted:
            return self._canned
        if self._random.random() < self._often:
            return self._filler
        words = [self._random.choice(self._starts)]
        length = self._random.randint(FEWEST_WORDS, MOST_WORDS)
        while len(words) < length:
            words.append(self._random.choice(self._after.get(words[-1]) or self._starts))
        return " ".join(words)


class Filling(Free):
    """Says, besides, the same filler to whatever it was asked: 3 or 6 in 100 times."""

    fillers = (0.03, 0.06)


class Welcoming(Menu):
    """A menu that welcomes each number at its first message."""

    def __init__(self, random_: random.Random, answers: Sequence[str]) -> None:
        super().__init__(random_, answers)
        self._welcome = random_.choice(answers)
        self._met: set[str] = set()

    def say(self, content: str, number: str) -> str:
        if number not in self._met:
            self._met.add(number)
            return self._welcome
        return super().say(content, number)


class Asking(Bot):
    """Asks each number three to five questions in turn, then begins anew."""

    def __init__(self, random_: random.Random, answers: Sequence[str]) -> None:
        super().__init__(random_)
        self._questions = random_.sample(answers, random_.randint(3, 5))
        self._asked: dict[str, int] = {}

    def say(self, content: str, number: str) -> str:  # noqa: ARG002  it takes any answer
        place = self._asked[number] = self._asked.get(number, -1) + 1
        return self._questions[place % len(self._questions)]


BOTS: dict[str, type[Bot]] = {
    "one reply": OneReply,
    "menu": Menu,
    "answers freely": Free,
    "freely, with a filler": Filling,
    "welcomes, then a menu": Welcoming,
    "asks in turn": Asking,
}


@dataclass(slots=True, kw_only=True)
class Declining:
    """When a bot declines: `share` of its replies, with one text, in one of `WAYS`; `planned` messages in all."""

    way: str
    share: float
    text: str
    random_: random.Random
    planned: int
    quota: int = 0
    _taken: dict[str, int] = field(default_factory=dict)

    def declines(self, seq: int, number: str, content: str) -> bool:
        """Return whether message `seq` (negative: before the load) is declined."""
        match self.way:
            case "now and then":
                return self.random_.random() < self.share
            case "under load":
                return seq >= 0 and self.random_.random() < self.share
            case "from some time on":
                return seq >= max(0, (1 - 2 * self.share) * self.planned) and self.random_.random() < 1 / 2
            case "pictures":
                return content.startswith("mms") and seq >= 0 and self.random_.random() < self.share / 0.3
            case _:  # a quota for each number
                self._taken[number] = self._taken.get(number, 0) + 1
                return self._taken[number] > self.quota


WAYS = ("under load", "now and then", "from some time on", "pictures", "each number's quota")
