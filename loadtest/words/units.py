"""Durations, rates, percents and counts: parse what users type, print what they read.

Parsers return seconds, messages per second and shares (0 to 1), and raise `ValueError` with a sentence that names the
remedy.
"""

from __future__ import annotations

import re

_SECONDS = {"us": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0}
_PERIODS = {
    **dict.fromkeys(("s", "sec", "second"), 1.0),
    **dict.fromkeys(("m", "min", "minute"), 60.0),
    **dict.fromkeys(("h", "hour"), 3600.0),
    **dict.fromkeys(("d", "day"), 86400.0),
}
_NUMBER = r"(?P<number>\d+(?:\.\d+)?|\.\d+)"
_DURATION = re.compile(_NUMBER + r"\s*(?P<unit>us|ms|s|m|h)?", re.IGNORECASE | re.ASCII)
_PERCENT = re.compile(_NUMBER + r"\s*%?", re.ASCII)
_RATE = re.compile(_NUMBER + r"\s*(?:/|per)\s*(?P<unit>[a-z]+)", re.IGNORECASE | re.ASCII)

PRECISE_BELOW = 0.1
"""Seconds below which a printed time keeps three significant digits instead of whole milliseconds."""


def parse_duration(text: str, *, unit: str = "s") -> float:
    """Return seconds from `60`, `60s`, `2m`, `1500ms`, `1h`; a bare number counts in `unit`."""
    match = _DURATION.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is not a duration; write it like 60s, 1500ms or 2m")
    return float(match["number"]) * _SECONDS[(match["unit"] or unit).lower()]


def parse_percent(text: str) -> float:
    """Return a share from `30%` or `30`; a bare fraction such as `0.3` is refused because it could mean either."""
    match = _PERCENT.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is not a percent; write it like 30%")
    number = float(match["number"])
    if "%" not in text and 0 < number < 1:
        raise ValueError(f"{text!r} could mean {number * 100:g}% or {number:g}%; write the % sign")
    return number / 100


def parse_quota(text: str) -> tuple[float, float]:
    """Return (count, period in seconds) from `20/hour`, `120/s` or `10 per minute`."""
    match = _RATE.fullmatch(text.strip())
    if match is None or match["unit"].lower() not in _PERIODS:
        raise ValueError(f"{text!r} is not a rate; write it like 50/s, 120/min or 20/hour")
    return float(match["number"]), _PERIODS[match["unit"].lower()]


def parse_rate(text: str) -> float:
    """Return messages per second from `50/s`, `120/min` or `20/hour`."""
    count, period = parse_quota(text)
    return count / period


def parse_count(text: str) -> int:
    """Return a whole number, thousands separators (`,` or `_`) allowed."""
    digits = text.strip().replace(",", "").replace("_", "")
    if not (digits.isascii() and digits.isdecimal()):
        raise ValueError(f"{text!r} is not a whole number")
    return int(digits)


def format_ms(seconds: float) -> str:
    """Return `3,245ms`; below 100 ms as much precision as the histogram has: `9.3ms`."""
    milliseconds = seconds * 1000
    if abs(seconds) >= PRECISE_BELOW:
        return f"{milliseconds:,.0f}ms"
    return f"{float(f'{milliseconds:.3g}'):g}ms"


def format_duration(seconds: float) -> str:
    """Return a duration as a user would type it: `60s`, `1.5s`, `500ms`."""
    return f"{seconds:.6g}s" if seconds >= 1 else f"{seconds * 1000:.6g}ms"


def format_percent(share: float) -> str:
    """Return `97.50%`; short of everything never rounds up to 100.00%, nor more than nothing down to 0.00%."""
    percent = round(share * 100, 2)
    if share < 1:
        percent = min(percent, 99.99)
    if share > 0:
        percent = max(percent, 0.01)
    return f"{percent:.2f}%"


def format_rate(per_second: float) -> str:
    """Return `12.5/s`."""
    return f"{per_second:,.3g}/s" if per_second < 100 else f"{per_second:,.0f}/s"  # noqa: PLR2004  three digits either way


def plural(count: int, noun: str) -> str:
    """Return `1 message`, `1,200 messages`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
