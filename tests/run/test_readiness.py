"""What the first replies decide about how the load is sent."""

from __future__ import annotations

import factories
import pytest

from loadtest.measure.replies import FirstReplies
from loadtest.pacing import WHOLE, Shard
from loadtest.run.readiness import _minding_cookies
from loadtest.send.job import Job
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
