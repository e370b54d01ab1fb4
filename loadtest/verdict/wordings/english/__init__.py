"""Wordings in English, by what they decline."""

from __future__ import annotations

from loadtest.verdict.wordings.english import briefly, failures, limits, senders, services

LIMIT: tuple[str, ...] = limits.LIMIT
REFUSAL: tuple[str, ...] = (*senders.REFUSAL, *failures.REFUSAL, *services.REFUSAL, *briefly.REFUSAL)
