"""Verbs: reads the command line, catches errors, returns the exit code."""

from __future__ import annotations

import os
import secrets
import sys
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from loadtest import __version__, config
from loadtest.config import values
from loadtest.config.ladder import ladder_from
from loadtest.words.errors import ConfigError, ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from loadtest.assess.capacity import Ladder
    from loadtest.config import Config
    from loadtest.report.runner import Runner
    from loadtest.run.interrupts import Interrupts

DEMO_TOKEN = "demo-token"  # noqa: S105  the demo's own, known to both of its sides
DEMO = {"duration": "15", "phone-numbers": "+15555552000-+15555552029", "health-timeout": "10"}
"""What the demo sets where no flag does: a load that the simulator's 20 messages an hour and number let pass."""

DEMO_CAUSE = {"duration": "20", "concurrent": "5", "delay": "500"}
"""What it sets besides for a scripted cause: finer batches, so that short pauses show."""

USAGE = """\
usage: loadtest [run] [flags]      send a signed SMS/MMS load and judge every reply
       loadtest doctor [flags]     check the set-up with a few messages, say every step, send no load
       loadtest demo [flags]       send a load to the embedded simulator, which needs no set-up;
                                   --cause NAME makes it fail as a real server would: db-pool, leak, restart, …
       loadtest capacity --from 10/s --to 2000/s [--hold 20s] [flags]
                                   the highest rate that meets the targets; capacity >= 100/s is one, too
       loadtest simulator [flags]  only the simulator, until it is stopped
       loadtest report FILE        show the results.json of an earlier run, or make its other reports again
       loadtest judge FILE         hold it against other targets
       loadtest compare A B        what changed from one results.json to another
       loadtest --help | --version

Exit codes: 0 targets met · 1 a target missed · 2 wrong configuration · 3 server never ready or its set-up is broken
            4 inconclusive · 5 our own error · 130/143 interrupted
"""

_FILES = """\
  --html FILE --junit FILE --summary FILE --json FILE --metrics FILE --csv FILE
                   write that report; - is standard output
"""
_AFTERWARDS = {
    "report": f"""\
usage: loadtest report RESULTS.JSON [--html FILE …]

Shows an earlier run on the console, or makes its other reports again. Exits 0.

{_FILES}""",
    "judge": f"""\
usage: loadtest judge RESULTS.JSON [--targets LIST] [--baseline RESULTS.JSON] [--on-inconclusive fail|pass]

Holds an earlier run against these targets (its own where none are given) and exits as the run would have.

{_FILES}""",
    "compare": """\
usage: loadtest compare BEFORE.JSON AFTER.JSON

Prints what changed, and why the two runs may not be comparable. Exits 0.
""",
}


_LADDER = """\
Of capacity alone:
  --from RATE      the first rate; it is doubled until the targets are missed, then narrowed
  --to RATE        the highest rate that is tried
  --hold TIME      for how long each rate is held (default 20s)

"""
_WHERE = {
    "host": "address to listen on; 0.0.0.0 for other machines and containers, too (default 127.0.0.1)",
    "port": "TCP port to listen on; 0 takes a free one (default 3000)",
}


def main(argv: Sequence[str], *, interrupts: Interrupts) -> int:
    """Run the verb that `argv` names and return the exit code."""
    verbs = {
        "run": _run,
        "doctor": _doctor,
        "capacity": _capacity,
        "demo": _demo,
        "simulator": _simulator,
    } | dict.fromkeys(_AFTERWARDS)
    words = list(argv)
    if "--version" in words:
        print(f"loadtest {__version__}")  # noqa: T201  the answer
        return ExitCode.PASSED
    verb = words.pop(0) if words and not words[0].startswith("-") else "run"
    if "--help" in words or "-h" in words or verb == "help":
        print(_help(verb))  # noqa: T201  the answer
        return ExitCode.PASSED
    if verb == "worker":  # a process of a load, started by another of ours
        from loadtest.run import load  # noqa: PLC0415  likewise

        return load.work(interrupts)
    if verb not in verbs:
        near = get_close_matches(verb, verbs, 1)
        hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(verbs)}"
        print(f"There is no verb {verb!r}; {hint}", file=sys.stderr)  # noqa: T201
        return ExitCode.WRONG_CONFIGURATION
    act = verbs[verb]
    if act is None:
        from loadtest.cli import past  # noqa: PLC0415  only these verbs pay for it

        return past.main(verb, words, say=_say, ascii_only=_ascii_only())
    return act(words, interrupts)


def _run(argv: Sequence[str], interrupts: Interrupts) -> int:
    env = dict(os.environ)
    directory = Path.cwd()
    return _gate(
        lambda: config.read(argv, env=env, directory=directory, seed=secrets.randbits(32)),
        env=env,
        named=lambda option: _named(option, argv, env, directory),
        interrupts=interrupts,
    )


