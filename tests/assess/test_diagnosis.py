"""The likely cause: every rule on a recorded run, and on what resembles its cause but is none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import factories
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.assess.diagnosis import Cause, Diagnosis, diagnose
from loadtest.assess.summary import summarise
from loadtest.assess.target_text import parse_targets
from loadtest.assess.targets import evaluate
from loadtest.measure.conversations import Talked
from loadtest.measure.series import Series, Watched
from loadtest.report.files.json_file import from_json
from loadtest.verdict.judge import Reason, Verdict
from loadtest.words.exchange import Failure, FailureKind
from loadtest.words.shapes import LogShape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loadtest.assess.result import Result

RECORDED = Path(__file__).parents[1] / "recorded"
SERIES = {
    "waiting": "database.waitingClients",
    "idle": "database.idleConnections",
    "in_use": "connections.speech.inUse",
    "speech_waiting": "connections.speech.waiting",
    "free": "connections.speech.available",
    "hits": "cache.metrics.cacheHits.rate",
    "misses": "cache.metrics.cacheMisses.rate",
    "ratio": "cache.hitRate",
    "heap": "app.heapUsed",
    "poll": "cache.poll",
    "uptime": "app.uptime",
    "errors": "app.errors",
}
QUICK = [0.1] * 20


def recorded(name: str) -> Result:
    return from_json((RECORDED / f"{name}.json").read_text("utf-8"))


def explained(result: Result, *, server_log: tuple[LogShape, ...] = ()) -> tuple[Diagnosis, ...]:
    assert result.summary is not None
    assert result.snapshot is not None
    watched = Watched(series=result.series, server_log=server_log)
    return diagnose(result.summary, result.snapshot, result.outcomes, watched)


def message(second: int, place: int, latency: float, reason: Reason, **more: Any) -> factories.Recorded:
    due = second + place / 10
    failure = Failure(kind=FailureKind.CONNECT, detail="refused") if reason is Reason.CONNECT else None
    lag = more.pop("lag", 0.0)
    one = factories.exchange(
        10 * second + place,
        latency=latency,
        due=due,
        sent=due + lag,
        connected=due + lag + more.pop("connect", 0.0),
        done=due + max(latency, lag),
        response=failure,
        **more,
    )
    return one, Verdict(reason=reason, twilio_code=more.get("code"))


def run(  # noqa: PLR0913  a run has many sides
    latencies: Sequence[float],
    reasons: dict[int, Reason] | None = None,
    *,
    targets: Sequence[str] = ("average < 5s", "p95 < 10s", "success > 95%"),
    connect: Sequence[float] = (),
    lag: float = 0.0,
    jitter: float = 0.2,
    server_log: tuple[LogShape, ...] = (),
    **series: Sequence[float],
) -> tuple[Diagnosis, ...]:
    """Diagnose a run of ten messages a second; lists have a value a second, `reasons` is what became of a second."""
    random = Random(7)
    messages = [
        message(
            second,
            place,
            latency * random.uniform(1 - jitter, 1 + jitter),
            (reasons or {}).get(second, Reason.ACCEPTED),
            connect=connect[second] if connect else 0.0,
            lag=lag,
        )
        for second, latency in enumerate(latencies)
        for place in range(10)
    ]
    snapshot = factories.snapshot(messages)
    summary = summarise(snapshot, planned=len(messages), duration=float(len(latencies) or 1))
    watched = Watched(
        series=tuple(
            Series(
                name=SERIES[name],
                unit="bytes" if name == "heap" else "",
                points=tuple((at + 0.3, float(value)) for at, value in enumerate(values)),
            )
            for name, values in series.items()
        ),
        server_log=server_log,
    )
    return diagnose(summary, snapshot, evaluate(parse_targets(targets), summary, watched.series), watched)


@pytest.mark.parametrize(
    ("name", "cause", "evidence"),
    [
        ("db-pool", Cause.DB_POOL, "database.waitingClients left zero at"),
        ("cache-flush", Cause.CACHE, "of look-ups hit the cache until"),
        ("slow-call", Cause.SLOW_CALL, "connections.speechClient.inUse rose from 0"),
        ("pauses", Cause.STALL, "the server's own pages stood still as well"),
        ("restart", Cause.RESTART, "began again from zero"),
        ("number-limit", Cause.NUMBER_LIMIT, "each of 30 numbers was accepted"),
        ("ip-limit", Cause.IP_LIMIT, "all of them came from one address"),
        ("leak", Cause.LEAK, "connections.process."),
        ("overload", Cause.COLLAPSE, "at a steady 10/s it answered"),
        ("cold-start", Cause.COLD_START, "response times stood at"),
        ("backlog", Cause.BACKLOG, "connecting took"),
        ("signature", Cause.SIGNATURE, "200 messages of 200 met the server's signature check"),
    ],
)
def test_a_recorded_run_names_its_cause_first(name: str, cause: Cause, evidence: str) -> None:
    found = explained(recorded(name))
    assert found[0].cause is cause
    assert evidence in found[0].evidence
    assert len(found) <= 3
    assert all(one.remedy and one.likely for one in found)


@pytest.mark.parametrize("name", ["db-pool", "cache-flush", "slow-call", "pauses", "leak", "overload", "cold-start"])
def test_without_the_servers_figures_nothing_is_invented(name: str) -> None:
    """What only a figure of the server's can tell is not told without it."""
    found = explained(replace(recorded(name), series=()))
    assert not {Cause.DB_POOL, Cause.CACHE, Cause.SLOW_CALL, Cause.LEAK} & {one.cause for one in found}
    assert found, "the symptom is still said"


