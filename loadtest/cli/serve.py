"""The verbs that start a server and no load."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from loadtest.cli.console import say, wrong
from loadtest.config import values
from loadtest.run.interrupts import InterruptedRunError
from loadtest.simulator import DEMO_TOKEN, Simulator, behaviour_from
from loadtest.words.errors import ConfigError, ExitCode

if TYPE_CHECKING:
    from loadtest.cli.verbs import Call


def simulator(call: Call) -> int:
    """Run the simulator until a signal comes."""
    try:
        if call.problems:
            raise ConfigError(call.problems)  # noqa: TRY301  one handler tells every mistake
        options = dict(call.own)
        host, port = options.pop("host", "127.0.0.1"), _port(options.pop("port", "3000"))
        token = os.environ.get("TWILIO_AUTH_TOKEN") or DEMO_TOKEN
        server = Simulator(behaviour_from(options, token=token, environment=os.environ), host, port)
        with server, call.interrupts.raising():
            say(f"Simulator: {server.url} (auth token: {'TWILIO_AUTH_TOKEN' if token != DEMO_TOKEN else token})")
            server.wait()
    except ConfigError as error:
        return wrong(error.problems)
    except ValueError as error:
        return wrong([f"--{problem}" for problem in str(error).splitlines()])
    except InterruptedRunError as interrupt:
        counts = server.counts
        say(
            f"Simulator {interrupt}: {counts.received} messages received, {counts.accepted} accepted, "
            f"{counts.rate_limited} rate limited, {counts.refused} refused, {counts.failed} failed"
        )
        if server.bot is not None:
            say(f"As a bot it {server.bot}")
    return ExitCode.PASSED


def _port(text: str) -> int:
    try:
        return values.whole(0, values.HIGHEST_PORT, "0 takes a free one")(text)
    except ValueError as error:
        raise ValueError(f"port: {error}") from None
