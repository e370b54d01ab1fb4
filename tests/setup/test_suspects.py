"""What is tried when a signature is rejected: the likeliest first, each signed as such a server would check it."""

from __future__ import annotations

import os

import factories
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.message.kinds import with_mms
from loadtest.message.plan import Renderer
from loadtest.message.signing import verify
from loadtest.setup.contents import Treatment, params_of, read_as, signature_of, with_signature
from loadtest.setup.suspects import Suspect, suspects, token_forms, token_oddity
from loadtest.words.secret import Secret

LOCAL = "http://localhost:3000/api/sms/webhook"
PUBLIC = "https://hooks.example.com/sms"
TOKEN = "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    ("url", "signature_url", "rebuilt", "within"),
    [
        pytest.param(LOCAL, LOCAL, "https://localhost:3000/api/sms/webhook", 2, id="TLS ends in front"),
        pytest.param(LOCAL, LOCAL, "http://127.0.0.1:3000/api/sms/webhook", 12, id="the address for the name"),
        pytest.param(LOCAL, LOCAL, "http://[::1]:3000/api/sms/webhook", 14, id="the IPv6 address"),
        pytest.param(LOCAL, LOCAL, "http://localhost/api/sms/webhook", 6, id="without the port"),
        pytest.param(LOCAL, LOCAL, "http://localhost:3000/api/sms/webhook/", 12, id="with a slash"),
        pytest.param(LOCAL, LOCAL, "http://localhost:3000/webhook", 6, id="a mounted router has only the last part"),
        pytest.param(LOCAL, LOCAL, "http://localhost:3000/sms/webhook", 4, id="a proxy strips a prefix"),
        pytest.param(LOCAL, LOCAL, "http://localhost/sms/webhook", 36, id="and passes on the host without its port"),
        pytest.param(LOCAL, LOCAL, "https://localhost/api/sms/webhook", 12, id="https and without the port"),
        pytest.param(LOCAL, LOCAL, "http://localhost:3000/", 18, id="no path"),
        pytest.param(LOCAL + "?a=1", LOCAL + "?a=1", LOCAL, 4, id="without the query"),
        pytest.param(LOCAL + "?x=a%20b", LOCAL + "?x=a%20b", LOCAL + "?x=a+b", 4, id="a query encoded as a form"),
        pytest.param(LOCAL + "?x=a%2Fb", LOCAL + "?x=a%2Fb", LOCAL + "?x=a/b", 6, id="a query decoded"),
        pytest.param(LOCAL + "?c=Forli'", LOCAL + "?c=Forli'", LOCAL + "?c=Forli%27", 3, id="an apostrophe escaped"),
        pytest.param(LOCAL + "?b=1&a=2", LOCAL + "?b=1&a=2", LOCAL + "?a=2&b=1", 8, id="a query sorted"),
        pytest.param(LOCAL + "?a=1", LOCAL + "?a=1", LOCAL + "%3Fa=1", 10, id="the query taken for a part of the path"),
        pytest.param(LOCAL + "/a%20b", LOCAL + "/a%20b", LOCAL + "/a b", 4, id="a path decoded"),
        pytest.param(LOCAL, PUBLIC, LOCAL, 1, id="the webhook itself in place of signature-url"),
        pytest.param(LOCAL, PUBLIC, "http://hooks.example.com/sms", 3, id="signature-url with http"),
        pytest.param(LOCAL, PUBLIC, "https://hooks.example.com/api/sms/webhook", 4, id="its host, the webhook's path"),
        pytest.param(PUBLIC, PUBLIC, "https://hooks.example.com:443/sms", 16, id="the default port written out"),
        pytest.param(PUBLIC, PUBLIC, "http://hooks.example.com/sms", 1, id="http behind the proxy"),
    ],
)
def test_a_url_that_a_server_might_rebuild_is_tried_early(
    url: str, signature_url: str, rebuilt: str, within: int
) -> None:
    tried = [suspect.url for suspect in suspects(url, signature_url) if not suspect.headers]
    assert rebuilt in tried[:within]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        pytest.param("Cannot POST /webhook", "http://localhost:3000/webhook", id="the path that Express sees"),
        pytest.param('{"path":"/v1/api/sms/webhook"}', "http://localhost:3000/v1/api/sms/webhook", id="a longer one"),
        pytest.param(
            "No route for POST https://app.internal:8443/webhook.",
            "https://app.internal:8443/webhook",
            id="a whole URL",
        ),
    ],
)
def test_what_the_server_shows_of_its_url_is_tried_first(text: str, first: str) -> None:
    assert suspects(LOCAL, LOCAL, shown=[text])[0].url == first


