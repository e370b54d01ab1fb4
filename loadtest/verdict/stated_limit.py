"""What the headers of a reply state of a limiter: how many it lets through, how many of them are left, for how long."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from loadtest.words.quota import Quota

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Get = Callable[[str], str | None]

_UNITS = {"second": 1.0, "minute": 60.0, "hour": 3600.0, "day": 86400.0}
_PARAMETER = re.compile(r'\b([a-z]+)\s*=\s*"?(\d{1,12})\b', re.IGNORECASE)
_NAME = re.compile(r'^\s*"([^"]*)"')
_NUMBER = re.compile(r"^\s*(\d{1,15})(?:\.\d+)?\b")
RESERVE = 0.1
"""Share of a stated limit that what is no load leaves to others."""
UNSTATED = 60.0
"""Seconds that a limit is taken to be for when its headers do not tell."""
_EPOCH = 1_000_000_000
"""A reset of so many seconds, or more, is an instant."""
_SHORTEST = 1.0  # a reset is told in whole seconds
_LONGEST = 40 * 86400.0
_FEWEST = 3
"""Messages before anything is said of what a limiter counts by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedLimit:
    """At most `limit` in `window` seconds, of which `left` remain for `reset` seconds; None is what is not stated."""

    limit: int
    left: int | None = None
    window: float | None = None
    reset: float | None = None

    @property
    def quota(self) -> Quota | None:
        """The limit, its time guessed from the reset where it is not stated; None without any."""
        if not self.limit:
            return None
        window = self.window
        if window is None and self.reset:
            window = next((unit for unit in _UNITS.values() if unit >= self.reset), None)
        return Quota(count=self.limit, period=window) if window else None

    @property
    def period(self) -> float:
        """The seconds that it is for, or is taken to be for."""
        return self.quota.period if self.quota else UNSTATED

    @property
    def rest(self) -> float:
        """For how many seconds only the load may spend it: 0.0 unless little is left, or none."""
        low = self.left is not None and self.left <= RESERVE * self.limit
        if not low:
            return 0.0
        return self.period if self.reset is None else max(_SHORTEST, self.reset)

    @property
    def text(self) -> str:
        """The limit in words."""
        return str(self.quota or f"{self.limit} in a time that is not stated")


def stated_limit(get: Get, *, now: float) -> StatedLimit | None:
    """Return the limit that headers state, the one with the least left of several.

    `get` returns the value of a header, by its name in lower case; `now` is the Unix time, which some resets are in.
    """
    found = [*_structured(get), *_plain(get, now)]
    return min(found, key=lambda one: math.inf if one.left is None else one.left, default=None)


def _structured(get: Get) -> Iterator[StatedLimit]:
    """Read `RateLimit` and `RateLimit-Policy`, as the drafts of the IETF have had them."""
    stated = policies(get("ratelimit-policy") or "")
    told = get("ratelimit") or ""
    for name, said in [_item(told)] if "limit=" in told else policies(told):
        policy = next((one for its, one in stated if its == name), stated[0][1] if len(stated) == 1 else {})
        limit = said.get("limit", policy.get("q"))
        if limit is not None:
            left, reset = said.get("r", said.get("remaining")), said.get("t", said.get("reset"))
            yield StatedLimit(limit=limit, left=left, window=_span(policy.get("w")), reset=_span(reset))


def policies(text: str) -> list[tuple[str, dict[str, int]]]:
    """Read the items of such a header: (name, figures); `q` is how many, `w` in how many seconds."""
    return [_item(item) for item in text.split(",") if item.strip()]


def _item(text: str) -> tuple[str, dict[str, int]]:
    name, number = _NAME.match(text), _NUMBER.match(text)
    values = {key.lower(): int(value) for key, value in _PARAMETER.findall(text)}
    return name[1] if name else "", ({"q": int(number[1])} if number else {}) | values


def _plain(get: Get, now: float) -> Iterator[StatedLimit]:
    """Read a header for each figure, with the names that gateways and libraries give them."""
    names = chain(
        ((prefix, "", None) for prefix in ("ratelimit-", "x-ratelimit-", "x-rate-limit-")),
        (("x-ratelimit-", f"-{unit}", window) for unit, window in _UNITS.items()),
    )
    for prefix, suffix, window in names:
        said = get(f"{prefix}limit{suffix}") or ""
        limit = _NUMBER.match(said)
        if limit is None:
            continue
        policy = _item(get("ratelimit-policy") or said)[1]
        left = _NUMBER.match(get(f"{prefix}remaining{suffix}") or "")
        reset = _NUMBER.match(get(f"{prefix}reset{suffix}") or get("retry-after") or "")
        yield StatedLimit(
            limit=int(limit[1]),
            left=int(left[1]) if left else None,
            window=window or _span(policy.get("w")),
            reset=_until(float(reset[1]), now) if reset else None,
        )


def _span(seconds: int | None) -> float | None:
    return None if seconds is None or seconds > _LONGEST else float(seconds)


def _until(value: float, now: float) -> float | None:
    """Return the seconds that a reset is away: it may be those, or an instant in seconds or in milliseconds."""
    if value >= 1000.0 * _EPOCH:
        value /= 1000.0
    seconds = max(0.0, value - now) if value >= _EPOCH else value
    return seconds if seconds <= _LONGEST else None


@dataclass(slots=True)
class StatedLimits:
    """What the replies to several messages stated, in turn: (number of the message, limit)."""

    seen: list[tuple[str, StatedLimit]] = field(default_factory=list)

    def note(self, number: str, limit: StatedLimit | None) -> None:
        """Keep what a reply to `number` stated, if it did."""
        if limit is not None:
            self.seen.append((number, limit))

    @property
    def last(self) -> StatedLimit | None:
        """The limit as the reply with the least left stated it."""
        return min(
            (one for _, one in self.seen), key=lambda one: math.inf if one.left is None else one.left, default=None
        )

    @property
    def shared(self) -> bool | None:
        """Whether all messages spend one limit, or each number one of its own; None when this cannot be told."""
        left: dict[str, list[int]] = {}
        for number, one in self.seen:
            if one.left is not None:
                left.setdefault(number, []).append(one.left)
        every = [count for counts in left.values() for count in counts]
        if len(every) < _FEWEST or len(left) < 2:  # noqa: PLR2004  one number alone tells nothing
            return None
        if len(set(every)) == len(every):
            return True
        tops = [max(counts) for counts in left.values()]
        return False if tops.count(max(tops)) >= max(2, len(tops) / 2) else None
