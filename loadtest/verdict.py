"""What came back, judged as Twilio and the person who sent the message would judge it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Reason(Enum):
    """The group a message counts in: the only grouping key. The value is the stable name in every report."""

    ACCEPTED = "accepted"
    RATE_LIMITED = "rate limited"
    REFUSED = "refused"
    SIGNATURE_REJECTED = "signature rejected"
    HTTP_ERROR = "HTTP error"
    REDIRECT = "redirect"
    NOT_TWIML = "not TwiML"
    TIMEOUT = "timeout"
    CONNECT = "connect"
    TLS = "TLS"
    PROTOCOL = "broken HTTP"
    CONNECTION_LOST = "connection lost"
    CUT = "cut"
    GENERATOR = "generator"


UNJUDGED = frozenset({Reason.CUT, Reason.GENERATOR})
"""Messages that say nothing about the server: our signal stopped them, or the generator itself failed."""

RESPONSE_TIMES = frozenset({Reason.ACCEPTED, Reason.TIMEOUT})
"""Reasons whose durations are response times; every other reason's are shown apart, so that quick refusals flatter nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The judgement of one message.

    `twilio_code` is the error code Twilio's own log would show, or None; `warnings` are sentences on an accepted message
    that Twilio would log as warnings; `detail` is one sentence for people, with the server's text quoted raw (hostile!).
    """

    reason: Reason
    twilio_code: int | None = None
    warnings: tuple[str, ...] = ()
    detail: str = ""

    @property
    def ok(self) -> bool:
        """Whether the server accepted the message."""
        return self.reason is Reason.ACCEPTED
