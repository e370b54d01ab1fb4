"""How long something takes, from one time to the next: a distribution as data, and the text that describes it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, Final, NamedTuple

from loadtest.words.units import parse_duration, parse_percent

if TYPE_CHECKING:
    from collections.abc import Callable

_DAY: Final = 86400.0
_WIDEST_SIGMA: Final = 10.0
_LEAST: Final = 1e-12
_NORMAL: Final = NormalDist()


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """A shape of `_SHAPES` and its parameters (seconds, shares)."""

    shape: str = "fixed"
    parameters: tuple[float, ...] = (0.0,)

    @property
    def fixed(self) -> float | None:
        """Seconds, where it takes the same time each time."""
        return self.parameters[0] if self.shape == "fixed" else None

    def quantile(self, share: float) -> float:
        """Return the seconds that a share of the times (within 0 and 1) does not exceed, from none to a day."""
        share = min(max(share, _LEAST), 1.0 - _LEAST)
        return min(max(0.0, _SHAPES[self.shape].quantile(share, *self.parameters)), _DAY)


FIXED: Final = Distribution()
"""No time at all."""


def up_to_a_day(text: str) -> float:
    """Read a duration; raise `ValueError` with a remedy when it is none, or longer than a day."""
    seconds = parse_duration(text)
    if seconds > _DAY:
        raise ValueError(f"{text!r} is longer than a day; write a shorter one")
    return seconds


def _sigma(text: str) -> float:
    if re.fullmatch(r"\d+(\.\d+)?", text, re.ASCII) is None or float(text) > _WIDEST_SIGMA:
        raise ValueError(f"{text!r} is no number up to {_WIDEST_SIGMA:g}; write it like 0.5")
    return float(text)


class _Shape(NamedTuple):
    example: str
    parsers: tuple[Callable[[str], float], ...]
    quantile: Callable[..., float]


_SHAPES: Final[dict[str, _Shape]] = {
    "fixed": _Shape("fixed 3s", (up_to_a_day,), lambda _, value: value),
    "uniform": _Shape(
        "uniform 50ms-200ms", (up_to_a_day, up_to_a_day), lambda share, low, high: low + share * (high - low)
    ),
    "normal": _Shape(
        "normal 100ms 20ms",
        (up_to_a_day, up_to_a_day),
        lambda share, mean, spread: mean + spread * _NORMAL.inv_cdf(share),
    ),
    "lognormal": _Shape(
        "lognormal 80ms 0.5",
        (up_to_a_day, _sigma),
        lambda share, median, sigma: median * math.exp(sigma * _NORMAL.inv_cdf(share)),
    ),
    "bimodal": _Shape(
        "bimodal 20ms 400ms 10%",
        (up_to_a_day, up_to_a_day, parse_percent),
        lambda share, usual, slow, slow_share: slow if share > 1.0 - slow_share else usual,
    ),
}


def parse_distribution(text: str) -> Distribution:
    """Return a distribution from `3s`, a range such as `1s-3s`, or a shape with its parameters.

    `uniform 50ms-200ms`; `normal 100ms 20ms`: mean, deviation; `lognormal 80ms 0.5`: median, sigma;
    `bimodal 20ms 400ms 10%`: usual, slow, share of slow. Raises `ValueError` with a remedy.
    """
    first, *words = re.split(r"[\s,-]+", text.strip().lower())
    if first not in _SHAPES:
        first, words = ("uniform", [first, *words]) if len(words) == 1 and "-" in text else ("fixed", [first, *words])
    shape = _SHAPES[first]
    if len(words) != len(shape.parsers):
        examples = shape.example if first != "fixed" else f"3s, {', '.join(s.example for s in _SHAPES.values())}"
        raise ValueError(f"{text!r} is no time that varies; write it like {examples}")
    parameters = tuple(parse(word) for parse, word in zip(shape.parsers, words, strict=True))
    if first == "uniform" and parameters[0] > parameters[1]:
        raise ValueError(f"{text!r} ends before it begins; write the shorter duration first")
    if first == "bimodal" and parameters[2] > 1:
        raise ValueError(f"{text!r} has a share above 100%; write it like {shape.example}")
    return Distribution(shape=first, parameters=parameters)
