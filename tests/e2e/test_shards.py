"""Shards of one load as processes against the simulator, and their files merged by the verb."""

from __future__ import annotations

import json
import signal
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from harness import TOKEN, Finished, finish, load, simulator, start
from servers import closed_port

from loadtest.words.instant import instant_text

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator
    from pathlib import Path

AHEAD = 8.0
LOAD = ("--seed", "7", "--concurrent", "30", "--delay", "250", "--duration", "2", "--warm-up", "500ms")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with simulator("--number-limit", "off") as url:
        yield url


def instant(ahead: float = AHEAD) -> str:
    return instant_text(datetime.now(UTC) + timedelta(seconds=ahead))


def begin(folder: Path, url: str, index: int, at: str, *more: str) -> subprocess.Popen[str]:
    return start(folder, "--url", url, *LOAD, "--shard", f"{index}/3", "--start", at, *more)


def file(folder: Path, index: int) -> dict[str, Any]:
    return json.loads((folder / f"shard-{index}-of-3.json").read_text("utf-8"))


def merge(folder: Path, *names: str) -> Finished:
    """Merge files of `folder`; the reports go to a folder of their own."""
    return finish(
        start(folder.parent / "merged", "merge", *(str(folder / name) for name in names)), folder.parent / "merged"
    )


@pytest.fixture(scope="module")
def three(server: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Finished]]:
    """Three shards of 240 messages, one of them in two processes."""
    folder, at = tmp_path_factory.mktemp("shards") / "out", instant()
    processes = [begin(folder, server, index, at, *(["--processes", "2"] if index == 3 else [])) for index in (1, 2, 3)]
    return folder, [finish(process, folder) for process in processes]


def test_three_shards_merged_are_the_one_process_run(
    server: str, three: tuple[Path, list[Finished]], tmp_path: Path
) -> None:
    folder, runs = three
    assert [run.code for run in runs] == [0, 0, 0], [run.output + run.errors for run in runs]
    assert [file(folder, index)["state"] for index in (1, 2, 3)] == ["complete"] * 3
    assert len({file(folder, index)["plan_hash"] for index in (1, 2, 3)}) == 1
    assert not (folder / "results.json").exists(), "no verdict, nor yesterday's"
    merged = merge(folder, "shard-*.json")
    assert merged.passed, merged.output + merged.errors
    assert merged.junit.failures == 0
    alone = load(tmp_path / "alone", "--url", server, *LOAD)
    ours, its = merged.results["snapshot"], alone.results["snapshot"]
    assert sum(tally["latency"]["count"] for tally in ours["tallies"]) == 240
    for counts in (ours, its):
        counts["tallies"] = sorted((tally["scenario"], tally["latency"]["count"]) for tally in counts["tallies"])
    assert ours["tallies"] == its["tallies"]
    assert ours["numbers"] == its["numbers"]
    assert [second["due"] for second in ours["seconds"]] == [second["due"] for second in its["seconds"]] == [120, 120]
    warm = [sum(tally["latency"]["count"] for tally in counts["warm_up"]["tallies"]) for counts in (ours, its)]
    assert warm == [60, 60]


def test_only_the_first_prepares_and_watches(three: tuple[Path, list[Finished]]) -> None:
    folder, runs = three
    assert ["Preflight: " in run.output for run in runs] == [True, False, False]
    assert [bool(file(folder, index)["watched"]["series"]) for index in (1, 2, 3)] == [True, False, False]
    assert [bool(file(folder, index)["forecast"]) for index in (1, 2, 3)] == [True, False, False]
    points = [at for one in file(folder, 1)["watched"]["series"] for at, _ in one["points"]]
    assert max(points) > 1, "they were polled while the load ran"
    assert min(points) >= 0


def test_no_secret_is_in_a_shard_file(three: tuple[Path, list[Finished]]) -> None:
    for path in three[0].glob("shard-*.json"):
        assert TOKEN not in path.read_text("utf-8")


