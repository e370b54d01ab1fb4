"""results.json: the whole `Result`, so that another program, or this one later, can read every number of a run.

`from_json(to_json(result)) == result`, but for what `_SENDING` leaves out. Counted things are stored exactly
(`snapshot`, histograms in HdrHistogram's standard encoding, durations in seconds). `summary` holds the derived numbers
for people who use jq, with units in their names; it is computed again on reading. docs/results-schema.json describes
the file; a change that a reader would notice raises `SCHEMA_VERSION`. The file is ASCII, so no terminal or log takes a
text in it for anything else.
"""

from __future__ import annotations

import json
import math
import zlib
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from loadtest import __version__
from loadtest.assess.baselines import Baseline
from loadtest.assess.capacity import Capacity
from loadtest.assess.diagnosis import Cause, Diagnosis
from loadtest.assess.intervals import Interval
from loadtest.assess.replies.spread import spread
from loadtest.assess.result import Early, Result, Setting
from loadtest.assess.shards import ShardEnd
from loadtest.assess.summary import LOST, summarise_again
from loadtest.assess.target_text import parse_target
from loadtest.assess.targets import Outcome, Status
from loadtest.measure import ledger
from loadtest.measure.series import Series
from loadtest.measure.series.trends import change_point
from loadtest.measure.snapshot import Second, Snapshot
from loadtest.message.phone_pool import Forecast
from loadtest.message.plan import Plan
from loadtest.report.files import well_formed
from loadtest.report.files.json_times import LOST_TEXT, PERCENTILES, answers, durations, histogram, ms
from loadtest.report.safe import json_text, without_userinfo
from loadtest.report.sections.findings import HEADLINE
from loadtest.verdict.judge import Reason
from loadtest.words.errors import Conclusion, ExitCode
from loadtest.words.quota import Quota
from loadtest.words.sending import USUAL, Sending
from loadtest.words.shapes import LogShape

if TYPE_CHECKING:
    from loadtest.assess.replies.spread import Spread
    from loadtest.assess.summary import Part, Summary
    from loadtest.measure.generator import Generator

SCHEMA_VERSION = 1
_TRIAL_TIMES = ("average", "p95")
_MOST_SECONDS = 2 * 86_400
"""A run lasts a day at most; whatever it waits for besides is far less than another."""
_SENDING = ("timeout", "keep_alive", "in_flight_cap")
"""What the file says of a `Sending`, within the plan; the rest stands in `settings`, and is read as usual."""


def to_json(result: Result) -> str:
    """Return the file's text. Passwords in URLs go, a lone surrogate becomes U+FFFD, an infinite number null."""
    document = {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "twilio-webhook-load-test", "version": __version__},
        "conclusion": result.conclusion.value,
        "why": result.why,
        "exit_code": int(result.exit_code),
        "began": _instant(result.began),
        "elapsed_seconds": result.elapsed,
        "preparing_seconds": result.preparing,
        "ended_early": {"at_seconds": result.early.at, "why": result.early.why} if result.early else None,
        "targets": [target.source for target in result.targets],
        "outcomes": [_outcome(outcome) for outcome in result.outcomes],
        "summary": _summary(result.summary, result.snapshot) if result.summary else None,
        "doubtful": result.doubtful,
        "broken_setup": result.broken_setup,
        "forecast": asdict(result.forecast) | {"sentence": result.forecast.sentence} if result.forecast else None,
        "ledger": _ledger(result.snapshot, result.read.ledger) if result.snapshot else None,
        "baseline": _baseline(result.baseline) if result.baseline else None,
        "diagnosis": [
            {
                "cause": found.cause.value,
                "likely": found.likely,
                "evidence": found.evidence,
                "remedy": found.remedy,
                "weight": found.weight,
            }
            for found in result.diagnosis
        ],
        "notes": list(result.notes),
        "server_log": [asdict(shape) for shape in result.server_log],
        "settings": [
            {"name": setting.name, "value": setting.value, "source": setting.source} for setting in result.settings
        ],
        "environment": dict(result.environment),
        "plan": _plan(result.plan, result.sending) if result.plan else None,
        "series": [_series(series) for series in result.series],
        "snapshot": result.snapshot.to_wire() if result.snapshot else None,
        "capacity": _capacity(result.capacity) if result.capacity else None,
        "shards": [end.to_wire() for end in result.shards],
    }
    return json_text(document, indent=2)


