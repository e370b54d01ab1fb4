from __future__ import annotations

import json

import pytest
from gevent.queue import Queue

from loadtest.mock_twilio import server
from loadtest.mock_twilio.server import gather


def test_events_that_wait_are_gathered_into_one_write_in_their_order() -> None:
    queue: Queue[bytes] = Queue()
    for seq in range(3):
        queue.put(json.dumps({"seq": seq}).encode() + b"\n")
    assert [json.loads(line) for line in gather(queue).splitlines()] == [{"seq": 0}, {"seq": 1}, {"seq": 2}]
    assert queue.empty()


@pytest.mark.parametrize(("events", "seconds"), [(1, 0.05), (2, 0.1), (4, 0.2), (500, 0.2)])
def test_the_more_were_told_the_longer_the_next_may_gather(
    monkeypatch: pytest.MonkeyPatch, events: int, seconds: float
) -> None:
    slept: list[float] = []
    monkeypatch.setattr(server.gevent, "sleep", slept.append)
    server.rest(b'{"seq": 0}\n' * events)
    assert slept == [pytest.approx(seconds)]
