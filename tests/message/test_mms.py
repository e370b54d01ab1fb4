"""An MMS as Twilio sends it: one medium, by a URL that is the user's own or looks like Twilio's."""

from __future__ import annotations

from loadtest.message import mms
from loadtest.message.form import MEDIA_ID, SID, Account, Content, Media

ACCOUNT = Account(account_sid="AC" + "0" * 32, to_number="+15555556789")

ORDER = [
    *("ToCountry", "MediaContentType0", "ToState", "SmsMessageSid", "NumMedia", "ToCity", "FromZip", "SmsSid"),
    *("FromState", "SmsStatus", "FromCity", "Body", "FromCountry", "To", "ToZip", "NumSegments", "MessageSid"),
    *("AccountSid", "From", "MediaUrl0", "ApiVersion"),
]


def form(*, url: str = "", place: int = 0, media: bool = True) -> dict[str, str]:
    medium = Media(content_type="image/jpeg", url=url) if media else None
    fields = mms.form(Content(text="", media=medium, place=place), ACCOUNT)
    assert [name for name, _ in fields] == ORDER
    return dict(fields)


def test_an_mms_has_every_parameter_in_twilios_order() -> None:
    values = form()
    assert (values["NumMedia"], values["NumSegments"], values["Body"]) == ("1", "1", "")
    assert values["MediaContentType0"] == "image/jpeg"


def test_a_medium_without_a_url_has_one_like_twilios_that_tells_its_place() -> None:
    media = f"https://api.twilio.com/2010-04-01/Accounts/{ACCOUNT.account_sid}/Messages/{SID}/Media/"
    assert form()["MediaUrl0"] == f"{media}ME00{MEDIA_ID}"
    assert form(place=255)["MediaUrl0"] == f"{media}MEff{MEDIA_ID}"
    assert form(place=256)["MediaUrl0"] == f"{media}ME00{MEDIA_ID}", "an id is as long as Twilio's"


def test_the_users_own_media_url_is_sent_as_it_stands() -> None:
    assert form(url="http://localhost:9/a b?c=d&e")["MediaUrl0"] == "http://localhost:9/a b?c=d&e"


def test_a_message_that_names_no_medium_gets_the_default_one() -> None:
    assert form(media=False)["MediaContentType0"] == "audio/ogg"


def test_every_medium_goes_with_every_caption_and_without_one() -> None:
    media = [Media(content_type="audio/ogg"), Media(content_type="image/png")]
    contents = mms.contents(["not used"], media)
    assert {(content.media, content.place) for content in contents} == {(media[0], 0), (media[1], 1)}
    for place in (0, 1):
        assert sorted(content.text for content in contents if content.place == place) == sorted(mms.CAPTIONS)
    assert "" in mms.CAPTIONS
    assert any(mms.CAPTIONS)
