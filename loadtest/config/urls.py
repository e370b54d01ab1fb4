"""URLs as the user typed them; no sentence here repeats a URL's userinfo."""

from __future__ import annotations

import ipaddress
import re
from base64 import b64encode
from dataclasses import dataclass
from difflib import get_close_matches
from urllib.parse import unquote, urlsplit

from loadtest.message.signing import signed_url
from loadtest.words.secret import NO_SECRET, Secret

_USERINFO = re.compile(r"^([a-z][a-z0-9+.-]*:/+)?.*@", re.IGNORECASE | re.DOTALL)
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?", re.IGNORECASE | re.ASCII)
_LONGEST_NAME = 253


@dataclass(frozen=True, slots=True, kw_only=True)
class Url:
    """An http(s) URL. `text` is what is sent: exactly as typed, less the userinfo and the fragment.

    `userinfo` is `user:password`, percent-decoded; `fragment` held Twilio's connection overrides, which are never sent.
    """

    text: str
    userinfo: Secret = NO_SECRET
    fragment: str = ""

    def __str__(self) -> str:
        return self.text

    @property
    def shown(self) -> str:
        """The URL as people may read it: `http://***@host/path`."""
        scheme, slashes, rest = self.text.partition("://")
        return f"{scheme}{slashes}***@{rest}" if self.userinfo else self.text

    def at(self, path: str) -> Url:
        """Return `path` on this URL's origin, with the same userinfo."""
        parts = urlsplit(self.text)
        return Url(text=f"{parts.scheme}://{parts.netloc}{path}", userinfo=self.userinfo)

    def secrets(self) -> tuple[str, ...]:
        """Return what must never be printed: the password (the user where there is none) and the Basic credentials."""
        userinfo = self.userinfo.reveal()
        if not userinfo:
            return ()
        user, _, password = userinfo.partition(":")
        return (password or user, b64encode(userinfo.encode()).decode())


def mask_userinfo(text: str) -> str:
    """Return `text` without anything that might be a URL's userinfo, however malformed the URL is."""
    return _USERINFO.sub(lambda match: f"{match[1] or ''}***@", text)


def url(text: str) -> Url:
    """Read an absolute http(s) URL."""
    shown = repr(mask_userinfo(text))
    if re.search(r"[\s\x00-\x1f\x7f]", text):
        raise ValueError(f"{shown} holds a blank or a control character; write a blank in a URL as %20")
    if not text.isascii():
        raise ValueError(f"{shown} holds a character outside ASCII; percent-encode paths and write hosts in punycode")
    scheme, slashes, rest = text.partition("://")
    if not slashes:
        likely = mask_userinfo(re.sub(r"^https?:/*", "", text).lstrip("/"))
        raise ValueError(f"{shown} is not an absolute URL; did you mean http://{likely} or https://{likely}?")
    if scheme.lower() not in {"http", "https"}:
        if "unix" in scheme.lower():
            raise ValueError(
                f"{shown} is a Unix socket, which neither Twilio nor this load reaches; let the server listen on a "
                "port, or put a proxy in front (socat TCP-LISTEN:3000,fork UNIX-CONNECT:/path)"
            )
        near = get_close_matches(scheme.lower(), ["https", "http"], 1)
        hint = f"; did you mean {near[0]}://{mask_userinfo(rest)}?" if near else "; write http:// or https://"
        raise ValueError(f"{shown} is neither http nor https{hint}")
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:  # its own text may quote the password
        raise ValueError(f"{shown} has no valid host and port; a port is a number from 1 to 65535") from None
    userinfo, _, address = parts.netloc.rpartition("@")
    if port == 0 or address.endswith(":"):
        raise ValueError(f"{shown} has no valid port; write a number from 1 to 65535, or none for the scheme's own")
    if not _is_host(host, address):
        raise ValueError(f"{shown} has no valid host; write it like http://localhost:3000/api/sms/webhook")
    if "@" in parts.fragment:
        raise ValueError(f"{shown} has an @ behind a #; write a # in a password as %23")
    return Url(text=signed_url(text), userinfo=Secret(unquote(userinfo)), fragment=parts.fragment)


def _is_host(host: str, address: str) -> bool:
    if address.startswith("["):
        try:
            ipaddress.IPv6Address(host)
        except ValueError:
            return False
        return re.fullmatch(r"\[[^]]*](:\d+)?", address) is not None
    labels = host.removesuffix(".").split(".")
    return len(host) <= _LONGEST_NAME and all(_LABEL.fullmatch(label) for label in labels)


def health_url(text: str) -> Url | None:
    """Read `off` (None), an absolute URL, or a path: a Url whose text begins with a slash, for the webhook's origin."""
    if text.lower() == "off":
        return None
    if text.startswith("/"):
        return Url(text=url(f"http://localhost{text}").text.removeprefix("http://localhost"))
    try:
        return url(text)
    except ValueError as error:
        raise ValueError(f"{error}; a path begins with a slash, and off switches the request off") from None


def path(text: str) -> str:
    """Read a path on the webhook's origin."""
    if not text.startswith("/"):
        raise ValueError(f"{mask_userinfo(text)!r} is not a path on the webhook's origin; a path begins with a slash")
    return url(f"http://localhost{text}").text.removeprefix("http://localhost")