STEP = [0.1] * 10 + [3.0] * 10
RAMP = [0.1 + 0.3 * second for second in range(20)]


@pytest.mark.parametrize(
    ("told", "cause"),
    [
        pytest.param({"latencies": STEP, "waiting": [0] * 10 + [20] * 10, "idle": [5] * 10 + [0] * 10}, Cause.DB_POOL),
        pytest.param({"latencies": STEP, "in_use": [2] * 10 + [30] * 10, "waiting": [0] * 20}, Cause.SLOW_CALL),
        pytest.param({"latencies": STEP, "hits": [10] * 10 + [0] * 10, "misses": [0] * 10 + [10] * 10,
                      "ratio": [99] * 10 + [50] * 10}, Cause.CACHE),
        pytest.param({"latencies": STEP}, Cause.UNCLEAR),
        pytest.param({"latencies": [6.0] * 20, "waiting": [0] * 20, "idle": [4] * 20}, Cause.SLOW_CALL),
        pytest.param({"latencies": [6.0] * 20, "waiting": [9] * 20, "idle": [0] * 20}, Cause.DB_POOL),
        pytest.param({"latencies": RAMP, "heap": [6e7 * (1 + second / 5) for second in range(20)]}, Cause.LEAK),
        pytest.param({"latencies": RAMP}, Cause.COLLAPSE),
        pytest.param({"latencies": [0.05] * 5 + [1.4, 2.6, 3.9], "targets": ["p95 < 1s"]}, Cause.COLLAPSE),
        pytest.param({"latencies": [0.05] * 5 + [2.6, 1.4, 3.9], "targets": ["p95 < 1s"]}, Cause.UNCLEAR),
        pytest.param({"latencies": [2.0] * 4 + [0.1] * 16}, Cause.COLD_START),
        pytest.param({"latencies": [0.1, 0.1, 0.1, 2.0, 0.1] * 4}, Cause.STALL),
        pytest.param({"latencies": [0.2] * 20, "waiting": [0] * 20, "targets": ["average < 100ms"]}, Cause.UNCLEAR),
        pytest.param({"latencies": QUICK, "waiting": [0] * 20, "targets": ["max < 50ms"]}, Cause.UNCLEAR),
        pytest.param({"latencies": STEP, "hits": [10] * 10 + [0] * 10, "misses": [0] * 10 + [10] * 10,
                      "ratio": [99] * 10 + [50] * 10, "waiting": [0] * 11 + [20] * 9}, Cause.CACHE),
        pytest.param({"latencies": STEP, "in_use": [2] * 10 + [100] * 10, "free": [98] * 10 + [0] * 10}, Cause.DB_POOL),
        pytest.param({"latencies": STEP, "in_use": [2] * 10 + [60] * 10, "free": [98] * 10 + [40] * 10},
                     Cause.SLOW_CALL),
        pytest.param({"latencies": STEP, "poll": [5] * 10 + [2500] * 10}, Cause.STARVED),
        pytest.param({"latencies": STEP, "poll": [5] * 10 + [2500] * 10, "in_use": [2] * 10 + [30] * 10,
                      "waiting": [0] * 20}, Cause.STARVED),
        pytest.param({"latencies": STEP, "waiting": [0] * 10 + [5, 5] + [0] * 8, "idle": [5] * 10 + [0, 0] + [5] * 8},
                     Cause.UNCLEAR),
        pytest.param({"latencies": STEP, "in_use": [2] * 10 + [20] * 10, "free": [9] * 10 + [0] * 10,
                      "speech_waiting": [0] * 20}, Cause.SLOW_CALL),
        pytest.param({"latencies": [0.1] * 9 + [4.0, 3.0, 2.0, 1.0] + [0.1] * 7, "targets": ["p95 < 1s"]},
                     Cause.ONE_STALL),
        pytest.param({"latencies": [0.1] * 9 + [2.0] * 4 + [0.1] * 7, "targets": ["p95 < 1s"]}, Cause.UNCLEAR),
        pytest.param({"latencies": STEP, "connect": [0.001] * 10 + [2.8] * 10}, Cause.BACKLOG),
        pytest.param({"latencies": QUICK, "reasons": dict.fromkeys(range(8, 12), Reason.CONNECT)}, Cause.RESTART),
        pytest.param({"latencies": QUICK, "reasons": dict.fromkeys(range(12, 20), Reason.CONNECT)}, Cause.DOWN),
        pytest.param({"latencies": QUICK, "reasons": dict.fromkeys(range(3), Reason.CONNECT)}, Cause.COLD_START),
        pytest.param({"latencies": QUICK, "reasons": dict.fromkeys(range(5, 20), Reason.HTTP_ERROR)}, Cause.UNCLEAR),
        pytest.param({"latencies": QUICK, "reasons": dict.fromkeys(range(10, 20), Reason.RATE_LIMITED)},
                     Cause.NUMBER_LIMIT),
        pytest.param({"latencies": QUICK, "reasons": dict.fromkeys(range(20), Reason.REFUSED)}, Cause.REPLY),
        pytest.param({"latencies": [6.0] * 20, "reasons": dict.fromkeys(range(20), Reason.REFUSED)}, Cause.REPLY),
        pytest.param({"latencies": QUICK, "reasons": dict.fromkeys(range(20), Reason.HTTP_ERROR)}, Cause.REPLY),
        pytest.param({"latencies": QUICK, "reasons": dict.fromkeys(range(15, 20), Reason.NOT_TWIML)}, Cause.REPLY),
        pytest.param({"latencies": STEP, "reasons": dict.fromkeys(range(15, 20), Reason.REFUSED)}, Cause.UNCLEAR),
        pytest.param({"latencies": QUICK, "reasons": {3: Reason.REFUSED, 9: Reason.NOT_TWIML}}, Cause.UNCLEAR),
        pytest.param({"latencies": QUICK, "lag": 0.9}, Cause.GENERATOR),
        pytest.param({"latencies": [2.5] * 20, "lag": 0.9, "targets": ["average < 1s"]}, Cause.GENERATOR),
    ],
)  # fmt: skip
def test_each_rule_fires_on_its_own_evidence(told: dict[str, Any], cause: Cause | None) -> None:
    found = run(**told)
    assert (found[0].cause if found else None) is cause, [one.sentence for one in found]


