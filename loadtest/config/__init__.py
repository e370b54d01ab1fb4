"""What does the USER want?

Flags, action inputs, environment and .env files become one `Config`. `load` takes the sources as values and reports all
mistakes together; `options` is the table, `sources` the order of precedence, `values` the parsers.

Floor 6: may import floors 0-5.
Never touches the world, but for `read`, the one call for a command line.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from loadtest.assess.result import Setting
from loadtest.config import answer_options, shapes, sharding, values
from loadtest.config.forks import why_no_secret
from loadtest.config.help import options_help
from loadtest.config.option import Option
from loadtest.config.options import OPTIONS, Config
from loadtest.config.sending_options import PRESETS
from loadtest.config.sources import Found, Sources, layers, read_dotenv, strangers, unquoted
from loadtest.config.urls import Url
from loadtest.send.user_file import read_text
from loadtest.words.errors import ConfigError
from loadtest.words.sending import TWILIO_TIMEOUT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

__all__ = [
    "OPTIONS",
    "Config",
    "Option",
    "Sources",
    "Url",
    "layers",
    "load",
    "options_help",
    "read",
    "read_dotenv",
    "secrets_in",
]

_LONGEST_SENTENCE = 400
_SHORTEST_MASKED = 8  # masking shorter secrets everywhere would spoil sentences and protect nobody
_URL_PASSWORD = re.compile(r"(?<=://)[^\s/?#]*@")
_NEVER = float("inf")


def read(
    flags: Mapping[str, str], *, env: Mapping[str, str], directory: Path, seed: int, problems: Sequence[str] = ()
) -> Config:
    """Return the configuration of a command line's flags; .env files and relative paths belong to `directory`.

    `problems` are mistakes found before.

    Raises:
        ConfigError: with every mistake of every source.

    """
    dotenv, unreadable = read_dotenv(directory)

    def read_file(path: str) -> str:
        return read_text(directory / path)

    found = [*problems, *unreadable]
    return load(Sources(flags=flags, env=env, dotenv=dotenv, read_file=read_file, problems=found), seed=seed)


def load(sources: Sources, *, seed: int) -> Config:
    """Return the configuration; `seed` holds when the user set none.

    Raises:
        ConfigError: with every mistake, in one sentence each.

    """
    read_file, mistakes = sources.read_file, list(sources.problems)
    warnings: list[str] = []
    env = unquoted(sources.env, warnings)
    found_in = layers(sources.flags, env, sources.dotenv, mistakes)
    strangers(env, sources.dotenv, mistakes, warnings)
    found = {name: text for layer in reversed(found_in) for name, text in layer.items()}
    _apply_preset(found, warnings)
    shapes.settle(found_in, found, mistakes, warnings)
    shapes.settle_mix(found, mistakes, warnings)
    parsed: dict[str, Any] = {}
    for option in OPTIONS:
        try:
            parsed[option.name] = _value(option, found.get(option.name), read_file)
        except ValueError as error:
            where = found[option.name].source if option.name in found else option.name
            mistakes += [_sentence(where, line) for line in str(error).split("\n")]
            if option.otherwise == "required" and option.name not in found and (why := why_no_secret(env, read_file)):
                mistakes[-1] = _sentence(where, f"is empty: {why}")
    _check_together(parsed, found, read_file, mistakes, warnings)
    secrets = [found[option.name].text for option in OPTIONS if option.secret and option.name in found]
    if tokens := parsed.get("setup-authorization"):
        secrets += tokens.secrets()
    hidden = [spelling for text in secrets for spelling in (text, repr(text)[1:-1]) if len(text) >= _SHORTEST_MASKED]
    if mistakes:
        raise ConfigError([_shortened(_clean(text, hidden)) for text in dict.fromkeys(mistakes)])
    shown = _derive(parsed, found, seed)
    return Config(
        **{name.replace("-", "_"): value for name, value in parsed.items()},
        health_url_is_default="health-url" not in found,
        settings=tuple(_setting(option, found.get(option.name), shown.get(option.name), hidden) for option in OPTIONS),
        warnings=tuple(_clean(text, hidden) for text in warnings),
    )


def _apply_preset(found: dict[str, Found], warnings: list[str]) -> None:
    """Let the preset set its parts, unless they come from a source at least as high as its own."""
    preset = found.get("preset")
    if preset is None:
        return
    for part, text in PRESETS.get(preset.text.lower(), {}).items():
        own = found.get(part)
        if own and own.rank <= preset.rank:
            continue
        if own and own.text != text:
            warnings.append(f"{own.source} is not used: {preset.source} is a higher source and sets {part} to {text}")
        found[part] = Found(text=text, source=f"preset {preset.text.lower()} ({preset.source})", rank=preset.rank)


def _value(option: Option, given: Found | None, read_file: Callable[[str], str]) -> Any:  # noqa: ANN401  each has its own type
    text = given.text if given else option.default
    if not text:
        if option.otherwise == "required":
            raise ValueError(
                f"is required and not set: in a workflow write `{option.name}: ${{{{ secrets.{option.env} }}}}` under "
                f"`with:`, for docker run add `-e {option.env}`, elsewhere set {option.env} in the environment or in "
                ".env.test"
            )
        return option.unset
    if option.at_file and (text.startswith("@") or option.value == "FILE") and "\n" not in text:
        text = _read(text.removeprefix("@"), read_file)
    if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("the value holds a NUL character or bytes that are not UTF-8; save it as plain UTF-8 text")
    return option.parse(text)


def _read(path: str, read_file: Callable[[str], str]) -> str:
    try:
        return read_file(path)
    except UnicodeDecodeError:
        raise ValueError(f"{path!r} is not UTF-8 text; convert it") from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "no such name is possible"
        raise ValueError(f"{path!r} cannot be read ({why}); name a readable file, relative to here") from None


def _check_together(
    parsed: dict[str, Any],
    found: Mapping[str, Found],
    read_file: Callable[[str], str],
    mistakes: list[str],
    warnings: list[str],
) -> None:
    """Check what one option alone cannot tell; an option that did not parse is not in `parsed`."""

    def name(option: str) -> str:
        return found[option].source if option in found else option

    relative = [target.source for target in parsed.get("targets", ()) if target.offset is not None]
    if relative and not parsed.get("baseline", "") and not parsed.get("baseline-url", relative):
        mistakes.append(
            f"{name('targets')}: {relative[0]!r} needs an earlier run, or another version; name its "
            "results.json with baseline, or its webhook with baseline-url"
        )
    sharding.check_pairs(parsed, name, mistakes)
    sharding.check_early_end(parsed, name, mistakes)
    if parsed.get("delay") == 0 and parsed.get("model") == "open":
        mistakes.append(
            f"{name('delay')}: 0 would start every batch at once in the open model; write a delay such as 1000, or "
            "choose the closed model"
        )
    shapes.check(parsed, found, mistakes)
    shapes.check_windows(parsed, name, mistakes)
    sharding.check(parsed, name, mistakes)
    answer_options.check(parsed, name, mistakes)
    if parsed.get("ca-file"):
        try:
            if "-----BEGIN CERTIFICATE-----" not in _read(parsed["ca-file"], read_file):
                raise ValueError(f"{parsed['ca-file']!r} holds no certificate; name a PEM file of authorities")  # noqa: TRY301  one handler adds the name
        except ValueError as error:
            mistakes.append(_sentence(name("ca-file"), str(error)))
    mistakes += _provisioning_mistakes(parsed, name)
    warnings += [
        f"{name(option)}: #{url.fragment} is left off, as Twilio does: connection overrides are neither sent nor "
        "signed, and here they change nothing"
        for option in ("url", "signature-url", "health-url")
        if (url := parsed.get(option)) and url.fragment
    ]
    if (parsed.get("every") or _NEVER) < parsed.get("duration", 0):
        warnings.append(f"{name('every')}: a run takes longer than that, so each will start late; lengthen every")
    if parsed.get("timeout", 0) > TWILIO_TIMEOUT:
        warnings.append(f"{name('timeout')}: Twilio gives up after {TWILIO_TIMEOUT:g}s, so later replies fail there")
    batches = not (parsed.get("rate") or parsed.get("stages"))
    if batches and "concurrent" in parsed and parsed["concurrent"] > parsed.get("max-in-flight", parsed["concurrent"]):
        warnings.append(
            f"{name('concurrent')}: a batch is larger than max-in-flight ({parsed['max-in-flight']:,}), so a part of "
            "every batch will be dropped; raise max-in-flight"
        )


def _provisioning_mistakes(parsed: Mapping[str, Any], name: Callable[[str], str]) -> list[str]:
    """Return what is missing or foreign in the lines that belong to phone numbers, when they are to be provisioned."""
    pool = parsed.get("phone-numbers")
    if not parsed.get("provision") or pool is None:
        return []
    lists = [("setup-authorization", tokens.headers)] if (tokens := parsed.get("setup-authorization")) else []
    lists += [("verification-code", codes)] if (codes := parsed.get("verification-code")) else []
    mistakes = []
    for option, known in lists:
        if "" in known:
            continue
        missing = [number for number in map(pool.at, range(pool.size)) if number not in known]
        if missing:
            more = f" and {len(missing) - 1:,} more" if len(missing) > 1 else ""
            mistakes.append(
                f"{name(option)}: no line for {missing[0]}{more}; give every phone number one, or one for all"
            )
    return mistakes


def _derive(parsed: dict[str, Any], found: Mapping[str, Found], seed: int) -> dict[str, str]:
    """Fill in what follows from other options; return how the settings show it."""
    if parsed["signature-url"] is None:
        parsed["signature-url"] = parsed["url"]
    if "health-url" not in found:
        parsed["health-url"] = parsed["url"].at("/health")
    elif parsed["health-url"] and parsed["health-url"].text.startswith("/"):
        parsed["health-url"] = parsed["url"].at(parsed["health-url"].text)
    if "targets" in found:
        parsed["targets"] = values.targets(found["targets"].text, concurrent=shapes.concurrent(parsed))
    parsed["targets"] = answer_options.targets_of(parsed)
    if parsed["seed"] is None:
        parsed["seed"] = seed
    return (
        shapes.shown(parsed)
        | {"seed": str(parsed["seed"])}
        | {name: parsed[name].shown if parsed[name] else "off" for name in ("url", "signature-url", "health-url")}
        | (
            {"stop-when-certain": "on" if certain else "off"}
            if (certain := parsed["stop-when-certain"]) is not None
            else {}
        )
        | ({"baseline-url": parsed["baseline-url"].shown} if parsed["baseline-url"] else {})
    )


def secrets_in(env: Mapping[str, str]) -> list[str]:
    """Return the secrets that an environment holds, before anything has been read."""
    names = [name for option in OPTIONS if option.secret for name in (option.env, *option.inputs)]
    return [env[name] for name in names if env.get(name)]


def _setting(option: Option, given: Found | None, shown: str | None, hidden: Sequence[str]) -> Setting:
    """Return the option as the run used it; `shown` replaces what was typed."""
    text = "***" if option.secret and given else shown or (given.text if given else option.otherwise)
    value = " · ".join(line.strip() for line in text.splitlines() if line.strip())
    if option.unit and value[-1:].isdigit():
        value += option.unit
    source = given.source if given else "random" if option.name == "seed" else "default"
    return Setting(name=option.name, value=_clean(value, hidden), source=source)


def _sentence(source: str, text: str) -> str:
    return f"{source}{' ' if text.startswith(('is required', 'is empty')) else ': '}{text}"


def _shortened(sentence: str) -> str:
    """Cut the middle out of what is too long to read: the name stands at the beginning, the remedy at the end."""
    half = _LONGEST_SENTENCE // 2
    return sentence if len(sentence) <= _LONGEST_SENTENCE else f"{sentence[:half]} … {sentence[-half:]}"


def _clean(text: str, hidden: Sequence[str]) -> str:
    """Cut out secrets that were typed in a wrong place, and escape what a terminal would obey.

    Whole ones alone, unlike `words.mask`: a list of tokens holds the numbers that a sentence has to name.
    """
    text = _URL_PASSWORD.sub("***@", text)
    for secret in hidden:
        text = text.replace(secret, "***")
    return "".join(character if character.isprintable() else repr(character)[1:-1] for character in text)
