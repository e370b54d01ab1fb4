"""What tells finished work: a counter of a page, or the ids in a log."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.measure.finished import growth, parse_finished

SERIES = [
    pytest.param("queue.processed", "queue.processed", id="a monitor and its counter"),
    pytest.param(" monitor.queue.jobs.done ", "queue.jobs.done", id="as a target names it"),
]


@pytest.mark.parametrize(("text", "series"), SERIES)
def test_a_counter_of_a_page(text: str, series: str) -> None:
    found = parse_finished(text)
    assert (found.series, found.pattern, found.text) == (series, None, series)


def test_ids_in_the_log() -> None:
    found = parse_finished(r"log: finished (SM\w+)")
    assert found.series == ""
    assert found.text == "the server's log"
    assert found.pattern is not None
    assert found.pattern.first_group("job finished SM12 in 3ms") == "SM12"


WRONG = [
    pytest.param("processed", "'processed' is no series; write a monitor and its counter", id="no monitor"),
    pytest.param("queue.", "'queue.' is no series", id="no counter"),
    pytest.param("queue is done.", "is no series", id="prose"),
    pytest.param("queue.is done", "'queue.is done' is no series", id="a name with a blank"),
    pytest.param("log:(", "is not a regular expression", id="no pattern"),
    pytest.param(r"log:done id=\d+", "captures no message's id; put the id's part in parentheses", id="no id"),
    pytest.param("log:", "'log:' captures no message's id", id="nothing at all"),
]


@pytest.mark.parametrize(("text", "sentence"), WRONG)
def test_what_tells_nothing_is_a_mistake_with_its_remedy(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=r"\w") as caught:
        parse_finished(text)
    assert sentence in str(caught.value)


GROWTH = [
    pytest.param([], 0, id="nothing was seen"),
    pytest.param([7.0], 0, id="what stood there before is not of this load"),
    pytest.param([7.0, 9.0, 12.0], 5, id="from the first to the last"),
    pytest.param([7.0, 9.0, 2.0, 3.0], 5, id="set back by a restart, it counts on from there"),
    pytest.param([7.0, 0.0, 0.0], 0, id="set back to nothing"),
]


@pytest.mark.parametrize(("values", "grown"), GROWTH)
def test_by_how_much_a_counter_grew(values: list[float], grown: int) -> None:
    assert growth(values) == grown


COUNTS = st.lists(st.integers(0, 9), max_size=8)


@given(COUNTS, COUNTS)
def test_a_restart_loses_only_what_was_not_seen(before: list[int], after: list[int]) -> None:
    def counter(steps: list[int]) -> list[float]:
        return [float(sum(steps[: place + 1])) for place in range(len(steps))]

    seen = [100.0, *(100.0 + value for value in counter(before)), 0.0, *counter(after)]
    assert growth(seen) == sum(before) + sum(after)
