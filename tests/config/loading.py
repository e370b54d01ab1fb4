"""What the tests of the configuration share: files that are nobody's, and a configuration made of texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from loadtest.config import OPTIONS, Config, Sources, load
from loadtest.words.errors import ConfigError, ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TOKEN = "s3cret-token-0123456789abcdef"
FILES = {
    "texts.txt": "# greetings\nhello, you\nbye",
    "ca.pem": "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
    "key.pem": "-----BEGIN PRIVATE KEY-----\n",
    "empty.txt": "",
    "tokens.txt": "s3cret-in-a-file\n",
    "codes.txt": "424242\n",
}


def read_file(path: str) -> str:
    if path == "binary":
        raise UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte")
    if "\0" in path:
        raise ValueError("embedded null byte")
    if path not in FILES:
        raise FileNotFoundError(2, "No such file or directory")
    return FILES[path]


def configure(
    flags: Mapping[str, str] | None = None,
    env: Mapping[str, str] | None = None,
    dotenv: tuple[tuple[str, Mapping[str, str]], ...] = (),
    *,
    token: str = TOKEN,
) -> Config:
    env = {"TWILIO_AUTH_TOKEN": token, **(env or {})}
    return load(Sources(flags=flags or {}, env=env, dotenv=dotenv, read_file=read_file), seed=42)


def mistakes(*args: Any, **named: Any) -> tuple[str, ...]:
    with pytest.raises(ConfigError) as caught:
        configure(*args, **named)
    assert caught.value.exit_code is ExitCode.WRONG_CONFIGURATION
    return caught.value.problems


def mistake(name: str, text: str) -> str:
    """Return the one sentence about an option's wrong value, which names the option first and fits on a line."""
    (problem,) = mistakes({name: text})
    assert problem.startswith(f"--{name}: ")
    assert problem.isprintable()
    return problem


def refusal(parse: Callable[[str], Any], text: str) -> str:
    """Return what a parser says of a text that it does not take."""
    try:
        parse(text)
    except ValueError as error:
        return str(error)
    return pytest.fail(f"{text!r} was read")


def setting(config: Config, name: str) -> tuple[str, str]:
    return next((item.value, item.source) for item in config.settings if item.name == name)


def parsed(name: str, text: str) -> Any:
    """Return what an option makes of a text."""
    return next(option for option in OPTIONS if option.name == name).parse(text)
