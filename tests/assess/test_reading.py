"""What every report shows of a result is made once, and is nothing where there is nothing to read."""

from __future__ import annotations

from dataclasses import replace

import factories
import pytest

from loadtest.assess.baselines import Baseline
from loadtest.assess.reading import Reading
from loadtest.message.phone_pool import forecast
from loadtest.words.errors import Conclusion, ExitCode
from loadtest.words.quota import Quota

RAN = factories.exhausted()
NEVER_BEGAN = factories.unstarted(Conclusion.ERROR, ExitCode.NOT_READY, "no answer", plan=None)
ONLY_CUT = factories.result([factories.cut()])


def test_a_run_has_a_reading() -> None:
    reading = Reading(RAN)
    assert [finding.count for finding in reading.findings] == [500]
    assert reading.standings
    assert reading.red_flags == ("the success rate is 16.67%, below 90%",)
    assert sum(stretch.due for stretch in reading.timeline(10)) == 600
    assert len(reading.timeline(10)) <= 10


@pytest.mark.parametrize("result", [NEVER_BEGAN, ONLY_CUT], ids=["a run that never began", "a run of cut messages"])
def test_nothing_is_read_out_of_nothing(result: object) -> None:
    reading = Reading(result)  # type: ignore[arg-type]
    assert (reading.findings, reading.standings, reading.red_flags, reading.changes) == ((), (), (), ())


def test_a_run_without_messages_has_neither_ledger_nor_timeline() -> None:
    assert (Reading(NEVER_BEGAN).ledger, Reading(NEVER_BEGAN).timeline(5)) == ((), [])


def test_the_guides_figures_are_about_the_guides_server_alone() -> None:
    assert RAN.plan is not None
    elsewhere = replace(RAN.plan, url="http://localhost:3000/hook")
    assert Reading(replace(RAN, plan=elsewhere)).standings == ()


def test_the_ledger_tells_of_each_numbers_limit() -> None:
    limit = Quota(count=20, period=3_600.0)
    foreseen = forecast(factories.plan().pool, limit, messages=600, due=lambda seq: seq / 10)
    assert Reading(RAN).ledger == ()
    assert "observed: 500" in Reading(replace(RAN, forecast=foreseen)).ledger[0]


def test_changes_are_those_from_the_baseline() -> None:
    assert Reading(RAN).changes == ()
    assert RAN.summary is not None
    guide = factories.guide()
    assert guide.summary is not None
    assert guide.snapshot is not None
    baseline = Baseline(source="old.json", began=guide.began, snapshot=guide.snapshot, summary=guide.summary)
    changes = {change.target.name: change.text for change in Reading(replace(RAN, baseline=baseline)).changes}
    assert changes["Success rate"] == "-80.83 points"


def test_it_is_made_once() -> None:
    reading = Reading(RAN)
    assert reading.findings is reading.findings
    assert reading.timeline(10) is reading.timeline(10)
    assert len(reading.timeline(3)) <= 3
