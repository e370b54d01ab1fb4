"""What a configuration asks for: the job, and the line on which it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loadtest.send import container
from loadtest.send.job import Job
from loadtest.send.line import Line
from loadtest.send.network import Route
from loadtest.words.errors import ConfigError
from loadtest.words.secret import Secret

if TYPE_CHECKING:
    from loadtest.config import Config
    from loadtest.message.plan import Plan


def job_of(config: Config, plan: Plan) -> Job:
    """Return how `plan` is sent and judged."""
    return Job(
        plan=plan,
        sending=config.sending(),
        auth_token=config.auth_token,
        userinfo=config.userinfo,
        reply_check=config.reply_check,
        rate_limit_patterns=config.rate_limit_pattern,
        refusal_patterns=config.refusal_pattern,
        accept_patterns=config.accept_pattern,
        expected_replies=config.expected_replies,
        patience=None if config.mock_twilio is None else config.reply_timeout,
        secrets=tuple(map(Secret, config.secrets)),
    )


def line_of(config: Config, job: Job) -> Line:
    """Return the line to the webhook; in a container with the machine around it to fall back on.

    Raises:
        ConfigError: when the webhook is remote, and that was not allowed, or the CA file cannot be used.

    """
    route = Route.from_url(job.plan.url)
    guard(config, route)
    if config.localhost_fallback and route.is_loopback:
        route.fallbacks = container.host_addresses()
    try:
        return Line.along(route, job.sending)
    except ValueError as error:
        raise ConfigError([f"ca-file: {error}"]) from None


def guard(config: Config, route: Route) -> None:
    """Refuse a public address, unless it was allowed.

    Raises:
        ConfigError: when it was not.

    """
    if not config.allow_remote and (address := route.public()):
        why = (
            f"url: {route.host} is on a public address ({address}), and a load there must be meant: real numbers cost "
            "money, and other people's servers are not test servers; if it is yours to test, set allow-remote: true"
        )
        raise ConfigError([why])
