"""The verbs that send messages: run, demo, capacity, doctor. Whatever happens leaves reports and an exit code."""

from __future__ import annotations

import os
import secrets
import socket
import sys
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from loadtest import config
from loadtest.cli import streams
from loadtest.cli.console import ascii_only, is_live, plainly, say, say_aside, wrong
from loadtest.config import values
from loadtest.config.ladder import ladder_from
from loadtest.report import folder_lock
from loadtest.report.files import json_file
from loadtest.report.folder import ReportFolder
from loadtest.report.runner import Runner
from loadtest.report.safe import line
from loadtest.run import continuous, readiness, shard, story
from loadtest.send.user_file import RESULTS, read_text
from loadtest.words.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from loadtest.assess.result import Result
    from loadtest.cli.verbs import Call
    from loadtest.config import Config
    from loadtest.run.interrupts import Interrupts

DEMO = {"duration": "15", "phone-numbers": "+15555552000-+15555552029", "health-timeout": "10"}
"""What the demo sets where no flag does: a load that the simulator's 20 messages an hour for each number let pass."""

DEMO_CAUSE = {"duration": "20", "concurrent": "5", "delay": "500"}
"""What it sets besides for a scripted cause: finer batches, so that short pauses show."""

DEMO_BOT = {"duration": "8", "reply-timeout": "4", "phone-numbers": "+15555552000-+15555552199"}
"""What it sets for a bot that answers later: a drain that waits for lost ones, and a number for each message, so that
no match is in doubt."""

DEMO_SHOP = {
    "rate": "8/s",
    "duration": "12",
    "phone-numbers": "+15555552000-+15555552199",
    "targets": "conversations completed > 99%",
}
"""What it sets for conversations; a number for each, because a number has one at a time."""

DEMO_WORK = "5/s"
"""What a bot with a backlog gets done: half of the demo's messages."""

DEMO_POLITE = {
    "limit-text": {"number-limit": "3/min"},
    "error-text": {"error-share": "20%", "errors-after": "30"},
}
"""What the simulator is told besides where it declines in the user's words, status 200."""


def run(call: Call) -> int:
    """Send the load."""
    env, directory = dict(os.environ), Path.cwd()
    return _gate(
        lambda: _settings(call, env, directory),
        env=env,
        named=lambda option: named_option(option, call.settings, env, directory),
        interrupts=call.interrupts,
    )


def capacity(call: Call) -> int:
    """Look for the highest rate that meets the targets."""
    env, directory = dict(os.environ), Path.cwd()
    ladder, problems = ladder_from({**call.own, **call.settings}, call.problems)
    return _gate(
        lambda: replace(_settings(call, env, directory, problems), ladder=ladder),
        env=env,
        named=lambda option: named_option(option, call.settings, env, directory),
        interrupts=call.interrupts,
    )


def doctor(call: Call) -> int:
    """Check the set-up, and say every step."""
    env = dict(os.environ)
    try:
        with call.interrupts.at_once():
            settings = _settings(call, env, Path.cwd())
        _announce(settings, Runner(env, sys.stdout, random_hex=secrets.token_hex(16)))
        return readiness.doctor(settings, say=plainly(), interrupts=call.interrupts)
    except ConfigError as error:
        return wrong(error.problems)


