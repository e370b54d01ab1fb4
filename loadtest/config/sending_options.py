"""Options of what is sent: where it goes, how much, what."""
# ruff: noqa: RUF009  `option` is `dataclasses.field` with a declaration, not a shared default

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from loadtest.config import shapes, sharding, urls, values
from loadtest.config.option import option
from loadtest.dialogue.feed import NO_FEED, Feed, parse_feed
from loadtest.message import mms, sms
from loadtest.pacing import SPACINGS
from loadtest.words.secret import Secret

if TYPE_CHECKING:
    from loadtest.config.urls import Url
    from loadtest.dialogue.conversation import Conversation
    from loadtest.message.form import Media
    from loadtest.message.kinds import Mix
    from loadtest.message.phone_pool import PhonePool
    from loadtest.pacing import Shard, Stage

PRESETS = {
    "normal": {"concurrent": "10", "duration": "60"},
    "peak": {"concurrent": "50", "duration": "120"},
    "stress": {"concurrent": "100", "duration": "60"},
    "sustained": {"concurrent": "10", "duration": "300"},
    "burst": {"concurrent": "50", "duration": "30"},
}
"""The loads of the user's guide, as the options they stand for."""

_DAY, _HOUR = 86_400, 3_600


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingOptions:
    """Where the messages go, how much load, and what is sent."""

    url: Url = option(
        "the webhook",
        urls.url,
        "http://localhost:3000/api/sms/webhook",
        value="URL",
        group="Where the messages go",
    )
    auth_token: Secret = option(
        "the account's auth token, which signs every message",
        Secret,
        value="TOKEN",
        env="TWILIO_AUTH_TOKEN",
        otherwise="required",
        secret=True,
    )
    account_sid: str = option(
        "`AccountSid` of every message", values.account_sid, "AC" + "0" * 32, value="SID", env="TWILIO_ACCOUNT_SID"
    )
    to_number: str = option(
        "`To` of every message: the number they are sent to",
        values.to_number,
        "+15555556789",
        value="NUMBER",
        env="TWILIO_PHONE_NUMBER",
    )
    signature_url: Url = option(
        "the public URL the server believes it has, which is what is signed",
        urls.url,
        value="URL",
        otherwise="the webhook's URL",
    )
    ca_file: str = option(
        "a PEM file of certificate authorities to trust besides the system's",
        str,
        value="FILE",
        unset="",
        otherwise="the system's alone",
    )
    preset: str = option(
        "a named load: "
        + " · ".join(
            f"`{name}` {part['concurrent']} × {part['duration']} s"  # noqa: RUF001  the sign of the user's guide
            for name, part in PRESETS.items()
        ),
        values.choice(*PRESETS),
        value="NAME",
        group="How much load",
        unset="",
        otherwise="none",
    )
    concurrent: int = option(
        "messages per batch",
        values.whole(1, 60_000, "one address has no more ports to connect from"),
        "10",
        value="N",
    )
    duration: float = option(
        "for how long messages are sent; the last replies are waited for after that",
        values.duration(0.001, _DAY, "every second of a run is kept for the reports"),
        "60",
        value="TIME",
        unit="s",
    )
    delay: float = option(
        "time between the starts of batches (open; 0 is a mistake), or the rest after a batch has finished (closed)",
        values.duration(0, _HOUR, "longer pauses are separate runs", unit="ms"),
        "1000",
        value="TIME",
        unit="ms",
    )
    model: str = option(
        "`open`: batches leave on time whatever the replies do, as Twilio does; `closed`: wait for the whole batch",
        values.choice("open", "closed"),
        "open",
        value="open|closed",
    )
    rate: float | None = option(
        "messages per second, one by one instead of in batches",
        values.rate,
        value="RATE",
        unit="/s",
        otherwise="batches",
    )
    stages: tuple[Stage, ...] | None = option(
        "a rate that changes, one stage a line: `30s at 10/s`, `60s from 10/s to 100/s`, `20s at 0/s`; they set the "
        "duration",
        values.stages,
        value="LIST",
        otherwise="none",
        many=True,
    )
    arrivals: str = option(
        "how the messages of a rate or stages follow each other: "
        + ", or ".join(spacing.about for spacing in SPACINGS.values()),
        values.choice(*SPACINGS),
        "even",
        value="|".join(SPACINGS),
    )
    warm_up: float = option(
        "how long messages are sent before the load, at its first rate; they are shown apart and not counted",
        values.duration(0, _HOUR, "a longer one is a run of its own"),
        "0",
        value="TIME",
        unit="s",
    )
    processes: int = option(
        "how many processes share the load: `auto` takes more than one, up to one for each core, when the rate asks "
        "for it",
        values.processes,
        "auto",
        value="auto|N",
    )
    shard: Shard | None = option(
        "send only this part of the load, like `2/5`, and leave a shard file in the place of reports; `loadtest merge` "
        "makes them of all files. Needs `seed` and `start`",
        sharding.parse_shard,
        value="I/N",
        otherwise="the whole load",
    )
    seed: int = option(
        "fixes kinds, numbers, bodies and due times; message ids, media ids and idempotency tokens are new in every "
        "run",
        values.whole(0, 2**53 - 1, "every reader of JSON keeps these exactly"),
        value="N",
        otherwise="random, printed",
    )
    phone_numbers: PhonePool = option(
        "who sends: numbers, and ranges such as `+15555552000-+15555552999`",
        values.phone_numbers,
        "+15555551001-+15555551005",
        value="LIST",
        group="What is sent",
        many=True,
    )
    mms_share: float = option(
        "share of messages that are MMS, the others being SMS", values.share, "30%", value="PERCENT"
    )
    mix: Mix | None = option(
        "kinds of messages (sms, mms, whatsapp) and their shares, which add up to 100%: `sms 70%, mms 30%`; "
        "`mms-share` is the short form",
        values.mix,
        value="LIST",
        otherwise="by mms-share",
        many=True,
    )
    messages: tuple[str, ...] = option(
        r"SMS bodies, one a line, `\n` for a new line inside one; `@file` reads them from a file",
        values.messages,
        value="TEXTS",
        unset=sms.TEXTS,
        otherwise="five of our own",
        many=True,
        at_file=True,
    )
    repeat: float = option(
        "share of messages that are delivered again with the same id and token, as after a lost answer: half of them "
        "while the first delivery is open; counted apart",
        values.share,
        "0%",
        value="PERCENT",
    )
    extra_parameters: tuple[tuple[str, str], ...] = option(
        "parameters that every message has besides, one `Name=value` a line, as `MessagingServiceSid=MG…`; signed",
        values.extra_parameters,
        value="LIST",
        unset=(),
        otherwise="none",
        many=True,
    )
    conversations: tuple[Conversation, ...] = option(
        "messages that follow each other's replies, in YAML or `@file`: names, and for each its steps with `say`, "
        "`expect`, `wait`, `capture` (docs/conversations.md). A rate then counts conversations",
        shapes.conversations,
        value="YAML",
        unset=(),
        otherwise="none",
        at_file=True,
    )
    feed: Feed = option(
        "a CSV file with a row for each number, whose columns fill the holes of conversations' texts",
        parse_feed,
        value="FILE",
        unset=NO_FEED,
        otherwise="none",
        at_file=True,
    )
    media: tuple[Media, ...] = option(
        "MMS media, one a line: `content/type`, or `content/type URL`",
        values.media,
        value="LIST",
        unset=mms.MEDIA,
        otherwise="one audio/ogg",
        many=True,
    )
