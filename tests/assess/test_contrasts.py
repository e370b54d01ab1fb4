"""Which messages fail: by kind, text and connection, and never by chance."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import factories
import pytest

from loadtest.assess.diagnosis import Cause, Diagnosis, Known, diagnose
from loadtest.assess.summary import summarise
from loadtest.measure.recorder import Recorder
from loadtest.measure.series import Watched
from loadtest.verdict.judge import Reason, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable

PLAN = factories.plan()
OWN = factories.plan(texts=("one", "two", "three\nlines & more"))


def run(
    fails: Callable[[str, str | None, int], Reason | None], *, plan: object = PLAN, count: int = 200, keep: int = 1
) -> tuple[Diagnosis, ...]:
    """Diagnose ten messages a second; `fails` says from content, text and place; one in `keep` has a new connection."""
    recorder = Recorder()
    the_plan = PLAN if plan is PLAN else OWN
    for seq in range(count):
        content = the_plan.content(seq)
        one, verdict = factories.accepted(seq)
        one = one._replace(content=content)
        reason = fails(content, the_plan.text(content), seq)
        if reason is not None:
            verdict = Verdict(reason=reason, detail="HTTP 500: oops")
        recorder.due(one.due)
        recorder.record(one if seq % keep else one._replace(connected=one.sent + 0.001), verdict)
    snapshot = recorder.snapshot
    return diagnose(
        summarise(snapshot, planned=count, duration=count / 10), snapshot, (), Watched(), Known(plan=the_plan)
    )


@pytest.mark.parametrize(
    ("fails", "likely"),
    [
        pytest.param(
            lambda text: any(one > "\uffff" for one in text),
            "characters of four bytes",
            id="emoji, in SMS and captions",
        ),
        pytest.param(lambda text: not text.isascii(), "not plain ASCII", id="whatever is not ASCII"),
        pytest.param(lambda text: not text, "with an empty text", id="an MMS without a caption"),
        pytest.param(lambda text: "\n" in text, "line breaks, or whose text has & % +", id="two traits of one text"),
        pytest.param(lambda text: len(text) > 1000, "of more than 160 characters", id="long ones"),
    ],
)
@pytest.mark.parametrize("reason", [Reason.HTTP_ERROR, Reason.SIGNATURE_REJECTED, Reason.NOT_TWIML, Reason.TIMEOUT])
def test_what_failing_texts_have_in_common_is_the_cause(
    fails: Callable[[str], bool], likely: str, reason: Reason
) -> None:
    found = run(lambda _, text, __: reason if text is not None and fails(text) else None)
    assert found[0].cause is Cause.KIND
    assert likely in found[0].likely
    assert not {Cause.SIGNATURE, Cause.REPLY, Cause.DOWN} & {one.cause for one in found}


def test_a_kind_is_named_with_an_example_of_either_side() -> None:
    found = run(lambda content, *_: Reason.HTTP_ERROR if content.startswith("mms") else None)
    assert found[0].likely == "Only messages of the kind MMS fail"
    assert "all 59 such messages failed, and none of 141 others; MMS without a text failed, SMS " in found[0].evidence


def test_a_text_of_the_users_own_is_named() -> None:
    found = run(lambda content, *_: Reason.HTTP_ERROR if content == "sms 2" else None, plan=OWN)
    assert found[0].likely == "Only messages of one content fail"
    assert "SMS 'two' failed" in found[0].evidence


@pytest.mark.parametrize(
    "fails",
    [
        pytest.param(lambda *_: Reason.HTTP_ERROR, id="everything fails"),
        pytest.param(lambda *sent: Reason.HTTP_ERROR if sent[2] % 3 == 0 else None, id="any may fail"),
        pytest.param(
            lambda *sent: Reason.HTTP_ERROR if sent[0][0] == "m" and sent[2] > 20 else None,
            id="not from the start on",
        ),
        pytest.param(
            lambda *sent: Reason.RATE_LIMITED if sent[0] == "sms 1" else None, id="a limiter is another cause"
        ),
        pytest.param(lambda *sent: Reason.HTTP_ERROR if sent[2] in {3, 5, 8} else None, id="too few to tell"),
    ],
)
def test_no_kind_is_named_where_exceptions_or_chance_explain_it(
    fails: Callable[[str, str | None, int], Reason | None],
) -> None:
    assert Cause.KIND not in {one.cause for one in run(fails)}


def test_chance_never_makes_a_kind() -> None:
    for seed in range(100):
        random = Random(seed)
        share = random.uniform(0.01, 0.9)
        found = run(lambda *_, r=random, s=share: Reason.HTTP_ERROR if r.random() < s else None, count=100)  # type: ignore[misc]
        assert Cause.KIND not in {one.cause for one in found}, f"seed {seed}"


def test_messages_lost_on_kept_connections_alone_name_them() -> None:
    found = run(lambda _, __, seq: Reason.CONNECTION_LOST if seq % 3 == 2 else None, keep=3)
    assert found[0].cause is Cause.REUSED
    assert "66 messages lost a kept connection before the reply, and none of 67 on a new one did" in found[0].evidence
    assert Cause.DOWN not in {one.cause for one in found}


def test_a_crash_that_takes_every_connection_is_no_idle_limit() -> None:
    found = run(lambda _, __, seq: Reason.CONNECTION_LOST if 100 <= seq < 115 and seq % 3 else None, keep=3)
    assert Cause.REUSED not in {one.cause for one in found}


def test_numbers_that_fail_whatever_they_say_are_named() -> None:
    recorder = Recorder()
    for seq in range(200):
        one, verdict = factories.accepted(seq)
        one = one._replace(number=f"+1555555100{seq % 5}", content=PLAN.content(seq))
        if seq % 5 == 3:
            verdict = Verdict(reason=Reason.HTTP_ERROR, detail="HTTP 500: unsubscribed recipient")
        recorder.due(one.due)
        recorder.record(one, verdict)
    found = diagnose(summarise(recorder.snapshot, planned=200, duration=20), recorder.snapshot, (), Watched())
    assert found[0].likely == "Only messages from 1 of 5 numbers fail"
    assert "all 40 messages from +15555551003 failed, and none of 160 others" in found[0].evidence


def test_texts_that_are_longer_than_any_that_pass_are_named() -> None:
    found = run(lambda _, text, __: Reason.HTTP_ERROR if text is not None and len(text) > 40 else None)
    assert found[0].likely == "Only messages of 48 or more characters (those of up to 38 pass) fail"
