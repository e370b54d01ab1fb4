"""The simulator as a bot: what its flags mean, and which messages it loses or answers twice."""

from __future__ import annotations

import re
from time import monotonic

import gevent
import pytest

from loadtest.simulator.behaviour import AUTHORITY, PROXY, behaviour_from
from loadtest.simulator.bot import Bot
from loadtest.words.distribution import Distribution

MOCK = {PROXY: "http://127.0.0.1:4010", AUTHORITY: "/etc/mock/ca.pem"}


def bot_of(monkeypatch: pytest.MonkeyPatch, **options: str) -> tuple[Bot, list[str]]:
    """Return a bot whose texts go nowhere, and the numbers that it has texted."""
    texted: list[str] = []
    monkeypatch.setattr(Bot, "_text", lambda _, form: texted.append(form["From"]) or True)
    options = {"async": "on", "work": "0s"} | options
    return Bot(behaviour_from(options, token="t", environment=MOCK)), texted


def test_the_flags_of_a_bot_reach_it() -> None:
    options = {"async": "true", "work": "fixed 1s", "lose": "3%", "twice": "1%", "backlog": "5/s"}
    found = behaviour_from(options, token="t", environment=MOCK)
    assert (found.texts, found.work, found.lose, found.twice) == (True, Distribution(parameters=(1.0,)), 0.03, 0.01)
    assert (found.backlog, found.proxy, found.authority) == (5.0, MOCK[PROXY], MOCK[AUTHORITY])


@pytest.mark.parametrize(
    ("options", "environment", "told"),
    [
        ({"async": "on"}, {}, "async: HTTPS_PROXY and NODE_EXTRA_CA_CERTS, which lead to the mock Twilio, are not set"),
        ({"async": "on"}, {PROXY: "http://proxy:3128"}, "loadtest mock-twilio exec -- loadtest simulator --async on"),
        ({"lose": "3%"}, MOCK, "lose: only a bot has it; add --async"),
        ({"async": "perhaps"}, MOCK, "async: 'perhaps' is none of on, off"),
        ({"async": "on", "twice": "200%"}, MOCK, "twice: '200%' is above 100%"),
    ],
)
def test_what_no_bot_can_be_is_a_mistake(options: dict[str, str], environment: dict[str, str], told: str) -> None:
    with pytest.raises(ValueError, match=re.escape(told)):
        behaviour_from(options, token="t", environment=environment)


def test_losses_and_second_answers_are_spread_evenly_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    bot, texted = bot_of(monkeypatch, lose="3%", twice="1%")
    for place in range(1000):
        bot.take({"From": f"+{place}"})
    bot._work.join()
    assert (bot.counts.lost, bot.counts.twice, bot.counts.waiting) == (29, 10, 0)
    assert bot.counts.answered == 971
    assert len(texted) == 981
    assert str(bot.counts) == "answered 971, 10 of them twice, and lost 29"


def test_a_backlog_waits_its_turn_and_is_lost_with_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    bot, texted = bot_of(monkeypatch, backlog="20/s")
    began = monotonic()
    for place in range(100):
        bot.take({"From": f"+{place}"})
    while len(texted) < 3:
        gevent.sleep(0.01)
    assert monotonic() - began >= 2.9 / 20, "one after another"
    bot.stop()
    assert texted == [f"+{place}" for place in range(len(texted))]
    assert (bot.counts.answered, bot.counts.waiting) == (len(texted), 0)
    assert len(texted) < 100, "what waited is lost"
