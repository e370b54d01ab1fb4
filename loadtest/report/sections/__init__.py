"""Parts that several reports show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loadtest.report.sections import capacity_table

if TYPE_CHECKING:
    from collections.abc import Callable

    from loadtest.assess.result import Result
    from loadtest.report.sections.section import Section

SECTIONS: tuple[Callable[[Result], Section | None], ...] = (capacity_table.section,)
"""What every report shows behind the likely cause, in this order. A new one is a file and a row."""


def sections(result: Result) -> list[Section]:
    """Return the sections that this run has."""
    return [section for make in SECTIONS if (section := make(result)) is not None]
