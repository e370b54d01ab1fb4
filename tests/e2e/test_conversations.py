"""Conversations with bots that keep a state: the simulator's in a cookie, a user's own in a database."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from harness import ROOT, TOKEN, Finished, ask, finish, load, simulator, start
from rest_server import free_port, listens

from loadtest.simulator.shop import CONVERSATION
from loadtest.words.instant import instant_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NUMBERS = ("--phone-numbers", "+15555560000-+15555564999")
QUICK = CONVERSATION.replace("wait: 0.5s-1.5s", "wait: 10ms-60ms")
DATABASE = """
tea:
  weight: 2
  steps:
    - {name: menu, say: [MENU, menu], expect: "What would you like?{any}"}
    - {name: choose, say: "2", wait: 5ms-50ms, expect: "One tea. Reply YES to pay."}
    - {name: pay, say: [YES, "yes "], wait: 5ms-50ms, expect: "/Receipt [0-9]+ for one tea/"}
coffee:
  steps:
    - {name: menu, say: MENU}
    - {name: choose, say: "1", capture: {item: "One ([a-z]+)"}}
    - {name: stray, say: "the {item}, please", maybe: 20%, expect: ["I didn't understand that.", refused]}
    - {name: pay, say: "YES", expect: "Thanks! Receipt {number} for one coffee."}
"""


def counts(run: Finished) -> dict[str, Any]:
    return run.results["summary"]["conversations"]


def talk(folder: Path, url: str, text: str, *flags: str, timeout: float = 60) -> Finished:
    return load(folder, "--url", url, "--conversations", text, "--seed", "7", *NUMBERS, *flags, timeout=timeout)


@pytest.fixture(scope="module")
def shop() -> Iterator[str]:
    with simulator("--shop", "on", "--number-limit", "off") as url:
        yield url


@contextmanager
def database_shop(folder: Path) -> Iterator[str]:
    port, path = free_port(), folder / "shop.db"
    env = {"PATH": os.environ["PATH"], "TWILIO_AUTH_TOKEN": TOKEN, "PORT": str(port), "DATABASE": str(path)}
    process = subprocess.Popen([sys.executable, str(ROOT / "tests/e2e/shop_database.py")], env=env)
    try:
        assert listens(port, process)
        yield f"http://127.0.0.1:{port}/sms"
    finally:
        process.terminate()
        process.wait(10)


def test_one_process_two_and_three_shards_hold_the_same_conversations(shop: str, tmp_path: Path) -> None:
    size = ("--rate", "40/s", "--duration", "2")
    runs = [talk(tmp_path / f"p{count}", shop, QUICK, *size, "--processes", str(count)) for count in (1, 2)]
    at, folder = instant_text(datetime.now(UTC) + timedelta(seconds=6)), tmp_path / "shards"
    flags = ("--url", shop, "--conversations", QUICK, "--seed", "7", *NUMBERS, *size, "--start", at)
    parts = [start(folder, *flags, "--shard", f"{index}/3") for index in (1, 2, 3)]
    assert [finish(part, folder).code for part in parts] == [0, 0, 0]
    names = [str(folder / f"shard-{index}-of-3.json") for index in (1, 2, 3)]
    merged = finish(start(tmp_path / "merged", "merge", *names), tmp_path / "merged")
    for run in (*runs, merged):
        assert run.passed, run.output + run.errors
        order = counts(run)["order"]
        assert (order["begun"], order["completed"], order["broken"], order["not_begun"]) == (80, 80, {}, 0)
        sent = {name: part["sent"] for name, part in run.results["summary"]["scenarios"].items()}
        assert sent == {"order.menu": 80, "order.choose": 80, "order.pay": 80}
    assert len({json.dumps(run.results["snapshot"]["numbers"], sort_keys=True) for run in (*runs, merged)}) == 1


def test_a_shop_that_forgets_breaks_conversations_and_the_target_on_them(tmp_path: Path) -> None:
    with simulator("--shop", "on", "--forget", "10%", "--number-limit", "off") as url:
        size = ("--rate", "40/s", "--duration", "2", "--preflight", "off", "--targets", "conversations completed > 99%")
        run = talk(tmp_path / "out", url, QUICK, *size)
    order = counts(run)["order"]
    broken = sum(sum(reasons.values()) for reasons in order["broken"].values())
    assert run.code == 1, run.output
    assert 0 < broken < 40
    assert order["completed"] + broken == order["begun"] == 80
    assert "which step choose does not expect" in run.output
    assert any(case.name == "Completed conversations share" for suite in run.junit for case in suite)


def test_what_its_own_bot_refutes_is_told_before_the_load(shop: str, tmp_path: Path) -> None:
    wrong = QUICK.replace('"Welcome!{any}"', '"Good morning{any}"')
    run = talk(tmp_path / "out", shop, wrong)
    assert run.code == 3
    assert "the conversation order breaks at its step menu: to 'MENU' the reply says \"Welcome!" in run.output
    assert run.results["summary"] is None


def test_mistakes_are_told_with_their_lines_and_all_at_once(tmp_path: Path) -> None:
    (tmp_path / "talks.yml").write_text("order:\n  - {say: x, expcet: y}\n  - {say: '{ordr}'}\n", "utf-8")
    run = load(tmp_path / "out", "--url", "http://localhost:1/", "--conversations", "@talks.yml", "--mix", "sms 100%")
    assert run.code == 2
    assert "--conversations: line 2: 'expcet' is not known; did you mean expect?" in run.errors
    told = ask("http://localhost:1/", "--conversations", "a: [hi]", "--mix", "sms 100%", "--dry-run", cwd=tmp_path)
    assert "--conversations and --mix exclude each other" in told.errors


def test_a_dry_run_tells_each_conversation_and_too_few_numbers(tmp_path: Path) -> None:
    flags = ("--rate", "40/s", "--duration", "5", "--phone-numbers", "+15555560000-+15555560009", "--dry-run")
    told = ask("http://localhost:1/", "--conversations", CONVERSATION, *flags, cwd=tmp_path).output
    assert "Conversations: 200" in told
    assert "Conversation order (100%): menu → choose → pay; 3 messages, waits 2s" in told
    assert "201 numbers would do" in told or "200 numbers would do" in told


@pytest.mark.slow
@pytest.mark.timeout(180)
@pytest.mark.parametrize("state", ["cookie", "database"])
def test_a_thousand_conversations_without_one_false_break(state: str, shop: str, tmp_path: Path) -> None:
    size = ("--rate", "50/s", "--duration", "20", "--targets", "conversations completed >= 100%")
    if state == "cookie":
        run = talk(tmp_path / "out", shop, QUICK, *size, timeout=120)
    else:
        with database_shop(tmp_path) as url:
            run = talk(tmp_path / "out", url, DATABASE, *size, timeout=120)
        sold = sqlite3.connect(tmp_path / "shop.db").execute("SELECT count(*) FROM sold").fetchone()[0]
        assert sold == 1_000 + 4, "the load's, and each of the two held twice before it"
    found = counts(run).values()
    assert run.passed, run.output + run.errors
    assert sum(one["begun"] for one in found) == sum(one["completed"] for one in found) == 1_000
    assert all(one["broken"] == {} and not one["unfinished"] and not one["not_begun"] for one in found)
