"""Everything before the load: guard, health wait, provisioning, preflight, forecast; and what goes no further."""

from __future__ import annotations

import math
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from loadtest.assess.replies.kinds import hear
from loadtest.measure.replies import Replies
from loadtest.message.phone_pool import PhonePool, forecast
from loadtest.pacing import WHOLE, ClosedBatches, Stages
from loadtest.report import dry_run, safe
from loadtest.report.sections.replies import before_the_load
from loadtest.run.interrupts import InterruptedRunError
from loadtest.run.job import guard, job_of, line_of
from loadtest.send.network import Route
from loadtest.setup.first_replies import SPENT, FirstTexts, expected_first, needed, untried
from loadtest.setup.health import Health, wait_until_ready
from loadtest.setup.preflight import Checkup, Preflight
from loadtest.setup.provisioning import Provisioning, provision
from loadtest.setup.rehearsal import Rehearsal
from loadtest.words.errors import ConfigError, ExitCode, NotReadyError, SetupError
from loadtest.words.units import format_duration

if TYPE_CHECKING:
    from collections.abc import Callable

    from loadtest.config import Config
    from loadtest.measure.replies import FirstReplies
    from loadtest.message.phone_pool import Forecast
    from loadtest.message.plan import Plan
    from loadtest.run.catching import Catching
    from loadtest.run.interrupts import Interrupts
    from loadtest.send.job import Job
    from loadtest.send.line import Line
    from loadtest.verdict.stated_limit import StatedLimits
    from loadtest.words.mask import Mask

_LONGEST = 2000
LONGEST_REST = 90.0
"""Seconds that the load waits for a limit of which the messages before it took too much."""
DOCTOR_CONNECT = 3.0
"""Seconds that one attempt to connect may take when nothing is known to listen yet: the doctor has ten in all."""


def prepare(
    config: Config, job: Job, line: Line, *, caught: Catching, say: Callable[[str], None]
) -> tuple[Forecast | None, tuple[str, ...], FirstReplies | None, Job]:
    """Return, when the server and the set-up are ready, the forecast, warnings, the first replies, and what is to do.

    Raises:
        ConfigError: when the webhook turns out to be remote.
        NotReadyError: when the server never became ready, or the set-up is broken.

    """
    _prepare_baseline(config, job, line.beside, caught=caught, say=say)
    route, mask = line.route, job.mask()
    heard = _masked(say, mask)
    try:
        wait_until_ready(_health(config), route=route, session=line.session(), say=heard)
    except NotReadyError as error:
        raise NotReadyError(mask(str(error))) from None
    if elsewhere := route.went_elsewhere:
        say(elsewhere)
    guard(config, route)  # a name that had no address before has one now
    if job.shard.index:
        return None, (elsewhere,) if elsewhere else (), None, job  # the first shard prepares the server for all of them
    if config.provision:
        try:
            provision(job.plan.pool, _provisioning(config, caught), session=line.session(), say=heard)
        except SetupError as error:
            raise SetupError(safe.line(mask(str(error)), _LONGEST)) from None
    found, first, began = Checkup(), None, time.monotonic()
    if config.preflight:
        tried = Rehearsal(job, line) if job.plan.conversations else FirstTexts(job, line)
        found = _checked(Preflight(job, line, texts=tried), say, mask)
        first = tried.with_later(found.accepted)
        _tell_first(first, say)
        line.close()  # no connection of ours is left to the load
        job = _minding_cookies(job, first)
    extra = found.taken + (first.sent if first else 0)
    resting, lack = _rest(job.plan, found.limits)
    foreseen = foresee(config, job.plan, extra=0 if resting else extra, limits=found.limits)
    if foreseen:
        say(f"Forecast: {foreseen.sentence}")
    if lack:
        say(lack)
        time.sleep(resting)
    if caught.on:
        accepted = first.replies.accepted if first else ()
        job = replace(job, before=caught.first_answers((*found.accepted, *accepted), began))
    return foreseen, (*filter(None, (elsewhere, lack)), *found.warnings), first, job


