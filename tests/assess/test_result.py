"""What a completed run comes to, from its outcomes alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import factories
import pytest

from loadtest.assess.result import Setting, conclude
from loadtest.assess.targets import Status
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


@pytest.mark.parametrize(
    ("settings", "suite", "title", "confidence"),
    [
        pytest.param((), "", "Load test", None, id="nobody said anything"),
        pytest.param((("suite-name", "load test"),), "", "Load test", None, id="the usual name is none"),
        pytest.param((("suite-name", "smoke"),), "smoke", 'Load test "smoke"', None, id="a name"),
        pytest.param((("confidence", "99%"),), "", "Load test", 0.99, id="a confidence"),
        pytest.param((("confidence", "off"),), "", "Load test", None, id="no confidence"),
    ],
)
def test_what_the_settings_say_of_a_result(
    settings: tuple[tuple[str, str], ...], suite: str, title: str, confidence: float | None
) -> None:
    result = replace(
        factories.result(),
        settings=tuple(Setting(name=name, value=value, source="input") for name, value in settings),
    )
    assert (result.suite, result.title, result.confidence) == (suite, title, confidence)


def test_a_later_command_line_changes_one_setting_in_its_place() -> None:
    one, other = (Setting(name=name, value="1", source="default") for name in ("seed", "rate"))
    result = replace(factories.result(), settings=(one, other))
    assert result.told("seed", "7").settings == (Setting(name="seed", value="7", source="--seed"), other)
    assert result.told("rate", "7").settings == (one, Setting(name="rate", value="7", source="--rate"))
    assert result.told("mix", "7").settings == (one, other, Setting(name="mix", value="7", source="--mix"))
    assert replace(result.told("mix", "7"), settings=result.settings) == result


@pytest.mark.parametrize(
    ("dropped", "words"),
    [(1, "1 message was dropped"), (1200, "1,200 messages were dropped")],
)
def test_dropped_messages_are_told_with_what_to_do(dropped: int, words: str) -> None:
    assert conclude((), dropped=dropped)[1] == (
        f"{words} at the in-flight cap, so less load was applied than planned; raise max-in-flight or lower the rate"
    )


def test_what_is_undecided_is_the_reason_where_the_generator_gives_none() -> None:
    (met,) = outcomes(GOOD, "success > 95%")
    unsure = replace(met, status=Status.INCONCLUSIVE)
    assert conclude((met, unsure)) == (
        Conclusion.INCONCLUSIVE,
        "Success rate is 100.00%; whether it is above 95% cannot be said (inconclusive)",
    )


def test_only_a_second_missed_target_is_counted_as_one_more() -> None:
    one = outcomes(BAD, "success > 95%")
    assert conclude(one)[1] == "Success rate is 0.00%, not above 95% (target missed)"
    assert conclude((*one, *one))[1] == "Success rate is 0.00%, not above 95% (target missed) (and 1 more)"


def test_replies_are_not_doubtful_unless_they_are_said_to_be() -> None:
    assert LENIENT.coming_to(Conclusion.INCONCLUSIVE) == 0
