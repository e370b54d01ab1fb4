"""What the simulator does, as data; and the texts that users describe it with.

Pure: a distribution is sampled with the caller's random numbers, and parsers raise `ValueError` with a remedy.
Bare numbers count seconds everywhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from loadtest.message.phone_pool import parse_pool
from loadtest.simulator.causes import CAUSES, Script, scripted
from loadtest.words.distribution import FIXED, Distribution, parse_distribution, up_to_a_day
from loadtest.words.quota import Quota, parse_limit
from loadtest.words.units import parse_count, parse_percent, parse_rate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PROXY: Final = "HTTPS_PROXY"
AUTHORITY: Final = "NODE_EXTRA_CA_CERTS"
"""The variables of a server under test that hold the mock's address, and its authority's certificate alone."""
Window = Literal["fixed", "sliding"]


class Freeze(NamedTuple):
    """No reply leaves from `begin` until `end`, seconds after the first message."""

    begin: float
    end: float


_WORK: Final = Distribution(shape="lognormal", parameters=(0.8, 0.4))
_USUAL: Final = Quota(count=20, period=3600.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """What a simulator does. Times in seconds; the defaults are the observed server's, at its fastest.

    `latency` is spent on messages that pass every check; declined ones are answered at once, as observed. `error_share`
    of those messages after the first `errors_after` end in a 500 instead, or in an `error_text`, politely with
    status 200; `limit_text` is what a number is told beyond its limit, empty for the observed words. `racy` counts
    a message only when its latency is over, so that messages in between slip past `number_limit`. `known_numbers`
    are linked from the start; None links every number. `users` maps bearer tokens to users; None takes any token
    for a user of that name. `verification_code` is everybody's code; None gives each number its own. `background`
    is how long each accepted message is worked on after its reply. `cause` names what goes wrong, by `script`.

    With `texts` it is a bot: it answers an accepted message with nothing, and texts when `work` is done, by way of
    `proxy` and trusting `authority`. Shares `lose` and `twice` of the messages are never answered, and answered twice;
    `backlog` is how many a second are worked on where they wait for each other, 0 where they do not.

    As a `shop` it holds a conversation, whose state it forgets for a share of the messages.
    """

    token: str = field(repr=False)
    webhook_path: str = "/api/sms/webhook"
    latency: Distribution = FIXED
    error_share: float = 0.0
    errors_after: int = 0
    error_text: str = ""
    freezes: tuple[Freeze, ...] = ()
    number_limit: Quota | None = _USUAL
    limit_text: str = ""
    window: Window = "fixed"
    racy: bool = False
    ip_limit: Quota | None = None
    known_numbers: frozenset[str] | None = None
    users: Mapping[str, str] | None = field(default=None, repr=False)
    verification_code: str | None = None
    background: float = 0.05
    keep_alive_timeout: float = 5.0
    request_timeout: float = 10.0
    late_start: float = 0.0
    texts: bool = False
    work: Distribution = _WORK
    lose: float = 0.0
    twice: float = 0.0
    shop: bool = False
    forget: float = 0.0
    backlog: float = 0.0
    proxy: str = field(default="", repr=False)
    authority: str = ""
    seed: int = 0
    cause: str = ""
    script: Script = field(default_factory=Script)


def released(freezes: tuple[Freeze, ...], at: float) -> float:
    """Return when a reply that is ready `at` may leave, seconds after the first message."""
    for freeze in sorted(freezes):
        if freeze.begin <= at < freeze.end:
            at = freeze.end
    return at


def parse_freezes(text: str) -> tuple[Freeze, ...]:
    """Return freezes from `2s at 10s`, one a line or comma; `at` counts from the first message."""
    freezes = []
    for item in filter(None, map(str.strip, re.split(r"[,\n]", text))):
        length, at, begin = item.partition(" at ")
        if not at:
            raise ValueError(f"{item!r} is not a freeze; write it like 2s at 10s")
        starts = up_to_a_day(begin)
        freezes.append(Freeze(starts, starts + up_to_a_day(length)))
    return tuple(freezes)


def _ip_limit(text: str) -> Quota | None:
    return Quota(count=60, period=60.0) if text.strip().lower() == "on" else parse_limit(text)


def _share(text: str) -> float:
    share = parse_percent(text)
    if share > 1:
        raise ValueError(f"{text!r} is above 100%; write it like 2%")
    return share


def _linked(text: str) -> frozenset[str] | None:
    word = text.strip().lower()
    if word == "all":
        return None
    if word == "none":
        return frozenset()
    pool = parse_pool([item for item in map(str.strip, re.split(r"[,\n]", text)) if item])
    return frozenset(map(pool.at, range(pool.size)))


def _code(text: str) -> str | None:
    word = text.strip().lower()
    if word == "own":
        return None
    if re.fullmatch(r"\d{6}", word, re.ASCII) is None:
        raise ValueError(f"{text!r} is not a code; write six digits such as 123456, or own")
    return word


def _path(text: str) -> str:
    path = text.strip()
    if re.fullmatch(r"/[!-~]*", path) is None or "?" in path or "#" in path:
        raise ValueError(f"{text!r} is not a path; write it like /api/sms/webhook")
    return path


def _one_of(**values: object) -> Callable[[str], object]:
    def parse(text: str) -> object:
        word = text.strip().lower()
        if word not in values:
            raise ValueError(f"{text!r} is none of {', '.join(values)}; write one of them")
        return values[word]

    return parse


class _Flag(NamedTuple):
    field: str
    parse: Callable[[str], object]
    help: str


_FLAGS: Final[dict[str, _Flag]] = {
    "webhook-path": _Flag("webhook_path", _path, "path of the webhook (default /api/sms/webhook)"),
    "latency": _Flag(
        "latency",
        parse_distribution,
        "work before the reply to a message that is not declined: 3s, uniform 50ms-200ms, normal 100ms 20ms, "
        "lognormal 80ms 0.5, bimodal 20ms 400ms 10% (default 0s)",
    ),
    "error-share": _Flag("error_share", _share, "share of messages answered with HTTP 500 (default 0%)"),
    "errors-after": _Flag("errors_after", parse_count, "messages before the first such error (default 0)"),
    "error-text": _Flag(
        "error_text", str.strip, "tell errors politely: these words, with status 200 (default HTTP 500)"
    ),
    "freeze": _Flag(
        "freezes",
        parse_freezes,
        "no reply leaves during it: 2s at 10s, counted from the first message; one a line or comma (default none)",
    ),
    "number-limit": _Flag(
        "number_limit", parse_limit, "messages accepted per number, as 20/hour; off (default 20/hour)"
    ),
    "limit-text": _Flag(
        "limit_text", str.strip, "what number-limit says, with status 200 (default the observed server's words)"
    ),
    "window": _Flag(
        "window",
        _one_of(fixed="fixed", sliding="sliding"),
        "fixed: the number's period begins with its first message; sliding: the last period counts (default fixed)",
    ),
    "race": _Flag(
        "racy",
        _one_of(on=True, off=False),
        "on: count a message only when its latency is over, so that others slip past the limit (default off)",
    ),
    "ip-limit": _Flag("ip_limit", _ip_limit, "messages per client address, else HTTP 429; on: 60/min (default off)"),
    "linked-numbers": _Flag(
        "known_numbers",
        _linked,
        "numbers and ranges that are linked from the start; all; none: only those verified later (default all)",
    ),
    "verification-code": _Flag(
        "verification_code", _code, "the code that verifies every number; own: each has its own (default own)"
    ),
    "background": _Flag("background", up_to_a_day, "work on an accepted message after its reply (default 50ms)"),
    "keep-alive-timeout": _Flag(
        "keep_alive_timeout", up_to_a_day, "an idle kept connection is closed after it (default 5s)"
    ),
    "request-timeout": _Flag(
        "request_timeout", up_to_a_day, "a request that is not whole by then gets HTTP 408 (default 10s)"
    ),
    "async": _Flag(
        "texts",
        _one_of(on=True, off=False, true=True, false=False),
        "on: be a bot that answers the webhook with nothing, works, and texts through Twilio's API; start it with "
        "`loadtest mock-twilio exec --` in front (default off)",
    ),
    "work": _Flag("work", parse_distribution, "with async: how long the work takes (default lognormal 800ms 0.4)"),
    "lose": _Flag("lose", _share, "with async: share of messages that are accepted and never answered (default 0%)"),
    "twice": _Flag("twice", _share, "with async: share of messages that are answered twice (default 0%)"),
    "backlog": _Flag(
        "backlog", parse_rate, "with async: work on so many messages a second, as 5/s, and let more wait (default all)"
    ),
    "shop": _Flag(
        "shop",
        _one_of(on=True, off=False, true=True, false=False),
        "on: be a shop that holds a conversation: MENU, a choice, YES; its state is in a cookie (default off)",
    ),
    "forget": _Flag("forget", _share, "with shop: share of messages whose state is forgotten (default 0%)"),
    "late-start": _Flag("late_start", up_to_a_day, "refuse every connection for so long (default 0s)"),
    "cause": _Flag(
        "cause",
        _one_of(**{name: name for name in CAUSES}),
        f"what goes wrong, as it would on a real server: {', '.join(CAUSES)}; the seed varies it (default none)",
    ),
    "seed": _Flag("seed", parse_count, "fixes latencies, errors and verification codes (default 0)"),
}

FLAGS: Final[dict[str, str]] = {name: flag.help for name, flag in _FLAGS.items()}
"""Flag name to help sentence, default included."""


def behaviour_from(
    options: Mapping[str, str], *, token: str, environment: Mapping[str, str] = MappingProxyType({})
) -> Behaviour:
    """Return the behaviour that kebab-case `options` describe; an empty text counts as not set.

    `environment` holds what leads a bot to the mock Twilio.

    Raises:
        ValueError: with one sentence a line, for every mistake.

    """
    problems: list[str] = []
    fields: dict[str, Any] = {}
    for name, text in options.items():
        if name not in _FLAGS:
            near = get_close_matches(name, _FLAGS, n=1)
            hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(_FLAGS)}"
            problems.append(f"{name}: unknown; {hint}")
        elif text.strip():
            try:
                fields[_FLAGS[name].field] = _FLAGS[name].parse(text)
            except ValueError as error:
                problems += [f"{name}: {problem}" for problem in str(error).splitlines()]
    if fields.get("texts"):
        fields |= {"proxy": environment.get(PROXY, ""), "authority": environment.get(AUTHORITY, "")}
        if not (fields["proxy"] and fields["authority"]):
            start = "start it as `loadtest mock-twilio exec -- loadtest simulator --async on`"
            problems.append(f"async: {PROXY} and {AUTHORITY}, which lead to the mock Twilio, are not set; {start}")
    else:
        named = [name for name in ("work", "lose", "twice", "backlog") if _FLAGS[name].field in fields]
        problems += [f"{name}: only a bot has it; add --async" for name in named]
    if problems:
        raise ValueError("\n".join(problems))
    if cause := fields.get("cause"):
        more, fields["script"] = scripted(cause, fields.get("seed", 0))
        fields = {_FLAGS[name].field: _FLAGS[name].parse(text) for name, text in more.items()} | fields
        token = f"not {token}" if cause == "signature" else token
    return Behaviour(token=token, **fields)
