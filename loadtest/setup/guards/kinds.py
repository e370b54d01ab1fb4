"""What a row of the tables of guards holds, and what the kinds of guards do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from loadtest.words.exchange import Reply


class Guarded(Enum):
    """What a guard guards; the value is (what it does to the message, what to do)."""

    CSRF = (
        "the server's CSRF protection stops the webhook",
        "exempt the webhook from it: Twilio has no such token, cookie or origin",
    )
    HOST = (
        "the server does not let this host name in",
        "allow the host of url there, or set url to a name that it knows",
    )
    FIREWALL = (
        "a firewall or gateway in front of the application stops the message",
        "let POST requests to the webhook's path through it; Twilio's have no browser, cookie or fixed address",
    )
    LOGIN = (
        "a login wall stops the webhook",
        "exempt the webhook from it: Twilio has no session, API key or bearer token, only basic auth from its URL",
    )
    SIZE = ("the server takes no message of this size", "raise its limit of the body; a message may have several kB")
    PARSER = (
        "the server did not read the form, its body parser is missing or another",
        "parse application/x-www-form-urlencoded on the webhook's route",
    )
    FIELDS = (
        "the server's declaration of the form's fields does not fit what Twilio sends",
        "make the fields optional or correct their names: Twilio sends empty ones, and other ones with each kind",
    )
    HEADER = (
        "the server says that no signature arrived, and every message carries one",
        "look for what takes X-Twilio-Signature away (a proxy, a gateway), and whether it is read by that name",
    )
    TOKEN = ("the server has no token to check signatures with", "give the server a token, the same as auth-token")
    BACKEND = (
        "a proxy answers, but not the application behind it",
        "start the application, or correct the address that the proxy has for it",
    )
    GATEWAY = (
        "a gateway has no such path or method, or wants signed requests (it answers both in these words)",
        "compare url with the gateway's routes, the stage in front of the path included; else take its authorizer off",
    )
    NEEDS = (
        "the server takes the message and then cannot reach what it needs",
        "start what it needs (a database, a cache, another service), or correct the address in its configuration",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """One row: whose words they are, with which statuses (empty: any error), and how to let the webhook through.

    `words` is a regular expression without regard to case; `header` a name and another such expression.
    """

    kind: Guarded
    whose: str
    words: str = ""
    statuses: tuple[int, ...] = ()
    header: tuple[str, str] = ("", "")
    remedy: str = ""
    certain: bool = True

    def answers(self, reply: Reply, text: str) -> bool:
        """Return whether `reply`, which reads `text`, is this one's."""
        if self.statuses and reply.status not in self.statuses:
            return False
        if not re.search(self.words, text, re.IGNORECASE | re.DOTALL):
            return False
        name, value = self.header
        return not name or re.search(value, reply.header(name) or "", re.IGNORECASE) is not None
