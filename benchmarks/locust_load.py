"""The load as a Locust user would write it: signed in the task, judged by its status, counted by Locust."""

import hmac
import json
import os
import time
from base64 import b64encode
from itertools import count
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import gevent
from locust import FastHttpUser, events, task
from locust.env import Environment

WORK = json.loads(Path(os.environ["WORK"]).read_text(encoding="utf-8"))
URL, TOKEN, FORMS, NUMBERS = WORK["url"], WORK["token"].encode(), WORK["forms"], WORK["numbers"]
PATH = urlsplit(URL).path
RATE, USERS = float(os.environ["RATE"]), int(os.environ["USERS"])
KEEP_ALIVE = os.environ["KEEP_ALIVE"] == "true"
SEQUENCE, STARTED = count(), count()


class Sender(FastHttpUser):
    """Sends one message after another, at a share of the rate when there is one."""

    if RATE:
        # As constant_throughput(RATE / USERS), but that keeps all users in step: bursts instead of a rate.
        def on_start(self) -> None:
            self.due = time.monotonic() + next(STARTED) / RATE
            gevent.sleep(self.due - time.monotonic())

        def wait_time(self) -> float:
            now = time.monotonic()
            self.due = max(self.due + USERS / RATE, now)
            return self.due - now

    @task
    def message(self) -> None:
        seq = next(SEQUENCE)
        digits = f"{seq:032x}"
        number = NUMBERS[seq % len(NUMBERS)]
        form = [
            (name, value.replace("{sid}", digits).replace("{number}", number).replace("{media}", digits))
            for name, value in FORMS[seq % len(FORMS)]
        ]
        text = URL + "".join(name + value for name, value in form)
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Twilio-Signature": b64encode(hmac.digest(TOKEN, text.encode(), "sha1")).decode(),
            "I-Twilio-Idempotency-Token": digits,
        }
        if not KEEP_ALIVE:
            headers["Connection"] = "close"
        self.client.post(PATH, data=urlencode(form), headers=headers)


@events.quitting.add_listener
def report(environment: Environment, **_: object) -> None:
    """Write what Locust's own report says, which its CSV files may say a second late."""
    total = environment.stats.total
    times = {f"p{percent}": total.get_response_time_percentile(percent / 100) for percent in (50, 95, 99)}
    found = {"sent": total.num_requests, "failed": total.num_failures, "per_second": total.total_rps, **times}
    Path(os.environ["RESULT"]).write_text(json.dumps(found), encoding="utf-8")
