"""Which pages of the server are polled: `monitor` lines -> endpoints."""

from __future__ import annotations

import re
from dataclasses import dataclass

from loadtest.config import urls, values
from loadtest.config.urls import Url
from loadtest.measure.series import Endpoint
from loadtest.message.kinds import KINDS
from loadtest.words.secret import NO_SECRET, Secret

DEFAULT_MONITORS = {
    name: f"/api/sms/performance/{name}" for name in ("cache", "database", "connections")
}  # what the application of the user's guide offers
MOST_MONITORS = 10
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}", re.ASCII)
_WORD = re.compile(r"[A-Za-z0-9_.*?\[\]!-]+(?:=[A-Za-z0-9%/_.-]{0,20})?", re.ASCII)
_HEADER = re.compile(r"[\x21-\x7e][\x20-\x7e]*", re.ASCII)
_HOW = "write it like name=/path, name=https://host/metrics pool_* or off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Monitor:
    """One line: a page's name and URL (None: not polled; a path: on the webhook's origin), filters, units."""

    name: str
    url: Url | None
    only: tuple[str, ...] = ()
    units: tuple[tuple[str, str], ...] = ()


def monitors(text: str) -> tuple[Monitor, ...] | None:
    """Read monitor lines, or `off`: None."""
    lines = values.items(text)
    if any(line.lower() == "off" for line in lines):
        if len(lines) > 1:
            raise ValueError("off stands beside other monitors; write off alone, or name=off for a single one")
        return None
    found: dict[str, Monitor] = {}
    problems: list[str] = []
    for line in lines:
        try:
            one = _monitor(line)
        except ValueError as error:
            problems.append(str(error))
            continue
        if one.name in found:
            problems.append(f"the monitor {one.name!r} is named twice; give each its own name")
        found[one.name] = one
    if len(found) > MOST_MONITORS:
        problems.append(
            f"{len(found)} monitors are more than {MOST_MONITORS}; every one costs the server a request a second"
        )
    if problems:
        raise ValueError("\n".join(problems))
    return tuple(found.values())


def authorization(text: str) -> Secret:
    """Read what the header `Authorization` of monitor requests says; a mistake is told without it."""
    if not _HEADER.fullmatch(text):
        raise ValueError("this is no value of a header: it holds a line break or a character outside ASCII")
    return Secret(text)


def endpoints(given: tuple[Monitor, ...] | None, webhook: Url) -> tuple[Endpoint, ...]:
    """Return the pages to poll: the default ones with what the user added, replaced and switched off."""
    if given is None:
        return ()
    chosen = {name: Monitor(name=name, url=Url(text=path)) for name, path in DEFAULT_MONITORS.items()}
    chosen |= {one.name: one for one in given}
    named = {one.name for one in given}
    return tuple(_endpoint(one, webhook, usual=one.name not in named) for one in chosen.values() if one.url is not None)


def _endpoint(one: Monitor, webhook: Url, *, usual: bool) -> Endpoint:
    url = one.url or NO_URL
    if url.text.startswith("/"):
        url = webhook.at(url.text)
    user, _, password = url.userinfo.reveal().partition(":")
    return Endpoint(
        name=one.name,
        url=url.text,
        auth=(user, password) if user or password else None,
        only=one.only,
        units=one.units,
        usual=usual,
    )


NO_URL = Url(text="", userinfo=NO_SECRET)


def _monitor(line: str) -> Monitor:
    shown = repr(urls.mask_userinfo(line))
    name, equals, rest = line.partition("=")
    name = name.strip()
    if not equals or not rest.strip() or not _NAME.fullmatch(name):
        raise ValueError(f"{shown} is not a monitor; {_HOW}")
    if name.lower() in {*KINDS, "monitor"}:
        raise ValueError(f"no monitor may be called {name}: in a target that means something else; choose another name")
    address, *words = rest.split()
    if wrong := [word for word in words if not _WORD.fullmatch(word)]:
        raise ValueError(f"the monitor {name!r}: {wrong[0]!r} is neither a filter like pool_* nor a unit like *Time=ms")
    try:
        url = urls.health_url(address)
    except ValueError as error:
        raise ValueError(f"the monitor {name!r}: {error}") from None
    return Monitor(
        name=name,
        url=url,
        only=tuple(word for word in words if "=" not in word),
        units=tuple((glob, unit) for word in words if "=" in word for glob, _, unit in [word.partition("=")]),
    )
