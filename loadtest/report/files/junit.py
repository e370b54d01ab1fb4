"""JUnit XML that Jenkins, GitLab, Azure, CircleCI and the GitHub actions that read it all show well.

Names hold neither numbers measured nor limits, because histories and comparisons key on them; the numbers are in the
message, and the message stands in the body too, because some readers show only one of them. Counts stay the same
whatever the conclusion: what could not be evaluated is skipped, never left out.

The document is built with junit-xml and then put right: that package writes attributes which strict readers refuse
(`disabled`), omits a `time` of zero, adds times up raw, and drops a failure that has no text.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import UTC
from itertools import count, islice
from typing import TYPE_CHECKING

from junit_xml import TestCase, TestSuite

from loadtest import __version__
from loadtest.assess.answering import COUNTED, REPLY
from loadtest.assess.target import CAPACITY, COMPLETED, Unit
from loadtest.assess.targets import Status
from loadtest.pacing import Stages
from loadtest.report.console import assessment, likely_cause, results
from loadtest.report.safe import line, short, without_userinfo
from loadtest.report.sections import sections
from loadtest.report.sections.findings import load_applied, next_step, notices, why
from loadtest.report.sections.section import Place
from loadtest.words.errors import Conclusion, ExitCode, SetupError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loadtest.assess.result import Result
    from loadtest.assess.target import Target
    from loadtest.assess.targets import Outcome

SUITE = "load-test"
_LONGEST = 4000
_DETAILS = 14
_CARDS = 8
_PREFIX = "loadtest"
"""First part of every class name; the last one holds a blank, or readers take it for a file of the repository."""
_NO_WORD = re.compile(r"[^\w ]")
_SIDES = {"<": "upper limit", "<=": "upper limit", ">": "lower limit", ">=": "lower limit"}


def render(result: Result) -> str:
    """Return the document, to be written as UTF-8."""
    suite = TestSuite(
        line(result.suite) or SUITE,
        [_health(result), _load_run(result), *_target_cases(result)],
        timestamp=result.began.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S"),
        properties=_properties(result),
        stdout=_output(result),
    )
    root = _normalised(suite.build_xml_doc(), result.elapsed)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _prefix(result: Result) -> str:
    """Return the beginning of every class name: histories key on it, so it tells two load tests of a build apart."""
    return f"{_PREFIX}.{_NO_WORD.sub('_', line(result.suite))} " if result.suite else f"{_PREFIX}."


def _health(result: Result) -> TestCase:
    case = TestCase(
        "server becomes ready", classname=f"{_prefix(result)}server readiness", elapsed_sec=result.preparing
    )
    if _never_ready(result):
        _error(case, result)
    elif result.snapshot is None and not result.broken_setup:
        case.add_skipped_info(_why_skipped(result))
    return case


def _load_run(result: Result) -> TestCase:
    elapsed = result.capacity.elapsed if result.capacity else result.elapsed
    case = TestCase("load run", classname=f"{_prefix(result)}load run", elapsed_sec=elapsed)
    if _never_ready(result):
        case.add_skipped_info(_why_skipped(result))
    elif result.conclusion in {Conclusion.ABORTED, Conclusion.ERROR}:
        _error(case, result)
    elif result.conclusion is Conclusion.INCONCLUSIVE:
        # With on-inconclusive: pass the run is no failure, but neither did it show anything.
        if result.exit_code is ExitCode.PASSED:
            case.add_skipped_info(line(f"inconclusive: {result.why}"))
        else:
            _error(case, result)
    return case


def _target_cases(result: Result) -> list[TestCase]:
    pairs: list[tuple[Target, Outcome | None]] = [(outcome.target, outcome) for outcome in result.outcomes]
    evaluated = [target.source for target, _ in pairs]
    pairs += [(target, None) for target in result.targets if target.source not in evaluated]
    cases = []
    for name, (target, outcome) in zip(_names([target for target, _ in pairs]), pairs, strict=True):
        case = TestCase(name, classname=f"{_prefix(result)}{_group(target)}")
        if outcome is None:
            case.add_skipped_info(_why_skipped(result))
        elif outcome.status is Status.INCONCLUSIVE:
            case.add_skipped_info(short(outcome.sentence))
        elif outcome.missed:
            message = short(f"{outcome.sentence}{_by(outcome)}")
            case.add_failure_info(message, _body(outcome, result), ExitCode.TARGET_MISSED.ending.junit)
        cases.append(case)
    return cases


def _names(targets: Sequence[Target]) -> list[str]:
    """Return a name for each target: readers drop or mix up cases that share one; a further target renames no other."""
    names: list[str] = []
    for target in targets:
        side = f"{target.name}, {_SIDES[target.op]}"
        further = (f"{side} ({place})" for place in count(2))
        names.append(next(name for name in (target.name, side, *islice(further, len(targets))) if name not in names))
    return names


def _group(target: Target) -> str:
    if target.stat:
        return "server figures"
    if target.metric in COUNTED or target.metric.startswith(REPLY):
        return "answers"
    if target.metric == COMPLETED:
        return "finished conversations"
    if target.unit is Unit.SECONDS:
        return "response times"
    return "load applied" if target.metric in {"achieved_rate", "dropped", CAPACITY} else "failed messages"


def _body(outcome: Outcome, result: Result) -> str:
    told = (("why", why(result)), ("what to do", next_step(result)))
    lines = [
        line(f"{outcome.sentence}{_by(outcome)}", _LONGEST),
        f"- target: {line(outcome.target.source)}",
        *(f"- {name}: {line(text)}" for name, text in told if text),
        *(f"- {line(text)}" for text in _details(result)),
    ]
    return "\n".join(lines)[:_LONGEST]


def _by(outcome: Outcome) -> str:
    """Return by how much a target was missed."""
    return f": {outcome.margin} the limit" if outcome.margin.endswith("beyond") else ""


def _details(result: Result) -> list[str]:
    details = [
        f"{finding.count} {finding.reason.value}, {finding.seen}: {finding.said}; what to do: {finding.remedy}"
        for finding in result.read.findings
    ]
    details += [load_applied(result.summary)] if result.summary else []
    return details[-_DETAILS:]


def _error(case: TestCase, result: Result) -> None:
    kind = SetupError.junit if result.broken_setup else result.exit_code.ending.junit
    lines = result.why.splitlines() or [result.headline]
    message = short(lines[0])
    details = [*lines[1:], *result.notes, *_details(result), *filter(None, [next_step(result)])]
    told = (line(text, _LONGEST // 4) for text in details)
    body = "\n".join([line(lines[0], _LONGEST), *(f"- {text}" for text in told)])
    case.add_error_info(message, body[:_LONGEST], kind)


def _never_ready(result: Result) -> bool:
    return result.exit_code is ExitCode.NOT_READY and not result.broken_setup


def _why_skipped(result: Result) -> str:
    if result.exit_code is ExitCode.NOT_READY:
        return "the set-up is broken" if result.broken_setup else "server not healthy"
    return f"not evaluated: the run was {'aborted' if result.conclusion is Conclusion.ABORTED else 'not completed'}"


def _properties(result: Result) -> dict[str, str]:
    properties = {"version": __version__, "conclusion": result.conclusion.value}
    if plan := result.plan:
        properties |= {
            "url": without_userinfo(plan.url),
            "seed": str(plan.seed),
            "model": str(plan.pacing.to_wire()["model"]),
            **(
                {"rate": plan.pacing.text} if isinstance(plan.pacing, Stages) else {"concurrent": str(plan.pacing.size)}
            ),
            "duration": f"{plan.pacing.duration:g}",
            "timeout": f"{result.sending.timeout:g}",
            "phone-numbers": str(plan.pool.size),
        }
    if result.summary and result.summary.talked:
        properties |= {
            "conversations-completed": str(result.summary.completed),
            "conversations-broken": str(result.summary.broken),
        }
    return {name: line(value) for name, value in properties.items()}


def _output(result: Result) -> str:
    lines = [result.headline, *(results(result.summary) if result.summary else []), *assessment(result.outcomes)]
    for place in (Place.CAUSE, Place.ANSWERS, Place.REPLIES):
        lines += _told(result, place)
    lines += [*likely_cause(result), *notices(result), *_told(result, Place.COMPARED)]
    # Every line starts with a word or mark of ours or is indented behind one, whatever a log makes of this file.
    shown = [f"| {line(text)}" for text in lines if text]
    return "\n".join(shown)[:_LONGEST]


def _told(result: Result, place: Place) -> list[str]:
    told: list[str] = []
    for section in sections(result, place):
        told += section.says
        if section.plain:
            for heading, lines in section.lines(most=_DETAILS, cards=_CARDS):
                told += [heading, *lines]
        told += section.notes
    return told


def _normalised(suite: ET.Element, elapsed: float) -> ET.Element:
    root = ET.Element("testsuites", name=suite.get("name", SUITE))
    for name in ("tests", "failures", "errors"):
        root.set(name, suite.get(name, "0"))
    root.set("time", _seconds(elapsed))
    root.append(suite)
    del suite.attrib["disabled"]
    suite.set("time", _seconds(elapsed))
    for case in suite.iter("testcase"):
        case.set("time", _seconds(float(case.get("time", "0"))))
    for skipped in suite.iter("skipped"):  # GitLab shows the body alone
        skipped.text = skipped.get("message")
    # Strict readers want the output after the cases.
    for output in suite.findall("system-out"):
        suite.remove(output)
        suite.append(output)
    ET.indent(root)
    return root


def _seconds(seconds: float) -> str:
    return f"{max(seconds, 0.0):.3f}"
