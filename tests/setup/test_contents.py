"""What may become of a form before the check, and messages that show it or hide it."""

from __future__ import annotations

import os

import factories
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.message.kinds import with_mms
from loadtest.message.plan import Renderer
from loadtest.setup.contents import (
    LIKELY,
    REMEDIES,
    Treatment,
    at_path,
    params_of,
    plain,
    read_as,
    saying,
    signature_of,
    with_params,
    with_signature,
)
from loadtest.words.secret import Secret

FORM = [("Body", " é<\n"), ("ToCity", ""), ("From", "+1")]
PARAMS = st.lists(st.tuples(st.sampled_from(["Body", "From", "To"]), st.text("a é&=+%\n😀", max_size=9)), max_size=5)


PLAN = factories.plan(mix=with_mms(0.0), texts=("  50% & é😀\n+1 ",))
SENT = Renderer(PLAN, Secret("token"), random_bytes=os.urandom).request(0).payload


@pytest.mark.parametrize(
    ("treatment", "read"),
    [
        pytest.param(Treatment.FORM, [], id="the form is not read at all"),
        pytest.param(Treatment.BLANKS, [("Body", " é<\n"), ("From", "+1")], id="empty ones are dropped"),
        pytest.param(Treatment.EDGES, [("Body", "é<"), ("ToCity", ""), ("From", "+1")], id="blanks at the edges are"),
        pytest.param(Treatment.LATIN1, [("Body", " Ã©<\n"), ("ToCity", ""), ("From", "+1")], id="the wrong charset"),
        pytest.param(Treatment.ESCAPED, [("Body", " é&lt;\n"), ("ToCity", ""), ("From", "+1")], id="as HTML"),
        pytest.param(Treatment.LINES, [("Body", " é<\r\n"), ("ToCity", ""), ("From", "+1")], id="lines of Windows"),
        pytest.param(Treatment.TWICE, [("Body", " é<\n"), ("ToCity", ""), ("From", " 1")], id="decoded twice"),
        pytest.param(Treatment.RAW, [("Body", "+%C3%A9%3C%0A"), ("ToCity", ""), ("From", "%2B1")], id="not decoded"),
    ],
)
def test_what_a_treatment_makes_of_a_form(treatment: Treatment, read: list[tuple[str, str]]) -> None:
    assert read_as([treatment], FORM) == read


def test_several_treatments_follow_each_other() -> None:
    assert read_as([Treatment.EDGES, Treatment.BLANKS], [("A", " "), ("B", "b ")]) == [("B", "b")]
    assert read_as([], FORM) == FORM


def test_every_treatment_has_a_remedy_and_none_is_likely_twice() -> None:
    assert set(REMEDIES) == set(Treatment)
    assert len(set(LIKELY)) == len(LIKELY)


def test_on_a_plain_message_no_treatment_of_the_form_shows() -> None:
    params = plain(params_of(SENT))
    assert all(read_as(contents, params) == params for contents in LIKELY)
    assert dict(params)["Body"] == "Hello"


@given(PARAMS)
def test_a_message_holds_the_parameters_that_it_was_given_and_says_its_length(params: list[tuple[str, str]]) -> None:
    payload = with_params(SENT, params)
    head, _, body = payload.partition(b"\r\n\r\n")
    assert params_of(payload) == params
    assert b"\r\nContent-Length: %d\r\n" % len(body) in head + b"\r\n"


def test_another_text_leaves_the_rest() -> None:
    params = params_of(SENT)
    assert dict(saying("é & +", params)) == dict(params) | {"Body": "é & +"}


def test_a_signature_takes_the_place_of_the_other_and_the_body_stays() -> None:
    payload = with_signature(SENT, "abc=", [("X-Forwarded-Proto", "https")])
    assert signature_of(SENT) != signature_of(payload) == "abc="
    assert payload.count(b"X-Twilio-Signature") == payload.count(b"X-Forwarded-Proto: https\r\n") == 1
    assert params_of(payload) == params_of(SENT)


def test_another_path_is_asked_for_at_the_same_host() -> None:
    assert at_path(SENT, "/other?a=b").startswith(b"POST /other?a=b HTTP/1.1\r\nHost: ")
