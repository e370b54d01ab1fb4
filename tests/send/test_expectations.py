"""What a step of a conversation makes of a reply."""

from __future__ import annotations

import factories
import pytest

from loadtest.dialogue.conversation import Conversation, Step
from loadtest.send.drivers.expectations import Expectation, expectations
from loadtest.send.job import Job
from loadtest.verdict.judge import Reason
from loadtest.words.exchange import Failure, FailureKind, Reply
from loadtest.words.secret import Secret

JOB = Job(plan=factories.plan(), auth_token=Secret("token"))
REFUSAL = "Sorry, your phone number is not registered."
LIMIT = "Rate limit exceeded. Try again in 1 hour."


def told(*texts: str) -> Reply:
    messages = "".join(f"<Message>{text}</Message>" for text in texts)
    return factories.reply(body=f"<Response>{messages}</Response>")


def expecting(*expect: str, **capture: str) -> Expectation:
    step = Step(name="pay", expect=expect, capture=tuple(capture.items()))
    return Expectation(step, JOB.judge(), JOB)


@pytest.mark.parametrize(
    ("expect", "response", "reason", "why"),
    [
        pytest.param((), told("Hi"), Reason.ACCEPTED, "", id="nothing is expected, so it counts as usual"),
        pytest.param((), told(REFUSAL), Reason.REFUSED, "", id="a decline counts as usual, too"),
        pytest.param(("Hi{any}",), told("Hi you"), Reason.ACCEPTED, 'step pay expects "Hi{any}"', id="a template"),
        pytest.param(("Hi",), told("Ho"), Reason.UNEXPECTED, "step pay does not expect", id="other words"),
        pytest.param(("Ho", "/H./"), told("Hi"), Reason.ACCEPTED, 'step pay expects "/H./"', id="one of several"),
        pytest.param(("Hi",), told(REFUSAL), Reason.REFUSED, "", id="a decline stays one"),
        pytest.param((REFUSAL,), told(REFUSAL), Reason.ACCEPTED, "step pay expects", id="unless it is meant"),
        pytest.param(("refused",), told(REFUSAL), Reason.ACCEPTED, "refused, as the step expects", id="a refusal"),
        pytest.param(("limited",), told(LIMIT), Reason.ACCEPTED, "rate limited, as the", id="a limit meant"),
        pytest.param(("limited",), factories.reply(429, ""), Reason.ACCEPTED, "as the step expects", id="or HTTP 429"),
        pytest.param(("refused",), told("Fine"), Reason.UNEXPECTED, "does not expect", id="a refusal that never came"),
        pytest.param(("accepted",), told("Whatever"), Reason.ACCEPTED, "", id="any that is accepted"),
        pytest.param(("<none>",), told(), Reason.ACCEPTED, "step pay expects", id="silence"),
        pytest.param(("Hi",), told(), Reason.UNEXPECTED, "does not expect", id="silence that was not meant"),
        pytest.param(("Hi",), factories.reply(500, "x"), Reason.HTTP_ERROR, "", id="an error keeps its reason"),
        pytest.param(
            ("Hi",), Failure(kind=FailureKind.TIMEOUT, detail="late"), Reason.TIMEOUT, "", id="and so does a timeout"
        ),
    ],
)
def test_a_reply_is_judged_by_what_the_step_expects(
    expect: tuple[str, ...], response: Reply | Failure, reason: Reason, why: str
) -> None:
    verdict = expecting(*expect).judge(response, later=False)
    assert verdict.reason is reason
    assert why in verdict.why


def test_what_is_captured_must_be_there_and_is_found_in_the_words() -> None:
    step = expecting(order="order ([0-9]+)")
    verdict = step.judge(told("Your order 12."), later=False)
    assert verdict.ok
    assert step.found(verdict.said) == {"order": "12"}
    missing = step.judge(told("Thanks"), later=False)
    assert missing.reason is Reason.UNEXPECTED
    assert missing.detail == 'the reply says "Thanks", in which order is not found'


def test_with_a_mock_twilio_a_reply_without_words_says_nothing_yet() -> None:
    assert expecting("Hi").judge(told(), later=True).ok
    assert expecting("Hi").judge_text("Hi").ok
    assert expecting("Hi").judge_text("Ho").reason is Reason.UNEXPECTED
    assert expecting("<none>").silence


def test_every_step_that_says_something_has_one() -> None:
    script = Conversation(name="a", steps=(Step(name="x", say=("1",)), Step(name="y", end=True)))
    job = Job(plan=factories.plan(conversations=(script,)), auth_token=Secret("token"))
    assert list(expectations(job)) == ["a.x"]