@pytest.mark.parametrize(
    "told",
    [
        pytest.param({"latencies": QUICK}, id="a quick server"),
        pytest.param({"latencies": [4.0] * 20}, id="a slow one within its targets"),
        pytest.param({"latencies": [0.5] * 20, "jitter": 0.9}, id="an uneven one"),
        pytest.param({"latencies": QUICK, "waiting": [0, 9] * 10}, id="waiting clients that hurt nobody"),
        pytest.param({"latencies": QUICK, "misses": [10] * 20, "ratio": [3] * 20}, id="misses that cost nothing"),
        pytest.param(
            {"latencies": QUICK, "heap": [6e7 * (1 + s) for s in range(20)]}, id="a heap that grows, replies not"
        ),
        pytest.param({"latencies": [0.1] * 10 + [0.25] * 10}, id="slower, but hardly to be felt"),
        pytest.param({"latencies": [2.0, *QUICK]}, id="a slow first second is no cold start worth a word"),
        pytest.param({"latencies": [0.1] * 10 + [2.0] + [0.1] * 9}, id="one slow second"),
        pytest.param({"latencies": [0.1] * 5 + [1.0] + [0.1] * 9 + [1.0] + [0.1] * 4}, id="two slow seconds"),
        pytest.param({"latencies": []}, id="nothing at all"),
        pytest.param({"latencies": [0.1]}, id="one second"),
    ],
)
def test_nothing_is_named_where_nothing_is_wrong(told: dict[str, Any]) -> None:
    assert run(**told) == ()


