"""report.html: valid, self-contained, small, and safe whatever the server said. A browser sees it in e2e/."""

from __future__ import annotations

import re
import time
import tracemalloc
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import factories
import golden
import html_pages
import pytest
from assess.test_baselines import run
from report.test_hostile import HOSTILE, run_with

from loadtest.assess.baselines import Baseline
from loadtest.assess.summary import summarise
from loadtest.measure.histogram import Histogram
from loadtest.measure.snapshot import Second, Snapshot, Tally
from loadtest.pacing import OpenBatches
from loadtest.report.files import json_file, junit, metrics, step_summary
from loadtest.report.page import charts, html_page
from loadtest.verdict.judge import Reason
from loadtest.words.errors import Conclusion, ExitCode

if TYPE_CHECKING:
    import xml.etree.ElementTree as ET
    from collections.abc import Callable

    from loadtest.assess.result import Result


def compared() -> Result:
    before, after = run(1.0), run(1.5, failed=3)
    assert before.snapshot is not None
    assert before.summary is not None
    baseline = Baseline(
        source="cache/results.json",
        began=factories.BEGAN,
        snapshot=before.snapshot,
        summary=before.summary,
        incomparable=("size was 50 there and is 10 here",),
    )
    return replace(after, baseline=baseline)


RESULTS = [
    pytest.param(factories.guide, id="a run that passed"),
    pytest.param(factories.slow, id="timeouts, drops, cuts and warnings"),
    pytest.param(factories.exhausted, id="a server whose limits are answered with 200"),
    pytest.param(factories.aborted, id="a run stopped before its load"),
    pytest.param(lambda: factories.result([]), id="not a single message"),
    pytest.param(lambda: factories.result([factories.cut()]), id="nothing judged"),
    pytest.param(lambda: factories.result([factories.timed_out()]), id="all lost"),
    pytest.param(lambda: factories.result([factories.accepted(latency=0.0)]), id="one message in no time"),
    pytest.param(compared, id="a baseline that gates nothing"),
    pytest.param(factories.explained, id="the server's own figures and a likely cause"),
    pytest.param(
        lambda: factories.unstarted(Conclusion.ERROR, ExitCode.WRONG_CONFIGURATION, "one\ntwo", plan=None, settings=()),
        id="wrong settings",
    ),
]


@cache
def _page(make: Callable[[], Result]) -> tuple[str, ET.Element]:
    """Return a page and its tree, which tests only read."""
    page = html_page.render(make())
    return page, html_pages.parse(page)


@pytest.mark.parametrize("make", RESULTS)
def test_it_is_valid_and_self_contained(make: Callable[[], Result]) -> None:
    page, root = _page(make)
    assert not html_pages.find(root, "script")
    for element in root.iter():
        for name, value in element.attrib.items():
            assert name not in {"src", "srcset", "data", "action", "ping", "poster"}, (element.tag, name)
            assert not name.startswith("on")
            assert "href" not in name or value.startswith("#")
    assert "url(" not in page
    assert "@import" not in page


def test_the_likely_cause_is_told_and_the_servers_figures_are_drawn() -> None:
    result = factories.explained()
    page = html_page.render(result)
    assert "Likely cause" in page
    moved = [one for one in result.series if len(set(one.values)) > 1]
    assert moved
    assert page.count("The server: ") == len(moved)
    assert all(one.name in page for one in result.series)


@pytest.mark.parametrize(
    ("make", "order"),
    [
        (factories.exhausted, ["Targets", "Failed messages", "The run over time", "Notes"]),
        (factories.explained, ["Targets", "Likely cause", "The run over time", "The server's own figures", "Notes"]),
    ],
)
def test_what_failed_stands_before_the_charts_and_the_servers_own_come_last(
    make: Callable[[], Result], order: list[str]
) -> None:
    _, root = _page(make)
    titles = [html_pages.text(element).strip() for element in root.iter() if _is_heading(element)]
    known = {"Targets", "Likely cause", "Failed messages", "The run over time", "The server's own figures", "Notes"}
    assert [title for title in titles if title in known] == order


