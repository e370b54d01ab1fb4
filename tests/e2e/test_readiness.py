"""The forecast against what a server then refuses; the dry run and the guard as a user meets them."""

from __future__ import annotations

import socket
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
from harness import TOKEN, finish, load, simulator, start

if TYPE_CHECKING:
    from pathlib import Path

LOAD = ("--duration", "2", "--delay", "400", "--concurrent", "20", "--phone-numbers")
TEN, TWO = "+15555552000-+15555552009", "+15555552000-+15555552001"
CASES = {
    "an hour's quota": (["--number-limit", "6/hour"], "6/hour"),
    "fixed windows of a second": (["--number-limit", "3/s"], "3/s"),
    "sliding windows of a second": (["--number-limit", "3/s", "--window", "sliding"], "3/s sliding"),
}


def test_the_forecast_comes_true_within_a_percent(tmp_path: Path) -> None:
    with ExitStack() as stack:
        running = {}
        for place, (name, (flags, quota)) in enumerate(CASES.items()):  # all at once: they wait more than they work
            url = stack.enter_context(simulator(*flags, "--latency", "1ms"))
            folder = tmp_path / str(place)
            running[name] = (start(folder, "--url", url, *LOAD, TEN, "--rate-limit-per-number", quota), folder)
        done = {name: finish(process, folder) for name, (process, folder) in running.items()}
    for name, run in done.items():
        foreseen = run.results["forecast"]
        assert foreseen["extra"] == 4 + 2 * 6, "one well signed, one of every other kind; each different one twice"
        assert 30 < foreseen["limited"] < 140
        # Who is late, or is served late, may miss the window of a second that was foreseen.
        on_time = run.results["summary"]["total"]["response_time_ms"]["max"] < 20
        limited = int(run.line("Rate Limited:"))
        assert limited == pytest.approx(foreseen["limited"], rel=0.01) or not (on_time or "hour" in name), name
        assert (
            f"Forecast: about {foreseen['limited']} rate limited by {CASES[name][1].split()[0]}"
            in run.summary.replace("&#46;", ".")
        )
    ledger = done["an hour's quota"].results["ledger"]
    told = done["an hour's quota"].line("Rate Limited:")
    assert ledger["sentences"][1].startswith(f"All {told} rate limited messages are the per-number limit")
    assert len(ledger["top_offenders"]) == 10
    assert "Forecast: 100 messages over 10 numbers is 10 each" in done["an hour's quota"].output


@pytest.mark.slow
def test_a_check_that_is_not_atomic_and_numbers_that_are_used_up_show(tmp_path: Path) -> None:
    limit = ("--duration", "1.5", "--rate-limit-per-number", "10/hour")
    with simulator("--race", "on", "--latency", "500ms", "--number-limit", "10/hour") as url:
        first, second = (load(tmp_path / name, "--url", url, *LOAD, TWO, *limit) for name in ("first", "second"))
    assert "more through than 10/hour allows" in first.output
    assert "its check and its count may not be one step" in first.output
    assert "Preflight warning: the number +1555555200" in second.output
    assert "is already rate limited" in second.output
    assert "80 of 80 rate limited messages were from 2 fresh numbers" in second.output


def test_a_dry_run_says_it_all_and_sends_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    with socket.create_server(("127.0.0.1", 0)) as trap:
        trap.settimeout(0.2)
        url = f"http://user:sentinel-password@127.0.0.1:{trap.getsockname()[1]}/hook"
        run = load(
            folder,
            *("--url", url, "--dry-run", "--preset", "normal", "--targets", "p99 < 8s"),
            LOAD_TEST_DELAY="500",
            LOAD_TEST_SETUP_AUTHORIZATION="sentinel-bearer",
        )
        with pytest.raises(TimeoutError):
            trap.accept()
    assert run.code == 0
    assert not folder.exists()
    for part in (
        "Dry run: nothing is sent.",
        "Messages: 1,200 in 120 batches of 10",
        "Offered rate: 20/s",
        "Planned end: last message at 59.5s, its reply by 74.5s",
        "Forecast: 1,200 messages over 5 numbers is 240 each; an assumed 20/hour for each number (the default of rate",
        "will rate limit about 1,110 (with 10 sent before the load)",
        "  p99 < 8s",
        "  success > 95%",
        "(LOAD_TEST_DELAY)",
        "(preset normal (--preset))",
        "(default)",
    ):
        assert part in run.output
    assert all(secret not in run.output + run.errors for secret in (TOKEN, "sentinel-password", "sentinel-bearer"))


def test_a_public_webhook_is_a_mistake(tmp_path: Path) -> None:
    run = load(tmp_path / "out", "--url", "https://93.184.216.34/hook")
    assert run.code == 2
    assert "url: 93.184.216.34 is on a public address" in run.errors
    assert "real numbers cost money" in run.errors


def test_the_doctor_says_every_step(tmp_path: Path) -> None:
    with simulator() as url:
        ill = load(tmp_path / "out", "doctor", "--url", url, TWILIO_AUTH_TOKEN="another-token-of-the-same-kind")
    assert ill.code == 3
    assert "token, signed URL, the way the check is made, or what stands before it" in ill.output
    assert "other forms got the same" in ill.output  # each of them is not a line of its own
    assert "another-token" not in ill.output
    assert not (tmp_path / "out").exists()
