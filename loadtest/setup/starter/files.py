"""The files of a first test as texts. A line that holds a guess, or must be edited, says so."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from loadtest.setup.starter.project import Project

TOKEN = "made-up-token-for-the-load-tests"  # noqa: S105  nothing real is signed with it
"""As long as Twilio's, and nothing that a scanner for secrets takes for one."""
CHECK = "# CHECK: "
_ACTION = "OWNER/twilio-webhook-load-test@v1"
_NUMBERS = "+15555552000-+15555552099"


def texts(project: Project) -> dict[str, str]:
    """Return the text of each file by its path in the project's folder."""
    return {".env.test": _env(project), ".github/workflows/load-test.yml": _workflow(project)}


def _mark(project: Project, *names: str) -> str:
    return f"   {CHECK}a guess" if any(name in project.guessed for name in names) else ""


def _env(project: Project) -> str:
    return "\n".join(
        (
            "# Read by `loadtest` in this folder. Nothing real is signed with this token: any text will do,",
            "# if the server is started with the same one.",
            f"TWILIO_AUTH_TOKEN={TOKEN}",
            *([f"{CHECK}a guess"] if project.guessed & {"port", "path"} else []),
            f"LOAD_TEST_URL={project.url}",
            "LOAD_TEST_PRESET=normal",
            f"LOAD_TEST_PHONE_NUMBERS={_NUMBERS}",
            "",
        )
    )


def _workflow(project: Project) -> str:
    steps = [_step(step) for step in ("uses actions/checkout@v4", *project.set_up)]
    if project.start:
        command = f"{project.start} &" if project.in_background else project.start
        steps.append(f"      - run: {_scalar(command)}{_mark(project, 'start')}")
    else:
        steps.append(f'      - run: echo "start your server here"   {CHECK}no start command was found; end it with &')
    if project.in_background:
        steps += ["        env:", f'          PORT: "{project.port}"']
    return "\n".join(
        (
            "name: Load test",
            "on: pull_request",
            "permissions:",
            "  contents: read",
            "env:",
            "  # Made up: nothing real is signed with it. The server and the load test only need the same one.",
            f"  TWILIO_AUTH_TOKEN: {TOKEN}",
            "jobs:",
            "  load-test:",
            "    runs-on: ubuntu-latest",
            "    timeout-minutes: 15",
            "    steps:",
            *steps,
            f"      - uses: {_ACTION}   {CHECK}OWNER is the account that publishes the action",
            "        with:",
            f"          url: {_scalar(project.url)}{_mark(project, 'port', 'path')}",
            "          auth-token: ${{ env.TWILIO_AUTH_TOKEN }}",
            "          preset: normal   # 10 messages a second for 60 s",
            f'          phone-numbers: "{_NUMBERS}"   # 6 messages each, below the usual limit per number',
            "      - uses: actions/upload-artifact@v4",
            "        if: ${{ !cancelled() }}",
            "        with:",
            "          name: load-test-results",
            "          path: load-test-results",
            "",
        )
    )


def _step(text: str) -> str:
    kind, _, what = text.partition(" ") if text.startswith("uses ") else ("run", "", text)
    return f"      - {kind}: {what}"


def _scalar(text: str) -> str:
    """Return YAML that reads back as `text`: plain where it may be, else in quotation marks, as JSON writes them."""
    plain = text[:1].isalpha() and not any(mark in text for mark in (": ", " #", "{", "}", "\n", '"', "'", "${{"))
    return text if plain else json.dumps(text, ensure_ascii=False)
