"""What went wrong and what to do about it, in sentences: the part that every report tells in its own form.

`said` and `sample` hold the server's own words, raw: whoever shows them makes them safe for the place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from loadtest.assess.answering import COUNTED
from loadtest.assess.capacity import Trying
from loadtest.assess.certainty import close_calls
from loadtest.assess.diagnosis import Cause
from loadtest.assess.replies.doubt import settling
from loadtest.assess.summary import LOST, duration_text
from loadtest.assess.target import CAPACITY, Unit
from loadtest.verdict.judge import Reason
from loadtest.words.errors import Conclusion, ExitCode, SetupError
from loadtest.words.units import format_ms, format_percent, format_rate, plural

if TYPE_CHECKING:
    from loadtest.assess.diagnosis import Diagnosis
    from loadtest.assess.result import Result
    from loadtest.assess.summary import Part, Summary

WARNINGS_SHOWN = 20
PERCENTILES = (50, 90, 95, 99)
HEADLINE = (50, 95, 99)
"""The percentiles that are shown where there is room for few."""


def notices(result: Result) -> list[str]:
    """Return what a reader must not miss besides the targets, a sentence each; hostile text is raw in them."""
    summary, snapshot = result.summary, result.snapshot
    sentences = list(result.notes)
    sentences += [
        f'Server log: {plural(shape.count, "error line")} like "{shape.shape}", {shape.first:.0f}s to {shape.last:.0f}s'
        for shape in result.server_log
    ]
    if summary is None or snapshot is None:
        return sentences
    sentences += close_calls(result.outcomes)
    sentences += result.read.ledger
    cut, broken = summary.total.count(Reason.CUT), summary.total.count(Reason.GENERATOR)
    sentences += _dropped(summary)
    if cut:
        sentences.append(f"Cut: {plural(cut, 'message')} in flight when the run was stopped; not judged")
    if broken:
        sentences.append(f"Generator: {plural(broken, 'message')} lost to a fault of our own; not judged")
    if timeouts := summary.total.count(Reason.TIMEOUT):
        sentences.append(
            f"Timed out: {plural(timeouts, 'message')}; `lost` is slower than any limit, "
            "and the average counts each at its timeout"
        )
    if summary.warm_up is not None:
        sentences.append(_warm_up(summary.warm_up))
    if summary.retried:
        sentences.append(f"Second connects: {plural(summary.retried, 'message')} needed one, as Twilio would make")
    if snapshot.oversized:
        sentences.append(f"Large replies: {snapshot.oversized:,} had a body longer than is kept")
    warnings = sorted(snapshot.warnings.items(), key=lambda item: (-item[1], item[0]))
    sentences += [
        f"Warning on {plural(count, 'accepted message')}: {text}" for text, count in warnings[:WARNINGS_SHOWN]
    ]
    if others := sum(count for _, count in warnings[WARNINGS_SHOWN:]) + snapshot.warnings_beyond:
        sentences.append(f"Warning on {plural(others, 'accepted message')}: other texts")
    return sentences


def _dropped(summary: Summary) -> list[str]:
    """Return what did not leave that was planned, in sentences."""
    sentences = []
    if summary.busy:
        what = plural(summary.busy, "conversation")
        sentences.append(
            f"Dropped: {what} did not begin, because the number was still in an earlier one; "
            "less load was applied than planned"
        )
    if dropped := summary.dropped - summary.busy:
        what = plural(dropped, "message")
        sentences.append(
            f"Dropped: {what} never left because max-in-flight was reached; less load was applied than planned"
        )
    return sentences


def load_applied(summary: Summary) -> str:
    """Return how well the generator itself kept to the plan."""
    sent, offered = summary.total.sent, summary.offered_rate
    planned = "" if summary.planned is None else f" of {summary.planned:,} planned"
    rate = "" if summary.achieved_rate is None else f", {format_rate(summary.achieved_rate)}"
    if rate and offered is not None:
        rate += f" of {format_rate(offered)} offered"
    lag = summary.total.lag.percentile(99)
    what = f"{sent:,} sent"
    if summary.talked:
        begun = sum(one.begun for one in summary.talked.values())
        what += f" in {begun:,} conversations"
    return f"{what}{planned}{rate}" + ("" if lag is None else f"; lag P99 {format_ms(lag)}") + _own(summary)


def _own(summary: Summary) -> str:
    """Return what the generator saw of itself, as far as it looked."""
    own = summary.generator
    if not own.cpu:
        return ""
    parts = [f"; its own CPU {own.cpu:.0%} of a core", f"stalls up to {format_ms(own.stall)}"]
    parts += [
        f"{name} {format_percent(share)}"
        for name, share in (("throttled", own.throttled), ("steal", own.steal))
        if share
    ]
    return ", ".join(parts)


def _warm_up(part: Part) -> str:
    times = part.response_times
    average, p95 = duration_text(times.average, at_least=times.at_least), duration_text(times.percentile(95))
    return (
        f"Warm-up: {plural(part.sent, 'message')} before the load, {part.successful:,} successful, average {average}, "
        f"P95 {p95}; not counted"
    )


def next_step(result: Result) -> str:
    """Return what to do now, or an empty string when nothing is to be done."""
    if result.conclusion is Conclusion.FAILED:
        return _after_a_miss(result)
    if result.conclusion is Conclusion.INCONCLUSIVE:
        return _after_doubt(result)
    advice = SetupError.next_step if result.broken_setup else result.exit_code.ending.next_step
    partial = result.conclusion is Conclusion.ABORTED and result.summary is not None
    return advice + ("; the numbers cover only what was sent before the stop" if partial else "")


def why(result: Result) -> str:
    """Return what lies behind a miss in one sentence, a guess named as one; empty where nothing does.

    It is the likely cause, or else the kind of failure that most messages had.
    """
    if result.exit_code is ExitCode.PASSED:
        return ""
    if (found := _named_cause(result)) is not None:
        return f"{found.likely} (likely): {found.evidence}"
    for finding in result.read.findings[:1]:
        said = f": {finding.said}" if finding.said else ""
        return f"{count_text(finding.count, finding.share)} {finding.reason.value}{said}"
    return ""


def _named_cause(result: Result) -> Diagnosis | None:
    """Return the likeliest cause, where one could be named."""
    first = result.diagnosis[0] if result.diagnosis else None
    return first if first and first.cause is not Cause.UNCLEAR else None


def count_text(count: int, share: float | None) -> str:
    """Return `585 (97.50%)`."""
    return f"{count} ({'no data' if share is None else format_percent(share)})"


def time_rows(summary: Summary) -> list[tuple[str, ...]]:
    """Return the rows of a response-time table: name, from when it was due, from when it was sent, generator lag."""
    due, sent, lag = summary.total.response_times, summary.total.service_times, summary.total.lag
    rows = [
        (f"P{percent}", *map(duration_text, (one.percentile(percent) for one in (due, sent, lag))))
        for percent in PERCENTILES
    ]
    averages = (duration_text(times.average, at_least=times.at_least) for times in (due, sent))
    return [
        *rows,
        ("Max", *map(duration_text, (due.max, sent.max, lag.max))),
        ("Average", *averages, duration_text(lag.mean)),
    ]


def _after_doubt(result: Result) -> str:
    if result.doubtful and result.summary and result.summary.heard.doubtful:
        return settling(result.summary.heard.doubtful[0])
    stopper = result.capacity.stopper if result.capacity else None
    if stopper and stopper.outcome is Trying.DECLINED:
        return "use more phone-numbers, or switch the server's limit per number off for the test"
    if result.capacity and not stopper:
        return "search again with a higher --to; every rate that was tried met its targets"
    if any(outcome.unheld for outcome in result.outcomes):
        return "name the results.json of the same load on the same class of machine in baseline; the notes say more"
    return ExitCode.INCONCLUSIVE.ending.next_step


_AFTER_THE_REPLY = {
    "unanswered": "look for the unanswered messages in the server's log: it accepted them, and no answer came in time",
    "answered_twice": "look for work that is done again: a retry that does not check, two workers on one job",
    "processed": "look for the accepted messages that were not finished in the server's log and its queue",
}


def _after_a_miss(result: Result) -> str:  # noqa: PLR0911  one return for each kind of advice
    missed = next((outcome for outcome in result.outcomes if outcome.missed), None)
    if missed is not None and missed.target.metric == CAPACITY:
        return "find out what limits the server at the first rate of the capacity table that missed its targets"
    found = result.read.findings
    if (cause := _named_cause(result)) is not None:
        name = cause.likely
        return f"{name if name[1:2].isupper() else name[:1].lower() + name[1:]}: {cause.remedy}"
    timed = missed is not None and missed.target.unit is Unit.SECONDS and missed.observed not in {None, LOST}
    slow = timed and missed is not None and missed.target.op.startswith("<")
    if found and not (slow and all(finding.reason is not Reason.TIMEOUT for finding in found)):
        return f"{plural(found[0].count, 'message')} ({found[0].reason.value}): {found[0].remedy}"
    if missed is not None and missed.target.metric in COUNTED and missed.observed is not None:
        return _AFTER_THE_REPLY[missed.target.metric]
    watched = missed is not None and bool(missed.target.stat)
    if watched and missed is not None:
        absent = "the notes say why this figure of the server's was not there: look at monitor and the series' name"
        return absent if missed.observed is None else f"look at what drives {missed.target.metric} on the server"
    if timed and not slow:
        return "this target asks for slow replies: did you mean < instead of >?"
    if slow:
        return "the server answers too slowly: look at what it waits for when its response times are highest"
    if missed is not None and missed.observed is None:
        return "nothing was measured for this target: check that the load holds such messages"
    return ExitCode.TARGET_MISSED.ending.next_step
