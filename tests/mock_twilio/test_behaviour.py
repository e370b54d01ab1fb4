from __future__ import annotations

import pytest

from loadtest.mock_twilio.behaviour import Behaviour, Faults, parse_faults


def test_faults_are_read() -> None:
    faults = parse_faults(["errors 2%", "Delay 200ms", "limit 100/s", "media-404 10%"])
    assert faults == Faults(shares={"errors": 0.02, "media-404": 0.1}, times={"delay": 0.2}, limit=100.0)


def test_every_mistake_is_told() -> None:
    with pytest.raises(ValueError, match=r"'nonsense' is no fault.*\n'errors 200%': more than all"):
        parse_faults(["nonsense", "errors 200%"])


@pytest.mark.parametrize("share", [0.0, 0.01, 0.3, 1.0])
def test_a_share_strikes_as_often_as_it_says(share: float) -> None:
    faults = Faults(shares={"errors": share})
    assert sum(faults.strikes("errors", count) for count in range(10_000)) == pytest.approx(10_000 * share, abs=2)


def test_it_survives_the_wire_and_shows_no_secret() -> None:
    behaviour = Behaviour(account_sid="AC1", auth_token="secret-1", api_key="SK1:secret-2", password="secret-3",
                          faults=parse_faults(["errors 2%"]))  # fmt: skip
    assert Behaviour.from_wire(behaviour.to_wire()) == behaviour
    assert "secret" not in repr(behaviour)
