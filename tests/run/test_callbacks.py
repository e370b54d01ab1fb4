"""Status callbacks about the server's own messages: signed, in order, to the server under test and nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import factories
import gevent
import pytest

from loadtest.message.signing import verify
from loadtest.pacing import Shard
from loadtest.run import callbacks
from loadtest.run.callbacks import Callbacks
from loadtest.send.job import Job
from loadtest.words.clock import RunClock
from loadtest.words.exchange import Failure, FailureKind
from loadtest.words.secret import Secret

if TYPE_CHECKING:
    from loadtest.words.exchange import Exchange, Reply, Request

TOKEN = "token"
PLACE = "http://localhost:3000/status?of=1"


class FakeSender:
    """Answers every callback alike, and keeps it."""

    def __init__(self, response: Reply | Failure) -> None:
        self.response = response
        self.sent: list[bytes] = []
        self.closed = False

    def send(self, request: Request, *, due: float) -> Exchange:
        self.sent.append(request.payload)
        return factories.exchange(due=due, response=self.response)

    def close(self) -> None:
        self.closed = True


def told(*about: Any, response: Reply | Failure | None = None) -> tuple[Callbacks, list[dict[str, str]], list[bytes]]:
    """Tell one message's way; return the callbacks, their forms and their heads."""
    sender = FakeSender(response or factories.reply(204))
    job = Job(plan=factories.plan(), auth_token=Secret(TOKEN))
    sending = Callbacks(job, factories.line(RunClock(), sender))
    sending.begin("+15555551001", "+15555556789", "SM1", about)
    sending.end()
    return sending, [dict(factories.form_of(payload)) for payload in sender.sent], sender.sent


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(callbacks, "STEPS", tuple((name, 0.0) for name, _ in callbacks.STEPS))
    monkeypatch.setattr(callbacks, "END", 0.0)


@pytest.mark.parametrize(
    ("fate", "code", "statuses"),
    [
        pytest.param("delivered", None, ["queued", "sent", "delivered"], id="the usual way"),
        pytest.param("undelivered", 30003, ["queued", "sent", "undelivered"], id="it left and did not arrive"),
        pytest.param("failed", 30007, ["queued", "failed"], id="it never left"),
    ],
)
def test_a_message_is_told_step_by_step_and_the_error_at_its_end(
    fate: str, code: int | None, statuses: list[str]
) -> None:
    sending, forms, _ = told(PLACE, fate, code)
    assert [form["MessageStatus"] for form in forms] == [form["SmsStatus"] for form in forms] == statuses
    errors = [form.get("ErrorCode") for form in forms]
    assert errors == [None] * (len(forms) - 1) + [None if code is None else str(code)]
    assert {(form["To"], form["From"], form["MessageSid"]) for form in forms} == {
        ("+15555551001", "+15555556789", "SM1")
    }
    assert sending.counts == {"answered": len(statuses), "failed": 0, "not sent": 0}
    assert sending.seen == {"callbacks": {"answered": len(statuses)}, "delivery": {fate: 1}}


def test_each_is_signed_for_the_url_that_was_asked_for() -> None:
    _, _, sent = told(PLACE, "delivered", None)
    for payload in sent:
        head = payload.partition(b"\r\n\r\n")[0].decode()
        fields = dict(line.split(": ", 1) for line in head.split("\r\n")[1:])
        assert head.startswith("POST /status?of=1 HTTP/1.1\r\n")
        assert verify(PLACE, factories.form_of(payload), TOKEN, fields["X-Twilio-Signature"])
        assert fields["Content-Type"] == "application/x-www-form-urlencoded; charset=utf-8"
    tokens = [payload.lower().partition(b"i-twilio-idempotency-token: ")[2][:36] for payload in sent]
    assert len(set(tokens)) == len(sent)


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("http://example.com/status", id="another host"),
        pytest.param("http://localhost:3001/status", id="another port"),
        pytest.param("https://localhost:3000/status", id="another scheme"),
        pytest.param("http://[", id="no URL"),
        pytest.param(None, id="nothing"),
    ],
)
def test_nobody_but_the_server_under_test_is_called(url: Any) -> None:
    sending, forms, _ = told(url, "delivered", None)
    assert forms == []
    assert sending.counts == {"answered": 0, "failed": 0, "not sent": 1}
    assert sending.texts == {"not sent": 1}


@pytest.mark.parametrize(
    "response",
    [
        pytest.param(factories.reply(500), id="an error"),
        pytest.param(factories.reply(301), id="a redirect, which is not followed"),
        pytest.param(Failure(kind=FailureKind.RESET, detail="it broke"), id="no reply"),
    ],
)
def test_what_is_not_2xx_has_failed(response: Reply | Failure) -> None:
    for fate, steps, end in (("failed", 2, "failed"), ("undelivered", 3, "undelivered"), ("delivered", 3, "not taken")):
        sending, _, _ = told(PLACE, fate, None, response=response)
        assert sending.counts == {"answered": 0, "failed": steps, "not sent": 0}
        assert sending.texts == {end: 1}


def test_of_several_shards_that_hear_of_a_message_one_sends_its_callbacks() -> None:
    plan, sent = factories.plan(numbers_share_state=True), list[int]()
    for index in range(3):
        sender = FakeSender(factories.reply(204))
        job = Job(plan=plan, auth_token=Secret(TOKEN), shard=Shard(index=index, count=3))
        sending = Callbacks(job, factories.line(RunClock(), sender))
        for to in ("+15555551001", "whatsapp:+15555551002", "+15555559999"):
            sending.begin(to, "+15555556789", "SM1", (PLACE, "delivered", None))
        sending.end()
        sent.append(len(sender.sent))
    assert sent == [6, 3, 0], "a stranger's are the first's"


def test_where_nobody_asked_for_any_there_is_nothing_to_tell() -> None:
    assert Callbacks(Job(plan=factories.plan(), auth_token=Secret(TOKEN)), factories.line(RunClock(), None)).seen == {}


def test_more_than_can_be_under_way_are_counted_as_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(callbacks, "MOST", 0)
    sending, forms, _ = told(PLACE, "delivered", None)
    assert (forms, sending.counts["not sent"]) == ([], 1)


def test_what_the_end_of_a_run_cuts_is_counted_as_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(callbacks, "PATIENCE", 0.05)
    sender: Any = type("Silent", (), {"send": lambda *_, **__: gevent.sleep(30), "close": lambda _: None})()
    cut = Callbacks(Job(plan=factories.plan(), auth_token=Secret(TOKEN)), factories.line(RunClock(), sender))
    cut.begin("+15555550001", "+15555550002", "SM1", (PLACE, "delivered", None))
    cut.begin("+15555550001", "+15555550002", "SM2", (PLACE, "failed", 30003))
    cut.end()
    assert cut.counts == {"answered": 0, "failed": 0, "not sent": 3 + 2}
    assert cut.texts == {"not sent": 1, "failed": 1}


def test_the_connections_of_the_callbacks_are_closed_with_the_run() -> None:
    sender = FakeSender(factories.reply(204))
    sending = Callbacks(Job(plan=factories.plan(), auth_token=Secret(TOKEN)), factories.line(RunClock(), sender))
    assert not sender.closed
    sending.end()
    assert sender.closed
