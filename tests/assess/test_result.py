"""What a completed run comes to, from its outcomes alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import factories
import pytest

from loadtest.assess.result import conclude
from loadtest.words.errors import Conclusion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loadtest.assess.result import Result
    from loadtest.assess.targets import Outcome

GOOD = [factories.accepted(seq) for seq in range(100)]
BAD = [factories.http_error(seq) for seq in range(100)]


def outcomes(recorded: Sequence[factories.Recorded], *targets: str) -> tuple[Outcome, ...]:
    return factories.result(recorded, targets=targets).outcomes


@pytest.mark.parametrize(
    ("found", "dropped", "inconclusive", "conclusion", "why"),
    [
        pytest.param(outcomes(GOOD, "success > 95%"), 0, "", Conclusion.PASSED, "", id="all met"),
        pytest.param(
            outcomes(BAD, "success > 95%"), 0, "", Conclusion.FAILED, "Success rate is 0.00%", id="one missed"
        ),
        pytest.param(
            outcomes(BAD, "success > 95%", "failed < 1%"), 0, "", Conclusion.FAILED, "(and 1 more)", id="two missed"
        ),
        pytest.param(
            outcomes(BAD, "p95 < 1s", "success > 95%"), 0, "", Conclusion.FAILED, "Success rate",
            id="of two the one with data is told",
        ),
        pytest.param(
            outcomes(GOOD, "success > 95%"), 1, "", Conclusion.INCONCLUSIVE, "1 message was dropped", id="a drop"
        ),
        pytest.param(outcomes(BAD, "success > 95%"), 9, "it was late", Conclusion.FAILED, "Success", id="a miss wins"),
        pytest.param(
            outcomes(GOOD, "success > 95%"), 0, "it was late", Conclusion.INCONCLUSIVE, "it was late", id="spoiled"
        ),
    ],
)  # fmt: skip
def test_conclusions(
    found: tuple[Outcome, ...], dropped: int, inconclusive: str, conclusion: Conclusion, why: str
) -> None:
    told, sentence = conclude(found, dropped=dropped, inconclusive=inconclusive)
    assert told is conclusion
    assert why in sentence
    assert bool(sentence) == bool(why)


def test_the_headline_is_the_conclusion_and_why() -> None:
    assert factories.aborted().headline == "Load test aborted: the run was stopped before its end"
    assert factories.result(GOOD).headline == "Load test passed"


LENIENT = factories.result().told("on-inconclusive", "pass")


@pytest.mark.parametrize(
    ("result", "conclusion", "doubtful", "code"),
    [
        pytest.param(factories.result(), Conclusion.INCONCLUSIVE, False, 4, id="nobody said"),
        pytest.param(LENIENT, Conclusion.INCONCLUSIVE, False, 0, id="what proves nothing may pass"),
        pytest.param(LENIENT, Conclusion.INCONCLUSIVE, True, 4, id="doubtful replies never do"),
        pytest.param(LENIENT, Conclusion.FAILED, False, 1, id="a missed target never does"),
        pytest.param(LENIENT.told("on-inconclusive", "fail"), Conclusion.INCONCLUSIVE, False, 4, id="the last word"),
    ],
)
def test_who_is_let_pass(result: Result, conclusion: Conclusion, doubtful: bool, code: int) -> None:  # noqa: FBT001
    assert result.coming_to(conclusion, doubtful=doubtful) == code
