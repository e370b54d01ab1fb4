"""The verb that writes a first test's files for the server in a folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from loadtest.cli.console import say, wrong
from loadtest.words.errors import ExitCode

if TYPE_CHECKING:
    from loadtest.cli.verbs import Call


def init(call: Call) -> int:
    """Write the files that are not there yet, and say what was found, what to look at, and what comes next."""
    from loadtest.report.safe import line  # noqa: PLC0415  --help needs no reports
    from loadtest.setup.starter import TOKEN, look, texts  # noqa: PLC0415  only this verb needs it

    folder = Path(call.words[0] if call.words else ".")
    if call.problems:
        return wrong(call.problems)
    try:
        project = look(folder)
    except OSError as error:
        return wrong([f"{line(str(folder))} cannot be read as a project's folder: {error.strerror}"])
    for sentence in project.found or ("nothing that tells how the server starts: the files hold guesses",):
        say(f"Found {line(sentence)}")
    for name, text in texts(project).items():
        path = folder / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8") as file:
                file.write(text)
            say(f"Wrote {line(str(path))}")
        except FileExistsError:
            say(f"Left {line(str(path))} as it is: it is there already")
        except OSError as error:
            return wrong([f"{line(str(path))} cannot be written: {error.strerror}"])
    say("")
    say("Look at the lines marked CHECK. Then start your server with the same token and see whether it is set up:")
    say(f"  TWILIO_AUTH_TOKEN={TOKEN} {line(project.start) or 'YOUR SERVER'}")
    say("  loadtest doctor")
    say("  loadtest")
    return ExitCode.PASSED
