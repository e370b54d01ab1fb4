"""Why a secret may be empty in a pull request: GitHub gives none to a fork's, and Dependabot's own to Dependabot's."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_GUARD = "if: github.event.pull_request.head.repo.full_name == github.repository"


def why_no_secret(env: Mapping[str, str], read_file: Callable[[str], str]) -> str:
    """Return why GitHub left a secret empty, with what to do, or nothing when that is not known."""
    if env.get("GITHUB_ACTIONS") != "true" or not env.get("GITHUB_EVENT_NAME", "").startswith("pull_request"):
        return ""
    if env.get("GITHUB_ACTOR") == "dependabot[bot]":
        return (
            "this pull request is Dependabot's, and its jobs see only Dependabot's own secrets: add the secret under "
            "Settings, Secrets and variables, Dependabot, or skip the job with `if: github.actor != 'dependabot[bot]'`"
        )
    if _from_a_fork(env, read_file):
        return (
            "this pull request comes from a fork, and GitHub gives forks no secrets: skip the job there with "
            f"`{_GUARD}`, or let it use a made-up token that the server under test gets as well"
        )
    return ""


def _from_a_fork(env: Mapping[str, str], read_file: Callable[[str], str]) -> bool:
    try:
        event: Any = json.loads(read_file(env.get("GITHUB_EVENT_PATH", "")))
        origin = event["pull_request"]["head"]["repo"]
    except (OSError, ValueError, LookupError, TypeError):
        return False
    return not isinstance(origin, dict) or origin.get("full_name") != env.get("GITHUB_REPOSITORY")
