"""Everything before the load: guard, health wait, provisioning, preflight, forecast; and what goes no further."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from loadtest.message.phone_pool import forecast
from loadtest.pacing import ClosedBatches, Stages
from loadtest.report import dry_run
from loadtest.report.safe import line
from loadtest.run.interrupts import InterruptedRunError
from loadtest.run.job import Job
from loadtest.send import container, network
from loadtest.setup.health import Health, wait_until_ready
from loadtest.setup.preflight import Finding, Preflight
from loadtest.setup.provisioning import Provisioning, provision
from loadtest.verdict.judge import ReplyCheck
from loadtest.words.clock import RunClock
from loadtest.words.errors import ConfigError, ExitCode, SetupError

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

    from loadtest.config import Config
    from loadtest.message.phone_pool import Forecast
    from loadtest.message.plan import Plan
    from loadtest.run.interrupts import Interrupts
    from loadtest.send.sender import WebhookSender

_LONGEST = 2000
DOCTOR_CONNECT = 3.0
"""Seconds that one attempt to connect may take when nothing is known to listen yet: the doctor has ten in all."""


def guard(config: Config, route: network.Route) -> None:
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


def route_for(config: Config, plan: Plan) -> network.Route:
    """Return the way to the webhook; in a container with the machine around it to fall back on.

    Raises:
        ConfigError: when the webhook is remote, and that was not allowed.

    """
    route = network.Route.from_url(plan.url)
    guard(config, route)
    if config.localhost_fallback and route.is_loopback:
        route.fallbacks = container.host_addresses()
    return route


def tls_context(config: Config) -> ssl.SSLContext:
    """Return what verifies the server; `ConfigError` when the CA file cannot be used."""
    try:
        return network.tls_context(config.ca_file or None)
    except ValueError as error:
        raise ConfigError([f"ca-file: {error}"]) from None


def prepare(  # noqa: PLR0913  what the load is about to use
    config: Config,
    job: Job,
    *,
    route: network.Route,
    tls: ssl.SSLContext,
    sender: WebhookSender,
    clock: RunClock,
    say: Callable[[str], None],
) -> tuple[Forecast | None, tuple[str, ...]]:
    """Return, when the server and the set-up are ready, the forecast and what must be warned of.

    Raises:
        ConfigError: when the webhook turns out to be remote.
        NotReadyError: when the server never became ready, or the set-up is broken.

    """
    wait_until_ready(_health(config), route=route, session=network.session(route, tls=tls), say=say)
    if elsewhere := route.went_elsewhere:
        say(elsewhere)
    guard(config, route)  # a name that had no address before has one now
    if config.provision:
        session = network.session(route, tls=tls)
        try:
            provision(job.plan.pool, _provisioning(config), session=session, say=say)
        except SetupError as error:
            raise SetupError(line(str(error), _LONGEST)) from None
    found = Finding()
    if config.preflight:
        found = _checked(_preflight(config, job, sender, route, clock, say=lambda _: None), say)
        sender.close()  # no connection of ours is left to the load
    foreseen = foresee(config, job.plan, extra=found.taken)
    if foreseen:
        say(f"Forecast: {foreseen.sentence}")
    return foreseen, (*([elsewhere] if elsewhere else []), *found.warnings)


def foresee(config: Config, plan: Plan, *, extra: int) -> Forecast | None:
    """Return what the server's limit per number will do; `extra` messages go before the load."""
    quota, pacing = config.rate_limit_per_number, plan.pacing
    if quota is None:
        return None
    if isinstance(pacing, ClosedBatches):
        return forecast(plan.pool, quota, messages=None, due=float, extra=extra)
    extra += pacing.opening(plan.warm_up).total if plan.warm_up else 0
    due = pacing.even.due if isinstance(pacing, Stages) else pacing.due
    return forecast(plan.pool, quota, messages=plan.planned, due=due, extra=extra)


def doctor(config: Config, *, say: Callable[[str], None], interrupts: Interrupts) -> ExitCode:
    """Check the set-up that `config` describes, say every step, and return the exit code; no load, no reports.

    Raises:
        ConfigError: when the CA file cannot be used, or the webhook is remote.

    """
    plan = config.plan()
    route = route_for(config, plan)
    clock = RunClock()
    job = Job.of(config, plan, route)
    sender = job.sender(route, clock=clock, tls=tls_context(config), connect_timeout=DOCTOR_CONNECT)
    say(f"Checking {line(plan.url)}")
    try:
        with interrupts.raising():
            found = _checked(
                _preflight(config, job, sender, route, clock, say=lambda text: say(f"  {line(text, 500)}")), say
            )
    except SetupError as error:
        say(str(error))
        return error.exit_code
    except InterruptedRunError as interrupt:
        say(str(interrupt))
        return interrupt.code
    finally:
        sender.close()
    if foreseen := foresee(config, plan, extra=found.taken):
        say(f"Forecast: {foreseen.sentence}")
    return ExitCode.PASSED


def preview(config: Config, *, say: Callable[[str], None]) -> ExitCode:
    """Say what a run would do, and do nothing; a remote webhook is a mistake here too."""
    plan = config.plan()
    guard(config, network.Route.from_url(plan.url))
    foreseen = foresee(config, plan, extra=int(config.preflight))
    for text in dry_run.render(plan, settings=config.settings, targets=config.targets, forecast=foreseen):
        say(text)
    return ExitCode.PASSED


def _preflight(  # noqa: PLR0913  what a message is made of
    config: Config,
    job: Job,
    sender: WebhookSender,
    route: network.Route,
    clock: RunClock,
    *,
    say: Callable[[str], None],
) -> Preflight:
    return Preflight(
        job.plan,
        token=job.auth_token,
        userinfo=job.userinfo,
        sender=sender,
        route=route,
        judge=job.judge(ReplyCheck.STRICT),  # its finer reasons are needed here, whatever counts later
        random_bytes=os.urandom,
        clock=clock,
        hidden=config.secrets,
        by_status=config.reply_check is ReplyCheck.STATUS,
        say=say,
    )


def _checked(step: Preflight, say: Callable[[str], None]) -> Finding:
    """Check the set-up; say what was found, raise what forbids a load. From here on nothing in it is hostile."""
    found = step.check()
    if found.fault:
        raise SetupError(line(f"Preflight: {found.fault}", _LONGEST))
    found = replace(found, warnings=tuple(line(warning, _LONGEST) for warning in found.warnings))
    for warning in found.warnings:
        say(f"Preflight warning: {warning}")
    if not found.warnings:
        say("Preflight: the well signed message was accepted, the badly signed one refused")
    return found


def _provisioning(config: Config) -> Provisioning:
    return Provisioning(
        link_url=config.url.at(config.provision_path).text,
        verify_url=config.url.at(config.verify_path).text,
        tokens={number: secret.reveal() for number, secret in config.setup_authorization.headers.items()},
        codes=config.verification_code,
    )


def _health(config: Config) -> Health:
    url = config.health_url
    user, _, password = url.userinfo.reveal().partition(":") if url else ("", "", "")
    return Health(
        url=url.text if url else "",
        auth=(user, password) if user or password else None,
        timeout=config.health_timeout,
        lenient=config.health_url_is_default,
        preflight=config.preflight,
    )
