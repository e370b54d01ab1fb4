"""The same run again and again: what each leaves, what the whole comes to, and how it stops."""

from __future__ import annotations

import re
import signal
import time
from typing import TYPE_CHECKING

import factories
import pytest
from configurations import configured
from harness import Finished, finish, load, simulator, start
from junitparser import JUnitXml
from servers import closed_port

from loadtest.dialogue.reading import parse_conversations
from loadtest.pacing import ClosedBatches, OpenBatches
from loadtest.run.continuous import Spent, hourly
from loadtest.words.errors import ConfigError

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator
    from pathlib import Path

QUICK = ("--duration", "200ms", "--concurrent", "5")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with simulator("--number-limit", "off") as url:
        yield url


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "out"


def table(run: Finished) -> list[list[str]]:
    """Return the closing table's rows as the console shows them."""
    lines = run.output.partition("=== Runs ===\n")[2].splitlines()
    return [re.split(r"\s{2,}", line) for line in lines[1 : lines.index("")]]


def own(folder: Path, number: int) -> Finished:
    return Finished(code=0, output="", errors="", folder=folder / f"run-{number:03}")


def test_every_run_has_its_numbered_reports_and_the_whole_closes_with_a_table(server: str, folder: Path) -> None:
    run = load(folder, "--url", server, *QUICK, "--runs", "3")
    assert run.passed, run.output + run.errors
    assert [own(folder, number).results["conclusion"] for number in (1, 2, 3)] == ["passed"] * 3
    assert [(row[0], row[2], row[-1]) for row in table(run)] == [(str(number), "passed", "0") for number in (1, 2, 3)]
    assert run.results["conclusion"] == "passed"
    assert "starts" not in run.output, "one straight after the other is neither early nor late"
    assert len((folder / "runs.md").read_text("utf-8").splitlines()) == 4 + 3
    assert not (folder / "run-004").exists()
    summary = (folder / "summary.md").read_text("utf-8")
    assert summary.endswith((folder / "runs.md").read_text("utf-8"))
    names = [JUnitXml.fromfile(str(path)).name for path in folder.glob("**/TEST-load-test.xml")]
    assert sorted(names) == ["load-test", "run 1", "run 2", "run 3"], "no reader takes them for one"


def test_the_worst_run_decides_and_its_reports_are_the_folders(folder: Path) -> None:
    """Two numbers of 20 an hour take four runs of 10; the runs after that are declined, as the forecast warns."""
    flags = ("--duration", "200ms", "--concurrent", "20", "--phone-numbers", "+15555551001-+15555551002")
    flags += ("--preflight", "off")
    with simulator("--number-limit", "20/hour") as url:
        run = load(folder, "--url", url, *flags, "--runs", "3")
    assert run.code == 1
    assert [row[2] for row in table(run)] == ["passed", "passed", "failed"]
    assert run.results["conclusion"] == "failed"
    assert "Forecast: 3 runs within an hour send 30 messages from each of 2 numbers" in run.output
    assert "Forecast: in the hour before, 2 runs sent 20 messages from each of 2 numbers" in run.output
    assert any("in the hour before, 2 runs" in note for note in own(folder, 3).results["notes"])
    assert "Series of 3 runs, the worst is run 3: Load test failed" in run.output.splitlines()[-1]


def test_a_mistake_that_every_run_would_meet_ends_the_series(server: str, folder: Path) -> None:
    run = load(folder, "--url", server, *QUICK, "--runs", "3", "--targets", "capacity >= 5/s")
    assert run.code == 2
    assert "'capacity >= 5/s' needs loadtest capacity" in run.errors
    assert "cannot be written" not in run.output + run.errors


@pytest.mark.slow
def test_runs_begin_on_a_grid(server: str, folder: Path) -> None:
    began = time.monotonic()
    run = load(folder, "--url", server, *QUICK, "--runs", "3", "--every", "1")
    assert 2.0 < time.monotonic() - began < 12
    assert run.code == 0
    seconds = [row[1] for row in table(run)]
    assert len(set(seconds)) == 3
    assert seconds == sorted(seconds)


@pytest.mark.slow
def test_a_run_that_never_got_ready_is_the_worst_and_the_others_go_on(folder: Path) -> None:
    url = f"http://localhost:{closed_port()}/hook"
    run = load(folder, "--url", url, "--health-timeout", "300ms", "--runs", "2")
    assert run.code == 3
    assert [row[2] for row in table(run)] == ["error", "error"]


def test_yesterdays_series_goes(server: str, folder: Path) -> None:
    assert load(folder, "--url", server, *QUICK, "--runs", "2").code == 0
    (folder / "run-002/mine.txt").write_text("not ours")
    assert load(folder, "--url", server, *QUICK).code == 0
    assert not (folder / "run-001").exists()
    assert [path.name for path in (folder / "run-002").iterdir()] == ["mine.txt"]
    assert not (folder / "runs.md").exists()


