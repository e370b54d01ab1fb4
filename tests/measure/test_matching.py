from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.measure import answers as answers_module
from loadtest.measure import matching
from loadtest.measure.matching import Matcher
from loadtest.verdict.judge import Reason

if TYPE_CHECKING:
    from loadtest.measure.answers import Answers

ONE, TWO = "+15555551001", "+15555551002"


def _played(*steps: tuple[Any, ...], patience: float = 30.0, until: float = 100.0) -> Answers:
    """Play steps: sent, seq, number, due · hook, seq, number, done, accepted, words · text, number, at, words."""
    matcher = Matcher(patience)
    for kind, *rest in steps:
        if kind == "sent":
            seq, number, due = rest
            matcher.sent(seq, "sms", number, due)
        elif kind == "hook":
            seq, number, done, accepted, words = rest
            matcher.settled(seq, number, done, accepted=accepted, words=words)
        elif kind == "text":
            number, at, words = rest
            matcher.give_up(at)
            matcher.text(number, at, words)
    matcher.finish(until)
    assert matcher.waiting == 0
    return matcher.answers


SENT = ("sent", 0, ONE, 0.0)
ACCEPTED = ("hook", 0, ONE, 0.1, True, "")


@pytest.mark.parametrize(
    ("case", "steps", "expected"),
    [
        ("a text after an empty webhook reply answers it", [SENT, ACCEPTED, ("text", ONE, 2.0, "hi")],
         {"by_rest": 1, "exact": 1}),
        ("a text before the webhook has ended answers it, too", [SENT, ("text", ONE, 0.05, "hi"), ACCEPTED],
         {"by_rest": 1, "exact": 1}),
        ("words in the webhook's reply are the answer", [SENT, ("hook", 0, ONE, 0.1, True, "hi")], {"by_twiml": 1}),
        ("other words after them are a further message",
         [SENT, ("hook", 0, ONE, 0.1, True, "wait"), ("text", ONE, 2.0, "hi")], {"by_twiml": 1, "further": 1}),
        ("nothing came", [SENT, ACCEPTED], {"unanswered": 1}),
        ("a text that is told of late answers no message that was due after it",
         [SENT, ACCEPTED, ("sent", 1, ONE, 2.1), ("text", ONE, 2.0, "hi"), ("hook", 1, ONE, 2.2, True, "")],
         {"by_rest": 1, "exact": 1, "unanswered": 1}),
        ("a second answer that is told of late is none to the message that was due after it",
         [SENT, ACCEPTED, ("text", ONE, 2.0, "hi"), ("sent", 1, ONE, 2.1), ("text", ONE, 2.05, "hi"),
          ("hook", 1, ONE, 2.2, True, "")], {"by_rest": 1, "exact": 1, "twice": 1, "unanswered": 1}),
        ("the same words again are a second answer",
         [SENT, ACCEPTED, ("text", ONE, 2.0, "hi"), ("text", ONE, 2.5, "hi")], {"by_rest": 1, "exact": 1, "twice": 1}),
        ("a third time is no third message answered twice",
         [SENT, ACCEPTED, *[("text", ONE, at, "hi") for at in (2.0, 2.5, 2.6)]],
         {"by_rest": 1, "exact": 1, "twice": 1}),
        ("the same words by TwiML and by the API are two answers",
         [SENT, ("hook", 0, ONE, 0.1, True, "hi"), ("text", ONE, 2.0, "hi")], {"by_twiml": 1, "twice": 1}),
        ("twice before the webhook has ended", [SENT, *[("text", ONE, 0.05, "hi")] * 2, ACCEPTED],
         {"by_rest": 1, "exact": 1, "twice": 1}),
        ("a text to a number that never wrote", [SENT, ACCEPTED, ("text", TWO, 2.0, "ad"), ("text", ONE, 3.0, "hi")],
         {"by_rest": 1, "exact": 1, "unasked": 1}),
        ("too late is unanswered, and the text is no stranger", [SENT, ACCEPTED, ("text", ONE, 31.0, "hi")],
         {"unanswered": 1, "late": 1}),
        ("a failed webhook asks for nothing", [SENT, ("hook", 0, ONE, 0.1, False, "")], {}),
        ("its answer is counted apart", [SENT, ("hook", 0, ONE, 0.1, False, ""), ("text", ONE, 2.0, "hi")],
         {"after_failure": 1}),
        ("with two open the oldest is taken, and that is said",
         [SENT, ACCEPTED, ("sent", 1, ONE, 1.0), ("hook", 1, ONE, 1.1, True, ""), ("text", ONE, 2.0, "a"),
          ("text", ONE, 3.0, "b")], {"by_rest": 2, "ambiguous": 1, "exact": 1}),
        ("two numbers do not hide each other",
         [SENT, ACCEPTED, ("sent", 1, TWO, 0.0), ("hook", 1, TWO, 0.1, True, ""), ("text", TWO, 2.0, "a")],
         {"by_rest": 1, "exact": 1, "unanswered": 1}),
        ("a warm-up is matched, and not counted",
         [("sent", -1, ONE, -1.0), ("hook", -1, ONE, -0.9, True, ""), ("text", ONE, 2.0, "a")], {"exact": 1}),
    ],
)  # fmt: skip
def test_a_text_finds_its_message(case: str, steps: list[tuple[Any, ...]], expected: dict[str, int]) -> None:
    answers = _played(*steps)
    sms = answers.scenarios.get("sms")
    counted = {
        name: getattr(answers, name)
        for name in ("by_twiml", "by_rest", "exact", "ambiguous", "further", "unasked", "late", "after_failure")
    } | {"unanswered": sms.unanswered.count if sms else 0, "twice": sms.twice if sms else 0}
    assert {name: count for name, count in counted.items() if count} == expected, case


