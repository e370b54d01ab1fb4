"""Error lines are counted by what they have in common, and nothing that could be a secret is kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.words.shapes import SHAPES_KEPT, LogBook, shape


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param(
            "2026-01-02T03:04:05.678Z Error: timeout exceeded when trying to connect",
            "<time> Error: timeout exceeded when trying to connect",
            id="a time stamp",
        ),
        pytest.param("query 17 failed after 3004ms", "query <n> failed after <n>ms", id="numbers"),
        pytest.param("error for +15555551234", "error for <n>", id="a phone number"),
        pytest.param("Authorization: Bearer abc.def failed", "Authorization: <hidden> failed", id="a header"),
        pytest.param("error token=s3cr3t!", "error token=<hidden>", id="a token"),
        pytest.param(
            "ECONNREFUSED postgres://u:pw@db/x", "ECONNREFUSED postgres://<hidden>@db/x", id="a password in a URL"
        ),
        pytest.param("no user 'Ann' error", "no user <text> error", id="a quoted value"),
        pytest.param("error 550e8400-e29b-41d4-a716-446655440000", "error <id>", id="an identifier"),
        pytest.param(
            "SequelizeConnectionAcquireTimeoutError", "SequelizeConnectionAcquireTimeoutError", id="a long name"
        ),
        pytest.param("\x1b[31mERROR\x1b[0m  in   pool", "ERROR in pool", id="colours and blanks"),
    ],
)
def test_what_varies_is_cut_out(line: str, expected: str) -> None:
    assert shape(line) == expected


@pytest.mark.parametrize(
    ("line", "counts"),
    [
        ("Error: pool is full", True),
        ("TypeError: x is not a function", True),
        ("FATAL: sorry, too many clients already", True),
        ("connect ECONNREFUSED 127.0.0.1:5432", True),
        ("GET /health 200", False),
        ("done, 0 errors", False),
        ("finished without errors", False),
        ("", False),
    ],
)
def test_only_error_lines_count(line: str, *, counts: bool) -> None:
    book = LogBook()
    book.add(line, 1.0)
    assert bool(book.shapes()) is counts


def test_lines_of_one_shape_are_one_row_with_first_and_last() -> None:
    book = LogBook()
    for at in (3.0, 5.0, 9.0):
        book.add(f"error: query {at} timed out", at)
    book.add("error: other", 4.0)
    first, second = book.shapes()
    assert (first.shape, first.count, first.first, first.last) == ("error: query <n> timed out", 3, 3.0, 9.0)
    assert second.count == 1


def test_a_log_of_endless_shapes_costs_no_more() -> None:
    book = LogBook()
    for place in range(2000):
        letters = "".join(chr(97 + place // 26**power % 26) for power in range(4))
        book.add(f"error {letters}", 0.0)
    assert len(book.shapes()) == SHAPES_KEPT
    assert book.beyond == 1500


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    assert "\n" not in shape(text)


@pytest.mark.parametrize(
    ("line", "counts"),
    [
        ("Error: connect ECONNREFUSED 127.0.0.1:5432", True),
        ("    at errorHandler (/app/node_modules/express/lib/router/layer.js:95:5)", False),
        ("    at async handleError (file:///app/server.js:12:3)", False),
        ('  File "/app/errors.py", line 12, in failed', False),
        ("from /app/lib/error.rb:12:in `call'", False),
        ("batch done: 20 sent, 0 failed", False),
        ('{"level":"info","error":null,"msg":"accepted"}', False),
        ('{"level":"info","err":"","status":200}', False),
        ("failed: 0, accepted: 20", False),
        ("failed: 3, accepted: 20", True),
        ('{"error":"nullable column"}', True),
        ("error: nullpointer", True),
    ],
)
def test_success_lines_and_stack_frames_are_no_errors(line: str, counts: bool) -> None:  # noqa: FBT001
    book = LogBook()
    book.add(line, 1.0)
    assert bool(book.shapes()) is counts