def _tell_first(first: FirstReplies, say: Callable[[str], None]) -> None:
    for text in before_the_load(hear(Replies(), first=first)):
        say(safe.line(text, _LONGEST) if not text.startswith(" ") else f"  {safe.line(text, _LONGEST)}")


def _rest(plan: Plan, limits: StatedLimits) -> tuple[float, str]:
    """Return how many seconds to wait until a limit is whole again that the load fits into, and why, in a sentence.

    Without the sentence there is nothing to wait for; without the seconds it would be too long.
    """
    last, need = limits.last, needed(plan, limits)
    if last is None or last.left is None or need is None or not last.left < need <= last.limit:
        return 0.0, ""
    whose = " of a number" if limits.shared is False else ""
    left = f"the messages before the load left {last.left} of the {last.text}{whose} that the server's headers state"
    left = f"{left}, and the load needs {need}"
    if last.reset is None or last.reset > LONGEST_REST:
        return 0.0, f"Beware: {left}, so it will be rate limited for what this check sent (--preflight off sends none)"
    return last.reset + 1.0, f"Waiting {format_duration(last.reset + 1.0)} until that limit begins anew: {left}"


def _minding_cookies(job: Job, first: FirstReplies) -> Job:
    """Return the job so that one process sends all messages of a number, where a number has cookies.

    Not that of a shard, of which the others, who have not seen them, would not know.
    """
    if not first.cookies or job.shard != WHOLE:
        return job
    return replace(job, plan=replace(job.plan, numbers_share_state=True))


def _prepare_baseline(
    config: Config, job: Job, line: Line | None, *, caught: Catching, say: Callable[[str], None]
) -> None:
    """Prepare the version to compare with as the webhook is prepared; what fails says which of the two it was."""
    if line is None:
        return
    try:
        prepare(config.baseline_config, job.beside(), line, caught=caught, say=lambda text: say(f"Baseline: {text}"))
    except ConfigError as error:
        raise ConfigError([f"baseline-{problem}" for problem in error.problems]) from None  # it names `url`
    except SetupError as error:
        raise SetupError(f"baseline-url: {error}") from None
    except NotReadyError as error:
        raise NotReadyError(f"baseline-url: {error}") from None


