"""The embedded demo server: a webhook that checks signatures, limits rates and fails as scripted.

It answers as a real application was observed to answer, so that every claim of the load test can be tried against a
server whose true counts are known. `behaviour` says what it does, `limiter` and `backend` are its parts, `application`
its answers, `server` its sockets.
"""

from __future__ import annotations

from loadtest.simulator.behaviour import FLAGS, Behaviour, Latency, Stall, behaviour_from
from loadtest.simulator.server import Simulator

__all__ = ["FLAGS", "Behaviour", "Latency", "Simulator", "Stall", "behaviour_from"]