def from_json(text: str) -> Result:
    """Return the result that `to_json` wrote.

    Raises:
        ValueError: when `text` is not such a file, or one of another schema version.

    """
    wire = json.loads(text)
    version = wire.get("schema_version") if isinstance(wire, dict) else None
    if isinstance(wire, dict) and "shard_schema_version" in wire:
        raise ValueError("it holds one shard of a load; loadtest merge makes results of the files of all shards")
    if version != SCHEMA_VERSION:
        raise ValueError(f"this reads results of schema version {SCHEMA_VERSION}, not {version!r}")
    try:
        result = _result(wire)
    except (LookupError, TypeError, AttributeError, ArithmeticError, AssertionError, zlib.error) as error:
        raise ValueError(f"these results are incomplete: {error!r}") from error
    well_formed.check(result)
    # Reports over time have a row for each second: a damaged file must not ask for a billion.
    if result.snapshot and not all(0 <= second < _MOST_SECONDS for second in result.snapshot.seconds):
        raise ValueError("these results hold a second that no run reaches")
    return result


def is_as_written(text: str) -> bool:
    """Return whether `text` is what this very version would write: numbers that were altered contradict each other."""
    try:
        return bool(json.loads(to_json(from_json(text))) == json.loads(text))
    except Exception:  # noqa: BLE001  whatever keeps it from being written
        return False


def _result(wire: dict[str, Any]) -> Result:
    snapshot = None if wire["snapshot"] is None else Snapshot.from_wire(wire["snapshot"])
    summary = None
    if snapshot is not None and wire["summary"] is not None:
        summary = _summary_from(snapshot, wire["summary"])
    plan = wire["plan"]
    return Result(
        plan=None if plan is None else Plan.from_wire({name: plan[name] for name in plan if name not in _SENDING}),
        sending=USUAL if plan is None else Sending(**{name: plan[name] for name in _SENDING}),
        targets=tuple(parse_target(source) for source in wire["targets"]),
        settings=tuple(Setting(**setting) for setting in wire["settings"]),
        environment=wire["environment"],
        began=datetime.fromisoformat(wire["began"]),
        elapsed=wire["elapsed_seconds"],
        preparing=wire.get("preparing_seconds", 0.0),
        snapshot=snapshot,
        summary=summary,
        outcomes=tuple(_outcome_from(outcome) for outcome in wire["outcomes"]),
        conclusion=Conclusion(wire["conclusion"]),
        why=wire["why"],
        notes=tuple(wire["notes"]),
        exit_code=ExitCode(wire["exit_code"]),
        series=tuple(
            Series(name=one["name"], unit=one["unit"], points=tuple((at, value) for at, value in one["points"]))
            for one in wire.get("series", ())
        ),
        server_log=tuple(LogShape(**shape) for shape in wire.get("server_log", ())),
        diagnosis=tuple(Diagnosis(**found | {"cause": Cause(found["cause"])}) for found in wire.get("diagnosis", ())),
        forecast=forecast_from(wire.get("forecast")),
        broken_setup=wire.get("broken_setup", False),
        doubtful=wire.get("doubtful", False),
        early=Early(at=wire["ended_early"]["at_seconds"], why=wire["ended_early"]["why"])
        if wire.get("ended_early")
        else None,
        capacity=_capacity_from(wire["capacity"]) if wire.get("capacity") else None,
        baseline=_baseline_from(wire["baseline"]) if wire.get("baseline") else None,
        shards=tuple(ShardEnd.from_wire(end) for end in wire.get("shards", ())),
    )


