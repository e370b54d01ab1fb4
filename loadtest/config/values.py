"""From what a user typed to a value; every parser raises `ValueError` with sentences that name the remedy.

No sentence repeats what may be a secret: a URL's userinfo is cut out, an account SID's place is where tokens land by
mistake.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, TypeAlias

from loadtest.assess.baselines import guide_for
from loadtest.assess.target_text import parse_targets
from loadtest.config.urls import mask_userinfo, url
from loadtest.message.form import Account, Content, Media
from loadtest.message.kinds import KINDS
from loadtest.message.phone_pool import parse_pool
from loadtest.pacing import parse_stage
from loadtest.verdict.contract import Contract
from loadtest.verdict.judge import ReplyCheck
from loadtest.verdict.patterns import telling
from loadtest.words import units
from loadtest.words.exchange import LONGEST_MESSAGE
from loadtest.words.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from loadtest.assess.target import Target
    from loadtest.message.kinds import Mix
    from loadtest.message.phone_pool import PhonePool
    from loadtest.pacing import Stage

_COMMENT = re.compile(r"(?:^|(?<=\s))#.*", re.MULTILINE)
_COMMA = re.compile(r",(?!(?<=\d,)\d{3}(?!\d))")  # not the comma of 1,500
_LINE = re.compile(r"\r\n|\r|\n")
_CONTENT_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+", re.ASCII)
_BEFORE_CONTENT_TYPE = re.compile(r",(?=\s*(?:application|audio|font|image|model|text|video)/[\w.+-]+\s*(?:$|[\s,]))")
_E164 = re.compile(r"\+[1-9][0-9]{6,14}", re.ASCII)
_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}|[0-9]{3,8}", re.ASCII)
_BOOLEANS = {
    **dict.fromkeys(("true", "yes", "on", "1"), True),
    **dict.fromkeys(("false", "no", "off", "0"), False),
}
_ADDRESS = re.compile(r"(?:(?P<host>[\w.-]+|\[[0-9a-fA-F:]+\]):)?(?P<port>\d{1,5})", re.ASCII)
HIGHEST_PORT = 65_535
_MOST_DIGITS = 30
_LONGEST_NAME = 80
_DAY = 86_400
_FASTEST = 1_000_000
_ROUNDING = 1e-6

Address: TypeAlias = tuple[str, int]
"""A host and a port to listen on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """`Authorization` headers by phone number; the one under "" is everybody's. None of them is ever shown."""

    headers: Mapping[str, Secret]

    def __bool__(self) -> bool:
        return bool(self.headers)

    def secrets(self) -> tuple[str, ...]:
        """Return what must never be printed: every header, and its token without the scheme."""
        headers = [secret.reveal() for secret in self.headers.values()]
        return tuple(dict.fromkeys(text for header in headers for text in (header, header.partition(" ")[2])))


NO_TOKENS = Tokens(headers={})


def tokens(text: str) -> Tokens:
    """Read one token, or `number token` lines; a bare token is a bearer's. No sentence repeats one."""
    found = _by_number(text, "token")
    for name, token in found.items():
        if not (token.isascii() and token.isprintable()):
            raise ValueError(f"the token{name and f' of {name}'} holds characters that no HTTP header can carry")
    return Tokens(headers={name: Secret(token if " " in token else f"Bearer {token}") for name, token in found.items()})


def codes(text: str) -> dict[str, str]:
    """Read one code, or `number code` lines."""
    return _by_number(text, "code")


def _by_number(text: str, what: str) -> dict[str, str]:
    """Return values by phone number; one that stands for all is under ""."""
    found: dict[str, str] = {}
    problems = []
    for place, item in enumerate(lines(text), 1):
        number, blank, value = item.partition(" ")
        if number.startswith("+"):
            if not _E164.fullmatch(number) or not value.strip():
                problems.append(f"line {place} is no `number {what}` line; write one such as +15555551001 {what}")
                continue
        else:
            number, value = "", f"{number}{blank}{value}"
        if number in found:
            problems.append(f"line {place}: {number or f'a {what} for all numbers'} is given twice; keep one")
        found[number] = value.strip()
    if problems:
        raise ValueError("\n".join(problems))
    return found


def account_sid(text: str) -> str:
    """Read an account SID; what is wrong with it is told without it, because it may be a token in the wrong place."""
    if not re.fullmatch(r"AC[0-9a-fA-F]{32}", text):
        token = re.fullmatch("[0-9a-f]{32}", text)
        hint = "it looks like an auth token, which belongs in auth-token" if token else "copy it from Twilio's console"
        raise ValueError(f"this is not an account SID, which is AC and 32 hex digits; {hint}")
    return text


def to_number(text: str) -> str:
    """Read the receiving number: E.164, or a short code."""
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"{text!r} is neither a number in E.164 form such as +15555556789 nor a short code's digits")
    return text


