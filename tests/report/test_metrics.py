"""metrics.txt as Prometheus' own parser reads it, per-second.csv as a spreadsheet does."""

from __future__ import annotations

import csv
import io
import math
from typing import TYPE_CHECKING

import factories
import golden
import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from loadtest.assess.result import Setting
from loadtest.report.files.metrics import openmetrics, per_second
from loadtest.verdict.judge import Reason

if TYPE_CHECKING:
    from collections.abc import Callable

    from loadtest.assess.result import Result


def samples(result: Result) -> dict[tuple[str, str], float]:
    families = text_string_to_metric_families(openmetrics(result))
    return {
        (sample.name, " ".join(f"{key}={value}" for key, value in sample.labels.items())): sample.value
        for family in families
        for sample in family.samples
    }


@pytest.mark.parametrize("make", factories.KINDS_OF_RESULT.values(), ids=factories.KINDS_OF_RESULT)
def test_it_is_openmetrics(make: Callable[[], Result]) -> None:
    read = samples(make())
    assert len(read) >= 3
    assert len(read) == len([text for text in openmetrics(make()).splitlines() if not text.startswith("#")])


def test_the_numbers() -> None:
    read = samples(factories.slow())
    assert read["loadtest_messages", "kind=sms reason=accepted"] == 90
    assert read["loadtest_messages", "kind=sms reason=timeout"] == 10
    assert read["loadtest_dropped", ""] == 4
    assert read["loadtest_response_time_seconds", "kind=all quantile=0.5"] == 7.0
    assert math.isinf(read["loadtest_response_time_seconds", "kind=all quantile=0.95"]), "lost"
    assert read["loadtest_response_time_seconds_count", "kind=all"] == 101
    assert read["loadtest_target_met", "target=average < 5s place=1"] == 0
    assert read["loadtest_exit_code", ""] == 1


def test_whatever_the_user_typed_is_a_label_not_a_line() -> None:
    plan = factories.plan(url='http://user:secret@h/"\\\n# EOF\nevil 1')
    result = factories.result([factories.accepted()], plan=plan, settings=(Setting(name="a", value="b", source="c"),))
    assert "secret" not in openmetrics(result)
    assert any(name == "loadtest_run_info" for name, _ in samples(result))
    assert not any(name == "evil" for name, _ in samples(result))


def test_golden() -> None:
    golden.check("metrics-slow.txt", openmetrics(factories.slow()))
    golden.check("per-second-slow.csv", per_second(factories.slow()))


def test_the_seconds_add_up_to_the_run() -> None:
    result = factories.slow()
    rows = list(csv.DictReader(io.StringIO(per_second(result))))
    assert [int(row["second"]) for row in rows] == list(range(len(rows))), "quiet seconds have a row too"
    assert result.summary is not None
    for reason in Reason:
        column = reason.value.lower().replace(" ", "_")
        assert sum(int(row[column]) for row in rows) == result.summary.total.reasons.get(reason, 0)
    assert sum(int(row["sent"]) for row in rows) == sum(int(row["done"]) for row in rows)
    assert rows[-1]["in_flight"] == "0"


def test_without_a_load_there_is_only_the_header() -> None:
    assert per_second(factories.aborted()).count("\n") == 1


def test_a_named_load_test_labels_all_its_numbers() -> None:
    plain, named = samples(factories.slow()), samples(factories.slow().told("suite-name", 'a "b" {c}'))
    assert len(named) == len(plain)
    assert all('suite=a "b" {c}' in labels for _, labels in named)
