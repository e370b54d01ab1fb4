"""Parts that several reports show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loadtest.report.sections import (
    answers,
    capacity_table,
    comparison,
    conversations,
    phones,
    repeats,
    replies,
    shards_table,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from loadtest.assess.result import Result
    from loadtest.report.sections.section import Place, Section

SECTIONS: tuple[Callable[[Result], Section | None], ...] = (
    capacity_table.section,
    shards_table.section,
    conversations.section,
    answers.section,
    repeats.section,
    replies.section,
    comparison.section,
    phones.section,
)
"""What every report shows in its own form, in this order at its place. A new one is a file and a row."""


def sections(result: Result, place: Place) -> list[Section]:
    """Return the sections that this run has at a place."""
    found = [section for make in SECTIONS if (section := make(result)) is not None]
    return [section for section in found if section.place is place]
