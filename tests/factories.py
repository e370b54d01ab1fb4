"""Results for tests: made of recorded exchanges, as a run makes them."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from loadtest.assess.capacity import Capacity, Ladder, Trial, Trying
from loadtest.assess.diagnosis import Cause, Diagnosis
from loadtest.assess.result import Result, Setting, conclude
from loadtest.assess.shards import ShardResult, State
from loadtest.assess.summary import Durations, Part, Summary, summarise
from loadtest.assess.target import DEFAULT_TARGETS
from loadtest.assess.target_text import parse_targets
from loadtest.assess.targets import evaluate
from loadtest.measure.histogram import Histogram
from loadtest.measure.recorder import Recorder
from loadtest.measure.series import Series
from loadtest.message.phone_pool import PhonePool
from loadtest.message.plan import Plan
from loadtest.pacing import OpenBatches, Shard
from loadtest.send.line import Line
from loadtest.send.network import Route
from loadtest.verdict.judge import Reason, Verdict
from loadtest.words.errors import Conclusion, ExitCode
from loadtest.words.exchange import Exchange, Failure, FailureKind, Reply
from loadtest.words.shapes import LogShape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from loadtest.measure.snapshot import Snapshot
    from loadtest.words.clock import RunClock

URL = "http://localhost:3000/api/sms/webhook"
BEGAN = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
LIMIT_TEXT = "You've reached the limit of 20 messages per hour. Try again in 1 hour."
LIMIT_BODY = f"<?xml version='1.0'?>\n<Response>\n  <Message>{LIMIT_TEXT}</Message>\n</Response>"

Recorded = tuple[Exchange, Verdict]


def plan(**changes: Any) -> Plan:
    fields: dict[str, Any] = {
        "url": URL,
        "signature_url": URL,
        "account_sid": "AC" + "0" * 32,
        "to_number": "+15555556789",
        "pacing": OpenBatches(size=10, interval=1.0, duration=60.0),
        "pool": PhonePool(ranges=((15555551001, 5),), seed=7),
        "seed": 7,
    }
    return Plan(**fields | changes)


def line(clock: RunClock, sender: Any, beside: Line | None = None) -> Line:
    """Return a line to nowhere, on which `sender` says what becomes of a message."""
    return Line(route=Route.from_url(URL), tls=None, clock=clock, sender=sender, beside=beside)  # type: ignore[arg-type]


def exchange(
    seq: int = 0,
    *,
    latency: float = 0.05,
    lag: float = 0.001,
    response: Reply | Failure | None = None,
    **changes: Any,
) -> Exchange:
    due = float(seq // 10)
    fields: dict[str, Any] = {
        "seq": seq,
        "scenario": "sms",
        "number": f"+1555555{1001 + seq % 5}",
        "due": due,
        "sent": due + lag,
        "connected": due + lag,
        "done": due + latency,
        "attempts": 1,
        "response": response or reply(),
    }
    return Exchange(**fields | changes)


def reply(status: int = 200, body: str = "<Response/>") -> Reply:
    raw = body.encode("utf-8", "surrogatepass")
    return Reply(status=status, headers=(("content-type", "text/xml"),), body=raw, size=len(raw))


def accepted(seq: int = 0, **changes: Any) -> Recorded:
    return exchange(seq, **changes), Verdict(reason=Reason.ACCEPTED)


def rate_limited(seq: int = 0) -> Recorded:
    verdict = Verdict(reason=Reason.RATE_LIMITED, detail=f'the reply says "{LIMIT_TEXT}"')
    return exchange(seq, latency=0.003, response=reply(body=LIMIT_BODY)), verdict


def http_error(seq: int = 0) -> Recorded:
    verdict = Verdict(reason=Reason.HTTP_ERROR, twilio_code=11217, detail="HTTP 500: Internal Server Error")
    return exchange(seq, response=reply(500, "oops")), verdict


def timed_out(seq: int = 0) -> Recorded:
    failure = Failure(kind=FailureKind.TIMEOUT, detail="no reply within 15s")
    verdict = Verdict(reason=Reason.TIMEOUT, twilio_code=11205, detail=failure.detail)
    return exchange(seq, latency=15.0, response=failure), verdict


def cut(seq: int = 0) -> Recorded:
    return exchange(seq, response=Failure(kind=FailureKind.CUT, detail="stopped")), Verdict(reason=Reason.CUT)


def form_of(payload: bytes) -> list[tuple[str, str]]:
    """Return the parameters of a rendered request."""
    return parse_qsl(payload.partition(b"\r\n\r\n")[2].decode(), keep_blank_values=True)


def snapshot(recorded: Iterable[Recorded], *, dropped: int = 0) -> Snapshot:
    recorder = Recorder()
    for one, verdict in recorded:
        recorder.due(one.due)
        recorder.record(one, verdict)
    for _ in range(dropped):
        recorder.dropped(0.0)
    return recorder.snapshot


def result(
    recorded: Iterable[Recorded] = (),
    *,
    targets: Sequence[str] = DEFAULT_TARGETS,
    dropped: int = 0,
    **changes: Any,
) -> Result:
    """Return the completed run that recorded these exchanges."""
    counted = snapshot(recorded, dropped=dropped)
    the_plan = changes.pop("plan", None) or plan()
    planned = sum(second.due for second in counted.seconds.values()) if the_plan.planned else None
    summary = changes.pop("summary", None) or summarise(counted, planned=planned, duration=60.0)
    limits = parse_targets(targets)
    outcomes = evaluate(limits, summary)
    conclusion, why = conclude(outcomes, dropped=summary.dropped)
    fields: dict[str, Any] = {
        "plan": the_plan,
        "targets": limits,
        "settings": (
            Setting(name="concurrent", value="10", source="default"),
            Setting(name="auth-token", value="***", source="environment"),
        ),
        "environment": {"python": "3.13.1", "cpus": 2},
        "began": BEGAN,
        "elapsed": 61.234,
        "snapshot": counted,
        "summary": summary,
        "outcomes": outcomes,
        "conclusion": conclusion,
        "why": why,
        "exit_code": ExitCode.of(conclusion),
    }
    return Result(**fields | changes)


def unstarted(conclusion: Conclusion, exit_code: ExitCode, why: str, **changes: Any) -> Result:
    """Return a run that sent no load."""
    empty: dict[str, Any] = {"snapshot": None, "summary": None, "outcomes": (), "elapsed": 0.0}
    said = {"conclusion": conclusion, "exit_code": exit_code, "why": why}
    return replace(result(), **empty | said | changes)


def aborted() -> Result:
    """Return what a claimed report folder holds until the run is over."""
    return unstarted(Conclusion.ABORTED, ExitCode.SIGTERM, "the run was stopped before its end")


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideTimes(Durations):
    """The response times of the original guide's example, which no histogram would return to the millisecond."""

    average = 3.245  # type: ignore[assignment]
    min = 1.234  # type: ignore[assignment]
    max = 8.901  # type: ignore[assignment]

    def percentile(self, percent: float) -> float:
        known = {0: 1.234, 50: 2.987, 90: 5.5, 95: 6.543, 99: 8.234, 99.9: 8.8, 100: 8.901}
        return next(value for place, value in known.items() if place >= percent)


