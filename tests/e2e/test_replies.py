"""Servers that decline politely, with status 200 and in words that the program does not know, are never green."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from harness import ENTRYPOINT, Finished, environment, finish, load, simulator, start

from loadtest.words.instant import instant_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LIMIT = "The juggler has both hands full of your <texts> & will catch no more"
ERROR = "The kitchen is still plating the last one, and it isn't pretty"
LOAD = ("--duration", "4", "--concurrent", "20", "--delay", "500", "--seed", "5")
SERVERS = {
    "limiter": ("--number-limit", "12/min", "--limit-text", LIMIT),
    "errors": ("--number-limit", "off", "--error-share", "40%", "--errors-after", "24", "--error-text", ERROR),
}


@pytest.fixture(params=sorted(SERVERS))
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def url(kind: str) -> Iterator[str]:
    with simulator(*SERVERS[kind]) as found:
        yield found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "out"


def said(results: dict[str, Any]) -> list[tuple[str, int, int, int]]:
    """Return every kind with its count, first and last second."""
    return sorted(
        (kind["text"], kind["count"], kind["first_second"], kind["last_second"])
        for kind in results["summary"]["replies"]
    )


def test_a_polite_decline_in_unknown_words_makes_the_run_inconclusive(kind: str, url: str, folder: Path) -> None:
    text = LIMIT if kind == "limiter" else ERROR
    run = load(folder, "--url", url, *LOAD, "--on-inconclusive", "pass")
    assert run.code == 4, run.output + run.errors
    assert run.line("Successful:").endswith("(100.00%)")
    closing = run.output.splitlines()[-2]
    assert closing.startswith("Load test inconclusive:")
    assert f'replies say "{text}"' in closing
    assert "was not seen before the load" in closing
    assert "accept-pattern: " in closing
    if kind == "limiter":
        assert "it came after each number's 12th message" in closing
        assert "this load needs at least" in closing
        assert "rate-limit-pattern: " in closing
    (decline,) = [one for one in run.results["summary"]["replies"] if one["doubtful"]]
    assert decline["text"] == text
    assert decline["numbers"] == decline["numbers_followed"] == 5
    assert run.results["doubtful"]


@pytest.mark.parametrize("kind", ["errors"])
def test_the_users_word_settles_it(url: str, folder: Path) -> None:
    declined = load(folder, "--url", url, *LOAD, "--refusal-pattern", "kitchen is still plating")
    assert (declined.code, declined.results["conclusion"]) == (1, "failed")
    accepted = load(folder, "--url", url, *LOAD, "--accept-pattern", "kitchen is still plating", "--preflight", "false")
    assert accepted.code == 0, accepted.output
    assert "your accept-pattern" in accepted.output


def test_a_result_prints_the_list_that_the_next_run_is_held_against(tmp_path: Path) -> None:
    with simulator("--number-limit", "off") as url:
        clean = load(tmp_path / "clean", "--url", url, *LOAD)
    assert clean.code == 0, clean.output
    listed = printed(tmp_path, clean)
    (tmp_path / "expected.txt").write_text(listed, "utf-8")
    held = ("--expected-replies", "@expected.txt")
    with simulator(*SERVERS["errors"]) as url:
        declined = load(tmp_path / "out", "--url", url, *LOAD, *held)
    assert declined.code == 1, declined.output
    assert "unexpected reply" in declined.output
    assert ERROR in declined.output
    with simulator("--number-limit", "off") as url:
        again = load(tmp_path / "out", "--url", url, *LOAD, *held, "--targets", "unexpected <= 0")
    assert again.code == 0, again.output


def printed(tmp_path: Path, run: Finished) -> str:
    command = [sys.executable, ENTRYPOINT, "replies", str(run.folder / "results.json")]
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path, env=environment()).stdout


def test_processes_and_shards_hear_the_same(folder: Path, tmp_path: Path) -> None:
    """The limiter counts by number, so what every message gets does not depend on who sends it."""
    one, *others = [_limited(tmp_path / str(count), "--processes", str(count)) for count in (1, 2, 3)]
    assert len(one) == 2
    assert all(other == one for other in others)
    with simulator(*SERVERS["limiter"]) as url:
        at = instant_text(datetime.now(UTC) + timedelta(seconds=8))
        flags = ("--url", url, *LOAD, "--preflight", "false", "--start", at)
        shards = [start(folder, *flags, "--shard", f"{place}/3") for place in (1, 2, 3)]
        for place, process in enumerate(shards, 1):
            assert finish(process, folder).code == 0, place
    merged = tmp_path / "merged"
    finish(start(merged, "merge", *(str(path) for path in sorted(folder.glob("shard-*.json")))), merged)
    assert said(json.loads((merged / "results.json").read_text("utf-8"))) == one


def _limited(folder: Path, *flags: str) -> list[tuple[str, int, int, int]]:
    with simulator(*SERVERS["limiter"]) as url:
        run = load(folder, "--url", url, *LOAD, "--preflight", "false", *flags)
    assert run.code == 4, run.output + run.errors
    return said(run.results)
