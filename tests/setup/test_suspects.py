"""What is tried when a signature is rejected: the likeliest first, never more than may be sent, each signed rightly."""

from __future__ import annotations

import os

import factories
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.message.kinds import with_mms
from loadtest.message.plan import Renderer
from loadtest.message.signing import verify
from loadtest.setup.suspects import MOST_SUSPECTS, Lost, Suspect, signature_of, suspects, with_signature
from loadtest.words.secret import Secret

LOCAL = "http://localhost:3000/api/sms/webhook"
PUBLIC = "https://hooks.example.com/sms"


@pytest.mark.parametrize(
    ("url", "signature_url", "rebuilt", "within"),
    [
        pytest.param(LOCAL, LOCAL, "https://localhost:3000/api/sms/webhook", 4, id="TLS ends in front"),
        pytest.param(LOCAL, LOCAL, "http://127.0.0.1:3000/api/sms/webhook", 6, id="the address for the name"),
        pytest.param(LOCAL, LOCAL, "http://[::1]:3000/api/sms/webhook", 6, id="the IPv6 address"),
        pytest.param(LOCAL, LOCAL, "http://localhost/api/sms/webhook", 6, id="without the port"),
        pytest.param(LOCAL, LOCAL, "http://localhost:3000/api/sms/webhook/", 6, id="with a slash"),
        pytest.param(LOCAL, LOCAL, "https://localhost/api/sms/webhook", 20, id="https and without the port"),
        pytest.param(LOCAL + "?a=1", LOCAL + "?a=1", LOCAL, 8, id="without the query"),
        pytest.param(LOCAL, PUBLIC, LOCAL, 1, id="the webhook itself in place of signature-url"),
        pytest.param(LOCAL, PUBLIC, "http://hooks.example.com/sms", 16, id="signature-url with http"),
        pytest.param(LOCAL, PUBLIC, "https://hooks.example.com/api/sms/webhook", 16, id="its host, the webhook's path"),
        pytest.param(PUBLIC, PUBLIC, "https://hooks.example.com:443/sms", 12, id="the default port written out"),
        pytest.param(PUBLIC, PUBLIC, "http://hooks.example.com/sms", 3, id="http behind the proxy"),
    ],
)
def test_a_url_that_a_server_might_rebuild_is_tried_early(
    url: str, signature_url: str, rebuilt: str, within: int
) -> None:
    tried = [suspect.url for suspect in suspects(url, signature_url) if not suspect.headers]
    assert rebuilt in tried[:within]


@given(st.sampled_from([LOCAL, PUBLIC, "https://u.example:8443/a/?b=c&d", "http://[::1]:80/"]), st.booleans())
def test_nothing_is_tried_twice_nor_what_was_rejected_already(url: str, same: bool) -> None:  # noqa: FBT001  a case
    signed = url if same else "https://signed.example/x/?y=z"
    found = suspects(url, signed)
    assert len(found) == len(set(found)) <= MOST_SUSPECTS
    assert Suspect(url=signed) not in found
    assert {suspect.lost for suspect in found} == set(Lost)
    assert any(suspect.headers for suspect in found)


@pytest.mark.parametrize("lost", list(Lost))
def test_a_suspect_signs_what_such_a_server_would_check(lost: Lost) -> None:
    plan = factories.plan(mix=with_mms(0.0), texts=("  50% & é😀\n+1 ",))
    request = Renderer(plan, Secret("token"), random_bytes=os.urandom).request(0)
    suspect = Suspect(url=PUBLIC, lost=lost, headers=(("X-Forwarded-Proto", "https"),))
    payload = with_signature(request.payload, suspect.signature(request.payload, Secret("token")), suspect.headers)
    sent = dict(factories.form_of(payload))
    kept = {
        Lost.NOTHING: list(sent.items()),
        Lost.FORM: [],
        Lost.BLANKS: [(name, value) for name, value in sent.items() if value],
        Lost.EDGES: [(name, value.strip()) for name, value in sent.items()],
    }[lost]
    assert sent["Body"] == "  50% & é😀\n+1 "
    assert verify(PUBLIC, kept, "token", signature_of(payload))
    assert payload.count(b"X-Twilio-Signature") == payload.count(b"X-Forwarded-Proto: https\r\n") == 1
    assert payload.partition(b"\r\n\r\n")[2] == request.payload.partition(b"\r\n\r\n")[2]
