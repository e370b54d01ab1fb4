"""The driver of conversations, against bots in place of a server."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any

import factories
import gevent
import pytest

from loadtest.dialogue.reading import parse_conversations
from loadtest.message.phone_pool import PhonePool
from loadtest.pacing import Shard, Stages, parse_stage
from loadtest.send.drivers.talks import Talks
from loadtest.send.job import Job
from loadtest.verdict.judge import Reason
from loadtest.words.clock import RunClock
from loadtest.words.exchange import Exchange, Failure, FailureKind, Reply, Request
from loadtest.words.secret import Secret
from loadtest.words.sending import Sending

if TYPE_CHECKING:
    from collections.abc import Callable

    from loadtest.measure.conversations import Talked
    from loadtest.measure.snapshot import Snapshot

SHOP = """
order:
  - {name: menu, say: MENU, expect: "Welcome{any}"}
  - {name: choose, say: [1, 2], wait: 20ms, expect: /order/, capture: {order: "order ([0-9]+)"}}
  - {name: pay, say: "YES {order}", expect: "Paid {order_of}"}
""".replace("{order_of}", "{number}")

Bot = "Callable[[str, str], str | Failure]"


class Shop:
    """Keeps the state of each number in memory, as a bot with a database would; `lose` says whose state is gone."""

    def __init__(self, lose: Callable[[int], bool] = lambda _: False) -> None:
        self.state: dict[str, str] = {}
        self.taken = 0
        self._lose = lose

    def __call__(self, number: str, text: str) -> str | Failure:
        self.taken += 1
        state = "" if self._lose(self.taken) else self.state.get(number, "")
        if text == "MENU":
            self.state[number] = "menu"
            return "Welcome! 1 coffee, 2 tea"
        if state == "menu":
            self.state[number] = f"1{self.taken}"
            return f"Your order 1{self.taken}. YES to pay"
        if text == f"YES {state}":
            del self.state[number]
            return f"Paid {state}"
        return "I lost you"


class Line:
    """Hands each message to a bot, whose answer comes after `delay` seconds."""

    def __init__(self, clock: RunClock, bot: Any, delay: float = 0.002) -> None:
        self.clock, self._bot, self._delay = clock, bot, delay
        self.sent: list[tuple[str, str, float, float]] = []

    def begin(self, request: Request, due: float, finished: Callable[[Exchange], None]) -> None:
        sent = self.clock()
        seq, scenario, number, payload, content = request
        text = dict(factories.form_of(payload))["Body"]
        self.sent.append((scenario, text, due, sent))

        def answer() -> None:
            said = self._bot(number, text)
            response = said if isinstance(said, Failure) else told(said)
            finished(Exchange(seq, scenario, number, due, sent, sent, self.clock(), 1, response, content))

        gevent.spawn_later(self._delay, answer)

    def send(self, request: Request, *, due: float) -> Exchange:
        raise NotImplementedError

    def close(self) -> None:
        pass


def told(text: str) -> Reply:
    body = f"<Response><Message>{text}</Message></Response>" if text else "<Response/>"
    return factories.reply(body=body)


def drive(bot: Any, script: str = SHOP, *, numbers: int = 500, run: bool = True, **fields: Any) -> tuple[Line, Talks]:
    given: dict[str, Any] = {
        "pacing": Stages.constant(100.0, 0.4),
        "pool": PhonePool(ranges=((15555551000, numbers),)),
        "numbers_share_state": True,
    }
    given |= {name: fields.pop(name) for name in ("pacing", "warm_up", "feed", "seed") if name in fields}
    plan = factories.plan(conversations=parse_conversations(script), **given)
    job = Job(plan=plan, auth_token=Secret("token"), **{"sending": Sending(timeout=1.0)} | fields)
    clock = RunClock()
    line = Line(clock, bot)
    driver = Talks(job, factories.line(clock, line))
    if run:
        driver.run()
    return line, driver


def talked(snapshot: Snapshot, name: str = "order") -> Talked:
    return snapshot.talked[name]


def test_conversations_go_to_their_end_by_what_the_bot_answers() -> None:
    line, driver = drive(shop := Shop())
    counts = talked(driver.snapshot)
    assert (counts.begun, counts.completed, counts.broken_in_all, counts.unfinished) == (40, 40, 0, 0)
    assert shop.taken == 120
    assert counts.duration.count == 40
    by_step = {name: tally.count for (name, _), tally in driver.snapshot.tallies.items()}
    assert by_step == {"order.menu": 40, "order.choose": 40, "order.pay": 40}
    assert re.fullmatch(r"YES 1\d+", next(text for scenario, text, *_ in line.sent if scenario == "order.pay"))


def test_each_step_is_due_a_wait_after_the_reply_before_and_leaves_then() -> None:
    line, driver = drive(Shop())
    lags = sorted(sent - due for *_, due, sent in line.sent)
    assert lags[0] >= 0
    assert lags[len(lags) // 2] < 0.01
    chosen = next(due for scenario, _, due, _ in line.sent if scenario == "order.choose")
    begun = next(due for scenario, _, due, _ in line.sent if scenario == "order.menu")
    assert chosen - begun >= 0.022, "the reply, and 20 ms"
    assert driver.talking == 0


def test_a_reply_that_a_step_does_not_expect_breaks_the_conversation_there() -> None:
    _, driver = drive(Shop(lose=lambda taken: taken % 10 == 0))
    counts = talked(driver.snapshot)
    broken = counts.broken_in_all
    assert broken > 0
    assert counts.completed + broken == counts.begun == 40
    unexpected = sum(
        tally.count for (_, reason), tally in driver.snapshot.tallies.items() if reason is Reason.UNEXPECTED
    )
    assert unexpected == broken
    step = next(iter(counts.breaks))
    said = counts.breaks[step].detail
    assert re.fullmatch(rf'after "(1|2|YES \d+)" the reply says "I lost you", which step {step} does not expect', said)


def test_a_failure_of_the_line_breaks_it_and_our_own_leaves_it_unfinished() -> None:
    kinds = iter([FailureKind.RESET, FailureKind.GENERATOR] * 20)
    _, driver = drive(lambda _number, _text: Failure(kind=next(kinds), detail="gone"))
    counts = talked(driver.snapshot)
    assert counts.broken == {"menu": {"connection lost": 20}}
    assert counts.unfinished == 20


def test_a_number_in_a_conversation_begins_no_other_and_that_is_counted() -> None:
    _, driver = drive(Shop(), numbers=2)
    counts = talked(driver.snapshot)
    assert counts.busy > 0
    assert counts.begun + counts.busy == 40
    assert driver.snapshot.dropped == counts.busy
    assert counts.completed == counts.begun


def test_an_expected_decline_counts_as_accepted_and_is_counted_as_expected() -> None:
    script = "no: [{name: ask, say: x, expect: refused}]"
    refusal = "Sorry, your phone number is not registered."
    _, driver = drive(lambda _number, _text: refusal, script)
    counts = talked(driver.snapshot, "no")
    assert (counts.completed, counts.expected) == (40, {"ask": 40})
    assert {reason for _, reason in driver.snapshot.tallies} == {Reason.ACCEPTED}
    _, unmeant = drive(lambda _number, _text: "Thanks!", script)
    assert talked(unmeant.snapshot, "no").broken == {"ask": {"unexpected reply": 40}}


def test_shards_hold_the_same_conversations_as_the_whole_load() -> None:
    whole = {(scenario, text, due) for scenario, text, due, _ in drive(Shop())[0].sent if scenario == "order.menu"}
    parts = [drive(Shop(), shard=Shard(index=index, count=3)) for index in range(3)]
    halves = [
        {(scenario, text, due) for scenario, text, due, _ in line.sent if scenario == "order.menu"} for line, _ in parts
    ]
    assert set().union(*halves) == whole
    assert sum(map(len, halves)) == len(whole)
    summed = parts[0][1].snapshot
    for _, driver in parts[1:]:
        summed.merge(driver.snapshot)
    assert talked(summed).completed == 40


def test_conversations_of_the_warm_up_count_apart_also_what_of_them_comes_later() -> None:
    _, driver = drive(Shop(), warm_up=0.05)
    snapshot = driver.snapshot
    assert talked(snapshot).begun == 40
    assert snapshot.warm_up is not None
    assert talked(snapshot.warm_up).completed == talked(snapshot.warm_up).begun == 5


def test_a_load_that_is_finished_early_stops_what_is_not_in_flight() -> None:
    slow = SHOP.replace("20ms", "5s")
    _, driver = drive(Shop(), slow, run=False)
    gevent.spawn_later(0.2, driver.finish)
    with gevent.Timeout(3.0):
        driver.run()
    counts = talked(driver.snapshot)
    assert counts.unfinished == counts.begun > 0


def test_a_signal_leaves_what_is_open_unfinished() -> None:
    _, driver = drive(Shop(), SHOP.replace("20ms", "5s"), run=False)
    running = gevent.spawn(driver.run)
    gevent.sleep(0.2)
    running.kill()
    counts = talked(driver.snapshot)
    assert counts.unfinished == counts.begun > 0
    assert driver.talking == 0


@pytest.mark.parametrize("after", [0.01, 0.0], ids=["after the webhook's reply", "before it"])
def test_an_answer_through_twilios_api_continues_the_conversation(after: float) -> None:
    shop, driver = Shop(), None

    def later(number: str, text: str) -> str:
        words = str(shop(number, text))

        def tell() -> None:
            driver.heard(time.monotonic(), number, words)

        if after:
            gevent.spawn_later(after, tell)
        else:
            tell()
        return ""

    _, driver = drive(later, run=False, patience=1.0)
    driver.run()
    counts = talked(driver.snapshot)
    assert (counts.completed, counts.broken_in_all) == (40, 0)
    assert driver.snapshot.answers.by_rest == 120


def test_a_text_that_never_comes_breaks_the_conversation_as_unanswered() -> None:
    _, driver = drive(lambda _number, _text: "", patience=0.1)
    assert talked(driver.snapshot).broken == {"menu": {"unanswered": 40}}


def test_what_waits_for_a_text_when_the_load_is_finished_is_unfinished_and_not_broken_besides() -> None:
    answered = 0

    def silent(_number: str, _text: str) -> str:
        nonlocal answered
        answered += 1
        if answered == 10:  # those that follow are in flight for longer than one waits for a text
            line._delay = 0.4
            gevent.spawn_later(0.05, driver.finish)
        return ""

    line, driver = drive(silent, run=False, patience=0.1)
    driver.run()
    counts = talked(driver.snapshot)
    assert counts.begun == counts.unfinished + counts.broken_in_all
    assert counts.unfinished > 0


def test_a_plan_that_ends_in_a_pause_is_walked_to_its_end() -> None:
    pacing = Stages(stages=(parse_stage("200ms at 50/s"), parse_stage("400ms at 0/s")))
    _, driver = drive(Shop(), pacing=pacing, run=False)
    driver.run()
    assert driver._clock() >= 0.6
