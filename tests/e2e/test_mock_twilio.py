"""Servers that answer by REST through Twilio's own libraries, caught by the mock; nothing leaves loopback."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from harness import passed
from rest_server import ROOT, RestServer, listens

from loadtest.words.instant import instant_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Any]:
    bots: list[RestServer] = []

    def start(command: Sequence[str] = (), **own: str) -> RestServer:
        bots.append(RestServer(tmp_path, command, **own))
        return bots[-1]

    yield start
    for bot in bots:
        bot.process.terminate()
        bot.process.wait(5)


SHORT = ("--preflight", "false", "--rate", "40", "--duration", "1", "--reply-timeout", "10",
         "--phone-numbers", "+15555550000-+15555550499")  # fmt: skip


IMPATIENT = ("--reply-timeout", "4")


def test_what_a_bot_loses_and_says_twice_is_counted_exactly(started: Any) -> None:
    bot = started(LOSE="0.1", TWICE="0.08")
    code, told, results = bot.load(
        *SHORT, *IMPATIENT, "--targets", "unanswered <= 0%", "--targets", "answered_twice < 1"
    )
    answers = results["snapshot"]["answers"]["scenarios"]
    lost = sum(kind["unanswered"]["count"] for kind in answers.values())
    twice = sum(kind["twice"] for kind in answers.values())
    assert code == 1, told
    assert (lost, twice) == (bot.logged("lost"), bot.logged("twice")), told
    assert lost > 0
    assert twice > 0
    assert "Unanswered share is" in told


def test_a_bot_that_answers_everything_passes_and_what_it_did_is_known(started: Any) -> None:
    """Its media come through the redirect with the account's credentials, its status callbacks signed."""
    bot = started(WORK="0.2", FETCH="yes", CALLBACK="yes")
    code, told, results = bot.load(
        *(*SHORT, "--mms-share", "100%", "--media-size", "20kB", "--mock-twilio-faults", "undelivered 10%"),
        *("--targets", "reply p95 < 10s", "--targets", "unanswered < 0.1%"),
    )
    assert passed(code, results), told
    answers = results["snapshot"]["answers"]
    assert answers["scenarios"]["mms"]["reply_time"]["min_us"] >= 200_000
    assert not (bot.folder / "mock/key.pem").exists()
    media = answers["seen"]["media"]
    assert media["messages"] == 40
    assert not media.get("refused")
    assert bot.logged("fetched 200 audio/ogg") == media["fetches"]
    assert bot.logged("status queued  True") == bot.logged("status sent  True") == 40, told
    undelivered = bot.logged("status undelivered 30003 True")
    assert undelivered in {3, 4, 5}
    assert bot.logged("status delivered  True") == 40 - undelivered
    assert answers["seen"]["callbacks"] == {"answered": 120}
    assert answers["seen"]["delivery"] == {"delivered": 40 - undelivered, "undelivered": undelivered}
    assert f"Delivered: {40 - undelivered} of 40 texts with status callbacks; {undelivered} undelivered" in told


def test_a_limit_told_by_rest_is_a_limit(started: Any) -> None:
    bot = started(TEXT="You've sent too many messages. Please wait a minute and try again.")
    code, told, results = bot.load(*SHORT, "--seed", "7")
    assert code == 1
    assert "Rate Limited: 40" in told
    assert results["snapshot"]["answers"]["scenarios"]["sms"]["declined"] == {"rate limited": 29}


@pytest.mark.slow
def test_a_rate_counts_the_status_callbacks_of_its_own_messages(started: Any) -> None:
    bot = started(CALLBACK="yes")
    climb = ("capacity", "--from", "10/s", "--to", "20/s", "--hold", "2s", "--preflight", "false")
    code, told, results = bot.load(*climb, "--phone-numbers", SHORT[-1], "--reply-timeout", "10")
    assert passed(code, results), told
    rates = [trial["rate"] for trial in results["capacity"]["trials"]]
    assert len(rates) > 1, told
    sent = results["summary"]["total"]["sent"]
    assert results["snapshot"]["answers"]["seen"] == {
        "callbacks": {"answered": 3 * sent},
        "delivery": {"delivered": sent},
    }
    assert bot.logged("status delivered  True") == sum(2 * rate for rate in rates)


