"""A section that every report shows in its own form: some sentences and a table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One section: its title, what it says, and a table under `caption`; texts are raw, reports make them safe.

    `detail`: it stands behind the numbers, for who looks closer, and not behind the likely cause.
    """

    title: str
    says: tuple[str, ...]
    caption: str = ""
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    detail: bool = False
