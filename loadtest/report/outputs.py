"""The action's outputs: one row each, in the order of action.yml."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from loadtest.assess.summary import LOST
from loadtest.assess.target import CAPACITY
from loadtest.verdict.judge import Reason
from loadtest.words.reports import REPORTS
from loadtest.words.units import format_percent

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from loadtest.assess.result import Result
    from loadtest.assess.summary import Summary


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """An output's name, its description, and its value of a run that has numbers."""

    name: str
    about: str
    value: Callable[[Summary], str]


def _percentile(percent: int) -> Output:
    return Output(
        name=f"p{percent}-ms",
        about=f"{percent}th percentile of the response times in milliseconds",
        value=lambda summary: _milliseconds(summary.total.response_times.percentile(percent)),
    )


NUMBERS = (
    Output(name="total", about="Messages that were judged", value=lambda summary: str(summary.total.judged)),
    Output(
        name="successful",
        about="Messages that the server accepted",
        value=lambda summary: str(summary.total.successful),
    ),
    Output(name="failed", about="Messages that it did not", value=lambda summary: str(summary.total.failed)),
    Output(
        name="rate-limited",
        about="Failed messages that it declined for their rate",
        value=lambda summary: str(summary.total.count(Reason.RATE_LIMITED)),
    ),
    Output(
        name="reply-kinds",
        about="How many kinds of replies there were",
        value=lambda summary: str(len(summary.heard.under_load)),
    ),
    Output(
        name="success-rate",
        about="Successful messages in percent of the judged ones",
        value=lambda summary: _percent(summary.total.share(summary.total.successful)),
    ),
    Output(
        name="average-ms",
        about="Average response time in milliseconds",
        value=lambda summary: _milliseconds(summary.total.response_times.average),
    ),
    *map(_percentile, (50, 95, 99)),
    Output(
        name="max-ms",
        about="Longest response time in milliseconds",
        value=lambda summary: _milliseconds(summary.total.response_times.max),
    ),
    Output(
        name="achieved-rate",
        about="Messages really sent per second, or conversations begun",
        value=lambda summary: "" if summary.achieved_rate is None else _decimal(summary.achieved_rate),
    ),
    Output(
        name="conversations-completed",
        about="Conversations that went to their end",
        value=lambda summary: str(summary.completed) if summary.talked else "",
    ),
    Output(
        name="conversations-broken",
        about="Conversations that a reply, or none, ended at a step",
        value=lambda summary: str(summary.broken) if summary.talked else "",
    ),
)


def described() -> dict[str, str]:
    """Return the description of every output by name."""
    return (
        {"conclusion": "passed, failed, inconclusive, aborted or error"}
        | {output.name: output.about for output in NUMBERS}
        | {CAPACITY: "Highest rate in messages per second that met the targets, of a search for it"}
        | {report.output: report.output_about for report in REPORTS if report.output}
    )


def output_values(result: Result, paths: Mapping[str, str]) -> dict[str, str]:
    """Return the outputs: plain decimals, success-rate in percent; empty without data, and for a lost time.

    `paths` are those of the report files by the report's name.
    """
    summary = result.summary
    return (
        {"conclusion": result.conclusion.value}
        | {output.name: output.value(summary) if summary else "" for output in NUMBERS}
        | {CAPACITY: _decimal(result.capacity.best.rate) if result.capacity and result.capacity.best else ""}
        | {report.output: paths.get(report.name, "") for report in REPORTS if report.output}
    )


def _percent(share: float | None) -> str:
    return "" if share is None else format_percent(share).rstrip("%")


def _milliseconds(seconds: float | None) -> str:
    return "" if seconds is None or seconds == LOST else _decimal(seconds * 1000)


def _decimal(number: float) -> str:
    return f"{number:.3f}".rstrip("0").rstrip(".")
