"""Three bots as their authors build them: what they lose, say twice, forget in a restart and cannot carry is named."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from rest_server import ROOT, RestServer, free_port, listens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Start = Callable[..., RestServer]

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

BOTS = ("memory", "redis_queue", "threads")
WORKERS = 4
NUMBERS = ("--phone-numbers", "+15555550000-+15555551999", "--preflight", "false")


@pytest.fixture(scope="module")
def redis_port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a Redis that keeps nothing, on a port of its own; return nothing where there is none."""
    if shutil.which("redis-server") is None:
        yield ""
        return
    port, folder = free_port(), tmp_path_factory.mktemp("redis")
    flags = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(folder)]
    process = subprocess.Popen(["redis-server", *flags], stdout=subprocess.DEVNULL)
    try:
        assert listens(port, process)
        yield str(port)
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture
def started(tmp_path: Path, redis_port: str) -> Iterator[Start]:
    servers: list[RestServer] = []

    def start(bot: str, folder: Path = tmp_path, **own: str) -> RestServer:
        if bot == "redis_queue":
            if not redis_port:
                pytest.skip("redis-server is not installed: apt-get install redis-server")
            own["REDIS"] = redis_port
        servers.append(RestServer(folder, [sys.executable, str(ROOT / f"tests/e2e/bots/{bot}.py")], **own))
        return servers[-1]

    yield start
    for server in servers:
        server.process.kill()
        server.process.wait(5)


def counted(results: dict[str, Any]) -> tuple[int, int]:
    """Return how many messages the load says were not answered, and were answered twice."""
    scenarios = results["snapshot"]["answers"]["scenarios"].values()
    return sum(kind["unanswered"]["count"] for kind in scenarios), sum(kind["twice"] for kind in scenarios)


def outcome(results: dict[str, Any], metric: str) -> str:
    """Return how the target of a metric came out."""
    return next(one["status"] for one in results["outcomes"] if one["target"].startswith(f"{metric} "))


@pytest.mark.parametrize("bot", BOTS)
def test_a_bot_that_loses_3_percent_and_answers_1_percent_twice_fails_for_both(bot: str, started: Start) -> None:
    server = started(bot, LOSE="0.03", TWICE="0.01", SEED="2")
    code, told, results = server.load(
        *(*NUMBERS, "--rate", "30", "--duration", "10", "--reply-timeout", "4"),
        *("--targets", "unanswered < 0.1%", "--targets", "answered_twice <= 0.1%"),
    )
    assert code == 1, told
    assert counted(results) == (server.logged("lost"), server.logged("twice")), told
    assert min(counted(results)) >= 1
    assert outcome(results, "unanswered") == outcome(results, "answered_twice") == "missed", told
    assert "Single messages are accepted and lost, while others of the same seconds are answered" in told
    assert "The work of some messages is done twice" in told


@pytest.mark.parametrize("bot", BOTS)
def test_what_a_restart_loses_is_counted(bot: str, started: Start) -> None:
    server = started(bot, WORK="0.3")  # 13 a second

    def restart() -> None:
        while server.logged("accepted") < 60:
            time.sleep(0.02)
        server.restart()

    threading.Thread(target=restart, daemon=True).start()
    code, told, results = server.load(
        *(*NUMBERS, "--rate", "20", "--duration", "8", "--reply-timeout", "12"),
        *("--targets", "unanswered < 0.1%", "--targets", "success > 10%"),
    )
    unanswered, _ = counted(results)
    lost = server.logged("accepted") - server.logged("answered")
    assert code == 1, told
    assert abs(unanswered - lost) <= WORKERS, told  # what was in a worker's hand when it died may have been texted
    assert lost <= WORKERS if bot == "redis_queue" else lost > WORKERS
    assert outcome(results, "unanswered") == "missed"
    if unanswered > WORKERS:  # fewer do not tell why
        assert "A restart lost accepted work" in told or "The server went away, and accepted work with it" in told, told


@pytest.mark.parametrize("bot", BOTS)
def test_a_bot_that_drowns_fails_though_every_webhook_is_quick(bot: str, started: Start) -> None:
    server = started(bot, WORK="0.4")  # 10 a second
    code, told, results = server.load(
        *(*NUMBERS, "--rate", "20", "--duration", "8", "--reply-timeout", "4"),
        *("--targets", "reply p95 < 3s", "--targets", "p95 < 2s"),
    )
    assert code == 1, told
    assert outcome(results, "reply p95") == outcome(results, "unanswered") == "missed", told
    assert outcome(results, "p95") == "met", told
    assert "The work does not keep up with the messages" in told


@pytest.mark.parametrize(("bot", "work"), [("memory", 0.4), ("redis_queue", 0.2), ("threads", 0.3)])
def test_capacity_is_what_the_work_keeps_up_with(bot: str, work: float, started: Start) -> None:
    truth = WORKERS / work
    server = started(bot, WORK=str(work))
    code, told, results = server.load(
        *("capacity", *NUMBERS, "--from", "4/s", "--to", "64/s", "--hold", "15s", "--reply-timeout", "15"), timeout=390
    )
    assert code == 0, told
    assert results["capacity"]["rate"] == pytest.approx(truth, rel=0.1), told


@pytest.mark.matrix
def test_counts_are_exact_against_the_servers_own_log_in_fifty_seeded_runs(tmp_path: Path, started: Start) -> None:
    servers = iter(range(50))
    lock = threading.Lock()

    def one(seed: int) -> str:
        """Run one seed; return what differs, or nothing."""
        dice = random.Random(seed)
        folder = tmp_path / str(seed)
        folder.mkdir()
        shares = {"LOSE": f"{dice.uniform(0, 0.08):.3f}", "TWICE": f"{dice.uniform(0, 0.05):.3f}"}
        with lock:
            server = started(
                dice.choice(BOTS[::2] if not shutil.which("redis-server") else BOTS), folder, SEED=str(seed),
                WORK=f"{dice.uniform(0, 0.1):.3f}", **shares,
            )  # fmt: skip
        flags = ("--rate", str(dice.randint(10, 30)), "--duration", str(dice.randint(3, 6)), "--reply-timeout", "4")
        more = ("--processes", "2") if dice.random() < 0.3 else ()
        try:
            _, told, results = server.load(*NUMBERS, *flags, *more, "--seed", str(seed))
        finally:
            server.process.kill()
            server.process.wait(5)
        found, true = counted(results), (server.logged("lost"), server.logged("twice"))
        return "" if found == true else f"seed {seed}: counted {found}, true {true}\n{told}"

    with ThreadPoolExecutor(2) as pool:
        wrong = [text for text in pool.map(one, servers) if text]
    assert not wrong, "\n".join(wrong)
