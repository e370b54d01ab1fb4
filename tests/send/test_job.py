"""A job goes to another process whole, and shows no secret on the way."""

from __future__ import annotations

import json
from dataclasses import replace

import factories
import pytest

from loadtest.pacing import Shard
from loadtest.send.job import Job
from loadtest.verdict.judge import Reason, ReplyCheck
from loadtest.words.secret import Secret
from loadtest.words.sending import Sending

JOB = Job(
    plan=factories.plan(url="http://localhost:3000/hook"),
    sending=Sending(timeout=3.0, connect_retries=0, keep_alive=True, in_flight_cap=7, ca_file="", processes=2),
    auth_token=Secret("sentinel-token"),
    userinfo=Secret("user:sentinel-password"),
    addresses=("127.0.0.2",),
    reply_check=ReplyCheck.STATUS,
    rate_limit_patterns=("slow",),
    refusal_patterns=("no",),
    accept_patterns=("fine",),
    shard=Shard(index=1, count=2),
)


def texted(text: str) -> str:
    return f"<Response><Message>{text}</Message></Response>"


def test_the_wire_form_is_json_and_reads_back_equal() -> None:
    assert Job.from_wire(json.loads(json.dumps(JOB.to_wire()))) == JOB


def test_no_secret_shows() -> None:
    assert "sentinel" not in repr(JOB) + str(JOB)
    assert "sentinel-token" in json.dumps(JOB.to_wire()), "but it goes through the pipe"


@pytest.mark.parametrize(
    ("addresses", "known"),
    [
        pytest.param((), ("::1", "127.0.0.1"), id="what localhost means"),
        pytest.param(("127.0.0.2",), ("127.0.0.2",), id="what has answered"),
    ],
)
def test_the_line_goes_by_what_has_answered(addresses: tuple[str, ...], known: tuple[str, ...]) -> None:
    line = replace(JOB, addresses=addresses).line()
    assert (line.route.host, line.route.port, line.route.known) == ("localhost", 3000, known)
    line.close()


@pytest.mark.parametrize("keep_alive", [True, False])
def test_its_messages_are_signed_and_close_or_keep_the_connection(keep_alive: bool) -> None:  # noqa: FBT001
    head = replace(JOB, sending=Sending(keep_alive=keep_alive)).renderer().request(0).payload.partition(b"\r\n\r\n")[0]
    assert (b"Connection: close" in head) is not keep_alive
    assert b"Authorization: Basic " in head
    assert b"X-Twilio-Signature: " in head


@pytest.mark.parametrize(
    ("check", "body", "reason"),
    [
        pytest.param(ReplyCheck.STATUS, "OK, but no TwiML", Reason.ACCEPTED, id="the status alone"),
        pytest.param(
            ReplyCheck.STRICT, "<Response><Message>slow</Message></Response>", Reason.RATE_LIMITED, id="words"
        ),
        pytest.param(
            ReplyCheck.STRICT, "<Response><Message>slow, fine</Message></Response>", Reason.ACCEPTED, id="own"
        ),
    ],
)
def test_its_judge_goes_by_the_users_check_and_wordings(check: ReplyCheck, body: str, reason: Reason) -> None:
    verdict = replace(JOB, reply_check=check).judge().judge(factories.reply(body=body))
    assert verdict.reason is reason