@pytest.mark.slow
def test_two_processes_share_the_matching(started: Any) -> None:
    bot = started(LOSE="0.1")
    _, told, results = bot.load(*SHORT, *IMPATIENT, "--processes", "2", "--targets", "unanswered <= 0%")
    answers = results["snapshot"]["answers"]
    lost = sum(kind["unanswered"]["count"] for kind in answers["scenarios"].values())
    assert lost == bot.logged("lost"), told
    assert (answers["unasked"], answers["ambiguous"]) == (0, 0)


@pytest.mark.slow
def test_two_shards_share_one_mock_and_count_nothing_twice(started: Any) -> None:
    bot = started(LOSE="0.1")
    assert listens(bot.port, bot.process)
    start = instant_text(datetime.now(UTC) + timedelta(seconds=8))
    url, own = f"http://127.0.0.1:{bot.port}/sms", bot.folder / "shards"
    flags = (*SHORT, *IMPATIENT, "--seed", "7", "--start", start, "--mock-twilio", f"127.0.0.1:{bot.mock_port}")
    log = bot.folder / "others.log"
    mock = bot.loadtest("mock-twilio", log=log)
    try:
        assert listens(bot.mock_port, mock)
        shards = [
            bot.loadtest(
                "run",
                url,
                *flags,
                "--monitor",
                "off",
                "--shard",
                f"{index}/2",
                "--report-dir",
                str(own),
                *more,
                log=log,
            )
            for index, more in ((1, ()), (2, ("--processes", "2")))
        ]
        assert [shard.wait(40) for shard in shards] == [0, 0]
    finally:
        mock.terminate()
        mock.wait(5)
    bot.loadtest(
        "merge", *map(str, sorted(own.glob("shard-*.json"))), "--report-dir", str(bot.folder / "all"), log=log
    ).wait(30)
    answers = json.loads((bot.folder / "all/results.json").read_text("utf-8"))["snapshot"]["answers"]
    assert sum(kind["unanswered"]["count"] for kind in answers["scenarios"].values()) == bot.logged("lost") > 0
    assert (answers["unasked"], answers["ambiguous"]) == (0, 0)
    assert sum(answers["seen"]["calls"].values()) == 40 - bot.logged("lost"), "each call counts once"


@pytest.fixture(scope="module")
def node_modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder into which npm has put twilio and express."""
    if shutil.which("npm") is None or shutil.which("node") is None:
        pytest.skip("node or npm is not installed")
    folder = tmp_path_factory.mktemp("node")
    install = ["npm", "install", "--silent", "--no-audit", "--no-fund", "twilio@6", "express@5"]
    env = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", str(folder))}
    try:
        done = subprocess.run(install, cwd=folder, env=env, capture_output=True, timeout=50, check=False)
    except subprocess.TimeoutExpired:
        pytest.skip("npm did not answer within 50 s")
    if done.returncode:
        pytest.skip(f"npm could not install twilio: {done.stderr.decode()[-200:]}")
    shutil.copy(ROOT / "tests/e2e/rest_bot.js", folder / "rest_bot.js")
    return folder


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_nodes_library_is_caught_through_the_proxy(started: Any, node_modules: Path) -> None:
    bot = started(("node", str(node_modules / "rest_bot.js")))
    code, told, results = bot.load(*SHORT)
    answers = results["snapshot"]["answers"]
    assert (code, answers["by_rest"], answers["exact"]) == (0, 40, 40), told
    assert bot.logged("answered") == 40


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_nodes_own_fetch_is_caught_by_name(started: Any, node_modules: Path) -> None:
    """Names lead to the mock by a resolver in the bot's process, as /etc/hosts would; a test cannot write there."""
    hosts = node_modules / "hosts.js"
    hosts.write_text(
        "const dns = require('node:dns'); const real = dns.lookup;\n"
        "dns.lookup = (name, options, done) => /twilio(cdn)?\\.com$/.test(name)\n"
        "  ? (done ?? options)(null, options.all ? [{address: '127.0.0.1', family: 4}] : '127.0.0.1', 4)\n"
        "  : real(name, options, done);\n",
        "utf-8",
    )
    bot = started(("node", "--require", str(hosts), str(node_modules / "rest_bot.js")), BY="fetch")
    code, told, results = bot.load(*SHORT)
    assert (code, results["snapshot"]["answers"]["by_rest"]) == (0, 40), told
