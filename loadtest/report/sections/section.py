"""A section that every report shows in its own form: sentences, a flow of counts, and tables."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Place(Enum):
    """Where a report shows a section; the value is what it is called where it is left out."""

    CAUSE = "sections"
    """Behind the likely cause."""
    ANSWERS = "answers"
    """Near the counts: what came of the messages later."""
    REPLIES = "replies"
    """Behind the failed messages."""
    COMPARED = "comparison"
    """Beside other runs."""
    DETAIL = "details"
    """Behind the numbers, for who looks closer."""


class ColumnKind(Enum):
    """How a column is shown where there are ways to show it."""

    NUMBER = "number"
    WORDS = "words"
    QUOTED = "quoted"
    """The server's or the user's own words."""
    VERDICT = "verdict"
    """One word: better, worse, within, steady."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under a `caption`, or under a `heading` and its `note`; texts are raw, reports make them safe.

    `kinds` are the columns', numbers where there are none. `lines` are the rows as a line each: a report of plain text
    shows them instead of a table. `cards`: a row holds sentences and needs room, so fewer are shown, and the page shows
    a card for each.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    heading: str = ""
    note: str = ""
    kinds: tuple[ColumnKind, ...] = ()
    lines: tuple[str, ...] = ()
    cards: bool = False
    more: str = "more"
    """What rows are called that are not shown."""

    def kind(self, column: int) -> ColumnKind:
        """Return how a column is shown; the first names the rows."""
        if self.kinds:
            return self.kinds[column]
        return ColumnKind.NUMBER if column else ColumnKind.WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One section; `says` stands before its tables, `notes` behind them, `flows` are counts that follow each other.

    `name` is a short word of its own, the same in every run. Texts are raw, reports make them safe.
    """

    name: str
    title: str
    place: Place = Place.CAUSE
    says: tuple[str, ...] = ()
    flows: tuple[tuple[str, tuple[tuple[str, int], ...]], ...] = ()
    """Each has a name, empty where there is only one."""
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()
    plain: bool = False
    """Plain text shows its tables' `lines`, not aligned columns."""

    def lines(self, *, most: int, cards: int) -> list[tuple[str, list[str]]]:
        """Return the lines of its tables, each table's under its heading; of cards, all is at most `cards` lines."""
        blocks = []
        for table in self.tables:
            room = (cards if table.cards else most) - 1 - bool(table.note) - len(self.notes)
            hidden = len(table.lines) - room
            shown = list(table.lines if hidden <= 0 else table.lines[: room - 1])
            shown += [f"and {hidden + 1:,} {table.more}"] if hidden > 0 else []
            blocks.append((table.heading or self.title, [*([table.note] if table.note else []), *shown]))
        return blocks
