"""Which pages are polled, as users write it."""

from __future__ import annotations

import pytest
from configurations import configured

from loadtest.config.monitoring import authorization, endpoints, monitors
from loadtest.config.urls import url
from loadtest.words.errors import ConfigError

WEBHOOK = url("http://user:pw@localhost:3000/hook")
DEFAULTS = ["cache", "database", "connections"]


def polled(text: str) -> dict[str, str]:
    return {one.name: one.url for one in endpoints(monitors(text), WEBHOOK)}


def test_the_pages_of_the_guide_are_the_default() -> None:
    found = endpoints((), WEBHOOK)
    assert [one.name for one in found] == DEFAULTS
    assert found[0].url == "http://localhost:3000/api/sms/performance/cache"
    assert found[0].auth == ("user", "pw")
    assert "pw" not in repr(found)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param("off", [], id="off"),
        pytest.param("app=/metrics", [*DEFAULTS, "app"], id="one more"),
        pytest.param("cache=/elsewhere", DEFAULTS, id="one replaced"),
        pytest.param("cache=off\ndatabase=off", ["connections"], id="two switched off"),
        pytest.param("app=http://127.0.0.1:9/m, b=/c # why", [*DEFAULTS, "app", "b"], id="commas and comments"),
    ],
)
def test_lines_add_replace_and_stop(text: str, names: list[str]) -> None:
    assert list(polled(text)) == names


def test_filters_and_units_follow_the_url() -> None:
    *_, app = endpoints(monitors("app=/metrics pool_* *Time=ms http_*"), WEBHOOK)
    assert app.url == "http://localhost:3000/metrics"
    assert app.only == ("pool_*", "http_*")
    assert app.units == (("*Time", "ms"),)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("sms=/x", "no monitor may be called sms"),
        ("mms=/x", "no monitor may be called mms"),
        ("/metrics", "is not a monitor"),
        ("a=", "is not a monitor"),
        ("1a=/x", "is not a monitor"),
        ("a=ftp://host/x", "neither http nor https"),
        ("a=/x pool{x}", "neither a filter"),
        ("a=/x\na=/y", "named twice"),
        ("off\na=/x", "write off alone"),
        ("\n".join(f"m{place}=/x" for place in range(11)), "more than 10"),
    ],
)
def test_a_mistake_is_named(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        monitors(text)


def test_a_password_in_a_monitors_url_is_masked_and_in_no_setting() -> None:
    config = configured(monitor="app=http://me:hunter2secret@localhost/m")
    assert "hunter2secret" in config.secrets
    assert "hunter2secret" not in repr(config)
    with pytest.raises(ConfigError) as error:
        configured(monitor="app:http://me:hunter2secret@x")
    assert "hunter2secret" not in str(error.value)


def test_the_authorization_is_a_secret_whole_and_in_part() -> None:
    config = configured({"LOAD_TEST_MONITOR_AUTHORIZATION": "Bearer s3cret-of-monitors"})
    assert {"Bearer s3cret-of-monitors", "s3cret-of-monitors"} <= set(config.secrets)
    assert "s3cret" not in repr(config)
    assert next(row for row in config.settings if row.name == "monitor-authorization").value == "***"


@pytest.mark.parametrize("text", ["a\r\nX-Evil: 1", "ä", " "])
def test_a_header_cannot_be_broken_open(text: str) -> None:
    with pytest.raises(ValueError, match="no value of a header") as error:
        authorization(text)
    assert "Evil" not in str(error.value)
