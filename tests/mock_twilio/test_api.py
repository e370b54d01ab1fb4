"""Twilio's API, asked without a socket."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import Any
from urllib.parse import urlencode

import pytest

from loadtest.mock_twilio.api import Api
from loadtest.mock_twilio.behaviour import Behaviour, parse_faults
from loadtest.mock_twilio.wire import Incoming, Response

AC = "AC" + "1" * 32
MESSAGES = f"/2010-04-01/Accounts/{AC}/Messages.json"
GOOD = {"To": "+15555551001", "From": "+15555556789", "Body": "hello"}


class _Client:
    def __init__(self, *faults: str, media: tuple[str, ...] = ("audio/ogg",), api_key: str = "") -> None:
        behaviour = Behaviour(account_sid=AC, auth_token="token", media=media, media_size=1_000, api_key=api_key,
                              faults=parse_faults(faults))  # fmt: skip
        self.events: list[dict[str, Any]] = []
        self.api = Api(behaviour, tell=self.events.append)

    def ask(self, method: str, target: str, form: dict[str, Any] | None = None, *, login: str = f"{AC}:token",
            host: str = "api.twilio.com") -> Response:  # fmt: skip
        headers = {"authorization": "Basic " + b64encode(login.encode()).decode()} if login else {}
        headers["content-type"] = "application/x-www-form-urlencoded"
        body = urlencode(form or {}, doseq=True).encode()
        return self.api.answer(
            Incoming(method=method, target=target, headers=headers, body=body, keep_alive=True), host
        )


def _json(answer: Response) -> Any:
    return json.loads(answer.body)


@pytest.mark.parametrize(
    ("case", "change", "code"),
    [
        ("nobody to send to", {"To": ""}, 21604),
        ("no number", {"To": "Ann!"}, 21211),
        ("nobody to send from", {"From": ""}, 21603),
        ("from no number", {"From": "!"}, 21212),
        ("nothing to say", {"Body": ""}, 21602),
        ("too long", {"Body": "x" * 1601}, 21617),
        ("too many media", {"MediaUrl": ["https://example.com/a"] * 11}, 21623),
        ("as long as may be", {"Body": "x" * 1600}, None),
        ("WhatsApp", {"To": "whatsapp:+15555551001", "From": "whatsapp:+15555556789"}, None),
        ("a Messaging Service", {"From": "", "MessagingServiceSid": "MG" + "2" * 32}, None),
        ("a template", {"Body": "", "ContentSid": "HX" + "3" * 32}, None),
        ("a picture without a word", {"Body": "", "MediaUrl": "https://example.com/a"}, None),
    ],
)
def test_a_message_is_taken_or_refused_as_twilio_would(case: str, change: dict[str, Any], code: int | None) -> None:
    client = _Client()
    answer = client.ask("POST", MESSAGES, GOOD | change)
    if code is None:
        assert (answer.status, len(client.events)) == (201, 1), case
    else:
        assert (answer.status, _json(answer)["code"], client.events) == (400, code, []), case
        assert client.api.seen.problems == {str(code): 1}


def test_a_message_is_found_listed_changed_and_deleted() -> None:
    client = _Client()
    made = _json(client.ask("POST", MESSAGES, GOOD))
    one = MESSAGES.replace(".json", f"/{made['sid']}.json")
    assert made["sid"].startswith("SM")
    assert (made["status"], made["num_segments"], made["error_code"]) == ("queued", "1", None)
    assert _json(client.ask("GET", one))["body"] == "hello"
    assert [item["sid"] for item in _json(client.ask("GET", f"{MESSAGES}?To=%2B15555551001"))["messages"]] == [
        made["sid"]
    ]
    assert _json(client.ask("GET", f"{MESSAGES}?To=%2B1"))["messages"] == []
    assert _json(client.ask("POST", one, {"Body": ""}))["body"] == ""
    assert client.ask("DELETE", one).status == 204
    assert client.ask("GET", one).status == 404


def test_a_list_has_pages() -> None:
    client = _Client()
    sids = [_json(client.ask("POST", MESSAGES, GOOD))["sid"] for _ in range(5)]
    found, target = [], f"{MESSAGES}?PageSize=2"
    while target:
        page = _json(client.ask("GET", target))
        found += [item["sid"] for item in page["messages"]]
        target = page["next_page_uri"]
    assert found == sids[::-1]


@pytest.mark.parametrize(
    ("login", "who"),
    [
        (f"{AC}:wrong", f"{AC} (wrong secret)"),
        ("AC2:token", "AC2"),
        ("somebody-else:token", "somebody"),
        ("", "nobody"),
        ("SK9:secret", None),
    ],
)
def test_who_calls_is_checked(login: str, who: str | None) -> None:
    client = _Client(api_key="SK9:secret")
    answer = client.ask("POST", MESSAGES, GOOD, login=login)
    assert answer.status == (201 if who is None else 401)
    if who:
        assert _json(answer)["code"] == 20003
        assert client.api.seen.accounts == {who: 1}


def test_what_is_not_played_is_a_404_and_is_listed() -> None:
    client = _Client()
    answer = client.ask("POST", f"/2010-04-01/Accounts/{AC}/Calls.json", {})
    assert (answer.status, _json(answer)["code"]) == (404, 20404)
    assert client.api.seen.unknown == {f"POST api.twilio.com/2010-04-01/Accounts/{AC}/Calls.json": 1}


def test_paths_beyond_measure_are_counted_together() -> None:
    client = _Client()
    for number in range(60):
        client.ask("GET", f"/nowhere/{number}")
    assert len(client.api.seen.unknown) == 51
    assert client.api.seen.unknown["others"] == 10


def test_a_limit_says_when_to_come_again() -> None:
    client = _Client("limit 5/s")
    answers = [client.ask("POST", MESSAGES, GOOD) for _ in range(20)]
    refused = [answer for answer in answers if answer.status == 429]
    assert len(refused) == 15
    assert dict(refused[0].headers)["Retry-After"] == "1"
    assert _json(refused[0])["code"] == 20429


@pytest.mark.parametrize(("fault", "code"), [("errors 100%", 20500), ("opted-out 100%", 21610)])
def test_a_fault_is_played(fault: str, code: int) -> None:
    client = _Client(fault)
    assert _json(client.ask("POST", MESSAGES, GOOD))["code"] == code
    assert client.events == []


def test_a_callback_is_told_with_how_it_ends() -> None:
    client = _Client("undelivered 100%")
    client.ask("POST", MESSAGES, GOOD | {"StatusCallback": "http://localhost:3000/status"})
    assert client.events[0]["callback"] == ["http://localhost:3000/status", "undelivered", 30003]


def test_a_medium_asks_for_credentials_and_lies_behind_a_redirect() -> None:
    client = _Client(media=("audio/ogg", "image/png"))
    target = f"/2010-04-01/Accounts/{AC}/Messages/MM{'a' * 32}/Media/ME01{'b' * 30}"
    assert client.ask("GET", target, login="").status == 401
    moved = client.ask("GET", target)
    where = dict(moved.headers)["Location"]
    assert moved.status == 307
    assert where.startswith("https://mms.twiliocdn.com/")
    for _ in range(2):
        served = client.ask("GET", where.removeprefix("https://mms.twiliocdn.com"), login="", host="mms.twiliocdn.com")
        assert (served.status, served.content_type, len(served.body)) == (200, "image/png", 1_000)
    assert client.api.seen.media == {"refused": 1, "fetches": 2, "messages": 1, "bytes": 2_000}
    assert _json(client.ask("GET", target + ".json"))["content_type"] == "image/png"


@pytest.mark.parametrize(("fault", "status"), [("media-404 100%", 404), ("media-401 100%", 401)])
def test_a_medium_can_be_missing(fault: str, status: int) -> None:
    target = f"/2010-04-01/Accounts/{AC}/Messages/MM{'a' * 32}/Media/ME01{'b' * 30}"
    assert _Client(fault).ask("GET", target).status == status


def test_a_medium_can_break_off_and_be_slow() -> None:
    client = _Client("media-truncated 100%", "media-slow 2s")
    served = client.ask("GET", f"/{AC}/MM{'a' * 32}/ME00{'b' * 30}", login="", host="mms.twiliocdn.com")
    assert (served.cut, served.delay) == (len(served.body) // 2, 2.0)


def test_a_number_is_verified_by_the_code_that_was_told() -> None:
    client = _Client()
    service = f"/v2/Services/VA{'4' * 32}"

    def check(code: str) -> Response:
        form = {"To": "+15555551001", "Code": code}
        return client.ask("POST", f"{service}/VerificationCheck", form, host="verify.twilio.com")

    assert check("000000").status == 404
    client.ask("POST", f"{service}/Verifications", {"To": "+15555551001", "Channel": "sms"}, host="verify.twilio.com")
    number, code = client.events[0]["code"][1:]
    assert number == "+15555551001"
    assert _json(check("wrong"))["status"] == "pending"
    assert _json(check(code))["status"] == "approved"
    assert check(code).status == 404


def test_lookup_knows_numbers() -> None:
    client = _Client()
    assert _json(client.ask("GET", "/v2/PhoneNumbers/%2B15555551001", host="lookups.twilio.com"))["valid"] is True
    assert client.ask("GET", "/v2/PhoneNumbers/12", host="lookups.twilio.com").status == 404
