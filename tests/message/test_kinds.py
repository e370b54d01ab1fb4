"""Messages as Twilio sends them: names, order, empty fields, segments."""

from __future__ import annotations

import pytest

from loadtest.message import mms, sms
from loadtest.message.form import MEDIA_ID, NUMBER, SID, Account, Content, Media
from loadtest.message.kinds import KINDS
from loadtest.message.sms import segments
from loadtest.words.exchange import LONGEST_MESSAGE

ACCOUNT = Account(account_sid="AC" + "0" * 32, to_number="+15555556789")

SMS_ORDER = [
    *("ToCountry", "ToState", "SmsMessageSid", "NumMedia", "ToCity", "FromZip", "SmsSid", "FromState", "SmsStatus"),
    *(
        "FromCity",
        "Body",
        "FromCountry",
        "To",
        "ToZip",
        "NumSegments",
        "MessageSid",
        "AccountSid",
        "From",
        "ApiVersion",
    ),
]
MMS_ORDER = [
    *("ToCountry", "MediaContentType0", "ToState", "SmsMessageSid", "NumMedia", "ToCity", "FromZip", "SmsSid"),
    *("FromState", "SmsStatus", "FromCity", "Body", "FromCountry", "To", "ToZip", "NumSegments", "MessageSid"),
    *("AccountSid", "From", "MediaUrl0", "ApiVersion"),
]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        pytest.param("", 1, id="an empty body is one segment"),
        pytest.param("a" * 160, 1, id="160 GSM characters fit one"),
        pytest.param("a" * 161, 2, id="161 need two"),
        pytest.param("a" * 306, 2, id="306 fill two"),
        pytest.param("a" * 307, 3, id="307 need three"),
        pytest.param("€" * 80, 1, id="an extension character counts two"),
        pytest.param("€" * 81, 2, id="81 of them need two"),
        pytest.param("“" * 70, 1, id="a curly quote makes it UCS-2"),
        pytest.param("“" * 71, 2, id="71 UCS-2 units need two"),
        pytest.param("🎉" * 35, 1, id="an emoji is two units"),
        pytest.param("🎉" * 36, 2, id="36 emoji need two"),
        pytest.param("a" * 1600, 11, id="the longest GSM body"),
        pytest.param("ç" * 1600, 24, id="the longest UCS-2 body; ç is not GSM"),
        pytest.param("é à ñ Ç", 1, id="accents of the GSM table"),
        pytest.param("é" * 160, 1, id="accents of the GSM table count one"),
        pytest.param("a" * 152 + "€" + "a" * 152, 3, id="a character that would straddle a boundary moves whole"),
    ],
)
def test_segments(text: str, count: int) -> None:
    assert segments(text) == count


def test_an_sms_has_every_parameter_in_twilios_order() -> None:
    fields = KINDS["sms"].form(Content(text="hello"), ACCOUNT)
    assert [name for name, _ in fields] == SMS_ORDER
    values = dict(fields)
    assert values["SmsMessageSid"] == values["SmsSid"] == values["MessageSid"] == SID
    assert (values["ToCity"], values["ToZip"]) == ("", "")
    assert values["From"] == NUMBER
    assert values["NumMedia"] == "0"


def test_an_mms_has_every_parameter_in_twilios_order() -> None:
    fields = KINDS["mms"].form(Content(text="", media=Media(content_type="image/jpeg")), ACCOUNT)
    assert [name for name, _ in fields] == MMS_ORDER
    values = dict(fields)
    assert (values["NumMedia"], values["NumSegments"], values["Body"]) == ("1", "1", "")
    assert values["MediaUrl0"] == (
        f"https://api.twilio.com/2010-04-01/Accounts/{ACCOUNT.account_sid}/Messages/{SID}/Media/ME00{MEDIA_ID}"
    )


def test_the_users_own_media_url_is_sent_as_it_stands() -> None:
    media = Media(content_type="image/png", url="http://localhost:9/a b?c=d&e")
    assert dict(KINDS["mms"].form(Content(text="", media=media), ACCOUNT))["MediaUrl0"] == media.url


def test_a_number_outside_north_america_has_empty_geography() -> None:
    abroad = Account(account_sid=ACCOUNT.account_sid, to_number=ACCOUNT.to_number, north_american=False)
    values = dict(KINDS["sms"].form(Content(text="hello"), abroad))
    assert [values[f"From{part}"] for part in ("City", "State", "Zip", "Country")] == [""] * 4


def test_the_default_bodies_try_what_breaks_servers() -> None:
    everything = "".join(sms.TEXTS)
    assert all(character in everything for character in "&+%\n🎉“")
    assert max(map(len, sms.TEXTS)) == LONGEST_MESSAGE
    assert any(text != text.strip() for text in sms.TEXTS)
    assert "" in mms.CAPTIONS
