"""Conversations are held before the load, and what refutes them is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import factories
import pytest

from loadtest.dialogue.reading import parse_conversations
from loadtest.message.phone_pool import PhonePool
from loadtest.pacing import Stages
from loadtest.send.job import Job
from loadtest.setup.rehearsal import Rehearsal
from loadtest.verdict.stated_limit import StatedLimits
from loadtest.words.clock import RunClock
from loadtest.words.errors import SetupError
from loadtest.words.exchange import Reply, Request
from loadtest.words.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Callable

    from loadtest.words.exchange import Exchange

TWO = """
hi:
  - {name: hello, say: Hello, expect: "Hi{any}", capture: {n: "([0-9]+)"}}
  - {name: back, say: "Back {n}"}
other: [{name: ask, say: ASK}]
"""


class Bot:
    """Answers at once, with a cookie where it says so."""

    def __init__(self, answer: Callable[[str], str], cookie: str = "") -> None:
        self._answer, self._cookie = answer, cookie
        self.heard: list[str] = []
        self.cookies: list[bool] = []

    def send(self, request: Request, *, due: float) -> Exchange:
        text = dict(factories.form_of(request.payload))["Body"]
        self.heard.append(text)
        self.cookies.append(b"\r\nCookie: at=1" in request.payload)
        made = factories.reply(body=f"<Response><Message>{self._answer(text)}</Message></Response>")
        cookies = (self._cookie,) if self._cookie else ()
        response = Reply(status=200, headers=made.headers, body=made.body, size=made.size, cookies=cookies)
        return factories.exchange(due=due, response=response, number=request.number, scenario=request.scenario)


def rehearse(bot: Bot) -> Rehearsal:
    plan = factories.plan(
        pacing=Stages.constant(10.0, 5.0),
        pool=PhonePool(ranges=((15555551000, 50),)),
        conversations=parse_conversations(TWO),
    )
    rehearsal = Rehearsal(Job(plan=plan, auth_token=Secret("token")), factories.line(RunClock(), bot))
    rehearsal(["+15555551000"], StatedLimits())
    return rehearsal


def test_every_conversation_is_held_twice_and_its_replies_are_the_measure_for_the_load() -> None:
    bot = Bot(lambda text: "Hi 7" if text == "Hello" else "Fine", cookie="at=1")
    first = rehearse(bot).with_later([("+15555551000", True)])
    assert bot.heard == ["Hello", "Back 7", "ASK"] * 2
    assert bot.cookies == [False, True, False] * 2, "a number keeps its cookies, and no other's"
    assert (first.sent, first.failed, first.contents, first.left_out, first.cookies) == (6, 0, 3, 0, True)


def test_a_reply_that_a_step_does_not_expect_ends_it_with_the_line_to_correct() -> None:
    with pytest.raises(SetupError, match=r"hi breaks at its step hello: to 'Hello' .*\"Ho\", which step hello.*line 3"):
        rehearse(Bot(lambda _: "Ho"))


def test_one_that_goes_to_its_end_the_other_time_is_no_mistake_of_the_users() -> None:
    answers = iter(["Ho", "Fine", "Hi 7", "Fine", "Fine"])
    first = rehearse(Bot(lambda _: next(answers))).with_later([("+15555551000", True)])
    assert (first.sent, first.left_out) == (5, 0)


def test_a_capture_that_is_not_in_the_reply_ends_it() -> None:
    with pytest.raises(SetupError, match="in which n is not found"):
        rehearse(Bot(lambda _: "Hi there"))


def test_a_limit_is_not_blamed_on_the_conversation() -> None:
    with pytest.raises(SetupError, match=r"rate limited.*use more phone-numbers"):
        rehearse(Bot(lambda _: "You've reached the limit of 20 messages per hour."))
