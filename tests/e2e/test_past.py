"""Past results: report, judge, compare; baselines and JSON on standard output; the live view on a real terminal."""

from __future__ import annotations

import io
import json
import os
import pty
import re
import select
import subprocess
import sys
import time
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import factories
import harness
import pytest
from junitparser import JUnitXml

from loadtest.cli import main as cli
from loadtest.report.files.json_file import from_json, to_json
from loadtest.run.interrupts import Interrupts
from loadtest.words.errors import ExitCode

QUICK = ("--concurrent", "5", "--duration", "1", "--delay", "500", "--seed", "7")


def loadtest(*words: str) -> subprocess.CompletedProcess[str]:
    """Run a verb in this process: it starts no load, and a process for each case would take most of the time."""
    output, errors = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
    with redirect_stdout(output), redirect_stderr(errors):
        code = cli.main(words, interrupts=Interrupts())
        output.seek(0)
    return subprocess.CompletedProcess(words, code, output.read(), errors.getvalue())


@pytest.fixture
def before(tmp_path: Path) -> str:
    path = tmp_path / "before.json"
    path.write_text(to_json(factories.guide()), "utf-8")
    return str(path)


@pytest.fixture
def after(tmp_path: Path) -> str:
    path = tmp_path / "after.json"
    path.write_text(to_json(factories.exhausted()), "utf-8")
    return str(path)


def test_every_report_from_the_json_alone(tmp_path: Path, after: str) -> None:
    kinds = ("html", "junit", "summary", "json", "metrics", "csv")
    flags = [word for kind in kinds for word in (f"--{kind}", str(tmp_path / f"out.{kind}"))]
    finished = loadtest("report", after, *flags)
    assert (finished.returncode, finished.stderr) == (0, "")
    assert "Success rate is 16.67%, not above 95% (target missed)" in finished.stdout
    assert str(tmp_path / "out.html") in finished.stdout
    assert (tmp_path / "out.html").read_text("utf-8").startswith("<!DOCTYPE html>")
    assert JUnitXml.fromfile(str(tmp_path / "out.junit")).failures == 1
    assert from_json((tmp_path / "out.json").read_text("utf-8")) == factories.exhausted()
    assert not list(tmp_path.glob("*.part"))


def test_a_report_to_standard_output_is_all_that_is_printed(after: str) -> None:
    finished = loadtest("report", after, "--csv", "-")
    assert finished.stdout.startswith("second,due,")
    assert "Load test" not in finished.stdout


@pytest.mark.parametrize(
    ("flags", "code", "said"),
    [
        pytest.param((), 1, "Success rate is 16.67%", id="its own targets"),
        pytest.param(("--targets", "success > 10%"), 0, "Load test passed", id="lower ones"),
        pytest.param(("--targets", "guide"), 1, "not above 98%", id="the guide's"),
        pytest.param(("--targets=p95 < 1ms", "--targets=success > 1%"), 1, "P95 response time is 50ms", id="two"),
        pytest.param(("--targets", "p59 < 1s, sucess > 2%"), 2, "did you mean success", id="mistakes, all of them"),
        pytest.param(
            ("--targts", "p95 < 1s"), 2, "--targts is not a known flag; did you mean --targets?", id="an unknown flag"
        ),
        pytest.param(("--html",), 2, "--html needs a value", id="a flag without its value"),
        pytest.param(
            ("--targets", "success > 10%, p95 < baseline"), 4, "inconclusive", id="no baseline to hold against"
        ),
        pytest.param(
            ("--targets", "success > 10%, p95 < baseline", "--on-inconclusive", "pass"),
            0,
            "inconclusive",
            id="let pass",
        ),
    ],
)
def test_judge_exits_as_the_run_would_have(after: str, flags: tuple[str, ...], code: int, said: str) -> None:
    finished = loadtest("judge", after, *flags)
    assert finished.returncode == code
    assert said in finished.stdout + finished.stderr


def test_judge_against_a_baseline(before: str, after: str) -> None:
    finished = loadtest("judge", after, "--baseline", before, "--targets", "success >= baseline - 1%")
    assert finished.returncode == 1
    assert "Success rate -80.83 points (" in finished.stdout
    assert "), limit -1 points (target missed)" in finished.stdout
    assert f"Against the baseline {before}" in finished.stdout


def test_what_was_aborted_stays_aborted(tmp_path: Path) -> None:
    path = tmp_path / "aborted.json"
    path.write_text(to_json(factories.aborted()), "utf-8")
    finished = loadtest("judge", str(path), "--targets", "success > 1%")
    assert finished.returncode == ExitCode.SIGTERM
    assert "Load test aborted" in finished.stdout


def test_compare(before: str, after: str) -> None:
    finished = loadtest("compare", before, after)
    assert finished.returncode == 0
    rows = [re.split(r"\s{2,}", line.strip()) for line in finished.stdout.splitlines()]
    success, p95 = (next(row for row in rows if row[0] == name) for name in ("Success rate", "P95 response time"))
    assert (success[1:3], success[4]) == (["97.50%", "16.67%"], "worse")
    assert re.fullmatch(r"-80.83 points \(-\d+\.\d\d to -\d+\.\d\d\)", success[3])
    assert p95[3:] == ["+0.0% (0.0 to 0.0)", "steady"]
    assert "hardly comparable" not in finished.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(("report",), "takes one results.json; named: 0", id="no file"),
        pytest.param(("report", "/nowhere.json"), "cannot be read (No such file", id="a file that is not there"),
        pytest.param(("compare", "a.json"), "takes two results.json", id="one file"),
        pytest.param(("report", harness.ENTRYPOINT), "is no results.json of an earlier run", id="another file"),
        pytest.param(("reprot", "x"), "did you mean report?", id="a misspelt verb"),
    ],
)
def test_mistakes(words: tuple[str, ...], said: str) -> None:
    finished = loadtest(*words)
    assert finished.returncode == ExitCode.WRONG_CONFIGURATION
    assert said in finished.stderr
    assert "Traceback" not in finished.stderr


