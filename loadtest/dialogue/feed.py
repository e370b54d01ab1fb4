"""Rows for the numbers: what differs from one sender to the next, from the user's CSV file."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from io import StringIO
from typing import Any

from loadtest.dialogue.conversation import COUNTER, HOLE_NAME, NUMBER

MOST_ROWS, MOST_COLUMNS = 1_000_000, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """The columns by name, and their rows: number *i* of the pool has row *i*, and beyond the last they begin anew."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    def row(self, place: int) -> dict[str, str]:
        """Return the values of the number at a place of the pool."""
        if not self.rows:
            return {}
        return dict(zip(self.columns, self.rows[place % len(self.rows)], strict=True))

    def to_wire(self) -> dict[str, Any]:
        """Return a JSON-ready form."""
        return {"columns": list(self.columns), "rows": [list(row) for row in self.rows]}

    @classmethod
    def from_wire(cls, wire: dict[str, Any]) -> Feed:
        """Return the feed that `to_wire` described."""
        return cls(columns=tuple(wire["columns"]), rows=tuple(map(tuple, wire["rows"])))


NO_FEED = Feed()


def parse_feed(text: str) -> Feed:
    """Read CSV whose first row names the columns.

    Raises:
        ValueError: with a sentence for every row that is wrong.

    """
    try:
        lines = [row for row in csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""), strict=True) if row]
    except csv.Error as error:
        raise ValueError(f"the feed is no CSV: {error}") from None
    if len(lines) < 2:  # noqa: PLR2004  a heading and a row
        raise ValueError("a feed needs a first row with the names of its columns, and a row for each number below it")
    columns, rows = tuple(name.strip() for name in lines[0]), lines[1:]
    problems = [
        f"the column {name!r} is no name; write letters, digits and _"
        for name in columns
        if not HOLE_NAME.fullmatch(name)
    ]
    problems += [f"the column {name!r} would hide the hole {{{name}}}" for name in columns if name in {NUMBER, COUNTER}]
    problems += [f"two columns are called {name!r}" for name in sorted(set(columns)) if columns.count(name) > 1]
    if len(rows) > MOST_ROWS or len(columns) > MOST_COLUMNS:
        problems.append(f"a feed has at most {MOST_ROWS:,} rows of {MOST_COLUMNS} columns")
    wrong = [place for place, row in enumerate(rows, 2) if len(row) != len(columns)]
    if wrong:
        more = f" (and {len(wrong) - 1} more rows)" if len(wrong) > 1 else ""
        problems.append(f"row {wrong[0]} has {len(rows[wrong[0] - 2])} values for {len(columns)} columns{more}")
    if problems:
        raise ValueError("\n".join(problems))
    return Feed(columns=columns, rows=tuple(map(tuple, rows)))
