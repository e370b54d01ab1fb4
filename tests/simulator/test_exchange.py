"""The shapes that the simulator's replies have."""

from __future__ import annotations

from loadtest.simulator.exchange import as_json, html, twiml


def test_words_of_a_text_message_cannot_break_its_markup() -> None:
    got = twiml("Say <hi> & don't")
    assert (got.status, got.content_type) == (200, "text/xml; charset=utf-8")
    assert b"<Message>Say &lt;hi&gt; &amp; don&apos;t</Message>" in got.body


def test_json_is_compact_and_a_page_is_as_it_was_given() -> None:
    got = as_json(429, {"a": [1, 2]}, (("Retry-After", "1"),))
    assert (got.status, got.body, got.headers) == (429, b'{"a":[1,2]}', (("Retry-After", "1"),))
    assert html(403, "Forbidden").body == b"Forbidden"
