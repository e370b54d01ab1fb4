"""What a monitor's page says: JSON or Prometheus text -> leaves, by a name that is safe everywhere.

Numbers and booleans are leaves, everything else is not. Names are made of letters, digits, `_` and `.`, whatever the
server wrote. Sources: RFC 8259; https://prometheus.io/docs/instrumenting/exposition_formats/ (text format 0.0.4).
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_NAME = 120
_DEEPEST = 8
_UNSAFE = re.compile(r"[^A-Za-z0-9_]+", re.ASCII)
_SAMPLE = re.compile(r"([A-Za-z_:][\w:]*)(?:\{(.*)\})?\s+(\S+)(?:\s+-?\d+)?\s*", re.ASCII)
_LABEL = re.compile(r'([A-Za-z_]\w*)="((?:[^"\\]|\\.)*)"', re.ASCII)
_TYPE = re.compile(r"#\s*TYPE\s+(\S+)\s+(\S+)", re.ASCII)


LARGEST, SMALLEST = 1e100, 1e-100
"""Numbers beyond are no figures: programs begin a minimum with the largest number there is, whose square overflows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """A number on a page; `counter` when the page itself says that it only grows.

    `extreme`: it is one from the ends of the range, by which a program means that there is none yet.
    """

    value: float
    counter: bool = False

    @property
    def extreme(self) -> bool:
        """Whether this is no figure."""
        return self.value != 0 and not SMALLEST <= abs(self.value) <= LARGEST


def read_metrics(body: bytes) -> dict[str, Leaf]:
    """Return the page's numbers by name, none when it is neither JSON nor Prometheus text.

    The envelope `{"success": true, "data": {…}}` is taken off.
    """
    text = body.decode("utf-8", "replace")
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return _prometheus(text)
    if isinstance(value, dict) and isinstance(value.get("data"), dict):
        value = value["data"]
    return dict(_leaves(value, "", 0))


def _leaves(value: object, name: str, depth: int) -> Iterator[tuple[str, Leaf]]:
    if isinstance(value, (bool, int, float)):
        number = _number(value)
        if name and number is not None:
            yield name, Leaf(value=number)
    elif depth < _DEEPEST and isinstance(value, (dict, list)):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _leaves(item, _joined(name, str(key)), depth + 1)


def _prometheus(text: str) -> dict[str, Leaf]:
    found: dict[str, Leaf] = {}
    counters: set[str] = set()
    for row in text.splitlines():
        if kind := _TYPE.match(row):
            if kind[2] == "counter":
                counters.add(kind[1])
            continue
        sample = _SAMPLE.fullmatch(row)
        if sample is None or row.startswith("#"):
            continue
        labels = _LABEL.findall(sample[2] or "")
        number = _number(sample[3])
        # A histogram's buckets are its distribution, not values over time.
        if number is None or any(label == "le" for label, _ in labels):
            continue
        name = _joined("", sample[1])
        for label, value in labels:
            name = _joined(name, f"{label}_{value}")
        found.setdefault(name, Leaf(value=number, counter=sample[1] in counters or sample[1].endswith("_total")))
    return found


def _number(value: float | str) -> float | None:
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _joined(name: str, part: str) -> str:
    safe = _UNSAFE.sub("_", part[:LONGEST_NAME]).strip("_") or "_"
    return f"{name}.{safe}"[:LONGEST_NAME] if name else safe