def test_another_site_in_a_page_is_no_suspect() -> None:
    shown = suspects(LOCAL, LOCAL, shown=["See https://docs.example.com/errors and /css/app.css"])
    assert shown == suspects(LOCAL, LOCAL)


@given(st.sampled_from([LOCAL, PUBLIC, "https://u.example:8443/a/?b=c&d", "http://[::1]:80/"]), st.booleans())
def test_nothing_is_tried_twice_nor_what_was_rejected_already(url: str, same: bool) -> None:  # noqa: FBT001  a case
    signed = url if same else "https://signed.example/x/?y=z"
    found = suspects(url, signed)
    assert len(found) == len(set(found))
    assert Suspect(url=signed) not in found
    assert Suspect(url=signed, contents=(Treatment.FORM,)) in found[:16]
    assert any(suspect.headers for suspect in found[:36])
    assert any(suspect.token_form for suspect in found[:36])


def message() -> bytes:
    plan = factories.plan(mix=with_mms(0.0), texts=("  50% & é😀\n+1 ",))
    return Renderer(plan, Secret(TOKEN), random_bytes=os.urandom).request(0).payload


@pytest.mark.parametrize(
    ("contents", "body", "empty"),
    [
        pytest.param((), "  50% & é😀\n+1 ", True, id="as it was sent"),
        pytest.param((Treatment.BLANKS,), "  50% & é😀\n+1 ", False, id="empty parameters dropped"),
        pytest.param((Treatment.EDGES,), "50% & é😀\n+1", True, id="values trimmed"),
        pytest.param((Treatment.EDGES, Treatment.BLANKS), "50% & é😀\n+1", False, id="both"),
        pytest.param((Treatment.LATIN1,), "  50% & é😀\n+1 ".encode().decode("latin-1"), True, id="read as ISO-8859-1"),
        pytest.param((Treatment.ESCAPED,), "  50% &amp; é😀\n+1 ", True, id="escaped as HTML"),
        pytest.param((Treatment.LINES,), "  50% & é😀\r\n+1 ", True, id="line breaks of Windows"),
        pytest.param((Treatment.FORM,), None, False, id="no form at all"),
    ],
)
def test_a_suspect_signs_what_such_a_server_would_check(
    contents: tuple[Treatment, ...],
    body: str | None,
    empty: bool,  # noqa: FBT001  a case
) -> None:
    suspect = Suspect(url=PUBLIC, contents=contents, headers=(("X-Forwarded-Proto", "https"),))
    sent = message()
    payload = with_signature(sent, suspect.signature(sent, Secret(TOKEN)), suspect.headers)
    read = read_as(contents, params_of(payload))
    assert dict(read).get("Body") == body
    assert (("ToCity", "") in read) == empty
    assert verify(PUBLIC, read, TOKEN, signature_of(payload))
    assert payload.count(b"X-Twilio-Signature") == payload.count(b"X-Forwarded-Proto: https\r\n") == 1
    assert payload.partition(b"\r\n\r\n")[2] == sent.partition(b"\r\n\r\n")[2]


@pytest.mark.parametrize(
    ("token", "says"),
    [
        pytest.param(TOKEN, "", id="as Twilio writes them"),
        pytest.param(f'"{TOKEN}"', "auth-token stands in quotation marks", id="quotation marks"),
        pytest.param(f"{TOKEN} ", "a blank or a line break", id="a blank after it"),
        pytest.param(TOKEN[:-1], "auth-token has 31 characters; Twilio's have 32", id="a character missing"),
        pytest.param(f"AC{TOKEN}", "looks like an account SID", id="the account's id"),
        pytest.param("z" * 32, "characters that are no hex digits", id="something else of that length"),
    ],
)
def test_an_odd_token_is_named_and_never_shown(token: str, says: str) -> None:
    sentence = token_oddity(Secret(token))
    assert says in sentence
    assert bool(sentence) == bool(says)
    assert token.strip('" ') not in sentence


def test_a_token_in_quotation_marks_is_tried_without_them() -> None:
    (form,) = token_forms(Secret(f"'{TOKEN}'"), PUBLIC)
    sent = message()
    assert form.signature(sent, Secret(f"'{TOKEN}'")) == Suspect(url=PUBLIC).signature(sent, Secret(TOKEN))
    assert TOKEN not in form.label + repr(form)
    assert token_forms(Secret(TOKEN), PUBLIC) == []
