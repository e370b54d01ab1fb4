"""What was said is held against what was said before: known answers stay, what differs without a reason is doubtful."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING
from zlib import crc32

import factories
import pytest

from loadtest.assess.replies.doubt import doubt, needs, pattern
from loadtest.assess.replies.kinds import Heard, hear
from loadtest.assess.replies.limiter import InferredLimit, limiter_in
from loadtest.assess.summary import summarise
from loadtest.assess.target_text import parse_targets
from loadtest.assess.targets import evaluate
from loadtest.measure.recorder import Recorder
from loadtest.measure.replies import FirstReplies, Replies
from loadtest.verdict.judge import Reason, Verdict
from loadtest.words.reply_shapes import reply_shape

if TYPE_CHECKING:
    from collections.abc import Callable

    from loadtest.measure.snapshot import Snapshot

    Bot = Callable[[int, str], str]

THANKS = "Thanks, your note is on its way."
DECLINE = "The kitchen has closed its doors for tonight."
TEXTS = [f"sms {place}" for place in range(1, 6)] + ["mms 1"]


def verdict(said: str) -> Verdict:
    return Verdict(reason=Reason.ACCEPTED, said=said, shape=reply_shape(said))


def first(bot: Bot) -> FirstReplies:
    replies = Replies()
    for place, content in enumerate(TEXTS * 2):
        replies.count(verdict(bot(-1 - place, content)), seq=place, number="+1", second=0, content=content, us=50_000)
    return FirstReplies(replies=replies, sent=12, contents=6)


def loaded(bot: Bot, *, count: int = 300, numbers: int = 30) -> Snapshot:
    recorder = Recorder()
    for seq in range(count):
        number = f"+1555555{1000 + seq % numbers}"
        exchange = factories.exchange(seq, number=number, scenario=TEXTS[seq % 6][:3], content=TEXTS[seq % 6])
        recorder.due(exchange.due)
        recorder.record(exchange, verdict(bot(seq, TEXTS[seq % 6])))
    recorder.snapshot.trim()
    return recorder.snapshot


def heard(bot: Bot, **changes: int) -> Heard:
    return hear(loaded(bot, **changes).replies, first=first(bot))


def one_reply(_: int, __: str) -> str:
    return THANKS


def menu(_: int, content: str) -> str:
    answers = {
        "sms 1": "Sorry, we are closed on Mondays.",
        "sms 2": "Pizza costs 12 dollars.",
        "mms 1": "Nice picture!",
    }
    return answers.get(content, THANKS)


def free(seq: int, content: str) -> str:
    digest = sha256(f"{seq} {content}".encode()).hexdigest().translate(str.maketrans("0123456789", "ghijklmnop"))
    return " ".join(digest[place : place + 4] for place in range(0, 32, 4))


def now_and_then(bot: Bot, every: int = 5, text: str = DECLINE) -> Bot:
    return lambda seq, content: text if seq >= 0 and seq * 7 % every == 1 else bot(seq, content)


def rotating(seq: int, content: str) -> str:
    return ["Got it.", "Noted!", "Sure thing, friend."][crc32(f"{seq} {content}".encode()) % 3]


CLEAN = [
    ("a bot with one reply", one_reply),
    ("a bot with a menu, one of whose answers is sorry", menu),
    ("a bot that answers freely", free),
    ("a bot that takes turns with three confirmations", rotating),
    ("numbers in a reply change nothing", lambda seq, _: f"Your ticket is {abs(seq)}."),
]


@pytest.mark.parametrize(("why", "bot"), CLEAN, ids=[case[0] for case in CLEAN])
def test_nothing_is_doubtful(why: str, bot: Bot) -> None:
    assert [kind.against for kind in heard(bot).doubtful] == []


DOUBTFUL = [
    (
        "as many declines as answers, by turns",
        lambda seq, _: DECLINE if seq >= 0 and seq // 6 % 2 else THANKS,
        "the same messages get another reply",
    ),
    ("more declines than answers", now_and_then(one_reply, 2), "the same messages get another reply"),
    ("declines in unknown words among one reply", now_and_then(one_reply), "the same messages get another reply"),
    ("and among a menu's", now_and_then(menu), "the same messages get another reply"),
    (
        "everything changed since the preflight",
        lambda seq, _: THANKS if seq < 0 else DECLINE,
        "the same messages get another reply",
    ),
    (
        "from the middle on, only pictures are declined",
        lambda seq, content: DECLINE if content == "mms 1" and seq > 150 else menu(seq, content),
        "it began at 1",
    ),
    ("a free bot gives a fifth of its messages one reply", now_and_then(free), "every text gets"),
    ("a free bot repeats a decline with a cue", now_and_then(free, text="Sorry, try later."), "every text gets"),
]


@pytest.mark.parametrize(("why", "bot", "says"), DOUBTFUL, ids=[case[0] for case in DOUBTFUL])
def test_what_is_doubtful_and_why(why: str, bot: Bot, says: str) -> None:
    (kind,) = heard(bot).doubtful
    assert any(says in phrase for phrase in kind.against), kind.against


def test_what_a_text_got_twice_by_chance_does_not_make_it_known() -> None:
    def bot(seq: int, content: str) -> str:
        unlucky = seq < 0 and content == "sms 3"
        return DECLINE if unlucky or (seq >= 0 and seq * 7 % 5 == 1) else THANKS

    known = {kind.text: kind.known for kind in heard(bot).kinds}
    assert known == {THANKS: True, DECLINE: False}


def test_a_reply_that_declines_from_the_first_message_on_is_known_and_stands_first() -> None:
    (kind,) = heard(lambda _, __: DECLINE).kinds
    assert (kind.known, kind.before, kind.because) == (True, 12, "as before the load")


def test_what_the_user_has_confirmed_is_not_doubtful() -> None:
    replies = loaded(now_and_then(one_reply)).replies
    replies.said[Reason.ACCEPTED, reply_shape(DECLINE)].why = "your accept-pattern"
    assert hear(replies, first=first(one_reply)).doubtful == ()


def test_likeness_never_joins_where_only_one_of_two_has_a_cue() -> None:
    replies = Replies()
    for seq, said in enumerate(["Your message has been received.", "Your message has been rejected."]):
        replies.count(verdict(said), seq=seq, number="+1", second=0, content="sms 1", us=1)
    assert len(hear(replies).kinds) == 2


def test_shapes_alike_are_one_kind_with_the_text_of_the_commonest() -> None:
    replies = Replies()
    for seq, name in enumerate(["Zoe", "Ann", "Ann"]):
        said = f"{name} will call you back about that today."
        replies.count(verdict(said), seq=seq, number="+1", second=seq, content="sms 1", us=1)
    (kind,) = hear(replies).kinds
    assert (kind.count, kind.text[:3], len(kind.shapes)) == (3, "Ann", 2)


def limited(count: int) -> Bot:
    seen: dict[int, int] = {}

    def bot(seq: int, content: str) -> str:
        if seq < 0:
            return THANKS
        number = seq % 30
        seen[number] = seen.get(number, 0) + 1
        return THANKS if seen[number] <= count else DECLINE

    return bot


def test_a_limit_for_each_number_is_found_with_its_count() -> None:
    (kind,) = heard(limited(6)).doubtful
    assert kind.limiter is not None
    assert kind.limiter.count == 6
    assert kind.against[0] == "it came after each number's 6th message, until the end"


A, D = False, True
LIMITS = [
    ("two numbers, three each, never again", {"a": [A, A, A, D, D], "b": [A, A, A, D, D]}, (3, None)),
    ("it opens again", {"a": [A, A, D, D, A, A], "b": [A, A, D, D, A, A]}, (2, 4)),
    ("one number is too few", {"a": [A, A, D, D]}, None),
    ("now and then is no limit", {"a": [A, D, A, A, D, A], "b": [A, A, A, D, A, A]}, None),
    ("different counts are no limit", {"a": [A, D, D, D], "b": [A] * 9 + [D, D], "c": [A] * 4 + [D, D]}, None),
    ("a number that went beyond speaks against it", {"a": [A, D, D], "b": [A, D, D], "c": [A] * 9}, None),
    ("what comes first and then no more is no limit", {"a": [D, D, A, A], "b": [D, D, A, A]}, None),
    ("always declined is no limit", {"a": [D, D, D], "b": [D, D, D]}, None),
]


@pytest.mark.parametrize(("why", "numbers", "expected"), LIMITS, ids=[case[0] for case in LIMITS])
def test_limiter(why: str, numbers: dict[str, list[bool]], expected: tuple[int, int | None] | None) -> None:
    marked = {name: [(seq, seq, got) for seq, got in enumerate(replies)] for name, replies in numbers.items()}
    found = limiter_in(marked, {})
    assert (found and (found.count, found.window)) == expected


def test_messages_before_the_load_count_for_a_limit() -> None:
    marked = {name: [(seq, seq, seq >= 3) for seq in range(8)] for name in "ab"}
    found = limiter_in(marked, {"a": 2, "b": 2})
    assert found is not None
    assert found.count == 5


def test_of_messages_due_at_once_any_may_be_answered_first() -> None:
    marked = {name: [(seq, seq // 2, seq not in {0, 1, 3}) for seq in range(8)] for name in "ab"}
    found = limiter_in(marked, {})
    assert found is not None
    assert found.count == 3


DOUBTS = [
    ("a fifth turns the success rate", 5, ["success > 95%"], "success rate is 80.00%, not above 95%"),
    ("a fifth does not turn a lower limit", 5, ["success > 70%"], ""),
    ("it turns a limit for refusals", 5, ["refused < 1%", "success > 70%"], "refused share is 20.00%"),
    ("and one for a kind of message", 5, ["mms.success > 95%", "success > 70%"], "MMS success rate"),
    ("what is missed anyway needs no doubt", 5, ["average < 1ms", "success > 70%"], ""),
]


@pytest.mark.parametrize(("why", "every", "targets", "says"), DOUBTS, ids=[case[0] for case in DOUBTS])
def test_doubt(why: str, every: int, targets: list[str], says: str) -> None:
    bot = now_and_then(one_reply, every)
    snapshot = loaded(bot)
    summary = summarise(snapshot, planned=300, duration=30.0)
    found = hear(snapshot.replies, first=first(bot))
    sentence = doubt(found, summary, evaluate(parse_targets(targets), summary), plan=factories.plan())
    assert (says in sentence) if says else not sentence
    if says:
        assert DECLINE in sentence
        assert "refusal-pattern: The kitchen has closed its doors for tonight" in sentence


def test_replies_too_different_to_be_kept_apart_are_never_counted_as_clean() -> None:
    """A fifth of 3,000 replies declines, in other words each time: no kind of it is kept, and no run is green."""

    def declining(seq: int, content: str) -> str:
        return free(seq, content) if seq >= 0 and seq % 5 == 0 else THANKS

    snapshot = loaded(declining, count=3000)
    summary = summarise(snapshot, planned=3000, duration=300.0)
    found = hear(snapshot.replies, first=first(declining))
    assert not found.freely
    assert found.mixed is not None
    assert found.mixed.count == sum(found.others.values()) > 300
    sentence = doubt(found, summary, evaluate(parse_targets(["success > 95%"]), summary), plan=factories.plan())
    assert "of 3,000 replies are too different from each other to be kept apart" in sentence
    assert "none of them was seen before the load" in sentence
    assert "If they decline, success rate is 80.00%" in sentence
    assert "List what success sounds like in expected-replies" in sentence


def test_a_bot_that_answers_freely_before_the_load_too_gets_no_such_alarm() -> None:
    snapshot = loaded(free, count=3000)
    found = hear(snapshot.replies, first=first(free))
    assert found.freely
    assert found.mixed is None
    assert not found.doubtful


def test_quick_declines_that_flatter_the_average_turn_its_target() -> None:
    recorder = Recorder()
    for seq in range(100):
        quick = seq % 2 == 1
        exchange = factories.exchange(seq, latency=0.002 if quick else 0.9, content="sms 1")
        recorder.record(exchange, verdict(DECLINE if quick else THANKS))
    summary = summarise(recorder.snapshot, planned=100, duration=10.0)
    found = hear(recorder.snapshot.replies, first=first(one_reply))
    outcomes = evaluate(parse_targets(["average < 600ms", "success > 10%"]), summary)
    assert "average response time is 900ms" in doubt(found, summary, outcomes)


def test_a_limit_tells_how_many_numbers_the_load_needs() -> None:
    plan = factories.plan()  # 600 messages in 60 s over 5 numbers
    assert needs(InferredLimit(count=8, window=None, longer=55), plan) == (
        "under such a limit this load needs at least 75 phone-numbers, not 5"
    )
    assert needs(InferredLimit(count=200, window=None, longer=55), plan) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Whoa, easy there! Give us 5 minutes.", "Whoa, easy there! Give us"),
        ("Hi Bob, what (exactly so) is it?", "exactly so"),
        ("12345", ""),
    ],
)
def test_a_pattern_is_the_longest_stretch_of_plain_words(text: str, expected: str) -> None:
    assert pattern(text) == expected


def test_first_replies_go_to_the_wire_and_back() -> None:
    early = first(menu)
    assert FirstReplies.from_wire(json.loads(json.dumps(early.to_wire()))) == early


def test_saying_nothing_first_is_no_other_answer_where_answers_come_later() -> None:
    replies, silent, text = Replies(), verdict(""), verdict("Your order is on its way.")
    for seq in range(200):
        for us, one in ((5_000, silent), (100_000, text)):
            replies.count(one, seq, f"+1555{seq}", seq // 10, TEXTS[seq % 6], us)
    before = first(lambda *_: "")
    assert [kind.text for kind in hear(replies, first=before).doubtful] == ["Your order is on its way."]
    assert hear(replies, first=before, later=True).doubtful == ()


def test_who_was_answered_before_the_load_and_whether_in_words() -> None:
    replies = Replies()
    declined = Verdict(reason=Reason.RATE_LIMITED, said=DECLINE, shape=reply_shape(DECLINE))
    for seq, one in enumerate((verdict(""), verdict(THANKS), declined)):
        replies.count(one, seq, f"+{seq}", 0, TEXTS[0], 1)
    assert sorted(replies.accepted) == [("+0", False), ("+1", True)]
