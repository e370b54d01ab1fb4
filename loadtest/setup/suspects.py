"""What a server may have signed instead: the URLs it might have rebuilt, and the parameters it might have lost.

A server behind a proxy sees another scheme, host, port or path than the sender wrote, and rebuilds the signed URL from
what it sees (https://www.twilio.com/docs/usage/security#validating-requests names this the usual cause of a 403).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from itertools import product
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from loadtest.message.signing import sign

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from loadtest.words.secret import Secret

    Params = list[tuple[str, str]]

MOST_SUSPECTS = 34
_LOOPBACKS = ("localhost", "127.0.0.1", "[::1]")
_PORTS = {"http": "80", "https": "443"}
_SIGNATURE = b"X-Twilio-Signature: "


class Lost(Enum):
    """What a server's form parser may have lost; the value says it in words."""

    NOTHING = "nothing"
    FORM = "the whole form"
    BLANKS = "the empty parameters"
    EDGES = "the blanks at the edges of values"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspect:
    """One guess: the server signs `url`, has lost a part of the form, or wants a proxy's `headers`."""

    url: str
    lost: Lost = Lost.NOTHING
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def label(self) -> str:
        """The guess in words."""
        told = ", ".join(f"{name}: {value}" for name, value in self.headers)
        without = "" if self.lost is Lost.NOTHING else f" without {self.lost.value}"
        return f"signed as {self.url}{without}{f' and sent with {told}' if told else ''}"

    def signature(self, payload: bytes, token: Secret) -> str:
        """Return the signature of the message in `payload` as this suspect makes it."""
        params: Params = parse_qsl(payload.partition(b"\r\n\r\n")[2].decode(), keep_blank_values=True)
        match self.lost:
            case Lost.FORM:
                params = []
            case Lost.BLANKS:
                params = [(name, value) for name, value in params if value]
            case Lost.EDGES:
                params = [(name, value.strip()) for name, value in params]
        return sign(self.url, params, token.reveal())


def with_signature(payload: bytes, signature: str, headers: Iterable[tuple[str, str]] = ()) -> bytes:
    """Return a rendered request with another signature and more headers."""
    head, end, body = payload.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.startswith(_SIGNATURE)]
    lines += [_SIGNATURE + signature.encode(), *(f"{name}: {value}".encode() for name, value in headers)]
    return b"\r\n".join(lines) + end + body


def signature_of(payload: bytes) -> str:
    """Return the signature that a rendered request carries."""
    return payload.partition(_SIGNATURE)[2].partition(b"\r\n")[0].decode()


def suspects(url: str, signature_url: str) -> list[Suspect]:
    """Return what to try for a webhook at `url` that rejects what is signed as `signature_url`, the likeliest first."""
    near: list[Suspect] = []
    far: list[Suspect] = []
    for changes, text in sorted(_rebuilt(url, signature_url), key=lambda item: item[0]):
        if text != signature_url and all(text != known.url for known in (*near, *far)):
            (near if changes <= 1 else far).append(Suspect(url=text))
    lossy = [Suspect(url=signature_url, lost=lost) for lost in (Lost.FORM, Lost.BLANKS, Lost.EDGES)]
    found = [*near, *lossy, *_forwarded(url, signature_url), *far]
    if url != signature_url:
        found += [Suspect(url=url, lost=lost) for lost in (Lost.FORM, Lost.BLANKS)]
    return found[:MOST_SUSPECTS]


def _rebuilt(url: str, signature_url: str) -> Iterator[tuple[int, str]]:
    """Yield (in how many parts it differs from the nearer of both, URL)."""
    bases = [_parts(base) for base in dict.fromkeys((signature_url, url))]
    hosts, ports, paths, queries = (list(dict.fromkeys(base[index] for base in bases)) for index in (1, 2, 3, 4))
    if any(host in _LOOPBACKS for host in hosts):
        hosts += [host for host in _LOOPBACKS if host not in hosts]
    paths += [_other_slash(path) for path in paths if _other_slash(path) not in paths]
    for scheme in ("https", "http"):
        for parts in product([scheme], hosts, list(dict.fromkeys([*ports, "", _PORTS[scheme]])), paths, [*queries, ""]):
            changes = min(sum(a != b for a, b in zip(parts, base, strict=True)) for base in bases)
            # A default port that is written out is the least likely of all.
            yield changes + 2 * (parts[2] == _PORTS[scheme] and parts[2] not in ports), _text(*parts)


def _forwarded(url: str, signature_url: str) -> Iterator[Suspect]:
    """Yield what a server expects that trusts its proxy's headers and refuses what comes without."""
    secure = "https" + url[url.index("://") :]
    named = (signature_url,) if signature_url != url else ()
    for text in dict.fromkeys((*named, secure, signature_url)):
        parts = urlsplit(text)
        yield Suspect(url=text, headers=(("X-Forwarded-Proto", parts.scheme), ("X-Forwarded-Host", parts.netloc)))


def _parts(url: str) -> tuple[str, str, str, str, str]:
    parts = urlsplit(url)
    host, colon, port = parts.netloc.rpartition(":")
    if not colon or "]" in port:
        host, port = parts.netloc, ""
    return parts.scheme, host, port, parts.path, parts.query


def _text(scheme: str, host: str, port: str, path: str, query: str) -> str:
    return f"{scheme}://{host}{':' if port else ''}{port}{path}{'?' if query else ''}{query}"


def _other_slash(path: str) -> str:
    return path[:-1] if path.endswith("/") else f"{path}/"
