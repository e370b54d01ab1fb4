"""The plots of the page: each says in words what it draws, and nothing is drawn of nothing."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import factories
import pytest

from loadtest.measure.series import Series
from loadtest.report.page.figures import SERIES, figures, server_figures

if TYPE_CHECKING:
    from collections.abc import Callable

    from loadtest.assess.result import Result


@cache
def drawn(make: Callable[[], Result]) -> dict[str, dict[str, Any]]:
    return {figure["title"]: figure for figure in figures(make())}


def of_the_server(*series: Series) -> dict[str, str]:
    """Return what the plots of these series say, by title, in a run in which its clients waited for the database."""
    run = factories.explained()
    return {figure["title"]: figure["said"] for figure in server_figures(replace(run, series=(*series, *run.series)))}


@pytest.mark.parametrize(
    ("make", "title", "said", "legend"),
    [
        pytest.param(
            factories.explained,
            "Response times",
            "P95 between 100ms and 6,000ms. By when the message was due.",
            ["P50", "P95", "P99"],
            id="percentiles over time",
        ),
        pytest.param(
            factories.slow,
            "Response times",
            "P95 between 7,000ms and lost (drawn at the timeout). By when the message was due.",
            ["P50", "P95", "P99"],
            id="a lost percentile has a place",
        ),
        pytest.param(
            factories.slow,
            "Load",
            "Messages per second: at most 10/s offered, 10/s sent.",
            ["offered", "achieved"],
            id="what was offered beside what was sent",
        ),
        pytest.param(
            factories.explained,
            "In flight",
            "Messages not yet answered at the end of each stretch: at most 50.",
            ["in flight"],
            id="what was under way",
        ),
        pytest.param(
            factories.guide,
            "Outcomes",
            "Messages by what became of them, in stretches of 1s.",
            ["accepted", "rate limited", "HTTP error"],
            id="outcomes, those that there were",
        ),
        pytest.param(
            factories.slow,
            "Distribution",
            "How long messages took, from when they were due, on a log scale. P50 7,000ms, P99 lost.",
            ["accepted", "timeout"],
            id="cut messages have no duration of the server's",
        ),
        pytest.param(
            factories.guide,
            "Percentiles",
            "The slowest message of 2, of 10, of 100 and so on. Where the curves part, messages left late.",
            ["from due", "from sent"],
            id="from due beside from sent",
        ),
    ],
)
def test_a_plot_says_what_it_draws(make: Callable[[], Result], title: str, said: str, legend: list[str]) -> None:
    figure = drawn(make)[title]
    assert (figure["said"], [name for _, name in figure["legend"]]) == (said, legend)
    assert all(style in figure["svg"] for style, _ in figure["legend"])


@pytest.mark.parametrize(
    ("make", "missing"),
    [
        pytest.param(factories.aborted, "Load", id="nothing was sent"),
        pytest.param(lambda: factories.result([]), "Load", id="no second passed"),
        pytest.param(lambda: factories.result([factories.cut()]), "Distribution", id="nothing was judged"),
        pytest.param(lambda: factories.result([factories.http_error()]), "Percentiles", id="no response time"),
    ],
)
def test_nothing_is_drawn_of_nothing(make: Callable[[], Result], missing: str) -> None:
    assert missing not in drawn(make)


def test_the_servers_series_are_drawn_that_moved_those_that_explain_first() -> None:
    moving = Series(name="cache.size", points=((0.0, 1.0), (5.0, 2.0)))
    still = Series(name="cache.limit", points=((0.0, 9.0), (5.0, 9.0)))
    below = Series(name="cache.drift", points=((0.0, -1.0), (5.0, 1.0)))
    said = of_the_server(moving, still, below)
    assert list(said) == [f"The server: {name}" for name in ("database.waitingClients", "cache.size", "cache.hitRate")]
    assert said["The server: cache.hitRate"] == "Between 87.5 and 90 %, at the end 90."


def test_a_change_of_a_series_is_said() -> None:
    points = tuple((float(at), 0.0 if at < 10 else 50.0) for at in range(20))
    assert (
        "It left 0 for 50 at " in of_the_server(Series(name="pool.waiting", points=points))["The server: pool.waiting"]
    )


def test_only_so_many_series_are_drawn() -> None:
    many = tuple(Series(name=f"s{place}", points=((0.0, 0.0), (1.0, place + 1.0))) for place in range(SERIES + 5))
    assert len(of_the_server(*many)) == SERIES
