"""What a server may have signed instead of `signature-url`: a ranking of guesses, the likeliest first.

A server behind a proxy or in a framework sees another scheme, host, port, path or query than the sender wrote, and
rebuilds the signed URL from what it sees (https://www.twilio.com/docs/usage/security#validating-requests names this the
usual cause of a 403). Each part has its alternatives with a cost, costs add up, and the cheapest are tried first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, unquote, unquote_plus, urlencode, urljoin, urlsplit

from loadtest.message.signing import sign
from loadtest.setup.contents import Treatment, params_of, read_as

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from loadtest.words.secret import Secret

_LOOPBACKS = ("localhost", "127.0.0.1", "[::1]")
_PORTS = {"http": "80", "https": "443"}
_UPSTREAMS = ("3000", "8000", "8080", "5000")
"""Ports on which applications listen behind a proxy that passes on its own name for them."""
_WHATWG_PATH = "/%:@!$&'()*+,;=~[]|^"
_WHATWG_QUERY = "/%:@!$&()*+,;=~?[]|^{}`\\"
_AS_GIVEN = "{}"
_TOKENS = {
    '"{}"': "in quotation marks",
    "'{}'": "in single quotation marks",
    "{}\n": "with a line break after it",
    "": "that is empty",
}
"""How servers come to another token than the one they were given, by the format that shows it."""
_SEEN = re.compile(r"https?://[^\s\"'<>]+|/[^\s\"'<>?#]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspect:
    """One guess: the server signs `url`, treats the form as `contents` say, has another token, or wants `headers`.

    `changes` says in words what is different; `token` is a format for the token, as `"{}"` in quotation marks.
    """

    url: str
    contents: tuple[Treatment, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    token: str = field(default=_AS_GIVEN, repr=False)
    changes: tuple[str, ...] = field(default=(), compare=False)

    @property
    def label(self) -> str:
        """The guess in words; never the token."""
        told = ", ".join(f"{name}: {value}" for name, value in self.headers)
        how = "".join(f", by one that {content.value}" for content in self.contents)
        other = f", with a token {self.token_form}" if self.token_form else ""
        return f"signed as {self.url}{how}{other}{f', sent with {told}' if told else ''}"

    @property
    def token_form(self) -> str:
        """How the server's token differs from ours, in words that do not hold it, or nothing."""
        forms = {_AS_GIVEN: ""} | _TOKENS
        return forms.get(self.token, "without its quotation marks and blanks")

    def signature(self, payload: bytes, token: Secret) -> str:
        """Return the signature of the message in `payload` as this suspect makes it."""
        return sign(self.url, read_as(self.contents, params_of(payload)), self.token.replace("{}", token.reveal()))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Choice:
    """One form of a part of the URL: what it costs to believe in it, and what it is called when it is no base's."""

    text: str
    cost: float
    called: str = ""


def suspects(url: str, signature_url: str, *, shown: Sequence[str] = ()) -> list[Suspect]:
    """Return what to try for a webhook at `url` that rejects what is signed as `signature_url`, the likeliest first.

    `shown` are texts in which the server may have shown the URL or path that it sees.
    """
    ranked: list[tuple[float, Suspect]] = []
    for cost, text, changes in _rebuilt(url, signature_url):
        ranked.append((cost, Suspect(url=text, changes=changes)))
        if cost < 3:  # noqa: PLR2004  what else is wrong must be likely by itself
            ranked.append((cost + 1.6, Suspect(url=text, contents=(Treatment.FORM,), changes=changes)))
    ranked += [(0.3, Suspect(url=text, changes=_changed(text, signature_url))) for text in _shown(shown, signature_url)]
    ranked += [(2.2 + place / 10, one) for place, one in enumerate(_forwarded(url, signature_url))]
    ranked += [(3.1, Suspect(url=signature_url, contents=(content,))) for content in (Treatment.TWICE, Treatment.RAW)]
    ranked += [(2.0, Suspect(url=signature_url, token=form)) for form in _TOKENS]
    found = dict.fromkeys(one for _, one in sorted(ranked, key=lambda pair: pair[0]))
    found.pop(Suspect(url=signature_url), None)
    return list(found)


def token_forms(token: Secret, signature_url: str) -> list[Suspect]:
    """Return what to try first with a token that is not as Twilio writes tokens: the token in it."""
    text = token.reveal()
    bare = text.strip().strip("\"'").strip()
    return [Suspect(url=signature_url, token=bare)] if bare and bare != text else []


