"""What is typed becomes a value, or a sentence that says what to write instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from config.loading import refusal
from hypothesis import given
from hypothesis import strategies as st

from loadtest.config import values
from loadtest.message.form import Media
from loadtest.pacing import Stage
from loadtest.verdict.judge import ReplyCheck

if TYPE_CHECKING:
    from collections.abc import Callable

COUNT = values.whole(1, 60_000, "one address has no more ports")
TIME = values.duration(1, 3600, "no longer")
PAUSE = values.duration(0, 3600, "no longer", unit="ms")
MODEL = values.choice("open", "closed")

GOOD = [
    pytest.param(values.boolean, "TRUE", True, id="booleans may be in any case"),
    pytest.param(values.boolean, "on", True, id="on is true"),
    pytest.param(values.boolean, "0", False, id="0 is false"),
    pytest.param(MODEL, "Closed", "closed", id="a choice may be in any case"),
    pytest.param(COUNT, "1,500", 1500, id="a number may have a thousands separator"),
    pytest.param(COUNT, "1", 1, id="the least"),
    pytest.param(COUNT, "60000", 60_000, id="the most"),
    pytest.param(TIME, "5", 5.0, id="a bare duration counts in seconds"),
    pytest.param(TIME, "2m", 120.0, id="a duration may have a unit"),
    pytest.param(TIME, "1h", 3600.0, id="the longest"),
    pytest.param(PAUSE, "500", 0.5, id="a bare delay counts in its own unit"),
    pytest.param(PAUSE, "2s", 2.0, id="which a unit overrides"),
    pytest.param(values.rate, "120/min", 2.0, id="a rate by the minute"),
    pytest.param(values.rate, "1800/hour", 0.5, id="less than one a second"),
    pytest.param(values.rate, "2.5", 2.5, id="a bare rate is by the second"),
    pytest.param(values.rate, "1000000/s", 1e6, id="the fastest"),
    pytest.param(values.processes, "Auto", 0, id="as many processes as it takes"),
    pytest.param(values.processes, "256", 256, id="the most processes"),
    pytest.param(values.share, "0", 0.0, id="nothing"),
    pytest.param(values.share, "100%", 1.0, id="everything"),
    pytest.param(values.confidence, "50%", 0.5, id="as sure as a coin"),
    pytest.param(values.confidence, "99.99%", pytest.approx(0.9999), id="as sure as a run can be"),
    pytest.param(values.mix, "sms 70%, mms 30%", (("sms", 0.7), ("mms", 0.3)), id="kinds and shares"),
    pytest.param(values.mix, "MMS", (("mms", 1.0),), id="a kind alone has everything"),
    pytest.param(values.stages, "5s at 2/s", (Stage(duration=5, first=2, last=2),), id="a stage"),
    pytest.param(values.stages, "24h at 1/s", (Stage(duration=86_400, first=1, last=1),), id="a whole day"),
    pytest.param(values.to_number, "12345", "12345", id="a short code receives too"),
    pytest.param(values.account_sid, "AC" + "aB" * 16, "AC" + "aB" * 16, id="an account SID in mixed case"),
    pytest.param(values.reply_check, "status", ReplyCheck.STATUS, id="the original script's check"),
    pytest.param(values.suite_name, "é" * 80, "é" * 80, id="the longest name of a suite"),
    pytest.param(values.items, "a,b\nc", ["a", "b", "c"], id="commas and lines separate"),
    pytest.param(values.items, "# mine\na # me\n\n", ["a"], id="comments and blank lines are left out"),
    pytest.param(values.items, "a#b", ["a#b"], id="a # inside a word is none of a comment"),
    pytest.param(values.items, "1,500, 2", ["1,500", "2"], id="a thousands comma does not separate"),
    pytest.param(values.items, "1,5000", ["1", "5000"], id="but four digits are no thousand"),
    pytest.param(values.messages, "hi, you\nbye", ("hi, you", "bye"), id="commas are text in messages"),
    pytest.param(values.messages, "order #1042\n# note\n\n", ("order #1042",), id="a # inside a line is text"),
    pytest.param(values.messages, r"one\ntwo", ("one\ntwo",), id="backslash n is a new line in a message"),
    pytest.param(values.messages, "a\r\nb\rc", ("a", "b", "c"), id="every system's line ends separate messages"),
    pytest.param(values.messages, "x" * 1600, ("x" * 1600,), id="the longest body that Twilio delivers"),
    pytest.param(values.media, "audio/ogg", (Media(content_type="audio/ogg"),), id="a medium without a URL"),
    pytest.param(
        values.media,
        "image/png https://h/a#b,c",
        (Media(content_type="image/png", url="https://h/a#b,c"),),
        id="a medium's URL keeps its # and its comma",
    ),
    pytest.param(
        values.media,
        "image/png, audio/ogg # voice",
        (Media(content_type="image/png"), Media(content_type="audio/ogg")),
        id="media between commas, with a comment",
    ),
    pytest.param(values.patterns, "a{1,3} #x\nok", ("a{1,3} #x", "ok"), id="patterns keep commas and #"),
    pytest.param(
        values.expected_replies, "limited: no\n{any}", ("limited: no", "{any}"), id="a decline beside a success"
    ),
    pytest.param(values.codes, "1 2", {"": "1 2"}, id="one code for all may hold a blank"),
    pytest.param(values.codes, "+15555551001  7", {"+15555551001": "7"}, id="a code of a number"),
]


@pytest.mark.parametrize(("parse", "text", "value"), GOOD)
def test_what_is_typed_becomes_a_value(parse: Callable[[str], Any], text: str, value: object) -> None:
    assert parse(text) == value


BAD = [
    pytest.param(values.boolean, "maybe", "'maybe' is neither true nor false; write one of true", id="no boolean"),
    pytest.param(MODEL, "opn", "'opn' is not one of open, closed; did you mean open?", id="a misspelt choice"),
    pytest.param(MODEL, "lax", "'lax' is not one of open, closed", id="another word"),
    pytest.param(values.on_inconclusive, "maybe", "'maybe' is not one of fail, pass", id="no way to conclude"),
    pytest.param(COUNT, "0", "'0' is not a whole number from 1 to 60,000 (one address", id="too few, and why"),
    pytest.param(COUNT, "60001", "is not a whole number from 1 to 60,000", id="too many"),
    pytest.param(COUNT, "-1", "'-1' is not a whole number", id="a negative number"),
    pytest.param(COUNT, "1e3", "'1e3' is not a whole number", id="a float"),
    pytest.param(COUNT, "9" * 5000, "is not a whole number from 1", id="more digits than Python reads"),
    pytest.param(TIME, "soon", "'soon' is not a duration; write it like 60s", id="no duration"),
    pytest.param(TIME, "999ms", "'999ms' is not from 1s to 3600s (no longer)", id="too short, and why"),
    pytest.param(TIME, "61m", "'61m' is not from 1s to 3600s", id="too long"),
    pytest.param(TIME, "-5", "'-5' is not a duration", id="a negative duration"),
    pytest.param(TIME, "9" * 500 + "h", "is not from", id="a duration beyond every number"),
    pytest.param(values.rate, "0/s", "'0/s' is not above 0", id="no rate at all"),
    pytest.param(values.rate, "1000001/s", "at most 1,000,000/s (no machine sends more)", id="too fast"),
    pytest.param(values.rate, "fast", "'fast' is not a rate; write it like 50/s", id="no rate"),
    pytest.param(values.stages, "10s at 0/s", "no stage sends anything", id="stages of silence"),
    pytest.param(values.stages, "20h at 1/s, 20h at 1/s", "the stages last 144000s together", id="more than a day"),
    pytest.param(values.stages, "24h at 1/s, 1s at 1/s", "last 86401s together", id="a second more than a day"),
    pytest.param(
        values.stages, "1s from 1/s to 2000000/s", "2,000,000/s is more than 1,000,000/s", id="an end too fast"
    ),
    pytest.param(values.stages, "soon at 1/s, later at 2/s", "'later'", id="every wrong stage is told"),
    pytest.param(values.processes, "257", "is not a whole number from 1 to 256", id="too many processes"),
    pytest.param(values.share, "0.3", "could mean 30% or 0.3%", id="an ambiguous share"),
    pytest.param(values.share, "130%", "'130%' is more than 100%", id="more than everything"),
    pytest.param(values.confidence, "49%", "'49%' is not from 50% to 99.99%", id="less sure than a coin"),
    pytest.param(values.confidence, "100%", "is not from 50% to 99.99%", id="surer than anything can be"),
    pytest.param(values.mix, "sms 70%", "the shares add up to 70%; make them 100%", id="a part of a mix"),
    pytest.param(values.mix, "sms 70%, mss 30%", "'mss' is not one of sms, mms, whatsapp; did", id="no kind"),
    pytest.param(values.extra_parameters, "x", "'x' is no parameter; write Name=value", id="a parameter without value"),
    pytest.param(values.extra_parameters, "Body=x", "Body is sent already", id="a parameter that every message has"),
    pytest.param(values.extra_parameters, "A=1\nA=2", "A is given twice", id="a parameter twice"),
    pytest.param(values.mix, "sms 50%, sms 50%", "sms is given twice", id="a kind twice"),
    pytest.param(values.account_sid, "AC123", "which is AC and 32 hex digits; copy it", id="a short account SID"),
    pytest.param(values.account_sid, "0f" * 16, "belongs in auth-token", id="a token where the SID belongs"),
    pytest.param(values.to_number, "555-1234", "neither a number in E.164 form", id="a local number"),
    pytest.param(values.to_number, "+0123456789", "neither a number in E.164 form", id="no country begins with 0"),
    pytest.param(values.phone_numbers, "15555551001", "did you mean +15555551001?", id="a number without its +"),
    pytest.param(values.phone_numbers, "# none", "nothing but comments", id="an empty pool"),
    pytest.param(values.phone_numbers, ", ,", "nothing but commas", id="a pool of commas"),
    pytest.param(values.targets, "p95 under 3s", "is not a target", id="a target in prose"),
    pytest.param(values.targets, "p59x < 3s", "there is no metric", id="an unknown metric"),
    pytest.param(values.messages, "x" * 1601, "text 1 has 1,601 characters; Twilio", id="too long a body"),
    pytest.param(values.media, "ogg", "'ogg' is not a medium", id="no content type"),
    pytest.param(values.media, "audio/ogg http://a http://b", "is not a medium", id="two URLs"),
    pytest.param(values.media, "audio/ogg ftp://h/x", "neither http nor https", id="a medium behind another scheme"),
    pytest.param(values.media, "audio/ogg http://u:pw@h/x", "'***@h/x' carries a password", id="a medium's password"),
    pytest.param(values.patterns, "(oops", "'(oops' is not a regular expression", id="a broken pattern"),
    pytest.param(values.patterns, "a{99999999999}", "is not a regular expression", id="a pattern too large"),
    pytest.param(values.patterns, "ok\n(one\n(two", "'(two'", id="every broken pattern is told"),
    pytest.param(values.suite_name, "x" * 81, "is no name; it takes up to 80", id="too long a name"),
    pytest.param(values.suite_name, "a\nb", "characters on one line", id="a name on two lines"),
    pytest.param(values.expected_replies, "limited: no", "nothing could succeed", id="nothing but declines"),
    pytest.param(values.codes, "1\n2", "line 2: a code for all numbers is given twice", id="two codes for all"),
    pytest.param(values.codes, "+15555551001", "line 1 is no `number code` line", id="a number without its code"),
]


@pytest.mark.parametrize(("parse", "text", "sentence"), BAD)
def test_a_mistake_names_the_value_and_the_remedy(parse: Callable[[str], Any], text: str, sentence: str) -> None:
    told = refusal(parse, text)
    assert sentence in told
    assert "u:pw" not in told


def test_a_number_and_its_range_are_a_pool() -> None:
    assert values.phone_numbers("+15555550001 - +15555550009").texts() == ["+15555550001-+15555550009"]
    assert values.phone_numbers("+15555550001,+15555550003").texts() == ["+15555550001", "+15555550003"]


def test_guide_stands_for_the_baselines_of_the_load() -> None:
    ten, fifty = (
        [one.source for one in values.targets("guide, max < 9s", concurrent=size) if one.source != "max < 9s"]
        for size in (10, 50)
    )
    assert ten
    assert ten != fifty


TOKENS = [
    pytest.param("abc123", {"": "Bearer abc123"}, id="a bare token is a bearer's"),
    pytest.param("Basic dXNlcg==", {"": "Basic dXNlcg=="}, id="a whole header stays"),
    pytest.param(
        "# users\n+15555551001 abc\n+15555551002 Bearer def",
        {"+15555551001": "Bearer abc", "+15555551002": "Bearer def"},
        id="a line for each number",
    ),
]


@pytest.mark.parametrize(("typed", "headers"), TOKENS)
def test_a_token_becomes_a_header_that_is_never_shown(typed: str, headers: dict[str, str]) -> None:
    found = values.tokens(typed)
    assert {number: secret.reveal() for number, secret in found.headers.items()} == headers
    assert set(found.secrets()) == {*headers.values(), *(text.partition(" ")[2] for text in headers.values())}
    assert not any(text in repr(found) for text in found.secrets())
    assert found
    assert not values.NO_TOKENS


WRONG_TOKENS = [
    pytest.param("s3cret-one\ns3cret-two", "line 2: a token for all numbers is given twice; keep one", id="two"),
    pytest.param("+1555 s3cret-one", "line 1 is no `number token` line", id="a number that is none"),
    pytest.param("+15555551001 s3cret\n+15555551001 s3cret", "line 2: +15555551001 is given twice", id="twice"),
    pytest.param("s3cret-tökén", "the token holds characters that no HTTP header can carry", id="outside ASCII"),
    pytest.param("+15555551001 s3cret\x07", "the token of +15555551001 holds characters", id="a control character"),
]


@pytest.mark.parametrize(("typed", "sentence"), WRONG_TOKENS)
def test_a_wrong_token_is_told_without_it(typed: str, sentence: str) -> None:
    told = refusal(values.tokens, typed)
    assert told.startswith(sentence)
    assert "s3cret" not in told


@given(st.text(max_size=8))
def test_what_is_a_boolean_is_what_can_be_read_as_one(text: str) -> None:
    if values.is_boolean(text):
        assert values.boolean(text.strip()) in {True, False}
    else:
        assert "neither true nor false" in refusal(values.boolean, text)


@pytest.mark.parametrize("text", [" Yes ", "0", "off"])
def test_every_word_for_a_boolean_is_one(text: str) -> None:
    assert values.is_boolean(text)


@given(st.lists(st.from_regex(r"[a-z/%]{1,5}", fullmatch=True), min_size=1), st.sampled_from([",", "\n", " , # x\n"]))
def test_a_list_may_be_written_with_commas_lines_and_comments(words: list[str], between: str) -> None:
    assert values.items(between.join(words)) == words
