"""Which messages are slow: a kind or numbers are named where they explain it, and not where time or chance does."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import factories
import pytest

from loadtest.assess.diagnosis import Cause, Diagnosis, diagnose
from loadtest.assess.summary import summarise
from loadtest.assess.target_text import parse_targets
from loadtest.assess.targets import evaluate
from loadtest.measure.series import Watched
from loadtest.verdict.judge import Reason, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable

ACCEPTED = Verdict(reason=Reason.ACCEPTED, shape="")


def run(takes: Callable[[int], float], *, kinds: int = 4, target: str = "p95 < 1s") -> dict[Cause, Diagnosis]:
    """Diagnose two hundred messages of five numbers; `takes` says how long one took, each fourth is an MMS."""
    messages = [
        (
            factories.exchange(seq, latency=takes(seq), scenario="mms" if seq % kinds == 0 else "sms"),
            ACCEPTED,
        )
        for seq in range(200)
    ]
    snapshot = factories.snapshot(messages)
    summary = summarise(snapshot, planned=200, duration=20.0)
    found = diagnose(summary, snapshot, evaluate(parse_targets([target]), summary, ()), Watched())
    return {one.cause: one for one in found}


def test_a_slow_kind_is_named_with_what_it_takes() -> None:
    found = run(lambda seq: 3.0 if seq % 4 == 0 else 0.08)[Cause.SLOW_ONES]
    assert found.likely == "Only messages of the kind MMS are slow"
    assert found.evidence == "nine in ten of 50 MMS took 3,000ms or longer, nine in ten of 150 others 80ms or less"
    assert "fetching the medium" in found.remedy


def test_a_slow_number_is_named() -> None:
    found = run(lambda seq: 3.0 if seq % 5 == 3 else 0.08)[Cause.SLOW_ONES]
    assert found.likely == "Only messages from 1 of 5 numbers are slow"
    assert found.evidence == (
        "40 messages from +15555551004 took 3,000ms or longer, nineteen in twenty of 160 others 80ms or less"
    )


@pytest.mark.parametrize(
    "takes",
    [
        pytest.param(lambda _: 3.0, id="all"),
        pytest.param(lambda seq: 3.0 if seq > 100 else 0.08, id="those of the second half"),
        pytest.param(lambda seq: 3.0 if seq % 8 == 0 else 0.08, id="half of a kind"),
        pytest.param(lambda seq: 3.0 if seq % 10 == 3 else 0.08, id="half of a number's"),
        pytest.param(lambda seq: 0.08 if seq % 5 == 3 else 3.0, id="all numbers but one: that one is the exception"),
        pytest.param(lambda seq: 1.6 if seq % 4 == 0 else 1.2, id="a little slower"),
    ],
)
def test_what_is_slow_otherwise_names_neither(takes: Callable[[int], float]) -> None:
    assert Cause.SLOW_ONES not in run(takes)


def test_within_its_targets_a_slow_kind_is_nobodys_concern() -> None:
    assert run(lambda seq: 3.0 if seq % 4 == 0 else 0.08, target="p95 < 5s") == {}


def test_chance_never_makes_a_slow_kind_or_number() -> None:
    for seed in range(200):
        random = Random(seed)
        share = random.uniform(0.05, 0.5)
        assert Cause.SLOW_ONES not in run(lambda _: 3.0 if random.random() < share else 0.08), seed  # noqa: B023  at once
