"""The shard file: what one shard of a load counted, for `loadtest merge`. It says of no target whether it was met.

`from_text(to_text(shard)) == shard`. Counts are stored exactly, as results.json stores them; docs/shard-schema.json
describes the file, and a change that a reader would notice raises `SCHEMA_VERSION`. No secret is in it.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from loadtest import __version__
from loadtest.assess.result import Setting
from loadtest.assess.shards import ShardEnd, ShardResult, State
from loadtest.assess.target_text import parse_target
from loadtest.measure.series import Series, Watched
from loadtest.measure.snapshot import Snapshot
from loadtest.message.plan import Plan
from loadtest.pacing import MOST_SHARDS, Shard
from loadtest.report.files.json_file import forecast_from
from loadtest.report.safe import json_text
from loadtest.words.instant import instant_text
from loadtest.words.sending import Sending
from loadtest.words.shapes import LogShape

SCHEMA_VERSION = 2
_LONGEST = 40


class OtherVersionError(ValueError):
    """A shard file of another version of this tool, or of its shard files; it is told behind the file's name."""

    def __init__(self, version: object, schema: object) -> None:
        its, ours = f"version {str(version)[:_LONGEST]}", f"version {__version__}"
        its, ours = f"{its} (shard schema {str(schema)[:_LONGEST]})", f"{ours} (shard schema {SCHEMA_VERSION})"
        super().__init__(f"was written by {its}, and this is {ours}; run all shards again with one version")


def to_text(one: ShardResult) -> str:
    """Return the file's text."""
    snapshot, watched, end = one.snapshot, one.watched, ShardEnd.of(one)
    return json_text(
        {
            "shard_schema_version": SCHEMA_VERSION,
            "tool": {"name": "twilio-webhook-load-test", "version": one.version},
            "shard": {"index": one.shard.index + 1, "count": one.shard.count},
            "start": instant_text(one.start),
            "plan_hash": one.plan_hash,
            "state": one.state.value,
            "why": one.why,
            "broken_setup": one.broken_setup,
            "ready_seconds_before_start": one.ready,
            "elapsed_seconds": one.elapsed,
            "sent": end.sent,
            "generator": {"lag_p95_seconds": end.lag, "longest_stall_seconds": end.stall, "cpu": end.cpu},
            "targets": [target.source for target in one.targets],
            "settings": [asdict(setting) for setting in one.settings],
            "environment": dict(one.environment),
            "notes": list(one.notes),
            "forecast": asdict(one.forecast) | {"sentence": one.forecast.sentence} if one.forecast else None,
            "watched": {
                "series": [asdict(series) | {"points": list(map(list, series.points))} for series in watched.series],
                "notes": list(watched.notes),
                "server_log": [asdict(shape) for shape in watched.server_log],
            },
            "plan": one.plan.to_wire(),
            "sending": one.sending_wire,
            "judging": dict(one.judging),
            "snapshot": None if snapshot is None else snapshot.to_wire(),
        }
    )


def from_text(text: str) -> ShardResult:
    """Return the shard that `to_text` wrote.

    Raises:
        OtherVersionError: when it has another schema version.
        ValueError: when `text` is not such a file, or damaged.

    """
    wire = json.loads(text)
    if not isinstance(wire, dict) or "shard_schema_version" not in wire:
        raise ValueError("loadtest run --shard did not write it")
    if (schema := wire["shard_schema_version"]) != SCHEMA_VERSION:
        tool = wire.get("tool")
        raise OtherVersionError(tool.get("version") if isinstance(tool, dict) else None, schema)
    try:
        one = _shard(wire)
    except (LookupError, TypeError, AttributeError, ArithmeticError) as error:
        raise ValueError(f"it is incomplete: {error!r}") from error
    if one.plan_hash != wire["plan_hash"]:
        raise ValueError("its plan is not the one that its hash was made of")
    return one


def _shard(wire: dict[str, Any]) -> ShardResult:
    index, count = wire["shard"]["index"], wire["shard"]["count"]
    if {type(index), type(count)} != {int} or not 1 <= index <= count <= MOST_SHARDS:
        raise ValueError(f"shard {index!r} of {count!r} does not exist")
    start = datetime.fromisoformat(wire["start"])
    if start.tzinfo is None:
        raise ValueError("its start has no time zone")
    return ShardResult(
        version=wire["tool"]["version"],
        shard=Shard(index=index - 1, count=count),
        start=start,
        state=State(wire["state"]),
        why=wire["why"],
        broken_setup=wire["broken_setup"],
        ready=wire["ready_seconds_before_start"],
        elapsed=wire["elapsed_seconds"],
        plan=Plan.from_wire(wire["plan"]),
        sending=Sending(**wire["sending"]),
        judging=wire["judging"],
        targets=tuple(parse_target(source) for source in wire["targets"]),
        settings=tuple(Setting(**setting) for setting in wire["settings"]),
        environment=wire["environment"],
        notes=tuple(wire["notes"]),
        forecast=forecast_from(wire["forecast"]),
        watched=Watched(
            series=tuple(
                Series(name=one["name"], unit=one["unit"], points=tuple(map(tuple, one["points"])))
                for one in wire["watched"]["series"]
            ),
            notes=tuple(wire["watched"]["notes"]),
            server_log=tuple(LogShape(**shape) for shape in wire["watched"]["server_log"]),
        ),
        snapshot=None if wire["snapshot"] is None else Snapshot.from_wire(wire["snapshot"]),
    )
