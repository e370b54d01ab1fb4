"""Why accepted work was lost, or never got done: synthetic runs of ten messages a second, and their causes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import factories
import pytest

from loadtest.assess.diagnosis import Cause, Diagnosis, diagnose
from loadtest.assess.summary import summarise
from loadtest.assess.target_text import parse_targets
from loadtest.assess.targets import evaluate
from loadtest.measure.matching import Matcher
from loadtest.measure.series import Series, Watched

if TYPE_CHECKING:
    from collections.abc import Callable

    from loadtest.measure.snapshot import Snapshot

LENGTH, RATE = 20, 10
TARGETS = ("average < 5s", "success > 95%", "unanswered < 0.1%", "reply p95 < 10s")


def run(
    answered: Callable[[int, str], float | None],
    *,
    media: dict[str, int] | None = None,
    counter: list[float] | None = None,
    targets: tuple[str, ...] = TARGETS,
) -> tuple[Diagnosis, ...]:
    """Diagnose a run; `answered` tells by second and kind after how long the answer comes, None for never."""
    matcher, recorded, texts = Matcher(30.0), [], []
    for seq in range(LENGTH * RATE):
        due, kind, number = seq / RATE, "mms" if seq % 5 == 0 else "sms", f"+1555555{seq:04}"
        recorded.append(
            factories.accepted(seq, scenario=kind, number=number, due=due, sent=due, connected=due, done=due + 0.05)
        )
        matcher.sent(seq, kind, number, due)
        matcher.settled(seq, number, due + 0.05, accepted=True)
        if (after := answered(int(due), kind)) is not None:
            texts.append((due + after, number))
    for at, number in sorted(texts):
        matcher.text(number, at, "hi")
    matcher.finish(LENGTH + 31.0)
    snapshot: Snapshot = factories.snapshot(recorded)
    snapshot.answers = matcher.answers
    snapshot.answers.seen = {"media": media or {}}
    summary = summarise(snapshot, planned=LENGTH * RATE, duration=float(LENGTH))
    points = tuple((float(at), value) for at, value in enumerate(counter or ()))
    names = ("jobs.done", "jobs.done.rate") if points else ()
    watched = Watched(series=tuple(Series(name=name, points=points) for name in names))
    return diagnose(summary, snapshot, evaluate(parse_targets(targets), summary), watched)


@pytest.mark.parametrize(
    ("answered", "more", "cause", "evidence"),
    [
        pytest.param(
            lambda _, kind: None if kind == "mms" else 1.0, {}, Cause.LOST_KIND,
            "40 of 40 accepted MMS got no answer, 160 of 160 others did; no medium was fetched", id="every MMS",
        ),
        pytest.param(
            lambda _, kind: None if kind == "mms" else 1.0,
            {"media": {"messages": 40, "fetches": 80, "truncated": 80}},
            Cause.LOST_KIND, "media of 40 messages were fetched, 80 truncated", id="every MMS, whose media were broken",
        ),
        pytest.param(
            lambda _, kind: None if kind == "sms" else 1.0, {}, Cause.LOST_KIND,
            "160 of 160 accepted SMS got no answer", id="every SMS",
        ),
        pytest.param(
            lambda at, _: None if 8 <= at <= 9 else 1.0,
            {"counter": [float(at) if at < 10 else float(at - 10) for at in range(20)]}, Cause.LOST_RESTART,
            "20 messages due from 8s to 9s got no answer, all before and after did; jobs.done began again",
            id="two seconds, and a counter that began again",
        ),
        pytest.param(
            lambda at, _: None if 8 <= at <= 9 else 1.0, {}, Cause.LOST_WHILE,
            "20 messages due from 8s to 9s got no answer", id="two seconds, and nothing that tells of a restart",
        ),
        pytest.param(
            lambda at, _: None if 3 <= at <= 4 else 1.0,
            {"counter": [float(at) if at < 16 else float(at - 16) for at in range(20)]}, Cause.LOST_WHILE,
            "20 messages due from 3s to 4s got no answer, all before and after did",
            id="two seconds, and a restart long after them",
        ),
        pytest.param(
            lambda at, _: None if at >= 12 else 1.0, {}, Cause.STOPPED,
            "from 12s on 80 of 80 accepted messages got no answer, before it 120 were answered", id="from a second on",
        ),
        pytest.param(
            lambda at, _: 1.0 + at, {}, Cause.WORK_BACKLOG,
            "later with every second of the load, 1,000ms after their message at first and 20,000ms at the end",
            id="every answer later than the one before",
        ),
        pytest.param(
            lambda at, _: 1.0 + 2.0 * at if at < 14 else None, {}, Cause.WORK_BACKLOG,
            "60 messages had none when reply-timeout was over", id="later and later, and then not in time",
        ),
        pytest.param(
            lambda at, kind: None if at % 3 == 0 and kind == "sms" else 1.0, {}, Cause.UNCLEAR,
            "accepted messages got no answer", id="here and there",
        ),
    ],
)  # fmt: skip
def test_what_is_named(
    answered: Callable[[int, str], float | None], more: dict[str, Any], cause: Cause, evidence: str
) -> None:
    found = run(answered, **more)
    assert found[0].cause is cause, [one.sentence for one in found]
    assert evidence in found[0].evidence
    assert found[0].remedy


@pytest.mark.parametrize(
    ("answered", "targets"),
    [
        pytest.param(lambda *_: 1.0, TARGETS, id="everything is answered"),
        pytest.param(lambda *_: None, ("success > 95%",), id="a server that never answers, of which none is wanted"),
        pytest.param(
            lambda at, _: 1.0 + at / 10, ("success > 95%", "unanswered < 0.1%"), id="slower, and nobody minds"
        ),
    ],
)
def test_without_a_missed_target_of_answers_nothing_is_named(
    answered: Callable[[int, str], float | None], targets: tuple[str, ...]
) -> None:
    assert run(answered, targets=targets) == ()
