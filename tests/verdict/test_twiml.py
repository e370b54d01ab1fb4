"""A reply's document as Twilio reads it: the texts, the warnings, or the error; and pages as people read them."""

from __future__ import annotations

from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.verdict.twiml import (
    MESSAGES_KEPT,
    NotTwimlError,
    charset,
    fold_space,
    media_type,
    page_text,
    parse_twiml,
    plain_text,
)
from loadtest.words.exchange import LONGEST_MESSAGE

SPOKEN = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"))


def texts(body: str, content_type: str = "text/xml") -> tuple[str, ...]:
    return parse_twiml(body.encode(), content_type).texts


def codes(body: str) -> list[int]:
    """Return the codes of the warnings."""
    return [int(warning.partition(":")[0]) for warning in parse_twiml(body.encode(), "text/xml").warnings]


@given(st.lists(SPOKEN, max_size=MESSAGES_KEPT))
def test_every_message_comes_out_with_its_blanks_folded(said: list[str]) -> None:
    body = "".join(f"<Message>{escape(text)}</Message>" for text in said)
    assert texts(f"<Response>{body}</Response>") == tuple(map(fold_space, said))


@pytest.mark.parametrize(
    ("body", "said"),
    [
        pytest.param("<Response/>", (), id="no message"),
        pytest.param("<Response><Sms>old</Sms></Response>", ("old",), id="the older verb"),
        pytest.param("<Response><Message><Body>a</Body></Message></Response>", ("a",), id="words in their own part"),
        pytest.param("<Response>loose<Message>a</Message></Response>", ("a",), id="words outside are not sent"),
        pytest.param(
            "<Response><Message>a<Media>u</Media>b</Message></Response>", ("ab",), id="nor is a picture's URL"
        ),
        pytest.param("<Response><Redirect>/x</Redirect></Response>", (), id="a redirect sends nothing"),
        pytest.param("<Response><Say>a</Say></Response>", (), id="nothing is spoken"),
        pytest.param("<Response><Message>a<!-- b -->&amp;<![CDATA[<c>]]></Message></Response>", ("a&<c>",), id="XML"),
    ],
)
def test_what_the_sender_is_texted(body: str, said: tuple[str, ...]) -> None:
    assert texts(body) == said


@pytest.mark.parametrize(
    ("body", "code"),
    [
        pytest.param("", 12100, id="nothing"),
        pytest.param("<Response>", 12100, id="an end is missing"),
        pytest.param("<!DOCTYPE Response><Response/>", 12100, id="a DOCTYPE may be a bomb"),
        pytest.param("<Answer/>", 12102, id="another root"),
        pytest.param("<response/>", 12102, id="names are case-sensitive"),
        pytest.param("\ufeff<Response/>", 12100, id="a byte order mark"),
    ],
)
def test_what_is_no_twiml(body: str, code: int) -> None:
    with pytest.raises(NotTwimlError) as error:
        texts(body)
    assert error.value.code == code


@pytest.mark.parametrize(
    ("inside", "warned"),
    [
        pytest.param("<Message>a</Message>", [], id="a message is what it should be"),
        pytest.param("<Message><Media>u</Media></Message>", [], id="a picture needs no words"),
        pytest.param("<Message/>", [14103], id="an empty message"),
        pytest.param(f"<Message>{'x' * LONGEST_MESSAGE}</Message>", [], id="as long as may be"),
        pytest.param(f"<Message>{'x' * (LONGEST_MESSAGE + 1)}</Message>", [14103], id="too long"),
        pytest.param("<Message>a</Message>" * MESSAGES_KEPT, [], id="as many as may be"),
        pytest.param("<Message>a</Message>" * (MESSAGES_KEPT + 1), [14109], id="too many"),
        pytest.param("<Say>a</Say>", [14110], id="a voice verb"),
        pytest.param("<message>a</message>", [12200], id="an unknown verb"),
        pytest.param("<Message>a<b>c</b></Message>", [12200], id="an unknown part"),
        pytest.param("<Message><Body>a<Media>u</Media></Body></Message>", [12200], id="a part within a part"),
        pytest.param("<Say>a</Say><Say>b</Say>", [14110], id="a warning is told once"),
    ],
)
def test_what_twilio_would_warn_about(inside: str, warned: list[int]) -> None:
    assert codes(f"<Response>{inside}</Response>") == warned


@pytest.mark.parametrize(
    ("body", "content_type", "name"),
    [
        pytest.param(b"", "text/xml", "utf-8", id="nothing said is UTF-8"),
        pytest.param(b"", 'text/xml; charset="ISO_8859-1"; x=y', "iso-8859-1", id="the header's"),
        pytest.param(b"<?xml version='1.0' encoding='UTF-16'?>", "text/xml", "utf-16", id="else the document's"),
        pytest.param(b"<?xml version='1.0' encoding='utf-16'?>", "text/xml;charset=big5", "big5", id="header first"),
    ],
)
def test_which_character_set_holds(body: bytes, content_type: str, name: str) -> None:
    assert charset(body, content_type) == name


@pytest.mark.parametrize("name", ["rot13", "zlib", "idna", "iso-8859-12"])
def test_a_codec_that_is_no_character_set_is_an_error_and_never_run(name: str) -> None:
    with pytest.raises(NotTwimlError):
        texts("<Response/>", f"text/xml; charset={name}")
    assert plain_text(b"a", f"text/plain; charset={name}") == "a"


@pytest.mark.parametrize(
    ("body", "content_type", "seen"),
    [
        pytest.param(b"<h1>Not&nbsp;here</h1> <p>x</p>", "text/html", "Not here x", id="words without markup"),
        pytest.param(b"a<script>b < c</script>d<STYLE>e</STYLE>f", "text/html", "a d f", id="no scripts and styles"),
        pytest.param(b"a<script>b", "text/html", "a", id="one that never ends"),
        pytest.param(b"  <p>a</p>", "text/plain", "a", id="markup under another name"),
        pytest.param(b"1 < 2 > 0", "text/plain", "1 < 2 > 0", id="plain words stay as they are"),
        pytest.param(b"caf\xe9", "text/plain; charset=latin-1", "caf\xe9", id="decoded as they say"),
        pytest.param(b"caf\xe9", "text/plain", "caf\ufffd", id="or as well as can be"),
    ],
)
def test_what_a_person_sees_of_a_page(body: bytes, content_type: str, seen: str) -> None:
    assert page_text(body, content_type) == seen


def test_a_type_stands_without_its_parameters() -> None:
    assert media_type(" Text/XML ; charset=utf-8") == "text/xml"