def demo(call: Call) -> int:
    """Send a load to the embedded simulator."""
    from loadtest.simulator import DEMO_TOKEN, Simulator, behaviour_from  # noqa: PLC0415  only this verb pays for it
    from loadtest.simulator.shop import CONVERSATION  # noqa: PLC0415

    flags, problems, cause = call.settings, list(call.problems), call.own.get("cause", "")
    if "url" in flags:
        problems.append(
            "--url: the demo loads the simulator that it starts; leave the word demo out for your own server"
        )
    if "shard" in flags:
        problems.append("--shard: the demo's simulator serves this machine alone; leave it out")
    runner_env = {name: value for name, value in os.environ.items() if name.startswith("GITHUB_")}
    script = {"cause": cause, "seed": flags.get("seed", "")} if cause else {}
    for name, more in DEMO_POLITE.items():
        if name in call.own:
            script |= more | {name: call.own[name]}
    with ExitStack() as stack:
        bot, environment, mock = _bot_of(call.own, stack)
        try:
            behaviour = behaviour_from(
                {"latency": "lognormal 80ms 0.5"} | script | bot, token=DEMO_TOKEN, environment=environment
            )
        except ValueError as error:
            return wrong([*problems, *(f"--{problem}" for problem in str(error).splitlines())])
        problems += [f"--{name}: the demo plays Twilio itself; leave it out" for name in mock if name in flags]
        talks = _is_on(call.own, "conversation")
        limit = "3 messages a minute" if "limit-text" in call.own else "20 messages an hour"
        simulator = stack.enter_context(Simulator(behaviour))
        usual = DEMO | (DEMO_CAUSE if cause else {}) | (DEMO_BOT if mock else {})
        usual |= DEMO_SHOP | {"conversations": CONVERSATION} if talks else {}
        own = {"url": simulator.url} | usual | dict(flags) | mock
        if cause in {"signature", "cold-start"}:  # the preflight would name the one, and warm the other up
            own = {"preflight": "false"} | own
        # The settings of a real test in the environment or in .env have no place in a demo.
        env = {"TWILIO_AUTH_TOKEN": DEMO_TOKEN}
        sources = config.Sources(flags=own, env=env, read_file=_read_file, problems=problems)
        code = _gate(
            lambda: config.load(sources, seed=secrets.randbits(32)),
            env=runner_env,
            named=lambda option: named_option(option, flags, {}, Path.cwd()),
            interrupts=call.interrupts,
            opening=f"The embedded simulator answers at {simulator.url} ({limit} for each number)",
        )
        if simulator.counts.received:
            say(f"The simulator itself counted {simulator.counts.accepted} accepted messages, the preflight's included")
        if simulator.bot is not None:
            say(f"As a bot it {simulator.bot}")
    return code


