"""The job summary in GitHub-flavoured Markdown, which is also `summary.md`.

GitHub drops a summary of more than 1 MiB whole, so every part is bounded: rows are capped and texts cut, whatever the
server and the user wrote. Should the parts together still be larger than `LARGEST`, they are left out in the order of
`DROPPED_FIRST`, and a line says which.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from loadtest import __version__
from loadtest.assess.targets import Status
from loadtest.measure.series.trends import thinned
from loadtest.message.kinds import label_of
from loadtest.report.console import MARKS
from loadtest.report.safe import code, line, markdown, prose, without_userinfo
from loadtest.report.sections import conversations, over_time, sections
from loadtest.report.sections.findings import (
    count_text,
    load_applied,
    next_step,
    notices,
    time_rows,
    why,
)
from loadtest.report.sections.over_time import BLOCKS
from loadtest.report.sections.section import ColumnKind, Place
from loadtest.verdict.judge import Reason
from loadtest.words.errors import Conclusion

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from loadtest.assess.result import Result
    from loadtest.assess.summary import Summary
    from loadtest.assess.targets import Outcome
    from loadtest.measure.series import Series
    from loadtest.report.sections.section import Section, Table

ROWS = 100
CARDS = 20
_BARS = 20
LARGEST = 900_000
DROPPED_FIRST = (
    *("chart", "settings", Place.DETAIL.value, "series", "timeline", Place.COMPARED.value, "notes"),
    *(Place.REPLIES.value, "failed messages", Place.ANSWERS.value, "response times", "counts", Place.CAUSE.value),
    *("targets", "likely cause", "what to do"),
)
"""The parts that are left out when the text is too large, the first first; heading and files always stay."""
_MARK = {
    Conclusion.PASSED: "✅",
    Conclusion.FAILED: "❌",
    Conclusion.INCONCLUSIVE: "⚠️",
    Conclusion.ABORTED: "⚠️",
    Conclusion.ERROR: "❌",
}


def render(result: Result, *, files: Sequence[str] = (), page: str = "") -> str:
    """Return the whole text; `files` are the reports' paths as the reader knows them, `page` the workflow run's."""
    parts = {
        "heading": _heading(result),
        "what to do": _what_to_do(result),
        "targets": _targets(result.outcomes),
        "likely cause": _likely_cause(result),
        Place.CAUSE.value: _sections(result, Place.CAUSE),
        Place.ANSWERS.value: _sections(result, Place.ANSWERS),
        "counts": _counts(result, result.summary) if result.summary else "",
        "failed messages": _failed_messages(result),
        Place.REPLIES.value: _sections(result, Place.REPLIES),
        "response times": _times(result.summary) if result.summary else "",
        "timeline": over_time.timeline_table(result),
        "chart": over_time.mermaid(result),
        "series": _series(result.series),
        Place.COMPARED.value: _sections(result, Place.COMPARED),
        Place.DETAIL.value: _sections(result, Place.DETAIL),
        "notes": _notes(result),
        "settings": _settings(result),
        "files": _files(files, page),
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


def _size(parts: Mapping[str, str]) -> int:
    return sum(len(part.encode()) + 2 for part in parts.values())


def _heading(result: Result) -> str:
    title = f"## {_MARK[result.conclusion]} {markdown(result.title)} {result.conclusion.value}"
    why = f": {prose(result.why.split(chr(10))[0])}" if result.why else ""
    where = f" ({code(without_userinfo(result.plan.url))})" if result.plan else ""
    return title + why + where


def _what_to_do(result: Result) -> str:
    more = "\n".join(f"- {prose(text)}" for text in result.why.splitlines()[1:ROWS])
    told = (("Why", why(result)), ("What to do", next_step(result)))
    return "\n\n".join(part for part in (more, *(f"**{name}:** {prose(text)}" for name, text in told if text)) if part)


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


def _sections(result: Result, place: Place) -> str:
    make = _folded if place is Place.DETAIL else _section
    return "\n\n".join(part for part in map(make, sections(result, place)) if part)


def _section(section: Section) -> str:
    parts = [f"### {markdown(section.title)}", _bullets(section.says)]
    for name, steps in section.flows:
        told = " → ".join(f"{markdown(step)} **{count:,}**" for step, count in steps)
        parts.append(f"{markdown(name)}: {told}" if len(section.flows) > 1 else told)
    for table in section.tables:
        parts += [markdown(table.heading), markdown(table.note, 2000), _rows(table)]
    return "\n\n".join(part for part in (*parts, _bullets(section.notes)) if part)


def _bullets(texts: Iterable[str]) -> str:
    return "\n".join(f"- {prose(text)}" for text in texts)


def _folded(section: Section) -> str:
    tables = "\n\n".join(table for table in map(_rows, section.tables) if table)
    said = markdown(" ".join(section.says) or section.title)
    return f"<details><summary>{said}</summary>\n\n{tables}\n\n</details>" if tables else ""


def _rows(table: Table) -> str:
    if not table.rows:
        return ""
    most = CARDS if table.cards else ROWS
    cells = [[_cell(cell, table.kind(column)) for column, cell in enumerate(row)] for row in table.rows[:most]]
    hidden = len(table.rows) - most
    return _table(table.header, cells) + (f"\n\n… and {hidden:,} {prose(table.more)}" if hidden > 0 else "")


def _cell(cell: str, kind: ColumnKind) -> str:
    return code(cell, 200) if cell and kind is ColumnKind.QUOTED else markdown(cell)


def _likely_cause(result: Result) -> str:
    rows = [
        f"{place}. **{markdown(found.likely)}**: {prose(found.evidence, 800)}. What to do: {prose(found.remedy)}"
        for place, found in enumerate(result.diagnosis, 1)
    ]
    return "### Likely cause\n\n" + "\n".join(rows) if rows else ""


def _counts(result: Result, summary: Summary) -> str:
    parts = {"all": summary.total, **conversations.parts(result)}
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


def _times(summary: Summary) -> str:
    header = ("", "From when it was due", "From when it was sent", "Generator lag")
    return "### Response times\n\n" + _table(header, time_rows(summary))


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
    top = len(BLOCKS) - 1
    return "".join(BLOCKS[round((value - low) / (high - low) * top)] for value in shown)


def _settings(result: Result) -> str:
    rows = [
        (code(setting.name, 60), code(setting.value, 200), markdown(setting.source, 60))
        for setting in result.settings[:ROWS]
    ]
    if not rows:
        return ""
    table = _table(("Setting", "Value", "From"), rows)
    return f"<details><summary>Settings</summary>\n\n{table}\n\n</details>"


def _files(files: Sequence[str], page: str) -> str:
    if not files:
        return ""
    listed = ", ".join(code(path) for path in files[:ROWS])
    link = f" · [what the workflow uploaded of them]({page}#artifacts)" if page else ""
    return f"Reports: {listed}{link} · version {line(__version__)}"


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
