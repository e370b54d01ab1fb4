"""Pieces that several wordings share. Patterns hold no look-around, so that an engine in linear time takes them."""

from __future__ import annotations

START = r"(?:^|[.!?:;,(-] ?)"
"""Where a clause begins."""

WORD = r"[^ .,!?;:]+"
"""A word in any script; `[a-z]` and its like are for Latin letters alone."""
