"""Cookies are kept for each number as Twilio keeps them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.message import cookies
from loadtest.message.cookies import IDLE, LONGEST, MOST_OF_A_NUMBER, CookieJar

REQUEST = b"POST /sms/in HTTP/1.1\r\nHost: a\r\n\r\nFrom=1\r\n\r\n"
ONE, OTHER = "+15555550001", "+15555550002"


def jar(*, secure: bool = False) -> CookieJar:
    return CookieJar(path="/sms/in", secure=secure)


def sent(kept: CookieJar, number: str = ONE, now: float = 0.0) -> str:
    head = kept.dress(number, REQUEST, now).decode("latin-1").partition("\r\n\r\n")[0]
    return next((line[8:] for line in head.split("\r\n") if line.startswith("Cookie: ")), "")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(["a=1"], "a=1", id="a cookie comes back"),
        pytest.param(["a=1", "b=2"], "a=1; b=2", id="so do two"),
        pytest.param(["a=1", "a=2"], "a=2", id="the later of one name wins"),
        pytest.param(["a=1; Path=/sms"], "a=1", id="its folder holds the webhook"),
        pytest.param(["a=1; Path=/sm"], "", id="half a name is no folder"),
        pytest.param(["a=1; Path=/other"], "", id="another folder does not"),
        pytest.param(["a=1; Path=/", "a=2; Path=/sms/in"], "a=2; a=1", id="the longer path stands first"),
        pytest.param(["a=1; Secure"], "", id="a secure one is not sent in plain text"),
        pytest.param(["a=1; Max-Age=0"], "", id="one that has ended at once"),
        pytest.param(["a=1", "a=; Max-Age=0"], "", id="one that is taken back"),
        pytest.param(["a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT"], "", id="one that ended long ago"),
        pytest.param(["a=1; Expires=Thu, 01-Jan-2099 00:00:00 GMT"], "a=1", id="one that ends long hence"),
        pytest.param(["a=1; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT"], "a=1", id="Max-Age beats Expires"),
        pytest.param(["a=1; Expires=soon"], "a=1", id="an end that is no date is none"),
        pytest.param(['s=%7B"x"%7D; HttpOnly; SameSite=Lax'], 's=%7B"x"%7D', id="a session's, with what browsers need"),
        pytest.param(["=1", "a\x01=1", "nothing"], "", id="what cannot be read is not kept"),
        pytest.param(["nothing", "a=1"], "a=1", id="and hides nothing behind it"),
        pytest.param(["a=" + "x" * (LONGEST - 2)], "a=" + "x" * (LONGEST - 2), id="the longest that is kept"),
    ],
)
def test_what_is_sent_back(lines: list[str], expected: str) -> None:
    kept = jar()
    kept.hear(ONE, lines, 0.0)
    assert sent(kept) == expected


@pytest.mark.parametrize(
    ("path", "lines", "expected"),
    [
        pytest.param("/a/b/c", ["x=1; Path=/a", "y=2"], "y=2; x=1", id="without a path: the folder of the webhook"),
        pytest.param("/sms", ["x=1"], "x=1", id="of a webhook at the top it is the root"),
        pytest.param("", ["x=1; Path=/"], "x=1", id="a webhook without a path is at the root"),
    ],
)
def test_where_a_cookie_belongs(path: str, lines: list[str], expected: str) -> None:
    kept = CookieJar(path=path, secure=False)
    kept.hear(ONE, lines, 0.0)
    assert sent(kept) == expected


def test_the_cookies_of_one_reply_join_those_of_another_until_they_are_taken_back() -> None:
    kept = jar()
    kept.hear(ONE, ["a=1"], 0.0)
    kept.hear(ONE, ["b=2"], 1.0)
    assert (sent(kept), bool(kept)) == ("a=1; b=2", True)
    kept.hear(ONE, ["a=; Max-Age=0", "b=; Expires=Thu, 01 Jan 1970 00:00:02 GMT"], 2.0)
    assert (sent(kept), bool(kept), kept.dropped) == ("", False, 0)


def test_beyond_the_numbers_it_holds_a_cookie_is_counted_and_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cookies, "MOST_NUMBERS", 2)
    kept = jar()
    for number in (ONE, OTHER, "+15555550003", "+15555550004"):
        kept.hear(number, ["a=1", "b=2"], 0.0)
    kept.hear(OTHER, ["c=3"], 0.0)
    assert (sent(kept, OTHER), sent(kept, "+15555550003"), kept.dropped) == ("a=1; b=2; c=3", "", 4)


def test_a_number_gets_its_own_alone() -> None:
    kept = jar()
    kept.hear(ONE, ["a=1"], 0.0)
    assert (sent(kept, OTHER), sent(kept, ONE)) == ("", "a=1")


def test_the_body_stays_as_it_was_signed() -> None:
    kept = jar()
    kept.hear(ONE, ["a=1"], 0.0)
    assert kept.dress(ONE, REQUEST, 0.0).partition(b"\r\n\r\n")[2] == REQUEST.partition(b"\r\n\r\n")[2]
    assert kept.dress(OTHER, REQUEST, 0.0) is REQUEST


def test_four_idle_hours_end_them_and_a_message_begins_the_hours_anew() -> None:
    kept = jar()
    kept.hear(ONE, ["a=1"], 0.0)
    assert sent(kept, now=IDLE) == "a=1"
    assert sent(kept, now=2 * IDLE) == "a=1"
    assert sent(kept, now=3 * IDLE + 1) == ""
    assert not kept


def test_an_end_of_its_own_comes_in_time() -> None:
    kept = jar()
    kept.hear(ONE, ["a=1; Max-Age=60"], 0.0)
    assert (sent(kept, now=59.0), sent(kept, now=60.0)) == ("a=1", "")


def test_over_tls_a_secure_one_is_sent() -> None:
    kept = jar(secure=True)
    kept.hear(ONE, ["a=1; Secure"], 0.0)
    assert sent(kept) == "a=1"


def test_what_is_too_much_is_counted() -> None:
    kept = jar()
    kept.hear(ONE, [f"c{place}=1" for place in range(MOST_OF_A_NUMBER + 2)] + ["big=" + "x" * LONGEST], 0.0)
    assert (len(sent(kept).split("; ")), kept.dropped) == (MOST_OF_A_NUMBER, 3)


@given(st.lists(st.text(st.characters(max_codepoint=255), max_size=40), max_size=5))
def test_no_server_can_write_a_header_of_its_own(lines: list[str]) -> None:
    kept = jar()
    kept.hear(ONE, lines, 0.0)
    head = kept.dress(ONE, REQUEST, 0.0).partition(b"\r\n\r\n")[0].split(b"\r\n")
    assert [line for line in head if not line.startswith(b"Cookie: ")] == REQUEST.partition(b"\r\n\r\n")[0].split(
        b"\r\n"
    )
