"""What a server may do to a form before it checks the signature, and messages on which that shows or does not.

A plain message (no empty parameter, no blank at an edge, ASCII only) reads the same however a form is decoded, so what
rejects it is not the form. Every function here takes and returns parameters as (name, value) pairs, or whole requests.
"""

from __future__ import annotations

import html
from enum import Enum
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote_plus, unquote_plus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    Params = list[tuple[str, str]]

_SIGNATURE = b"X-Twilio-Signature: "
_LENGTH = b"Content-Length: "


class Treatment(Enum):
    """One thing that may become of the form; the value says what the server does, for a sentence."""

    FORM = "checks the signature of the URL alone"
    BLANKS = "drops empty parameters"
    EDGES = "trims the form's values"
    LATIN1 = "decodes the form as ISO-8859-1, not UTF-8"
    ESCAPED = "escapes the form's values as HTML"
    LINES = "turns line breaks into CR LF"
    TWICE = "decodes the form twice"
    RAW = "does not decode the form's values"


LIKELY: tuple[tuple[Treatment, ...], ...] = (
    (Treatment.BLANKS,),
    (Treatment.EDGES,),
    (Treatment.EDGES, Treatment.BLANKS),
    (Treatment.LATIN1,),
    (Treatment.LATIN1, Treatment.BLANKS),
    (Treatment.LATIN1, Treatment.EDGES),
    (Treatment.ESCAPED,),
    (Treatment.LINES,),
    (Treatment.ESCAPED, Treatment.EDGES),
    (Treatment.LATIN1, Treatment.EDGES, Treatment.BLANKS),
)
"""What explains that a plain message passes and another does not, the likeliest first."""

REMEDIES = {
    Treatment.FORM: "parse application/x-www-form-urlencoded before the check (in Express: express.urlencoded())",
    Treatment.BLANKS: "keep empty parameters, Twilio sends some (in Python: parse_qs(…, keep_blank_values=True))",
    Treatment.EDGES: "check the signature before anything trims the values (in Laravel: except it from TrimStrings)",
    Treatment.LATIN1: "decode the form as UTF-8 (in a servlet: request.setCharacterEncoding before any parameter)",
    Treatment.ESCAPED: "check the signature before anything escapes the values",
    Treatment.LINES: "check the signature over the values as they came",
    Treatment.TWICE: "decode the form once",
    Treatment.RAW: "check the signature over the decoded values",
}


def read_as(contents: Iterable[Treatment], params: Params) -> Params:
    """Return the parameters over which a server checks that does all of `contents`."""
    for content in contents:
        params = _CHANGES[content](params)
    return params


def params_of(payload: bytes) -> Params:
    """Return the parameters of a rendered request."""
    return parse_qsl(payload.partition(b"\r\n\r\n")[2].decode(), keep_blank_values=True)


def signature_of(payload: bytes) -> str:
    """Return the signature that a rendered request carries."""
    return payload.partition(_SIGNATURE)[2].partition(b"\r\n")[0].decode()


def with_signature(payload: bytes, signature: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    """Return a rendered request with another signature and more headers."""
    head, end, body = payload.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.startswith(_SIGNATURE)]
    lines += [_SIGNATURE + signature.encode(), *(f"{name}: {value}".encode() for name, value in headers)]
    return b"\r\n".join(lines) + end + body


def with_params(payload: bytes, params: Sequence[tuple[str, str]]) -> bytes:
    """Return a rendered request with other parameters, encoded as Twilio does; its signature is no longer right."""
    body = "&".join(f"{name}={quote_plus(value)}" for name, value in params).encode()
    head = payload.partition(b"\r\n\r\n")[0]
    lines = [b"%s%d" % (_LENGTH, len(body)) if line.startswith(_LENGTH) else line for line in head.split(b"\r\n")]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def at_path(payload: bytes, target: str) -> bytes:
    """Return a rendered request that asks for another path."""
    return b"POST %s HTTP/1.1\r\n%s" % (target.encode(), payload.partition(b"\r\n")[2])


def plain(params: Params) -> Params:
    """Return the parameters of a plain message."""
    return [(name, "Hello" if name == "Body" else value) for name, value in params if value or name == "Body"]


def saying(text: str, params: Params) -> Params:
    """Return the parameters with another text."""
    return [(name, text if name == "Body" else value) for name, value in params]


def _values(change: Callable[[str], str]) -> Callable[[Params], Params]:
    return lambda params: [(name, change(value)) for name, value in params]


_CHANGES: dict[Treatment, Callable[[Params], Params]] = {
    Treatment.FORM: lambda _: [],
    Treatment.BLANKS: lambda params: [(name, value) for name, value in params if value],
    Treatment.EDGES: _values(str.strip),
    Treatment.LATIN1: _values(lambda value: value.encode().decode("latin-1")),
    Treatment.ESCAPED: _values(html.escape),
    Treatment.LINES: _values(lambda value: value.replace("\r\n", "\n").replace("\n", "\r\n")),
    Treatment.TWICE: _values(unquote_plus),
    Treatment.RAW: _values(quote_plus),
}