def guide() -> Result:
    """Return the run of the original guide's example: 600 messages, 585 successful, 12 rate limited."""
    recorded = [accepted(seq) for seq in range(585)]
    recorded += [rate_limited(seq) for seq in range(585, 597)]
    recorded += [http_error(seq) for seq in range(597, 600)]
    measured = summarise(snapshot(recorded), planned=600, duration=60.0)
    times = GuideTimes(answered=measured.total.response_times.answered, lost=Histogram())
    total: Part = replace(measured.total, response_times=times)
    summary: Summary = replace(measured, total=total)
    return result(recorded, summary=summary)


def exhausted() -> Result:
    """Return the run whose server answers 500 of 600 messages with a limit, inside a 200."""
    return result([*(accepted(seq) for seq in range(100)), *(rate_limited(seq) for seq in range(100, 600))])


def slow() -> Result:
    """Return a run with timeouts, drops, cuts, a second connect and a warning."""
    recorded = [accepted(seq, latency=7.0, attempts=2 if seq == 3 else 1) for seq in range(90)]
    recorded += [timed_out(seq) for seq in range(90, 100)]
    recorded += [cut(seq) for seq in range(100, 103)]
    warned = Verdict(reason=Reason.ACCEPTED, warnings=('the sender is texted "OK"',))
    recorded.append((exchange(103, scenario="mms", latency=7.0), warned))
    targets = [*DEFAULT_TARGETS, "max < 20s", "timeouts < 1%", "achieved_rate > 9/s", "mms.p99.9 < 500ms"]
    return result(recorded, targets=targets, dropped=4, notes=("the health page answered 404, which counts as ready",))


