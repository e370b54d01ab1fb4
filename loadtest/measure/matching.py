"""Which message a text answers: a text through Twilio's API names numbers, and no message.

With one message of a number open at a time that is exact. With several the oldest open one is taken, which may be
wrong, and the text counts as ambiguous. A message is open from when it is sent until it is answered, declined by its
webhook, or given up: `patience` seconds after its webhook accepted it. Memory holds what is open, and the last answer
of each number for as long.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from loadtest.measure.answers import NUMBERS_KEPT, Answered, Answers, AnswerSecond
from loadtest.verdict.judge import Reason

if TYPE_CHECKING:
    from collections.abc import Callable


class _Ask:
    """One message: when it was due, accepted (`settled`) and answered; `texts` are hashes of what was said."""

    __slots__ = ("answered", "due", "number", "reason", "scenario", "seq", "settled", "texts", "twice")

    def __init__(self, seq: int, scenario: str, number: str, due: float) -> None:
        self.seq, self.scenario, self.number, self.due = seq, scenario, number, due
        self.settled: float | None = None
        self.answered: float | None = None
        self.reason = Reason.ACCEPTED
        self.texts: list[int] = []
        self.twice = False


class _Number:
    """One number's open messages in order, its last answered one, and how many were given up or had failed."""

    __slots__ = ("failed", "given_up", "last", "open")

    def __init__(self) -> None:
        self.open: list[_Ask] = []
        self.last: _Ask | None = None
        self.given_up = self.failed = 0


class Matcher:
    """Matches one driver's texts to its messages, and counts into `answers`.

    `moved(number, due, reason)` is called for an accepted message that is declined afterwards. Messages of a
    warm-up, whose numbers are negative, are matched, and not counted. All instants are seconds on the run's clock.
    """

    def __init__(self, patience: float, *, moved: Callable[[str, float, Reason], object] = lambda *_: None) -> None:
        self.answers = Answers()
        self.waiting = 0
        self._patience = patience
        self._moved = moved
        self._numbers: dict[str, _Number] = {}
        self._ends: deque[tuple[float, _Ask]] = deque()

    def sent(self, seq: int, scenario: str, number: str, due: float) -> None:
        """Take in a message that leaves."""
        known = self._numbers.get(number)
        if known is None:
            known = self._numbers[number] = _Number()
        known.open.append(_Ask(seq, scenario, number, due))

    def settled(self, seq: int, number: str, done: float, *, accepted: bool, words: str = "") -> None:
        """Take in what its webhook came to; `words` are what the sender is texted by TwiML."""
        known = self._numbers.get(number)
        ask = next((one for one in known.open if one.seq == seq), None) if known else None
        if known is None or ask is None:
            return
        if not accepted:
            self._fail(known, ask)
            return
        ask.settled = done
        self._ends.append((done + self._patience, ask))
        if words:
            self._say(ask, words, done, rest=False)
        if ask.answered is None:
            self.waiting += 1
        else:
            self._close(known, ask)

    def text(self, number: str, at: float, words: str, reason: Reason = Reason.ACCEPTED) -> tuple[int, float] | None:
        """Take in a text to `number` that reached Twilio's API at an instant, judged as `reason`.

        Return the place and the due time of the message that it is the first answer to, if it is.
        """
        known = self._numbers.get(number)
        answers = self.answers
        if known is None:
            answers.unasked += 1
            return None
        # What was not due yet cannot be meant: a text is told of a little later than it came in.
        fresh = [ask for ask in known.open if ask.answered is None and ask.due <= at]
        if fresh:
            ask = fresh[0]
            if len(fresh) > 1 or known.given_up:
                answers.ambiguous += 1
            else:
                answers.exact += 1
            ask.reason = reason
            self._say(ask, words, at, rest=True)
            if ask.settled is not None:
                self.waiting -= 1
                self._close(known, ask)
            return ask.seq, ask.due
        before = next((ask for ask in reversed(known.open) if ask.answered is not None), known.last)
        if before is not None:
            self._say(before, words, at, rest=True)
        elif known.failed:
            known.failed -= 1
            answers.after_failure += 1
        elif known.given_up:
            known.given_up -= 1
            answers.late += 1
        else:
            answers.unasked += 1
        return None

    def give_up(self, now: float) -> None:
        """Count as unanswered what has been waited for long enough."""
        ends = self._ends
        while ends and ends[0][0] <= now:
            _, ask = ends.popleft()
            known = self._numbers[ask.number]
            if ask.answered is None:
                known.open.remove(ask)
                known.given_up += 1
                self.waiting -= 1
                self._unanswered(ask, now)
            elif known.last is ask:
                known.last = None
            if not known.open and known.last is None and not known.given_up and not known.failed:
                del self._numbers[ask.number]

    def finish(self, now: float) -> None:
        """Count as unanswered what is still waited for: nothing comes any more."""
        for known in self._numbers.values():
            for ask in known.open:
                if ask.settled is not None and ask.answered is None:
                    self.waiting -= 1
                    self._unanswered(ask, now)
        self._numbers.clear()
        self._ends.clear()

    def _say(self, ask: _Ask, words: str, at: float, *, rest: bool) -> None:
        """Note that a message got an answer, its first or another."""
        said = hash(words)
        if ask.answered is None:
            ask.answered = at
            if rest:
                self.answers.by_rest += ask.seq >= 0
            else:
                self.answers.by_twiml += ask.seq >= 0
        elif said not in ask.texts:
            self.answers.further += ask.seq >= 0
        elif not ask.twice:
            ask.twice = True
            if ask.seq >= 0:
                self._of(ask).twice += 1
        ask.texts.append(said)

    def _close(self, known: _Number, ask: _Ask) -> None:
        known.open.remove(ask)
        known.last = ask
        if ask.seq < 0 or ask.answered is None:
            return
        if ask.reason is not Reason.ACCEPTED:
            declined = self._of(ask).declined
            declined[ask.reason] = declined.get(ask.reason, 0) + 1
            self._moved(ask.number, ask.due, ask.reason)
            return
        us = int((ask.answered - ask.due) * 1e6 + 0.5)
        self._of(ask).reply_time.record_us(us)
        self._second(ask).reply_time.record_us(us)

    def _fail(self, known: _Number, ask: _Ask) -> None:
        known.open.remove(ask)
        if ask.answered is None:
            known.failed += 1
        else:
            self.answers.after_failure += 1

    def _unanswered(self, ask: _Ask, now: float) -> None:
        if ask.seq < 0:
            return
        self._of(ask).unanswered.record(now - ask.due)
        self._second(ask).unanswered += 1
        numbers = self.answers.numbers
        numbers[ask.number] = numbers.get(ask.number, 0) + 1
        if len(numbers) > 2 * NUMBERS_KEPT:
            self.answers.trim()

    def _of(self, ask: _Ask) -> Answered:
        scenarios = self.answers.scenarios
        if ask.scenario not in scenarios:
            scenarios[ask.scenario] = Answered()
        return scenarios[ask.scenario]

    def _second(self, ask: _Ask) -> AnswerSecond:
        seconds, index = self.answers.seconds, int(ask.due)
        if index not in seconds:
            seconds[index] = AnswerSecond()
        return seconds[index]
