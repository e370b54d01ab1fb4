"""How it is sent, when it begins, how often: the limits of each option."""

from __future__ import annotations

import pytest
from config.loading import configure, mistake, parsed

LIMITS = [
    pytest.param("timeout", ["1ms", "600s"], ["0", "601"], id="the budget of a message"),
    pytest.param("connect-retries", ["0", "5"], ["6"], id="Twilio makes no more"),
    pytest.param("max-in-flight", ["1", "1,000,000"], ["0", "1,000,001"], id="what a machine can hold"),
    pytest.param("health-timeout", ["1ms", "1h"], ["0", "61m"], id="how long a server may take to start"),
    pytest.param("every", ["1s", "24h"], ["1ms", "86401"], id="how often"),
    pytest.param("runs", ["1", "100000"], ["0", "100001"], id="how many runs"),
    pytest.param("keep-alive", ["true", "off"], ["maybe"], id="a switch"),
    pytest.param("rate-limit-per-number", ["20/hour", "20/hour sliding", "off"], ["twenty"], id="a quota"),
    pytest.param("start", ["2026-01-02T12:00:05Z", "12:00:05Z"], ["noon"], id="an instant"),
    pytest.param("health-url", ["off", "/ready", "http://h/ready"], ["ready"], id="a URL, a path or off"),
]


@pytest.mark.parametrize(("name", "fine", "wrong"), LIMITS)
def test_each_option_has_its_limits(name: str, fine: list[str], wrong: list[str]) -> None:
    for text in fine:
        parsed(name, text)
    for text in wrong:
        assert repr(text) in mistake(name, text)


def test_what_could_do_harm_is_off_until_it_is_asked_for() -> None:
    config = configure()
    assert (config.allow_remote, config.provision, config.dry_run) == (False, False, False)
    assert (config.every, config.runs, config.start) == (None, None, None)


def test_what_helps_is_on() -> None:
    config = configure()
    assert (config.preflight, config.localhost_fallback) == (True, True)
    assert config.rate_limit_per_number is not None
    assert configure({"rate-limit-per-number": "off"}).rate_limit_per_number is None
