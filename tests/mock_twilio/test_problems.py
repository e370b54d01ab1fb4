"""Twilio's errors, as its API words them."""

from __future__ import annotations

import json

import pytest

from loadtest.mock_twilio.problems import problem


@pytest.mark.parametrize(
    ("code", "named", "status", "message"),
    [
        pytest.param(20003, "", 401, "Authenticate", id="wrong credentials"),
        pytest.param(20404, "/x", 404, "The requested resource /x was not found", id="it names the resource"),
        pytest.param(21211, "Ann", 400, "Invalid 'To' Phone Number: Ann", id="and the number"),
        pytest.param(20500, "", 500, "An internal server error has occurred", id="its own fault"),
    ],
)
def test_an_error_is_told_in_twilios_shape(code: int, named: str, status: int, message: str) -> None:
    answer = problem(code, named)
    more_info = f"https://www.twilio.com/docs/errors/{code}"
    assert answer.status == status
    assert json.loads(answer.body) == {"code": code, "message": message, "more_info": more_info, "status": status}


def test_wrong_credentials_get_a_challenge_and_a_limit_says_when_to_come_again() -> None:
    assert dict(problem(20003).headers) == {"WWW-Authenticate": 'Basic realm="Twilio API"'}
    assert dict(problem(20429, retry_after=3).headers) == {"Retry-After": "3"}
    assert problem(20404, "/x").headers == ()


def test_what_a_server_sent_is_cut() -> None:
    assert len(json.loads(problem(21211, "9" * 5_000).body)["message"]) < 250
