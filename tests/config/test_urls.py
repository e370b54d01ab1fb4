"""URLs as users type them: sent as they stand, told without their passwords."""

from __future__ import annotations

import pytest
from config.loading import refusal
from hypothesis import given
from hypothesis import strategies as st

from loadtest.config.urls import health_url, mask_userinfo, path, url

LONGEST = f"{'.'.join(['a' * 63] * 3)}.{'b' * 61}"

URLS = [
    pytest.param("https://h.example", "https://h.example", "", id="no path"),
    pytest.param("HTTP://Host:80/x?y=%20&z#", "HTTP://Host:80/x?y=%20&z", "", id="the spelling is kept"),
    pytest.param("http://[::1]:3000/x", "http://[::1]:3000/x", "", id="IPv6"),
    pytest.param("http://me:p%40ss@h:1/x", "http://h:1/x", "me:p@ss", id="userinfo is kept apart and decoded"),
    pytest.param("http://h/x@y", "http://h/x@y", "", id="an @ in the path is not userinfo"),
    pytest.param("http://my_service:3000/x", "http://my_service:3000/x", "", id="service names may have underscores"),
    pytest.param("http://h.example.:65535/", "http://h.example.:65535/", "", id="a final dot, the last port"),
    pytest.param(f"http://{LONGEST}/", f"http://{LONGEST}/", "", id="the longest host"),
    pytest.param(f"http://{'a' * 63}.b/", f"http://{'a' * 63}.b/", "", id="the longest label"),
]


@pytest.mark.parametrize(("text", "sent", "userinfo"), URLS)
def test_a_url_is_sent_as_typed_less_userinfo(text: str, sent: str, userinfo: str) -> None:
    found = url(text)
    assert (found.text, found.userinfo.reveal()) == (sent, userinfo)


def test_a_fragment_is_not_sent_but_kept_to_be_told() -> None:
    found = url("http://h/x#rc=2")
    assert (found.text, found.fragment) == ("http://h/x", "rc=2")


BAD = [
    pytest.param("localhost:3000/x", "did you mean http://localhost:3000/x", id="no scheme"),
    pytest.param("http:/localhost", "did you mean http://localhost or", id="one slash too few"),
    pytest.param("htp://h/x", "did you mean http://h/x?", id="a misspelt scheme"),
    pytest.param("ftp://h/x", "is neither http nor https", id="another scheme"),
    pytest.param("http+unix://%2Frun%2Fapp.sock/sms", "is a Unix socket, which neither", id="a Unix socket"),
    pytest.param("http://h:99999/x", "has no valid host and port", id="a port beyond the last"),
    pytest.param("http://h:0/x", "has no valid port", id="port 0"),
    pytest.param("http://h:/x", "has no valid port", id="an empty port"),
    pytest.param("http:///x", "has no valid host", id="no host"),
    pytest.param("http://a..b/x", "has no valid host", id="an empty label"),
    pytest.param("http://-a.b/x", "has no valid host", id="a label that begins with a hyphen"),
    pytest.param(f"http://{'a' * 64}.b/", "has no valid host", id="too long a label"),
    pytest.param(f"http://{LONGEST}a/", "has no valid host", id="too long a host"),
    pytest.param("http://[::1/x", "has no valid host and port", id="an open bracket"),
    pytest.param("http://[1]/x", "has no valid host", id="brackets around no IPv6 address"),
    pytest.param("http://h/a b", "write a blank in a URL as %20", id="a blank"),
    pytest.param("http://h/a\x7fb", "holds a blank or a control character", id="a control character"),
    pytest.param("http://h/é", "outside ASCII", id="a letter outside ASCII"),
]


@pytest.mark.parametrize(("text", "sentence"), BAD)
def test_a_url_that_is_none_is_told_with_its_remedy(text: str, sentence: str) -> None:
    assert sentence in refusal(url, text)


@pytest.mark.parametrize(
    "text",
    [
        "http://sentinel:sentinel@h:x/",
        "http://sentinel:sen/sentinel@h",
        "http://sentinel:1#sentinel@h",
        "http:/sentinel:sentinel@h",
        "sentinel:sentinel@h/x",
        "htp://sentinel:sentinel@h/x",
        "http://sentinel:sen tinel@h/x",
        "http://sentinel:é@h/x",
        "http://sentinel:sentinel@@h:0/x",
    ],
)
def test_a_malformed_url_is_told_without_its_userinfo(text: str) -> None:
    for read in (url, health_url, path):
        assert "sentinel" not in refusal(read, text)


@given(st.text(), st.text())
def test_masking_leaves_nothing_between_the_scheme_and_the_last_at_sign(before: str, after: str) -> None:
    assert mask_userinfo(f"http://{before}@{after}").startswith("http")
    assert f"sentinel{before}" not in mask_userinfo(f"http://sentinel{before}@h")


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        pytest.param("http://u:p@h/x", "http://***@h/x", id="a URL"),
        pytest.param("u:p@h/x", "***@h/x", id="without its scheme"),
        pytest.param("http://h/x", "http://h/x", id="nothing to hide"),
    ],
)
def test_what_is_masked_leaves_the_rest_to_be_recognised(text: str, masked: str) -> None:
    assert mask_userinfo(text) == masked


SECRETS = [
    pytest.param("http://me:p%40ss@h/", ("p@ss", "bWU6cEBzcw=="), id="the password, and the header's Basic form"),
    pytest.param("http://only-user@h/", ("only-user", "b25seS11c2Vy"), id="a user alone is the secret"),
    pytest.param("http://h/", (), id="no userinfo"),
]


@pytest.mark.parametrize(("text", "secrets"), SECRETS)
def test_what_must_be_masked_is_known(text: str, secrets: tuple[str, ...]) -> None:
    found = url(text)
    assert found.secrets() == secrets
    assert found.shown == ("http://***@h/" if secrets else "http://h/")
    assert str(found) == "http://h/"
    assert not any(secret in repr(found) for secret in secrets)


def test_a_path_stands_on_the_same_origin_with_the_same_password() -> None:
    health = url("https://me:pw@h:1/hook?a=b").at("/health")
    assert (health.text, health.userinfo.reveal()) == ("https://h:1/health", "me:pw")


HEALTH = [
    pytest.param("OFF", None, id="it can be switched off"),
    pytest.param("/healthz?x=1", "/healthz?x=1", id="a path waits for the webhook's origin"),
    pytest.param("http://other/ready", "http://other/ready", id="an absolute URL is itself"),
]


@pytest.mark.parametrize(("text", "read"), HEALTH)
def test_the_health_url_is_off_a_path_or_a_url(text: str, read: str | None) -> None:
    found = health_url(text)
    assert (found and found.text) == read


def test_a_health_url_that_is_none_is_told_what_it_may_be() -> None:
    assert refusal(health_url, "health").endswith("a path begins with a slash, and off switches the request off")


def test_a_path_is_one() -> None:
    assert path("/api/user?x=1") == "/api/user?x=1"
    assert refusal(path, "http://other/x").startswith("'http://other/x' is not a path on the webhook's origin")
    assert "write a blank in a URL as %20" in refusal(path, "/a b")
