"""Status callbacks: signed webhooks about the server's own messages, sent back to it as Twilio would, once it asked.

They go the way of the load, at the pace of the answers, outside of every count of the load. Only the server
under test is called: a callback to another origin is counted, and not sent. The line is theirs alone, and closed at the
end.
"""

from __future__ import annotations

import os
import uuid
from collections import Counter
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

import gevent
from gevent.pool import Pool

from loadtest.measure.answers import DELIVERED, DELIVERY, NOT_SENT, NOT_TAKEN
from loadtest.message.head import IDEMPOTENCY, SIGNATURE, http_head
from loadtest.message.signing import sign
from loadtest.send.network import origin_of
from loadtest.words.exchange import Reply, Request

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loadtest.send.job import Job
    from loadtest.send.line import Line

STEPS: Final = (("queued", 0.0), ("sent", 0.3))
END: Final = 1.0
"""Seconds after its message at which a status is told, as the mock's own resources change theirs."""
PATIENCE: Final = 1.0
"""Seconds that the end of a run waits for them beyond that."""
MOST: Final = 2_000
"""Messages whose callbacks are on their way at once; those of more are counted as not sent."""


class Callbacks:
    """Sends the callbacks of one load; `counts` holds how many were answered with 2xx, failed, or not sent in time.

    `texts` holds how the messages ended that they tell of: see `DELIVERY`.
    """

    def __init__(self, job: Job, line: Line) -> None:
        self._job = job
        self._line = line
        self._pool = Pool(MOST)
        self.counts = {"answered": 0, "failed": 0, "not sent": 0}
        self.texts = Counter[str]()

    @property
    def seen(self) -> dict[str, dict[str, int]]:
        """What there is to tell of them, by kind and name."""
        counts = {name: count for name, count in self.counts.items() if count}
        return {"callbacks": counts, DELIVERY: dict(self.texts)} if counts else {}

    def begin(self, to: str, sender: str, sid: str, about: Sequence[Any]) -> None:
        """Tell one message's way; `about` is (URL, how it ends, error code)."""
        place = self._job.plan.pool.place_of(to.rpartition(":")[2]) or 0
        if not self._job.shard.holds(place):
            return  # another machine tells of it
        url, fate, code = about
        if self._pool.free_count() <= 0 or origin_of(str(url)) != origin_of(self._job.plan.url):
            self.counts["not sent"] += 1
            self.texts[_end(str(fate), NOT_SENT)] += 1
            return
        named = [("To", to), ("MessageSid", sid), ("From", sender), ("SmsSid", sid)]
        self._pool.spawn(self._tell, str(url), named, str(fate), code)

    def end(self) -> None:
        """Let those on their way arrive, for a little while."""
        self._pool.join(timeout=END + PATIENCE)
        self._pool.kill()
        self._line.close()

    def _tell(self, url: str, named: list[tuple[str, str]], fate: str, code: int | None) -> None:
        steps = [*STEPS[: 1 if fate == "failed" else 2], (fate, END)]
        before, left, told = 0.0, len(steps), NOT_SENT
        try:
            for status, at in steps:
                gevent.sleep(at - before)
                before = at
                account = ("AccountSid", self._job.plan.account_sid)
                params = [
                    *named,
                    ("SmsStatus", status),
                    ("MessageStatus", status),
                    account,
                    ("ApiVersion", "2010-04-01"),
                ]
                if code is not None and status == fate:
                    params.append(("ErrorCode", str(code)))
                exchange = self._line.sender.send(self._request(url, params), due=self._line.clock())
                reply = exchange.response
                well = isinstance(reply, Reply) and reply.status // 100 == 2  # noqa: PLR2004  the success class of RFC 9110
                self.counts["answered" if well else "failed"] += 1
                left -= 1
                if not left:
                    told = DELIVERED if well else NOT_TAKEN
        finally:  # the run may end before the last of them is told
            self.counts["not sent"] += left
            self.texts[_end(fate, told)] += 1

    def _request(self, url: str, params: list[tuple[str, str]]) -> Request:
        body = urlencode(params)
        signature = sign(url, params, self._job.auth_token.reveal())
        head = http_head(url, len(body), keep_alive=False, authorization="")
        head = head.replace("form-urlencoded", "form-urlencoded; charset=utf-8").replace(SIGNATURE, signature)
        token = str(uuid.UUID(bytes=os.urandom(16), version=4))
        return Request(-1, "status", "", (head.replace(IDEMPOTENCY, token) + body).encode())


def _end(fate: str, told: str) -> str:
    """Return how a text ended: by its fault, or else by what became of the callback that tells of its delivery."""
    return told if fate == DELIVERED else fate
