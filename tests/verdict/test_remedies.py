"""A reply that Twilio cannot use, and the remedy for that very fault."""

from __future__ import annotations

import gzip

import pytest

from loadtest.verdict.judge import Reason
from loadtest.verdict.remedies import remedy_of, twiml_remedy
from loadtest.words.exchange import KEPT_BODY, Failure, FailureKind, Reply

XML = b'<?xml version="1.0" encoding="UTF-8"?>'
REPLY = b"<Response><Message>Thanks</Message></Response>"


CAPITALS = "write <Response>, <Message> and <Body> with their capital letters: names are case-sensitive"
USUAL = "answer with Content-Type text/xml and a <Response>, or with 204 and no body"
LIBRARY = "correct the XML; a TwiML library writes it right"
UTF_8 = "encode it as UTF-8, or name its character set in Content-Type"
TYPE = "answer with Content-Type text/xml"


@pytest.mark.parametrize(
    ("kind", "body", "says"),
    [
        pytest.param(
            "text/xml", b"\n" + XML + REPLY, "remove the blank or line break before <?xml", id="a line break in front"
        ),
        pytest.param(
            "text/xml",
            b"\xef\xbb\xbf" + XML + REPLY,
            "send it without the byte order mark (in Python encode with utf-8, not utf-8-sig)",
            id="a byte order mark",
        ),
        pytest.param(
            "text/xml",
            XML + XML + REPLY,
            "write the XML declaration once: the library that makes the TwiML adds it already",
            id="two declarations",
        ),
        pytest.param(
            "text/xml", XML + b"<!DOCTYPE Response>" + REPLY, "remove the DOCTYPE: TwiML has none", id="a document type"
        ),
        pytest.param(
            "text/xml",
            XML + b"<Response><Message>A & B</Message></Response>",
            "escape & as &amp; in the texts (and < as &lt;), or let a TwiML library write them",
            id="a bare ampersand",
        ),
        pytest.param("text/xml", XML + "<Response>é</Response>".encode("latin-1"), UTF_8, id="latin-1"),
        pytest.param(
            "text/xml; charset=ascii",
            "<Response>é</Response>".encode(),
            "the XML declaration says ascii, which the body is not: write UTF-8 there, and encode it so",
            id="another character set than it says",
        ),
        pytest.param("text/xml; charset=latin-1", "<Response>é</Response".encode("latin-1"), LIBRARY, id="named"),
        pytest.param("text/xml", b"<response/>", CAPITALS, id="lower case"),
        pytest.param("text/xml", b"<RESPONSE>", CAPITALS, id="all capitals"),
        pytest.param("text/xml", XML + b"<response><Message>", CAPITALS, id="lower case behind a declaration"),
        pytest.param("text/xml", XML + b" <RESPONSE>", CAPITALS, id="all capitals behind a declaration"),
        pytest.param(
            "text/html",
            b"<b>Warning</b>: oops<br>" + XML + REPLY,
            "remove what stands before the TwiML (a warning of PHP: set display_errors to off)",
            id="a warning of PHP",
        ),
        pytest.param(
            "text/html",
            b"oops <Response><Response>",
            "remove what stands before the TwiML (a warning of PHP: set display_errors to off)",
            id="a warning before TwiML without a declaration",
        ),
        pytest.param("text/html", b"ok", USUAL, id="a word"),
        pytest.param("text/html", b"<Response><Message>", USUAL, id="a page that begins like TwiML"),
        pytest.param(
            "application/json",
            b'{"ok":true}',
            "answer with Content-Type text/xml and a <Response> in place of the JSON, or with 204 and no body",
            id="JSON",
        ),
        pytest.param(
            "application/json",
            b'"<Response/>"',
            "send the TwiML itself with Content-Type text/xml, not as a JSON text (in FastAPI: "
            'return Response(content=…, media_type="text/xml"))',
            id="TwiML as a JSON text",
        ),
        pytest.param("application/octet-stream", XML + REPLY, TYPE, id="another type"),
        pytest.param("", XML + REPLY, TYPE, id="no type"),
        pytest.param("application/xml", XML + b"<Response>", LIBRARY, id="another type that Twilio takes"),
        pytest.param(
            "text/plain", XML + REPLY, "send it with Content-Type text/xml, not text/plain", id="TwiML as plain text"
        ),
        pytest.param("", b"", "answer with 204, or with Content-Type text/xml and <Response/>", id="no type, no body"),
        pytest.param("text/xml", b"", "answer with 204, or with <Response/>", id="no body"),
        pytest.param("text/xml", XML + b"<Response>", LIBRARY, id="XML that does not end"),
    ],
)
def test_the_remedy_fits_the_fault(kind: str, body: bytes, says: str) -> None:
    headers = (("content-type", kind),) if kind else ()
    assert twiml_remedy(Reply(status=200, headers=headers, body=body, size=len(body))) == says


def test_a_body_that_nobody_asked_to_be_compressed() -> None:
    headers = (("content-type", "text/xml"), ("content-encoding", "gzip"))
    body = gzip.compress(REPLY)
    assert twiml_remedy(Reply(status=200, headers=headers, body=body, size=len(body))) == (
        "send it without Content-Encoding gzip: Twilio's request asks for none"
    )
    plain = (("content-type", "text/xml"), ("content-encoding", "Identity"))
    assert twiml_remedy(Reply(status=200, headers=plain, body=b"<Response>", size=10)) == LIBRARY


def test_a_body_that_is_too_long() -> None:
    reply = Reply(status=200, headers=(("content-type", "text/xml"),), body=b"x" * KEPT_BODY, size=KEPT_BODY + 1)
    says = "make the reply shorter than 64 kB; one <Message> holds at most 1,600 characters"
    assert twiml_remedy(reply) == says


@pytest.mark.parametrize(
    ("reason", "status", "headers", "says"),
    [
        pytest.param(Reason.HTTP_ERROR, 413, (), "client_max_body_size", id="too large a body"),
        pytest.param(Reason.HTTP_ERROR, 415, (), "x-www-form-urlencoded", id="no form parser"),
        pytest.param(Reason.HTTP_ERROR, 500, (), "", id="a 500 tells nothing more"),
        pytest.param(Reason.REDIRECT, 301, (("location", "/sms/\n" + "x" * 999),), "(/sms/ x", id="where it leads"),
        pytest.param(Reason.NOT_TWIML, 200, (("content-type", "text/xml"),), "<Response/>", id="an empty reply"),
        pytest.param(Reason.SIGNATURE_REJECTED, 404, (), "", id="what its reason says is not said again by its status"),
        pytest.param(Reason.RATE_LIMITED, 429, (), "", id="a limiter is the diagnosis' business"),
    ],
)
def test_the_remedy_of_a_failed_message_is_its_own(
    reason: Reason, status: int, headers: tuple[tuple[str, str], ...], says: str
) -> None:
    found = remedy_of(reason, Reply(status=status, headers=headers, body=b"", size=0))
    assert says in found
    assert bool(found) == bool(says)
    assert len(found) < 400


def test_what_never_came_back_has_the_remedy_of_its_reason() -> None:
    assert not remedy_of(Reason.TIMEOUT, Failure(kind=FailureKind.TIMEOUT, detail="no reply within 15s"))
