"""What a step of a conversation expects of the reply, and takes out of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from loadtest.dialogue.conversation import ANY_ACCEPTED, JUDGEMENTS, LIMITED, REFUSED
from loadtest.verdict.contract import NONE
from loadtest.verdict.judge import Reason
from loadtest.verdict.patterns import Pattern
from loadtest.verdict.reading import quote

if TYPE_CHECKING:
    from loadtest.dialogue.conversation import Step
    from loadtest.send.job import Job
    from loadtest.verdict.judge import Judge, Verdict
    from loadtest.words.exchange import Failure, Reply

_MEANT = {ANY_ACCEPTED: Reason.ACCEPTED, LIMITED: Reason.RATE_LIMITED, REFUSED: Reason.REFUSED}
_AS_MEANT = ", as the step expects"
_TAKEN = frozenset({Reason.ACCEPTED, Reason.RATE_LIMITED, Reason.REFUSED, Reason.UNEXPECTED})


class Expectation:
    """Judges the replies to one step. `usual` judges as without conversations; one for all steps.

    What the step expects counts as accepted, also a decline. Any other reply that Twilio takes is unexpected, and so is
    an accepted one in which something is missing that is captured. What Twilio does not take keeps its reason.
    """

    def __init__(self, step: Step, usual: Judge, job: Job) -> None:
        lines = [line for line in step.expect if line not in JUDGEMENTS]
        self._step, self._usual = step, usual
        self._by_words = job.judge().expecting(lines) if lines else None
        self._meant = {_MEANT[word] for word in step.expect if word in _MEANT}
        self._captures = [(name, Pattern(text)) for name, text in step.capture]
        self.silence = any(line.lower() == NONE for line in lines)
        """Whether a reply without words is one of those that are expected."""

    def judge(self, response: Reply | Failure, *, later: bool) -> Verdict:
        """Return the verdict on a reply; `later`: a reply without words says nothing yet, for a text may follow."""
        verdict = self._usual.judge(response)
        if not self._step.expect and not self._captures:
            return verdict
        if later and verdict.ok and not verdict.said.strip() and not self.silence:
            return verdict
        words = self._by_words.judge(response) if self._by_words and verdict.shape is not None else None
        return self._expected(verdict, words)

    def judge_text(self, text: str) -> Verdict:
        """Return the verdict on a text that the server sent through Twilio's API."""
        words = self._by_words.judge_text(text) if self._by_words else None
        return self._expected(self._usual.judge_text(text), words)

    def found(self, said: str) -> dict[str, str]:
        """Return what is captured in a reply's words, as far as it is there."""
        found = ((name, pattern.first_group(said)) for name, pattern in self._captures)
        return {name: value for name, value in found if value is not None}

    def _expected(self, verdict: Verdict, words: Verdict | None) -> Verdict:
        """Return the verdict by what the step expects; `words` is the one by its templates."""
        if not self._step.expect:
            return self._with_captures(verdict)
        if words is not None and words.reason is not Reason.UNEXPECTED and words.shape is not None:
            why = words.why.replace("your line", f"step {self._step.name} expects", 1)
            return self._with_captures(replace(words, reason=Reason.ACCEPTED, why=why))
        if verdict.reason in self._meant:
            why = "" if verdict.ok else f"{verdict.reason.value}{_AS_MEANT}"
            return self._with_captures(replace(verdict, reason=Reason.ACCEPTED, why=why or verdict.why))
        if verdict.reason not in _TAKEN or verdict.shape is None:
            return verdict
        if verdict.reason in {Reason.RATE_LIMITED, Reason.REFUSED}:
            return verdict  # a decline is one by whatever it was expected to say
        return self._unexpected(verdict, f"which step {self._step.name} does not expect")

    def _with_captures(self, verdict: Verdict) -> Verdict:
        if not verdict.ok or not self._captures:
            return verdict
        found = self.found(verdict.said)
        missing = [name for name, _ in self._captures if name not in found]
        return self._unexpected(verdict, f"in which {missing[0]} is not found") if missing else verdict

    def _unexpected(self, verdict: Verdict, how: str) -> Verdict:
        said = f"the reply says {quote(verdict.said)}" if verdict.said.strip() else "the reply has no words"
        return replace(verdict, reason=Reason.UNEXPECTED, detail=f"{said}, {how}", warnings=(), why=how)


def is_meant_decline(verdict: Verdict) -> bool:
    """Return whether a verdict counts a decline as accepted, because the step expects one."""
    return verdict.why.endswith(_AS_MEANT)


def expectations(job: Job) -> dict[str, Expectation]:
    """Return what each step of a job's conversations expects, by what its messages count as."""
    usual = job.judge()
    return {
        f"{script.name}.{step.name}": Expectation(step, usual, job)
        for script in job.plan.conversations
        for step in script.steps
        if not step.end
    }