def test_a_damaged_file_is_a_sentence_not_a_traceback(tmp_path: Path, after: str) -> None:
    for member, value in (("notes", [1]), ("snapshot", {}), ("outcomes", 3), ("elapsed_seconds", "x")):
        document = json.loads(Path(after).read_text("utf-8")) | {member: value}
        path = tmp_path / "damaged.json"
        path.write_text(json.dumps(document))
        finished = loadtest("report", str(path), "--junit", str(tmp_path / "out.xml"))
        assert finished.returncode == ExitCode.WRONG_CONFIGURATION, member
        assert finished.stderr.startswith("Wrong configuration: results: ")
        assert finished.stderr.count("\n") == 1


@pytest.mark.parametrize("verb", ["report", "judge", "compare"])
def test_each_verb_has_help(verb: str) -> None:
    assert f"usage: loadtest {verb}" in loadtest(verb, "--help").stdout


def test_json_on_standard_output_and_a_baseline_from_the_run_before(tmp_path: Path) -> None:
    with harness.simulator("--number-limit", "off") as url:
        first = harness.load(tmp_path / "one", "--url", url, *QUICK, "--format", "json")
        assert json.loads(first.output) == first.results, "nothing else is on standard output"
        assert "=== Load Test Results ===" in first.errors
        path = str(tmp_path / "one" / "results.json")
        targets = "success >= baseline - 1%, p95 < baseline + 100000%"
        second = harness.load(tmp_path / "two", "--url", url, *QUICK, "--baseline", path, "--targets", targets)
        assert second.code == 0, second.output
        assert f"Against the baseline {path}" in second.output
        assert "baseline/results.json" not in second.output


def test_json_on_standard_output_also_when_the_configuration_is_wrong(tmp_path: Path) -> None:
    finished = harness.load(tmp_path / "out", "--url", "http://127.0.0.1:9/x", "--rate", "quickly", "--format", "json")
    assert finished.code == ExitCode.WRONG_CONFIGURATION
    assert json.loads(finished.output) == finished.results, "nothing else is on standard output"
    assert "rate" in finished.errors


@pytest.mark.slow
def test_a_baseline_of_another_load_gates_nothing(tmp_path: Path, before: str) -> None:
    with harness.simulator("--number-limit", "off") as url:
        run = harness.load(tmp_path / "out", "--url", url, *QUICK, "--baseline", before, "--targets", "p95 < baseline")
    assert run.code == ExitCode.INCONCLUSIVE
    assert "cannot be said: concurrent was 10 there and is 5 here" in run.output
    assert "no target is held against it: concurrent was 10 there and is 5 here" in run.output
    assert "| was 97.50% | " in run.summary, "shown as information"


def test_a_relative_target_needs_a_baseline(tmp_path: Path) -> None:
    finished = harness.load(tmp_path / "out", "--url", "http://127.0.0.1:9/x", "--targets", "p95 < baseline + 20%")
    assert finished.code == ExitCode.WRONG_CONFIGURATION
    assert "'p95 < baseline + 20%' needs an earlier run, or another version; name its results.json" in finished.errors


def on_terminal(*words: str, **env: str) -> str:
    """Return what a terminal is sent."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, harness.ENTRYPOINT, *words],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env=harness.environment(COLUMNS="100", LINES="40", **env),
    )
    os.close(slave)
    output, deadline = b"", time.monotonic() + 50
    while time.monotonic() < deadline:
        ready, _, _ = select.select([master], [], [], 0.5)
        try:
            chunk = os.read(master, 65536) if ready else b""
        except OSError:  # the other end is closed
            break
        if ready and not chunk:
            break
        output += chunk
    process.wait(10)
    os.close(master)
    return output.decode("utf-8", "replace")


@pytest.mark.parametrize(
    ("env", "live"),
    [
        pytest.param({"TERM": "xterm-256color"}, True, id="a terminal"),
        pytest.param({"TERM": "dumb"}, False, id="a dumb one", marks=pytest.mark.slow),
        pytest.param(
            {"TERM": "xterm-256color", "CI": "true"}, False, id="a terminal that CI made", marks=pytest.mark.slow
        ),
    ],
)
def test_live_on_a_terminal_and_lines_elsewhere(tmp_path: Path, env: dict[str, str], live: bool) -> None:  # noqa: FBT001  a table's cell
    with harness.simulator("--number-limit", "off") as url:
        flags = ("--url", url, *QUICK, "--duration", "1.6", "--progress-interval", "1", "--report-dir", str(tmp_path))
        said = on_terminal(*flags, **env)
    assert ("Newest error" in said) == live
    assert ("[1s] Sent" in said) != live, "never both"
    assert "Load test passed" in said
    assert ("\x1b[?25h" in said) == live, "the cursor comes back"


@pytest.mark.slow
def test_without_a_terminal_rich_is_not_even_imported(tmp_path: Path) -> None:
    with harness.simulator("--number-limit", "off") as url:
        words = ["--url", url, *QUICK, "--report-dir", str(tmp_path)]
        command = [sys.executable, "-X", "importtime", harness.ENTRYPOINT, *words]
        finished = subprocess.run(command, capture_output=True, text=True, env=harness.environment(), check=False)
    assert finished.returncode == 0
    assert not re.search(r"\brich\b", finished.stderr)
