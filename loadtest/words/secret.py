"""A text that is never shown, and where the environment holds some."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

PRIVATE = ("TWILIO_", "LOAD_TEST_", "INPUT_", "GITHUB_", "ACTIONS_")
"""Beginnings of environment variables that may hold secrets, and that a child process neither needs nor should have."""


def without_private(environment: Mapping[str, str]) -> dict[str, str]:
    """Return what a child process may have of an environment."""
    return {name: value for name, value in environment.items() if not name.startswith(PRIVATE)}


class Secret:
    """A text that shows as `***` wherever it is printed, formatted or logged; only `reveal` gives it."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Return the text itself."""
        return self._text

    def __repr__(self) -> str:
        return "***"

    def __format__(self, spec: str) -> str:
        return "***"

    def __bool__(self) -> bool:
        return bool(self._text)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(*(text.encode("utf-8", "surrogatepass") for text in (self._text, other._text)))

    def __hash__(self) -> int:
        return hash(self._text)


NO_SECRET = Secret("")
