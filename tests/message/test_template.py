"""A compiled message: its holes are filled, its length is told, its signature is right."""

from __future__ import annotations

import factories
from hypothesis import given
from hypothesis import strategies as st

from loadtest.message.form import DIGITS, MEDIA_ID, NUMBER, SID
from loadtest.message.head import http_head
from loadtest.message.signing import Signer, verify
from loadtest.message.template import Template
from loadtest.words.secret import Secret

URL = factories.URL


FIELDS = st.dictionaries(st.text("ABab", min_size=1, max_size=3), st.text(max_size=20), max_size=5)


@given(FIELDS)
def test_whatever_a_form_holds_is_sent_as_it_is_with_its_length_and_signature(plain: dict[str, str]) -> None:
    fields = [(name, value.encode("utf-8", "replace").decode().replace("\0", "")) for name, value in plain.items()]
    holes = [("Sid", f"SM{SID}"), ("From", f"whatsapp:{NUMBER}"), ("WaId", DIGITS), ("Media", f"a/{MEDIA_ID} b")]
    template = Template(
        [*fields, *holes],
        number_length=12,
        signer=Signer(Secret("token")),
        signature_url=URL,
        head=lambda length: http_head(URL, length, keep_alive=True),
    )
    made = template.render(b"+15555551001", b"%2B15555551001", b"f" * 32, b"e" * 30, b"token")
    head, _, body = made.partition(b"\r\n\r\n")
    assert f"Content-Length: {len(body)}\r\n".encode() in head
    sent = factories.form_of(made)
    filled = [
        ("Sid", "SM" + "f" * 32),
        ("From", "whatsapp:+15555551001"),
        ("WaId", "15555551001"),
        ("Media", f"a/{'e' * 30} b"),
    ]
    assert sent == [*fields, *filled]
    signature = head.partition(b"X-Twilio-Signature: ")[2].partition(b"\r\n")[0].decode()
    assert verify(URL, sent, "token", signature)
