"""The section on conversations: where they broke, and how many came to each step."""

from __future__ import annotations

import json

import factories
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from loadtest.assess.summary import summarise
from loadtest.dialogue.reading import parse_conversations
from loadtest.measure.conversations import Talked
from loadtest.report import console
from loadtest.report.files import json_file, junit, metrics, step_summary
from loadtest.report.outputs import output_values
from loadtest.report.page import html_page
from loadtest.report.sections.conversations import parts, section

SCRIPT = parse_conversations("order: [{name: menu, say: MENU}, {name: tea, say: T, maybe: 50%}, {name: pay, say: YES}]")


def result() -> factories.Result:
    menu = [factories.accepted(seq, scenario="order.menu") for seq in range(10)]
    pay = [factories.accepted(seq, scenario="order.pay") for seq in range(10, 18)]
    counted = factories.snapshot([*menu, *pay])
    talked = counted.talked["order"] = Talked(begun=10, completed=7, busy=2, unfinished=1, last_begun=1.0)
    talked.broke("menu", "unexpected reply", 3, 'the reply says "<b>what?</b>", which step menu does not expect')
    talked.broke("pay", "timeout", 12, "late")
    talked.duration.record(2.0)
    plan = factories.plan(conversations=SCRIPT)
    return factories.result(plan=plan, snapshot=counted, summary=summarise(counted, planned=12, duration=60.0))


def test_it_tells_what_came_of_them_and_where_they_broke() -> None:
    shown = section(result())
    assert shown is not None
    (said,) = shown.says
    assert said == (
        "order: 10 conversations begun, 7 completed (77.78%), 2 broken, 1 stopped by ourselves, 2 not begun because "
        "the number was busy; duration P50 2s, P95 2s"
    )
    assert shown.flows == (("order", (("begun", 10), ("menu", 9), ("tea", 9), ("pay", 8), ("completed", 7))),)
    assert list(parts(result())) == ["order.menu", "order.pay"], "in the order of the steps"
    assert parts(factories.aborted()) == {}
    assert [row[0] for row in shown.tables[0].rows] == ["menu", "tea", "pay"]
    assert shown.tables[0].rows[0][4:6] == ("1", "unexpected reply")
    assert shown.tables[0].rows[1][4:] == ("0", "", "")
    assert section(factories.result([factories.accepted()])) is None


def test_every_report_shows_it_and_hostile_words_stay_text() -> None:
    told = result()
    assert "menu: 10 sent, 10 accepted" in "\n".join(console.report(told))
    page = html_page.render(told)
    assert "<b>what?</b>" not in page
    assert "what?" in page
    assert '<dt>Conversations</dt><dd class="big">77.78%</dd><dd class="small">7 completed, 2 broken</dd>' in page
    summary = step_summary.render(told)
    assert "begun **10** → menu **9** → tea **9** → pay **8** → completed **7**" in summary
    assert "<code></code>" not in summary
    numbers = metrics.openmetrics(told)
    assert 'loadtest_conversations{conversation="order",outcome="completed"} 7' in numbers
    assert 'loadtest_conversation_breaks{conversation="order",step="pay",reason="timeout"} 1' in numbers
    assert 'loadtest_conversation_duration_seconds_count{conversation="order"} 1' in numbers
    assert list(text_string_to_metric_families(numbers))
    assert '<property name="conversations-broken" value="2" />' in junit.render(told)
    values = output_values(told, {})
    assert (values["conversations-completed"], values["conversations-broken"]) == ("7", "2")
    assert json.loads(json_file.to_json(told))["summary"]["conversations"]["order"]["completed"] == 7
    counts = told.summary
    assert counts is not None
    assert (counts.completed, counts.broken, counts.busy, counts.achieved_rate) == (7, 2, 2, 10 / 60)


def test_a_short_conversation_is_told_in_milliseconds() -> None:
    told = result()
    assert told.summary is not None
    talked = told.summary.talked["order"] = Talked(begun=1, completed=1)
    talked.duration.record(0.025)
    shown = section(told)
    assert shown is not None
    assert "P50 25" in shown.says[0]
