"""Servers that decline politely, with status 200 and in words that the program does not know, are never green."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from harness import ask, finish, load, simulator, start

from loadtest.words.instant import instant_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LIMIT = "The juggler has both hands full of your <texts> & will catch no more"
ERROR = "The kitchen is still plating the last one, and it isn't pretty"
LOAD = ("--duration", "2", "--concurrent", "20", "--delay", "250", "--seed", "5")
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
    assert accepted.passed, accepted.output
    assert "your accept-pattern" in accepted.output


def test_a_result_prints_the_list_that_the_next_run_is_held_against(tmp_path: Path) -> None:
    with simulator("--number-limit", "off") as url:
        clean = load(tmp_path / "clean", "--url", url, *LOAD)
    assert clean.passed, clean.output
    listed = ask("replies", str(clean.folder / "results.json"), cwd=tmp_path)
    assert listed.code == 0, listed.errors
    (tmp_path / "expected.txt").write_text(listed.output, "utf-8")
    held = ("--expected-replies", "@expected.txt")
    with simulator(*SERVERS["errors"]) as url:
        declined = load(tmp_path / "out", "--url", url, *LOAD, *held)
    assert declined.code == 1, declined.output
    assert "unexpected reply" in declined.output
    assert ERROR in declined.output
    with simulator("--number-limit", "off") as url:
        again = load(tmp_path / "out", "--url", url, *LOAD, *held, "--targets", "unexpected <= 0")
    assert again.passed, again.output


def test_processes_and_shards_hear_the_same(tmp_path: Path) -> None:
    """The limiter counts by number, so what every message gets does not depend on who sends it."""
    flags, at = (*LOAD, "--preflight", "false"), instant_text(datetime.now(UTC) + timedelta(seconds=8))
    whole, parts = [tmp_path / str(count) for count in (1, 3)], tmp_path / "parts"
    with ExitStack() as servers:
        urls = [servers.enter_context(simulator(*SERVERS["limiter"])) for _ in (*whole, parts)]
        runs = [
            *(
                start(folder, "--url", url, *flags, "--processes", folder.name)
                for folder, url in zip(whole, urls, strict=False)
            ),
            *(start(parts, "--url", urls[-1], *flags, "--start", at, "--shard", f"{place}/3") for place in (1, 2, 3)),
        ]
        done = [finish(run, folder) for run, folder in zip(runs, [*whole, parts, parts, parts], strict=True)]
    assert [run.code for run in done] == [4, 4, 0, 0, 0], [run.output + run.errors for run in done]
    merged = load(tmp_path / "merged", "merge", *(str(path) for path in sorted(parts.glob("shard-*.json"))))
    one, *others = [said(run.results) for run in (*done[:2], merged)]
    assert len(one) == 2
    assert all(other == one for other in others)
