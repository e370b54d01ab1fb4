"""A reply's body as Twilio takes it by its Content-Type, and how a sentence quotes it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.verdict.reading import QUOTED, cut, quote, read_twiml, texts_of
from loadtest.verdict.twiml import NotTwimlError, Twiml
from loadtest.words.exchange import KEPT_BODY, Reply

TWIML = b"<Response><Message>Hi</Message></Response>"


def reply(body: bytes, kind: str = "text/xml", *, size: int | None = None, **headers: str) -> Reply:
    named = {"content-type": kind} if kind else {}
    named |= {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status=200, headers=tuple(named.items()), body=body, size=len(body) if size is None else size)


@pytest.mark.parametrize(
    ("answer", "read"),
    [
        pytest.param(reply(TWIML), Twiml(texts=("Hi",)), id="TwiML"),
        pytest.param(reply(TWIML, "Application/XML; charset=utf-8"), Twiml(texts=("Hi",)), id="by its other name"),
        pytest.param(reply(TWIML, "text/html"), Twiml(texts=("Hi",)), id="called a page, as frameworks do"),
        pytest.param(reply(b""), Twiml(), id="nothing at all is nothing to say"),
        pytest.param(reply(b" \r\n"), Twiml(), id="blanks alone as well"),
        pytest.param(
            reply(b"Hi\n there", "text/plain"),
            Twiml(texts=("Hi there",), warnings=('the sender is texted "Hi there"',)),
            id="plain text is texted as it is",
        ),
        pytest.param(
            reply(b"<3 you", "text/plain"),
            Twiml(texts=("<3 you",), warnings=('the sender is texted "<3 you"',)),
            id="a text that only begins like markup",
        ),
        pytest.param(reply(b" ", "text/plain"), Twiml(texts=("",)), id="blank text warns of nothing"),
        pytest.param(reply(TWIML, size=KEPT_BODY), Twiml(texts=("Hi",)), id="as long as Twilio reads"),
    ],
)
def test_what_twilio_makes_of_a_body(answer: Reply, read: Twiml) -> None:
    assert read_twiml(answer) == read


@pytest.mark.parametrize(
    ("answer", "code", "said"),
    [
        pytest.param(reply(TWIML, ""), 12300, "no Content-Type header", id="no type"),
        pytest.param(reply(b"{}", "application/json"), 12300, 'application/json is not TwiML: "{}"', id="JSON"),
        pytest.param(reply(b"<p>Hi</p>", "text/html"), 12300, 'text/html, and no TwiML: "Hi"', id="a page"),
        pytest.param(reply(b"", transfer_encoding="Chunked"), 11770, "chunked, and empty", id="chunks of nothing"),
        pytest.param(reply(TWIML, size=KEPT_BODY + 1), 11750, "the body has 65,537 bytes", id="more than it reads"),
        pytest.param(reply(b"<Response>", "text/html"), 12100, ': "<Response>"', id="TwiML that ends too soon"),
        pytest.param(
            reply(b"\n" + TWIML, "text/plain"),
            None,
            "Content-Type text/plain, so the sender is texted the markup itself",
            id="TwiML that is texted as it stands, of which Twilio logs nothing",
        ),
        pytest.param(reply(b"Hi"), 12100, ': "Hi"', id="words where markup should be"),
    ],
)
def test_why_it_is_none(answer: Reply, code: int | None, said: str) -> None:
    with pytest.raises(NotTwimlError) as error:
        read_twiml(answer)
    assert error.value.code == code
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("answer", "texts"),
    [
        pytest.param(reply(TWIML), ("Hi",), id="what TwiML says"),
        pytest.param(reply(b"<p>No</p>", "text/html"), ("No",), id="a page's words"),
        pytest.param(reply(b'{"error":"No"}', "application/json"), ('{"error":"No"}',), id="JSON as it is"),
    ],
)
def test_what_a_reply_says_however_little_twilio_would_make_of_it(answer: Reply, texts: tuple[str, ...]) -> None:
    assert texts_of(answer) == texts


@given(st.text(max_size=3 * QUOTED), st.integers(min_value=1, max_value=2 * QUOTED))
def test_a_cut_text_is_its_beginning_on_one_line(text: str, length: int) -> None:
    shown, whole = cut(text, length), " ".join(text.split())
    assert len(shown) <= length
    assert shown == whole or whole.startswith(shown.removesuffix("…"))
    assert len(shown.splitlines()) <= 1
    assert cut(whole, len(whole)) == whole


def test_a_quote_stands_in_quotation_marks() -> None:
    assert quote("a\n b") == '"a b"'
