"""What the server says back: where a mock Twilio is, how large its media are, what tells finished work."""

from __future__ import annotations

import pytest
from config.loading import configure, mistake, mistakes, parsed, refusal

from loadtest.config.answer_options import PORT, MockPlace, api_key, mock_place, size


def place(host: str, port: int, *, hosted: bool) -> MockPlace:
    return MockPlace(host=host, port=port, hosted=hosted)


PLACES = [
    pytest.param("off", None, id="none"),
    pytest.param(" No ", None, id="none, in another word"),
    pytest.param("on", place("127.0.0.1", PORT, hosted=True), id="one of the load's own"),
    pytest.param("5000", place("127.0.0.1", 5000, hosted=True), id="one of its own on another port"),
    pytest.param("65535", place("127.0.0.1", 65_535, hosted=True), id="the last port"),
    pytest.param("0.0.0.0:5000", place("0.0.0.0", 5000, hosted=True), id="one of its own that others reach"),  # noqa: S104
    pytest.param("[::]:5000", place("::", 5000, hosted=True), id="the same in IPv6"),
    pytest.param("127.0.0.1:5000", place("127.0.0.1", 5000, hosted=False), id="one that runs already"),
    pytest.param("http://Mock-Twilio:443/", place("mock-twilio", 443, hosted=False), id="a service with its scheme"),
    pytest.param("[::1]:5000", place("::1", 5000, hosted=False), id="an address of IPv6"),
]


@pytest.mark.parametrize(("text", "found"), PLACES)
def test_where_the_mock_is(text: str, found: MockPlace | None) -> None:
    assert mock_place(text) == found


@pytest.mark.parametrize("text", ["0", "65536", "maybe", "localhost", "https://h:443", "h:1/x", "99999999"])
def test_what_is_no_place_is_told_what_to_write(text: str) -> None:
    assert f"{text!r} is no place for a mock Twilio; write on, off, a port such as 4010" in mistake("mock-twilio", text)


SIZES = [
    pytest.param("1", 1, id="the smallest"),
    pytest.param("200kB", 200_000, id="kilobytes are thousands"),
    pytest.param("1.5 MB", 1_500_000, id="a part, after a blank"),
    pytest.param("100mb", 100_000_000, id="the largest, in any case"),
]


@pytest.mark.parametrize(("text", "found"), SIZES)
def test_a_size_of_media(text: str, found: int) -> None:
    assert size(text) == found


@pytest.mark.parametrize("text", ["0", "0.4", "101MB", "5GB", "large", "-1"])
def test_what_is_no_size_is_told_what_to_write(text: str) -> None:
    assert f"{text!r} is no size of a medium; write one from 1 to 100MB" in mistake("media-size", text)


def test_an_api_key_goes_with_its_secret_and_is_never_told() -> None:
    assert api_key("SK12ab:s3cret").reveal() == "SK12ab:s3cret"
    for wrong in ("SK12ab", "SK12ab:", "AC12ab:s3cret", "s3cret", "SK12ab:s3 cret"):
        assert refusal(api_key, wrong) == "this is no API key with its secret; write SK…:secret"


LIMITS = [
    pytest.param("reply-timeout", ["100ms", "1h"], ["99ms", "3601"], id="how long an answer may take"),
    pytest.param("mock-twilio-others", ["pass", "refuse"], ["drop"], id="calls to other hosts"),
]


@pytest.mark.parametrize(("name", "fine", "wrong"), LIMITS)
def test_each_option_has_its_limits(name: str, fine: list[str], wrong: list[str]) -> None:
    for text in fine:
        parsed(name, text)
    for text in wrong:
        assert repr(text) in mistake(name, text)


TARGETS = [
    pytest.param({}, [], id="no mock: answers are nobody's matter"),
    pytest.param({"mock-twilio": "on"}, ["unanswered < 0.1%"], id="with a mock, messages must be answered"),
    pytest.param(
        {"mock-twilio": "on", "targets": "unanswered < 5%"}, ["unanswered < 5%"], id="the user's own limit stands"
    ),
    pytest.param(
        {"mock-twilio": "on", "processed": "queue.done"}, [], id="finished work may answer nobody, so nothing is added"
    ),
]


@pytest.mark.parametrize(("flags", "limits"), TARGETS)
def test_an_unanswered_message_counts_until_the_user_says_more(flags: dict[str, str], limits: list[str]) -> None:
    targets = configure(flags).targets
    assert [target.source for target in targets if target.metric == "unanswered"] == limits


WRONG = [
    pytest.param(
        {"processed": "log:id=(\\w+)"},
        "--processed: the log to look into is not known; name it with server-log",
        id="a pattern of no log",
    ),
    pytest.param(
        {"targets": "processed > 99%"},
        "--targets: 'processed > 99%' needs processed, which says what tells finished work",
        id="finished work that nothing tells",
    ),
    *(
        pytest.param(
            {"targets": target},
            f"--targets: {target!r} needs mock-twilio, which catches the answers",
            id=f"{target.split()[0]} without a mock",
        )
        for target in ("unanswered < 1%", "answered_twice < 1%", "reply_p95 < 5s")
    ),
]


@pytest.mark.parametrize(("flags", "said"), WRONG)
def test_what_needs_another_option_says_which(flags: dict[str, str], said: str) -> None:
    assert mistakes(flags) == (said,)


FINE = [
    pytest.param({"processed": "log:id=(\\w+)", "server-log": "app.log"}, id="a pattern and its log"),
    pytest.param({"processed": "queue.done", "targets": "processed > 99%"}, id="a counter and its target"),
    pytest.param({"mock-twilio": "on", "targets": "reply_p95 < 5s\nanswered_twice < 1%"}, id="targets of answers"),
]


@pytest.mark.parametrize("flags", FINE)
def test_what_has_all_it_needs_is_fine(flags: dict[str, str]) -> None:
    assert configure(flags).warnings == ()


def test_a_mistake_in_an_option_does_not_bring_another_along() -> None:
    assert len(mistakes({"mock-twilio": "maybe", "targets": "unanswered < 1%"})) == 1
    assert len(mistakes({"processed": "nothing", "targets": "processed > 99%"})) == 1