def token_oddity(secret: Secret) -> str:
    """Return what is odd about a token, in a sentence that does not hold it, or nothing."""
    token = secret.reveal()
    if token[:1] in "\"'" or token[-1:] in "\"'":
        return "auth-token stands in quotation marks: they are taken for a part of it"
    if token != token.strip() or re.search(r"\s", token):
        return "auth-token has a blank or a line break in it"
    if re.fullmatch(r"(AC|SK)[0-9a-fA-F]{32}", token):
        return f"auth-token looks like {'an account' if token[0] == 'A' else 'an API key'} SID, not like a token"
    if not re.fullmatch(r"[0-9a-fA-F]{32}", token):
        length = f"{len(token)} characters" if len(token) != 32 else "characters that are no hex digits"  # noqa: PLR2004
        return f"auth-token has {length}; Twilio's have 32 hex digits"
    return ""


MISSING_FRONT = "the front of the path, which is missing"


def _rebuilt(url: str, signature_url: str) -> Iterator[tuple[float, str, tuple[str, ...]]]:
    """Yield (cost, URL, what is different about it) for every way to put the parts together."""
    bases = [_parts(base) for base in dict.fromkeys((signature_url, url))]
    first = bases[0]
    schemes = [_Choice(text=first[0], cost=0), _Choice(text=_other(first[0]), cost=1, called="the scheme")]
    parts = [schemes, _hosts(bases), _ports(bases), _paths(bases), _queries(bases)]
    for scheme, host, port, path, query in product(*parts):
        choices = (scheme, host, port, path, query)
        cost = sum(choice.cost for choice in choices)
        named = tuple(dict.fromkeys(choice.called for choice in choices if choice.called))
        if port.text in _PORTS.values() and port.text != _PORTS[scheme.text]:
            cost += 2
        if scheme.text == "https" and scheme.cost and not port.text:
            cost -= 0.6  # a public URL
        if len(bases) > 1 and tuple(choice.text for choice in choices) == bases[1]:
            cost, named = 0.5, ("the URL of the webhook itself",)
        if cost <= 6:  # noqa: PLR2004  never reached by forty
            yield cost, _text(*(choice.text for choice in choices)), named


def _hosts(bases: Sequence[tuple[str, ...]]) -> list[_Choice]:
    found = {
        base[1]: _Choice(text=base[1], cost=1.3 * place, called="the host" * place) for place, base in _each(bases)
    }
    loopback = any(host in _LOOPBACKS for host in found)
    for place, host in enumerate(_LOOPBACKS):
        cost = 2.1 if loopback else 3.6
        if loopback or place < 2:  # noqa: PLR2004
            found.setdefault(host, _Choice(text=host, cost=cost + place / 10, called="the host"))
    for host in list(found):
        if host != host.lower():
            found[host.lower()] = _Choice(text=host.lower(), cost=1, called="the host's capital letters")
    return list(found.values())


def _ports(bases: Sequence[tuple[str, ...]]) -> list[_Choice]:
    found = {
        base[2]: _Choice(text=base[2], cost=1.3 * place, called="the port" * place) for place, base in _each(bases)
    }
    found.setdefault("", _Choice(text="", cost=1.9, called="the port"))
    for port in _PORTS.values():
        found.setdefault(port, _Choice(text=port, cost=2.5, called="the port"))
    for place, port in enumerate(_UPSTREAMS):
        found.setdefault(port, _Choice(text=port, cost=3.4 + place / 10, called="the port"))
    return list(found.values())


def _paths(bases: Sequence[tuple[str, ...]]) -> list[_Choice]:
    found: dict[str, _Choice] = {}

    def add(text: str, cost: float, called: str) -> None:
        found.setdefault(text, _Choice(text=text, cost=cost, called=called))

    for place, base in _each(bases):
        add(base[3], 1.3 * place, "the path" * place)
    for place, base in _each(bases):
        path, more = base[3], 1.3 * place
        add(path[:-1] if path.endswith("/") else f"{path}/", 2.2 + more, "the path's last slash")
        pieces = path.split("/")[1:]
        for count in range(1, len(pieces)):
            add("/" + "/".join(pieces[count:]), 1.7 + 0.15 * count + more, MISSING_FRONT)
        add(f"/{path}", 2.6 + more, "a slash before the path")
        add("/" * bool(pieces), 2.8 + more, "the path, which is missing")
        add("", 3.2 + more, "the path, which is missing")
        add(unquote(path), 1.2 + more, "the path, decoded")
        add(quote(unquote(path)), 1.6 + more, "the path, encoded again")
        add(quote(path, safe=_WHATWG_PATH), 1.2 + more, "the path, encoded")
        add(re.sub("/{2,}", "/", path), 1.2 + more, "the path's double slashes")
        add(path.lower(), 2.0 + more, "the path's capital letters")
    return list(found.values())


