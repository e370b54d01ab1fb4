"""The truth that load tools are held against, worked out by hand here; the server that acts on it; the page."""

import json
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests

from benchmarks.mock import matching
from benchmarks.page import Findings, Table, at_least, below, number, write
from benchmarks.truth import CASES, Case, Delays, Limited, Queue, logged, percentile, truth
from benchmarks.work import TOKEN, forms, plan
from loadtest.message.kinds import with_mms
from loadtest.message.signing import sign

ROOT = Path(__file__).parents[1]

TRUTHS = [
    # server, (p50, p95, p99) in ms, share accepted, why
    ("fixed", (50, 50, 50), 1, "every reply takes 50 ms"),
    ("bimodal", (20, 400, 400), 1, "a tenth takes 400 ms, so p95 and p99 fall there"),
    (
        "freeze",
        (5, 1505, 1905),
        1,
        "a fifth waits evenly for 0 to 2 s: 5 % over 1.5 s, 1 % over 1.9 s",
    ),
    ("queue-80", (10, 10, 10), 1, "messages 12.5 ms apart never meet when each takes 10 ms"),
    ("queue-120", (608, 1148, 1197), 1, "message i of 720 waits i x (10 - 8.33) ms"),
    ("limited", (20, 20, 20), 0.5, "half are accepted, and those take 20 ms"),
]


@pytest.mark.parametrize(("name", "times", "accepted", "why"), TRUTHS)
def test_truth_is_what_arithmetic_says(name: str, times: tuple[float, ...], accepted: float, why: str) -> None:
    true = truth(CASES[name])
    assert (true.p50, true.p95, true.p99) == pytest.approx(times, abs=11 if name == "freeze" else 1), why
    assert true.accepted == accepted


def test_every_server_has_its_truth_here() -> None:
    assert [row[0] for row in TRUTHS] == list(CASES)


def test_a_queue_serves_late_comers_in_turn_and_rests_when_empty() -> None:
    queue = Queue(0.01)
    assert [queue.reply(at)[0] for at in (0.0, 0.0, 0.005, 0.1)] == pytest.approx([0.01, 0.02, 0.03, 0.11])


def test_a_limit_begins_anew_each_second() -> None:
    limited = Limited(limit=1, delay=0.02)
    assert [limited.reply(at)[1] for at in (0.0, 0.5, 1.0, 1.9, 2.0)] == [True, False, True, False, True]


def test_declined_messages_are_not_in_the_truth_of_times() -> None:
    case = Case(about="", make=lambda: Limited(limit=1, delay=0.5), rate=100, seconds=1)
    assert (truth(case).p50, truth(case).accepted) == (500, 0.01)


LOGS = [
    # arrivals in s, replies as (place, s), p50 in ms, share accepted, why
    ((7.0, 7.1, 7.2), ((0, 7.05), (1, 7.15), (2, 7.25)), 50, 1, "each reply 50 ms after its message, due at once"),
    ((7.03, 7.13, 7.2), ((0, 7.05), (1, 7.15), (2, 7.25)), 50, 1, "the least late tells the beginning: two came late"),
    ((7.0, 7.1, 7.2), ((2, 7.9), (0, 7.01), (1, 7.3)), 200, 1, "replies in any order keep their places"),
    ((7.0, 7.1, 7.2), ((1, 7.13),), 30, 1 / 3, "declined messages have no reply here"),
]


@pytest.mark.parametrize(("arrivals", "replies", "p50", "accepted", "why"), LOGS)
def test_a_log_is_read_from_when_messages_were_due(
    arrivals: tuple[float, ...], replies: tuple[tuple[int, float], ...], p50: float, accepted: float, why: str
) -> None:
    log = logged(10, arrivals, replies)
    assert (log.p50, log.accepted) == pytest.approx((p50, accepted)), why


@pytest.mark.parametrize(("percent", "expected"), [(0, 1), (50, 2), (51, 3), (75, 3), (99, 4), (100, 4)])
def test_percentiles_are_by_nearest_rank(percent: float, expected: float) -> None:
    assert percentile([1, 2, 3, 4], percent) == expected


def test_delays_come_in_turn() -> None:
    delays = Delays((0.1, 0.2))
    assert [delays.reply(1.0)[0] for _ in range(3)] == [1.1, 1.2, 1.1]


