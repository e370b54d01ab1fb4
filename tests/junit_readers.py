"""What five consumers of JUnit XML read, after their sources: each returns the cases as it would show them.

Jenkins junit-plugin CaseResult/SuiteResult · GitLab lib/gitlab/ci/parsers/test/junit.rb · dorny/test-reporter
java-junit-parser.ts · mikepenz/action-junit-report testParser.ts · EnricoMi/publish-unit-test-result junit.py.
"""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """A case: what history keys on, passed, failed, error or skipped, what is shown, how long it took."""

    identity: tuple[str, ...]
    state: str
    shown: str
    time: float


def _children(case: ET.Element) -> dict[str, ET.Element]:
    return {child.tag: child for child in case}


def _parse(xml: str) -> ET.Element:
    return ET.fromstring(xml.encode())  # noqa: S314  our own document


def jenkins(xml: str) -> list[Case]:
    """Class name (its package before the last dot) and name; message as details, body as stack trace; error first."""
    cases = []
    for suite in _parse(xml).iter("testsuite"):
        for case in suite.findall("testcase"):
            found = _children(case)
            state = next((tag for tag in ("skipped", "error", "failure") if tag in found), "passed")
            told = found.get(state)
            shown = "" if told is None else f"{told.get('message', '')}\n{told.text or ''}"
            package, _, name = case.get("classname", suite.get("name", "")).rpartition(".")
            seconds = min(max(float(case.get("time", "0").replace(",", "")), 0), 365 * 86400)
            cases.append(Case((package or "(root)", name, case.get("name", "")), state, shown, seconds))
    return cases


def gitlab(xml: str) -> list[Case]:
    """Rails' Hash.from_xml: the body alone is shown; a case whose suite, class and name came before is dropped."""
    cases: dict[tuple[str, ...], Case] = {}
    for suite in _parse(xml).iter("testsuite"):
        for case in suite.findall("testcase"):
            found = _children(case)
            state = next((tag for tag in ("failure", "error", "skipped") if tag in found), "passed")
            kind = found[state].get("type", "") if state in found else ""
            assert kind not in {"integer", "boolean", "date", "datetime", "yaml", "symbol", "array", "file"}, "cast"
            shown = (found[state].text or "") if state in found else ""
            identity = (suite.get("name", ""), case.get("classname", ""), case.get("name", ""))
            cases.setdefault(identity, Case(identity, state, shown, float(case.get("time", "nan"))))
    return list(cases.values())


def dorny(xml: str) -> list[Case]:
    """Group by class; a suite without attributes crashes it, a case without time is NaN, shows `type: message`."""
    cases = []
    for suite in _parse(xml).findall("testsuite"):
        assert suite.attrib, "crashes"
        for case in suite.findall("testcase"):
            found = _children(case)
            state = next((tag for tag in ("skipped", "error", "failure") if tag in found), "passed")
            told = found.get(state)
            shown = ""
            if told is not None:
                shown = f"{told.get('type', 'undefined')}: {told.get('message', 'undefined')}\n{told.text or ''}"
            identity = (case.get("classname", ""), case.get("name", ""))
            cases.append(Case(identity, state, shown, float(case.get("time", "nan"))))
    return cases


def mikepenz(xml: str) -> list[Case]:
    """Message, else the body's first two lines; skipped beats failure; the class's last part is globbed as a file."""
    cases = []
    for suite in _parse(xml).iter("testsuite"):
        for case in suite.findall("testcase"):
            found = _children(case)
            state = next((tag for tag in ("skipped", "failure", "error") if tag in found), "passed")
            told = found.get(state)
            body = "" if told is None else "\n".join((told.text or "").strip().splitlines()[:2])
            shown = "" if told is None else told.get("message") or body
            file = case.get("file") or case.get("classname", "").rpartition(".")[2]
            assert re.fullmatch(r"\w+( \w+)+", file), "globbed as a file: sources have no blank"
            cases.append(Case((file, case.get("name", "")), state, shown, float(case.get("time", "0"))))
    return cases


def enricomi(xml: str) -> list[Case]:
    """File, class and name; message and body, one of them when they are equal; whole seconds a suite."""
    cases = []
    for suite in _parse(xml).iter("testsuite"):
        assert not math.isnan(int(float(suite.get("time", "nan"))))
        for case in suite.findall("testcase"):
            found = _children(case)
            state = next((tag for tag in ("error", "failure", "skipped") if tag in found), "passed")
            told = found.get(state)
            texts = [] if told is None else [told.get("message") or "", told.text or ""]
            identity = (case.get("file", ""), case.get("classname", ""), case.get("name", ""))
            shown = "\n".join(dict.fromkeys(text for text in texts if text))
            cases.append(Case(identity, state, shown, float(case.get("time", "0"))))
    return cases


READERS = (jenkins, gitlab, dorny, mikepenz, enricomi)
