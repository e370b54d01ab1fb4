"""What a dry run says: every setting with its source, the load, the forecast, the targets."""

from __future__ import annotations

from typing import Any

import factories
import pytest

from loadtest.assess.result import Setting
from loadtest.assess.target_text import parse_targets
from loadtest.message.phone_pool import forecast
from loadtest.pacing import ClosedBatches, OpenBatches, Stages
from loadtest.report import dry_run
from loadtest.words.quota import Quota
from loadtest.words.sending import Sending


def said(*settings: Setting, targets: str = "p95 < 5s", timeout: float = 15.0, **plan: Any) -> list[str]:
    the_plan = factories.plan(**plan)
    sending = Sending(timeout=timeout)
    return dry_run.render(the_plan, sending, settings=settings, targets=parse_targets([targets]), forecast=None)


@pytest.mark.parametrize(
    ("pacing", "told"),
    [
        pytest.param(
            OpenBatches(size=10, interval=1.0, duration=60.0),
            [
                "Messages: 600 in 60 batches of 10",
                "Offered rate: 10/s",
                "Planned end: last message at 59s, its reply by 74s",
            ],
            id="batches",
        ),
        pytest.param(
            ClosedBatches(size=3, rest=2.0, duration=60.0),
            [
                "Messages: 3 at once, again 2s after the last reply, for 60s; how many depends on the server",
                "Planned end: by 75s",
            ],
            id="a closed model promises no number",
        ),
        pytest.param(
            Stages.constant(2, 10, seed=1),
            [
                "Messages: 20, 2/s",
                "Offered rate: 2/s",
                "Planned end: last message at 9.5s, its reply by 24.5s",
            ],
            id="stages in the user's words",
        ),
    ],
)
def test_the_load_is_told(pacing: Any, told: list[str]) -> None:
    lines = said(pacing=pacing)
    begin = lines.index("Load:") + 1
    assert [line.strip() for line in lines[begin : lines.index("", begin)]] == told


def test_a_warm_up_stands_apart() -> None:
    assert "  Warm-up: 5s before it, not counted" in said(warm_up=5.0)


def test_settings_stand_in_columns_with_their_source_and_without_a_password() -> None:
    lines = said(
        Setting(name="url", value="http://ann:sesame@localhost/", source="--url"),
        Setting(name="concurrent", value="10\x1b[2J", source="default"),
    )
    assert "  url         http://localhost/  (--url)" in lines
    assert "  concurrent  10\\x1b[2J  (default)" in lines


def test_targets_and_the_forecast_are_told() -> None:
    plan, quota = factories.plan(), Quota(count=20, period=3600.0)
    ahead = forecast(plan.pool, quota, messages=plan.planned, due=float)
    lines = dry_run.render(plan, Sending(), settings=(), targets=parse_targets(["p95 < 5s"]), forecast=ahead)
    assert f"  Forecast: {ahead.sentence}" in lines
    assert lines[lines.index("Targets:") + 1] == "  p95 < 5s"
    assert lines[0] == "Dry run: nothing is sent."
