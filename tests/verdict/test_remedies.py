"""A reply that Twilio cannot use, and the remedy for that very fault."""

from __future__ import annotations

import gzip

import pytest

from loadtest.verdict.judge import Reason
from loadtest.verdict.remedies import remedy_of, twiml_remedy
from loadtest.words.exchange import KEPT_BODY, Failure, FailureKind, Reply

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


@pytest.mark.parametrize(
    ("reason", "status", "headers", "says"),
    [
        pytest.param(Reason.HTTP_ERROR, 413, (), "client_max_body_size", id="too large a body"),
        pytest.param(Reason.HTTP_ERROR, 415, (), "x-www-form-urlencoded", id="no form parser"),
        pytest.param(Reason.HTTP_ERROR, 500, (), "", id="a 500 tells nothing more"),
        pytest.param(Reason.REDIRECT, 301, (("location", "/sms/\n" + "x" * 999),), "(/sms/ x", id="where it leads"),
        pytest.param(Reason.NOT_TWIML, 200, (("content-type", "text/xml"),), "<Response/>", id="an empty reply"),
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