def _is_heading(element: ET.Element) -> bool:
    return str(element.tag).endswith("}h2")


def test_a_value_without_a_neighbour_is_a_dot_that_shows() -> None:
    values = [1.0, None, 3.0, 4.0, None, 6.0]
    one = charts.ChartLine(name="P95", style="p95", values=values, tips=[str(value) for value in values])
    drawn = charts.over_time(range(6), [one], tick=charts.number_tick)
    dots = {tip: "alone" in look for look, tip in re.findall(r'<circle[^>]*class="([^"]*)"[^>]*><title>([^<]*)', drawn)}
    assert dots == {"1.0": True, "3.0": False, "4.0": False, "6.0": True}


def test_percentiles_that_are_equal_do_not_hide_each_other() -> None:
    _, root = _page(factories.guide)
    drawn = [element.attrib["class"].split()[1] for element in html_pages.find(root, "g") if _is_series(element)]
    assert drawn[:3] == ["p99", "p95", "p50"], "the widest line is drawn first"


def _is_series(element: ET.Element) -> bool:
    return element.attrib.get("class", "").startswith("series ")


@pytest.mark.parametrize("make", RESULTS)
def test_it_can_be_used_by_keyboard_and_read_aloud(make: Callable[[], Result]) -> None:
    _, root = _page(make)
    assert root.attrib["lang"] == "en"
    assert [len(html_pages.find(root, tag)) for tag in ("main", "header", "footer", "h1")] == [1, 1, 1, 1]
    levels = [int(element.tag[-1]) for element in root.iter() if re.fullmatch(r".*\}h[1-6]", str(element.tag))]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    assert len(ids) == len(set(ids))
    for element in root.iter():
        assert element.attrib.get("aria-labelledby", ids[0] if ids else "") in [*ids, ""]
    for table in html_pages.find(root, "table"):
        for row in html_pages.find(html_pages.find(table, "tbody")[0], "tr"):
            assert [cell.attrib["scope"] for cell in html_pages.find(row, "th")] == ["row"]
    for region in root.iter():
        if region.attrib.get("role") == "region":
            assert region.attrib["tabindex"] == "0", "what scrolls must take the focus"
            assert "aria-label" in region.attrib or "aria-labelledby" in region.attrib
    for figure in html_pages.find(root, "figure"):
        assert len(html_pages.text(html_pages.find(figure, "figcaption")[0])) > 20, "a plot is also told in words"
        (drawn,) = html_pages.find(figure, "svg")
        assert drawn.attrib["aria-hidden"] == "true"


@pytest.mark.parametrize(
    ("name", "make"), [("passed", factories.guide), ("slow", factories.slow), ("aborted", factories.aborted)]
)
def test_golden(name: str, make: Callable[[], Result]) -> None:
    golden.check(f"report-{name}.html", _page(make)[0])


@cache
def _tags(text: str) -> list[object]:
    return _shape(html_pages.parse(html_page.render(run_with(text))))


def _shape(root: ET.Element) -> list[object]:
    """Return every element but the notes' items: a large reply has a note of its own."""
    return [element.tag for element in root.iter() if not str(element.tag).endswith("}li")]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text(text: str) -> None:
    page = html_page.render(run_with(text))
    harmless = "\n".join("harmless" for each in text[:1_000].splitlines() if each.strip())
    root = html_pages.parse(page)
    assert _shape(root) == _tags(harmless)
    assert len(page) < 500_000
    page.encode()
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", page)


def test_no_password_is_shown() -> None:
    secret = factories.plan(url="http://user:secret@h/sms")
    assert "secret" not in html_page.render(factories.result([factories.accepted()], plan=secret))


def test_every_plot_carries_its_values() -> None:
    style, root = _page(factories.exhausted)
    titles = [html_pages.text(title) for title in html_pages.find(root, "title")]
    assert "10s: 10 rate limited" in titles
    assert "5s: P95 50ms" in titles
    assert "<h3>In flight" not in style, "a plot of nothing is left out"
    shapes = {style for group in html_pages.find(root, "g") for style in group.attrib.get("class", "").split()}
    assert {"reason-accepted", "reason-rate-limited", "p95", "offered", "achieved"} <= shapes
    for reason in Reason:
        assert f".reason-{reason.name.lower().replace('_', '-')} " in style, "every reason has a colour"


