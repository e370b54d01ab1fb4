"""The five consumers' rules: each shows every case, with the reason in words, and finds it again in the next run."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import factories
import pytest
from junit_readers import READERS, Case

from loadtest.report.files import junit
from loadtest.words.errors import Conclusion, ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable

    from loadtest.assess.result import Result

    Reader = Callable[[str], list[Case]]

RESULTS = [
    pytest.param(factories.guide, {"passed": 5}, "", id="a run that passed"),
    pytest.param(
        factories.exhausted,
        {"passed": 4, "failure": 1},
        "Success rate is 16.67%, not above 95% (target missed)",
        id="a missed target",
    ),
    pytest.param(
        factories.slow, {"passed": 2, "failure": 7}, "lost (the messages timed out)", id="many missed targets"
    ),
    pytest.param(factories.aborted, {"error": 1, "skipped": 4}, "the run was stopped before its end", id="aborted"),
    pytest.param(
        lambda: factories.unstarted(Conclusion.ERROR, ExitCode.NOT_READY, "the server answered 503 for 60s"),
        {"error": 1, "skipped": 4},
        "the server answered 503 for 60s",
        id="a server that never became ready",
    ),
    pytest.param(
        lambda: replace(
            factories.unstarted(Conclusion.ERROR, ExitCode.WRONG_CONFIGURATION, "durtion is not known", plan=None),
            targets=(),
        ),
        {"error": 1, "skipped": 1},
        "durtion is not known",
        id="wrong settings",
    ),
]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(("make", "states", "told"), RESULTS)
def test_every_reader_sees_every_case_and_why(
    reader: Reader, make: Callable[[], Result], states: dict[str, int], told: str
) -> None:
    cases = reader(junit.render(make()))
    assert Counter(case.state for case in cases) == states
    assert len({case.identity for case in cases}) == len(cases), "one of two with the same identity is dropped"
    assert all(case.shown.strip() for case in cases if case.state != "passed"), "a red case without words helps nobody"
    assert any(told in case.shown for case in cases)
    assert all(math.isfinite(case.time) and case.time >= 0 for case in cases)


@pytest.mark.parametrize("reader", READERS)
def test_a_case_is_found_again_whatever_was_measured_and_concluded(reader: Reader) -> None:
    before, after = (
        {case.identity for case in reader(junit.render(make()))} for make in (factories.guide, factories.exhausted)
    )
    assert before == after == {case.identity for case in reader(junit.render(factories.aborted()))}
    assert not any(char.isdigit() for identity in before for part in identity for char in part.replace("P95", ""))


@pytest.mark.parametrize("reader", READERS)
def test_two_load_tests_of_one_build_share_no_case(reader: Reader) -> None:
    """Readers merge two cases of one identity, so that one of two load tests would hide the other."""
    makes = (factories.guide(), *(factories.guide().told("suite-name", name) for name in ("smoke", "v1.2 run 3")))
    identities = [{case.identity for case in reader(junit.render(result))} for result in makes]
    assert len(set.union(*identities)) == sum(map(len, identities))
