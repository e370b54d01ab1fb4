"""A bot with a queue in memory and four workers: 4 / WORK messages a second, and a restart loses the queue."""

from __future__ import annotations

import queue
import threading
import time

from shared import WORK, answer, serve

work: queue.Queue[dict[str, str]] = queue.Queue()


def worker() -> None:
    while True:
        message = work.get()
        time.sleep(WORK)
        answer(message)


for _ in range(4):
    threading.Thread(target=worker, daemon=True).start()
serve(work.put)