def _plan(plan: Plan, sending: Sending) -> dict[str, Any]:
    """Return what was sent, and of how it was sent that by which runs compare, in the places that readers know."""
    wire: dict[str, Any] = {}
    for name, value in plan.to_wire().items():
        if name == "seed":
            wire |= {name: getattr(sending, name) for name in _SENDING}
        wire[name] = without_userinfo(value) if name.endswith("url") else value
    return wire


def forecast_from(wire: dict[str, Any] | None) -> Forecast | None:
    """Return the forecast that was written as its fields, with the sentence or without."""
    if wire is None:
        return None
    fields = {name: value for name, value in wire.items() if name != "sentence"}
    return Forecast(**fields | {"quota": Quota(**wire["quota"])})


def _ledger(snapshot: Snapshot, sentences: tuple[str, ...]) -> dict[str, Any]:
    """Return what became of the numbers; every number's counts are in the snapshot."""
    return {
        "numbers": len(snapshot.numbers),
        "sentences": [*sentences],
        "top_offenders": [asdict(entry) for entry in ledger.offenders(snapshot)],
    }


def _capacity(capacity: Capacity) -> dict[str, Any]:
    best, wire = capacity.best, capacity.to_wire()
    for trial in wire["trials"]:
        trial |= {name: LOST_TEXT for name in _TRIAL_TIMES if trial[name] == LOST}
    found = {"rate": best.rate if best else None, "at_least": capacity.limited}
    return found | {"knee": [trial.rate for trial in capacity.knee or ()] or None} | wire


def _capacity_from(wire: dict[str, Any]) -> Capacity:
    trials = [trial | {name: LOST for name in _TRIAL_TIMES if trial[name] == LOST_TEXT} for trial in wire["trials"]]
    return Capacity.from_wire(wire | {"trials": trials})


def _baseline(baseline: Baseline) -> dict[str, Any]:
    return {
        "source": baseline.source,
        "began": _instant(baseline.began),
        "refusals": list(baseline.incomparable),
        "beside": baseline.beside,
        "summary": _summary(baseline.summary, baseline.snapshot),
        "snapshot": baseline.snapshot.to_wire(),
        "stretches": [stretch.to_wire(place) for place, stretch in enumerate(baseline.stretches)],
        "others": [_baseline(other) for other in baseline.others],
    }


def _baseline_from(wire: dict[str, Any]) -> Baseline:
    snapshot = Snapshot.from_wire(wire["snapshot"])
    return Baseline(
        source=wire["source"],
        began=datetime.fromisoformat(wire["began"]),
        incomparable=tuple(wire["refusals"]),
        beside=wire.get("beside", False),
        stretches=tuple(map(Second.from_wire, wire.get("stretches", ()))),
        others=tuple(map(_baseline_from, wire.get("others", ()))),
        summary=_summary_from(snapshot, wire["summary"]),
        snapshot=snapshot,
    )


def _summary_from(snapshot: Snapshot, derived: dict[str, Any]) -> Summary:
    return summarise_again(
        snapshot,
        window=derived["window_seconds"],
        planned=derived["planned"],
        offered_rate=derived["offered_per_second"],
    )


def _instant(when: datetime) -> str:
    return when.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _series(series: Series) -> dict[str, Any]:
    change = change_point(series.points)
    return {
        "name": series.name,
        "unit": series.unit,
        "change": None if change is None else asdict(change),
        "points": [list(point) for point in series.points],
    }


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {
        "target": outcome.target.source,
        "name": outcome.target.name,
        "status": outcome.status.value,
        "limit": outcome.target.held.limit,
        "observed": LOST_TEXT if outcome.observed == LOST else outcome.observed,
        "at_least": outcome.at_least,
        "unheld": outcome.unheld,
        "interval": None if outcome.interval is None else asdict(outcome.interval),
        "change": None if outcome.change is None else asdict(outcome.change),
        "unit": outcome.target.held.unit.value,
        "when": outcome.when,
        "sentence": outcome.sentence,
    }


