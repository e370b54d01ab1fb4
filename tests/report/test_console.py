from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import factories
import golden
import pytest

from loadtest.assess.target import DEFAULT_TARGETS
from loadtest.pacing import ClosedBatches
from loadtest.report import console
from loadtest.words.errors import Conclusion, ExitCode

if TYPE_CHECKING:
    from loadtest.assess.result import Result

HEADER = """\
Starting load test...
Target: http://localhost:3000/api/sms/webhook
Concurrent messages: 10
Test duration: 60s
Phone numbers: 5
"""
RESULTS = """\
=== Load Test Results ===
Total Requests: 600
Successful: 585 (97.50%)
Failed: 15 (2.50%)
Rate Limited: 12

Response Times:
  Average: 3,245ms
  Min: 1,234ms
  Max: 8,901ms
  P50: 2,987ms
  P95: 6,543ms
  P99: 8,234ms

=== Performance Assessment ===
✓ Average response time is under 5 seconds (target met)
✓ Success rate is above 95%
✓ P95 response time is under 10 seconds
"""
FILES = ("load-test-results/results.json", "load-test-results/summary.md")


def text(result: Result, *, ascii_only: bool = False) -> str:
    return "\n".join(console.report(result, files=FILES, ascii_only=ascii_only)) + "\n"


def test_the_guides_example_stands_word_for_word() -> None:
    guide = factories.guide()
    assert guide.plan is not None
    assert ("\n".join(console.header(guide.plan)) + "\n").startswith(HEADER)
    assert console.progress_line(10, sent=100, successful=95, failed=5) == (
        "[10s] Sent 100 requests, 95 successful, 5 failed"
    )
    assert text(guide).startswith(RESULTS)


def test_the_guide_is_held_against_its_own_webhook_alone() -> None:
    guide = factories.guide()
    assert guide.plan is not None
    assert "The guide's baseline for 10 concurrent messages" in text(guide)
    elsewhere = replace(guide, plan=replace(guide.plan, url="http://localhost:3000/sms"))
    assert "guide" not in text(elsewhere)


def test_progress_shows_what_has_not_been_answered_yet() -> None:
    assert (
        console.progress_line(0.5, sent=5, successful=5, failed=0) == "[0.5s] Sent 5 requests, 5 successful, 0 failed"
    )
    assert console.progress_line(20.0, sent=200, successful=190, failed=2, in_flight=8).endswith(
        "[20s] Sent 200 requests, 190 successful, 2 failed, 8 in flight"
    )


@pytest.mark.parametrize(
    ("name", "result"),
    [
        pytest.param("passed", factories.guide, id="a run that passed"),
        pytest.param("rate-limited", factories.exhausted, id="a server whose limits are answered with 200"),
        pytest.param("explained", factories.explained, id="a likely cause"),
        pytest.param("slow", factories.slow, id="timeouts, drops, cuts and warnings"),
        pytest.param("aborted", factories.aborted, id="a run stopped before its load"),
    ],
)
def test_golden(name: str, result: object) -> None:
    golden.check(f"console-{name}.txt", text(result()))  # type: ignore[operator]


def test_a_refusal_inside_a_200_is_told_as_one() -> None:
    shown = text(factories.exhausted())
    assert "\nRate Limited: 500\n" in shown
    assert "Server: HTTP 200, but the reply says \"You've reached the limit of 20 messages" in shown
    assert "Twilio's log: nothing: to Twilio the message was delivered" in shown


def test_the_most_frequent_reason_comes_first() -> None:
    lines = console.report(factories.result([factories.http_error(0), *map(factories.rate_limited, (1, 2))]))
    assert [line.split(":")[0] for line in lines if ", at " in line] == ["  rate limited", "  HTTP error"]


def test_the_last_lines_say_what_happened_and_what_to_do() -> None:
    *_, happened, todo = console.report(factories.exhausted(), files=FILES)
    assert happened == "Load test failed: Success rate is 16.67%, not above 95% (target missed) (exit code 1)"
    assert todo.startswith("What to do: 500 messages (rate limited): ")


def test_timeouts_are_lost_and_make_the_average_a_lower_bound() -> None:
    lines = console.report(factories.slow())
    assert "  Average: ≥ 7,792ms" in lines
    assert "  P95: lost" in lines
    assert "  Max: lost" in lines
    assert "  Min: 7,000ms" in lines


def test_no_data_is_said_in_words() -> None:
    lines = console.report(factories.result([factories.cut()]))
    assert "Total Requests: 0" in lines
    assert "Successful: 0 (no data)" in lines
    assert "  P95: no data" in lines
    assert "✗ Success rate has no data, so it is not above 95% (target missed)" in lines
    assert lines[-1] == "What to do: nothing was measured for this target: check that the load holds such messages"


def test_an_ascii_terminal_gets_ascii() -> None:
    shown = text(factories.slow(), ascii_only=True)
    assert shown.isascii()
    assert "[missed] Average response time is >= 7,792ms" in shown


def test_the_closed_model_says_that_it_waits() -> None:
    pacing = ClosedBatches(size=3, rest=0.5, duration=90.0)
    lines = console.header(factories.plan(pacing=pacing, url="http://user:secret@h/sms"))
    assert "Target: http://h/sms" in lines
    assert "Test duration: 90s" in lines
    assert "Model: closed, each batch 500ms after the replies to the one before" in lines


@pytest.mark.parametrize(
    ("conclusion", "exit_code", "todo"),
    [
        pytest.param(Conclusion.ERROR, ExitCode.WRONG_CONFIGURATION, "correct the settings", id="wrong settings"),
        pytest.param(Conclusion.ERROR, ExitCode.NOT_READY, "look at the server's own log", id="never ready"),
        pytest.param(Conclusion.ERROR, ExitCode.OUR_ERROR, "follow the sentence above", id="our own fault"),
        pytest.param(Conclusion.ABORTED, ExitCode.SIGINT, "run it again", id="interrupted"),
        pytest.param(Conclusion.INCONCLUSIVE, ExitCode.INCONCLUSIVE, "repair what spoiled", id="inconclusive"),
    ],
)
def test_every_conclusion_says_what_to_do(conclusion: Conclusion, exit_code: ExitCode, todo: str) -> None:
    result = replace(factories.unstarted(conclusion, exit_code, "because"), plan=None)
    happened, said = console.report(result)[-2:]
    assert happened == f"Load test {conclusion.value}: because (exit code {int(exit_code)})"
    assert said.startswith(f"What to do: {todo}")


def test_a_broken_set_up_sends_one_to_the_doctor() -> None:
    result = factories.unstarted(Conclusion.ERROR, ExitCode.NOT_READY, "the token differs", broken_setup=True)
    assert "`loadtest doctor` shows every step" in console.report(result)[-1]


@pytest.mark.parametrize(
    ("recorded", "targets", "todo"),
    [
        pytest.param([factories.accepted(latency=6)], DEFAULT_TARGETS, "the server answers too slowly", id="slow"),
        pytest.param(
            [factories.accepted(latency=6), factories.rate_limited(1)],
            ["average < 5s", "success > 1%"],
            "the server answers too slowly",
            id="slow, a few refusals are not the cause",
        ),
        pytest.param(
            [factories.accepted()], ["achieved_rate > 9/s"], "compare the load that was sent", id="too little was sent"
        ),
    ],
)
def test_the_remedy_fits_the_first_missed_target(
    recorded: list[factories.Recorded], targets: list[str], todo: str
) -> None:
    assert console.report(factories.result(recorded, targets=targets))[-1].startswith(f"What to do: {todo}")
