"""A bot with a thread for each message, which wait for four database connections: 4 / WORK messages a second."""

from __future__ import annotations

import threading
import time

from shared import WORK, answer, serve

database = threading.Semaphore(4)


def work(message: dict[str, str]) -> None:
    with database:
        time.sleep(WORK)
    answer(message)


serve(lambda message: threading.Thread(target=work, args=(message,), daemon=True).start())
