"""Targets as users write them, parsed before the first byte leaves.

    target  = metric [stat] op limit [tail]
    metric  = [ kind "." | conversation "." step ( "." | " " ) ] name | "monitor." series | "conversations completed"
    name    = average min max p50 ... p99.9 success failed rate_limited refused unexpected timeouts dropped
            | achieved_rate capacity recovers
            | reply average ... reply p99.9 | unanswered answered_twice processed   (of accepted, with a mock Twilio)
              (a hyphen counts as an underscore)
    stat    = min max avg last, for a monitor's series only (none: max under an upper limit, min above a lower one)
    op      = < <= > >=
    limit   = duration | percent of judged | count | rate "120/s" | number | baseline [ + | - percent ]
    tail    = "over any" duration | "for" duration      of times and shares of all messages, and achieved_rate

`baseline` is what an earlier run measured: a percent more or less of a time or rate, percentage points of a share.
`over any 10s`: the messages due in any ten seconds on end, taken together, meet the limit. `for 30s`: it is never
broken for thirty seconds on end, each by itself. `recovers`: how soon the figures of before a peak or a stall are back.
"""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from loadtest.assess.answering import COUNTED, REPLY
from loadtest.assess.target import (
    COMPLETED,
    COUNTS,
    METRICS,
    MONITOR,
    OPERATORS,
    PERCENTILE,
    RATES,
    RECOVERS,
    TIMES,
    WHOLE_RUN,
    Target,
    Unit,
    Window,
)
from loadtest.measure.series import STATS
from loadtest.message.kinds import KINDS
from loadtest.words.units import parse_count, parse_duration, parse_percent, parse_rate

if TYPE_CHECKING:
    from collections.abc import Sequence

_TARGET = re.compile(
    r"(?P<metric>[A-Za-z][\w.\-]*)(?:\s+(?P<stat>[A-Za-z]+))?\s*(?P<op><=|>=|<|>|=+|≤|≥)\s*(?P<limit>\S.*)",
    re.ASCII | re.DOTALL,
)
_REPLY = re.compile(r"^((?:\w+\.)?)reply[\s._-]+(?=\w)", re.ASCII | re.IGNORECASE)
_COMPLETED = re.compile(r"^conversations?[\s._-]+completed\b", re.ASCII | re.IGNORECASE)
_STEP = re.compile(
    r"^((?!monitor\.)[a-z_][\w-]*\.[a-z_][\w-]*)\s+((?:reply[\s._-]+)?[a-z][\w.-]*)(?=\s*[<>=≤≥])",
    re.ASCII | re.IGNORECASE,
)
"""A step and a metric of it, parted by a blank."""
_WHOLE_CONVERSATION = re.compile(
    r"[a-z_][\w-]*\s+(?:reply\s+)?(?:p\d[\d.]*|average|min|max)\s*[<>=≤≥]", re.ASCII | re.IGNORECASE
)
_BASELINE = re.compile(r"baseline(?:\s*(?P<sign>[+\-])\s*(?P<percent>.*))?", re.IGNORECASE | re.DOTALL)
_TAIL = re.compile(r"\s+(?P<how>over\s+any|over|for)\b\s*(?P<window>.*)", re.IGNORECASE | re.DOTALL)
_WINDOWED = {*COUNTS, "achieved_rate"}
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?", re.ASCII | re.IGNORECASE)


