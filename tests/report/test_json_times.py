from __future__ import annotations

import factories
import pytest

from loadtest.assess.summary import LOST, summarise
from loadtest.measure.answers import Answered, Answers
from loadtest.report.files.json_times import answers, ms


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        pytest.param(None, None, id="nothing was measured"),
        pytest.param(0.0012346, 1.235, id="to the microsecond"),
        pytest.param(LOST, "lost", id="slower than any limit"),
    ],
)
def test_milliseconds(seconds: float | None, shown: float | str | None) -> None:
    assert ms(seconds) == shown


def test_answers_are_told_where_somebody_watched() -> None:
    snapshot = factories.snapshot(factories.accepted(seq) for seq in range(4))
    assert answers(summarise(snapshot, planned=4, duration=1.0).total) == {}
    counted = Answered(twice=1)
    for seconds in (1.0, 2.0, 3.0):
        counted.reply_time.record(seconds)
    counted.unanswered.record(30.0)
    snapshot.answers = Answers(scenarios={"sms": counted})
    told = answers(summarise(snapshot, planned=4, duration=1.0).total)["answers"]
    assert (told["answered"], told["unanswered"], told["answered_twice"]) == (3, 1, 1)
    assert told["reply_time_ms"]["min"] == 1000
    assert told["reply_time_ms"]["p99"] == "lost"
    assert "timeouts" not in told["reply_time_ms"]
