"""The table of message kinds: what everything else knows of a kind."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.message import mms, sms
from loadtest.message.form import Account, Content
from loadtest.message.kinds import KINDS, Kind, label_of, with_mms

KIND_BY_KIND = pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)


@KIND_BY_KIND
def test_everything_that_a_kind_may_say_has_a_form_with_that_text(kind: Kind) -> None:
    contents = kind.contents(sms.TEXTS, mms.MEDIA)
    assert contents
    for content in contents:
        assert ("Body", content.text) in kind.form(content, Account(account_sid="AC1", to_number="+15555556789"))


@KIND_BY_KIND
def test_a_kind_is_named_and_its_ids_are_its_own(kind: Kind) -> None:
    assert KINDS[kind.name] is kind
    assert kind.label.lower() == kind.name
    assert [other.name for other in KINDS.values() if other.prefix == kind.prefix] == [kind.name]
    assert callable(kind.head)


def test_an_mms_is_known_by_its_media() -> None:
    media = {
        name: dict(kind.form(Content(text=""), Account(account_sid="AC1", to_number="1")))["NumMedia"]
        for name, kind in KINDS.items()
    }
    assert media == {"sms": "0", "mms": "1", "whatsapp": "0"}


def test_what_is_no_kind_keeps_its_own_name() -> None:
    assert (label_of("mms"), label_of("rcs")) == ("MMS", "rcs")


@given(st.floats(0, 1))
def test_a_share_of_mms_leaves_the_rest_to_sms(share: float) -> None:
    mix = dict(with_mms(share))
    assert mix["mms"] == share
    assert sum(mix.values()) == pytest.approx(1)