def test_pygal_leaves_nothing_behind_in_the_process() -> None:
    assert charts.pygal
    import sys  # noqa: PLC0415

    assert not [finder for finder in sys.meta_path if type(finder).__module__ == "pygal"]


def hour() -> Result:
    """Return an hour at 100 a second, counted by hand: recording it would take longer than all that is tested."""
    snapshot = Snapshot()
    for index in range(3600):
        second = Second(due=100, sent=100, done=100, reasons={Reason.ACCEPTED: 95, Reason.RATE_LIMITED: 5})
        for place in range(95):
            second.latency.record(0.05 + (index * 7 + place * place) % 400 / 1000)
        snapshot.seconds[index] = second
    every = Histogram()
    for second in snapshot.seconds.values():
        every.merge(second.latency)
    tally = Tally()
    tally.latency.merge(every)
    tally.service_time.merge(every)
    tally.lag.merge(every)
    snapshot.tallies["sms", Reason.ACCEPTED] = tally
    plan = factories.plan(pacing=OpenBatches(size=100, interval=1.0, duration=3600.0))
    summary = summarise(snapshot, planned=360_000, duration=3600.0)
    return replace(factories.result(plan=plan), snapshot=snapshot, summary=summary, elapsed=3601.0)


@pytest.mark.slow
def test_an_hour_at_a_hundred_a_second_renders_quickly_and_stays_small() -> None:
    result = hour()
    html_page.render(result)  # loads the template
    began = time.process_time()
    page = html_page.render(result)
    others = [junit.render(result), step_summary.render(result), metrics.openmetrics(result)]
    spent = time.process_time() - began
    tracemalloc.start()
    html_page.render(result)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(page.encode()) < 2_000_000
    assert all(len(text) < 100_000 for text in others)
    assert spent < 2.0, "a second, and as much again for a loaded machine"
    assert peak < 100_000_000


def test_the_results_of_an_hour_are_written_in_a_second() -> None:
    result = hour()
    began = time.process_time()
    text = json_file.to_json(result)
    assert time.process_time() - began < 2.0
    assert len(text) < 5_000_000


STYLE = (
    Path(html_page.__file__)
    .with_name("report.html")
    .read_text("utf-8")
    .partition("<style>")[2]
    .partition("</style>")[0]
)
DARK = re.compile(r"@media \(prefers-color-scheme: dark\) \{(.*?)\n\}", re.DOTALL)


def colours(rules: str) -> dict[str, str]:
    """Return the colour of each name, and of each class's series."""
    own = re.findall(r"[{;\s]--([\w-]+): (#[0-9a-f]{3,6})", rules)
    return dict(own) | dict(re.findall(r"\.([\w-]+) \{ --series: (#[0-9a-f]{6})", rules))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2 defines it, from 1 to 21."""

    def luminance(colour: str) -> float:
        digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
        parts = (int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4))
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_in_the_dark_every_text_and_every_series_can_be_told_from_its_ground() -> None:
    light = colours(DARK.sub("", STYLE))
    dark = light | colours("".join(DARK.findall(STYLE)))
    assert {dark["card"], dark["reason-tls"]}.isdisjoint({light["card"], light["reason-tls"]})
    series = {
        name: colour for name, colour in dark.items() if name.startswith(("reason-", "doubtful-")) or name == "ok"
    }
    assert len(series) >= 15
    assert {
        name: round(contrast(one, dark["card"]), 1) for name, one in series.items() if contrast(one, dark["card"]) < 3
    } == {}
    grounds = {"ink": ("card", "paper"), "soft": ("card", "paper", "grid"), "good": ("good-bg",), "bad": ("bad-bg",)}
    for text, under in grounds.items() | {"unsure": ("unsure-bg",)}.items():
        assert min(contrast(dark[text], dark[ground]) for ground in under) >= 4.5, text
