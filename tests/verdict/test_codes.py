"""Twilio's error codes: every one that a verdict can carry has a title, and only warnings are warned about."""

from __future__ import annotations

import tomllib
from pathlib import Path

from loadtest.verdict import judge
from loadtest.verdict.codes import CODES, twilio_title

CASES = tomllib.loads((Path(__file__).parents[1] / "corpus/replies.toml").read_text("utf-8")).values()
ERRORS = {
    *(case["code"] for case in CASES if "code" in case),
    *(code for _, code in judge._FAILURES.values() if code),
    *judge._CAUSES.values(),
}
WARNINGS = {int(text) for case in CASES for text in case.get("warnings", []) if text.isdecimal()}


def test_every_code_that_a_verdict_can_carry_has_a_title() -> None:
    assert all(twilio_title(code) for code in ERRORS | WARNINGS)


def test_an_error_loses_the_reply_and_a_warning_does_not() -> None:
    assert all(CODES[code].warning for code in WARNINGS)
    assert not any(CODES[code].warning for code in ERRORS)


def test_a_title_is_the_one_of_twilios_log() -> None:
    assert twilio_title(11205) == "HTTP connection failure"
    assert "11200" in twilio_title(11217), "older logs have another code for it"
    assert twilio_title(1) == "", "a code that is not in the table"
