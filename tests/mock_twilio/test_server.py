from __future__ import annotations

import json

from gevent.queue import Queue

from loadtest.mock_twilio.server import gather


def test_events_that_wait_are_gathered_into_one_write_in_their_order() -> None:
    queue: Queue[bytes] = Queue()
    for seq in range(3):
        queue.put(json.dumps({"seq": seq}).encode() + b"\n")
    assert [json.loads(line) for line in gather(queue).splitlines()] == [{"seq": 0}, {"seq": 1}, {"seq": 2}]
    assert queue.empty()