def boolean(text: str) -> bool:
    """Read true or false, yes or no, on or off, 1 or 0."""
    if text.lower() not in _BOOLEANS:
        raise ValueError(f"{text!r} is neither true nor false; write one of {', '.join(_BOOLEANS)}")
    return _BOOLEANS[text.lower()]


def is_boolean(text: str) -> bool:
    """Return whether `boolean` would read `text`."""
    return text.strip().lower() in _BOOLEANS


def choice(*words: str) -> Callable[[str], str]:
    """Return a parser of one of `words`, in any case."""

    def parse(text: str) -> str:
        if text.lower() in words:
            return text.lower()
        near = get_close_matches(text.lower(), words, 1)
        hint = f"; did you mean {near[0]}?" if near else ""
        raise ValueError(f"{text!r} is not one of {', '.join(words)}{hint}")

    return parse


def suite_name(text: str) -> str:
    """Read a name: one line that reports can show."""
    if len(text) > _LONGEST_NAME or not text.isprintable():
        raise ValueError(f"{text[:_LONGEST_NAME]!r} is no name; it takes up to {_LONGEST_NAME} characters on one line")
    return text


on_inconclusive = choice("fail", "pass")
"""How an inconclusive run ends."""


def reply_check(text: str) -> ReplyCheck:
    """Read how strictly replies are judged."""
    return ReplyCheck(choice(*(check.value for check in ReplyCheck))(text))


def whole(least: int, most: int, why: str) -> Callable[[str], int]:
    """Return a parser of a whole number from `least` to `most`; `why` says why not more."""

    def parse(text: str) -> int:
        number = units.parse_count(text) if len(text) <= _MOST_DIGITS else None  # int() has a limit of its own
        if number is None or not least <= number <= most:
            raise ValueError(f"{text!r} is not a whole number from {least:,} to {most:,} ({why})")
        return number

    return parse


def duration(least: float, most: float, why: str, *, unit: str = "s") -> Callable[[str], float]:
    """Return a parser of a duration from `least` to `most` seconds; a bare number counts in `unit`."""

    def parse(text: str) -> float:
        seconds = units.parse_duration(text, unit=unit)
        if seconds < least or seconds > most:
            bounds = f"from {units.format_duration(least)} to {units.format_duration(most)}"
            raise ValueError(f"{text!r} is not {bounds} ({why})")
        return seconds

    return parse


def rate(text: str) -> float:
    """Read messages per second."""
    if re.fullmatch(r"[\d.]+", text, re.ASCII):
        text += "/s"
    if not 0 < (value := units.parse_rate(text)) <= _FASTEST:
        raise ValueError(f"{text!r} is not above 0 and at most {_FASTEST:,}/s (no machine sends more)")
    return value


def stages(text: str) -> tuple[Stage, ...]:
    """Read stages of a load, one a line or between commas."""
    found, problems = [], []
    for item in items(text):
        try:
            found.append(parse_stage(item))
        except ValueError as error:
            problems.append(str(error))
    if problems:
        raise ValueError("\n".join(problems))
    if not any(stage.count for stage in found):
        raise ValueError("no stage sends anything; give one of them a rate above 0/s")
    if (longest := sum(stage.duration for stage in found)) > _DAY:
        raise ValueError(
            f"the stages last {units.format_duration(longest)} together, which is more than a day (every second of a "
            "run is kept for the reports)"
        )
    if (fastest := max(max(stage.first, stage.last) for stage in found)) > _FASTEST:
        raise ValueError(f"{units.format_rate(fastest)} is more than {_FASTEST:,}/s (no machine sends more)")
    return tuple(found)


def processes(text: str) -> int:
    """Read `auto` (0) or a number of processes."""
    return 0 if text.lower() == "auto" else whole(1, 256, "auto takes one for each core")(text)


def share(text: str) -> float:
    """Read a percent from 0 to 100."""
    if (value := units.parse_percent(text)) > 1:
        raise ValueError(f"{text!r} is more than 100%")
    return value


def mix(text: str) -> Mix:
    """Read kinds of messages with their shares."""
    found: dict[str, float] = {}
    for item in items(text):
        name, _, percent = item.partition(" ")
        kind = choice(*KINDS)(name)
        if kind in found:
            raise ValueError(f"{kind} is given twice; keep one of them")
        found[kind] = share(percent) if percent.strip() else 1.0
    if abs((whole := sum(found.values())) - 1) > _ROUNDING:
        raise ValueError(f"the shares add up to {whole * 100:.6g}%; make them 100%, like sms 70%, mms 30%")
    return tuple(found.items())


def confidence(text: str) -> float:
    """Read how sure a verdict must be, from 50% to 99.99%, as a share."""
    sure = share(text)
    if not 0.5 <= sure <= 0.9999:  # noqa: PLR2004  a coin is as sure; beyond, no run is long enough
        raise ValueError(f"{text!r} is not from 50% to 99.99%; write 95% or 99%")
    return sure


