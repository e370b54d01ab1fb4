"""The verbs of the mock Twilio: alone, the server's environment, a server started with it, and a load's own process."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from loadtest import config
from loadtest.cli.console import say, wrong
from loadtest.config.answer_options import PORT, MockPlace
from loadtest.mock_twilio import authority, process
from loadtest.mock_twilio.environment import HOSTS, env_file, shell, variables
from loadtest.mock_twilio.server import MockTwilio, is_loopback
from loadtest.run.catching import behaviour_of, ready_folder
from loadtest.run.interrupts import InterruptedRunError
from loadtest.words.errors import ConfigError, ExitCode
from loadtest.words.units import plural

if TYPE_CHECKING:
    from collections.abc import Mapping

    from loadtest.cli.verbs import Call
    from loadtest.config import Config

_KNOWN = ("env", "exec")


def mock_twilio(call: Call) -> int:
    """Run the mock alone, print or write the server's environment, or start the server with it."""
    do, rest = (call.words[0], call.words[1:]) if call.words else ("", ())
    try:
        if do and do not in _KNOWN:
            raise ConfigError([*call.problems, f"mock-twilio {do!r} is not known; write env, exec -- CMD, or nothing"])  # noqa: TRY301
        settings = _settings(call)
        place = _place(call, settings)
        if do == "env":
            return _environment(settings, place, call.own)
        if do == "exec":
            return _start(settings, place, rest)
        return _alone(call, settings, place)
    except ConfigError as error:
        return wrong(error.problems)


def worker(_: Call) -> int:
    """Be the mock of a load, started by it."""
    return process.work()


def _settings(call: Call) -> Config:
    env = dict(os.environ)
    # The environment of a server, and the file for it, hold no secret and need none; whoever calls the mock does.
    if call.words:
        env = {"TWILIO_AUTH_TOKEN": "none"} | env
    return config.read(call.settings, env=env, directory=Path.cwd(), seed=0, problems=call.problems)


def _place(call: Call, settings: Config) -> MockPlace:
    place = settings.mock_twilio or MockPlace(host="127.0.0.1", port=PORT, hosted=True)
    return MockPlace(host=call.own.get("host", place.host), port=place.port, hosted=True)


def _values(settings: Config, place: MockPlace) -> dict[str, str]:
    folder, _ = ready_folder(settings)
    return variables(folder, host=place.host, port=place.port, password=_password(folder, place))


def _password(folder: Path, place: MockPlace) -> str:
    """Return what the proxy asks for: nothing on loopback."""
    return "" if is_loopback(place.host) else authority.password(folder)


def _environment(settings: Config, place: MockPlace, own: Mapping[str, str]) -> int:
    values = _values(settings, place)
    path = own.get("file", "")
    if not path:
        say(shell(values).rstrip())
        return ExitCode.PASSED
    try:
        authority.write_secret(Path(path), env_file(values).encode())
    except OSError as error:
        raise ConfigError([f"--file: {path!r} cannot be written ({error.strerror}); name another file"]) from error
    say(f"Wrote {len(values)} variables to {path}: give them to the server alone, not to the whole job")
    say(f"For what heeds no proxy: lead {', '.join(HOSTS)} to {place.host} in /etc/hosts, and mock-twilio to port 443")
    return ExitCode.PASSED


def _start(settings: Config, place: MockPlace, command: tuple[str, ...]) -> int:
    if not command:
        raise ConfigError(["mock-twilio exec starts a server: write the command behind it, like exec -- npm start"])
    env = {name: value for name, value in os.environ.items() if not name.startswith(("INPUT_", "LOAD_TEST_"))}
    try:
        os.execvpe(command[0], command, env | _values(settings, place))  # noqa: S606  the user's own command
    except OSError as error:
        raise ConfigError([f"mock-twilio exec: {command[0]!r} cannot be started ({error.strerror})"]) from error


def _alone(call: Call, settings: Config, place: MockPlace) -> int:
    folder, _ = ready_folder(settings)
    behaviour = behaviour_of(settings, password=_password(folder, place))
    mock = MockTwilio(behaviour, authority.tls_context(folder), host=place.host, port=place.port)
    try:
        with mock, call.interrupts.raising():
            say(f"Mock Twilio: a proxy and TLS on {mock.host} port {mock.port}")
            say(f"The load finds it with --mock-twilio {mock.host}:{mock.port}")
            mock.wait()
    except InterruptedRunError as interrupt:
        seen = mock.seen
        say(f"Mock Twilio {interrupt}: {seen.calls['messages created']:,} messages, {seen.media['fetches']:,} media")
        for path, count in seen.unknown.most_common(20):
            say(f"  not played: {path!r} ({plural(count, 'time')})")
        for host, count in seen.others.most_common(20):
            say(f"  another host: {host!r} ({plural(count, 'time')})")
    finally:
        authority.forget(folder)
    return ExitCode.PASSED