def test_the_forms_of_the_peers_have_the_parameters_of_our_own_messages() -> None:
    kinds = {len(form) for form in forms()}
    assert kinds == {19, 21}, "an SMS, and an MMS with its type and URL"
    assert all(form == sorted(form) for form in forms()), "sorted by name, so that a script need not"
    assert not any("\0" in value for form in forms() for _, value in form), "no hole of our own is left"
    assert plan("http://127.0.0.1:1/").mix == with_mms(sum(len(form) == 21 for form in forms()) / len(forms()))


def test_the_server_answers_on_time_and_tells_signed_from_unsigned() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    url = f"http://127.0.0.1:{port}/api/sms/webhook"
    argv = [sys.executable, "-m", "benchmarks.server", "fixed", str(port), url, TOKEN]
    process = subprocess.Popen(argv, cwd=ROOT, stdout=subprocess.PIPE)
    try:
        session = requests.Session()
        session.trust_env = False
        _until_ready(session, url)
        form = [("Body", "a & b"), ("From", "+1")]
        began = time.monotonic()
        good = session.post(url, data=form, headers={"X-Twilio-Signature": sign(url, form, TOKEN)})
        took = time.monotonic() - began
        session.post(url, data=form, headers={"X-Twilio-Signature": "wrong"})
    finally:
        process.terminate()
        output, _ = process.communicate(timeout=10)
    report = json.loads(output)
    assert good.text == "<Response><Message>Got it!</Message></Response>"
    assert took >= 0.05
    assert (report["messages"], report["checked"], report["signed"]) == (2, 2, 1)
    assert report["health"] < report["first"]
    assert report["late_p50_ms"] >= 0
    assert report["log"]["p50"] >= 50
    assert report["log"]["accepted"] == 1


def _until_ready(session: requests.Session, url: str) -> None:
    for _ in range(200):
        try:
            assert session.get(url).ok
        except requests.ConnectionError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("the server did not start")


GOALS = [
    (at_least("a", 6, 6.0), True, "6.00 ×", "the goal itself is met"),  # noqa: RUF001  the sign of the page
    (at_least("a", 6, 5.99), False, "5.99 ×", "a hair less is not"),  # noqa: RUF001
    (at_least("a", 6, 7.0, 8.0), True, "7.00 × (8.00 × by CPU)", "by CPU is shown as well"),  # noqa: RUF001
    (at_least("a", 6, 5.0, 8.0), False, "5.00 × (8.00 × by CPU)", "and decides nothing"),  # noqa: RUF001
    (at_least("a", 6, None), None, "not measured", "a missing peer is neither"),
    (below("a", 1, "ms", 0.999), True, "0.999 ms", "below"),
    (below("a", 1, "ms", 1.0), False, "1.00 ms", "the limit itself is not below"),
    (below("a", 1, "ms", None), None, "not measured", "no data is not a pass"),
]


@pytest.mark.parametrize(("goal", "met", "measured", "why"), GOALS)
def test_goals(goal: object, met: object, measured: str, why: str) -> None:
    assert (goal.met, goal.measured) == (met, measured), why


def test_the_page_has_goals_tables_and_the_machine(tmp_path: Path) -> None:
    table = Table(title="Throughput", about="About.", header=["", "messages/s"], rows=[["k6", "not installed"]])
    found = Findings(tables=[table], goals=[at_least("beside k6", 6, 2.0)])
    write(tmp_path / "page.md", [found], facts={"cores": "2"}, quick=True)
    text = (tmp_path / "page.md").read_text(encoding="utf-8")
    assert "- cores: 2\n" in text
    assert "A quick run" in text
    assert "| beside k6 | ≥ 6 × | 2.00 × | **not met** |" in text  # noqa: RUF001
    assert "## Throughput\n\nAbout.\n\n|  | messages/s |\n| --- | ---: |\n| k6 | not installed |\n" in text


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "–"), (12345.6, "12,346"), (99.94, "99.9"), (1.005, "1.00"), (0.0042, "0.004")],  # noqa: RUF001
)
def test_numbers_have_the_precision_they_deserve(value: float | None, text: str) -> None:
    assert number(value) == text


def test_of_ten_thousand_answers_that_take_up_to_20_s_none_is_matched_wrongly() -> None:
    told, met = matching(0.0)
    assert met, told
    assert told.startswith("0 of 10,000 wrong")