def lines(text: str) -> list[str]:
    """Return the lines that are not blank and not a comment, trimmed; a `#` inside a line is text."""
    found = [line for raw in _LINE.split(text) if (line := raw.strip()) and not line.startswith("#")]
    if not found:
        raise ValueError("nothing but comments stands here; write one item a line")
    return found


def items(text: str, separator: re.Pattern[str] = _COMMA) -> list[str]:
    """Return a list's items: one a line or between commas, comments from a `#` at the line's start or after a blank."""
    found = [item.strip() for line in lines(_COMMENT.sub("", text)) for item in separator.split(line) if item.strip()]
    if not found:
        raise ValueError("nothing but commas stands here; write one item a line")
    return found


def expected_replies(text: str) -> tuple[str, ...]:
    """Read the user's list of replies, one a line."""
    found = tuple(lines(text))
    if all(line.lower().startswith(("limited:", "refused:")) for line in found):
        raise ValueError("every line marks a decline, so nothing could succeed; add what success sounds like, or {any}")
    Contract(found)
    return found


def phone_numbers(text: str) -> PhonePool:
    """Read numbers and ranges of numbers."""
    return parse_pool(items(text))


def targets(text: str, *, concurrent: int = 10) -> tuple[Target, ...]:
    """Read targets; `guide` stands for the guide's baselines at `concurrent` messages at once.

    `success > 95%` stays until one of them names success or failed.
    """
    guide = guide_for(concurrent).targets
    return parse_targets([one for item in items(text) for one in (guide if item.lower() == "guide" else (item,))])


def patterns(text: str) -> tuple[str, ...]:
    """Read regular expressions, one a line (commas and # belong to them)."""
    found, problems = lines(text), []
    for pattern in found:
        try:
            telling(pattern)
        except ValueError as error:
            problems.append(str(error))
    if problems:
        raise ValueError("\n".join(problems))
    return tuple(found)


def messages(text: str) -> tuple[str, ...]:
    r"""Read message bodies: one a line, commas and later # are text, `\n` stands for a new line."""
    found = tuple(line.replace("\\n", "\n") for line in lines(text))
    problems = [
        f"text {place} has {len(body):,} characters; Twilio delivers at most {LONGEST_MESSAGE:,}"
        for place, body in enumerate(found, 1)
        if len(body) > LONGEST_MESSAGE
    ]
    if problems:
        raise ValueError("\n".join(problems))
    return found


def media(text: str) -> tuple[Media, ...]:
    """Read media: `content/type`, or `content/type URL`."""
    found, problems = [], []
    for item in items(text, _BEFORE_CONTENT_TYPE):
        content_type, *link = item.split()
        try:
            if not _CONTENT_TYPE.fullmatch(content_type) or len(link) > 1:
                raise ValueError(  # noqa: TRY301  one handler collects
                    f"{mask_userinfo(item)!r} is not a medium; write a content type and, if you like, a URL: "
                    "audio/ogg https://example.com/note.ogg"
                )
            if link and url(link[0]).userinfo:
                raise ValueError(  # noqa: TRY301  likewise
                    f"{mask_userinfo(item)!r} carries a password, which every message would spread; "
                    "use a URL that needs none"
                )
            found.append(Media(content_type=content_type, url="".join(link)))
        except ValueError as error:
            problems.append(str(error))
    if problems:
        raise ValueError("\n".join(problems))
    return tuple(found)


def extra_parameters(text: str) -> tuple[tuple[str, str], ...]:
    """Read parameters, `Name=value`: Twilio adds such without notice, and signs them."""
    found = tuple((name.strip(), value.strip()) for name, _, value in (item.partition("=") for item in lines(text)))
    problems = [
        f"{name!r} is no parameter; write Name=value, as MessagingServiceSid=MG0123"
        for (name, _), item in zip(found, lines(text), strict=True)
        if "=" not in item or not re.fullmatch(r"[A-Za-z]\w{0,63}", name, re.ASCII)
    ]
    own = {
        name
        for kind in KINDS.values()
        for name, _ in kind.form(Content(text=""), Account(account_sid="", to_number=""))
    }
    problems += [f"{name} is sent already" for name, _ in found if name in own]
    problems += [
        f"{name} is given twice" for name in {name for name, _ in found} if [one for one, _ in found].count(name) > 1
    ]
    if problems:
        raise ValueError("\n".join(problems))
    return found


def address(text: str) -> Address:
    """Read where to listen: a port of this machine alone, or an address and a port."""
    match = _ADDRESS.fullmatch(text.strip())
    if match is None or not 0 < int(match["port"]) <= HIGHEST_PORT:
        raise ValueError(
            f"{text!r} is no port to listen on; write one such as 9464, or an address with it: 0.0.0.0:9464"
        )
    return (match["host"] or "127.0.0.1").strip("[]"), int(match["port"])
