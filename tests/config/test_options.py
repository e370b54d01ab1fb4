"""What a configuration makes of itself: a plan, a way of sending, the secrets that must be masked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from config.loading import TOKEN, configure, mistake, setting

from loadtest.config import OPTIONS, Option

if TYPE_CHECKING:
    from collections.abc import Mapping


def test_the_plan_holds_the_load_and_no_secret() -> None:
    config = configure({"url": "http://u:password1@h/x", "seed": "9", "signature-url": "https://public/x"})
    plan = config.plan()
    assert plan.planned == 600
    assert (plan.url, plan.signature_url, plan.seed, plan.pool.seed) == ("http://h/x", "https://public/x", 9, 9)
    assert TOKEN not in str(plan.to_wire())
    assert "password1" not in str(plan.to_wire())
    assert config.userinfo.reveal() == "u:password1"


def test_the_kinds_are_those_of_the_mix_or_else_of_the_share_of_mms() -> None:
    assert configure({"mix": "mms 25%, sms 75%"}).plan().mix == (("mms", 0.25), ("sms", 0.75))
    assert configure({"mms-share": "10%"}).plan().mix == (("sms", 0.9), ("mms", 0.1))


@pytest.mark.parametrize(("mock", "shared"), [("off", False), ("on", True)])
def test_messages_of_a_number_belong_together_where_a_mock_matches_them(mock: str, shared: bool) -> None:  # noqa: FBT001
    assert configure({"mock-twilio": mock}).plan().numbers_share_state is shared


def test_how_it_is_sent_is_a_value_of_its_own() -> None:
    sending = configure(
        {
            "timeout": "3s",
            "connect-retries": "2",
            "keep-alive": "true",
            "max-in-flight": "77",
            "ca-file": "ca.pem",
            "processes": "4",
        }
    ).sending()
    assert (sending.timeout, sending.connect_retries, sending.keep_alive) == (3.0, 2, True)
    assert (sending.in_flight_cap, sending.ca_file, sending.processes) == (77, "ca.pem", 4)


REPEATS = [
    pytest.param({}, False, id="one run"),
    pytest.param({"runs": "1"}, False, id="one run, as said"),
    pytest.param({"runs": "2"}, True, id="two runs"),
    pytest.param({"every": "5m"}, True, id="a run again and again"),
]


@pytest.mark.parametrize(("flags", "repeats"), REPEATS)
def test_more_than_one_run_is_a_series(flags: Mapping[str, str], repeats: bool) -> None:  # noqa: FBT001
    assert configure(flags).repeats is repeats


def test_what_must_be_masked_is_known() -> None:
    config = configure(
        {
            "url": "http://me:p%40ss@h/",
            "signature-url": "https://only-user@public/",
            "monitor": "app=http://me:p4ge@h/",
        },
        {"LOAD_TEST_SETUP_AUTHORIZATION": "t0ken", "LOAD_TEST_MONITOR_AUTHORIZATION": "Bearer m0nitor"},
    )
    assert config.secrets == (
        *(TOKEN, "p@ss", "bWU6cEBzcw==", "only-user", "b25seS11c2Vy", "p4ge", "bWU6cDRnZQ=="),
        *("Bearer t0ken", "t0ken", "Bearer m0nitor", "m0nitor"),
    )


def test_the_repr_of_a_config_holds_no_secret() -> None:
    config = configure({"url": "http://me:sentinel@h/x"}, {"LOAD_TEST_SETUP_AUTHORIZATION": "sentinel-token"})
    assert TOKEN not in repr(config)
    assert "sentinel" not in repr(config)
    assert setting(config, "setup-authorization")[0] == "***"


def test_a_baseline_is_prepared_without_a_forecast_and_without_one_of_its_own() -> None:
    own = configure({"baseline-url": "http://localhost:3001/x", "health-url": "off"}).baseline_config
    assert own.url.text == "http://localhost:3001/x"
    assert (own.health_url, own.baseline_url, own.rate_limit_per_number) == (None, None, None)


WRONG = [
    pytest.param("reply-check", "lax", "is not one of strict, status", id="no reply check"),
    pytest.param("on-inconclusive", "maybe", "is not one of fail, pass", id="no way to conclude"),
    pytest.param("format", "xml", "is not one of text, json", id="no format"),
    pytest.param("progress-interval", "1ms", "is not from 1s to 3600s", id="progress within a second"),
]


@pytest.mark.parametrize(("name", "text", "sentence"), WRONG)
def test_a_mistake_in_them_is_told(name: str, text: str, sentence: str) -> None:
    assert sentence in mistake(name, text)


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.name)
def test_every_option_has_a_group_a_variable_and_a_default_that_it_can_read(option: Option) -> None:
    assert option.group
    assert option.env.startswith(("LOAD_TEST_", "TWILIO_"))
    assert option.otherwise
    if option.default:
        assert option.parse(option.default) == getattr(configure(), option.name.replace("-", "_"))


def named(**has: bool) -> set[str]:
    return {option.name for option in OPTIONS if all(getattr(option, name) is value for name, value in has.items())}


def test_a_repeated_flag_adds_to_a_list_and_only_to_one() -> None:
    assert named(many=True) == {
        *(
            "accept-pattern",
            "expected-replies",
            "extra-parameters",
            "media",
            "messages",
            "mix",
            "mock-twilio-faults",
            "monitor",
        ),
        *("phone-numbers", "rate-limit-pattern", "refusal-pattern", "stages", "targets", "verification-code"),
    }


def test_what_may_be_long_may_be_in_a_file() -> None:
    long = {"conversations", "expected-replies", "feed", "messages", "setup-authorization", "verification-code"}
    assert named(at_file=True) == long


def test_secrets_are_known_as_such() -> None:
    secret = {"auth-token", "setup-authorization", "monitor-authorization", "mock-twilio-api-key"}
    assert named(secret=True) == secret


def test_no_two_options_share_a_name() -> None:
    for names in ([option.name for option in OPTIONS], [option.env for option in OPTIONS]):
        assert len(set(names)) == len(names)
