"""Targets over windows: the worst ten seconds, what is broken for long, and how soon all is as before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadtest.assess.summary import summarise
from loadtest.assess.target_text import parse_target
from loadtest.assess.targets import Outcome, Status, evaluate
from loadtest.assess.windows import with_windows
from loadtest.assess.windows.recovery import Disturbance, peaks
from loadtest.measure.generator import OwnSecond
from loadtest.measure.snapshot import Second, Snapshot
from loadtest.pacing import OpenBatches, Stages, parse_stage
from loadtest.verdict.judge import Reason

if TYPE_CHECKING:
    from collections.abc import Sequence

EVERY_SECOND = 10


def second(took: float | None, *, failing: int = 0, lost: int = 0, lag: float = 0.0) -> Second:
    """Return a second whose messages took so long; `None`: nothing was due in it."""
    if took is None:
        return Second()
    answered = EVERY_SECOND - failing - lost
    made = Second(due=EVERY_SECOND, sent=EVERY_SECOND, done=EVERY_SECOND, lag_us=round(lag * 1e6))
    made.reasons = {Reason.ACCEPTED: answered, Reason.REFUSED: failing, Reason.TIMEOUT: lost}
    for _ in range(answered):
        made.latency.record(took)
    for _ in range(lost):
        made.latency.record(15.0)
    return made


def held(text: str, seconds: Sequence[Second], *, lasts: float | None = None, planned: int | None = None) -> Outcome:
    snapshot = Snapshot(seconds=dict(enumerate(seconds)))
    return of(text, snapshot, len(seconds) if lasts is None else lasts, planned)


def of(text: str, snapshot: Snapshot, lasts: float, planned: int | None = None) -> Outcome:
    summary = summarise(snapshot, planned=planned, duration=lasts)
    pacing = OpenBatches(size=EVERY_SECOND, interval=1.0, duration=lasts)
    (outcome,) = with_windows(evaluate([parse_target(text)], summary), snapshot, summary, pacing)
    return outcome


FINE = [second(0.1)] * 30
SLOW = [*[second(0.1)] * 12, *[second(3.0)] * 6, *[second(0.1)] * 12]
FAILING = [*[second(0.1)] * 12, *[second(0.1, failing=5)] * 6, *[second(0.1)] * 12]
LOST = [*[second(0.1)] * 12, second(0.1, lost=1), *[second(0.1)] * 17]
QUIET = [*[second(0.1)] * 12, *[second(None)] * 6, *[second(0.1)] * 12]
HALTING = [*[second(0.1)] * 12, second(3.0), second(None), second(3.0), *[second(0.1)] * 15]


@pytest.mark.parametrize(
    ("text", "seconds", "status", "sentence"),
    [
        pytest.param(
            "p95 < 2s over any 10s",
            FINE,
            Status.MET,
            "P95 response time over any 10s is under 2 seconds (worst 10s from 0s on: 100ms)",
            id="every window meets the limit",
        ),
        pytest.param(
            "p95 < 2s over any 10s",
            SLOW,
            Status.MISSED,
            "P95 response time over any 10s is 3,000ms (worst 10s from 3s on), not under 2 seconds (target missed)",
            id="the first of the worst windows is named",
        ),
        pytest.param(
            "average < 2s over any 10s",
            SLOW,
            Status.MET,
            "Average response time over any 10s is under 2 seconds (worst 10s from 8s on: 1,840ms)",
            id="six slow seconds of ten leave the average below",
        ),
        pytest.param(
            "max < 2s over any 1s",
            LOST,
            Status.MISSED,
            "Maximum response time over any 1s is lost (the messages timed out) (worst 1s from 12s on), not under "
            "2 seconds (target missed)",
            id="what timed out is slower than any limit",
        ),
        pytest.param(
            "success > 75% over any 6s",
            FAILING,
            Status.MISSED,
            "Success rate over any 6s is 50.00% (worst 6s from 12s on), not above 75% (target missed)",
            id="a share",
        ),
        pytest.param(
            "failed <= 20 over any 6s",
            FAILING,
            Status.MISSED,
            "Failed count over any 6s is 30 (worst 6s from 12s on), not at most 20 (target missed)",
            id="a count",
        ),
        pytest.param(
            "success > 95% over any 3s",
            QUIET,
            Status.MET,
            "Success rate over any 3s is above 95% (worst 3s from 0s on: 100.00%)",
            id="where nothing was due nothing failed",
        ),
        pytest.param(
            "achieved_rate > 9/s over any 5s",
            QUIET,
            Status.MISSED,
            "Achieved rate over any 5s is 2/s (worst 5s from 11s on), not above 9/s (target missed)",
            id="the rate of a window that had messages",
        ),
        pytest.param(
            "p95 < 2s over any 10s",
            [second(None)] * 12,
            Status.NO_DATA,
            "P95 response time over any 10s has no data, so it is not under 2 seconds (target missed)",
            id="no window had messages",
        ),
        pytest.param(
            "success > 95% for 10s",
            FAILING,
            Status.MET,
            "Success rate for 10s is above 95%, but for 6s on end at most, from 12s on",
            id="a dip that is short enough",
        ),
        pytest.param(
            "success > 95% for 6s",
            FAILING,
            Status.MISSED,
            "Success rate for 6s is not above 95% for 6s on end, from 12s on (target missed)",
            id="a dip as long as the window",
        ),
        pytest.param(
            "success > 95% for 6s", FINE, Status.MET, "Success rate for 6s is above 95%", id="a limit never broken"
        ),
        pytest.param(
            "p95 < 2s for 3s",
            HALTING,
            Status.MISSED,
            "P95 response time for 3s is not under 2 seconds for 3s on end, from 12s on (target missed)",
            id="a second without messages ends nothing",
        ),
    ],
)
def test_a_window_is_judged_and_named(text: str, seconds: list[Second], status: Status, sentence: str) -> None:
    outcome = held(text, seconds)
    assert (outcome.status, outcome.sentence) == (status, sentence)


def test_a_window_longer_than_what_was_sent_says_nothing() -> None:
    assert held("p95 < 2s over any 10s", [second(9.0)] * 5).status is Status.INCONCLUSIVE


def test_less_load_than_planned_proves_no_window() -> None:
    assert held("p95 < 2s over any 10s", FINE, planned=3000).status is Status.INCONCLUSIVE
    assert held("p95 < 2s over any 10s", SLOW, planned=3000).status is Status.MISSED


@pytest.mark.parametrize(("lag", "status"), [(0.0, Status.MISSED), (2.0, Status.INCONCLUSIVE)])
def test_our_own_delay_is_not_the_servers(lag: float, status: Status) -> None:
    seconds = [*FINE, *[second(3.0, lag=lag)] * 3]
    assert held("p95 < 2s over any 10s", seconds).status is status
    assert held("p95 < 2s for 2s", seconds).status is status
    snapshot = Snapshot(seconds=dict(enumerate(SLOW)), own={14: OwnSecond(stall_us=2_000_000)})
    assert of("p95 < 2s over any 3s", snapshot, 30).status is Status.MISSED  # other windows had no stall


def test_an_average_whose_timeouts_might_have_lasted_is_undecided() -> None:
    seconds = [Second(reasons={Reason.ACCEPTED: 9, Reason.TIMEOUT: 1}) for _ in range(10)]
    for one in seconds:
        for took in (*[0.1] * 9, 2.0):  # a timeout of two seconds
            one.latency.record(took)
    assert held("average < 1s over any 5s", seconds).status is Status.INCONCLUSIVE
    assert held("average < 2s over any 5s", seconds).status is Status.MET
    assert held("average < 200ms over any 5s", seconds).status is Status.MISSED


@given(st.lists(st.floats(0.001, 20), min_size=4, max_size=30), st.integers(1, 4), st.sampled_from([50, 90, 95]))
def test_the_worst_window_is_that_of_the_messages_themselves(times: list[float], length: int, percent: int) -> None:
    seconds = []
    for took in times:
        made = Second(due=1, reasons={Reason.ACCEPTED: 1})
        made.latency.record(took)
        seconds.append(made)
    windows = [sorted(times[first : first + length]) for first in range(len(times) - length + 1)]
    worst = max(window[-(-length * percent // 100) - 1] for window in windows)
    found = held(f"p{percent} < 1h over any {length}s", seconds)
    assert found.observed == pytest.approx(worst, rel=0.02)


PEAK = "20s at 10/s\n10s at 50/s\n30s at 10/s"


def recovery(text: str, stages: str, seconds: Sequence[Second]) -> Outcome:
    snapshot = Snapshot(seconds=dict(enumerate(seconds)))
    pacing = Stages(stages=tuple(parse_stage(line) for line in stages.splitlines()))
    summary = summarise(snapshot, planned=None, duration=pacing.duration)
    (outcome,) = with_windows(evaluate([parse_target(text)], summary), snapshot, summary, pacing)
    return outcome


@pytest.mark.parametrize(
    ("seconds", "status", "sentence"),
    [
        pytest.param(
            [*[second(0.1)] * 20, *[second(2.0)] * 10, *[second(1.0)] * 6, *[second(0.1)] * 24],
            Status.MET,
            "Time to recover is under 15 seconds (after the peak that ended at 30s: 6s)",
            id="slow for six seconds more",
        ),
        pytest.param(
            [*[second(0.1)] * 20, *[second(0.1)] * 10, *[second(0.1, failing=2)] * 18, *[second(0.1)] * 12],
            Status.MISSED,
            "Time to recover is 18s (after the peak that ended at 30s), not under 15 seconds (target missed)",
            id="failing for eighteen",
        ),
        pytest.param(
            [*[second(0.1)] * 20, *[second(2.0)] * 40],
            Status.MISSED,
            "Time to recover is longer than the load went on (after the peak that ended at 30s), not under 15 seconds "
            "(target missed)",
            id="never again",
        ),
        pytest.param(
            [second(None)] * 20 + [second(2.0)] * 40,
            Status.NO_DATA,
            "Time to recover has no data, so it is not under 15 seconds (target missed)",
            id="nothing came before the peak",
        ),
        pytest.param(
            [second(0.1, failing=EVERY_SECOND)] * 60,
            Status.NO_DATA,
            "Time to recover has no data, so it is not under 15 seconds (target missed)",
            id="nothing was well before the peak",
        ),
    ],
)
def test_the_time_to_recover_from_a_peak(seconds: list[Second], status: Status, sentence: str) -> None:
    outcome = recovery("recovers < 15s", PEAK, seconds)
    assert (outcome.status, outcome.sentence) == (status, sentence)


def test_a_load_that_ends_too_soon_after_a_peak_does_not_tell() -> None:
    outcome = recovery("recovers < 40s", PEAK, [*[second(0.1)] * 20, *[second(2.0)] * 40])
    assert outcome.status is Status.INCONCLUSIVE


def test_a_stall_is_what_a_server_recovers_from_as_well() -> None:
    stalled = [second(0.1) for _ in range(40)]
    for index in range(10, 14):
        stalled[index] = second(4.0)
        stalled[index].done = 0
    stalled[14].done = 50
    stalled[9].done = EVERY_SECOND - 1  # one is open when it begins
    outcome = recovery("recovers < 15s", "40s at 10/s", stalled)
    assert (outcome.status, outcome.observed, outcome.when) == (
        Status.MET,
        0.0,
        "after the stall that ended at 14s",
    )
    calm = recovery("recovers < 15s", "40s at 10/s", [second(0.1)] * 40)
    assert (calm.status, calm.observed, calm.when) == (Status.MET, 0.0, "no peak, and no stall")


@pytest.mark.parametrize(
    ("stages", "found"),
    [
        pytest.param("60s at 10/s", [], id="an even load"),
        pytest.param(PEAK, [(20, 30)], id="a peak"),
        pytest.param(
            "10s at 1/s\n10s from 1/s to 9/s\n5s at 9/s\n5s at 0/s", [(10, 25)], id="a ramp, and nothing after"
        ),
        pytest.param("10s at 5/s\n5s at 9/s\n5s at 5/s\n5s at 8/s\n9s at 5/s", [(10, 15), (20, 25)], id="two"),
        pytest.param("10s at 5/s\n20s at 9/s", [], id="a rise that does not end"),
        pytest.param("10s at 9/s\n10s at 2/s", [], id="a fall alone"),
    ],
)
def test_where_the_peaks_of_a_load_are(stages: str, found: list[tuple[int, int]]) -> None:
    made = peaks(Stages(stages=tuple(parse_stage(line) for line in stages.splitlines())))
    assert made == [Disturbance(what="peak", begin=begin, end=end) for begin, end in found]
    assert peaks(OpenBatches(size=1, interval=1.0, duration=9.0)) == []
