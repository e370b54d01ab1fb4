"""The doctor's search, against servers that sign another URL, change the form, or want what only a proxy sends."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

import pytest
from setup.asked import FORBIDDEN, SAVED, TOKEN, URL, asker, checking, reply

from loadtest.setup import search
from loadtest.setup.contents import Treatment, params_of, read_as
from loadtest.setup.search import FEW, MOST, Search, SearchResult

if TYPE_CHECKING:
    from collections.abc import Callable

    from loadtest.words.exchange import Failure, Reply

HTTPS = URL.replace("http:", "https:")


def searched(answer: Callable[[bytes], Reply | Failure], **how: bool) -> tuple[SearchResult, int]:
    """Search as after a preflight; return what was found, and how many messages that took."""
    one = asker(answer)
    (bad,) = one.ask([one.badly.request(one.first)], wait=2.0)
    before = one.sent
    return Search(one, bad, **how).run(), one.sent - before


@pytest.mark.parametrize(
    ("answer", "url", "contents"),
    [
        pytest.param(checking(HTTPS), HTTPS, (), id="TLS ends in front of it"),
        pytest.param(checking("http://localhost:3000/webhook"), "http://localhost:3000/webhook", (), id="mounted"),
        pytest.param(
            checking(URL, lambda form: read_as([Treatment.BLANKS], form)), URL, (Treatment.BLANKS,), id="no empty ones"
        ),
        pytest.param(
            checking(URL, lambda form: read_as([Treatment.FORM], form)), URL, (Treatment.FORM,), id="the form unread"
        ),
        pytest.param(
            checking(HTTPS, lambda form: read_as([Treatment.BLANKS], form)),
            HTTPS,
            (Treatment.BLANKS,),
            id="two faults at once",
        ),
    ],
)
def test_what_the_server_signs_is_found(answer: Any, url: str, contents: tuple[Treatment, ...]) -> None:
    found, messages = searched(answer)
    assert found.suspect is not None
    assert (found.suspect.url, found.suspect.contents) == (url, contents)
    assert messages <= MOST
    assert found.reaction is not None
    assert found.reaction.verdict.ok
    assert found.plain_passes == bool(contents and Treatment.FORM not in contents)


def test_the_headers_of_a_proxy_are_found() -> None:
    found, _ = searched(checking(HTTPS, wants=b"X-Forwarded-Proto: https"))
    assert found.suspect is not None
    assert ("X-Forwarded-Proto", "https") in found.suspect.headers


def test_another_form_of_the_token_is_found_and_not_shown() -> None:
    found, _ = searched(checking(token=f'"{TOKEN}"'))
    assert found.suspect is not None
    assert found.suspect.token_form == "in quotation marks"
    assert TOKEN not in repr(found)


def test_what_a_message_may_not_have_is_named_where_no_treatment_explains_it() -> None:
    def escaping_twice(form: list[tuple[str, str]]) -> list[tuple[str, str]]:
        return [(name, html.escape(html.escape(value)).replace("é", "?").strip()) for name, value in form if value]

    found, _ = searched(checking(URL, escaping_twice))
    assert found.suspect is not None
    assert found.suspect.contents == ()
    assert "an & or a quotation mark" in found.rejected
    assert "an empty parameter" in found.rejected
    assert "a line break" not in found.rejected


@pytest.mark.parametrize(
    ("how", "most"), [pytest.param({}, MOST, id="a server that refuses"), pytest.param({"few": True}, FEW, id="polite")]
)
def test_a_server_that_refuses_everything_is_left_in_peace(how: dict[str, bool], most: int) -> None:
    found, messages = searched(lambda _: FORBIDDEN, **how)
    assert (found.suspect, found.cut, found.elsewhere) == (None, "", True)
    assert found.tried > most // 2
    assert messages <= most


def test_a_path_that_does_not_exist_is_told_from_one_that_does() -> None:
    def routed(payload: bytes) -> Reply:
        return FORBIDDEN if payload.startswith(b"POST /api/sms/webhook HTTP") else reply(404, "Cannot POST")

    found, _ = searched(routed)
    assert (found.suspect, found.elsewhere) == (None, False)


def test_a_limiter_ends_the_search() -> None:
    seen: list[bytes] = []

    def limited(payload: bytes) -> Reply:
        seen.append(payload)
        return FORBIDDEN if len(seen) <= 12 else reply(429, "slow down")

    found, messages = searched(limited)
    assert (found.suspect, found.cut) == (None, "a limiter or the time ended the search")
    assert messages < MOST


def test_badly_signed_messages_that_get_no_answer_end_it_at_once() -> None:
    found, messages = searched(lambda _: reply(503))
    assert found.cut == "the badly signed messages are not answered any more, or by a limiter"
    assert messages < 6


def test_no_time_is_no_search(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "TOTAL", 0.0)
    found, _ = searched(lambda _: FORBIDDEN)
    assert (found.tried, found.cut) == (0, "the time ended the search")


def test_what_passes_by_chance_is_not_believed() -> None:
    turns: list[bytes] = []

    def moody(payload: bytes) -> Reply:
        turns.append(payload)
        return SAVED if len(turns) % 7 == 0 else FORBIDDEN

    found, _ = searched(moody, polite=True)
    assert found.suspect is None


def test_the_messages_come_from_other_numbers_each() -> None:
    one = asker(lambda _: FORBIDDEN)
    (bad,) = one.ask([one.badly.request(one.first)], wait=2.0)
    Search(one, bad).run()
    numbers = [dict(params_of(payload))["From"] for payload in one._sender.got[1:]]
    assert len(set(numbers)) == 5, "all that the pool has"
    assert max(map(numbers.count, numbers)) - min(map(numbers.count, numbers)) <= 1