def _queries(bases: Sequence[tuple[str, ...]]) -> list[_Choice]:
    found: dict[str, _Choice] = {}

    def add(text: str, cost: float, called: str) -> None:
        found.setdefault(text, _Choice(text=text, cost=cost, called=called))

    for place, base in _each(bases):
        add(base[4], 1.3 * place, "the query" * place)
    for query in dict.fromkeys(base[4] for base in bases):
        if not query:
            continue
        pairs = parse_qsl(query[1:], keep_blank_values=True)
        ordered = sorted(pairs)
        again = "the query, encoded again"
        add(quote(query, safe=_WHATWG_QUERY), 1.0, again)
        add(query.replace("'", "%27"), 1.0, again)
        add("", 1.3, "the query, which is missing")
        add("?" + urlencode(pairs), 1.4, again)
        add("?" + urlencode(pairs, quote_via=quote, safe="!*'()~"), 1.5, again)
        add("?" + urlencode(pairs, quote_via=quote), 1.6, again)
        add(unquote(query), 1.5, "the query, decoded")
        add(unquote_plus(query), 1.7, "the query, decoded")
        add("?" + urlencode(ordered, quote_via=quote), 1.7, "the query, sorted and encoded again")
        add("?" + "&".join(sorted(query[1:].split("&"))), 1.8, "the query, sorted")
        add("?" + urlencode(ordered), 1.9, "the query, sorted and encoded again")
        add("%3F" + query[1:], 1.9, "the query, whose ? has become %3F")
        add("?" + query[1:].replace("%20", "+"), 2.0, again)
        add("?" + query[1:].replace("+", "%20"), 2.0, again)
        add(query.replace("%3F", "?").replace("%3f", "?"), 2.0, "the query, decoded")
        add("?" + "&".join(f"{name}={value}" for name, value in dict(pairs).items()), 2.2, "the query, decoded")
        add(query.partition("&")[0], 2.3, "the query, cut at its first &")
    add("?", 3.2, "an empty query")
    return list(found.values())


def _forwarded(url: str, signature_url: str) -> Iterator[Suspect]:
    """Yield what a server expects that trusts its proxy's headers, or its own pages, and refuses what comes without."""
    parts = urlsplit(signature_url)
    secure = "https" + url[url.index("://") :]
    for text in dict.fromkeys((secure, signature_url)):
        parts = urlsplit(text)
        yield Suspect(url=text, headers=(("X-Forwarded-Proto", parts.scheme), ("X-Forwarded-Host", parts.netloc)))
    parts = urlsplit(signature_url)
    yield Suspect(url=signature_url, headers=(("X-Forwarded-Host", parts.netloc),))
    here = urlsplit(url)
    origin = f"{here.scheme}://{here.netloc}"
    same_site = (("Origin", origin), ("Referer", f"{origin}/"), ("Sec-Fetch-Site", "same-origin"))
    yield Suspect(url=signature_url, headers=same_site)


def _shown(texts: Iterable[str], signature_url: str) -> Iterator[str]:
    """Yield the URLs in a server's texts that may be what it signs: of the same last part, path or host."""
    wanted = urlsplit(signature_url)
    last = wanted.path.rstrip("/").rpartition("/")[2]
    for text in texts:
        for match in _SEEN.findall(text[:20_000]):
            found = match.rstrip(".,;:)\\")
            seen = urlsplit(found) if len(found) < 500 else None  # noqa: PLR2004
            if seen is None or (seen.path == wanted.path and not seen.netloc):
                continue
            if last and seen.path.rstrip("/").endswith(last):
                told = urljoin(signature_url, found)
                yield told
                if wanted.query and "?" not in told:
                    yield f"{told}?{wanted.query}"


def _changed(url: str, signature_url: str) -> tuple[str, ...]:
    """Return what is different about a URL that was not put together here."""
    seen, wanted = _parts(url), _parts(signature_url)
    names = ["the scheme", "the host", "the port", "the path", "the query"]
    if wanted[3].endswith(seen[3]):
        names[3] = MISSING_FRONT if seen[3] else "the path, which is missing"
    return tuple(name for name, one, other in zip(names, seen, wanted, strict=True) if one != other)


def _each(bases: Sequence[tuple[str, ...]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    return enumerate(bases)


def _other(scheme: str) -> str:
    return "http" if scheme == "https" else "https"


def _parts(url: str) -> tuple[str, str, str, str, str]:
    scheme, _, rest = url.partition("://")
    end = next((place for place, sign in enumerate(rest) if sign in "/?"), len(rest))
    netloc, target = rest[:end], rest[end:]
    host, colon, port = netloc.rpartition(":")
    if not colon or "]" in port:
        host, port = netloc, ""
    path, mark, query = target.partition("?")
    return scheme, host, port, path, mark + query


def _text(scheme: str, host: str, port: str, path: str, query: str) -> str:
    return f"{scheme}://{host}{':' if port else ''}{port}{path}{query}"