def wait_for(process: subprocess.Popen[str], text: str) -> str:
    assert process.stdout is not None
    seen = ""
    while text not in seen:
        line = process.stdout.readline()
        assert line, seen
        seen += line
    return seen


@pytest.mark.parametrize(
    ("flags", "before", "code", "why"),
    [
        pytest.param(("--every", "60"), "Run 2 starts", 0, "all passed", id="in the pause of an endless series"),
        pytest.param(("--every", "1", "--duration", "900ms", "--delay", "10"), "=== Run 2", 0, "all passed",
                     marks=pytest.mark.slow, id="in a run of an endless series: what it cut does not count"),
        pytest.param(("--every", "60", "--runs", "3"), "Run 2 starts", 143, "after 1 run of 3",
                     marks=pytest.mark.slow, id="in the pause of three: the others are missing"),
        pytest.param(("--duration", "30"), "=== Run 1", 143, "after 0 runs of 2", id="in the first run"),
    ],
)  # fmt: skip
def test_a_signal_stops_the_series(  # noqa: PLR0913, PLR0917  the columns and the fixtures
    flags: tuple[str, ...], before: str, code: int, why: str, server: str, folder: Path
) -> None:
    series = flags if "--every" in flags else (*flags, "--runs", "2")
    process = start(folder, "--url", server, *QUICK, *series)
    seen = wait_for(process, before)
    time.sleep(0.3)
    process.send_signal(signal.SIGTERM)
    run = finish(process, folder, timeout=10)
    assert run.code == code, seen + run.output + run.errors
    assert why in run.output.splitlines()[-1]
    assert run.results["conclusion"] == ("passed" if code == 0 else "aborted")


@pytest.mark.slow
def test_until_the_series_has_ended_the_folder_says_aborted(server: str, folder: Path) -> None:
    process = start(folder, "--url", server, *QUICK, "--every", "60")
    wait_for(process, "Run 2 starts")
    process.kill()
    run = finish(process, folder)
    assert run.results["conclusion"] == "aborted"
    assert own(folder, 1).results["conclusion"] == "passed"
    assert "| 1 |" in (folder / "runs.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("flags", "problem"),
    [
        pytest.param({"runs": "0"}, "--runs: ", id="no run at all"),
        pytest.param({"every": "soon"}, "'soon' is not a duration", id="no time"),
        pytest.param({"every": "0"}, "--every: ", id="no pause has no grid"),
    ],
)
def test_mistakes(flags: dict[str, str], problem: str) -> None:
    with pytest.raises(ConfigError, match=problem):
        configured(**flags)


def test_a_grid_finer_than_a_run_is_warned_about() -> None:
    assert configured(every="60", duration="60").warnings == ()
    (warning,) = configured(every="30s", duration="60").warnings
    assert warning.startswith("--every: a run takes longer than that")


@pytest.mark.parametrize(
    ("flags", "repeats"), [({}, False), ({"runs": "1"}, False), ({"runs": "2"}, True), ({"every": "5m"}, True)]
)
def test_what_makes_a_series(flags: dict[str, str], repeats: bool) -> None:  # noqa: FBT001  a column
    assert configured(**flags).repeats is repeats


# The forecast, and the table of a long series.


def spent(*runs: tuple[int, int]) -> list[Spent]:
    return [Spent(at=0.0, sent=sent, rate_limited=limited) for sent, limited in runs]


@pytest.mark.parametrize(
    ("recent", "every", "runs", "expected"),
    [
        pytest.param(
            [], 300.0, None, "12 runs within an hour send 1,440 messages from each of 5 numbers", id="every 5m"
        ),
        pytest.param([], 300.0, 3, "3 runs within an hour send 360 messages", id="three of them"),
        pytest.param([], None, 4, "4 runs within an hour send 480", id="back to back"),
        pytest.param([], 7200.0, 9, None, id="rarer than the hour: each has its numbers to itself"),
        pytest.param(spent((600, 0)), 300.0, None, "in the hour before, 1 run sent 120 messages", id="one has run"),
        pytest.param(spent((600, 0), (600, 500)), 300.0, None, "500 rate limited", id="the last was rate limited"),
    ],
)
def test_the_forecast(recent: list[Spent], every: float | None, runs: int | None, expected: str | None) -> None:
    plan = factories.plan(pacing=OpenBatches(size=10, interval=1.0, duration=60.0))
    said = hourly(plan, recent, every=every, runs=runs)
    assert said == [] if expected is None else expected in said[0]


def test_conversations_are_forecast_by_their_messages_and_few_of_them_are_not_none() -> None:
    scripts = parse_conversations("order: [MENU, '1', 'YES']")
    plan = factories.plan(pacing=OpenBatches(size=1, interval=1.0, duration=1.0), conversations=scripts)
    assert "2 runs within an hour send 1.2 messages" in hourly(plan, [], every=None, runs=2)[0]


def test_a_closed_model_has_no_forecast_before_it_has_run() -> None:
    plan = factories.plan(pacing=ClosedBatches(size=10, rest=1.0, duration=60.0))
    assert hourly(plan, [], every=300.0, runs=None) == []
