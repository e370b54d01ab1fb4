"""The way in use: which address answers, how TLS is verified, what time it is, and who sends.

One for a whole run, so that what the preflight has found out is what the load goes by.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from loadtest.send import network
from loadtest.send.sender import WebhookSender
from loadtest.words.clock import RunClock

if TYPE_CHECKING:
    import ssl

    import requests

    from loadtest.send.network import Route
    from loadtest.words.exchange import Sender
    from loadtest.words.sending import Sending


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The route settles on the address that answers first; the clock is set back when a load begins."""

    route: Route
    tls: ssl.SSLContext
    clock: RunClock
    sender: Sender
    beside: Line | None = None
    """The line to a baseline that gets the same messages; its clock is this one's."""

    @classmethod
    def along(cls, route: Route, sending: Sending, beside: Route | None = None) -> Line:
        """Return the line that goes by `route`; reads the CA file, and raises `ValueError` when it cannot be used."""
        other = None if beside is None else cls.along(beside, sending)
        tls, clock = network.tls_context(sending.ca_file or None), other.clock if other else RunClock()
        if route.scheme == "https":
            tls.prepare()
        return cls(route=route, tls=tls, clock=clock, sender=_sender(route, sending, tls, clock), beside=other)

    def another(self, sending: Sending) -> Line:
        """Return a line of the same way and clock that has connections of its own."""
        return replace(self, sender=_sender(self.route, sending, self.tls, self.clock), beside=None)

    def session(self) -> requests.Session:
        """Return a session of its own for pages of the same server."""
        return network.session(self.route, tls=self.tls)

    def close(self) -> None:
        """Release every kept connection; what is sent later opens new ones."""
        self.sender.close()
        if self.beside is not None:
            self.beside.close()


def _sender(route: Route, sending: Sending, tls: ssl.SSLContext, clock: RunClock) -> WebhookSender:
    return WebhookSender(route, sending, tls=tls if route.scheme == "https" else None, clock=clock)
