"""What signature checks say when they refuse: in words, or with nothing but a bare denial."""

from __future__ import annotations

import re

_LONGEST = 200
"""Characters of a bare denial."""

# What signature checks answer: twilio-node's webhook(), samples in Twilio's documentation, hand-written ones, and
# crypto.timingSafeEqual given signatures of different lengths.
_SIGNATURE = re.compile(
    r"twilio request validation failed|x-twilio-signature|input buffers must have the same byte length"
    r"|without first configuring our auth token"
    r"|(?:invalid|bad|missing|wrong|incorrect|no|unverified|failed)(?: \w+){0,2} signature"
    r"|signature(?: \w+){0,3} (?:invalid|mismatch|missing|failed|failure|required|incorrect|wrong|not valid|not match)"
    r"|(?:not|isn't) (?:sent |coming )?from twilio",
    re.IGNORECASE,
)
# A 401 or 403 that says nothing but these is taken for a signature check: what else could Twilio be asked to prove?
_BARE_DENIAL = frozenset(
    {
        *("400", "401", "403", "http", "status", "statuscode", "code", "error", "errors", "exception", "type", "title"),
        *("name", "msg", "message", "detail", "reason", "success", "ok", "true", "false", "null", "sorry"),
        *("forbidden", "unauthorized", "unauthorised", "authorized", "access", "denied", "permission", "request"),
        *("requested", "resource", "action", "perform", "server", "protected", "read", "readable"),
        *(
            "you",
            "your",
            "do",
            "don",
            "t",
            "not",
            "have",
            "is",
            "are",
            "it",
            "this",
            "the",
            "an",
            "and",
            "or",
            "either",
        ),
        *("by", "on", "to"),
    }
)
_WORD = re.compile(r"[^\W_]+")
_ECHOED = re.compile(r"x-twilio-signature\W{1,8}(?:\*\*\*|[a-z0-9+/]{20,}=?|[a-z0-9+/]*…)", re.IGNORECASE)
"""Our own header, given back with its value, whole or cut short."""


def names_signature(text: str) -> bool:
    """Return whether `text` refuses a signature in so many words."""
    return _SIGNATURE.search(without_echo(text)) is not None


def without_echo(text: str) -> str:
    """Return `text` without the signature that it gives back: a page that shows a request's headers refuses nothing."""
    return _ECHOED.sub("", text)


def is_bare_denial(text: str) -> bool:
    """Return whether `text` says nothing but that it denies."""
    return len(text) <= _LONGEST and _BARE_DENIAL.issuperset(_WORD.findall(text.lower()))
