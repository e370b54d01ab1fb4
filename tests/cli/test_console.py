from __future__ import annotations

import pytest

from loadtest.cli.console import wrapped


@pytest.mark.parametrize(
    ("line", "width", "lines"),
    [
        pytest.param("short", 20, ["short"], id="what fits stays"),
        pytest.param("one two three four", 9, ["one two", "three", "four"], id="whole words"),
        pytest.param("  - one two three", 11, ["  - one two", "    three"], id="later lines are indented further"),
        pytest.param("see https://example.com/a-long/path", 12, ["see", "https://example.com/a-long/path"], id="a URL"),
        pytest.param("Number  Judged  Failed", 10, ["Number  Judged  Failed"], id="a table keeps its columns"),
        pytest.param("", 10, [""], id="an empty line"),
    ],
)
def test_a_line_is_wrapped_between_words(line: str, width: int, lines: list[str]) -> None:
    assert wrapped(line, width).split("\n") == lines
