"""An SMS as Twilio sends it: its bodies, and in how many segments they came."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.message import sms
from loadtest.message.form import Account, Content
from loadtest.message.sms import segments
from loadtest.words.exchange import LONGEST_MESSAGE


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
        pytest.param("“" * 134, 2, id="134 fill two"),
        pytest.param("“" * 135, 3, id="135 need three"),
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


@given(st.text(max_size=700), st.text(max_size=20))
def test_a_longer_text_never_needs_fewer_segments(text: str, more: str) -> None:
    assert segments(text) <= segments(text + more)
    assert segments(text) <= 1 + len(text) * 2 // 66


def test_the_form_tells_the_segments_of_its_text() -> None:
    account = Account(account_sid="AC" + "0" * 32, to_number="+15555556789")
    fields = dict(sms.form(Content(text="a" * 161), account))
    assert (fields["Body"], fields["NumSegments"], fields["NumMedia"]) == ("a" * 161, "2", "0")


def test_an_sms_may_say_every_text_and_has_no_media() -> None:
    assert sms.contents(["a", "b"], []) == (Content(text="a"), Content(text="b"))


def test_the_default_bodies_try_what_breaks_servers() -> None:
    everything = "".join(sms.TEXTS)
    assert all(character in everything for character in "&+%\n🎉“")
    assert max(map(len, sms.TEXTS)) == LONGEST_MESSAGE
    assert any(text != text.strip() for text in sms.TEXTS)