def _outcome_from(wire: dict[str, Any]) -> Outcome:
    target = parse_target(wire["target"])
    return Outcome(
        # A limit relative to a baseline is known only to the run that evaluated it.
        target=target if target.offset is None else replace(target, limit=wire["limit"]),
        observed=LOST if wire["observed"] == LOST_TEXT else wire["observed"],
        status=Status(wire["status"]),
        at_least=wire["at_least"],
        unheld=wire.get("unheld", False),
        interval=_interval_from(wire.get("interval")),
        change=_interval_from(wire.get("change")),
        when=wire.get("when", ""),
    )


def _interval_from(wire: dict[str, Any] | None) -> Interval | None:
    if wire is None:
        return None
    return Interval(**wire | {"high": math.inf if wire["high"] is None else wire["high"]})


def _summary(summary: Summary, snapshot: Snapshot | None) -> dict[str, Any]:
    return {
        "planned": summary.planned,
        "dropped": summary.dropped,
        "retried": summary.retried,
        "window_seconds": summary.window,
        "offered_per_second": summary.offered_rate,
        "achieved_per_second": summary.achieved_rate,
        "total": _part(summary.total),
        "scenarios": {name: _part(part) for name, part in summary.scenarios.items()},
        **({"conversations": _conversations(summary)} if summary.talked else {}),
        "most_in_flight": summary.most_in_flight,
        "generator": _generator(summary.generator),
        "warm_up": None if summary.warm_up is None else _part(summary.warm_up),
        "replies": [
            {
                "reason": kind.reason.value,
                "count": kind.count,
                "share_percent": kind.count / summary.heard.total * 100,
                "text": kind.text,
                "because": kind.because,
                "doubtful": kind.doubtful,
                "against": list(kind.against),
                "before_the_load": kind.before,
                "first_second": kind.said.first,
                "last_second": kind.said.last,
            }
            | _spread(spread(kind, snapshot or Snapshot()))
            for kind in summary.heard.under_load
        ],
    }


def _conversations(summary: Summary) -> dict[str, Any]:
    return {
        name: {
            "begun": talked.begun,
            "completed": talked.completed,
            "broken": talked.broken,
            "unfinished": talked.unfinished,
            "not_begun": talked.busy,
            "expected_declines": talked.expected,
            "duration_ms": {
                f"p{percent}": None if (at := talked.duration.percentile(percent)) is None else at * 1000
                for percent in HEADLINE
            },
        }
        for name, talked in sorted(summary.talked.items())
    }


def _spread(whom: Spread) -> dict[str, Any]:
    return {
        "numbers": whom.numbers,
        "numbers_followed": whom.followed,
        "contents": list(whom.contents),
        "median_ms": None if whom.median is None else whom.median * 1000,
    }


def _generator(own: Generator) -> dict[str, Any]:
    return {
        "longest_stall_ms": ms(own.stall),
        "longest_gc_pause_ms": ms(own.gc),
        "stall_ms": {"average": ms(own.stalls.average)}
        | {f"p{percent:g}": ms(own.stalls.percentile(percent)) for percent in PERCENTILES},
        "cpu_percent": own.cpu * 100,
        "busiest_second_cpu_percent": own.busiest * 100,
        "throttled_percent": own.throttled * 100,
        "steal_percent": own.steal * 100,
        "machine_busy_percent": own.busy * 100,
        "lost_processes": own.lost_processes,
    }


def _part(part: Part) -> dict[str, Any]:
    successful, failed = part.share(part.successful), part.share(part.failed)
    return {
        "sent": part.sent,
        "judged": part.judged,
        "successful": part.successful,
        "failed": part.failed,
        "rate_limited": part.count(Reason.RATE_LIMITED),
        "successful_percent": None if successful is None else successful * 100,
        "failed_percent": None if failed is None else failed * 100,
        "reasons": {reason.value: count for reason, count in part.reasons.items()},
        "response_time_ms": durations(part.response_times),
        "service_time_ms": durations(part.service_times),
        "lag_ms": histogram(part.lag),
        "latency_ms_by_reason": {reason.value: histogram(times) for reason, times in part.by_reason.items()},
        **answers(part),
    }