def _doctor(argv: Sequence[str], interrupts: Interrupts) -> int:
    from loadtest.report.runner import Runner  # noqa: PLC0415  --help and mistakes need no network
    from loadtest.run import readiness  # noqa: PLC0415  --help and mistakes need no network

    env = dict(os.environ)
    try:
        settings = config.read(argv, env=env, directory=Path.cwd(), seed=secrets.randbits(32))
        _announce(settings, Runner(env, sys.stdout, random_hex=secrets.token_hex(16)))
        return readiness.doctor(settings, say=_plainly(), interrupts=interrupts)
    except ConfigError as error:
        return _wrong(error.problems)


def _capacity(argv: Sequence[str], interrupts: Interrupts) -> int:
    env = dict(os.environ)
    directory = Path.cwd()
    ladder, rest, problems = ladder_from(argv)
    return _gate(
        lambda: config.read(rest, env=env, directory=directory, seed=secrets.randbits(32), problems=problems),
        env=env,
        named=lambda option: _named(option, rest, env, directory),
        interrupts=interrupts,
        ladder=ladder,
    )


def _demo(argv: Sequence[str], interrupts: Interrupts) -> int:
    from loadtest.simulator import Simulator, behaviour_from  # noqa: PLC0415  only this verb pays for it

    words, cause = _without_cause(argv)
    flags, problems = config.flags_from(words)
    if "url" in flags:
        problems.append(
            "--url: the demo loads the simulator that it starts; leave the word demo out for your own server"
        )
    runner_env = {name: value for name, value in os.environ.items() if name.startswith("GITHUB_")}
    script = {"cause": cause, "seed": flags.get("seed", "")}
    try:
        behaviour = behaviour_from({"latency": "lognormal 80ms 0.5"} | (script if cause else {}), token=DEMO_TOKEN)
    except ValueError as error:
        return _wrong(str(error).splitlines())
    with Simulator(behaviour) as simulator:
        _say(f"The embedded simulator answers at {simulator.url} (20 messages an hour and number)")
        own = {"url": simulator.url} | DEMO | (DEMO_CAUSE if cause else {}) | flags
        if cause in {"signature", "cold-start"}:  # the preflight would name the one, and warm the other up
            own = {"preflight": "false"} | own
        # The settings of a real test in the environment or in .env have no place in a demo.
        code = _gate(
            lambda: config.load(
                own, {"TWILIO_AUTH_TOKEN": DEMO_TOKEN}, [], _read_file, seed=secrets.randbits(32), problems=problems
            ),
            env=runner_env,
            named=lambda option: _named(option, words, {}, Path.cwd()),
            interrupts=interrupts,
        )
        if simulator.counts.received:
            _say(
                f"The simulator itself counted {simulator.counts.accepted} accepted messages, the preflight's included"
            )
    return code


def _without_cause(argv: Sequence[str]) -> tuple[list[str], str]:
    """Take `--cause NAME`, which belongs to the demo's server, out of a command line."""
    words, cause = list(argv), ""
    for place, word in reversed(list(enumerate(words))):
        if word == "--cause" and place + 1 < len(words):
            cause = words[place + 1]
            del words[place : place + 2]
        elif word.startswith("--cause="):
            cause = words.pop(place).partition("=")[2]
    return words, cause


def _simulator(argv: Sequence[str], interrupts: Interrupts) -> int:
    from loadtest.run.interrupts import InterruptedRunError  # noqa: PLC0415
    from loadtest.simulator import Simulator, behaviour_from  # noqa: PLC0415

    try:
        options = _pairs(argv)
        host, port = options.pop("host", "127.0.0.1"), _port(options.pop("port", "3000"))
        token = os.environ.get("TWILIO_AUTH_TOKEN") or DEMO_TOKEN
        simulator = Simulator(behaviour_from(options, token=token), host, port)
        with simulator, interrupts.raising():
            _say(f"Simulator: {simulator.url} (auth token: {'TWILIO_AUTH_TOKEN' if token != DEMO_TOKEN else token})")
            simulator.wait()
    except (ValueError, ConfigError) as error:
        return _wrong(str(error).splitlines())
    except InterruptedRunError as interrupt:
        counts = simulator.counts
        _say(
            f"Simulator {interrupt}: {counts.received} messages received, {counts.accepted} accepted, "
            f"{counts.rate_limited} rate limited, {counts.refused} refused, {counts.failed} failed"
        )
    return ExitCode.PASSED


def _pairs(argv: Sequence[str]) -> dict[str, str]:
    """Return `--name value` flags by name; a repeated one adds a line."""
    options: dict[str, str] = {}
    words = list(argv)
    while words:
        flag, equals, text = words.pop(0).partition("=")
        if not flag.startswith("--") or not (equals or words):
            raise ValueError(f"{flag!r} is not understood; write --name VALUE, see loadtest simulator --help")
        name = flag[2:]
        value = text if equals else words.pop(0)
        options[name] = f"{options[name]}\n{value}" if name in options else value
    return options


def _port(text: str) -> int:
    try:
        return values.whole(0, 65_535, "0 takes a free one")(text)
    except ValueError as error:
        raise ValueError(f"port: {error}") from None


def _wrong(problems: Sequence[str]) -> ExitCode:
    for problem in problems:
        print(f"Wrong configuration: {problem}", file=sys.stderr)  # noqa: T201
    return ExitCode.WRONG_CONFIGURATION