def test_random_slow_messages_are_no_stalls_and_no_change() -> None:
    for seed in range(150):
        random = Random(seed)
        share, slow = random.uniform(0.01, 0.5), random.uniform(0.5, 2.0)
        messages = [
            message(second, place, slow if random.random() < share else 0.08, Reason.ACCEPTED)
            for second in range(20)
            for place in range(10)
        ]
        snapshot = factories.snapshot(messages)
        summary = summarise(snapshot, planned=200, duration=20.0)
        assert diagnose(summary, snapshot, (), Watched()) == (), f"seed {seed}"


@pytest.mark.parametrize(
    ("refused", "said"),
    [
        ("+15555551001", "40 of 200 messages failed so, all that 1 of 5 numbers sent; the first: "),
        (None, "200 of 200 messages failed so; the first: "),
    ],
)
def test_a_refusal_is_named_with_its_words_and_the_numbers_it_met(refused: str | None, said: str) -> None:
    messages = []
    for seq in range(200):
        one, verdict = factories.accepted(seq)
        if refused in {one.number, None}:
            verdict = Verdict(reason=Reason.REFUSED, detail='the reply says "Not registered."')
        messages.append((one, verdict))
    snapshot = factories.snapshot(messages)
    found = diagnose(summarise(snapshot, planned=200, duration=20.0), snapshot, (), Watched())
    assert [one.cause for one in found] == [Cause.REPLY]
    assert found[0].evidence == f'{said}HTTP 200, but the reply says "Not registered."'
    assert "accept-pattern" in found[0].remedy


def test_numbers_that_were_never_accepted_are_not_called_used_up() -> None:
    found = run(latencies=QUICK, reasons=dict.fromkeys(range(20), Reason.RATE_LIMITED))
    assert found[0].likely == "A limiter declined every number from its first message on"
    assert "such as one per client address" in found[0].remedy


def test_resets_among_answered_messages_are_no_restart() -> None:
    messages = []
    for seq in range(500):
        one, verdict = factories.accepted(seq, due=seq / 50, sent=seq / 50, connected=seq / 50, done=seq / 50 + 0.05)
        broken = 100 <= seq < 150 and seq % 5 == 0
        messages.append((one, Verdict(reason=Reason.CONNECTION_LOST) if broken else verdict))
    snapshot = factories.snapshot(messages)
    found = diagnose(summarise(snapshot, planned=500, duration=10.0), snapshot, (), Watched())
    assert found[0].cause is Cause.DOWN
    assert "others meanwhile did not" in found[0].evidence


def test_evidence_that_fits_two_causes_says_so() -> None:
    found = run(latencies=STEP, misses=[10] * 20, ratio=[3] * 20, waiting=[0] * 20, in_use=[1] * 10 + [30] * 10)
    assert {found[0].cause, found[1].cause} == {Cause.CACHE, Cause.SLOW_CALL}
    assert f"does not separate this from the next cause ({found[1].cause.value})" in found[0].evidence


def test_capacity_that_was_lost_is_told_from_a_load_that_was_always_too_much() -> None:
    lost = run(latencies=[0.05] * 8 + [1.4, 2.6, 3.9, 5.2, 6.5, 7.8])[0]
    assert lost.likely == "Less is answered than before, and the wait grows"
    assert "until about 9s it kept up with the same load, then it answered" in lost.evidence
    assert "took capacity away at 9s" in lost.remedy
    always = run(latencies=RAMP)[0]
    assert always.likely == "More arrives than the server answers, and the wait grows"
    assert "took capacity away" not in always.remedy


def test_the_order_in_time_is_told() -> None:
    found = run(latencies=[0.1] * 12 + [3.0] * 8, waiting=[0] * 8 + [5, 9, 14, 20] + [25] * 8)
    assert "database.waitingClients left zero at 8s" in found[0].evidence
    assert "left their level (99.4ms) at 12s" in found[0].evidence or "at 12s and went to" in found[0].evidence
    assert "4s after database.waitingClients left zero" in found[0].evidence


def test_a_pool_that_fills_only_after_the_replies_slowed_is_less_likely_a_cause() -> None:
    early = run(latencies=STEP, waiting=[0] * 10 + [9] * 10)[0]
    late = run(latencies=STEP, waiting=[0] * 14 + [9] * 6)
    assert next(one for one in late if one.cause is Cause.DB_POOL).weight < early.weight


def test_a_level_is_said_to_stand_only_where_it_stood() -> None:
    steady = run(latencies=[6.0] * 20, waiting=[0] * 20, idle=[4] * 20)[0].evidence
    uneven = run(latencies=[0.5, 9.0, 9.0, 8.0, 2.0, 12.0, 12.0, 9.0, 1.0, 7.0] * 2, waiting=[0] * 20, idle=[4] * 20)[
        0
    ].evidence
    assert "stood at that level throughout" in steady
    assert "throughout" not in uneven
    assert "went up and down between " in uneven


