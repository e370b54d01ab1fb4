"""Outbound messages as Twilio's API keeps them: found, listed page by page, their status moving on by itself."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.mock_twilio import messages
from loadtest.mock_twilio.messages import Message, Messages

PATH = "/2010-04-01/Accounts/AC1/Messages.json"


def message(sid: str = "SM1", **changes: Any) -> Message:
    plain: dict[str, Any] = {
        "sid": sid, "to": "+1", "sender": "+2", "service": "", "body": "hello", "media": (), "callback": "",
        "at": 0.0, "created": 1_700_000_000.0,
    }  # fmt: skip
    return Message(**plain | changes)


@pytest.mark.parametrize(
    ("changes", "after", "status"),
    [
        pytest.param({}, 0.0, "queued", id="a number's message begins queued"),
        pytest.param({"service": "MG1"}, 0.2, "accepted", id="a service's begins accepted"),
        pytest.param({}, 0.3, "sent", id="it leaves"),
        pytest.param({}, 1.0, "delivered", id="and arrives"),
        pytest.param({"fate": "undelivered"}, 0.5, "sent", id="one that does not arrive was sent all the same"),
        pytest.param({"fate": "undelivered"}, 1.0, "undelivered", id="until that is known"),
        pytest.param({"fate": "failed"}, 0.2, "queued", id="one that fails waits as well"),
        pytest.param({"fate": "failed"}, 0.3, "failed", id="and is never sent"),
        pytest.param({"status": "canceled"}, 9.0, "canceled", id="what was set by hand stays"),
    ],
)
def test_the_status_moves_on(changes: dict[str, Any], after: float, status: str) -> None:
    assert message(**changes).status_at(after) == status


@given(st.integers(min_value=0, max_value=30), st.integers(min_value=1, max_value=12))
def test_the_pages_of_a_list_hold_every_message_once_the_latest_first(count: int, size: int) -> None:
    kept = Messages("AC1")
    for number in range(count):
        kept.add(message(f"SM{number}"))
    pages = [
        kept.page({"PageSize": str(size), "Page": str(number)}, path=PATH, now=1.0)
        for number in range(-(-count // size) or 1)
    ]
    found = [item["sid"] for page in pages for item in page["messages"]]
    assert found == [f"SM{number}" for number in reversed(range(count))]
    assert [page["next_page_uri"] is None for page in pages] == [False] * (len(pages) - 1) + [True]
    assert [page["previous_page_uri"] is None for page in pages] == [True] + [False] * (len(pages) - 1)
    assert all(page["end"] - page["start"] + 1 == len(page["messages"]) for page in pages if page["messages"])


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        pytest.param({}, ["SM3", "SM2", "SM1"], id="all"),
        pytest.param({"To": "+1"}, ["SM3", "SM1"], id="by who got them"),
        pytest.param({"From": "+2"}, ["SM2", "SM1"], id="by who sent them"),
        pytest.param({"To": "+1", "From": "+2"}, ["SM1"], id="by both"),
    ],
)
def test_a_list_is_narrowed(wanted: dict[str, str], found: list[str]) -> None:
    kept = Messages("AC1")
    for one in (message("SM1"), message("SM2", to="+9"), message("SM3", sender="+9")):
        kept.add(one)
    assert [item["sid"] for item in kept.page(wanted, path=PATH, now=1.0)["messages"]] == found


def test_a_page_has_bounds_and_a_size_that_is_no_number_is_a_mistake() -> None:
    kept = Messages("AC1")
    sizes = [kept.page({"PageSize": size}, path=PATH, now=0.0)["page_size"] for size in ("", "0", "9999")]
    assert sizes == [50, 1, 1000]
    with pytest.raises(ValueError, match="invalid literal"):
        kept.page({"PageSize": "many"}, path=PATH, now=0.0)


def test_only_the_latest_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "KEPT", 2)
    kept = Messages("AC1")
    for number in range(3):
        kept.add(message(f"SM{number}"))
    assert kept.get("SM0") is None
    assert kept.get("SM2") is not None
    assert [kept.remove("SM2"), kept.remove("SM2")] == [True, False]


def test_the_cause_of_a_bad_end_shows_at_the_end() -> None:
    kept, one = Messages("AC1"), message(fate="undelivered", error_code=30003, media=("https://x/a",), service="MG1")
    begun, ended = kept.resource(one, 0.0), kept.resource(one, 1.0)
    assert (begun["status"], begun["error_code"], begun["date_sent"]) == ("accepted", None, None)
    assert (ended["status"], ended["error_code"]) == ("undelivered", 30003)
    assert ended["date_created"] == "Tue, 14 Nov 2023 22:13:20 +0000"
    assert (ended["num_media"], ended["num_segments"], ended["messaging_service_sid"]) == ("1", "1", "MG1")
    assert kept.resource(message(body="x" * 161), 0.0)["num_segments"] == "2"
