"""Options of what the server says back: a mock Twilio that catches its calls, and what tells finished work."""
# ruff: noqa: RUF009  `option` is `dataclasses.field` with a declaration, not a shared default

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from loadtest.assess.target_text import parse_target
from loadtest.config import values
from loadtest.config.option import option
from loadtest.config.running_options import RunningOptions
from loadtest.measure.finished import Finished, parse_finished
from loadtest.words.secret import NO_SECRET, Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from loadtest.assess.target import Target

PORT = 4010
UNANSWERED = parse_target("unanswered < 0.1%")
"""What holds, with a mock Twilio, until the user's targets name it."""
_HOUR = 3_600
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*(|b|kb|mb)", re.IGNORECASE | re.ASCII)
_UNITS = {"": 1, "b": 1, "kb": 1_000, "mb": 1_000_000}
_SMALLEST, _LARGEST = 1, 100_000_000
_PLACE = re.compile(r"(?:http://)?(?:(?P<host>[\w.-]+|\[[0-9a-fA-F:]+\]):)?(?P<port>\d{1,5})/?", re.ASCII)
_API_KEY = re.compile(r"SK[0-9A-Za-z]{1,64}:\S+")


@dataclass(frozen=True, slots=True, kw_only=True)
class MockPlace:
    """Where the mock Twilio is: one that the load `hosts`, or one that runs already."""

    host: str
    port: int
    hosted: bool


def mock_place(text: str) -> MockPlace | None:
    """Read `off`, `on`, a port, or an address."""
    word = text.strip().lower()
    if word in {"off", "false", "no"}:
        return None
    if word in {"on", "true", "yes"}:
        return MockPlace(host="127.0.0.1", port=PORT, hosted=True)
    match = _PLACE.fullmatch(word)
    if match is None or not 0 < int(match["port"]) <= values.HIGHEST_PORT:
        raise ValueError(
            f"{text!r} is no place for a mock Twilio; write on, off, a port such as {PORT}, or the address of one that "
            f"runs already, such as 127.0.0.1:{PORT}"
        )
    host, port = (match["host"] or "").strip("[]"), int(match["port"])
    everywhere = host in {"0.0.0.0", "::"}  # noqa: S104  the user's own words
    return MockPlace(host=host or "127.0.0.1", port=port, hosted=not host or everywhere)


def size(text: str) -> int:
    """Read a size in bytes: `200kB`, `5MB`, `1000`."""
    match = _SIZE.fullmatch(text.strip())
    found = round(float(match[1]) * _UNITS[match[2].lower()]) if match else 0
    if not _SMALLEST <= found <= _LARGEST:
        raise ValueError(f"{text!r} is no size of a medium; write one from 1 to 100MB, such as 200kB")
    return found


def api_key(text: str) -> Secret:
    """Read an API key and its secret; a mistake is told without them."""
    if not _API_KEY.fullmatch(text):
        raise ValueError("this is no API key with its secret; write SK…:secret")
    return Secret(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerOptions(RunningOptions):
    """What the server says back."""

    mock_twilio: MockPlace | None = option(
        "play Twilio's API and media for the server, and match what it sends to the messages: `on` (port 4010 of this "
        "machine), a port, or the address of one that runs already",
        mock_place,
        "off",
        value="on|PORT|ADDRESS",
        group="What the server says back",
    )
    mock_twilio_others: str = option(
        "what becomes of the server's calls to other hosts: `pass` or `refuse`; they are counted",
        values.choice("pass", "refuse"),
        "pass",
        value="pass|refuse",
    )
    mock_twilio_faults: list[str] = option(
        "what goes wrong at Twilio, one fault a line: `errors 2%`, `limit 100/s`, `delay 200ms`, `opted-out 1%`, "
        "`undelivered 1%`, `failed 1%`, `media-404 5%`, `media-401 5%`, `media-truncated 5%`, `media-slow 2s`",
        values.items,
        value="LIST",
        unset=(),
        otherwise="none",
        many=True,
    )
    mock_twilio_api_key: Secret = option(
        "an API key of Twilio's with its secret, `SK…:secret`, where the server calls with one",
        api_key,
        value="KEY",
        unset=NO_SECRET,
        otherwise="none",
        secret=True,
    )
    mock_twilio_folder: str = option(
        "where the certificate of the mock Twilio lies, which the server must trust",
        str,
        value="PATH",
        unset="",
        otherwise="a temporary one",
    )
    media_size: int = option(
        "size of the media that the mock Twilio serves",
        size,
        "200kB",
        value="SIZE",
    )
    reply_timeout: float = option(
        "how long to wait after the webhook for an answer, and for word of finished work",
        values.duration(0.1, _HOUR, "nobody waits longer for an answer"),
        "30",
        value="TIME",
        unit="s",
    )
    processed: Finished | None = option(
        "where the server says how much work is finished: a counter of a monitor page such as `queue.processed`, "
        "or `log:` and a regular expression that captures the message's id in a line of `server-log`",
        parse_finished,
        value="SERIES|log:REGEX",
        otherwise="nothing",
    )


def targets_of(parsed: Mapping[str, Any]) -> tuple[Target, ...]:
    """Return the targets; with a mock Twilio an unanswered message counts until a target, or `processed`, says more."""
    targets: tuple[Target, ...] = parsed["targets"]
    watched = parsed["mock-twilio"] is not None and parsed["processed"] is None
    return (
        (*targets, UNANSWERED) if watched and not any(one.metric == UNANSWERED.metric for one in targets) else targets
    )


def check(parsed: Mapping[str, Any], name: Callable[[str], str], mistakes: list[str]) -> None:
    """Add what these options together make a mistake."""
    finished = parsed.get("processed")
    if isinstance(finished, Finished) and finished.pattern is not None and not parsed.get("server-log"):
        mistakes.append(f"{name('processed')}: the log to look into is not known; name it with server-log")
    for target in parsed.get("targets") or ():
        metric = target.metric
        if metric == "processed" and finished is None and "processed" in parsed:
            mistakes.append(
                f"{name('targets')}: {target.source!r} needs processed, which says what tells finished work"
            )
        elif (metric in {"unanswered", "answered_twice"} or metric.startswith("reply_")) and (
            "mock-twilio" in parsed and parsed["mock-twilio"] is None
        ):
            mistakes.append(f"{name('targets')}: {target.source!r} needs mock-twilio, which catches the answers")
