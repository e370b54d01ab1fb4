"""What goes in and out of the simulator: a request, a reply, and the shapes that replies have."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape as quoted

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One whole request; header names in lower case, a repeated one's first value; `ip` is the client's address."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes
    ip: str
    keep_alive: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One reply, and what is done once it has left."""

    status: int
    content_type: str
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()
    afterwards: Callable[[], object] | None = None


def twiml(text: str, afterwards: Callable[[], object] | None = None) -> Response:
    """Return a 200 that texts the sender."""
    body = f"""<?xml version="1.0" encoding="UTF-8"?>
<Response>
  <Message>{quoted(text, {"'": "&apos;"})}</Message>
</Response>"""
    return Response(status=200, content_type="text/xml; charset=utf-8", body=body.encode(), afterwards=afterwards)


def as_json(status: int, value: dict[str, Any], headers: tuple[tuple[str, str], ...] = ()) -> Response:
    """Return `value` in compact JSON."""
    body = json.dumps(value, separators=(",", ":")).encode()
    return Response(status=status, content_type="application/json; charset=utf-8", body=body, headers=headers)


def html(status: int, body: str) -> Response:
    """Return a page; escape what is not ours."""
    return Response(status=status, content_type="text/html; charset=utf-8", body=body.encode())
