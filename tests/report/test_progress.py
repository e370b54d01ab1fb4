from __future__ import annotations

import io
import re
from typing import Any

import factories
import pytest
from rich.console import Console

from loadtest.report import progress
from loadtest.verdict.judge import Reason, Verdict


def state(**changes: Any) -> progress.Progress:
    fields: dict[str, Any] = {
        "elapsed": 30.0,
        "planned": 60.0,
        "offered": 10.0,
        "achieved": 9.9,
        "in_flight": 3,
        "accepted": 290,
        "rate_limited": 2,
        "failed": 5,
        "p50": 0.05,
        "p95": 0.2,
        "newest": "HTTP error at 29.0s: HTTP 500",
    }
    return progress.Progress(**fields | changes)


def shown(one: progress.Progress, **options: Any) -> str:
    stream = io.StringIO()
    settings: dict[str, Any] = {"force_terminal": True, "width": 110, "color_system": "standard"}
    console = Console(file=stream, **settings | options)
    with progress.View(console) as view:
        view.show(one)
    return stream.getvalue()


def test_everything_the_view_promises() -> None:
    text = shown(state())
    for part in (
        *(
            "30s of 60s, 30s left",
            "9.9/s of 10/s offered, 3 in flight",
            "290 accepted, 5 failed, 2 of them rate limited",
        ),
        *("P95 200ms, P50 50ms", "HTTP error at 29.0s: HTTP 500", "Load test"),
    ):
        assert part in text
    assert "\x1b[31m" in text, "failures are red"


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        pytest.param({"elapsed": 61.0}, "waiting for the last replies", id="the drain"),
        pytest.param({"offered": None}, "Rate 9.9/s, 3 in flight", id="the closed model offers no rate"),
        pytest.param(
            {"elapsed": 0.0, "achieved": None, "p50": None, "p95": None}, "P50 no data", id="the first instant"
        ),
        pytest.param({"newest": ""}, "Newest error none", id="no error so far"),
        pytest.param({"newest": "[red]x[/red] [link=http://x]y"}, "[red]x[/red] [link=http://x]y", id="markup is text"),
    ],
)
def test_states(changes: dict[str, Any], part: str) -> None:
    assert part in re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]|\s+", " ", shown(state(**changes))).replace("  ", " ").replace(
        "  ", " "
    )


def test_no_color_and_ascii_terminals_are_respected() -> None:
    assert "\x1b[31m" not in shown(state(), no_color=True)

    class Latin(io.StringIO):
        encoding = "ascii"

    stream = Latin()
    with progress.View(Console(file=stream, force_terminal=True, width=110)) as view:
        view.show(state())
    stream.getvalue().encode("ascii")
    assert "###############---------------" in stream.getvalue()


def test_it_fits_a_narrow_terminal() -> None:
    plain = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", shown(state(newest="x" * 160), width=60))
    assert max(len(line) for line in plain.splitlines()) <= 60


@pytest.mark.parametrize(
    ("width", "kept", "gone"),
    [
        pytest.param(80, ["30s of 60s, 30s left", "5 failed, 2 of them rate limited", "3 in flight"], [], id="usual"),
        pytest.param(
            46,
            ["30s of 60s, 30s left", "290 accepted, 5 failed", "9.9/s of 10/s offered", "P95 200ms, P50 50ms"],
            ["rate limited", "in flight", "…"],
            id="the less important parts go first, whole",
        ),
        pytest.param(30, ["30s of 60s", "P95 200ms"], ["left", "P50", "━"], id="the bar goes before the figures"),
    ],
)
def test_a_narrow_terminal_keeps_what_matters_most(width: int, kept: list[str], gone: list[str]) -> None:
    plain = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", shown(state(newest=""), width=width))
    assert all(part in plain for part in kept), plain
    assert not any(part in plain for part in gone), plain


def test_numbers_come_from_what_was_counted() -> None:
    hostile = Verdict(reason=Reason.HTTP_ERROR, detail="\x1b[2J::error::x")
    recorded = [
        *(factories.accepted(seq) for seq in range(90)),
        *(factories.rate_limited(seq) for seq in range(90, 95)),
    ]
    recorded.append((factories.exchange(95, response=factories.reply(500, "x")), hostile))
    seen = progress.state(factories.snapshot(recorded), factories.plan(), now=10.0, sent=96, in_flight=0)
    assert (seen.accepted, seen.failed, seen.rate_limited, seen.in_flight) == (90, 6, 5, 0)
    assert (seen.offered, seen.achieved, seen.planned) == (10.0, 9.6, 60.0)
    assert seen.newest == "HTTP error at 9.1s: \\x1b[2J::error::x"
    assert progress.state(factories.snapshot([]), factories.plan(), now=0.0, sent=0, in_flight=0).achieved is None


class NoSeconds(dict[int, Any]):
    def __iter__(self) -> Any:
        raise AssertionError("a view twice a second may not walk through all seconds of a day")

    values = items = __iter__  # type: ignore[assignment]


def test_a_picture_costs_the_same_after_a_day() -> None:
    counted = factories.snapshot([factories.accepted()])
    counted.seconds, counted.own = NoSeconds(counted.seconds), NoSeconds(counted.own)
    assert progress.state(counted, factories.plan(), now=86_400.0, sent=1, in_flight=0).accepted == 1
