"""A bot with a thread for each message, which wait for four database connections: 4 / WORK messages a second."""

from __future__ import annotations

import threading

from shared import serve, work

database = threading.Semaphore(4)


def begin(message: dict[str, str]) -> None:
    with database:
        work(message)


serve(lambda message: threading.Thread(target=begin, args=(message,), daemon=True).start())
