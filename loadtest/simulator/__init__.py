"""On what can I TRY it?

The embedded demo server: a webhook that checks signatures, limits rates and fails as scripted, and answers as a real
application was observed to answer, so that every claim of the load test can be tried against a server whose true counts
are known. `behaviour` says what it does, `limiter` and `backend` are its parts, `application` its answers, `bot` those
that come later, `server` its sockets.

Floor 5: may import floors 0-4.
Never shares code with what judges it.
"""

from __future__ import annotations

from loadtest.simulator.behaviour import FLAGS, Behaviour, Freeze, behaviour_from
from loadtest.simulator.server import Simulator

DEMO_TOKEN = "demo-token"  # noqa: S105  known to both sides of a demo, and of no use elsewhere

__all__ = ["DEMO_TOKEN", "FLAGS", "Behaviour", "Freeze", "Simulator", "behaviour_from"]
