"""No secret comes through, however it is spelt, and nothing else is lost."""

from __future__ import annotations

import html
import json
import time
from base64 import b64encode, urlsafe_b64encode
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.words.mask import FRAGMENT, Mask

if TYPE_CHECKING:
    from collections.abc import Callable

TOKEN = "7f1c0d2e9b8a46537f1c0d2e9b8a4653"
ODD = "pä ss/w\"o'rd&<1>+2"

SPELLINGS: dict[str, Callable[[str], str]] = {
    "plain": lambda secret: secret,
    "in a URL": lambda secret: quote(secret, safe=""),
    "in a URL, lower case": lambda secret: quote(secret, safe="").replace("%2F", "%2f").replace("%3C", "%3c"),
    "in a path": quote,
    "in a form": quote_plus,
    "in JSON": lambda secret: json.dumps(secret)[1:-1],
    "in JSON of UTF-8": lambda secret: json.dumps(secret, ensure_ascii=False)[1:-1],
    "in PHP's JSON": lambda secret: json.dumps(secret)[1:-1].replace("/", "\\/"),
    "in Python's repr": lambda secret: repr(secret)[1:-1],
    "in HTML": html.escape,
    "in HTML, decimal": lambda secret: html.escape(secret).replace("&#x27;", "&#39;"),
    "in base64": lambda secret: b64encode(secret.encode()).decode(),
    "in Basic credentials": lambda secret: b64encode(f"AC123:{secret}".encode()).decode(),
    "in Basic credentials of another length": lambda secret: b64encode(f"user:{secret}".encode()).decode(),
    "in base64 for URLs": lambda secret: urlsafe_b64encode(f"me:{secret}".encode()).decode(),
}


@pytest.mark.parametrize("secret", [TOKEN, ODD], ids=["a token", "a password of odd characters"])
@pytest.mark.parametrize("spell", SPELLINGS.values(), ids=SPELLINGS.keys())
def test_every_spelling_is_masked(spell: Callable[[str], str], secret: str) -> None:
    spelt = spell(secret)
    masked = Mask([secret])(f"before {spelt} behind")
    assert "***" in masked
    assert masked.startswith("before ")
    assert masked.endswith(" behind")
    held = {spelt[at : at + FRAGMENT + 3] for at in range(len(spelt) - FRAGMENT - 2)}
    assert not any(piece in masked for piece in held)


@given(st.text(min_size=FRAGMENT, max_size=60), st.text(max_size=40), st.text(max_size=40))
def test_no_text_around_it_shows_a_secret(secret: str, before: str, behind: str) -> None:
    masked = Mask([secret])(before + secret + behind)
    assert secret.strip() == "" or secret not in masked


@given(st.integers(0, 20), st.integers(12, 32))
def test_what_is_left_of_one_that_was_cut_is_masked(begin: int, length: int) -> None:
    piece = TOKEN[begin : begin + length]
    assert Mask([TOKEN])(f'it said "{piece}…"') == 'it said "***…"'


@given(st.text(alphabet="ghijklmnop ,.", max_size=300))
def test_nothing_else_is_lost(text: str) -> None:
    assert Mask([TOKEN])(text) == text


def test_a_short_secret_goes_only_as_a_word_of_its_own() -> None:
    mask = Mask(["admin", "xy", ""])
    assert mask("admin logged in as administrator, xy") == "*** logged in as administrator, xy"


def test_two_secrets_side_by_side_and_twice() -> None:
    assert Mask([TOKEN, ODD])(f"{TOKEN}{ODD} and {ODD}, {TOKEN}.") == "*** and ***, ***."


def test_it_does_not_show_what_it_knows() -> None:
    assert TOKEN not in repr(Mask([TOKEN]))


def test_a_text_without_secrets_costs_little() -> None:
    mask, text = Mask([TOKEN, ODD, "another-secret-of-twenty"]), "Thanks, we have got your message. " * 6
    began = time.perf_counter()
    for _ in range(1000):
        mask(text)
    assert time.perf_counter() - began < 0.5, "half a millisecond each would be far too much already"