def test_all_began_at_the_same_instant(three: tuple[Path, list[Finished]]) -> None:
    folder, _ = three
    assert all(0 < file(folder, index)["ready_seconds_before_start"] < AHEAD for index in (1, 2, 3))
    lags = [file(folder, index)["generator"]["lag_p95_seconds"] for index in (1, 2, 3)]
    assert max(lags) < 1


def test_one_missing(three: tuple[Path, list[Finished]]) -> None:
    merged = merge(three[0], "shard-1-of-3.json", "shard-3-of-3.json")
    assert merged.code == 4
    assert "Load test inconclusive: shard 2 of 3 is missing: none of the files holds it" in merged.output
    assert merged.results["summary"]["total"]["sent"] == 160
    assert merged.results["summary"]["planned"] == 240


def test_one_twice(three: tuple[Path, list[Finished]]) -> None:
    (three[0] / "copy.json").write_bytes((three[0] / "shard-1-of-3.json").read_bytes())
    merged = merge(three[0], "shard-1-of-3.json", "copy.json", "shard-3-of-3.json")
    assert merged.code == 2
    assert "copy.json holds shard 1/3, and so does" in merged.errors


def test_one_late_and_one_of_another_seed(server: str, three: tuple[Path, list[Finished]], tmp_path: Path) -> None:
    folder, at = tmp_path / "out", file(three[0], 1)["start"]
    folder.mkdir()
    (folder / "results.json").write_text("yesterday's")
    late = finish(begin(folder, server, 2, at), folder)
    assert late.code == 4, late.output + late.errors
    assert "after the start and sent nothing" in late.output
    assert not (folder / "results.json").exists()
    assert file(folder, 2)["sent"] == 0
    names = [str(three[0] / f"shard-{index}-of-3.json") for index in (1, 3)]
    merged = merge(folder, *names, "shard-2-of-3.json")
    assert merged.code == 4
    assert "inconclusive: shard 2 of 3 was ready" in merged.output
    other = finish(begin(folder, server, 2, at, "--seed", "8"), folder)
    assert other.code == 4
    refused = merge(folder, *names, "shard-2-of-3.json")
    assert refused.code == 2
    assert "is of another load: its seed is 8, not 7" in refused.errors


def test_one_killed_and_one_stopped(server: str, tmp_path: Path) -> None:
    folder, at = tmp_path / "out", instant()
    more = ("--duration", "20")
    processes = [begin(folder, server, index, at, *more) for index in (1, 2, 3)]
    time.sleep(AHEAD + 1.5)
    processes[0].kill()
    processes[1].send_signal(signal.SIGTERM)
    processes[2].send_signal(signal.SIGINT)
    runs = [finish(process, folder) for process in processes]
    assert [run.code for run in runs] == [-signal.SIGKILL, 143, 130]
    assert [file(folder, index)["state"] for index in (1, 2, 3)] == ["died", "stopped", "stopped"]
    assert file(folder, 2)["sent"] > 10
    merged = merge(folder, "shard-*.json")
    assert merged.code == 4
    assert "inconclusive: shard 1 of 3 died, and what it had counted is lost (and 2 more)" in merged.output
    assert "Shard 3 of 3 was stopped by SIGINT" in merged.output


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    url = f"http://localhost:{closed_port()}/hook"
    run = finish(begin(folder, url, 2, instant(30), "--health-timeout", "300ms"), folder)
    assert run.code == 3
    assert file(folder, 2)["state"] == "not ready"
    merged = merge(folder, "shard-2-of-3.json")
    assert merged.code == 3
    assert "Load test error: shard 2 of 3 sent nothing: " in merged.output


def test_mistakes_leave_reports_that_say_so(server: str, tmp_path: Path) -> None:
    run = load(tmp_path / "out", "--url", server, "--shard", "2/3", "--model", "closed")
    assert run.code == 2
    assert "the closed model does not split" in run.errors
    assert "each shard would plan a load of its own; set seed" in run.errors
    assert run.results["conclusion"] == "error"
