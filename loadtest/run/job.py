"""What a configuration asks for: the job, and the line on which it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loadtest.send import container
from loadtest.send.job import Job
from loadtest.send.line import Line
from loadtest.send.network import Route
from loadtest.words.errors import ConfigError
from loadtest.words.secret import NO_SECRET, Secret

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
        baseline_userinfo=config.baseline_url.userinfo if config.baseline_url else NO_SECRET,
        reply_check=config.reply_check,
        rate_limit_patterns=config.rate_limit_pattern,
        refusal_patterns=config.refusal_pattern,
        accept_patterns=config.accept_pattern,
        expected_replies=config.expected_replies,
        patience=None if config.mock_twilio is None else config.reply_timeout,
        secrets=tuple(map(Secret, config.secrets)),
    )


def line_of(config: Config, job: Job) -> Line:
    """Return the line to the webhook, and a baseline; in a container with the host machine to fall back on.

    Raises:
        ConfigError: when the webhook is remote, and that was not allowed, or the CA file cannot be used.

    """
    route = Route.from_url(job.plan.url)
    beside = Route.from_url(job.plan.baseline_url) if job.plan.baseline_url else None
    _look_at(config, route)
    if beside is not None:
        _look_at(config, beside, name="baseline-url")
    try:
        return Line.along(route, job.sending, beside)
    except ValueError as error:
        raise ConfigError([f"ca-file: {error}"]) from None


def _look_at(config: Config, route: Route, *, name: str = "url") -> None:
    guard(config, route, name=name)
    if config.localhost_fallback and route.is_loopback:
        route.fallbacks = container.host_addresses()


def guard(config: Config, route: Route, *, name: str = "url") -> None:
    """Refuse a public address, unless it was allowed.

    Raises:
        ConfigError: when it was not.

    """
    if not config.allow_remote and (address := route.public()):
        why = (
            f"{name}: {route.host} is on a public address ({address}), and a load there must be meant: real "
            "numbers cost money, and other people's servers are not test servers; if it is yours to test, set "
            "allow-remote: true"
        )
        raise ConfigError([why])
