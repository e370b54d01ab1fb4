"""Whether two answers say the same, with what changes by itself taken out."""

from __future__ import annotations

import pytest

from loadtest.setup.likeness import Likeness, alike
from loadtest.words.exchange import Reply


def reply(body: str, status: int = 403, kind: str = "application/json", location: str = "") -> Reply:
    headers = (("content-type", kind), *((("location", location),) if location else ()))
    return Reply(status=status, headers=headers, body=body.encode(), size=len(body))


SPRING = '{{"timestamp":"{}","status":403,"error":"Forbidden","path":"/sms"}}'


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param(reply("Forbidden"), reply("Forbidden"), True, id="the same words"),
        pytest.param(reply("Forbidden"), reply("Forbidden", 401), False, id="another status"),
        pytest.param(reply("Forbidden"), reply("Forbidden", kind="text/html"), False, id="another type"),
        pytest.param(
            reply(SPRING.format("2026-11-27T23:50:01.123+00:00")),
            reply(SPRING.format("2026-11-27T23:50:02.9Z")),
            True,
            id="a time that goes on",
        ),
        pytest.param(
            reply('{"title":"Forbidden","traceId":"00-4bf92f3577b34da6a3ce929d0e0e4736-01"}'),
            reply('{"title":"Forbidden","traceId":"00-0af7651916cd43dd8448eb211c80319c-01"}'),
            True,
            id="a trace's id",
        ),
        pytest.param(reply("Invalid signature"), reply("Thanks, got it."), False, id="other words"),
        pytest.param(reply("", 302, location="/login"), reply("", 302, location="/welcome"), False, id="other places"),
    ],
)
def test_alike(one: Reply, other: Reply, same: bool) -> None:  # noqa: FBT001  a case
    assert alike(one, other) is same


def test_what_two_answers_differ_in_is_not_held_against_a_third() -> None:
    seen = Likeness.of([reply("Sorry, Anna: refused"), reply("Sorry, Bert: refused")])
    assert seen.fits(reply("Sorry, Carl: refused"))
    assert not seen.fits(reply("Sorry, Carl: accepted"))


def test_answers_of_other_lengths_are_told_by_their_heads_alone() -> None:
    seen = Likeness.of([reply("No"), reply("No, never, sorry")])
    assert seen.fits(reply("Anything at all"))
    assert not seen.fits(reply("No", 500))


def test_nothing_fits_when_nothing_was_seen() -> None:
    assert not Likeness().fits(reply(""))
