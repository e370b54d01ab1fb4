"""Plots as SVG, drawn by pygal, stripped to bare shapes: the page's own style gives them colours, dark and light.

No script, no style and no reference stays in them. Every point carries its value as a `<title>`, which browsers show as
a tooltip.
"""

from __future__ import annotations

import importlib.metadata
import math
import sys
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

# pygal looks its plug-ins up by a package that would take the standard library's place in the whole process.
_ours = sys.modules.setdefault("importlib_metadata", importlib.metadata) is importlib.metadata
import pygal  # noqa: E402
from pygal.style import Style  # noqa: E402

from loadtest.words.units import format_ms  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

if _ours:
    del sys.modules["importlib_metadata"]
# It leaves a finder for plug-ins behind that speaks a protocol of old: every later import would warn of it.
sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__module__ != "pygal"]

WIDTH, HEIGHT = 560, 230
_TICKS = 5
_NICE = (1, 2, 2.5, 5, 10)
_NICE_SECONDS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400)
_SVG = "http://www.w3.org/2000/svg"
_COMMON: dict[str, Any] = {
    "js": (),
    "css": (),
    "width": WIDTH,
    "height": HEIGHT,
    "margin": 6,
    "show_legend": False,
    "no_prefix": True,
    "disable_xml_declaration": True,
    "pretty_print": False,
    "spacing": 6,
    "truncate_label": -1,
    "style": Style(label_font_size=13, major_label_font_size=13),  # room for what the page's style sets
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartLine:
    """A line: its name, the style's class for it, and a value (None: a gap) with its tooltip for each x."""

    name: str
    style: str
    values: Sequence[float | None]
    tips: Sequence[str]


def over_time(
    seconds: Sequence[float], lines: Sequence[ChartLine], *, tick: Callable[[float], str], fill: bool = False
) -> str:
    """Draw lines over the run's seconds."""
    length = max(*seconds, 1)
    return curves(seconds, lines, ticks=[(value, clock(value)) for value in time_ticks(length)], tick=tick, fill=fill)


def curves(
    places: Sequence[float],
    lines: Sequence[ChartLine],
    *,
    ticks: Sequence[tuple[float, str]],
    tick: Callable[[float], str],
    fill: bool = False,
) -> str:
    """Draw lines over `places`; `ticks` name some of them, `tick` the values."""
    known = [value for line in lines for value in line.values if value is not None]
    levels = nice_ticks(max(known, default=0))
    top = levels[-1]  # all is drawn as a share of it: pygal rounds, and multiplies what may be near the largest number
    chart = pygal.XY(
        **_COMMON,
        dots_size=3,
        fill=fill,
        allow_interruptions=True,
        xrange=(0, max(*places, 1)),
        range=(0, 1),
        y_labels=[{"value": value / top, "label": tick(value)} for value in levels],
        x_labels=[{"value": value, "label": label} for value, label in ticks],
    )
    for line in lines:
        shares = [None if value is None else value / top for value in line.values]
        chart.add(line.name, list(zip(places, shares, strict=True)))
    return _bare(chart, lines)


def stacked(labels: Sequence[str], parts: Sequence[ChartLine], *, tick: Callable[[float], str]) -> str:
    """Draw stacked bars, the first part at the bottom; an empty label leaves its bar unnamed."""
    tops = [sum(part.values[place] or 0 for part in parts) for place in range(len(labels))]
    ticks = nice_ticks(max(tops, default=0))
    chart = pygal.StackedBar(
        **_COMMON,
        range=(0, ticks[-1]),
        y_labels=[{"value": value, "label": tick(value)} for value in ticks],
        x_labels=list(labels),
    )
    for part in parts:
        chart.add(part.name, [value or 0 for value in part.values])
    return _bare(chart, parts)


def nice_ticks(top: float) -> list[float]:
    """Return round values from 0 to at least `top`."""
    if not top > 0 or not math.isfinite(top):
        return [0, 1]
    rough = top / (_TICKS - 1)
    unit = 10.0 ** math.floor(math.log10(rough))
    step = next(unit * nice for nice in _NICE if unit * nice >= rough * 0.999)
    return [float(f"{step * place:.12g}") for place in range(math.ceil(top / step * 0.999) + 1)]


def time_ticks(length: float) -> list[float]:
    """Return round instants from 0 to at most `length` seconds."""
    step = next((step for step in _NICE_SECONDS if length / step <= _TICKS + 1), math.ceil(length / _TICKS))
    return [step * place for place in range(int(length / step) + 1)]


def clock(seconds: float) -> str:
    """Return an instant of the run: `45s`, `2:30`, `1:02:30`."""
    minutes, rest = divmod(int(seconds), 60)
    if not minutes:
        return f"{seconds:g}s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def duration_tick(seconds: float) -> str:
    """Return a duration for an axis: `250ms`, `2.5s`."""
    return "0" if not seconds else f"{seconds:.6g}s" if seconds >= 1 else format_ms(seconds)


def number_tick(value: float) -> str:
    """Return a number for an axis: `250`, `12k`."""
    return f"{value / 1000:g}k" if value >= 10_000 else f"{value:,.6g}"  # noqa: PLR2004  five digits do not fit


def _bare(chart: Any, lines: Sequence[ChartLine]) -> str:  # noqa: ANN401  pygal has no types
    root = ET.fromstring(chart.render(is_unicode=True))  # noqa: S314  made in the line above
    tips = [
        [tip for tip, value in zip(line.tips, line.values, strict=True) if value is not None or not _is_xy(chart)]
        for line in lines
    ]
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in _tags("defs", "desc", "title", "script", "style") or child.get("class", "").startswith(
                ("tooltip", "text-overlay", "titles", "background")
            ):
                parent.remove(child)
    _name(root, lines, tips, [_alone(line.values) for line in lines] if _is_xy(chart) else [])
    for element in root.iter():
        element.tag = element.tag.removeprefix(f"{{{_SVG}}}")
        _round(element)
    root.attrib = {"viewBox": f"0 0 {WIDTH} {HEIGHT}", "aria-hidden": "true", "focusable": "false"}
    return ET.tostring(root, encoding="unicode")


def _name(root: ET.Element, lines: Sequence[ChartLine], tips: list[list[str]], alone: list[list[bool]]) -> None:
    """Give each line its style, and each of its points its tooltip; a point of no line is one that shows."""
    seen = [0] * len(lines)
    for group in root.iter(f"{{{_SVG}}}g"):
        words = group.get("class", "").split()
        if "series" not in words:
            continue
        place = int(next(word for word in words if word.startswith("serie-")).removeprefix("serie-"))
        group.set("class", f"series {lines[place].style}")
        for shape in group.iter():
            if shape.tag in _tags("circle", "rect"):
                if seen[place] < len(tips[place]):
                    ET.SubElement(shape, f"{{{_SVG}}}title").text = tips[place][seen[place]]
                    if alone and alone[place][seen[place]]:
                        shape.set("class", "alone")
                seen[place] += 1


def _alone(values: Sequence[float | None]) -> list[bool]:
    """Return for each known value whether it has no neighbour, so that no line shows it."""
    around = [None, *values, None]
    return [
        before is None and after is None
        for before, value, after in zip(around, values, around[2:], strict=False)
        if value is not None
    ]


def _is_xy(chart: Any) -> bool:  # noqa: ANN401  pygal has no types
    return isinstance(chart, pygal.XY)


def _tags(*names: str) -> set[str]:
    return {f"{{{_SVG}}}{name}" for name in names}


def _round(element: ET.Element) -> None:
    """Cut coordinates to a tenth of a pixel: most of a plot's size is digits nobody sees."""
    for name, value in element.attrib.items():
        if name in {"cx", "cy", "x", "y", "width", "height"}:
            element.set(name, f"{float(value):.1f}")
        elif name == "d":
            element.set(name, " ".join(_short(word) for word in value.split()))


def _short(word: str) -> str:
    letter = word[:1] if word[:1].isalpha() else ""
    number = word.removeprefix(letter)
    return f"{letter}{float(number):.1f}" if number else letter