def explained() -> Result:
    """Return a run that slowed down when the database's pool ran out, with what the server said of itself."""
    recorded = [accepted(seq, latency=0.1 if seq < 50 else 6.0) for seq in range(100)]
    waiting = Series(name="database.waitingClients", points=tuple((at + 0.3, 4.0 * max(at - 4, 0)) for at in range(10)))
    ratio = Series(name="cache.hitRate", unit="%", points=((10.3, 87.5), (11.3, 90.0)))
    targets = [*DEFAULT_TARGETS, "average < 2s", "monitor.database.waitingClients max <= 10"]
    the_summary = summarise(snapshot(recorded), planned=100, duration=10.0)
    outcomes = evaluate(parse_targets(targets), the_summary, (waiting, ratio))
    pool = Diagnosis(
        cause=Cause.DB_POOL,
        weight=85,
        likely="The database's connection pool is exhausted",
        evidence="database.waitingClients left zero at 5s and reached 20",
        remedy="find what holds connections for so long",
    )
    other = replace(pool, cause=Cause.COLLAPSE, weight=70, likely="The queue grows", evidence="it answered 5/s of 10/s")
    return result(
        recorded,
        targets=targets,
        summary=the_summary,
        outcomes=outcomes,
        notes=("Red flag: database.waitingClients reached 20, above 10 waiting clients",),
        series=(ratio, waiting),
        server_log=(LogShape(shape='Error: no "connection" in <n>ms', count=12, first=5.0, last=9.0),),
        diagnosis=(pool, other),
    )


def searched() -> Result:
    """Return a search for the capacity that found it."""
    trials = (
        Trial(rate=10.0, achieved=10.0, success=1.0, average=0.1, p95=0.2, outcome=Trying.MET, elapsed=5.0),
        Trial(rate=20.0, achieved=19.0, success=0.9, average=0.4, p95=0.9, outcome=Trying.MISSED, why="too slow"),
    )
    capacity = Capacity(ladder=Ladder(first=10.0, last=40.0, hold=5.0), trials=trials)
    return replace(guide(), capacity=capacity)


def hostile() -> Result:
    """Return a failed run whose server, and whose user, wrote what would be structure to a careless reader."""
    said = ']]><failure/> & \x00 ##[error] {a="b"} \\ \n# EOF'
    broken = [
        (exchange(seq, response=reply(500, said)), Verdict(reason=Reason.HTTP_ERROR, detail=said)) for seq in (0, 1)
    ]
    return replace(result(broken), why=said, notes=(said,)).told("suite-name", said)


KINDS_OF_RESULT: Mapping[str, Callable[[], Result]] = {
    "passed": guide,
    "missed": exhausted,
    "spoiled": slow,
    "explained": explained,
    "inconclusive": lambda: replace(
        guide(), conclusion=Conclusion.INCONCLUSIVE, exit_code=ExitCode.INCONCLUSIVE, why="the generator was late"
    ),
    "aborted": aborted,
    "never ready": lambda: unstarted(Conclusion.ERROR, ExitCode.NOT_READY, "the server answered 503 for 60s"),
    "misconfigured": lambda: unstarted(
        Conclusion.ERROR, ExitCode.WRONG_CONFIGURATION, "durtion is not known", plan=None, targets=()
    ),
    "our fault": lambda: replace(guide(), conclusion=Conclusion.ERROR, exit_code=ExitCode.OUR_ERROR, why="a fault"),
    "capacity": searched,
    "named": lambda: exhausted().told("suite-name", "smoke"),
    "hostile": hostile,
}
"""A result of every kind, as other programs may come to read it."""


def shard(index: int, *, count: int = 3, **changes: Any) -> ShardResult:
    """Return the shard `index` of a load of ten messages a second for a minute, all accepted."""
    the_shard = Shard(index=index, count=count)
    fields: dict[str, Any] = {
        "version": "1",
        "shard": the_shard,
        "start": BEGAN,
        "state": State.COMPLETE,
        "ready": 2.5,
        "elapsed": 60.0,
        "plan": plan(),
        "targets": parse_targets(DEFAULT_TARGETS),
        "snapshot": snapshot(accepted(arrival.seq) for arrival in plan().arrivals(the_shard)),
    }
    return ShardResult(**fields | changes)


def side(seed: int, *, slower: float = 1.0, failing: float = 0.0, seconds: int = 120) -> Snapshot:
    """Return what a server of 80 ms, lognormal 0.5, at 20/s gave."""
    rng, recorder = random.Random(seed), Recorder()
    for seq in range(20 * seconds):
        due = seq / 20
        took = 0.08 * slower * rng.lognormvariate(0, 0.5)
        reason = Reason.REFUSED if rng.random() < failing else Reason.ACCEPTED
        reply = Reply(status=200, headers=(), body=b"<Response/>", size=11)
        recorder.record(
            Exchange(seq, "sms", "+15555551001", due, due, due, due + took, 1, reply), Verdict(reason=reason)
        )
    return recorder.snapshot
