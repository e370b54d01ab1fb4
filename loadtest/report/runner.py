"""GitHub's runner protocol: groups, annotations, masks, outputs and the job summary.

Nothing here can fail a run: a file that the runner did not provide or that cannot be written costs one warning, and
away from GitHub nothing is printed at all. Source: github.com/actions/runner, ActionCommand.cs, FileCommandManager.cs.
"""

from __future__ import annotations

import base64
import re
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO
from urllib.parse import quote, quote_plus

from loadtest.assess.summary import duration_text
from loadtest.words.errors import Conclusion
from loadtest.words.units import format_percent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from loadtest.assess.result import Result

MOST_ANNOTATIONS = 9
"""The runner keeps ten errors a step; the tenth says how many more there were."""
LONGEST_MESSAGE = 4000
_RUN = re.compile(r"https?://[\w.:-]+/[\w.-]+/[\w.-]+/actions/runs/\d+", re.ASCII)
"""An address that is safe in Markdown, whoever set the variables."""
LARGEST_SUMMARY = 1024 * 1024


class Runner:
    """Speaks to the runner when `env` is that of a GitHub job; `random_hex` ends each value in the output file."""

    def __init__(self, env: Mapping[str, str], stream: TextIO, *, random_hex: str) -> None:
        self._env = env
        self._stream = stream
        self._delimiter = f"ghadelimiter_{random_hex}"
        self._told: set[str] = set()
        self.active = env.get("GITHUB_ACTIONS") == "true"
        self.in_ci = self.active or env.get("CI", "").lower() not in {"", "0", "false"}

    def mask(self, secret: str) -> None:
        """Hide `secret` in the log, its lines, and the forms it takes in URLs and headers."""
        if not secret.strip():
            return
        raw = secret.encode(errors="surrogateescape")
        forms = (secret, quote(raw, safe=""), quote_plus(raw), base64.b64encode(raw).decode().rstrip("="))
        for form in dict.fromkeys(forms):
            self._command("add-mask", form)

    @contextmanager
    def group(self, title: str) -> Iterator[None]:
        """Fold what is printed inside under `title`."""
        self._command("group", _printable(title))
        try:
            yield
        finally:
            self._command("endgroup")

    def error(self, message: str, *, title: str = "Load test") -> None:
        """Annotate the run with an error."""
        self._annotate("error", message, title)

    def warning(self, message: str, *, title: str = "Load test") -> None:
        """Annotate the run with a warning."""
        self._annotate("warning", message, title)

    def notice(self, message: str, *, title: str = "Load test") -> None:
        """Annotate the run with a notice."""
        self._annotate("notice", message, title)

    def annotate(self, result: Result) -> None:
        """Annotate the run with every missed target, or with what else kept it from passing."""
        missed = [outcome for outcome in result.outcomes if outcome.missed]
        if result.conclusion is Conclusion.FAILED and missed:
            for outcome in missed[:MOST_ANNOTATIONS]:
                self.error(outcome.sentence, title="Load test: target missed")
            if more := missed[MOST_ANNOTATIONS:]:
                names = ", ".join(outcome.target.name for outcome in more)
                self.error(f"{len(more)} more targets were missed: {names}", title="Load test: targets missed")
        elif result.conclusion is Conclusion.INCONCLUSIVE and not result.exit_code:
            self.warning(result.headline)
        elif result.conclusion is not Conclusion.PASSED:
            self.error(result.headline)
        flags = result.read.red_flags
        for sentence in flags:
            self.warning(sentence[0].upper() + sentence[1:], title="Load test: red flag")
        if result.conclusion is Conclusion.PASSED and not flags:
            self.notice(passed(result))

    def outputs(self, values: Mapping[str, str]) -> None:
        """Set the action's outputs, in one write: a half-written entry would fail the step."""
        end = self._delimiter
        entries = [f"{name}<<{end}\n{value}\n{end}\n" for name, value in values.items() if end not in value]
        self._append("GITHUB_OUTPUT", "".join(entries))

    def summary(self, text: str) -> None:
        """Add `text` to the job summary, which the runner drops whole above its size limit."""
        present = 0
        if path := self._file("GITHUB_STEP_SUMMARY"):
            try:
                present = path.stat().st_size
            except OSError:
                present = 0  # appending creates it, or says why not
        if present + len(text.encode()) > LARGEST_SUMMARY:
            self._tell_once("the job summary would exceed 1 MiB with this report; see summary.md in the report folder")
        else:
            self._append("GITHUB_STEP_SUMMARY", text)

    @property
    def page(self) -> str:
        """The address of this workflow run, below which its artefacts are listed; empty elsewhere."""
        names = ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_RUN_ID")
        server, repository, run = (self._env.get(name, "") for name in names)
        address = f"{server}/{repository}/actions/runs/{run}"
        return address if self.active and _RUN.fullmatch(address) else ""

    def relative(self, path: str) -> str:
        """Return `path` as later steps may use it: the container's workspace has another path for them."""
        workspace = self._env.get("GITHUB_WORKSPACE", "")
        if self.active and workspace and Path(path).is_relative_to(workspace):
            return str(Path(path).relative_to(workspace))
        return path

    def _annotate(self, level: str, message: str, title: str) -> None:
        self._command(level, _printable(message), title=_printable(title))

    def _command(self, name: str, data: str = "", **properties: str) -> None:
        if self.active:
            listed = ",".join(f"{key}={_escape_property(value)}" for key, value in properties.items())
            text = f"::{name}{' ' if listed else ''}{listed}::{_escape_data(data)}"
            encoding = getattr(self._stream, "encoding", None) or "utf-8"  # a log in ASCII must not end the run
            print(text.encode(encoding, "backslashreplace").decode(encoding), file=self._stream, flush=True)

    def _file(self, variable: str) -> Path | None:
        name = self._env.get(variable, "") if self.active else ""
        return Path(name) if name else None

    def _append(self, variable: str, text: str) -> None:
        path = self._file(variable)
        if path is None:
            return
        try:
            with path.open("a", encoding="utf-8", errors="replace", newline="\n") as file:
                file.write(text)
        except OSError as error:
            self._tell_once(
                f"the file of {variable} cannot be written ({error.strerror}); the report files are complete"
            )

    def _tell_once(self, message: str) -> None:
        if message not in self._told:
            self._told.add(message)
            self.warning(message)


def passed(result: Result) -> str:
    """Return the headline of a run that is well, with its numbers."""
    if result.summary is None:
        return result.headline
    total, times = result.summary.total, result.summary.total.response_times
    share = total.share(total.successful)
    rate = "no data" if share is None else format_percent(share)
    return (
        f"{result.headline}: {total.judged:,} messages, {rate} successful, "
        f"average {duration_text(times.average, at_least=times.at_least)}, P95 {duration_text(times.percentile(95))}"
    )


def _printable(text: str) -> str:
    """Return `text`, cut, without what could act on a terminal; line ends stay, the runner shows them."""
    return "".join(char if char.isprintable() or char == "\n" else " " for char in text[:LONGEST_MESSAGE])


def _escape_data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape_data(text).replace(":", "%3A").replace(",", "%2C")
