from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from typing import TYPE_CHECKING

import factories
import golden
import pytest
from junitparser import Error, Failure, JUnitXml

from loadtest.assess.target_text import parse_targets
from loadtest.assess.targets import Outcome, Status
from loadtest.report.files import junit
from loadtest.words.errors import Conclusion, ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable

    from junitparser import TestCase

    from loadtest.assess.result import Result

# What Jenkins' xUnit plugin accepts: it validates against junit-10.xsd and refuses a file with anything else.
ATTRIBUTES = {
    "testsuites": {"name", "time", "tests", "failures", "errors"},
    "testsuite": {"name", "tests", "failures", "errors", "skipped", "time", "timestamp"},
    "testcase": {"name", "time", "classname"},
    "failure": {"type", "message"},
    "error": {"type", "message"},
    "skipped": {"type", "message"},
    "properties": set(),
    "property": {"name", "value"},
    "system-out": set(),
}


def refused() -> Result:
    return factories.unstarted(Conclusion.ERROR, ExitCode.NOT_READY, "the server answered 503 for 60s")


def broken() -> Result:
    why = "Preflight: the token differs; set auth-token"
    return factories.unstarted(Conclusion.ERROR, ExitCode.NOT_READY, why, broken_setup=True)


def misconfigured() -> Result:
    why = "'durration': did you mean duration?\nauth-token is missing; set TWILIO_AUTH_TOKEN"
    result = factories.unstarted(Conclusion.ERROR, ExitCode.WRONG_CONFIGURATION, why)
    return replace(result, plan=None, targets=())


RESULTS = [
    pytest.param("passed", factories.guide, id="a run that passed"),
    pytest.param("explained", factories.explained, id="a likely cause"),
    pytest.param("slow", factories.slow, id="timeouts, drops, cuts and warnings"),
    pytest.param("rate-limited", factories.exhausted, id="a server whose limits are answered with 200"),
    pytest.param("aborted", factories.aborted, id="a run stopped before its load"),
    pytest.param("not-ready", refused, id="a server that never became ready"),
    pytest.param("misconfigured", misconfigured, id="wrong settings"),
]


def cases(result: Result) -> dict[str, TestCase]:
    document = JUnitXml.fromstring(junit.render(result).encode())
    (suite,) = document
    read = {f"{case.classname}: {case.name}": case for case in suite}
    assert len(read) == document.tests > 0, "readers drop cases that share a name"
    return read


def kinds(result: Result) -> dict[str, list[str]]:
    return {name: [type(each).__name__ for each in case.result] for name, case in cases(result).items()}


@pytest.mark.parametrize(("name", "make"), RESULTS)
def test_golden(name: str, make: Callable[[], Result]) -> None:
    golden.check(f"junit-{name}.xml", junit.render(make()))


