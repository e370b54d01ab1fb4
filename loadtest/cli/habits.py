"""What users of other load tests type out of habit: one row each, with our flag or with advice.

The letters are oha's, hey's, k6's, wrk's and Locust's; where these disagree, the value tells which was meant, or the
sentence asks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from loadtest.words.units import parse_count, parse_duration, parse_rate, plural

if TYPE_CHECKING:
    from collections.abc import Callable

_MOST, _EXAMPLE = 1_000_000, 200
"""How many messages are told as a rate, which in one second has to be a rate that is allowed; and for others."""


def _reads(parse: Callable[[str], object], text: str) -> bool:
    try:
        parse(text.strip())
    except ValueError:
        return False
    return True


def _duration(text: str) -> bool:
    return _reads(parse_duration, text)


def _rate(text: str) -> bool:
    return _reads(parse_rate, text) or _reads(lambda word: float(word), text)  # noqa: PLW0108  a type is no function here


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """Names that mean our `flag` when their value `means` it; otherwise, or without a flag, `say` is the answer."""

    names: tuple[str, ...]
    say: str
    flag: str = ""
    means: Callable[[str], bool] = lambda _: True

    def advice(self, name: str, text: str) -> str:
        """Return what to write instead; only a number is repeated, and only one that a load can have."""
        if "{count}" in self.say:
            count = parse_count(text) if _reads(parse_count, text) else 0
            if not 0 < count <= _MOST:
                count = _EXAMPLE
            seconds = 10 if count % 10 == 0 else 1
            said = self.say.format(count=plural(count, "message"), each=count // seconds, seconds=seconds)
            return f"{name}: {said}"
        return f"{name}: {self.say}"


HABITS = (
    Habit(names=("-c",), flag="concurrent", say="write --concurrent N"),
    Habit(
        names=("-d",),
        flag="duration",
        means=_duration,
        say="write --duration TIME for how long, as in k6, or --messages TEXT for what is sent, as in oha and hey",
    ),
    Habit(names=("-z", "--run-time"), flag="duration", means=_duration, say="write --duration TIME"),
    Habit(names=("-r",), flag="rate", means=_rate, say="write --rate 50/s"),
    Habit(names=("-q", "--qps", "--rps"), say="write --rate 50/s, which is the rate of the whole load"),
    Habit(
        names=("-n", "-i", "--requests", "--iterations", "--num-requests"),
        say="a load is a rate for a time, not a number of requests; for {count} write --rate {each}/s "
        "--duration {seconds}s",
    ),
    Habit(
        names=("-u", "--vus", "--users", "--connections", "--concurrency", "--workers"),
        say="write --concurrent N for N messages at the same instant, once a second; with --model closed each batch "
        "waits for the one before, as virtual users do",
    ),
    Habit(names=("-s", "--stage"), say="write --stages '30s at 10/s, 60s from 10/s to 100/s'"),
    Habit(names=("-t", "--threads"), say="write --timeout TIME for the patience of a message, or --processes N"),
    Habit(
        names=("-H", "-A", "-T", "--header", "--headers"),
        say="the headers are those that Twilio sends; a user and password belong in the URL",
    ),
    Habit(names=("-m", "-X", "--method"), say="every message is a POST, as Twilio sends it; leave it out"),
    Habit(
        names=("-b", "-D", "-F", "--body", "--data", "--form"),
        say="the body is a Twilio message; write --messages TEXT for what it says",
    ),
    Habit(names=("-k", "--insecure"), say="certificates are always verified, as Twilio does; write --ca-file FILE"),
    Habit(names=("-o", "--output", "--out"), say="write --report-dir FOLDER, or --format json for standard output"),
    Habit(names=("--host",), say="write --url URL"),
)
"""One row for each habit, the letters and words of other tools."""

_BY_NAME = {name: habit for habit in HABITS for name in habit.names}
LETTERS = frozenset(name for name in _BY_NAME if not name.startswith("--"))


def of(flag: str) -> Habit | None:
    """Return the habit behind a flag that is none of ours."""
    return _BY_NAME.get(flag)
