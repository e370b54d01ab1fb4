"""Whatever the server sends, every report stays valid and nothing is injected anywhere."""

from __future__ import annotations

import io
import json
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import factories
import pytest
from junitparser import JUnitXml
from markdown_it import MarkdownIt

from loadtest.assess.diagnosis import Cause, Diagnosis
from loadtest.measure.series import Series
from loadtest.report import console
from loadtest.report.files import junit, step_summary
from loadtest.report.files.json_file import from_json, to_json
from loadtest.report.runner import Runner
from loadtest.verdict.judge import Reason, Verdict
from loadtest.words.shapes import LogShape

if TYPE_CHECKING:
    from loadtest.assess.result import Result

HOSTILE = [
    pytest.param("a\0b", id="NUL"),
    pytest.param("]]><x/>", id="the end of a CDATA section"),
    pytest.param("::error::pwned", id="a runner command"),
    pytest.param("ok\n::error::pwned\n::stop-commands::x", id="runner commands on lines of their own"),
    pytest.param("see ##[error]pwned and ##vso[task.complete]", id="legacy commands inside a line"),
    pytest.param("\x1b[2J\x1b]0;title\x07\x9b31m", id="terminal sequences"),
    pytest.param(b"\xff\xfe\xed\xa0\x80".decode("utf-8", "replace"), id="invalid UTF-8"),
    pytest.param("\ud800 \udfff", id="lone surrogates"),
    pytest.param("\ufffe\uffff\U0001fffe", id="characters that are none"),
    pytest.param("x" * 10_000_000, id="ten megabytes"),
    pytest.param("a | b || c", id="table bars"),
    pytest.param("``` `x` ```", id="backticks"),
    pytest.param("<script>alert(1)</script><img src=x onerror=y></code></details>", id="HTML"),
    pytest.param("@everyone @octocat #1 GH-1", id="mentions"),
    pytest.param("[x](javascript:y) ![x](http://z) http://x.example www.x.example a@b.example", id="links"),
    pytest.param("line\r\n\r\n# heading\r\n- list\r\n> quote", id="CRLF and Markdown blocks"),
    pytest.param("abc\u202ecba\u2066", id="right-to-left override"),
    pytest.param("%0A::error::x %25 $GITHUB_OUTPUT ${{ secrets.X }}", id="already escaped commands"),
]


def run_with(text: str) -> Result:
    """Return a run in which every place that can hold a server's words holds `text`."""
    warned = Verdict(reason=Reason.ACCEPTED, warnings=(text,))
    failed = [
        (factories.exchange(seq, response=factories.reply(500, text)), Verdict(reason=reason, detail=text))
        for seq, reason in enumerate(reason for reason in Reason if reason is not Reason.ACCEPTED)
    ]
    recorded = [*failed, (factories.exchange(20), warned)]
    told = {
        "server_log": (LogShape(shape=text, count=3, first=1.0, last=2.0),),
        "diagnosis": (Diagnosis(cause=Cause.UNCLEAR, likely="Unclear", evidence=text, remedy="look"),),
        "series": (Series(name="a.b", points=((0.0, 1.0), (1.0, 2.0))),),
    }
    return factories.result(recorded, notes=(text,), why=text, **told)


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not attrs
        self.seen.add(tag)


def no_command(text: str) -> bool:
    """Return whether no line of `text`, printed to a log, is a command to a runner or a terminal."""
    return not re.search(r"(?m)^\s*::|##\w*\[|[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)


def tags(xml: str) -> list[str]:
    return [element.tag for element in ET.fromstring(xml.encode()).iter()]  # noqa: S314  our own document


@pytest.mark.parametrize("text", HOSTILE)
def test_console(text: str) -> None:
    lines = console.report(run_with(text))
    assert all(len(line) < 2500 and len(line.splitlines()) <= 1 for line in lines)
    assert no_command("\n".join(lines))
    "\n".join(lines).encode()


@pytest.mark.parametrize("text", HOSTILE)
def test_junit(text: str) -> None:
    xml = junit.render(run_with(text))
    assert len(xml) < 100_000
    assert no_command(xml)
    assert tags(xml) == tags(junit.render(run_with("harmless")))
    assert JUnitXml.fromstring(xml.encode()).failures == 2


@pytest.mark.parametrize("text", HOSTILE)
def test_step_summary(text: str) -> None:
    markdown = step_summary.render(run_with(text))
    assert len(markdown.encode()) < 900 * 1024
    assert no_command(markdown)
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    html, plain = parser.render(markdown), parser.render(step_summary.render(run_with("harmless")))
    tags = Tags(html).seen
    assert tags <= {
        *("h2", "h3", "p", "strong", "table", "thead", "tbody", "tr", "th", "td"),
        "ul",
        "ol",
        "li",
        "code",
    } | {*("details", "summary")}
    for tag in ("<h2>", "<h3>", "<table>", "<tr>", "<td>", "<details>"):
        assert html.count(tag) == plain.count(tag)
    outside_code = re.sub(r"(?s)<code>.*?</code>", "", html)
    assert not re.search(r"[@#]\w", outside_code), "GitHub would make mentions and references of these"


@pytest.mark.parametrize("text", HOSTILE)
def test_json(text: str) -> None:
    text = text[:100_000]  # the recorder cuts what it keeps
    written = to_json(run_with(text))
    assert written.isascii()
    assert no_command(written)
    assert json.loads(written)["notes"] == [re.sub("[\ud800-\udfff]", "\ufffd", text)]
    assert from_json(written).why == json.loads(written)["why"]


@pytest.mark.parametrize("text", HOSTILE)
def test_annotations(text: str) -> None:
    stream = io.StringIO()
    runner = Runner({"GITHUB_ACTIONS": "true"}, stream, random_hex="00")
    runner.error(text, title=text[:100])
    with runner.group(text):
        pass
    lines = stream.getvalue().splitlines()
    assert [line[:8] for line in lines] == ["::error ", "::group:", "::endgro"]
