"""How long to wait for a server that limits requests, and how long many requests take then: arithmetic alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from loadtest.verdict.stated_limit import policies

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from loadtest.verdict.stated_limit import StatedLimit

SHARE = 0.2
"""Share of a limit, stated in a page's headers, that waiting for that page may take."""
LEAST, MOST = 1.0, 3600.0
"""Seconds of one wait; a server that asks for more is not waited for."""
VAIN, VAIN_WAITS = 120.0, 2
"""Seconds, and waits as long as they were told, after which a server that lets nothing through is not waited for."""
_MINUTE, _MINUTES = 60.0, 2
_UNTOLD = 30.0  # the longest wait of ours where the server names none
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """So many `requests` in so many `seconds`; `told` by the server, or seen."""

    requests: int
    seconds: float
    told: bool


def wait(told: str | None, *, now: datetime, refused: int) -> float:
    """Return the seconds that `Retry-After` asks for, a number or a date; without one, longer each time.

    `refused` counts the refusals in a row, from 1.
    """
    text = (told or "").strip()
    if _WHOLE.fullmatch(text):
        return max(LEAST, float(text))
    try:
        left: float = (parsedate_to_datetime(text) - now).total_seconds()
    except (ValueError, TypeError):  # no date, or one without a zone
        return float(min(_UNTOLD, LEAST * 2 ** min(refused - 1, 10)))
    return max(LEAST, left)


def pause(stated: StatedLimit | None, *, usual: float, span: float) -> tuple[float, str]:
    """Return the seconds until a page is asked again that is waited for for `span` seconds, and why not as usual."""
    if stated is None or stated.left is None:
        return usual, ""
    why = f"its headers state {stated.text}"
    if stated.rest > usual:
        return stated.rest, f"{why}, of which {stated.left} are left"
    pace = min(stated.period, span) / max(1.0, SHARE * stated.limit)
    return (pace, why) if pace > usual else (usual, "")


def limit_of(headers: Mapping[str, str]) -> Limit | None:
    """Return the limit that a reply tells of before it is reached: `RateLimit-Policy: 60;w=60`."""
    told = (said for _, said in policies(headers.get("RateLimit-Policy", "")) if {"q", "w"} <= said.keys())
    first = next(told, {"q": 0, "w": 0})
    return Limit(requests=first["q"], seconds=float(first["w"]), told=True) if first["q"] and first["w"] else None


def seen(requests: int, seconds: float) -> Limit:
    """Return the limit that was met after so many requests, of which the first is allowed again after `seconds`."""
    return Limit(requests=max(1, requests), seconds=max(LEAST, seconds), told=False)


def time_for(requests: int, limit: Limit, *, used: int = 0) -> float:
    """Return the seconds until the last of `requests` more may leave, `used` of this window's being gone.

    A limit for a window lets its requests through at once, so only the windows before the last one take time.
    """
    over = requests - max(0, limit.requests - used)
    return 0.0 if over <= 0 else -(-over // limit.requests) * limit.seconds


def in_words(seconds: float) -> str:
    """Return how long people say that is: `45s`, `33 minutes`."""
    return f"{seconds:.0f}s" if seconds < _MINUTES * _MINUTE else f"{round(seconds / _MINUTE)} minutes"