def test_slow_answers_are_not_called_quick_because_connecting_took_long_too() -> None:
    queued = run(latencies=STEP, connect=[0.001] * 10 + [2.8] * 10)[0].evidence
    both = run(latencies=[0.1] * 10 + [9.0] * 10, connect=[0.001] * 10 + [2.8] * 10)[0].evidence
    assert "the answers themselves did not slow down" in queued
    assert "did not slow down" not in both


def test_what_moved_first_is_only_what_could_matter() -> None:
    steps = {"uptime": [0] * 8 + [50] * 12, "poll": [1] * 8 + [3] * 12, "errors": [0] * 9 + [4] * 11}
    evidence = run(latencies=STEP, **steps)[0].evidence
    assert "app.errors at 9s" in evidence
    assert "app.uptime" not in evidence
    assert "cache.poll" not in evidence


def test_one_stall_is_not_a_starved_process_too() -> None:
    found = run(
        latencies=[0.1] * 9 + [4.0, 3.0, 2.0, 1.0] + [0.1] * 7,
        poll=[2] * 9 + [4000, 3000, 2000, 1000] + [2] * 7,
        targets=["p95 < 1s"],
    )
    assert [one.cause for one in found] == [Cause.ONE_STALL]
    assert "stood still as well (cache.poll)" in found[0].evidence


def test_the_servers_own_error_lines_are_evidence() -> None:
    shape = LogShape(shape="Error: timeout exceeded when trying to connect", count=12, first=6.0, last=18.0)
    found = run(latencies=STEP, server_log=(shape,))
    assert 'logged 12 error lines like "Error: timeout exceeded' in found[0].evidence


def test_an_error_in_the_log_alone_is_no_cause() -> None:
    assert run(latencies=QUICK, server_log=(LogShape(shape="error", count=9, first=1.0, last=2.0),)) == ()


@given(
    st.lists(st.sampled_from([0.05, 0.3, 2.0, 14.0]), max_size=25),
    st.dictionaries(st.integers(0, 24), st.sampled_from(Reason), max_size=8),
    st.lists(st.floats(0, 1e12), max_size=25),
)
def test_whatever_was_measured_gives_at_most_three_sentences(
    latencies: list[float], reasons: dict[int, Reason], values: list[float]
) -> None:
    series = dict.fromkeys(("waiting", "idle", "hits", "misses", "ratio", "heap", "poll"), values)
    found = run(latencies, reasons, **series)  # type: ignore[arg-type]
    assert len(found) <= 3
    assert [one.weight for one in found] == sorted((one.weight for one in found), reverse=True)


def test_where_conversations_break_the_step_is_named_with_what_was_said_there() -> None:
    messages = [message(place // 10, place % 10, 0.1, Reason.ACCEPTED, scenario="order.menu") for place in range(90)]
    messages += [message(9, place, 0.1, Reason.UNEXPECTED, scenario="order.pay") for place in range(10)]
    snapshot = factories.snapshot(messages)
    talked = snapshot.talked["order"] = Talked(begun=90, completed=80, last_begun=9.0)
    for place in range(10):
        talked.broke("menu" if place < 2 else "pay", "unexpected reply", place, 'after "YES" the reply says "What?"')
    summary = summarise(snapshot, planned=90, duration=60.0)
    outcomes = evaluate(parse_targets(["conversations completed > 99%"]), summary)
    found = diagnose(summary, snapshot, outcomes, Watched())[0]
    assert found.likely == "The server's reply is not what step pay of order expects"
    assert found.evidence == '8 of 90 conversations broke there, 2 elsewhere; after "YES" the reply says "What?"'
    assert "add it to what the step expects" in found.remedy
    talked.broke("pay", "timeout", 0, "no reply")
    assert "no reply" not in diagnose(summary, snapshot, outcomes, Watched())[0].evidence, "of another reason"


def test_numbers_that_were_busy_are_not_the_fault_of_the_machine() -> None:
    snapshot = factories.snapshot([message(0, place, 0.1, Reason.ACCEPTED) for place in range(10)])
    snapshot.talked["order"] = Talked(begun=10, completed=10, busy=5, last_begun=1.0)
    summary = replace(summarise(snapshot, planned=15, duration=1.0), dropped=5)
    found = diagnose(summary, snapshot, evaluate(parse_targets(["p95 < 50ms"]), summary), Watched())
    assert found[0].likely == "The phone numbers were too few for the conversations"
    assert found[0].evidence.startswith("5 conversations did not begin")
