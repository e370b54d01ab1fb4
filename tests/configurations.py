"""What a user would have configured, for tests: flags by name, with `_` for `-`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loadtest import config

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TOKEN = "sentinel-token-123"


def configured(
    env: Mapping[str, str] | None = None, read_file: Callable[[str], str] = str, **flags: str
) -> config.Config:
    given = {name.replace("_", "-"): text for name, text in flags.items()}
    own = {"TWILIO_AUTH_TOKEN": TOKEN, **(env or {})}
    return config.load(config.Sources(flags=given, env=own, read_file=read_file), seed=1)
