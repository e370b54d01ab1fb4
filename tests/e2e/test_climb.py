"""The search for the capacity as a user runs it: real processes against servers of known speed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from harness import ask, load, simulator
from queue_server import queue_server

if TYPE_CHECKING:
    from pathlib import Path

QUICK = ("--health-url", "off", "--progress-interval", "1")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "out"


class TestCapacity:
    @pytest.mark.slow
    def test_it_finds_what_a_server_carries(self, folder: Path) -> None:
        with queue_server(workers=1, seconds=0.02) as url:  # 50 a second, less what its own loop needs
            run = load(
                folder,
                *("capacity", "--url", url, "--from", "10/s", "--to", "160/s", "--hold", "1s", *QUICK),
                *("--targets", "p95 < 200ms, capacity >= 20/s"),
            )
        assert run.code == 0, run.output + run.errors
        found = run.results["capacity"]
        assert 20 <= found["rate"] <= 60
        assert not found["at_least"]
        assert "=== Capacity ===" in run.output
        assert "Knee: response times turn up between" in run.output
        assert "✓ Capacity is at least 20/s" in run.output
        assert "### Capacity" in run.summary

    def test_the_numbers_quota_is_not_taken_for_the_servers_capacity(self, folder: Path) -> None:
        with simulator("--number-limit", "6/hour", "--latency", "1ms") as url:
            run = load(
                folder,
                *("capacity", "--url", url, "--from", "10/s", "--to", "80/s", "--hold", "1s", *QUICK),
                *("--targets", "capacity >= 60/s", "--preflight", "off"),
            )
        assert run.code == 4, run.output + run.errors
        assert "Capacity: at least 20/s, where the limit per phone number was reached" in run.output
        assert "What to do: use more phone-numbers" in run.output
        assert "Every rate that was tried" in (folder / "report.html").read_text("utf-8")
        for targets, code in (("capacity >= 15/s", 0), ("capacity >= 60/s", 4)):
            judged = ask("judge", str(folder / "results.json"), "--targets", targets, cwd=folder.parent)
            assert judged.code == code, judged.output + judged.errors

    def test_a_server_that_carries_less_than_is_asked_fails(self, folder: Path) -> None:
        with queue_server(workers=1, seconds=0.05) as url:
            run = load(
                folder,
                *("capacity", "--url", url, "--from", "40/s", "--to", "80/s", "--hold", "1s", *QUICK),
                *("--targets", "p95 < 200ms, capacity >= 60/s"),
            )
        assert run.code == 1
        assert "Capacity: below 40/s, the lowest rate tried" in run.output
        assert run.results["capacity"]["rate"] is None

    @pytest.mark.parametrize(
        ("flags", "told"),
        [
            (("capacity", "--from", "5/s", "--to", "9/s", "--targets", "capacity >= 10/s"), "raise --to"),
            (("capacity", "--from", "5/s", "--to", "9/s", "--runs", "2"), "runs: loadtest capacity is one search"),
        ],
    )
    def test_mistakes_send_nothing(self, folder: Path, flags: tuple[str, ...], told: str) -> None:
        run = load(folder, *flags)
        assert run.code == 2
        assert told in run.errors
