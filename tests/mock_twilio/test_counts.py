"""What the mock saw adds up, survives the wire, and does not grow with what comes from outside."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields
from typing import TYPE_CHECKING
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from loadtest.mock_twilio import counts
from loadtest.mock_twilio.counts import BEYOND, Fetched, Seen, count_named

if TYPE_CHECKING:
    import pytest

COUNTERS = st.builds(Counter, st.dictionaries(st.text(max_size=5), st.integers(min_value=1, max_value=99), max_size=4))


@given(st.lists(st.sampled_from("abcdefg")))
def test_every_name_is_counted_and_the_first_ones_by_themselves(names: list[str]) -> None:
    into: Counter[str] = Counter()
    with patch.object(counts, "MOST_NAMED", 3):
        for name in names:
            count_named(into, name)
    first = list(dict.fromkeys(names))[:3]
    assert into.total() == len(names)
    assert set(into) - {BEYOND} == set(first)
    assert all(into[name] == names.count(name) for name in first)


def test_a_long_name_is_cut() -> None:
    into: Counter[str] = Counter()
    count_named(into, "x" * 5_000)
    assert into == {"x" * 200: 1}


@given(st.builds(Seen, **{field.name: COUNTERS for field in fields(Seen)}))
def test_what_was_seen_reads_back_equal(seen: Seen) -> None:
    assert Seen.from_wire(seen.to_wire()) == seen


def test_a_message_counts_once_and_its_further_fetches_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counts, "_MESSAGES_KEPT", 2)
    fetched = Fetched()
    assert [fetched.count(sid) for sid in ("a", "a", "b", "a")] == [1, 2, 1, 3]
    assert fetched.count("c") == 1
    assert fetched.count("a") == 1, "the oldest beyond those that are kept is forgotten"
