"""The job summary in GitHub-flavoured Markdown, which is also `summary.md`.

GitHub drops a summary of more than 1 MiB whole, so every part is bounded: rows are capped and texts cut, whatever the
server and the user wrote. Should the parts together still be larger than `LARGEST`, they are left out in the order of
`DROPPED_FIRST`, and a line says which.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from loadtest import __version__
from loadtest.assess.targets import Status
from loadtest.measure.trends import thinned
from loadtest.message.kinds import label_of
from loadtest.report.console import MARKS
from loadtest.report.safe import code, line, markdown, prose, without_userinfo
from loadtest.report.sections import answers, comparison, over_time, sections
from loadtest.report.sections.findings import (
    count_text,
    load_applied,
    next_step,
    notices,
    time_rows,
)
from loadtest.report.sections.replies import more_about_replies, replies_title, reply_rows
from loadtest.verdict.judge import Reason
from loadtest.words.errors import Conclusion

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from loadtest.assess.result import Result
    from loadtest.assess.summary import Summary
    from loadtest.assess.targets import Outcome
    from loadtest.measure.series import Series
    from loadtest.report.sections.section import Section

ROWS = 100
REPLIES_SHOWN = 20
_BARS = 20
_BLOCKS = "▁▂▃▄▅▆▇█"
LARGEST = 900_000
DROPPED_FIRST = (
    *("chart", "settings", "phone numbers", "series", "timeline", "comparison", "notes", "replies", "failed messages"),
    *("response times", "counts", "targets", "likely cause", "what to do"),
)
"""The parts that are left out when the text is too large, the first first; heading and files always stay."""
_MARK = {
    Conclusion.PASSED: "✅",
    Conclusion.FAILED: "❌",
    Conclusion.INCONCLUSIVE: "⚠️",
    Conclusion.ABORTED: "⚠️",
    Conclusion.ERROR: "❌",
}


def render(result: Result, *, files: Sequence[str] = ()) -> str:
    """Return the whole text; `files` are the reports' paths as the reader knows them."""
    parts = {
        "heading": _heading(result),
        "what to do": _what_to_do(result),
        "targets": _targets(result.outcomes),
        "likely cause": _likely_cause(result),
        "sections": "\n\n".join(map(_section, sections(result))),
        "counts": _counts(result.summary) if result.summary else "",
        "failed messages": _failed_messages(result),
        "replies": _replies(result),
        "answers": _answers(result),
        "response times": _times(result.summary) if result.summary else "",
        "timeline": over_time.timeline_table(result),
        "chart": over_time.mermaid(result),
        "series": _series(result.series),
        "comparison": _compared(result),
        "phone numbers": "\n\n".join(map(_folded, sections(result, detail=True))),
        "notes": _notes(result),
        "settings": _settings(result),
        "files": _files(files),
    }
    dropped = []
    for name in DROPPED_FIRST:
        if _size(parts) <= LARGEST:
            break
        if parts[name]:
            parts[name] = ""
            dropped.append(name)
    if dropped:
        parts["files"] = f"Left out, because GitHub shows no larger summary: {', '.join(dropped)}.\n\n{parts['files']}"
    return "\n\n".join(part for part in parts.values() if part) + "\n"


def _answers(result: Result) -> str:
    rows = answers.rows(result)
    if not rows:
        return ""
    steps = " → ".join(f"{name} **{count:,}**" for name, count in answers.flow(result))
    table = [f"| {name} | {markdown(value)} |" for name, value in rows]
    return "\n".join([f"### {answers.TITLE}", "", steps, "", f"| {answers.TITLE} | |", "|---|---|", *table])


def _size(parts: Mapping[str, str]) -> int:
    return sum(len(part.encode()) + 2 for part in parts.values())


def _heading(result: Result) -> str:
    title = f"## {_MARK[result.conclusion]} {markdown(result.title)} {result.conclusion.value}"
    why = f": {prose(result.why.split(chr(10))[0])}" if result.why else ""
    where = f" ({code(without_userinfo(result.plan.url))})" if result.plan else ""
    return title + why + where


def _what_to_do(result: Result) -> str:
    more = "\n".join(f"- {prose(text)}" for text in result.why.splitlines()[1:ROWS])
    todo = next_step(result)
    return "\n\n".join(part for part in (more, f"**What to do:** {prose(todo)}" if todo else "") if part)


def _targets(outcomes: Sequence[Outcome]) -> str:
    if not outcomes:
        return ""
    shown = sorted(outcomes, key=lambda outcome: not outcome.missed)[:ROWS] if len(outcomes) > ROWS else outcomes
    table = _table(
        ("", "Target", "Limit", "Observed", "Margin", "Outcome"),
        (
            (
                MARKS[outcome.status],
                markdown(outcome.target.name),
                code(outcome.target.source, 100),
                markdown(outcome.observed_text),
                markdown(outcome.margin),
                "missed, no data" if outcome.status is Status.NO_DATA else outcome.status.value,
            )
            for outcome in shown
        ),
    )
    return table + (f"\n\n… and {len(outcomes) - ROWS} more targets" if len(outcomes) > ROWS else "")


def _section(section: Section) -> str:
    said = "\n".join(f"- {prose(text)}" for text in section.says)
    return "\n\n".join(part for part in (f"### {section.title}", said, _rows(section)) if part)


