"""Messages outside every count: what each got, rid of secrets, told step by step."""

from __future__ import annotations

import re
from typing import Any

import factories
import gevent
import pytest
from setup.asked import FORBIDDEN, SAVED, TOKEN, asker, checking, reply

from loadtest.send.network import Route
from loadtest.setup.asking import Judged
from loadtest.setup.contents import params_of, signature_of
from loadtest.verdict.judge import Judge, Reason, ReplyCheck
from loadtest.words.exchange import Failure, FailureKind, Reply
from loadtest.words.secret import Secret

WAIT = 2.0
RESET = Failure(kind=FailureKind.RESET, detail="it broke off")


def judged(response: Reply | Failure) -> Judged:
    return Judged(response=response, verdict=Judge().judge(response))


@pytest.mark.parametrize(
    ("response", "proves_nothing"),
    [
        pytest.param(SAVED, False, id="an accepted message"),
        pytest.param(FORBIDDEN, False, id="a refused one"),
        pytest.param(reply(500, "boom"), False, id="a fault of the application"),
        pytest.param(reply(429), True, id="a limiter's"),
        pytest.param(reply(502), True, id="a dead proxy's"),
        pytest.param(reply(408), True, id="a request that took too long"),
        pytest.param(RESET, True, id="no answer"),
    ],
)
def test_what_would_have_come_whatever_the_message_said(response: Reply | Failure, *, proves_nothing: bool) -> None:
    assert judged(response).proves_nothing is proves_nothing


def test_an_answer_in_a_line_names_its_status_once() -> None:
    assert judged(reply(500, "boom")).text == 'HTTP error (HTTP 500, text/plain: "boom")'
    assert judged(SAVED).text.startswith("accepted (HTTP 200, ")
    assert judged(RESET).text == "connection lost (it broke off)"


def test_what_was_sent_and_taken_is_counted_with_its_number() -> None:
    one = asker(checking())
    well, badly = one.well.request(one.first), one.badly.request(one.first)
    good, bad = one.ask([well, badly], wait=WAIT)
    assert (good.verdict.ok, bad.verdict.ok) == (True, False)
    assert (one.sent, one.taken, one.accepted) == (2, 1, [(well.number, True)])
    assert signature_of(well.payload) != signature_of(badly.payload)


def test_the_first_number_is_the_one_whose_turn_it_would_be_after_the_load() -> None:
    plan = factories.plan()
    assert asker(checking(), plan=plan).first == plan.planned


def test_of_the_texts_the_one_that_a_careless_server_reads_wrong_is_sent() -> None:
    one = asker(checking(), plan=factories.plan(texts=("plain", "é", " é ")))
    assert dict(params_of(one.well.request(0).payload))["Body"] == " é "


def test_no_secret_comes_back() -> None:
    def echo(payload: bytes) -> Reply:
        return reply(403, f"{signature_of(payload)} is wrong for {TOKEN}, hunter2secret", seen=signature_of(payload))

    one = asker(echo, secrets=(Secret("hunter2secret"),))
    request = one.well.request(0)
    (got,) = one.ask([request], wait=WAIT)
    told = repr(got) + got.text
    assert not any(secret in told for secret in (TOKEN, "hunter2secret", signature_of(request.payload)))
    assert "is wrong for" in got.text


def test_a_message_that_is_not_answered_in_time_is_cut_and_says_so() -> None:
    def never(_: bytes) -> Reply:
        gevent.sleep(60)
        return SAVED

    (got,) = asker(never).ask([asker(never).well.request(0)], wait=0.0)
    assert (got.verdict.reason, got.cut) == (Reason.TIMEOUT, True)
    assert got.verdict.detail == "no complete reply within 0ms"


def test_by_status_alone_a_200_is_accepted_whatever_it_says() -> None:
    said = reply(200, "{}", "application/json")
    by_status, strict = (asker(lambda _: said, reply_check=check) for check in (ReplyCheck.STATUS, ReplyCheck.STRICT))
    reasons = [one.ask([one.well.request(0)], wait=WAIT)[0].verdict.reason for one in (by_status, strict)]
    assert reasons == [Reason.ACCEPTED, Reason.NOT_TWIML]


def test_a_fault_of_ours_is_raised() -> None:
    def broken(_: bytes) -> Reply:
        raise ZeroDivisionError

    one = asker(broken)
    with pytest.raises(ZeroDivisionError):
        one.ask([one.well.request(0)], wait=WAIT)


def test_steps_that_got_the_same_are_counted_and_told_as_one() -> None:
    told: list[str] = []
    one = asker(checking(), say=told.append)
    for number in range(4):
        one.say(f"form {number}", judged(reply(403, f"Forbidden at {number}s")), fold=True)
    one.note("a pause")
    one.say("form 9", judged(reply(403, "Forbidden at 9s")), fold=True)
    assert [re.sub(r" \(.*", "", text) for text in told] == [
        "form 0: HTTP error",
        "… and 3 other forms got the same",
        "a pause",
        "form 9: HTTP error",
    ]


@pytest.mark.parametrize(
    ("job", "said"),
    [
        pytest.param({}, ("localhost:3000", "/api/sms/webhook", False), id="as in url"),
        pytest.param({"userinfo": Secret("ann:pw")}, ("localhost:3000", "/api/sms/webhook", True), id="with a login"),
    ],
)
def test_where_the_messages_go_is_told(
    monkeypatch: pytest.MonkeyPatch, job: dict[str, Any], said: tuple[str, str, bool]
) -> None:
    monkeypatch.setattr(Route, "addresses", lambda _: ("127.0.0.1",))
    place = asker(checking(), **job).place(waited=1.5)
    assert (place.origin, place.path, place.login) == said
    assert (place.addresses, place.waited) == (("127.0.0.1",), 1.5)
