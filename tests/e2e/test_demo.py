"""The demo's bot that answers later, as a user meets it; its own counts are the truth."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pytest
from harness import ask, load

if TYPE_CHECKING:
    from pathlib import Path

BOT = re.compile(r"As a bot it answered (\d+), (\d+) of them twice, and lost (\d+)")


@pytest.mark.slow
def test_what_the_bot_loses_and_says_twice_is_found_in_fifteen_seconds(tmp_path: Path) -> None:
    began = time.monotonic()
    run = load(tmp_path / "out", "demo", "--async", "--lose", "3%", "--twice", "1%")
    took = time.monotonic() - began
    own = BOT.search(run.output)
    assert own is not None, run.output + run.errors
    answers = run.results["snapshot"]["answers"]["scenarios"].values()
    lost = sum(kind["unanswered"]["count"] for kind in answers)
    twice = sum(kind["twice"] for kind in answers)
    assert run.code == 1
    assert (twice, lost) == (int(own[2]), int(own[3]))
    assert (twice, lost) >= (1, 2)
    assert "Unanswered share is" in run.output
    assert run.results["snapshot"]["answers"]["unasked"] == 0
    assert took < 40, "fifteen seconds, on a machine that does nothing else"


def test_a_bot_that_answers_everything_passes(tmp_path: Path) -> None:
    run = load(tmp_path / "out", "demo", "--async", "--duration", "3")
    assert run.passed, run.output + run.errors
    assert "Answered: 30 of 30 accepted (100.00%)" in run.output


@pytest.mark.slow
def test_a_backlog_shows_and_fails(tmp_path: Path) -> None:
    run = load(tmp_path / "out", "demo", "--async", "--backlog")
    assert run.code == 1, run.output + run.errors
    waiting = re.search(r"\d+ successful, 0 failed, (\d+) without an answer yet", run.output)
    assert waiting is not None, run.output
    assert int(waiting[1]) >= 15
    assert "✗ Unanswered share is" in run.output


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        (("--lose", "3%"), "--lose: only a bot has it; add --async"),
        (("--async", "--mock-twilio", "4010"), "--mock-twilio: the demo plays Twilio itself; leave it out"),
    ],
)
def test_mistakes_send_nothing(tmp_path: Path, flags: tuple[str, ...], told: str) -> None:
    run = load(tmp_path / "out", "demo", *flags)
    assert (run.code, told in run.errors) == (2, True), run.errors


def test_the_simulator_alone_is_a_bot_only_where_a_mock_catches_it(tmp_path: Path) -> None:
    done = ask("simulator", "--port", "0", "--async", "on", cwd=tmp_path)
    assert done.code == 2
    assert "loadtest mock-twilio exec -- loadtest simulator --async on" in done.errors
