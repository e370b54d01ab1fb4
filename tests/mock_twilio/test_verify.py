"""A number is verified by the code that was told, once; Lookup knows what is a number."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from loadtest.mock_twilio import verify
from loadtest.mock_twilio.verify import Verify, lookup

if TYPE_CHECKING:
    from loadtest.mock_twilio.wire import Response

ANN, SERVICE = "+15555551001", "VA1"


def _json(answer: Response) -> Any:
    return json.loads(answer.body)


def begun(one: Verify, to: str = ANN) -> str:
    """Begin to verify a number; return its code."""
    told: list[Any] = []
    assert one.start(to, "", SERVICE, tell=told.append).status == 201
    _, number, code = told[0]["code"]
    assert number == to
    return str(code)


def test_a_right_code_is_used_up_and_a_wrong_one_is_not() -> None:
    one = Verify()
    code = begun(one)
    assert code.isdigit()
    assert len(code) == 6
    wrong = _json(one.check(ANN, f"not {code}", SERVICE))
    assert (wrong["status"], wrong["valid"]) == ("pending", False)
    right = _json(one.check(ANN, code, SERVICE))
    assert (right["status"], right["valid"], right["to"], right["service_sid"]) == ("approved", True, ANN, SERVICE)
    assert one.check(ANN, code, SERVICE).status == 404


def test_who_asks_twice_gets_the_same_code() -> None:
    one = Verify()
    assert begun(one) == begun(one)


def test_the_channel_is_a_text_unless_said() -> None:
    answers = [Verify().start(ANN, channel, SERVICE, tell=lambda _: None) for channel in ("", "call")]
    assert [_json(answer)["channel"] for answer in answers] == ["sms", "call"]


def test_no_number_gets_no_code() -> None:
    told: list[Any] = []
    assert _json(Verify().start("Ann", "sms", SERVICE, tell=told.append))["code"] == 60200
    assert told == []


def test_only_the_latest_numbers_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify, "_KEPT", 1)
    one = Verify()
    first = begun(one)
    begun(one, "+15555551002")
    assert one.check(ANN, first, SERVICE).status == 404


@pytest.mark.parametrize(
    ("number", "status", "country"),
    [
        pytest.param(ANN, 200, "US", id="a number of the United States"),
        pytest.param("+4915555551001", 200, None, id="another country's, which the mock does not guess"),
        pytest.param("12", 404, None, id="no number"),
    ],
)
def test_lookup_knows_what_is_a_number(number: str, status: int, country: str | None) -> None:
    answer = lookup(number, "/v2/PhoneNumbers/x")
    assert answer.status == status
    assert _json(answer).get("country_code") == country
