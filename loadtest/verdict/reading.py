"""A reply's body as Twilio takes it, by its Content-Type, and how a sentence quotes it."""

from __future__ import annotations

import re

from loadtest.verdict.twiml import NotTwimlError, Twiml, fold_space, media_type, page_text, parse_twiml, plain_text
from loadtest.words.exchange import KEPT_BODY, Reply

QUOTED = 200
"""Characters of a server's text that a sentence quotes."""

TWIML_TYPES = frozenset({"text/xml", "application/xml", "text/html"})
_LOOKS_LIKE_TWIML = re.compile(rb"\s*<(?:\?xml|Response\b)")


def read_twiml(reply: Reply) -> Twiml:
    """Return what Twilio would make of a 2xx reply's body; raise `NotTwimlError` when it would log an error."""
    content_type = reply.header("content-type") or ""
    kind = media_type(content_type)
    if not kind:
        raise NotTwimlError(12300, "no Content-Type header")
    if kind != "text/plain" and kind not in TWIML_TYPES:
        said = plain_text(reply.body, content_type)
        raise NotTwimlError(12300, f"Content-Type {cut(kind, 80)} is not TwiML: {quote(said)}")
    if reply.size > KEPT_BODY:
        raise NotTwimlError(11750, f"the body has {reply.size:,} bytes, more than the {KEPT_BODY:,} Twilio reads")
    if reply.size == 0:
        if "chunked" in (reply.header("transfer-encoding") or "").lower():
            raise NotTwimlError(11770, "chunked, and empty")
        return Twiml()
    if kind == "text/plain":
        return _texted(reply, content_type)
    if not reply.body.strip():
        return Twiml()
    if kind == "text/html" and not _LOOKS_LIKE_TWIML.match(reply.body):
        said = page_text(reply.body, content_type)
        raise NotTwimlError(12300, f"Content-Type text/html, and no TwiML: {quote(said)}")
    try:
        return parse_twiml(reply.body, content_type)
    except NotTwimlError as error:
        raise NotTwimlError(error.code, f"{error}: {quote(plain_text(reply.body, content_type))}") from None


def _texted(reply: Reply, content_type: str) -> Twiml:
    """Return a text that is sent on as it stands; Twilio logs no error where that is TwiML, but nobody wants it."""
    text = plain_text(reply.body, content_type)
    if _LOOKS_LIKE_TWIML.match(reply.body):
        raise NotTwimlError(None, f"Content-Type text/plain, so the sender is texted the markup itself: {quote(text)}")
    return Twiml(texts=(text,), warnings=(f"the sender is texted {quote(text)}",) if text else ())


def texts_of(reply: Reply) -> tuple[str, ...]:
    """Return what a reply says, however little Twilio would make of it."""
    try:
        return read_twiml(reply).texts
    except NotTwimlError:
        return (page_text(reply.body, reply.header("content-type") or ""),)


def quote(text: str) -> str:
    """Return a server's text as a sentence quotes it."""
    return f'"{cut(text)}"'


def cut(text: str, length: int = QUOTED) -> str:
    """Return a server's text on one line, of at most `length` characters."""
    folded = fold_space(text[: 4 * length])
    return folded if len(folded) <= length else f"{folded[: length - 1]}…"
