"""What does not go with `baseline-url`, each with a sentence."""

from __future__ import annotations

import pytest
from configurations import configured

from loadtest.words.errors import ConfigError

OTHER = "http://localhost:3001/api/sms/webhook"


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        pytest.param({"model": "closed"}, "closed model", id="no due times"),
        pytest.param({"baseline": "old.json"}, "compared with one thing", id="two baselines"),
        pytest.param({"mock_twilio": "on"}, "cannot tell them apart", id="the mock knows no sides"),
        pytest.param({"url": OTHER}, "is the webhook itself", id="the same server"),
        pytest.param({"targets": "max < baseline"}, "compared by average, percentiles", id="no interval for it"),
    ],
)
def test_what_does_not_go_together(flags: dict[str, str], said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        configured(baseline_url=OTHER, **flags)
    assert said in caught.value.problems[0]


def test_a_limit_of_its_own_needs_no_comparison() -> None:
    targets = configured(baseline_url=OTHER, targets="max < 9s").targets
    assert "max < 9s" in [target.source for target in targets]


def test_a_relative_target_needs_something_to_compare_with() -> None:
    with pytest.raises(ConfigError, match="baseline-url"):
        configured(targets="p95 < baseline")
    assert configured(targets="p95 < baseline", baseline_url=OTHER).plan().baseline_url == OTHER


@pytest.mark.parametrize(
    ("flags", "signed", "health"),
    [
        ({}, OTHER, "http://localhost:3001/health"),
        ({"signature_url": "https://example.com/sms"}, "https://example.com/sms", "http://localhost:3001/health"),
        ({"health_url": "/ready"}, OTHER, "http://localhost:3001/ready"),
    ],
)
def test_the_baseline_is_asked_and_signed_for_as_the_webhook_is(
    flags: dict[str, str], signed: str, health: str
) -> None:
    found = configured(baseline_url=OTHER, **flags)
    assert found.plan().baseline_signature_url == signed
    own = found.baseline_config
    assert own.health_url is not None
    assert (own.url.text, own.health_url.text) == (OTHER, health)


def test_its_password_is_a_secret() -> None:
    found = configured(baseline_url="http://user:sesame-open@localhost:3001/sms")
    assert "sesame-open" in found.secrets
    assert "sesame" not in str(found.settings)
