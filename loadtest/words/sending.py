"""How messages are sent, as the user set it: what a `Plan`, which says what and when, leaves open.

It stands with the words, because a result, which tells it, may not know who sends.
"""

from __future__ import annotations

from dataclasses import dataclass

TWILIO_TIMEOUT = 15.0
"""Seconds that Twilio waits for a reply (https://www.twilio.com/docs/usage/webhooks/webhooks-overview)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """Times in seconds: `timeout` is a message's whole budget, `connect_timeout` that of one attempt to connect.

    `connect_retries` counts further attempts; beyond `in_flight_cap` messages are dropped; `ca_file` is a PEM file's
    path or empty; `processes` share the load, 0 for as many as the rate asks for.
    """

    timeout: float = TWILIO_TIMEOUT
    connect_timeout: float = 5.0
    connect_retries: int = 1
    keep_alive: bool = False
    in_flight_cap: int = 10_000
    ca_file: str = ""
    processes: int = 1


USUAL = Sending()