def foresee(config: Config, plan: Plan, *, extra: int, limits: StatedLimits | None = None) -> Forecast | None:
    """Return what the server's limit will do; `extra` messages go before the load.

    The limit is the one for each number that the user stated, or else what the server's headers state, or an assumed
    one.
    """
    quota, pacing, pool = config.rate_limit_per_number, plan.pacing, plan.pool
    if quota is None:
        return None
    assumed = any(one.name == "rate-limit-per-number" and one.source == "default" for one in config.settings)
    told = limits.last.quota if assumed and limits and limits.last else None
    shared = limits.shared if told and limits else False
    spare = None
    if told and limits:
        quota, assumed, need = told, False, needed(plan, limits)
        spare = None if shared is False or need is None else max(0, quota.count - need)
        pool = pool if shared is False else PhonePool(ranges=((pool.ranges[0][0], 1),))

    def foreseen(messages: int | None, due: Callable[[int], float], extra: int) -> Forecast:
        found = forecast(pool, quota, messages=messages, due=due, extra=extra)
        return replace(found, numbers=plan.pool.size, assumed=assumed, stated=bool(told), shared=shared, spare=spare)

    if isinstance(pacing, ClosedBatches):
        return foreseen(None, float, extra)
    extra += pacing.opening(plan.warm_up).total if plan.warm_up else 0
    due, messages = pacing.even.due if isinstance(pacing, Stages) else pacing.due, plan.planned
    if plan.conversations:
        each, begun = plan.scripts().messages, due
        return foreseen(math.ceil((messages or 0) * each), lambda seq: begun(int(seq / each)), extra)
    if plan.baseline_url:  # two versions often share a database, and a limiter in it
        one, extra, messages = due, 2 * extra, 2 * (messages or 0)
        return foreseen(messages, lambda seq: one(seq // 2), extra)
    return foreseen(messages, due, extra)


def doctor(config: Config, *, say: Callable[[str], None], interrupts: Interrupts) -> ExitCode:
    """Check the set-up that `config` describes, say every step, and return the exit code; no load, no reports.

    Raises:
        ConfigError: when the CA file cannot be used, or the webhook is remote.

    """
    plan = config.plan()
    job = job_of(config, plan)
    job = replace(job, sending=replace(job.sending, connect_timeout=DOCTOR_CONNECT))
    line = line_of(config, job)
    mask = job.mask()
    say(f"Checking {safe.line(plan.url)}")
    try:
        with interrupts.raising():
            step = Preflight(job, line, say=lambda text: say(f"  {safe.line(mask(text), 500)}"))
            found = _checked(step, say, mask)
    except SetupError as error:
        say(str(error))
        return error.exit_code
    except InterruptedRunError as interrupt:
        say(str(interrupt))
        return interrupt.code
    finally:
        line.close()
    if foreseen := foresee(config, plan, extra=found.taken, limits=found.limits):
        say(f"Forecast: {foreseen.sentence}")
    if danger := unplayed(config):
        say(
            f"{danger}; start it by `loadtest mock-twilio exec -- CMD` and load it with --mock-twilio on, or start it "
            "with a made-up account and token"
        )
    said = "ready, with warnings" if found.warnings else "ready"
    say(f"{said}; next: loadtest run {safe.line(plan.url)} with the same settings (--dry-run shows what it will do)")
    return ExitCode.PASSED


def preview(config: Config, *, say: Callable[[str], None]) -> ExitCode:
    """Say what a run would do, and do nothing; a remote webhook is a mistake here too."""
    plan = config.plan()
    guard(config, Route.from_url(plan.url))
    foreseen = foresee(config, plan, extra=_foreseen_first(plan) if config.preflight else 0)
    told = dry_run.render(plan, config.sending(), settings=config.settings, targets=config.targets, forecast=foreseen)
    for text in told:
        say(text)
    if config.preflight and (left := untried(plan)):
        say(f"\nBeware: {left}")
    return ExitCode.PASSED


def unplayed(config: Config) -> str:
    """Return what a reader must know of a load without a mock Twilio, or nothing."""
    if config.mock_twilio is not None:
        return ""
    media = any(not medium.url for medium in config.media) and dict(config.plan().mix).get("mms")
    fetched = "download media from api.twilio.com with its account's own token, and would " if media else ""
    return f"Without mock-twilio the server may {fetched}text real people if it answers through Twilio's API"


def beware(config: Config) -> str:
    """Return the same with who says what to do, for who did not ask the doctor."""
    danger = unplayed(config)
    return f"{danger}; `loadtest doctor` says how to avoid that" if danger else ""


def _masked(say: Callable[[str], None], mask: Mask) -> Callable[[str], None]:
    return lambda text: say(mask(text))


def _foreseen_first(plan: Plan) -> int:
    """Return how many messages go before the load: the numbers of the check's own are not known yet."""
    if plan.conversations:
        return SPENT + 2 * math.ceil(sum(script.messages for script in plan.conversations))
    return SPENT + len(expected_first(plan))


def _checked(step: Preflight, say: Callable[[str], None], mask: Mask) -> Checkup:
    """Check the set-up; say what was found, raise what forbids a load. From here on nothing in it is hostile."""
    found = step.check()
    if found.fault:
        raise SetupError(safe.line(mask(f"Preflight: {found.fault}"), _LONGEST))
    found = replace(found, warnings=tuple(safe.line(mask(warning), _LONGEST) for warning in found.warnings))
    for warning in found.warnings:
        say(f"Preflight warning: {warning}")
    if found.told:
        say(f"Preflight: {found.told}")
    return found


def _provisioning(config: Config, caught: Catching) -> Provisioning:
    return Provisioning(
        link_url=config.url.at(config.provision_path).text,
        verify_url=config.url.at(config.verify_path).text,
        tokens=config.setup_authorization.headers,
        codes=config.verification_code,
        texted=caught.codes if caught.on else None,
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