def test_the_reply_time_runs_from_due() -> None:
    answers = _played(SENT, ACCEPTED, ("text", ONE, 2.5, "hi"))
    assert answers.scenarios["sms"].reply_time.max == 2.5
    assert answers.seconds[0].reply_time.count == 1


def test_an_answer_that_declines_moves_its_message() -> None:
    moved: list[tuple[str, float, Reason]] = []
    matcher = Matcher(30.0, moved=lambda *about: moved.append(about))
    matcher.sent(0, "sms", ONE, 4.0)
    matcher.settled(0, ONE, 4.1, accepted=True)
    matcher.text(ONE, 5.0, "slow down", Reason.RATE_LIMITED)
    assert moved == [(ONE, 4.0, Reason.RATE_LIMITED)]
    assert matcher.answers.scenarios["sms"].declined == {Reason.RATE_LIMITED: 1}
    assert matcher.answers.scenarios["sms"].reply_time.count == 0


def test_with_one_message_of_a_number_open_at_a_time_every_match_is_right() -> None:
    """10,000 messages at 100/s, answered after up to 20 s: the number comes again only after that."""
    source, matcher = random.Random(7), Matcher(25.0)
    events: list[tuple[float, int, str, int]] = []
    delays = {}
    for seq in range(10_000):
        due, number = seq / 100, f"+1555{seq % 2_600:07}"
        delays[seq] = source.uniform(0.0, 20.0)
        events += [(due, 0, number, seq), (due + 0.05, 1, number, seq), (due + delays[seq], 2, number, seq)]
    total = 0.0
    for at, kind, number, seq in sorted(events):
        matcher.give_up(at)
        if kind == 0:
            matcher.sent(seq, "sms", number, at)
        elif kind == 1:
            matcher.settled(seq, number, at, accepted=True)
        else:
            total += delays[seq]
            matcher.text(number, at, f"answer {seq}")
    matcher.finish(300.0)
    sms, answers = matcher.answers.scenarios["sms"], matcher.answers
    assert (answers.exact, answers.ambiguous, answers.unasked, sms.unanswered.count) == (10_000, 0, 0, 0)
    assert sms.reply_time.total == pytest.approx(total, abs=0.01)


def test_memory_holds_what_is_open_alone() -> None:
    matcher = Matcher(5.0)
    for seq in range(20_000):
        at, number = seq / 100, f"+1555{seq:07}"
        matcher.give_up(at)
        matcher.sent(seq, "sms", number, at)
        matcher.settled(seq, number, at, accepted=True, words="hi")
    assert len(matcher._numbers) <= 502


@given(st.lists(st.tuples(st.sampled_from([ONE, TWO]), st.booleans(), st.integers(0, 3)), max_size=30))
def test_every_accepted_message_is_answered_or_not(messages: list[tuple[str, bool, int]]) -> None:
    matcher, accepted_all = Matcher(10.0), 0
    for seq, (number, accepted, texts) in enumerate(messages):
        matcher.sent(seq, "sms", number, float(seq))
        matcher.settled(seq, number, seq + 0.1, accepted=accepted)
        accepted_all += accepted
        for _ in range(texts):
            matcher.text(number, seq + 0.5, "hi")
        matcher.give_up(float(seq))
    matcher.finish(100.0)
    sms = matcher.answers.scenarios.get("sms")
    assert (sms.reply_time.count + sms.unanswered.count if sms else 0) == accepted_all
    assert matcher.waiting == 0


def test_texts_to_a_number_that_owes_none_are_each_unasked() -> None:
    answers = _played(SENT, ("hook", 0, ONE, 0.1, False, ""), *[("text", ONE, at, "hi") for at in (1.0, 2.0, 3.0)])
    assert (answers.after_failure, answers.unasked) == (1, 2)


@pytest.mark.parametrize(("at", "unanswered"), [(10.0, 0), (10.1, 1), (10.2, 1)])
def test_what_had_its_time_is_given_up_at_the_end_of_it(at: float, unanswered: int) -> None:
    matcher = Matcher(10.0)
    matcher.sent(0, "sms", ONE, 0.0)
    matcher.settled(0, ONE, 0.1, accepted=True)
    matcher.give_up(at)
    assert matcher.waiting == 1 - unanswered


def test_unanswered_numbers_are_kept_up_to_twice_their_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (matching, answers_module):
        monkeypatch.setattr(module, "NUMBERS_KEPT", 2)
    matcher, kept = Matcher(1.0), []
    for seq in range(5):
        number = f"+1555555100{seq}"
        matcher.sent(seq, "sms", number, float(seq))
        matcher.settled(seq, number, seq + 0.1, accepted=True)
        matcher.give_up(seq + 2.0)
        kept.append((len(matcher.answers.numbers), matcher.answers.numbers_beyond))
    assert kept == [(1, 0), (2, 0), (3, 0), (4, 0), (2, 3)]