def parse_target(text: str) -> Target:
    """Return the target that `text` describes; raise `ValueError` with a sentence that names the remedy."""
    text = text.strip()
    if tail := _TAIL.search(text):
        return _over_windows(
            text, parse_target(text[: tail.start()]), " ".join(tail["how"].lower().split()), tail["window"]
        )
    joined = _STEP.sub(r"\1.\2", _COMPLETED.sub(COMPLETED, text, count=1), count=1)
    match = _TARGET.fullmatch(_REPLY.sub(lambda found: f"{found[1]}{REPLY}", joined, count=1))
    if match is None:
        if _WHOLE_CONVERSATION.match(text):
            raise ValueError(f"{text!r} names no step; write a conversation, its step and a metric: order.pay p95 < 2s")
        raise ValueError(f"{text!r} is not a target; write a metric, one of < <= > >= and a limit, like p95 < 10s")
    op = {"≤": "<=", "≥": ">="}.get(match["op"], match["op"])
    if op not in OPERATORS:
        raise ValueError(f"{text!r} uses {op!r}; a target compares with < <= > or >=")
    if match["metric"].lower().startswith(MONITOR):
        return _monitor_target(text, match["metric"][len(MONITOR) :], (match["stat"] or "").lower(), op, match["limit"])
    if match["stat"] in {"completed", "broken", "begun", "unfinished"}:
        raise ValueError(
            f"{text!r}: of conversations only the completed ones of all are known; write conversations completed > 99%"
        )
    if match["stat"]:
        raise ValueError(
            f"{text!r}: {match['stat']!r} is not understood; min, max, avg and last follow monitor series only"
        )
    scenario, metric = _metric(text, match["metric"])
    if relative := _BASELINE.fullmatch(match["limit"].strip()):
        if metric == RECOVERS:
            raise ValueError(f"{text!r}: recovers is held against the time before a peak; write a duration, like 30s")
        offset, unit = _offset(text, metric, op, relative), _relative_unit(metric)
        return Target(scenario=scenario, metric=metric, op=op, limit=0.0, unit=unit, source=text, offset=offset)
    limit, unit = _limit(text, metric, match["limit"])
    return Target(scenario=scenario, metric=metric, op=op, limit=limit, unit=unit, source=text)


def parse_targets(texts: Sequence[str]) -> tuple[Target, ...]:
    """Return the user's targets, and `success > 95%` unless one of them names success or failed.

    Raises:
        ValueError: with one sentence a line for every mistake.

    """
    targets: list[Target] = []
    problems: list[str] = []
    for text in texts:
        try:
            target = parse_target(text)
            _doubt(target)
            targets.append(target)
        except ValueError as error:
            problems.append(str(error))
    if problems:
        raise ValueError("\n".join(problems))
    if not any(
        target.metric in {"success", "failed"} and not target.scenario and not target.stat for target in targets
    ):
        targets.append(parse_target("success > 95%"))
    return tuple(targets)


def _doubt(target: Target) -> None:
    """Raise `ValueError` with a question where a user most likely meant something else; results keep what they hold."""
    if target.unit is not Unit.SECONDS or target.stat:
        return
    text = _TAIL.sub("", target.source)
    bare = re.fullmatch(r"(.*?)\s*(\d[\d.]*)\s*", text, re.DOTALL)
    if target.offset is None and bare:
        raise ValueError(f"{text!r}: a time needs its unit: {bare[2]}ms or {bare[2]}s?")
    if target.op.startswith(">"):
        meant = text.replace("≥", "<=").replace(">", "<", 1)
        raise ValueError(f"{text!r} asks for slow replies; did you mean {meant!r}?")


def _over_windows(text: str, target: Target, how: str, length: str) -> Target:
    """Return the target over windows that those words ask for."""
    if how == "over":
        raise ValueError(f"{text!r}: write over any {length.strip() or '10s'}, or for {length.strip() or '10s'}")
    if target.stat:
        raise ValueError(f"{text!r}: a series is held by its min, max, avg or last; leave {how!r} out")
    if target.offset is not None:
        raise ValueError(f"{text!r}: a baseline is about whole loads; leave {how!r} out, or write a fixed limit")
    times = _is_time(target.metric) and not target.metric.startswith(REPLY)
    if target.scenario or not (times or target.metric in _WINDOWED):
        raise ValueError(
            f"{text!r}: of seconds only times, {', '.join(sorted(_WINDOWED))} of all messages are counted; name "
            f"one of them, or leave {how!r} out"
        )
    try:
        if re.fullmatch(r"[\d.]*", length.strip(), re.ASCII):
            raise ValueError(f"a window needs its unit, like {how} {length.strip() or '10'}s")  # noqa: TRY301  one handler adds the target's text
        seconds = parse_duration(length)
        if seconds < 1 or seconds != int(seconds):
            raise ValueError("a window lasts whole seconds, one at least")  # noqa: TRY301
    except ValueError as error:
        raise ValueError(f"{text!r}: {error}") from None
    return replace(target, source=text, window=Window(seconds=int(seconds), lasting=how == "for"))


