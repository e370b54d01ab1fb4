"""The section on replies: the doubtful first, each with its count, a sample and why it counts as it does."""

from __future__ import annotations

from dataclasses import replace

import factories

from loadtest.measure.replies import FirstReplies, Replies
from loadtest.report import console
from loadtest.report.sections.replies import before_the_load, quoted, replies_title, reply_rows
from loadtest.verdict.judge import Reason, Verdict

THANKS, DECLINE = "Thanks, got it.", "The kitchen has closed."


def verdict(said: str) -> Verdict:
    return Verdict(reason=Reason.ACCEPTED, said=said, shape=said)


def counted() -> list[factories.Recorded]:
    return [(factories.exchange(seq), verdict(DECLINE if seq % 4 == 3 else THANKS)) for seq in range(100)]


def test_the_doubtful_stand_first_with_what_speaks_against_them() -> None:
    result = factories.result(counted())
    assert replies_title(result) == "Replies: 100 of 2 kinds, 25 doubtful"
    doubtful, usual = reply_rows(result)
    assert doubtful.sentence == (
        '25 (25.00%) doubtful: "The kitchen has closed." (0s to 9s; the same messages get another reply otherwise; '
        "not seen before the load)"
    )
    assert usual.sentence == '75 (75.00%) accepted: "Thanks, got it." (not seen before the load)'


def test_a_row_says_when_to_whom_and_to_which_messages_it_came() -> None:
    texts = ("one", "two & more", "three", "four", "five")
    plan = factories.plan(texts=texts)
    recorded = []
    for seq in range(200):
        name = plan.content(seq)
        declined = name in {"sms 2", "mms 3"} and seq >= 50
        exchange = factories.exchange(seq, content=name, scenario=name[:3], latency=0.002 if declined else 0.08)
        recorded.append((exchange, verdict(DECLINE if declined else THANKS)))
    doubtful, usual = sorted(reply_rows(factories.result(recorded, plan=plan)), key=lambda row: row.kind.count)
    mms = len({exchange.content for exchange, _ in recorded if exchange.content.startswith("mms")})
    assert (doubtful.lasted, usual.lasted) == ("5s to 19s", "0s to 19s")
    assert doubtful.whom == (
        '5 of 5 numbers followed; 1 of 5 different SMS ("two & more") and '
        f'1 of {mms} different MMS ("A voice note about the kitche…"); half within 1.92ms'
    )
    assert usual.whom == "5 of 5 numbers followed; every text and kind of message; half within 73.7ms"


def test_the_console_takes_at_most_eight_lines_for_them() -> None:
    words = ["apple", "pear", "plum", "fig", "date", "lime", "kiwi", "melon", "grape", "lemon", "peach", "mango"]
    many = [(factories.exchange(seq), verdict(words[seq % 12])) for seq in range(120)]
    lines = console.report(factories.result(many))
    start = lines.index("Replies: 120 of 12 kinds")
    block = lines[start : lines.index("", start)]
    assert len(block) == 8
    assert block[-1] == "  and 6 other kinds: loadtest replies results.json"


def test_a_run_without_replies_has_no_section() -> None:
    assert replies_title(factories.result([factories.timed_out()])) == ""
    assert reply_rows(replace(factories.result(), summary=None)) == []


def test_what_was_said_before_the_load_is_shown_with_its_cues() -> None:
    first = FirstReplies(replies=Replies(), sent=5, contents=2, failed=1)
    for seq, said in enumerate(["Sorry, not now.", "Sorry, not now.", THANKS, THANKS]):
        first.replies.count(verdict(said), seq=seq, number="+1", second=0, content=f"sms {seq // 2}", us=9)
    result = factories.result(counted())
    snapshot = result.snapshot
    assert snapshot is not None
    snapshot.first = first
    heard = factories.summarise(snapshot, planned=100, duration=10.0).heard
    assert before_the_load(heard) == [
        "5 messages before the load (2 different ones, twice each) got:",
        '  2 x "Thanks, got it."',
        '  2 x "Sorry, not now." (it says "sorry": is that success?)',
        "  1 x no reply to read",
    ]
    first.left_out = 4
    assert before_the_load(heard)[0] == (
        "5 messages before the load (2 different ones, twice each; 4 others left out, as at most 24 messages "
        "go out then, and two a number) got:"
    )


def test_quoted() -> None:
    assert quoted("") == "(no reply to the sender)"
    assert quoted("one\ntwo") == '"one / two"'
    assert len(quoted("x" * 500)) == 92
