"""Every surface tells the same story, because each is a function of the same `Result`."""

from __future__ import annotations

import html
import io
import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import factories
import html_pages
from hypothesis import given, settings
from hypothesis import strategies as st
from prometheus_client.openmetrics.parser import text_string_to_metric_families
from report.test_junit import cases

from loadtest.assess.summary import duration_text
from loadtest.report import console
from loadtest.report.files import junit, metrics, step_summary
from loadtest.report.files.json_file import from_json, to_json
from loadtest.report.outputs import output_values
from loadtest.report.page import html_page
from loadtest.report.runner import Runner
from loadtest.verdict.judge import Reason
from loadtest.words.errors import Conclusion

if TYPE_CHECKING:
    from loadtest.assess.result import Result

MESSAGES = st.lists(
    st.builds(
        lambda make, seq: make(seq),
        st.sampled_from(
            [factories.accepted, factories.rate_limited, factories.http_error, factories.timed_out, factories.cut]
        ),
        st.integers(0, 300),
    ),
    max_size=40,
)
TARGETS = st.lists(
    st.sampled_from(
        ["p95 < 10s", "success > 95%", "average < 40ms", "rate_limited < 1%", "mms.p50 < 1s", "failed < 3"]
    ),
    min_size=1,
    unique=True,
)
RESULTS = st.builds(
    lambda recorded, targets, dropped: factories.result(recorded, targets=targets, dropped=dropped),
    MESSAGES,
    TARGETS,
    st.sampled_from([0, 0, 3]),
)


def unescaped(markdown: str) -> str:
    return html.unescape(markdown)


@settings(max_examples=8)  # each renders every report twice
@given(RESULTS)
def test_every_surface_agrees(result: Result) -> None:
    assert result.summary is not None
    total = result.summary.total
    said = "\n".join(console.report(result))
    summary = unescaped(step_summary.render(result))
    page = html_pages.text(html_pages.parse(html_page.render(result)))
    document = json.loads(to_json(result))
    outputs = output_values(result, {})
    families = {family.name: family for family in text_string_to_metric_families(metrics.openmetrics(result))}

    # The conclusion, and why.
    word = result.conclusion.value
    assert f"Load test {word}" in said
    assert summary.startswith(f"## {summary[3]}") and f"Load test {word}" in summary.splitlines()[0]  # noqa: PT018  one line
    assert f"Load test {word}" in page
    assert document["conclusion"] == outputs["conclusion"] == word
    assert families["loadtest_run_info"].samples[0].labels["conclusion"] == word
    for text in (said, summary.splitlines()[0], page, document["why"], junit_text(result)):
        assert result.why in text

    # The counts.
    limited = total.count(Reason.RATE_LIMITED)
    counts = (total.judged, total.successful, total.failed, limited)
    assert [int(outputs[name]) for name in ("total", "successful", "failed", "rate-limited")] == [*counts]
    named = document["summary"]["total"]
    assert (named["judged"], named["successful"], named["failed"], named["rate_limited"]) == counts
    assert re.findall(r"^(?:Total Requests|Successful|Failed|Rate Limited): (\d+)", said, re.MULTILINE) == [
        str(count) for count in counts
    ]
    row = next(line for line in summary.splitlines() if line.startswith("| all |"))
    assert [int(cell.split()[0]) for cell in row.split("|")[2:6]] == [*counts]
    assert f"Messages {total.judged:,} {total.failed:,} failed, {limited:,} rate limited" in page
    sent = sum(sample.value for sample in families["loadtest_messages"].samples)
    assert sent == total.sent

    # The times.
    p95 = duration_text(total.response_times.percentile(95))
    assert f"P95: {p95}\n" in said
    assert f"| P95 | {p95} |" in summary
    assert f"P95 {p95} " in page

    # The targets.
    told = cases(result)
    for outcome in result.outcomes:
        assert outcome.sentence in said
        for text in (summary, page):
            assert outcome.observed_text in text
            assert outcome.target.source in text
    failures = [case for case in told.values() if any(type(each).__name__ == "Failure" for each in case.result)]
    assert len(failures) == sum(outcome.missed for outcome in result.outcomes)
    assert (result.conclusion is Conclusion.FAILED) == bool(failures)
    stream = io.StringIO()
    Runner({"GITHUB_ACTIONS": "true"}, stream, random_hex="x").annotate(result)
    assert stream.getvalue().count("target missed::") == min(len(failures), 9)

    # And all of it again from results.json alone.
    again = from_json(to_json(result))
    for render in (step_summary.render, html_page.render, junit.render, metrics.openmetrics, metrics.per_second):
        assert render(again) == render(result)
    assert console.report(again) == console.report(result)


def junit_text(result: Result) -> str:
    return html.unescape(junit.render(result))


def test_each_surface_reads_well_when_every_optional_part_is_missing() -> None:
    bare = replace(
        factories.result([factories.accepted()]), settings=(), environment={}, notes=(), outcomes=(), targets=()
    )
    bare = replace(bare, conclusion=Conclusion.PASSED, why="")
    texts = [
        "\n".join(console.report(bare)),
        step_summary.render(bare),
        html_pages.text(html_pages.parse(html_page.render(bare))),
        junit.render(bare),
        metrics.openmetrics(bare),
    ]
    for text in texts:
        assert not re.search(r"\bNone\b|\bnan\b|\[\]|\{\}", text)
    assert "Load test passed" in texts[2]
