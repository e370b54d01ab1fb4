"""Who answered before the application did: guards of frameworks, firewalls, login walls, proxies, known by their words.

One row each. A row that is not `certain` answers in words that an application's own signature check may use as well, so
it is a possibility and never a finding. The words are those of the products' own defaults.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from loadtest.setup.guards.frameworks import CSRF, HOSTS, PARSERS
from loadtest.setup.guards.kinds import Guard, Guarded
from loadtest.setup.guards.surroundings import BACKENDS, FIREWALLS, LOGINS, NEEDS, POSSIBLE
from loadtest.verdict.twiml import media_type, page_text

if TYPE_CHECKING:
    from loadtest.words.exchange import Reply

__all__ = ["Guard", "Guarded", "guard"]

_READ = 6000
_ROWS = (*CSRF, *HOSTS, *FIREWALLS, *PARSERS, *LOGINS, *NEEDS, *BACKENDS, *POSSIBLE)


def guard(reply: Reply, *, certain: bool = True) -> Guard | None:
    """Return the row that `reply` fits; `certain=False` looks among the possibilities."""
    if reply.status < 400:  # noqa: PLR2004
        return None
    kind = reply.header("content-type") or ""
    text = page_text(reply.body, kind)[:_READ]
    if media_type(kind) == "application/json":
        text = text.replace('\\"', '"').replace("\\u0027", "'")
    return next((row for row in _ROWS if row.certain is certain and row.answers(reply, text)), None)
