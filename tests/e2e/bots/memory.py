"""A bot with a queue in memory and four workers: 4 / WORK messages a second, and a restart loses the queue."""

from __future__ import annotations

import queue
import threading

from shared import serve, work

waiting: queue.Queue[dict[str, str]] = queue.Queue()


def worker() -> None:
    while True:
        work(waiting.get())


for _ in range(4):
    threading.Thread(target=worker, daemon=True).start()
serve(waiting.put)