def _folded(section: Section) -> str:
    if not section.rows:
        return ""
    return f"<details><summary>{markdown(' '.join(section.says))}</summary>\n\n{_rows(section)}\n\n</details>"


def _rows(section: Section) -> str:
    if not section.rows:
        return ""
    table = _table(section.header, ([markdown(cell) for cell in row] for row in section.rows[:ROWS]))
    return table + (f"\n\n… and {len(section.rows) - ROWS} more" if len(section.rows) > ROWS else "")


def _likely_cause(result: Result) -> str:
    rows = [
        f"{place}. **{markdown(found.likely)}**: {prose(found.evidence, 800)}. What to do: {prose(found.remedy)}"
        for place, found in enumerate(result.diagnosis, 1)
    ]
    return "### Likely cause\n\n" + "\n".join(rows) if rows else ""


def _counts(summary: Summary) -> str:
    parts = {"all": summary.total, **summary.scenarios}
    return _table(
        ("Messages", "Judged", "Successful", "Failed", "Rate limited"),
        (
            (
                markdown(label_of(name), 40),
                str(part.judged),
                count_text(part.successful, part.share(part.successful)),
                count_text(part.failed, part.share(part.failed)),
                str(part.count(Reason.RATE_LIMITED)),
            )
            for name, part in list(parts.items())[:ROWS]
        ),
    )


def _failed_messages(result: Result) -> str:
    rows = [
        (
            markdown(finding.reason.value),
            count_text(finding.count, finding.share),
            markdown(finding.seen),
            markdown(finding.logged),
            code(finding.said, 200) if finding.said else "",
            code(finding.sample, 200) if finding.sample else "",
            markdown(finding.remedy),
        )
        for finding in result.read.findings
    ]
    header = ("Reason", "Messages", "Seen", "Twilio's log shows", "The server said", "Reply begins", "What to do")
    return "### Failed messages\n\n" + _table(header, rows) if rows else ""


def _replies(result: Result) -> str:
    rows = [
        (row.mark, row.count, row.share, code(row.text, 200), markdown(row.why), markdown(f"{row.lasted}; {row.whom}"))
        for row in reply_rows(result)[:REPLIES_SHOWN]
    ]
    if not rows:
        return ""
    table = _table(("Counts as", "Replies", "Share", "One of them", "Why", "When and to whom"), rows)
    more = "\n".join(f"- {markdown(text)}" for text in more_about_replies(result))
    return "\n\n".join(part for part in (f"### {markdown(replies_title(result))}", table, more) if part)


def _times(summary: Summary) -> str:
    header = ("", "From when it was due", "From when it was sent", "Generator lag")
    return "### Response times\n\n" + _table(header, time_rows(summary))


def _compared(result: Result) -> str:
    blocks = []
    for title, more, rows in (
        (comparison.guide_title(result), "", comparison.guide_rows(result)),
        (comparison.baseline_title(result), comparison.baseline_refused(result), comparison.baseline_rows(result)),
    ):
        if not title:
            continue
        cells = [(row.name, row.observed, row.against, row.change, row.verdict) for row in rows]
        table = _table(
            ("", "This run", "Against", "Change", "Verdict"), ([markdown(cell) for cell in row] for row in cells)
        )
        blocks += [markdown(title), markdown(more, 2000), table]
    return "\n\n".join(["### Compared", *(block for block in blocks if block)]) if blocks else ""


def _notes(result: Result) -> str:
    lines = [f"- Load: {markdown(load_applied(result.summary))}"] if result.summary else []
    lines += [f"- {prose(sentence)}" for sentence in notices(result)[:ROWS]]
    return "\n".join(lines)


def _series(series: Sequence[Series]) -> str:
    """Return the server's own figures, those that moved before the others."""
    rows = [
        (
            code(one.name, 130),
            markdown(one.unit),
            *(f"{one.stat(name):,.6g}" for name in ("min", "avg", "max", "last")),
            sparkline(one.values),
        )
        for one in sorted(series, key=lambda one: len(set(one.values)) == 1)
        if one.points
    ]
    if not rows:
        return ""
    table = _table(("Series", "Unit", "Min", "Average", "Max", "Last", "Over time"), rows)
    return f"<details><summary>The server's own figures</summary>\n\n{table}\n\n</details>"


def sparkline(values: Sequence[float]) -> str:
    """Return values as small bars, at most 20; none for a value that never changed."""
    low, high = min(values), max(values)
    if low == high:
        return ""
    shown = [value for _, value in thinned([(0.0, value) for value in values], _BARS)]
    return "".join(_BLOCKS[round((value - low) / (high - low) * (len(_BLOCKS) - 1))] for value in shown)


def _settings(result: Result) -> str:
    rows = [
        (code(setting.name, 60), code(setting.value, 200), markdown(setting.source, 60))
        for setting in result.settings[:ROWS]
    ]
    if not rows:
        return ""
    table = _table(("Setting", "Value", "From"), rows)
    return f"<details><summary>Settings</summary>\n\n{table}\n\n</details>"


def _files(files: Sequence[str]) -> str:
    listed = ", ".join(code(path) for path in files[:ROWS])
    return f"Reports: {listed} · version {line(__version__)}" if files else ""


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
