"""The run for other machines: metrics.txt in OpenMetrics' text form, and per-second.csv.

metrics.txt holds the run's final numbers: node_exporter's textfile collector reads it, a Pushgateway takes it, a plain
scrape does, GitLab shows it as a metrics report. The older text format of the first three knows no `info`, and names a
counter otherwise than OpenMetrics does; a run's final numbers do not count on anyway, so all but the summaries are
gauges, which both read alike. Reasons are a fixed set, so no metric depends on what a server said.
Formats: github.com/prometheus/OpenMetrics, prometheus.io/docs/instrumenting/exposition_formats.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from loadtest import __version__
from loadtest.assess.reading.timeline import replies, reply_percentile
from loadtest.assess.summary import LOST, Durations
from loadtest.assess.targets import Status
from loadtest.measure.histogram import Histogram
from loadtest.report.safe import line, without_userinfo
from loadtest.report.sections.findings import HEADLINE
from loadtest.verdict.judge import Reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from loadtest.assess.result import Result
    from loadtest.assess.summary import Part, Summary
    from loadtest.measure.answers import AnswerSecond

QUANTILES = (50, 90, 95, 99, 99.9)
_PREFIX = "loadtest"

Sample = tuple[str, dict[str, str], float]


def openmetrics(result: Result) -> str:
    """Return metrics.txt: a valid document whatever the run came to."""
    url = without_userinfo(result.plan.url) if result.plan else ""
    about = {"version": __version__, "conclusion": result.conclusion.value, "url": url}
    lines = [
        *_family("run_info", "gauge", "What was run and what it came to.", [("", about, 1)]),
        *_family("exit_code", "gauge", "The exit code; 0 when every target was met.", [("", {}, result.exit_code)]),
        *_family(
            "start_time_seconds", "gauge", "When the run began.", [("", {}, result.began.timestamp())], unit="seconds"
        ),
        *_family(
            "target_met",
            "gauge",
            "1 for a target that was met, 0 for every other.",
            [
                ("", {"target": outcome.target.source, "place": str(place)}, outcome.status is Status.MET)
                for place, outcome in enumerate(result.outcomes, 1)
            ],
        ),
        *_family(
            "capacity_messages_per_second",
            "gauge",
            "Highest rate that met the targets, of a search for it; `at least` when it ended below the limit.",
            [("", {"bound": "at least" if found.limited else "exact"}, found.best.rate)]
            if (found := result.capacity) and found.best
            else [],
        ),
        *(_numbers(result.summary) if result.summary else ()),
    ]
    return "\n".join([*(_named(text, result.suite) for text in lines), "# EOF"]) + "\n"


def _named(text: str, suite: str) -> str:
    """Return a line with the label that tells this load test from others of the same build."""
    if not suite or text.startswith("#"):
        return text
    name, brace, labels = text.partition("{")
    label = f'suite="{_escape(suite)}"'
    if not brace:
        name, _, labels = text.rpartition(" ")
        return f"{name}{{{label}}} {labels}"
    return f"{name}{{{label},{labels}"


def per_second(result: Result) -> str:
    """Return per-second.csv: a header even when no load was sent; durations in milliseconds, empty without data."""
    file = io.StringIO()
    table = csv.writer(file, lineterminator="\n")
    names = [reason.value.lower().replace(" ", "_") for reason in Reason]
    percents = [f"p{percent}_ms" for percent in HEADLINE]
    snapshot = result.snapshot
    seconds = result.read.timeline(max(snapshot.seconds) + 1) if snapshot and snapshot.seconds else []
    answers = replies(snapshot, seconds) if snapshot else []
    more = ["answered", "unanswered", *(f"reply_{name}" for name in percents)] if answers else []
    table.writerow(["second", "due", "sent", "done", "dropped", "in_flight", *names, *percents, *more])
    for place, second in enumerate(seconds):
        times = [second.percentile(percent) for percent in HEADLINE]
        table.writerow(
            [
                *(second.start, second.due, second.sent, second.done, second.dropped, second.in_flight),
                *(second.reasons.get(reason, 0) for reason in Reason),
                *map(_ms, times),
                *(_replies(answers[place]) if answers else ()),
            ]
        )
    return file.getvalue()


def _replies(second: AnswerSecond) -> list[object]:
    times = [reply_percentile(second, percent) for percent in HEADLINE]
    return [second.reply_time.count, second.unanswered, *map(_ms, times)]


def _ms(time: float | None) -> str:
    return "" if time is None else "lost" if time == LOST else f"{time * 1000:.3f}"


def _numbers(summary: Summary) -> list[str]:
    rates = {"achieved": summary.achieved_rate, "offered": summary.offered_rate}
    parts = {"all": summary.total, **summary.scenarios}
    return [
        *_family(
            "messages",
            "gauge",
            "Messages sent, by kind and by what became of them.",
            [
                ("", {"kind": kind, "reason": reason.value}, count)
                for kind, part in summary.scenarios.items()
                for reason, count in sorted(part.reasons.items(), key=lambda item: item[0].value)
            ],
        ),
        *_family("dropped", "gauge", "Messages that never left.", [("", {}, summary.dropped)]),
        *_family(
            "success_ratio",
            "gauge",
            "Share of judged messages that the server accepted.",
            [
                ("", {"kind": kind}, share)
                for kind, part in parts.items()
                if (share := part.share(part.successful)) is not None
            ],
            unit="ratio",
        ),
        *_family(
            "rate",
            "gauge",
            "Messages per second.",
            [("", {"of": name}, rate) for name, rate in rates.items() if rate is not None],
        ),
        *_family(
            "response_time_seconds",
            "summary",
            "From when a message was due, accepted and timed-out ones; +Inf is lost.",
            [sample for kind, part in parts.items() for sample in _summary(kind, part.response_times)],
            unit="seconds",
        ),
        *_family(
            "service_time_seconds",
            "summary",
            "From when a message was sent, accepted and timed-out ones; +Inf is lost.",
            [sample for kind, part in parts.items() for sample in _summary(kind, part.service_times)],
            unit="seconds",
        ),
        *(_answers(summary, parts) if summary.total.answering or summary.processed else ()),
        *(_conversations(summary) if summary.talked else ()),
    ]


def _conversations(summary: Summary) -> list[str]:
    """Return what came of conversations, and where they broke."""
    counts: list[Sample] = []
    breaks: list[Sample] = []
    for name, one in summary.talked.items():
        outcomes = {"completed": one.completed, "broken": one.broken_in_all, "unfinished": one.unfinished}
        outcomes["not begun"] = one.busy
        counts += [("", {"conversation": name, "outcome": outcome}, count) for outcome, count in outcomes.items()]
        breaks += [
            ("", {"conversation": name, "step": step, "reason": reason}, count)
            for step, reasons in one.broken.items()
            for reason, count in sorted(reasons.items())
        ]
    times = [
        sample
        for name, one in summary.talked.items()
        for sample in _summary(name, Durations(answered=one.duration, lost=Histogram()), label="conversation")
    ]
    about = "From when a conversation's first message was due to its last reply, of those completed."
    return [
        *_family("conversations", "gauge", "Conversations by what became of them.", counts),
        *(
            _family("conversation_breaks", "gauge", "Broken conversations by step and reason.", breaks)
            if breaks
            else ()
        ),
        *_family("conversation_duration_seconds", "summary", about, times, unit="seconds"),
    ]


def _answers(summary: Summary, parts: Mapping[str, Part]) -> list[str]:
    """Return what came of accepted messages, where a mock Twilio or the server itself told."""
    counts: list[Sample] = []
    for kind, part in parts.items():
        if found := part.answering:
            by_outcome = {"answered": found.answered.count, "unanswered": found.unanswered.count, "twice": found.twice}
            counts += [("", {"kind": kind, "outcome": name}, count) for name, count in by_outcome.items()]
    if summary.processed:
        counts.append(("", {"kind": "all", "outcome": "processed"}, summary.processed.count))
    times = [sample for kind, part in parts.items() if part.reply_times for sample in _summary(kind, part.reply_times)]
    about = "From when a message was due to the first words for its sender; +Inf is unanswered."
    return [
        *_family("answers", "gauge", "Accepted messages, by what came of them afterwards.", counts),
        *(_family("reply_time_seconds", "summary", about, times, unit="seconds") if times else ()),
    ]


def _summary(kind: str, times: Durations, *, label: str = "kind") -> list[Sample]:
    quantiles = [(percent, times.percentile(percent)) for percent in QUANTILES]
    return [
        *(
            ("", {label: kind, "quantile": f"{percent / 100:g}"}, value)
            for percent, value in quantiles
            if value is not None
        ),
        ("_sum", {label: kind}, times.answered.total + times.lost.total),
        ("_count", {label: kind}, times.count),
    ]


def _family(name: str, kind: str, about: str, samples: Iterable[Sample], *, unit: str = "") -> list[str]:
    full = f"{_PREFIX}_{name}"
    return [
        f"# TYPE {full} {kind}",
        *([f"# UNIT {full} {unit}"] if unit else []),
        f"# HELP {full} {about}",
        *(f"{full}{suffix}{_labels(labels)} {_number(value)}" for suffix, labels, value in samples),
    ]


def _labels(labels: dict[str, str]) -> str:
    shown = ",".join(f'{name}="{_escape(value)}"' for name, value in labels.items())
    return f"{{{shown}}}" if shown else ""


def _escape(text: str) -> str:
    return line(text).replace("\\", "\\\\").replace('"', '\\"')


def _number(value: float) -> str:
    return "+Inf" if value == LOST else f"{float(value):.12g}" if not isinstance(value, int) else str(int(value))
