"""What users may write to describe a simulator, and what it comes to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.simulator.behaviour import (
    FLAGS,
    Behaviour,
    Freeze,
    Quota,
    behaviour_from,
    released,
)
from loadtest.words.distribution import Distribution


@pytest.mark.parametrize(
    ("freezes", "at", "leaves"),
    [
        pytest.param((), 5, 5, id="without a freeze a reply leaves at once"),
        pytest.param((Freeze(10, 12),), 9.9, 9.9, id="before it too"),
        pytest.param((Freeze(10, 12),), 10, 12, id="during it the reply waits for its end"),
        pytest.param((Freeze(10, 12),), 12, 12, id="the end is outside"),
        pytest.param((Freeze(11, 15), Freeze(10, 12)), 10, 15, id="freezes that overlap add up, in any order"),
    ],
)
def test_when_a_reply_may_leave(freezes: tuple[Freeze, ...], at: float, leaves: float) -> None:
    assert released(freezes, at) == leaves


def test_every_flag_reaches_its_field() -> None:
    assert behaviour_from(
        {
            "webhook-path": "/hook",
            "latency": "80ms",
            "error-share": "2%",
            "errors-after": "10",
            "error-text": " Oh no, 'twas us ",
            "freeze": "2s at 10s\n500ms at 1m",
            "number-limit": "5/min",
            "limit-text": "Whoa, easy there!",
            "window": "sliding",
            "race": "on",
            "ip-limit": "on",
            "linked-numbers": "+15555551001, +15555552000-+15555552002",
            "verification-code": "123456",
            "background": "1s",
            "keep-alive-timeout": "2s",
            "request-timeout": "3s",
            "late-start": "4s",
            "seed": "9",
        },
        token="t",
    ) == Behaviour(
        token="t",
        webhook_path="/hook",
        latency=Distribution(parameters=(0.08,)),
        error_share=0.02,
        errors_after=10,
        error_text="Oh no, 'twas us",
        freezes=(Freeze(10, 12), Freeze(60, 60.5)),
        number_limit=Quota(count=5, period=60.0),
        limit_text="Whoa, easy there!",
        window="sliding",
        racy=True,
        ip_limit=Quota(count=60, period=60.0),
        known_numbers=frozenset({"+15555551001", "+15555552000", "+15555552001", "+15555552002"}),
        verification_code="123456",
        background=1,
        keep_alive_timeout=2,
        request_timeout=3,
        late_start=4,
        seed=9,
    )


def test_off_all_none_and_own_are_words() -> None:
    behaviour = behaviour_from(
        {"number-limit": "off", "ip-limit": "120/min", "linked-numbers": "all", "verification-code": "own"}, token="t"
    )
    assert (behaviour.number_limit, behaviour.ip_limit) == (None, Quota(count=120, period=60.0))
    assert (behaviour.known_numbers, behaviour.verification_code) == (None, None)
    assert behaviour_from({"linked-numbers": "none"}, token="t").known_numbers == frozenset()


def test_nothing_said_is_the_default_and_every_default_is_in_the_help() -> None:
    assert behaviour_from(dict.fromkeys(FLAGS, ""), token="t") == Behaviour(token="t")
    assert all("(default " in sentence for sentence in FLAGS.values())


def test_the_token_is_in_no_repr() -> None:
    assert "hush" not in repr(Behaviour(token="hush", users={"hush": "me"}))


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        pytest.param("latency", "soon", "'soon' is not a duration", id="a word is no duration"),
        pytest.param("latency", "gamma 1s 2s", "is no time that varies; write it like 3s", id="an unknown shape"),
        pytest.param("latency", "uniform 1s", "write it like uniform 50ms-200ms", id="a parameter is missing"),
        pytest.param("latency", "uniform 2s-1s", "ends before it begins", id="a range the wrong way round"),
        pytest.param("latency", "lognormal 80ms x", "'x' is no number up to 10", id="sigma is a plain number"),
        pytest.param("latency", "bimodal 1s 2s 200%", "share above 100%", id="a share of more than all"),
        pytest.param("error-share", "101%", "above 100%", id="more errors than messages"),
        pytest.param("freeze", "2s", "write it like 2s at 10s", id="a freeze without its place"),
        pytest.param("number-limit", "20", "is not a rate", id="a limit without its period"),
        pytest.param("number-limit", "0.5/s", "is no limit", id="half a message"),
        pytest.param("number-limit", "9" * 400 + "/s", "is no limit", id="endless messages"),
        pytest.param("latency", "9" * 400, "longer than a day", id="an endless latency"),
        pytest.param("latency", "lognormal 1s 1000", "no number up to 10", id="a sigma that would overflow"),
        pytest.param("window", "round", "none of fixed, sliding", id="an unknown window"),
        pytest.param("race", "maybe", "none of on, off", id="neither on nor off"),
        pytest.param("linked-numbers", "5551001", "linked-numbers: ", id="a number without its country"),
        pytest.param("verification-code", "12", "write six digits", id="a short code"),
        pytest.param("webhook-path", "hook?x", "write it like /api/sms/webhook", id="no path"),
        pytest.param("seed", "-1", "is not a whole number", id="a negative seed"),
        pytest.param("latncy", "1s", "latncy: unknown; did you mean latency?", id="a near miss of a name"),
        pytest.param("colour", "red", "colour: unknown; known are webhook-path, latency", id="a name like none"),
    ],
)
def test_a_mistake_is_named_with_its_remedy(name: str, text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=r"^[a-z-]+: ") as caught:
        behaviour_from({name: text}, token="t")
    assert problem in str(caught.value)


def test_all_mistakes_are_told_together() -> None:
    with pytest.raises(ValueError, match="latency") as caught:
        behaviour_from({"latency": "soon", "seed": "9", "window": "round", "stal": ""}, token="t")
    assert [line.partition(":")[0] for line in str(caught.value).splitlines()] == ["latency", "window", "stal"]


@given(st.sampled_from(sorted(FLAGS)), st.text(max_size=30))
def test_any_text_is_a_behaviour_or_a_value_error(name: str, text: str) -> None:
    try:
        assert isinstance(behaviour_from({name: text}, token="t"), Behaviour)
    except ValueError as error:
        assert str(error).startswith(name)  # noqa: PT017  either end is right, an unnamed one is not
