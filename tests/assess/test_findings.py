"""Why messages failed: a finding for each reason, the most frequent first."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import factories
import pytest

from loadtest.assess.diagnosis.failures import REMEDIES
from loadtest.assess.reading.findings import Finding, findings
from loadtest.assess.summary import summarise
from loadtest.verdict.judge import Reason, Verdict


def found(recorded: list[factories.Recorded]) -> tuple[Finding, ...]:
    snapshot = factories.snapshot(recorded)
    return findings(summarise(snapshot, planned=len(recorded), duration=2.0), snapshot)


def declined(seq: int, *, code: int | None = None) -> factories.Recorded:
    verdict = Verdict(reason=Reason.REFUSED, detail="no", twilio_code=code)
    return factories.exchange(seq, response=factories.reply(body="not you")), verdict


def test_each_reason_of_a_failure_is_one_and_the_most_frequent_is_first() -> None:
    told = found(
        [
            *(factories.accepted(seq) for seq in range(4)),
            factories.timed_out(4),
            *(factories.rate_limited(seq) for seq in range(5, 8)),
            factories.http_error(8),
            factories.cut(9),
        ]
    )
    assert [(one.reason, one.count) for one in told] == [
        (Reason.RATE_LIMITED, 3),
        (Reason.HTTP_ERROR, 1),
        (Reason.TIMEOUT, 1),
    ]
    assert [one.share for one in told] == pytest.approx([3 / 9, 1 / 9, 1 / 9])


def test_what_the_server_said_first_and_what_to_do_about_it() -> None:
    (told,) = found([factories.http_error(12), factories.http_error(25)])
    assert told.said == "HTTP 500: Internal Server Error"
    assert told.sample == "oops"
    assert told.remedy == REMEDIES[Reason.HTTP_ERROR]
    assert (told.first, told.last) == pytest.approx((1.05, 2.05))


def test_a_remedy_of_the_very_fault_comes_before_that_of_its_reason() -> None:
    snapshot = factories.snapshot([factories.http_error(0)])
    snapshot.samples[Reason.HTTP_ERROR] = replace(snapshot.samples[Reason.HTTP_ERROR], remedy="mount the route")
    (told,) = findings(summarise(snapshot, planned=1, duration=2.0), snapshot)
    assert told.remedy == "mount the route"


def test_what_twilio_would_log_the_most_frequent_first() -> None:
    (told,) = found([declined(0, code=11205), declined(1, code=11200), declined(2, code=11205), declined(3)])
    assert told.codes == ((11205, "HTTP connection failure", 2), (11200, "HTTP retrieval failure", 1))


def test_codes_as_frequent_as_each_other_stand_in_their_own_order_and_with_their_own_reason() -> None:
    told = found([declined(0, code=11205), declined(1, code=11200), factories.http_error(2)])
    assert [[code for code, *_ in one.codes] for one in told] == [[11200, 11205], [11217]]


def test_a_reason_that_no_sample_was_kept_of_has_its_usual_remedy() -> None:
    snapshot = factories.snapshot([factories.http_error(0)])
    summary = summarise(snapshot, planned=1, duration=2.0)
    snapshot.samples.clear()
    snapshot.spans.clear()
    (told,) = findings(summary, snapshot)
    assert (told.said, told.sample, told.seen, told.remedy) == ("", "", "", REMEDIES[Reason.HTTP_ERROR])


def a_finding(**changes: Any) -> Finding:
    (one,) = found([factories.http_error(0)])
    return replace(one, **changes)


SEEN = [
    pytest.param(12.04, 59.9, "first at 12.0s, last at 59.9s", id="for a while"),
    pytest.param(12.01, 12.04, "at 12.0s", id="once, as far as the figures show"),
    pytest.param(None, None, "", id="nobody knows when"),
]


@pytest.mark.parametrize(("first", "last", "text"), SEEN)
def test_when_it_was_seen(first: float | None, last: float | None, text: str) -> None:
    assert a_finding(first=first, last=last).seen == text


LOGGED = [
    pytest.param((), "nothing: to Twilio the message was delivered", id="a decline in the text"),
    pytest.param(((11200, "HTTP retrieval failure", 5),), "11200 HTTP retrieval failure", id="all of them alike"),
    pytest.param(
        ((11205, "HTTP connection failure", 3), (99999, "", 2)),
        "11205 HTTP connection failure (3 of these); 99999 (2 of these)",
        id="some of them, one by a code that nobody knows",
    ),
]


@pytest.mark.parametrize(("codes", "text"), LOGGED)
def test_what_twilios_own_log_shows(codes: tuple[tuple[int, str, int], ...], text: str) -> None:
    assert a_finding(count=5, codes=codes).logged == text