@pytest.mark.parametrize(("name", "make"), RESULTS)
def test_what_strict_readers_ask_for(name: str, make: Callable[[], Result]) -> None:
    root = ET.fromstring(junit.render(make()).encode())  # noqa: S314  our own document
    for element in root.iter():
        assert set(element.attrib) <= ATTRIBUTES[element.tag]
        if element.tag.startswith("test"):
            assert re.fullmatch(r"\d+\.\d{3}", element.attrib["time"])
    suite = root[0]
    assert sum(float(case.attrib["time"]) for case in suite.iter("testcase")) == float(suite.attrib["time"])
    assert suite.attrib["timestamp"] == "2026-01-02T03:04:05"
    for kind, tag in (("tests", "testcase"), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        assert int(suite.attrib[kind]) == len(list(suite.iter(tag)))
    for told in (*suite.iter("failure"), *suite.iter("error")):
        assert told.text is not None
        assert told.text.startswith(told.attrib["message"]), "some readers show only one of them"


def test_a_missed_target_fails_and_a_met_one_passes() -> None:
    read = cases(factories.exhausted())
    assert read["loadtest.response times: Average response time"].result == []
    (failure,) = read["loadtest.failed messages: Success rate"].result
    assert isinstance(failure, Failure)
    assert failure.type == "TargetMissed"
    assert failure.message == "Success rate is 16.67%, not above 95% (target missed): 78.33 points beyond the limit"
    assert "HTTP 200, but the reply says \"You've reached the limit" in failure.text
    assert read["loadtest.load run: load run"].time == 61.234


@pytest.mark.parametrize(
    ("make", "where", "kind"),
    [
        pytest.param(refused, "loadtest.server readiness: server becomes ready", "HealthTimeout", id="never ready"),
        pytest.param(broken, "loadtest.load run: load run", "BrokenSetup", id="a broken set-up"),
        pytest.param(misconfigured, "loadtest.load run: load run", "ConfigurationMistake", id="wrong settings"),
        pytest.param(factories.aborted, "loadtest.load run: load run", "Aborted", id="stopped"),
        pytest.param(
            lambda: factories.unstarted(Conclusion.ERROR, ExitCode.OUR_ERROR, "ZeroDivisionError"),
            "loadtest.load run: load run",
            "InternalError",
            id="our own fault",
        ),
        pytest.param(
            lambda: factories.result(
                (factories.accepted(seq) for seq in range(600)), dropped=3, targets=["success > 95%"]
            ),
            "loadtest.load run: load run",
            "Inconclusive",
            id="less load than planned",
        ),
    ],
)
def test_what_kept_a_run_from_concluding_is_an_error(make: Callable[[], Result], where: str, kind: str) -> None:
    read = cases(make())
    (error,) = read.pop(where).result
    assert isinstance(error, Error)
    assert error.type == kind
    assert not any(isinstance(each, Error) for case in read.values() for each in case.result)


@pytest.mark.parametrize("make", [factories.aborted, refused])
def test_the_same_cases_whatever_the_conclusion(make: Callable[[], Result]) -> None:
    stopped = kinds(make())
    assert set(stopped) == set(cases(factories.guide()))
    assert sorted(kind for case in stopped.values() for kind in case) == ["Error", *["Skipped"] * 4]


def test_an_inconclusive_run_that_may_pass_is_skipped_not_green() -> None:
    dropped = factories.result((factories.accepted(seq) for seq in range(600)), dropped=3)
    read = kinds(replace(dropped, exit_code=ExitCode.PASSED))
    assert read["loadtest.load run: load run"] == ["Skipped"]
    assert read["loadtest.failed messages: Success rate"] == []


@pytest.mark.parametrize(
    "source", ["reply p95 < 10s", "reply average < 5s", "unanswered < 0.1%", "answered_twice < 1", "processed >= 99.9%"]
)
def test_targets_of_answers_stand_together(source: str) -> None:
    target, *_ = parse_targets([source])  # the success rate is a target of its own
    told = factories.result(factories.accepted(seq) for seq in range(9))
    outcomes = (Outcome(target=target, observed=None, status=Status.NO_DATA),)
    assert f"loadtest.answers: {target.name}" in cases(replace(told, outcomes=outcomes))


def test_every_mistake_is_told() -> None:
    (error,) = cases(misconfigured())["loadtest.load run: load run"].result
    assert error.message == "'durration': did you mean duration?"
    assert "- auth-token is missing; set TWILIO_AUTH_TOKEN" in error.text


def test_targets_of_one_metric_have_names_of_their_own_without_their_limits() -> None:
    targets = ["p95 < 10s", "p95 < 20s", "achieved_rate > 9/s", "achieved_rate < 11/s", "dropped < 1%"]
    names = set(cases(factories.result([factories.accepted()], targets=targets)))
    assert {
        "loadtest.response times: P95 response time",
        "loadtest.response times: P95 response time, upper limit",
        "loadtest.load applied: Achieved rate",
        "loadtest.load applied: Achieved rate, upper limit",
        "loadtest.load applied: Dropped share",
    } < names


def test_no_password_in_the_properties() -> None:
    secret = factories.plan(url="http://user:secret@h/sms", signature_url="https://user:secret@h/sms")
    text = junit.render(factories.result([factories.accepted()], plan=secret))
    assert '<property name="url" value="http://h/sms" />' in text
    assert "secret" not in text


def test_a_named_load_test_names_its_suite_and_says_how_long_the_server_took_to_be_ready() -> None:
    text = junit.render(replace(factories.guide(), preparing=1.25).told("suite-name", "smoke.v2"))
    root = ET.fromstring(text)  # noqa: S314  our own
    assert [root.get("name"), *(suite.get("name") for suite in root)] == ["smoke.v2", "smoke.v2"]
    ready = next(case for case in root.iter("testcase") if case.get("name") == "server becomes ready")
    assert (ready.get("classname"), ready.get("time")) == ("loadtest.smoke_v2 server readiness", "1.250")
