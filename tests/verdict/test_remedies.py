"""A reply that Twilio cannot use, and the remedy for that very fault."""

from __future__ import annotations

import gzip

import pytest

from loadtest.verdict.remedies import twiml_remedy
from loadtest.words.exchange import KEPT_BODY, Reply

XML = b'<?xml version="1.0" encoding="UTF-8"?>'
REPLY = b"<Response><Message>Thanks</Message></Response>"


@pytest.mark.parametrize(
    ("kind", "body", "says"),
    [
        pytest.param("text/xml", b"\n" + XML + REPLY, "blank or line break before <?xml", id="a line break in front"),
        pytest.param("text/xml", b"\xef\xbb\xbf" + XML + REPLY, "byte order mark", id="a byte order mark"),
        pytest.param("text/xml", XML + XML + REPLY, "XML declaration once", id="two declarations"),
        pytest.param("text/xml", XML + b"<!DOCTYPE Response>" + REPLY, "remove the DOCTYPE", id="a document type"),
        pytest.param(
            "text/xml", XML + b"<Response><Message>A & B</Message></Response>", "&amp;", id="a bare ampersand"
        ),
        pytest.param("text/xml", XML + "<Response>é</Response>".encode("latin-1"), "encode it as UTF-8", id="latin-1"),
        pytest.param("text/xml", b"<response/>", "capital letters", id="lower case"),
        pytest.param("text/html", b"<b>Warning</b>: oops<br>" + XML + REPLY, "display_errors", id="a warning of PHP"),
        pytest.param("text/html", b"ok", "204 and no body", id="a word"),
        pytest.param("application/json", b'{"ok":true}', "in place of the JSON", id="JSON"),
        pytest.param("application/json", b'"<Response/>"', "not as a JSON text", id="TwiML as a JSON text"),
        pytest.param("application/octet-stream", XML + REPLY, "Content-Type text/xml", id="another type"),
        pytest.param("", b"", "answer with 204", id="no type and no body"),
        pytest.param("text/xml", XML + b"<Response>", "correct the XML", id="XML that does not end"),
    ],
)
def test_the_remedy_fits_the_fault(kind: str, body: bytes, says: str) -> None:
    headers = (("content-type", kind),) if kind else ()
    assert says in twiml_remedy(Reply(status=200, headers=headers, body=body, size=len(body)))


def test_a_body_that_nobody_asked_to_be_compressed() -> None:
    headers = (("content-type", "text/xml"), ("content-encoding", "gzip"))
    body = gzip.compress(REPLY)
    assert "without Content-Encoding gzip" in twiml_remedy(
        Reply(status=200, headers=headers, body=body, size=len(body))
    )


def test_a_body_that_is_too_long() -> None:
    reply = Reply(status=200, headers=(("content-type", "text/xml"),), body=b"x" * KEPT_BODY, size=KEPT_BODY + 1)
    assert "shorter than 64 kB" in twiml_remedy(reply)
