"""A bot with a queue in Redis (REDIS, its port) and four workers: a restart loses only what those have in hand."""

from __future__ import annotations

import json
import os
import threading

import redis
from shared import serve, work

QUEUE = f"messages-{os.environ['PORT']}"
store = redis.Redis(port=int(os.environ["REDIS"]), socket_timeout=None)


def worker() -> None:
    while True:
        taken = store.brpop([QUEUE])
        if taken is not None:
            work(json.loads(taken[1]))


for _ in range(4):
    threading.Thread(target=worker, daemon=True).start()
serve(lambda message: store.lpush(QUEUE, json.dumps(message)))