def _monitor_target(text: str, series: str, stat: str, op: str, limit: str) -> Target:
    if "." not in series.strip("."):
        raise ValueError(f"{text!r}: write a monitor and its series, like monitor.database.waitingClients max <= 10")
    if stat and stat not in STATS:
        near = {"mean": "avg", "average": "avg", "maximum": "max", "minimum": "min"}.get(stat, "")
        hint = f"did you mean {near}?" if near else f"known are {', '.join(STATS)}"
        raise ValueError(f"{text!r}: there is no statistic {stat!r} of a series; {hint}")
    value, unit = _monitor_limit(text, limit.strip())
    strictest = "max" if op.startswith("<") else "min"
    return Target(metric=series, stat=stat or strictest, op=op, limit=value, unit=unit, source=text)


def _monitor_limit(text: str, limit: str) -> tuple[float, Unit]:
    plain = limit.replace(",", "").replace("_", "")
    if _NUMBER.fullmatch(plain):
        return float(plain), Unit.NUMBER
    try:
        if limit.endswith("%"):
            return parse_percent(limit), Unit.SHARE
        if "/" in limit or " per " in limit:
            return parse_rate(limit), Unit.RATE
        return parse_duration(limit), Unit.SECONDS
    except ValueError:
        raise ValueError(
            f"{text!r}: {limit!r} is no limit of a series; write a number, a percent, a duration or a rate like 5/s"
        ) from None


def _metric(text: str, name: str) -> tuple[str, str]:
    metric = name.lower().replace("-", "_")
    scenario, dot, rest = metric.partition(".")
    step, further, last = rest.partition(".")
    if dot and scenario in KINDS:
        metric = rest
    elif further and not re.fullmatch(r"p\d+", step) and (_is_time(last) or last in COUNTS or last in COUNTED):
        scenario, metric = f"{scenario}.{step}", last
    else:
        scenario = ""
    if metric in {*WHOLE_RUN, "processed"} and scenario:
        raise ValueError(f"{text!r}: {metric} is known only for the whole run; write it without {scenario}.")
    if _is_time(metric) or metric in COUNTS or metric in WHOLE_RUN or metric in COUNTED:
        return scenario, metric
    kind, dot, rest = metric.partition(".")
    if dot and (_is_time(rest) or rest in COUNTS or rest in COUNTED):
        raise ValueError(
            f"{text!r}: there is no kind of message {kind!r}; known are {', '.join(KINDS)}, and a conversation's "
            f"steps, like {kind}.pay.{rest}"
        )
    near = get_close_matches(metric, [*METRICS, "p90"], 1)
    hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(METRICS)}"
    raise ValueError(f"{text!r}: there is no metric {name!r}; {hint}")


def _is_time(metric: str) -> bool:
    statistic = metric.removeprefix(REPLY)
    match = PERCENTILE.fullmatch(statistic)
    return statistic in TIMES or (match is not None and 0 < float(match[1]) < 100)  # noqa: PLR2004  percent


def _offset(text: str, metric: str, op: str, relative: re.Match[str]) -> float:
    if relative["sign"] is None:
        return 0.0
    try:
        offset = parse_percent(relative["percent"])
    except ValueError as error:
        raise ValueError(f"{text!r}: {error}; a baseline takes a percent, like {metric} < baseline + 20%") from None
    if relative["sign"] == "-" and offset >= 1:
        whom = "no run meets" if op.startswith("<") else "asks for nothing"
        raise ValueError(
            f"{text!r}: 100% below a baseline is 0 or less, which {whom}; write less, like {metric} {op} baseline - 20%"
        )
    return -offset if relative["sign"] == "-" else offset


def _relative_unit(metric: str) -> Unit:
    if _is_time(metric):
        return Unit.SECONDS
    return Unit.RATE if metric == "achieved_rate" else Unit.SHARE


def _limit(text: str, metric: str, limit: str) -> tuple[float, Unit]:
    limit = limit.strip()
    try:
        if _is_time(metric) or metric == RECOVERS:
            return parse_duration(limit), Unit.SECONDS
        if metric in RATES:
            return parse_rate(limit if "/" in limit or "per" in limit else f"{limit}/s"), Unit.RATE
        if limit.endswith("%"):
            share = parse_percent(limit)
            if share > 1:
                raise ValueError("a share is never above 100%")  # noqa: TRY301  one handler adds the target's text
            return share, Unit.SHARE
        return parse_count(limit), Unit.COUNT
    except ValueError as error:
        raise ValueError(f"{text!r}: {error}") from None
