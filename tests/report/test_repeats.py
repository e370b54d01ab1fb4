"""The section on repeats."""

from __future__ import annotations

import factories

from loadtest.measure.repeated import Repeated
from loadtest.report.page import html_page
from loadtest.report.sections.repeats import section


def test_it_tells_what_they_got_and_hostile_texts_stay_text() -> None:
    counted = factories.snapshot([factories.accepted()])
    repeated = counted.repeated = Repeated(sent=7, same=2, alone=1, failed={"HTTP error": 1})
    repeated.differed(3, "Saved <b>", "Again")
    told = factories.result([factories.accepted()], snapshot=counted)
    shown = section(told)
    assert shown is not None
    assert "7 messages delivered again" in shown.says[0]
    assert (
        "2 got the same reply, 1 another, 1 HTTP error; of 1 the first delivery had no reply; of 2 nothing came"
        in shown.says[0]
    )
    assert shown.says[1] == 'First "Saved <b>", then "Again"'
    assert "Saved <b>" not in html_page.render(told)
    assert section(factories.result([factories.accepted()])) is None
