"""Shards of one load: which belong together, what is said of those that do not, and of those that are not there."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import factories
import pytest

from loadtest.assess.result import Setting
from loadtest.assess.shards import ShardEnd, State, Union, mismatch, why_incomplete
from loadtest.pacing import OpenBatches, Shard

shard = factories.shard


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        pytest.param({}, "", id="another shard of the same load"),
        pytest.param({"version": "9.9"}, "its version is 9.9, not 1", id="another version"),
        pytest.param({"shard": Shard(index=1, count=4)}, "its number of shards is 4, not 3", id="another count"),
        pytest.param({"plan": factories.plan(seed=8)}, "its seed is 8, not 7", id="another seed"),
        pytest.param({"start": factories.BEGAN + timedelta(seconds=1)}, "its start is 2026-01-02 03:04:06", id="later"),
        pytest.param({"plan": factories.plan(url="http://b/hook")}, "its url is http://b/hook, not", id="elsewhere"),
        pytest.param({"plan": factories.plan(texts=("x" * 99,))}, "its texts is not the same", id="long differences"),
        pytest.param({"judging": {"reply_check": "status"}}, "its reply check is status, not strict", id="milder"),
        pytest.param({"judging": {"reply_check": "strict", "x": 1}}, "its x is 1, not None", id="judged by more"),
    ],
)
def test_what_belongs_together(changes: dict[str, Any], said: str) -> None:
    one = shard(0, judging={"reply_check": "strict"})
    other = replace(shard(1, judging={"reply_check": "strict"}), **changes)
    found = mismatch(one, other)
    assert found.startswith(f"is of another load: {said}" if said else "")
    assert bool(found) == bool(said)
    if not {"version", "shard", "start"} & changes.keys():
        assert (one.plan_hash == other.plan_hash) == (not said), "the hash is of what decides the counts"


@pytest.mark.parametrize(
    ("end", "sentence"),
    [
        pytest.param({"state": State.COMPLETE, "sent": 1}, "shard 2 of 3 sent 1 message", id="complete"),
        pytest.param(
            {"state": State.LATE, "ready": -3.21}, "shard 2 of 3 was ready 3.21s after the start and sent nothing",
            id="late",
        ),
        pytest.param(
            {"state": State.STOPPED, "why": "stopped by SIGTERM", "sent": 40},
            "shard 2 of 3 was stopped by SIGTERM; the 40 messages that it had sent by then are counted",
            id="stopped",
        ),
        pytest.param(
            {"state": State.NOT_READY, "why": "nothing answers"}, "shard 2 of 3 sent nothing: nothing answers",
            id="not ready",
        ),
        pytest.param(
            {"state": State.DIED}, "shard 2 of 3 died, and what it had counted is lost", id="killed",
        ),
        pytest.param(
            {"state": State.DIED, "why": "a fault of the load test itself (KeyError)", "sent": 1},
            "shard 2 of 3 died (a fault of the load test itself (KeyError)); the 1 message that it had sent by then is "
            "counted",
            id="our own fault",
        ),
        pytest.param({"state": State.MISSING}, "shard 2 of 3 is missing: none of the files holds it", id="missing"),
    ],
)  # fmt: skip
def test_how_a_shard_ended_in_words_of_its_own(end: dict[str, Any], sentence: str) -> None:
    assert ShardEnd(shard=Shard(index=1, count=3), **end).sentence == sentence


def test_the_first_that_is_not_complete_explains_the_whole() -> None:
    whole = Union()
    whole.add("c", shard(2, count=4))
    whole.add("d", shard(3, count=4, state=State.LATE, ready=-2.0, snapshot=None))
    assert why_incomplete(whole.ends) == (
        "shard 1 of 4 is missing: none of the files holds it (and 2 more); see whether its job ran, and merge with its "
        "file"
    )
    assert [end.state for end in whole.ends] == [State.MISSING, State.MISSING, State.COMPLETE, State.LATE]
    assert why_incomplete(whole.ends[2:3]) == ""


def test_the_lowest_shard_leads_whatever_the_order_of_the_files() -> None:
    whole = Union()
    for index in (2, 0, 1):
        whole.add(f"shard-{index}", shard(index, settings=(Setting(name="shard", value=str(index), source="--shard"),)))
    assert whole.lead.settings[0].value == "0"
    assert whole.lead.snapshot is None, "its counts are in the sum, and nowhere else in memory"
    assert sum(tally.count for tally in whole.snapshot.tallies.values()) == 600


def test_a_duplicate_is_named_with_its_twin_and_not_counted_twice() -> None:
    whole = Union()
    for name in ("a.json", "b.json"):
        whole.add(name, shard(1))
    assert whole.problems == ["b.json holds shard 2/3, and so does a.json; name one"]
    assert sum(tally.count for tally in whole.snapshot.tallies.values()) == 200


def test_notes_say_whose_they_are_unless_the_first_shard_has_them_too() -> None:
    whole = Union()
    whole.add("b", shard(1, notes=("all", "only two")))
    whole.add("a", shard(0, notes=("all", "only one")))
    assert sorted(whole.notes()) == ["Shard 2 of 3: only two", "all", "only one"]


def test_the_plan_hash_is_the_same_in_every_process() -> None:
    plan = factories.plan(pacing=OpenBatches(size=1, interval=1.0, duration=2.0))
    assert shard(0, plan=plan).plan_hash == shard(2, plan=plan, settings=(), notes=("x",)).plan_hash
    assert len(shard(0).plan_hash) == 64
