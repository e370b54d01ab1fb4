"""A missed time is inconclusive exactly when it would be met without our own delay; less load proves nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import factories
import pytest

from loadtest.assess.inconclusive import why_inconclusive
from loadtest.assess.result import conclude
from loadtest.assess.summary import Summary, summarise
from loadtest.assess.target_text import parse_target, parse_targets
from loadtest.assess.targets import Status, evaluate
from loadtest.measure.generator import OwnSecond
from loadtest.verdict.judge import Reason, Verdict
from loadtest.words.errors import Conclusion
from loadtest.words.exchange import Failure, FailureKind

if TYPE_CHECKING:
    from loadtest.measure.snapshot import Snapshot

_BROKEN = Failure(kind=FailureKind.GENERATOR, detail="EMFILE: no more open files")


def broken(seq: int) -> factories.Recorded:
    return factories.exchange(seq, response=_BROKEN), Verdict(reason=Reason.GENERATOR, detail=_BROKEN.detail)


def measured(
    recorded: list[factories.Recorded], *, stall: float = 0.0, planned: int | None = None, **own: Any
) -> Summary:
    snapshot: Snapshot = factories.snapshot(recorded)
    for second in snapshot.seconds:
        snapshot.own[second] = OwnSecond(stall_us=int(stall * 1e6), wall_us=1_000_000, cpu_us=100_000)
    for name, value in own.items():
        if name == "lost_processes":
            snapshot.lost_processes = value
        else:
            for second in snapshot.own.values():
                setattr(second, name, value)
    return summarise(snapshot, planned=len(recorded) if planned is None else planned, duration=len(recorded) / 10)


def run_of(latency: float, lag: float, count: int = 100) -> list[factories.Recorded]:
    return [factories.accepted(seq, latency=latency, lag=lag) for seq in range(count)]


@pytest.mark.parametrize(
    ("target", "latency", "lag", "stall", "status"),
    [
        ("p95 < 1s", 0.9, 0.0, 0.0, Status.MET),
        ("p95 < 1s", 1.2, 0.0, 0.0, Status.MISSED),
        ("p95 < 1s", 1.2, 0.3, 0.0, Status.INCONCLUSIVE),  # 1.2 - 0.3 would meet it
        ("p95 < 1s", 1.2, 0.0, 0.3, Status.INCONCLUSIVE),  # so would 1.2 - 0.3 of a stall
        ("p95 < 1s", 1.2, 0.15, 0.1, Status.INCONCLUSIVE),  # both together
        ("p95 < 1s", 1.2, 0.1, 0.05, Status.MISSED),  # 1.05 is over the limit without us, too
        ("p95 < 1s", 0.9, 0.5, 0.5, Status.MET),  # met is met, however late we were
        ("average < 1s", 1.2, 0.3, 0.0, Status.INCONCLUSIVE),
        ("average < 1s", 1.5, 0.3, 0.0, Status.MISSED),
        ("max < 1s", 1.2, 0.1, 0.2, Status.INCONCLUSIVE),
        ("min < 1s", 1.2, 0.3, 0.0, Status.INCONCLUSIVE),
        ("sms.p50 < 1s", 1.2, 0.3, 0.0, Status.INCONCLUSIVE),
        ("p50 > 2s", 1.2, 5.0, 5.0, Status.MISSED),  # without us it would be further off
        ("success > 95%", 1.2, 0.5, 5.0, Status.MET),
    ],
)
def test_a_missed_time_is_inconclusive_exactly_when_it_would_be_met_without_our_delay(
    target: str, latency: float, lag: float, stall: float, status: Status
) -> None:
    summary = measured(run_of(latency, lag), stall=stall)
    assert [outcome.status for outcome in evaluate([parse_target(target)], summary)] == [status]


def test_a_delay_of_a_few_messages_excuses_no_percentile_below_them() -> None:
    late = [factories.accepted(seq, latency=1.5, lag=1.0) for seq in range(4)]
    summary = measured([*late, *(factories.accepted(seq, latency=1.5, lag=0.0) for seq in range(4, 100))])
    statuses = {t: evaluate([parse_target(f"{t} < 1s")], summary)[0].status for t in ("p95", "p99")}
    assert statuses == {"p95": Status.MISSED, "p99": Status.INCONCLUSIVE}


def test_a_short_stall_long_ago_excuses_nothing() -> None:
    summary = measured(run_of(1.5, 0.0))
    snapshot = factories.snapshot(run_of(1.5, 0.0))
    for second in snapshot.seconds:
        snapshot.own[second] = OwnSecond(stall_us=900_000 if second == 0 else 0, wall_us=1_000_000)
    summary = replace(summary, generator=summarise(snapshot, planned=100, duration=10).generator)
    assert evaluate([parse_target("p50 < 1s")], summary)[0].status is Status.MISSED


@pytest.mark.parametrize(
    ("target", "recorded", "planned", "status"),
    [
        pytest.param("p95 < 1s", run_of(0.1, 0), 102, Status.MET, id="98 of 100 is load enough"),
        pytest.param("p95 < 1s", run_of(0.1, 0), 103, Status.INCONCLUSIVE, id="less proves nothing about times"),
        pytest.param("success > 95%", run_of(0.1, 0), 103, Status.INCONCLUSIVE, id="nor about success"),
        pytest.param(
            "p95 < 1s", run_of(1.5, 0), 200, Status.MISSED, id="a miss under less load is a miss all the more"
        ),
        pytest.param("achieved_rate > 9/s", run_of(0.1, 0), 100, Status.MET, id="the rate itself"),
        pytest.param(
            "achieved_rate > 12/s", run_of(0.1, 0), 150, Status.INCONCLUSIVE, id="we, not the server, held back"
        ),
        pytest.param("achieved_rate > 12/s", run_of(0.1, 0), 100, Status.MISSED, id="no such rate was planned"),
        pytest.param("achieved_rate > 9/s", run_of(0.1, 0), 150, Status.MET, id="a met rate was measured, not guessed"),
        pytest.param("p95 < 1s", [broken(seq) for seq in range(50)], 50, Status.INCONCLUSIVE, id="nothing left at all"),
        pytest.param("mms.p95 < 1s", run_of(0.1, 0), 100, Status.NO_DATA, id="no data under the whole load is a miss"),
        pytest.param(
            "success > 95%",
            [*(factories.http_error(seq) for seq in range(50)), *(broken(seq) for seq in range(50, 100))],
            100,
            Status.MISSED,
            id="what the server did wrong stands, whatever load it was",
        ),
    ],
)
def test_less_load_than_planned(target: str, recorded: list[factories.Recorded], planned: int, status: Status) -> None:
    assert evaluate([parse_target(target)], measured(recorded, planned=planned))[0].status is status


def test_faults_of_our_own_are_no_share_of_the_servers_and_no_load() -> None:
    summary = measured([*run_of(0.1, 0, 97), *(broken(seq) for seq in range(97, 100))])
    assert (summary.total.judged, summary.total.failed) == (97, 0)
    assert summary.achieved_rate == pytest.approx(9.7)
    assert summary.too_little_load


DIED = (
    "of the load died, and what it had not handed over is lost; look for the system's out-of-memory killer, and run "
    "again"
)
LESS = "less load was applied than planned:"
DELAYED = (
    "P95 response time is 5,400ms, not under 5 seconds, but without the generator's own delay (lag P95 500ms, stalls "
    "up to"
)
SLOW = f"{DELAYED} 0ms) it might be;"
STILL = "its event loop stood still for up to 0ms: give it more CPU or lower the rate"


@pytest.mark.parametrize(
    ("summary", "said"),
    [
        pytest.param(measured(run_of(0.1, 0)), "", id="nothing was spoiled"),
        pytest.param(measured(run_of(0.1, 0), lost_processes=1), f"a process {DIED}", id="a death"),
        pytest.param(measured(run_of(0.1, 0), lost_processes=3), f"3 processes {DIED}", id="three deaths"),
        pytest.param(
            measured(run_of(0.1, 0.02), planned=200),
            f"{LESS} 10/s of 20/s (50.00%), up to 20ms late; {STILL}",
            id="half the load",
        ),
        pytest.param(
            replace(measured(run_of(0.1, 0), planned=200), dropped=100),
            f"{LESS} 10/s of 20/s (50.00%), with 100 messages dropped at the in-flight cap; raise max-in-flight or "
            "lower the rate",
            id="half of it dropped",
        ),
        pytest.param(
            measured([*run_of(0.1, 0, 50), *(broken(seq) for seq in range(50, 100))]),
            f"{LESS} 5/s of 10/s (50.00%), with 50 messages lost to a fault of our own; give it what it lacked (see "
            "its faults in the report), or lower the rate",
            id="our own faults",
        ),
        pytest.param(
            measured(run_of(5.4, 0.5), stall=0.2),
            f"{DELAYED} 200ms) it might be; its event loop stood still for up to 200ms: give it more "
            "CPU or lower the rate",
            id="our own delay",
        ),
        pytest.param(
            measured(run_of(5.4, 0.5), throttled_us=300_000),
            f"{SLOW} the container's CPU limit stopped the generator for 30.00% of the time: raise "
            "the limit or lower the rate",
            id="throttled",
        ),
        pytest.param(
            measured(run_of(5.4, 0.5), steal_permille=200),
            f"{SLOW} the host took 20.00% of this machine's CPU time for others: use another machine",
            id="steal",
        ),
        pytest.param(
            measured(run_of(5.4, 0.5), cpu_us=990_000),
            f"{SLOW} the generator used 99% of a core: give it more processes or lower the rate",
            id="busy itself",
        ),
        pytest.param(
            measured(run_of(5.4, 0.5), busy_permille=980),
            f"{SLOW} this machine's cores were 98% busy, 10% of one with the load itself: give the "
            "generator a machine, or cores, of its own",
            id="neighbours",
        ),
        pytest.param(
            measured(run_of(5.4, 0.5)),
            f"{SLOW} {STILL}",
            id="for no reason it knows",
        ),
    ],
)
def test_one_sentence_says_why(summary: Summary, said: str) -> None:
    outcomes = evaluate(parse_targets(["p95 < 5s"]), summary)
    sentence = why_inconclusive(summary, outcomes)
    assert sentence == said
    conclusion, why = conclude(outcomes, inconclusive=sentence)
    assert conclusion is (Conclusion.INCONCLUSIVE if said else Conclusion.PASSED)
    assert why == sentence


def test_too_little_load_says_what_kept_it_back() -> None:
    late = measured(run_of(0.5, 0.3), planned=200)
    assert "10/s of 20/s (50.00%), up to 300ms late; its event loop stood still" in why_inconclusive(late, ())
    dropped = summarise(factories.snapshot(run_of(0.1, 0.0), dropped=100), planned=200, duration=10.0)
    assert why_inconclusive(dropped, ()) == (
        "less load was applied than planned: 10/s of 20/s (50.00%), with 100 messages dropped at the in-flight cap; "
        "raise max-in-flight or lower the rate"
    )


@pytest.mark.parametrize(
    ("target", "bounds"),
    [
        pytest.param("average < 2s", "Average response time is between 1,400ms and 2,400ms", id="of all"),
        pytest.param("mms.average < 4s", "MMS average response time is between 3,000ms and 8,000ms", id="of one kind"),
    ],
)
def test_an_average_that_patience_would_have_settled_lies_between_two_values(target: str, bounds: str) -> None:
    kinds = [{"scenario": "mms" if seq >= 80 else "sms"} for seq in range(100)]
    recorded = [factories.accepted(seq, latency=1.0, **kinds[seq]) for seq in range(90)]
    gave_up = Failure(kind=FailureKind.TIMEOUT, detail="no reply within 5s")
    recorded += [
        (factories.exchange(seq, latency=5.0, response=gave_up, **kinds[seq]), Verdict(reason=Reason.TIMEOUT))
        for seq in range(90, 100)
    ]
    summary = measured(recorded)
    sentence = why_inconclusive(summary, evaluate([parse_target(target)], summary))
    assert sentence.startswith(f"{bounds}, because 10 messages timed out and might have been answered within the 15s")
    assert sentence.endswith("cannot be said; set timeout to 15s")
