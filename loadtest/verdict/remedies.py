"""What to do about a message that failed: the remedy for that very fault, from what came back."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from loadtest.verdict.judge import Reason
from loadtest.verdict.twiml import charset, media_type
from loadtest.words.exchange import Reply

if TYPE_CHECKING:
    from loadtest.words.exchange import Failure

_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_BARE_AMPERSAND = re.compile(rb"&(?!#?\w{1,31};)")
_QUOTED = 120
_STATUSES = {
    401: "exempt the webhook from the login, or write user and password into url: Twilio gives no other credentials",
    404: "correct the path in url, or look for what the application did not find (its own words say it)",
    405: "let the webhook's path take POST, or correct the path in url",
    408: "look for what waits for the request's body: a proxy or a server that is short of workers",
    413: "raise the limit of a request's body, in the application (a body parser's limit) and in the proxy in front "
    "(client_max_body_size); a form of Twilio's has some kB",
    414: "raise the limit of a URL's length, or shorten the webhook's query",
    415: "parse application/x-www-form-urlencoded on the webhook's route",
    431: "raise the limit of a request's headers",
    502: "look in the proxy's error log: the application behind it is down, or closes connections first",
    503: "look for who answers 503: a limiter, a proxy without a backend, a maintenance, or a server that is full",
    504: "look for what the application waits for: the proxy in front gave up first",
}
"""By HTTP status, what to do where nothing more is known."""
_USUAL = "answer with Content-Type text/xml and a <Response>, or with 204 and no body"


def remedy_of(reason: Reason, response: Reply | Failure) -> str:
    """Return what to do about that very fault, or nothing where what is usual for its reason is all that is known."""
    if not isinstance(response, Reply):
        return ""
    if reason is Reason.NOT_TWIML:
        return twiml_remedy(response)
    if reason is Reason.REDIRECT and (where := response.header("location")):
        text = " ".join(where[: 2 * _QUOTED].split())
        return f"set url to where it leads ({text[:_QUOTED]}), or answer there without a redirect"
    return _STATUSES.get(response.status, "") if reason is Reason.HTTP_ERROR else ""


def twiml_remedy(reply: Reply) -> str:  # noqa: PLR0911  a row of the table each
    """Return what makes a reply with a status of success one that Twilio can use."""
    kind = media_type(reply.header("content-type") or "")
    encoding = (reply.header("content-encoding") or "identity").lower()
    if encoding != "identity":
        return f"send it without Content-Encoding {encoding[:20]}: Twilio's request asks for none"
    if reply.size > len(reply.body):
        return "make the reply shorter than 64 kB; one <Message> holds at most 1,600 characters"
    inside = _json(kind, reply.body)
    if inside:
        return inside
    if not kind and not reply.body:
        return "answer with 204, or with Content-Type text/xml and <Response/>"
    if not reply.body:
        return "answer with 204, or with <Response/>"
    if kind == "text/plain":
        return "send it with Content-Type text/xml, not text/plain"
    if not kind or kind not in {"text/xml", "application/xml", "text/html"}:
        return "answer with Content-Type text/xml"
    return _document(kind, reply)


def _json(kind: str, body: bytes) -> str:
    if not kind.endswith("json"):
        return ""
    if b"<Response" in body:
        return (
            "send the TwiML itself with Content-Type text/xml, not as a JSON text (in FastAPI: "
            'return Response(content=…, media_type="text/xml"))'
        )
    return "answer with Content-Type text/xml and a <Response> in place of the JSON, or with 204 and no body"


def _document(kind: str, reply: Reply) -> str:  # noqa: PLR0911  a row of the table each
    body = reply.body
    start = body.find(b"<?xml")
    start = start if start >= 0 else body.find(b"<Response")
    if body.startswith(_BOMS):
        return "send it without the byte order mark (in Python encode with utf-8, not utf-8-sig)"
    if start < 0:
        if re.search(rb"<response[ >/]", body, re.IGNORECASE):
            return "write <Response>, <Message> and <Body> with their capital letters: names are case-sensitive"
        return _USUAL
    if start and not body[:start].strip():
        return "remove the blank or line break before <?xml"
    if start:
        return "remove what stands before the TwiML (a warning of PHP: set display_errors to off)"
    if body.count(b"<?xml") > 1:
        return "write the XML declaration once: the library that makes the TwiML adds it already"
    if b"<!DOCTYPE" in body:
        return "remove the DOCTYPE: TwiML has none"
    return _text(kind, reply)


def _text(kind: str, reply: Reply) -> str:
    body = reply.body
    named = charset(body, reply.header("content-type") or "")
    try:
        body.decode(named)
    except (UnicodeDecodeError, LookupError):
        if named != "utf-8" and b"\0" not in body:
            return f"the XML declaration says {named[:20]}, which the body is not: write UTF-8 there, and encode it so"
        return "encode it as UTF-8, or name its character set in Content-Type"
    if _BARE_AMPERSAND.search(body):
        return "escape & as &amp; in the texts (and < as &lt;), or let a TwiML library write them"
    if re.match(rb"\s*(?:<\?xml[^>]*>)?\s*<response\b", body, re.IGNORECASE) and b"<Response" not in body:
        return "write <Response>, <Message> and <Body> with their capital letters: names are case-sensitive"
    return _USUAL if kind == "text/html" else "correct the XML; a TwiML library writes it right"
