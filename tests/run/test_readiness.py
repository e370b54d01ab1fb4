"""What the first replies decide about how the load is sent."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import factories
import pytest
from configurations import configured

from loadtest.measure.replies import FirstReplies
from loadtest.pacing import WHOLE, Shard
from loadtest.run import readiness
from loadtest.run.job import job_of, line_of
from loadtest.run.readiness import _minding_cookies
from loadtest.send.job import Job
from loadtest.send.network import Route
from loadtest.words.errors import ConfigError
from loadtest.words.secret import Secret
from loadtest.words.sending import Sending


@pytest.mark.parametrize(
    ("cookies", "shard", "by_number"),
    [
        pytest.param(True, WHOLE, True, id="a number's cookies are known to one process, so it sends all its messages"),
        pytest.param(False, WHOLE, False, id="without cookies any process sends the next message"),
        pytest.param(
            True, Shard(index=0, count=2), False, id="other shards have not seen them: messages stay arithmetic"
        ),
    ],
)
def test_cookies_keep_a_numbers_messages_together(*, cookies: bool, shard: Shard, by_number: bool) -> None:
    job = Job(plan=factories.plan(), auth_token=Secret("token"), sending=Sending(), shard=shard)
    assert _minding_cookies(job, FirstReplies(cookies=cookies)).plan.numbers_share_state is by_number


def test_a_name_that_got_a_public_address_while_we_waited_gets_no_load(monkeypatch: pytest.MonkeyPatch) -> None:
    known: list[str] = []
    monkeypatch.setattr(Route, "addresses", lambda _: tuple(known))
    monkeypatch.setattr(readiness, "wait_until_ready", lambda *_, **__: known.append("93.184.216.34"))
    monkeypatch.setattr(readiness, "provision", lambda *_, **__: pytest.fail("a server of the world was asked"))
    config = configured(url="http://preview.example/sms", provision_url="http://preview.example/numbers")
    job = job_of(config, config.plan())
    line = line_of(config, job)  # the name has no address yet, so that nothing speaks against it
    caught: Any = SimpleNamespace()
    with pytest.raises(ConfigError, match=r"93\.184\.216\.34.*allow-remote: true"):
        readiness.prepare(config, job, line, caught=caught, say=lambda _: None)
