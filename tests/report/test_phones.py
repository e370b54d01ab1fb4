"""Which phone numbers fared worst, and what is said of the others."""

from __future__ import annotations

import factories
import pytest

from loadtest.report.sections.phones import SHOWN, phone_rows, phones_title


def test_the_worst_number_stands_first() -> None:
    recorded = [
        *(factories.accepted(seq, number="+15555551001") for seq in range(4)),
        *((one._replace(number="+15555551002"), verdict) for one, verdict in map(factories.rate_limited, range(4, 7))),
        *((one._replace(number="+15555551003"), verdict) for one, verdict in map(factories.http_error, range(7, 8))),
        factories.accepted(8, number="+15555551003"),
    ]
    assert phone_rows(factories.result(recorded)) == [
        ("+15555551002", "3", "3 (100.00%)", "3"),
        ("+15555551003", "2", "1 (50.00%)", "0"),
    ]


@pytest.mark.parametrize(
    ("failed", "told"),
    [
        (0, "none with a failed message"),
        (3, "3 with failed messages"),
        (SHOWN + 1, f"{SHOWN + 1} with failed messages; the {SHOWN} worst"),
    ],
)
def test_the_title_counts_them(failed: int, told: str) -> None:
    recorded = [
        (one._replace(number=f"+155555510{seq:02}"), verdict)
        for seq in range(20)
        for one, verdict in [factories.http_error(seq) if seq < failed else factories.accepted(seq)]
    ]
    result = factories.result(recorded)
    assert phones_title(result) == f"20 phone numbers, {told}"
    assert len(phone_rows(result)) == min(failed, SHOWN)


def test_a_run_that_sent_nothing_has_no_numbers() -> None:
    assert phones_title(factories.aborted()) == ""
    assert phone_rows(factories.aborted()) == []
