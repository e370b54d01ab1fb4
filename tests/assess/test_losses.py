"""Why accepted work was lost, or never got done: synthetic runs of ten messages a second, and their causes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import factories
import pytest

from loadtest.assess.answering import Processed
from loadtest.assess.diagnosis import Cause, Diagnosis, diagnose
from loadtest.assess.summary import summarise
from loadtest.assess.target_text import parse_targets
from loadtest.assess.targets import evaluate
from loadtest.measure.matching import Matcher
from loadtest.measure.series import Series, Watched
from loadtest.verdict.judge import Reason, Verdict
from loadtest.words.exchange import Failure, FailureKind
from loadtest.words.shapes import LogShape

if TYPE_CHECKING:
    from collections.abc import Callable

    from loadtest.measure.snapshot import Snapshot

LENGTH, RATE = 20, 10
TARGETS = ("average < 5s", "success > 95%", "unanswered < 0.1%", "reply p95 < 10s")


def run(  # noqa: PLR0913  what a run may have been
    answered: Callable[[int, str], float | None],
    *,
    media: dict[str, int] | None = None,
    others: dict[str, int] | None = None,
    counter: list[float] | None = None,
    logged: tuple[str, int] | None = None,
    again: int = 0,
    down: tuple[int, ...] = (),
    late: int = 0,
    processed: int | None = None,
    targets: tuple[str, ...] = TARGETS,
) -> tuple[Diagnosis, ...]:
    """Diagnose a run; `answered` tells by second and kind after how long the answer comes, None for never."""
    matcher, recorded, texts = Matcher(30.0), [], []
    for seq in range(LENGTH * RATE):
        due, kind, number = seq / RATE, "mms" if seq % 5 == 0 else "sms", f"+1555555{seq:04}"
        times = {"scenario": kind, "number": number, "due": due, "sent": due, "connected": due, "done": due + 0.05}
        if int(due) in down:
            response = Failure(kind=FailureKind.CONNECT, detail="connection refused")
            verdict = Verdict(reason=Reason.CONNECT)
            recorded.append((factories.exchange(seq, response=response, **times), verdict))
            continue
        recorded.append(factories.accepted(seq, **times))
        matcher.sent(seq, kind, number, due)
        matcher.settled(seq, number, due + 0.05, accepted=True)
        if (after := answered(int(due), kind)) is not None:
            texts.append((due + after, number))
    for place, (at, number) in enumerate(sorted(texts)):
        matcher.text(number, at, "hi")
        if place < again:
            matcher.text(number, at, "hi")
    matcher.finish(LENGTH + 31.0)
    snapshot: Snapshot = factories.snapshot(recorded)
    snapshot.answers = matcher.answers
    snapshot.answers.late = late
    snapshot.answers.seen = {"media": media or {}, "others": others or {}}
    summary = summarise(snapshot, planned=LENGTH * RATE, duration=float(LENGTH))
    if processed is not None:
        snapshot.answers = None  # it never texts
        summary = summarise(snapshot, planned=LENGTH * RATE, duration=float(LENGTH))
        summary = replace(summary, processed=Processed(count=processed, source="jobs.done"))
    points = tuple((float(at), value) for at, value in enumerate(counter or ()))
    names = ("jobs.done", "jobs.done.rate") if points else ()
    lines = (LogShape(shape=logged[0], count=logged[1], first=8.0, last=19.0),) if logged else ()
    watched = Watched(series=tuple(Series(name=name, points=points) for name in names), server_log=lines)
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
        pytest.param(
            lambda _, kind: None if kind == "mms" else 1.0,
            {"media": {"messages": 40, "fetches": 40, "bytes": 240_000_000},
             "logged": ("Error: media of * bytes exceeds the limit of *", 40)},
            Cause.LOST_SIZE, 'fetched, 6,000 kB each; the server logged 40 lines like "Error: media of * bytes exceeds',
            id="every MMS, whose size the log complains of",
        ),
        pytest.param(
            lambda _, kind: None if kind == "mms" else 1.0,
            {"media": {"messages": 40, "fetches": 40, "bytes": 240_000_000}},
            Cause.LOST_KIND, "whether their work is lost or they are never answered cannot be told from here",
            id="every MMS, and nothing says that it was their size",
        ),
        pytest.param(
            lambda at, _: None if at >= 8 else 1.0, {"logged": ("Error: connect ECONNREFUSED 127.0.0.1:*", 120)},
            Cause.LOST_DEPENDENCY, "120 of 200 accepted messages got no answer, and the server logged 120 lines",
            id="a log that names what was not there",
        ),
        pytest.param(
            lambda *_: None, {"others": {"?api.example.com": 200, "other.example.com": 3}},
            Cause.LOST_DEPENDENCY, "and its calls to api.example.com (200 times) found nobody",
            id="another host that took no connection",
        ),
        pytest.param(
            lambda *_: None, {"others": {"!api.example.com": 200}}, Cause.LOST_DEPENDENCY,
            "mock-twilio-others: refuse turned away its calls to api.example.com (200 times)",
            id="another host that the mock refused to call",
        ),
        pytest.param(
            lambda *_: None,
            {"targets": ("processed >= 99.9%",), "processed": 20, "logged": ("Error: redis is down", 9)},
            Cause.LOST_DEPENDENCY, "180 of 200 accepted messages were not processed, and the server logged 9 lines",
            id="work that was not finished, by a counter of the server's",
        ),
        pytest.param(
            lambda at, kind: None if at % 3 == 0 and kind == "mms" else 1.0, {}, Cause.LOST_SINGLY,
            "14 of 200 accepted messages got no answer, due in 7 different seconds from 0s to 18s",
            id="a few, all through the run",
        ),
        pytest.param(
            lambda at, _: None if 8 <= at <= 9 else 1.0, {"down": (10, 11)}, Cause.LOST_RESTART,
            "A restart lost accepted work: 20 accepted messages due from 8s to 9s got no answer; 20 messages due from "
            "10s to 11s found no server", id="two seconds, and nobody there after them",
        ),
        pytest.param(
            lambda at, _: None if at >= 8 else 1.0, {"down": tuple(range(10, 20))}, Cause.LOST_RESTART,
            "The server went away, and accepted work with it", id="two seconds, and nobody there any more",
        ),
        pytest.param(
            lambda at, _: None if at >= 12 else 1.0 + at / 100, {"late": 30}, Cause.WORK_BACKLOG,
            "80 messages had none when reply-timeout was over; 30 texts came after that, so the work went on",
            id="from a second on, but texts came late",
        ),
        pytest.param(
            lambda *_: 1.0, {"again": 2, "targets": ("answered_twice <= 0.1%",)}, Cause.TWICE,
            "2 of 200 accepted messages got the same words a second time", id="two answered twice",
        ),
    ],
)  # fmt: skip
def test_what_is_named(
    answered: Callable[[int, str], float | None], more: dict[str, Any], cause: Cause, evidence: str
) -> None:
    found = run(answered, **more)
    assert found[0].cause is cause, [one.sentence for one in found]
    assert evidence in found[0].sentence
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
