"""Parts that several reports show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loadtest.report.sections import capacity_table, phones, shards_table

if TYPE_CHECKING:
    from collections.abc import Callable

    from loadtest.assess.result import Result
    from loadtest.report.sections.section import Section

SECTIONS: tuple[Callable[[Result], Section | None], ...] = (
    capacity_table.section,
    shards_table.section,
    phones.section,
)
"""What every report shows in its own form, in this order. A new one is a file and a row."""


def sections(result: Result, *, detail: bool = False) -> list[Section]:
    """Return the sections that this run has: those behind the likely cause, or those with more `detail`."""
    found = [section for make in SECTIONS if (section := make(result)) is not None]
    return [section for section in found if section.detail is detail]
