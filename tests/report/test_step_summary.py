from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import factories
import golden
import pytest
from markdown_it import MarkdownIt

from loadtest.assess.diagnosis import Cause
from loadtest.assess.result import Setting
from loadtest.report.files import step_summary
from loadtest.verdict.judge import Reason, Verdict
from loadtest.words.errors import Conclusion, ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable

    from loadtest.assess.result import Result

FILES = ("load-test-results/results.json", "load-test-results/summary.md")


@pytest.mark.parametrize(
    ("name", "make"),
    [
        pytest.param("passed", factories.guide, id="a run that passed"),
        pytest.param("rate-limited", factories.exhausted, id="a server whose limits are answered with 200"),
        pytest.param("explained", factories.explained, id="a likely cause"),
        pytest.param("slow", factories.slow, id="timeouts, drops, cuts and warnings"),
        pytest.param("aborted", factories.aborted, id="a run stopped before its load"),
    ],
)
def test_golden(name: str, make: Callable[[], Result]) -> None:
    golden.check(f"summary-{name}.md", step_summary.render(make(), files=FILES))


def test_the_first_line_tells_the_conclusion_the_first_missed_target_and_the_webhook() -> None:
    first, *_ = step_summary.render(factories.exhausted()).splitlines()
    html = MarkdownIt().render(first)
    assert html == (
        "<h2>❌ Load test failed: Success rate is 16.67%, not above 95% (target missed) "
        "(<code>http://localhost:3000/api/sms/webhook</code>)</h2>\n"
    )


def test_every_mistake_is_listed_even_when_there_is_no_plan() -> None:
    why = "one <b>\ntwo\nthree"
    result = factories.unstarted(Conclusion.ERROR, ExitCode.WRONG_CONFIGURATION, why, plan=None)
    html = MarkdownIt().render(step_summary.render(result))
    assert "<h2>❌ Load test error: one &lt;b&gt;</h2>" in html
    assert "<li>two</li>\n<li>three</li>" in html


def test_every_table_row_has_as_many_cells_as_its_header() -> None:
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(step_summary.render(factories.slow()))
    for table in html.split("<table>")[1:]:
        head, body = table.split("</table>")[0].split("</thead>")
        assert body.count("<td") == head.count("<th>") * body.count("<tr>") > 0


def test_what_is_too_large_is_left_out_in_the_stated_order(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = step_summary.render(factories.exhausted(), files=FILES)
    left_out: list[str] = []
    for largest in range(len(whole.encode()), 0, -500):
        monkeypatch.setattr(step_summary, "LARGEST", largest)
        text = step_summary.render(factories.exhausted(), files=FILES)
        assert text.splitlines()[0] == whole.splitlines()[0], "the conclusion stays"
        assert "results.json" in text, "and where everything is"
        said = next((line for line in text.splitlines() if line.startswith("Left out")), "")
        parts = said.partition(": ")[2].rstrip(".").split(", ") if said else []
        assert parts[: len(left_out)] == left_out
        left_out = parts
    assert left_out == [part for part in step_summary.DROPPED_FIRST if part in left_out]
    assert left_out[-1] == "what to do"
    assert left_out[0] == "chart"


def test_the_largest_run_stays_below_what_github_accepts() -> None:
    worst = "|@`<&" * 3_000
    recorded = [
        (factories.exchange(seq, response=factories.reply(500, worst)), Verdict(reason=reason, detail=worst))
        for seq, reason in enumerate(Reason)
    ]
    recorded += [
        (factories.exchange(seq), Verdict(reason=Reason.ACCEPTED, warnings=(f"{seq}{worst}",))) for seq in range(200)
    ]
    result = factories.result(
        recorded,
        targets=[f"p95 < {limit}ms" for limit in range(1, 2_000)],
        settings=tuple(Setting(name=worst, value=worst, source=worst) for _ in range(500)),
        notes=(worst,) * 1_000,
        why=f"{worst}\n" * 1_000,
    )
    text = step_summary.render(result, files=[worst] * 500)
    assert len(text.encode()) < 900 * 1024
    assert "… and 1900 more targets" in text


def test_the_summary_leads_to_what_the_workflow_uploaded() -> None:
    page = "https://github.com/o/r/actions/runs/17"
    assert f"]({page}#artifacts)" in step_summary.render(factories.slow(), files=["r/report.html"], page=page)
    assert "#artifacts" not in step_summary.render(factories.slow(), files=["r/report.html"])


def test_a_miss_is_followed_by_why_and_what_to_do() -> None:
    head = step_summary.render(factories.slow()).split("\n\n")
    assert [part.split(" ")[0] for part in head[:3]] == ["##", "**Why:**", "**What"]
    assert "**Why:**" not in step_summary.render(factories.guide())


def test_a_cause_that_cannot_be_named_is_no_reason() -> None:
    found = factories.explained().diagnosis[0]
    result = replace(factories.explained(), diagnosis=(replace(found, cause=Cause.UNCLEAR),))
    assert "**Why:**" in step_summary.render(factories.explained())
    assert "**Why:**" not in step_summary.render(result)


@pytest.mark.parametrize(
    ("likely", "told"),
    [
        ("MMS are accepted and not answered", "**What to do:** MMS are accepted"),
        ("A restart lost accepted work", "**What to do:** a restart"),
        ("The work does not keep up", "**What to do:** the work"),
    ],
)
def test_an_abbreviation_keeps_its_capitals_inside_a_sentence(likely: str, told: str) -> None:
    found = factories.explained().diagnosis[0]
    assert told in step_summary.render(replace(factories.explained(), diagnosis=(replace(found, likely=likely),)))
