"""A section is a row: whatever its place and its parts, every report shows it in its own form."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import factories
import html_pages
import pytest

from loadtest.assess.summary import LOST
from loadtest.report import console, sections
from loadtest.report.files import junit, step_summary
from loadtest.report.page import html_page
from loadtest.report.sections.over_time import bars
from loadtest.report.sections.section import ColumnKind, Place, Section, Table

if TYPE_CHECKING:
    from collections.abc import Callable

    from loadtest.assess.result import Result

TABLE = Table(
    caption="Every cup",
    header=("Cup", "Tries", "Said", "Verdict"),
    rows=(("the blue one", "7", "*tea*", "worse"), ("the red one", "8", "more tea", "better")),
    kinds=(ColumnKind.WORDS, ColumnKind.NUMBER, ColumnKind.QUOTED, ColumnKind.VERDICT),
    lines=("the blue one: 7 tries", "the red one: 8 tries"),
)
CUPS = Section(
    name="cups",
    title="Cups of tea",
    says=("They were drunk",),
    flows=(("", (("poured", 9), ("drunk", 4))),),
    tables=(TABLE,),
    notes=("One broke",),
)


REPORTS: dict[str, Callable[[Result], str]] = {
    "console": lambda result: "\n".join(console.report(result)),
    "summary": step_summary.render,
    "page": lambda result: html_pages.text(html_pages.parse(html_page.render(result))),
    "junit": junit.render,
}


def shown(section: Section, monkeypatch: pytest.MonkeyPatch, *names: str) -> dict[str, str]:
    """Return each report's text with a section of our own as the only row."""
    monkeypatch.setattr(sections, "SECTIONS", (lambda _: section,))
    result = factories.guide()
    return {name: REPORTS[name](result) for name in names or REPORTS}


@pytest.mark.parametrize("place", Place)
def test_every_report_shows_a_new_row_at_any_place(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = shown(replace(CUPS, place=place), monkeypatch)
    for name in ("console", "summary", "page"):
        assert texts[name].count("the red one") == 1, name
        assert "They were drunk" in texts[name], name
    if place is not Place.DETAIL:
        for name, text in texts.items():
            assert text.index("They were drunk") < text.index("One broke"), name


def test_each_report_has_its_form_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = shown(CUPS, monkeypatch)
    assert (
        texts["console"]
        .split("=== Cups of tea ===\n")[1]
        .startswith(
            "         Cup  Tries      Said  Verdict\n"
            "the blue one      7     *tea*    worse\n"
            " the red one      8  more tea   better\n"
            "\n"
            "They were drunk\n"
            "One broke\n"
        )
    )
    assert (
        texts["summary"]
        .split("### Cups of tea\n\n")[1]
        .startswith(
            "- They were drunk\n\npoured **9** → drunk **4**\n\n"
            "| Cup | Tries | Said | Verdict |\n| --- | --- | --- | --- |\n"
            "| the blue one | 7 | <code>&#42;tea&#42;</code> | worse |\n"
            "| the red one | 8 | <code>more tea</code> | better |\n\n"
            "- One broke"
        )
    )
    assert "drunk (5 fell out)" in texts["page"]
    assert "the blue one" not in texts["junit"]


def test_plain_text_shows_lines_of_a_plain_one(monkeypatch: pytest.MonkeyPatch) -> None:
    noted = replace(TABLE, heading="Those of the morning", note="They were warm")
    lines = "{}\n{}\n{}They were warm\n{}the blue one: 7 tries\n{}the red one: 8 tries\n{}One broke"
    texts = shown(replace(CUPS, plain=True, tables=(noted,)), monkeypatch, "console", "junit")
    assert lines.format("They were drunk", "Those of the morning:", *["  "] * 4) in texts["console"]
    assert lines.format("| They were drunk", "| Those of the morning", *["| "] * 4) in texts["junit"]


@pytest.mark.parametrize(
    ("cards", "report", "rows", "says"),
    [
        (True, "console", 5, "  and 395 other cups"),
        (True, "junit", 5, "| and 395 other cups"),
        (True, "summary", 20, "… and 380 other cups"),
        (True, "page", 200, "… and 200 other cups"),
        (False, "console", 27, "  and 373 other cups"),
        (False, "junit", 11, "| and 389 other cups"),
        (False, "summary", 100, "… and 300 other cups"),
        (False, "page", 200, "… and 200 other cups"),
    ],
)
def test_what_is_not_shown_is_counted(
    cards: bool,  # noqa: FBT001  a column of the table
    report: str,
    rows: int,
    says: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names = [f"Cup no. {place:03}" for place in range(400)]
    many = Table(
        header=TABLE.header,
        rows=tuple((name, "7", "tea", "") for name in names),
        lines=tuple(names),
        cards=cards,
        more="other cups",
    )
    text = shown(replace(CUPS, plain=True, tables=(many,)), monkeypatch, report)[report]
    assert text.count("Cup no. ") == rows
    assert says in text


@pytest.mark.parametrize(
    ("values", "drawn"),
    [
        pytest.param([0, 0, 0], "▁▁▁", id="nothing"),
        pytest.param([1, 2, 4, 8], "▂▃▅█", id="the highest is full"),
        pytest.param([None, 1, LOST], "·█×", id="gaps and lost ones show"),  # noqa: RUF001  the sign it draws
        pytest.param([LOST], "×", id="all lost"),  # noqa: RUF001  likewise
        pytest.param([], "", id="none"),
        pytest.param([-1e9, 4.0], "▁█", id="a count of an altered file"),
    ],
)
def test_a_row_of_bars(values: list[float | None], drawn: str) -> None:
    assert bars(values) == drawn