def _gate(
    read: Callable[[], Config],
    *,
    env: Mapping[str, str],
    named: Callable[[str], str],
    interrupts: Interrupts,
    ladder: Ladder | None = None,
) -> int:
    """Read the configuration, run, report: whatever happens leaves reports and an exit code.

    `named` gives the value of an option that a wrong configuration still names.
    """
    from loadtest.report.folder import ReportFolder  # noqa: PLC0415
    from loadtest.report.runner import Runner  # noqa: PLC0415  --help and mistakes need no network
    from loadtest.run import continuous, readiness, story  # noqa: PLC0415  --help and mistakes need no network

    as_json = named("format").strip().lower() == "json"
    say = _say_aside if as_json else _say
    runner = Runner(env, sys.stderr if as_json else sys.stdout, random_hex=secrets.token_hex(16))
    try:
        settings = read()
        _announce(settings, runner)
        if ladder:
            _one_search(settings)
        if settings.dry_run:
            return readiness.preview(settings, say=_plainly())
        if settings.repeats:
            code = continuous.repeat(settings, runner=runner, say=say, interrupts=interrupts, ascii_only=_ascii_only())
            if as_json:  # that of the run that decides
                _say(_read_file(ReportFolder(settings.report_dir).paths["json"]).rstrip())
            return code
        folder = ReportFolder(settings.report_dir)
        live = not as_json and not runner.active and _is_live(os.environ)
        result = story.run(settings, say=say, interrupts=interrupts, ladder=ladder, live=live)
    except ConfigError as error:
        _wrong(error.problems)
        result = story.unconfigured(error)
        folder = ReportFolder(named("report-dir"))
        try:
            folder.claim(result)
        except ConfigError as unwritable:
            _wrong([problem for problem in unwritable.problems if problem not in error.problems])
            story.hand_over(result, None, runner=runner)
            return result.exit_code
    code = story.publish(result, folder, runner=runner, say=say, ascii_only=_ascii_only())
    if as_json:
        from loadtest.report.files import json_file  # noqa: PLC0415  likewise

        _say(json_file.to_json(result).rstrip())
    return code


def _one_search(settings: Config) -> None:
    """Raise `ConfigError` for what makes no search of its own."""
    options = {"dry-run": settings.dry_run, "runs": settings.runs, "every": settings.every}
    if named := [name for name, value in options.items() if value]:
        raise ConfigError([f"{' and '.join(named)}: loadtest capacity is one search, made at once; leave it out"])


def _announce(settings: Config, runner: Runner) -> None:
    for secret in settings.secrets:
        runner.mask(secret)
    for warning in settings.warnings:
        runner.warning(warning)


def _plainly() -> Callable[[str], None]:
    """Return `_say` for a console that may show nothing but ASCII."""
    from loadtest.report.safe import ascii_only  # noqa: PLC0415  as in _gate

    return (lambda text: _say(ascii_only(text))) if _ascii_only() else _say


def _say(line: str) -> None:
    """Print a line at once; a reader that went away (`| head`) does not end the run."""
    _print("stdout", line)


def _say_aside(line: str) -> None:
    """Print a line to standard error, where standard output belongs to a script."""
    _print("stderr", line)


def _print(stream: str, line: str) -> None:
    try:
        print(line, file=getattr(sys, stream), flush=True)
    except BrokenPipeError:
        setattr(sys, stream, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123  open until the process ends


def _is_live(env: Mapping[str, str]) -> bool:
    """Return whether standard output is a terminal that can redraw what it shows, with somebody before it."""
    return sys.stdout.isatty() and env.get("TERM", "dumb") not in {"dumb", "unknown"} and not env.get("CI")


def _ascii_only() -> bool:
    """Return whether the console cannot show the marks."""
    try:
        "✓✗≥…".encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
        return True
    return False


def _named(name: str, argv: Sequence[str], env: Mapping[str, str], directory: Path) -> str:
    """Return what an option says, by its highest source, whatever else is wrong with the configuration."""
    flags, _ = config.flags_from(argv)
    dotenv, _ = config.read_dotenv(directory)
    found = config.layers(flags, env, dotenv, [])
    default = next(option.default for option in config.OPTIONS if option.name == name)
    return next((layer[name].text for layer in found if name in layer), default)


def _read_file(path: str) -> str:
    return Path(path).read_text("utf-8-sig")


def _help(verb: str) -> str:
    if verb in _AFTERWARDS:
        return _AFTERWARDS[verb]
    if verb == "simulator":
        from loadtest.simulator import FLAGS  # noqa: PLC0415

        return USAGE + "\n" + "\n".join(f"  --{name}: {text}" for name, text in (_WHERE | FLAGS).items())
    own = ""
    if verb == "capacity":
        own = _LADDER
    elif verb == "demo":
        from loadtest.simulator.causes import CAUSES  # noqa: PLC0415

        own = f"Of demo alone:\n  --cause NAME     {', '.join(CAUSES)}\n\n"
    return USAGE + "\n" + own + config.options_help()