def _bot_of(own: Mapping[str, str], stack: ExitStack) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Return how the simulator is a bot, the environment that it needs, and the settings of its mock Twilio, if any."""
    bot = {name: own[name] for name in ("async", "lose", "twice", "forget") if name in own}
    if _is_on(own, "conversation"):
        bot["shop"] = "on"
    if _is_on(own, "backlog"):
        bot["backlog"] = DEMO_WORK if values.is_boolean(own["backlog"]) else own["backlog"]
    if not _is_on(own, "async"):
        return bot, {}, {}
    from loadtest.mock_twilio import authority  # noqa: PLC0415  only such a demo pays for it
    from loadtest.mock_twilio.environment import variables  # noqa: PLC0415

    folder = Path(stack.enter_context(TemporaryDirectory(prefix="load-test-demo-")))
    authority.make(folder)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    mock = {"mock-twilio": str(port), "mock-twilio-folder": str(folder)}
    return bot, variables(folder, host="127.0.0.1", port=port), mock


def _is_on(own: Mapping[str, str], switch: str) -> bool:
    text = own.get(switch, "false")
    return not values.is_boolean(text) or values.boolean(text.strip())  # any other word is told as a mistake


def _settings(call: Call, env: Mapping[str, str], directory: Path, problems: list[str] | None = None) -> Config:
    return config.read(
        call.settings,
        env=env,
        directory=directory,
        seed=secrets.randbits(32),
        problems=[*call.problems, *(problems or [])],
    )


def _gate(  # noqa: C901  every way to run, and every way to end
    read: Callable[[], Config],
    *,
    env: Mapping[str, str],
    named: Callable[[str], str],
    interrupts: Interrupts,
    opening: str = "",
) -> int:
    """Read the configuration, say `opening`, run, report.

    `named` gives the value of an option that a wrong configuration still names.
    """
    as_json = named("format").strip().lower() == "json"
    tell = say_aside if as_json else say
    runner = Runner(env, sys.stderr if as_json else sys.stdout, random_hex=secrets.token_hex(16))
    settings: Config | None = None
    streams.hide(config.secrets_in(env))
    try:
        with interrupts.at_once():
            settings = read()
        if said := opening or readiness.beware(settings):
            tell(said)
        _announce(settings, runner)
        if settings.ladder:
            _one_search(settings)
        if settings.dry_run:
            return readiness.preview(settings, say=plainly())
        if settings.shard and settings.start:
            at = settings.start.near(datetime.now(UTC))
            code, ended = shard.run(settings, at, say=tell, interrupts=interrupts)
            (runner.error if code else runner.notice)(ended)
            if as_json:
                say(_read_file(str(Path(settings.report_dir) / shard.file_name(settings.shard))).rstrip())
            return code
        if settings.repeats:
            code = continuous.repeat(settings, runner=runner, say=tell, interrupts=interrupts, ascii_only=ascii_only())
            if as_json:  # that of the run that decides
                say(_read_file(ReportFolder(settings.report_dir).paths["json"]).rstrip())
            return code
        folder = ReportFolder(settings.report_dir)
        live = not as_json and not runner.active and is_live(os.environ)
        result = story.run(settings, say=tell, interrupts=interrupts, live=live)
        code = story.publish(result, folder, runner=runner, say=tell, ascii_only=ascii_only())
        if as_json:
            say(_read_file(folder.paths["json"]).rstrip())
    except ConfigError as error:
        return misconfigured(error, ReportFolder(named("report-dir")), runner=runner, as_json=as_json)
    except Exception as error:  # noqa: BLE001  a signal before there was a run to stop, or a fault of ours
        result = story.ended(story.unstarted(), error)
        tell(f"{line(result.headline)} (exit code {int(result.exit_code)})")
        return _without_numbers(result, ReportFolder(named("report-dir")), runner=runner, as_json=as_json)
    finally:
        folder_lock.release()
        if settings is not None and settings.mock_twilio is not None:
            from loadtest.run import catching  # noqa: PLC0415  only these runs pay for it

            catching.forget(settings)
    return code


def misconfigured(error: ConfigError, folder: ReportFolder, *, runner: Runner, as_json: bool = False) -> int:
    """Tell every mistake once, leave reports that say so, and return the exit code."""
    wrong(error.problems)
    return _without_numbers(story.unconfigured(error), folder, runner=runner, as_json=as_json)


def _without_numbers(result: Result, folder: ReportFolder, *, runner: Runner, as_json: bool) -> int:
    """Leave reports of a run that measured nothing, tell the runner, and return the exit code.

    On a person's own machine the reports of the last run stay: in CI they would be taken for this one's.
    """
    reports: ReportFolder | None = None
    if folder.is_claimed:  # by this run, which may be one of a series
        folder.write(result)
        reports = folder
    elif runner.in_ci or not folder.is_used:
        try:
            folder.claim(result)
            reports = folder
        except ConfigError as unwritable:
            wrong([problem for problem in unwritable.problems if problem not in (result.why, *result.notes)])
    story.hand_over(result, reports, runner=runner)
    if as_json:
        say(json_file.to_json(result).rstrip())
    return result.exit_code


def _one_search(settings: Config) -> None:
    """Raise `ConfigError` for what makes no search of its own."""
    options = {"dry-run": settings.dry_run, "runs": settings.runs, "every": settings.every, "shard": settings.shard}
    if named := [name for name, value in options.items() if value]:
        raise ConfigError([f"{' and '.join(named)}: loadtest capacity is one search, made at once; leave it out"])


def _announce(settings: Config, runner: Runner) -> None:
    streams.hide(settings.secrets)
    for secret in settings.secrets:
        runner.mask(secret)
    for warning in settings.warnings:
        runner.warning(warning)


def named_option(name: str, flags: Mapping[str, str], env: Mapping[str, str], directory: Path) -> str:
    """Return what an option says, by its highest source, whatever else is wrong with the configuration."""
    dotenv, _ = config.read_dotenv(directory)
    found = config.layers(flags, env, dotenv, [])
    default = next(option.default for option in config.OPTIONS if option.name == name)
    return next((layer[name].text for layer in found if name in layer), default)


def _read_file(path: str) -> str:
    return read_text(path, most=RESULTS)
