"""Pieces that several wordings share. Patterns hold no look-around, so that an engine in linear time takes them."""

from __future__ import annotations

START = r"(?:^|[.!?:;,(-] ?)"
"""Where a clause begins."""

EDGE = "(?:^|[^а-яєії])"
"""Where a Russian or Ukrainian word begins: the engine's word boundaries know ASCII alone."""

NOT = f"{EDGE}не"

WORD = r"(?:[^ .,!?;:]+)"
"""A word in any script; `[a-z]` and its like are for Latin letters alone."""
