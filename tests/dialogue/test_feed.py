"""Rows for the numbers, from CSV."""

from __future__ import annotations

import re

import pytest

from loadtest.dialogue.feed import NO_FEED, Feed, parse_feed


def test_rows_begin_anew_behind_the_last_and_quotes_keep_commas_and_lines() -> None:
    feed = parse_feed('\ufeffname,order\nAda,"1,2"\nBo,"a\nb"\n')
    assert [feed.row(place) for place in range(3)] == [
        {"name": "Ada", "order": "1,2"},
        {"name": "Bo", "order": "a\nb"},
        {"name": "Ada", "order": "1,2"},
    ]
    assert NO_FEED.row(5) == {}
    assert Feed.from_wire(feed.to_wire()) == feed


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("", "a first row with the names", id="nothing"),
        pytest.param("name\n", "a row for each number", id="no rows"),
        pytest.param("first name\nx", "'first name' is no name", id="a blank in a name"),
        pytest.param("number\nx", "would hide the hole {number}", id="a taken name"),
        pytest.param("a,a\nx,y", "two columns are called 'a'", id="twins"),
        pytest.param("a,b\nx\ny,z\nw", "row 2 has 1 values for 2 columns (and 1 more rows)", id="short rows"),
        pytest.param('a\n"x', "no CSV", id="a quote without end"),
    ],
)
def test_a_mistake_is_told(text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=re.escape(problem)):
        parse_feed(text)
