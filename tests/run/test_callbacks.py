"""Status callbacks: each is counted once, also where the run ends before they are told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import factories
import gevent

from loadtest.run import callbacks
from loadtest.run.callbacks import Callbacks
from loadtest.send.job import Job
from loadtest.words.clock import RunClock
from loadtest.words.secret import Secret
from loadtest.words.sending import USUAL

if TYPE_CHECKING:
    import pytest

URL = "http://localhost:3000/status"


class Sender:
    """Never gets an answer."""

    def __init__(self) -> None:
        self.began = 0

    def send(self, *_: Any, **__: Any) -> None:
        self.began += 1
        gevent.sleep(30)


def test_what_the_end_of_a_run_cuts_is_counted_as_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(callbacks, "END", 0.0)
    monkeypatch.setattr(callbacks, "PATIENCE", 0.05)
    sender: Any = Sender()
    job = Job(plan=factories.plan(url="http://localhost:3000/sms"), sending=USUAL, auth_token=Secret("token"))
    cut = Callbacks(job, factories.line(RunClock(), sender))
    cut.begin("+15555550001", "+15555550002", "SM1", (URL, "delivered", None))
    cut.begin("+15555550001", "+15555550002", "SM2", (URL, "failed", 30003))
    cut.end()
    assert sender.began == 2
    assert cut.counts == {"answered": 0, "failed": 0, "not sent": 3 + 2}
