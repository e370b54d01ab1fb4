"""Replies by shape add up: merging them is associative, commutative and has an identity, and loses nothing."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.measure import replies as module
from loadtest.measure.replies import SHAPES_KEPT, FirstReplies, Followed, Replies, Said, bucket_seconds
from loadtest.verdict.judge import Reason, Verdict

Message = tuple[Verdict, dict[str, Any]]


@st.composite
def messages(draw: st.DrawFn, shapes: int = 4) -> Message:
    shape = f"shape {draw(st.integers(1, shapes))}"
    seq = draw(st.integers(-5, 60))
    verdict = Verdict(
        reason=draw(st.sampled_from([Reason.ACCEPTED, Reason.REFUSED])), said=f"{shape} {seq}", shape=shape, why=shape
    )
    return verdict, {
        "seq": seq,
        "number": f"+1555555{1000 + draw(st.integers(0, 5))}",
        "second": draw(st.integers(-3, 4000)),
        "content": draw(st.sampled_from(["sms 1", "sms 2", "mms 1"])),
        "us": draw(st.integers(0, 10**7)),
    }


batches = st.lists(messages(), max_size=12, unique_by=lambda message: message[1]["seq"])


def counted(recorded: list[Message]) -> Replies:
    replies = Replies()
    for verdict, about in recorded:
        replies.count(verdict, **about)
    replies.trim()
    return replies


def merged(*parts: Replies) -> Replies:
    total = Replies()
    for part in parts:
        total.merge(part)
    return total


@pytest.fixture(autouse=True)
def small_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "NUMBERS_FOLLOWED", 3)
    monkeypatch.setattr(module, "MESSAGES_FOLLOWED", 3)


@given(st.lists(messages(), max_size=24, unique_by=lambda message: message[1]["seq"]), st.data())
def test_any_split_and_order_gives_the_same(recorded: list[Message], data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(recorded)))
    one, other = counted(recorded[:cut]), counted(recorded[cut:])
    whole = counted(recorded)
    assert merged(one, other) == whole
    assert merged(other, one) == whole
    assert counted(recorded[::-1]) == whole


@given(batches, batches, batches)
def test_merge_is_associative_and_has_an_identity(one: list[Message], two: list[Message], three: list[Message]) -> None:
    a, b, c = counted(one), counted(two), counted(three)
    before = copy.deepcopy(b)
    assert merged(merged(a, b), c) == merged(a, merged(b, c))
    assert merged(Replies(), a) == merged(a, Replies()) == a
    assert b == before


@given(batches)
def test_the_wire_loses_nothing(recorded: list[Message]) -> None:
    replies = counted(recorded)
    assert Replies.from_wire(json.loads(json.dumps(replies.to_wire()))) == replies


@given(st.lists(messages(shapes=40), max_size=120), st.integers(1, 5))
def test_beyond_the_bound_no_reply_is_lost_and_what_is_common_is_kept(recorded: list[Message], parts: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "SHAPES_KEPT", 5)
        replies = merged(*(counted(recorded[part::parts]) for part in range(parts)))
    assert replies.total == len(recorded)
    assert len(replies.said) <= 5
    true: dict[module.Key, int] = {}
    for verdict, _ in recorded:
        key = (verdict.reason, verdict.shape or "")
        true[key] = true.get(key, 0) + 1
    for key, count in true.items():
        if count > len(recorded) / 6:
            assert key in replies.said, "whatever makes up more than one in (bound + 1) replies is kept"
    for key, said in replies.said.items():
        assert said.count <= true[key]


def test_a_reply_of_one_percent_among_replies_that_all_differ_is_kept() -> None:
    replies = Replies()
    for seq in range(20_000):
        shape = "canned" if seq % 100 == 0 else f"free {seq}"
        verdict = Verdict(reason=Reason.ACCEPTED, said=shape, shape=shape)
        replies.count(verdict, seq=seq, number="+15555551001", second=0, content="sms 1", us=100)
    replies.trim()
    assert replies.said[Reason.ACCEPTED, "canned"].count >= 100
    assert replies.total == 20_000
    assert len(replies.said) <= SHAPES_KEPT
    assert replies.others[Reason.ACCEPTED].count + sum(said.count for said in replies.said.values()) == 20_000


def test_a_reply_that_reaches_nobody_is_not_counted() -> None:
    replies = counted([(Verdict(reason=Reason.TIMEOUT), _about(seq=1))])
    assert replies == Replies()


def test_what_one_shape_holds() -> None:
    first = Verdict(reason=Reason.ACCEPTED, said="Order 7", shape="Order <n>", why="expected")
    later = Verdict(reason=Reason.ACCEPTED, said="Order 8", shape="Order <n>")
    replies = counted([(later, _about(seq=8, second=5)), (first, _about(seq=7, second=3, us=40_000))])
    said = replies.said[Reason.ACCEPTED, "Order <n>"]
    assert (said.text, said.why, said.count, said.first, said.last, said.us) == ("Order 7", "expected", 2, 3, 5, 40_100)
    assert said.contents == {"sms 1": 2}
    key = (Reason.ACCEPTED, "Order <n>")
    assert replies.followed == {"+15555551001": {7: Followed(3, key, 40), 8: Followed(5, key)}}
    assert replies.to_wire()["followed"] == {"+15555551001": "7@3=0:40 8@5=0"}, "a file of an earlier version has no ms"


@given(st.integers(0, 10**9))
def test_a_bucket_of_times_is_a_fifth_wide(us: int) -> None:
    replies = counted([(Verdict(reason=Reason.ACCEPTED, shape="a"), _about(us=us))])
    (bucket,) = replies.said[Reason.ACCEPTED, "a"].times
    assert bucket_seconds(bucket) * 1e6 == pytest.approx(us, rel=0.13, abs=0.6)


def _about(**changes: Any) -> dict[str, Any]:
    return {"seq": 0, "number": "+15555551001", "second": 0, "content": "sms 1", "us": 100} | changes


def first(sent: int, said: str = "Thanks", *, number: str = "+1") -> FirstReplies:
    made = FirstReplies(sent=sent, contents=sent + 1, left_out=sent + 2, failed=sent + 3)
    verdict = Verdict(reason=Reason.ACCEPTED, said=said, shape=said)
    made.replies.count(verdict, sent, number, 0, "sms 1", 9)
    return made


def test_what_was_answered_before_the_load_survives_the_wire_and_adds_up() -> None:
    one, other = first(1), first(10, "Hello", number="+2")
    assert one.to_wire() == {
        "sent": 1,
        "contents": 2,
        "left_out": 3,
        "failed": 4,
        "spared": 0,
        "replies": one.replies.to_wire(),
    }
    read = FirstReplies.from_wire(json.loads(json.dumps(one.to_wire())))
    assert read.to_wire() == one.to_wire()
    both = merged(one.replies, other.replies)
    read.merge(other)
    assert (read.sent, read.contents, read.left_out, read.failed) == (11, 13, 15, 17)
    assert read.replies.to_wire() == both.to_wire()


def test_accepted_messages_are_known_by_number_and_whether_their_reply_had_words() -> None:
    replies = Replies()
    for seq, (number, reason, said) in enumerate(
        [("+1", Reason.ACCEPTED, "Hi"), ("+1", Reason.REFUSED, "No"), ("+2", Reason.ACCEPTED, "")]
    ):
        replies.count(Verdict(reason=reason, said=said, shape=said), seq, number, 0, "sms 1", 9)
    assert replies.accepted == (("+1", True), ("+2", False))


@pytest.mark.parametrize(
    ("index", "seconds"), [(0, 0.0), (3, 3e-6), (12, 4.5e-6), (16, 9e-6), (19, 15e-6), (83, 0.983040)]
)
def test_the_middle_of_a_bucket_of_times(index: int, seconds: float) -> None:
    assert bucket_seconds(index) == pytest.approx(seconds)


def test_of_first_replies_a_figure_that_an_older_file_lacks_is_none() -> None:
    made = FirstReplies(sent=9, contents=4, left_out=3, failed=2, spared=1)
    assert FirstReplies.from_wire(made.to_wire()) == made
    for name in ("sent", "contents", "left_out", "failed", "spared"):
        wire = made.to_wire()
        del wire[name]
        assert getattr(FirstReplies.from_wire(wire), name) == 0


def test_what_was_lost_and_the_others_add_up_by_their_reason() -> None:
    mine, other = Replies(), Replies()
    for part, count in ((mine, 3), (other, 4)):
        key = (Reason.ACCEPTED, "ok")
        part.said[key] = Said(seq=1, text="ok", count=count + 5, lost=count)
        part.others[Reason.REFUSED] = Said(seq=2, text="", count=count, lost=count, times={40: count})
    mine.merge(other)
    assert (mine.said[key].count, mine.said[key].lost) == (17, 7)
    assert list(mine.others) == [Reason.REFUSED]
    assert (mine.others[Reason.REFUSED].count, mine.others[Reason.REFUSED].times) == (7, {40: 7})
    assert mine.others[Reason.REFUSED].seq == 0, "no message stands for what was not kept"
    assert Replies.from_wire(json.loads(json.dumps(mine.to_wire()))) == mine
