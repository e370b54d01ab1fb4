"""The kinds of replies over time: what is drawn, in which order, and how many messages stand in every bar."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import factories

from loadtest.report.page import html_page, replies_figure
from loadtest.verdict.judge import Reason, Verdict

if TYPE_CHECKING:
    from loadtest.assess.result import Result

THANKS, DECLINE = "Thanks, got it.", "The <kitchen> has closed."


def result(*, seconds: int = 10) -> Result:
    recorded: list[factories.Recorded] = []
    for seq in range(10 * seconds):
        text = DECLINE if seq % 4 == 3 else THANKS
        reason = Reason.REFUSED if seq % 10 == 0 else Reason.ACCEPTED
        said = "Go away" if reason is Reason.REFUSED else text
        recorded.append((factories.exchange(seq), Verdict(reason=reason, said=said, shape=said)))
    return factories.result(recorded)


def test_the_doubtful_lie_lowest_then_declines_then_what_was_accepted() -> None:
    figure = replies_figure.figure(result())
    assert figure is not None
    assert figure["legend"] == [
        ("doubtful-1", f'"{DECLINE}"'),
        ("reason-refused", "refused"),
        ("known-1", f'"{THANKS}"'),
    ]


def test_the_bars_hold_every_reply() -> None:
    for seconds in (10, 150):
        figure = replies_figure.figure(result(seconds=seconds))
        assert figure is not None
        counts = [int(text) for text in re.findall(r"<title>[^<]*?: (\d+) \u00d7", str(figure["svg"]))]
        assert sum(counts) == 10 * seconds


def test_one_kind_alone_is_not_drawn() -> None:
    alone = [(factories.exchange(seq), Verdict(reason=Reason.ACCEPTED, said=THANKS, shape=THANKS)) for seq in range(20)]
    assert replies_figure.figure(factories.result(alone)) is None
    assert replies_figure.figure(factories.result([])) is None


def test_the_page_shows_it_in_the_section_on_replies_with_the_texts_made_safe() -> None:
    page = html_page.render(result())
    section = page[page.index('id="h-replies"') :].partition("</section>")[0]
    assert "Kinds of replies" in section
    assert "&lt;kitchen&gt;" in section
    assert "<kitchen>" not in page
