"""One number's way through a script: which step is next, what is said, and after what wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loadtest.dialogue.conversation import COUNTER, NUMBER, draw, filled

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from loadtest.dialogue.conversation import Conversation, Step
    from loadtest.dialogue.feed import Feed

_WHICH, _TEXT, _MAYBE, _WAIT = range(4)


class Conversations:
    """All scripts of a load: draws whose turn it is, and gives every message a number of its own.

    A message's number in the load is that of its conversation times the most steps that any has, plus its step's: the
    same in every process, and in order of the conversations.
    """

    def __init__(self, scripts: Sequence[Conversation], *, seed: int, feed: Feed) -> None:
        self.scripts, self.seed, self.feed = tuple(scripts), seed, feed
        self.stride = max(len(script.steps) for script in scripts)
        total = sum(script.weight for script in scripts)
        self._bounds: list[tuple[float, Conversation]] = []
        bound = 0.0
        for script in scripts:
            bound += script.weight / total
            self._bounds.append((bound, script))

    def begin(self, place: int, number: str, row: int) -> Talk:
        """Return conversation `place` of the load, of a number that has that row of the feed."""
        at = draw(self.seed, place, 0, _WHICH)
        script = next((script for bound, script in self._bounds if at < bound), self._bounds[-1][1])
        return Talk(self, script, place, number, row)

    @property
    def messages(self) -> float:
        """How many messages a conversation has, on average over the scripts by their weights."""
        total = sum(script.weight for script in self.scripts)
        return sum(script.weight / total * script.messages for script in self.scripts)


class Talk:
    """One conversation of the number at place `row` of the pool, which has that row of the feed, too.

    `at` is the step that was said last, `began` when the first was due; `values` fill the holes of its texts.
    """

    __slots__ = ("_scripts", "at", "began", "number", "place", "row", "script", "values")

    def __init__(self, scripts: Conversations, script: Conversation, place: int, number: str, row: int) -> None:
        self._scripts, self.script, self.place, self.number, self.row = scripts, script, place, number, row
        self.began = 0.0
        self.at = -1
        self.values = {NUMBER: number, COUNTER: str(place), **scripts.feed.row(row)}

    @property
    def step(self) -> Step:
        """The step that was said last."""
        return self.script.steps[self.at]

    @property
    def kind(self) -> str:
        """The kind of message that this step is."""
        return self.step.kind(self.script.channel)

    @property
    def seq(self) -> int:
        """The number in the load of the message that was said last."""
        return self.place * self._scripts.stride + self.at

    @property
    def scenario(self) -> str:
        """What its messages count as: conversation and step."""
        return f"{self.script.name}.{self.step.name}"

    def go_on(self) -> Step | None:
        """Go to the next step that this conversation takes, and return it; None when it is complete."""
        steps, seed = self.script.steps, self._scripts.seed
        for at in range(self.at + 1, len(steps)):
            step = steps[at]
            if step.maybe < 1.0 and draw(seed, self.place, at, _MAYBE) >= step.maybe:
                continue
            if step.end:
                return None
            self.at = at
            return step
        return None

    def wait(self) -> float:
        """Return the seconds from the reply before to this step's message."""
        fixed = self.step.wait.fixed
        if fixed is not None:
            return fixed
        return self.step.wait.quantile(draw(self._scripts.seed, self.place, self.at, _WAIT))

    def chosen(self) -> int:
        """Return which of its texts this step says."""
        count = len(self.step.say)
        return int(draw(self._scripts.seed, self.place, self.at, _TEXT) * count) if count > 1 else 0

    def text(self) -> str:
        """Return what this step says."""
        return filled(self.step.say[self.chosen()], self.values) if self.step.say else ""

    def captured(self, found: Mapping[str, str]) -> None:
        """Keep what was found in a reply, for later texts."""
        self.values.update(found)
