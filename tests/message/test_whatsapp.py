"""A WhatsApp message as Twilio sends it, by captures."""

from __future__ import annotations

import json

import factories
import pytest

from loadtest.message import whatsapp
from loadtest.message.form import DIGITS, NUMBER, SID, Account, Content, Media
from loadtest.message.plan import Renderer
from loadtest.message.signing import verify
from loadtest.words.secret import Secret

ACCOUNT = Account(account_sid="AC" + "0" * 32, to_number="+15555556789")
ORDER = [
    *("SmsMessageSid", "NumMedia", "ProfileName", "MessageType", "SmsSid", "WaId", "SmsStatus", "Body", "To"),
    *("NumSegments", "ReferralNumMedia", "MessageSid", "AccountSid", "ChannelMetadata", "From", "ApiVersion"),
]


def test_a_text_has_every_parameter_in_twilios_order_and_no_geography() -> None:
    fields = whatsapp.form(Content(text="Hi"), ACCOUNT)
    assert [name for name, _ in fields] == ORDER
    values = dict(fields)
    assert (values["From"], values["To"], values["WaId"]) == (f"whatsapp:{NUMBER}", "whatsapp:+15555556789", DIGITS)
    assert (values["MessageSid"], values["MessageType"], values["NumMedia"]) == (f"SM{SID}", "text", "0")


@pytest.mark.parametrize(
    ("content_type", "named"),
    [("image/png", "image"), ("audio/ogg", "audio"), ("application/pdf", "document")],
    ids=["an image", "a voice note", "a document"],
)
def test_media_are_named_by_their_kind_and_the_message_by_an_mms_id(content_type: str, named: str) -> None:
    values = dict(whatsapp.form(Content(text="", media=Media(content_type=content_type)), ACCOUNT))
    assert (values["MessageType"], values["NumMedia"], values["MessageSid"]) == (named, "1", f"MM{SID}")
    assert f"/Messages/MM{SID}/Media/ME00" in values["MediaUrl0"]


def test_what_people_tap_share_forward_and_quote_is_among_the_contents() -> None:
    contents = whatsapp.contents(["Hi"], [Media(content_type="image/png")])
    names = [{name for name, _ in whatsapp.form(content, ACCOUNT)} for content in contents]
    for name in ("ButtonPayload", "Latitude", "Forwarded", "OriginalRepliedMessageSid", "MediaUrl0"):
        assert sum(name in fields for fields in names) == 1
    quoting = dict(whatsapp.form(contents[-1], ACCOUNT))
    assert quoting["OriginalRepliedMessageSender"] == "whatsapp:+15555556789"


def test_a_rendered_message_is_rightly_signed_and_its_metadata_is_json_with_the_number() -> None:
    plan = factories.plan(mix=(("whatsapp", 1.0),), extra=(("MessagingServiceSid", "MG1"), ("New", "ä & b")))
    renderer = Renderer(plan, Secret("token"), random_bytes=bytes)
    for seq in range(20):
        request = renderer.request(seq)
        head, _, body = request.payload.partition(b"\r\n\r\n")
        fields = factories.form_of(request.payload)
        values = dict(fields)
        signature = head.partition(b"X-Twilio-Signature: ")[2].partition(b"\r\n")[0].decode()
        assert verify(plan.signature_url, fields, "token", signature)
        assert f"Content-Length: {len(body)}\r\n".encode() in head
        assert values["From"] == f"whatsapp:{request.number}"
        assert json.loads(values["ChannelMetadata"])["data"]["context"]["WaId"] == request.number[1:] == values["WaId"]
        assert (values["MessagingServiceSid"], values["New"]) == ("MG1", "ä & b")


def test_beside_texts_and_media_it_says_what_people_tap_share_and_quote() -> None:
    said = whatsapp.contents(["Hi"], [Media(content_type="image/png")])
    assert [(one.text, one.type, dict(one.more)) for one in said[2:]] == [
        ("Yes, please", "button", {"ButtonText": "Yes, please", "ButtonPayload": "yes"}),
        ("", "location", dict(whatsapp._LOCATION)),
        ("Have you seen this?", "text", {"Forwarded": "true"}),
        ("Yes, that one", "text", dict(whatsapp._QUOTED)),
    ]
    assert dict(whatsapp.form(said[0], ACCOUNT))["NumSegments"] == "1"
