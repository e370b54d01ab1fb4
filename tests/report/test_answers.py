"""What a mock Twilio caught, in every report: the page's plot, the metrics, the seconds, the numbers."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

import factories
import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from loadtest.assess.summary import summarise
from loadtest.measure.matching import Matcher
from loadtest.report.files import step_summary
from loadtest.report.files.metrics import openmetrics, per_second
from loadtest.report.page import html_page
from loadtest.report.page.figures import figures
from loadtest.report.sections.answers import flow, rows
from loadtest.report.sections.phones import phone_rows, phones_title

if TYPE_CHECKING:
    from loadtest.assess.result import Result

FAST, LOST = "+15555551001", "+15555551002"


@pytest.fixture
def result() -> Result:
    """Return a run of 40 messages, four a second: those of one number are answered in 1.5 s, the other's not in 30."""
    matcher, recorded = Matcher(30.0), []
    for seq in range(40):
        due, number = seq / 4, FAST if seq % 4 else LOST
        recorded.append(factories.accepted(seq, number=number, due=due, sent=due, done=due + 0.05))
        matcher.sent(seq, "sms", number, due)
        matcher.settled(seq, number, due + 0.05, accepted=True)
        if number == FAST:
            matcher.text(number, due + 1.5, f"answer {seq}")
    matcher.finish(50.0)
    snapshot = factories.snapshot(recorded)
    snapshot.answers = matcher.answers
    summary = summarise(snapshot, planned=40, duration=10.0)
    return factories.result(recorded, snapshot=snapshot, summary=summary)


def test_reply_times_are_drawn_beside_webhook_times(result: Result) -> None:
    (plot,) = [figure for figure in figures(result) if figure["title"] == "Reply times beside webhook times"]
    assert [name for _, name in plot["legend"]] == ["reply P50", "reply P95", "webhook P95"]
    assert "lost (drawn at the longest wait)" in plot["said"]
    assert "webhook P95 50ms" in plot["svg"]


def test_without_a_mock_nothing_of_it_is_shown() -> None:
    plain = factories.result([factories.accepted()])
    assert not [figure for figure in figures(plain) if "Reply times" in figure["title"]]
    assert "loadtest_answers" not in openmetrics(plain)
    assert "answered" not in per_second(plain)


def test_the_metrics_count_answers(result: Result) -> None:
    read = {
        (sample.name, sample.labels.get("outcome") or sample.labels.get("quantile")): sample.value
        for family in text_string_to_metric_families(openmetrics(result))
        for sample in family.samples
        if sample.labels.get("kind") == "all"
    }
    assert [read["loadtest_answers", name] for name in ("answered", "unanswered", "twice")] == [30, 10, 0]
    assert read["loadtest_reply_time_seconds", "0.5"] == pytest.approx(1.5, rel=0.02)
    assert read["loadtest_reply_time_seconds", "0.95"] == float("inf")


def test_every_second_tells_what_came_of_its_messages(result: Result) -> None:
    rows = list(csv.DictReader(io.StringIO(per_second(result))))
    assert [(row["answered"], row["unanswered"]) for row in rows[:10]] == [("3", "1")] * 10
    assert rows[0]["reply_p95_ms"] == "lost"
    assert float(rows[0]["reply_p50_ms"]) == pytest.approx(1500, rel=0.02)


def test_a_number_whose_messages_stay_unanswered_is_named(result: Result) -> None:
    assert phones_title(result) == "2 phone numbers, 1 with failed or unanswered messages"
    assert phone_rows(result) == [(LOST, "10", "0 (0.00%)", "0", "10")]


def test_what_was_delivered_is_the_last_step_and_what_fell_out_is_beside_it(result: Result) -> None:
    answers = result.snapshot.answers if result.snapshot else None
    assert answers is not None
    assert flow(result) == [("sent", 40), ("accepted", 40), ("answered", 30)]
    assert "Delivered" not in dict(rows(result))
    answers.seen["delivery"] = {"delivered": 24, "undelivered": 3, "failed": 1, "not taken": 1, "not sent": 1}
    assert flow(result)[-2:] == [("answered", 30), ("delivered", 24)]
    assert "answered **30** → delivered **24**" in step_summary.render(result)
    assert dict(rows(result))["Delivered"] == (
        "24 of 30 texts with status callbacks; 3 undelivered, as mock-twilio-faults says; 1 failed, as "
        "mock-twilio-faults says; 1 delivered, but the server did not answer the callback of it with 2xx; 1 delivered, "
        "but the callback of it was not sent"
    )
    answers.seen["delivery"]["delivered"] += 1
    assert flow(result)[-1] == ("answered", 30), "one text more than answers"
    assert dict(rows(result))["Delivered"].startswith("25 of 31 texts with status callbacks; ")


def test_what_is_aligned_as_a_number_holds_no_sentence(result: Result) -> None:
    cells = re.findall(r'<td class="n">([^<]*)</td>', html_page.render(result))
    assert max(map(len, cells)) < 30, cells
