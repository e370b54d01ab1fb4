"""The parameters that every message carries: Twilio's names, in Twilio's order, empty ones included."""

from __future__ import annotations

from loadtest.message.form import NUMBER, SID, Account, Content, common

ACCOUNT = Account(account_sid="AC" + "0" * 32, to_number="+15555556789")

ORDER = [
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


def test_a_message_has_every_parameter_in_twilios_order() -> None:
    fields = common(Content(text="hello"), ACCOUNT, segments=3)
    assert [name for name, _ in fields] == ORDER
    values = dict(fields)
    assert values["SmsMessageSid"] == values["SmsSid"] == values["MessageSid"] == SID
    assert (values["From"], values["To"], values["AccountSid"]) == (NUMBER, "+15555556789", ACCOUNT.account_sid)
    assert (values["Body"], values["NumSegments"], values["NumMedia"]) == ("hello", "3", "0")
    assert (values["SmsStatus"], values["ApiVersion"]) == ("received", "2010-04-01")
    assert (values["ToCity"], values["ToZip"], values["ToState"], values["ToCountry"]) == ("", "", "CA", "US")


def geography(*, north_american: bool) -> list[str]:
    account = Account(account_sid="AC1", to_number="+15555556789", north_american=north_american)
    values = dict(common(Content(text=""), account, segments=1))
    return [values[f"From{part}"] for part in ("City", "State", "Zip", "Country")]


def test_a_number_in_north_america_has_geography_and_any_other_an_empty_one() -> None:
    assert geography(north_american=True) == ["SAN FRANCISCO", "CA", "94103", "US"]
    assert geography(north_american=False) == ["", "", "", ""]
