"""The table of options: a field of `Config` declares one, once.

Its flag, its action input, its environment variable, its row in action.yml, in the README and in `--help` all follow
from the declaration. A new option is a new field here; `docs/generate.py` then brings the documents up to date.
"""
# ruff: noqa: RUF009  `option` is `dataclasses.field` with a declaration, not a shared default

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from loadtest.config import monitoring, values
from loadtest.config.option import Option, option
from loadtest.config.values import Secret, Tokens, Url
from loadtest.pacing import ClosedBatches, OpenBatches, Stages
from loadtest.plan import Plan
from loadtest.scenarios import mms, sms
from loadtest.targets import DEFAULT_TARGETS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from loadtest.config.monitoring import Monitor
    from loadtest.pacing import Pacing, Stage
    from loadtest.phone_pool import PhonePool, Quota
    from loadtest.result import Setting
    from loadtest.scenarios.form import Media
    from loadtest.series import Endpoint
    from loadtest.targets import Target
    from loadtest.verdict import ReplyCheck

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
class Config:
    """Everything as the user said it, parsed: times in seconds, shares from 0 to 1. `load` makes it."""

    url: Url = option(
        "the webhook",
        values.url,
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
        values.url,
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
        "how long batches start",
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
        "of a rate or stages: `even` gaps, or `poisson` for random ones, as from independent people",
        values.choice("even", "poisson"),
        "even",
        value="even|poisson",
    )
    warm_up: float = option(
        "how long messages are sent before the load, as it begins; they are shown apart and not counted",
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
    mms_share: float = option("share of messages that are MMS", values.share, "30%", value="PERCENT")
    messages: tuple[str, ...] = option(
        r"SMS bodies, one a line, `\n` for a new line inside one; `@file` reads them from a file",
        values.messages,
        value="TEXTS",
        unset=sms.TEXTS,
        otherwise="five of our own",
        many=True,
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
    timeout: float = option(
        "whole budget of a message, connect included; Twilio's is 15 s",
        values.duration(0.001, 600, "Twilio itself waits 15s at most"),
        "15",
        value="TIME",
        unit="s",
        group="How it is sent",
    )
    connect_retries: int = option(
        "second attempts after a failed connect or TLS handshake, inside the budget, before any request byte",
        values.whole(0, 5, "Twilio makes no more"),
        "1",
        value="N",
    )
    allow_remote: bool = option(
        "allow a webhook on a public address; loopback, private and container addresses never need it",
        values.boolean,
        "false",
        value="true|false",
    )
    keep_alive: bool = option(
        "reuse connections; `false` sends `Connection: close` and lets the server close first",
        values.boolean,
        "false",
        value="true|false",
    )
    max_in_flight: int = option(
        "beyond it messages are dropped, counted and shown",
        values.whole(1, 1_000_000, "one machine holds no more connections"),
        "10000",
        value="N",
    )
    health_url: Url | None = option(
        "a URL or path that must answer 2xx before the load; `off` only waits until the port answers. When none is "
        "set, 404 and 405 count as ready",
        values.health_url,
        value="URL",
        group="When it begins",
        otherwise="/health on the webhook's origin",
    )
    health_timeout: float = option(
        "how long to wait for that",
        values.duration(0.001, _HOUR, "a server that needs longer is started too late"),
        "60",
        value="TIME",
        unit="s",
    )
    localhost_fallback: bool = option(
        "in a container, where `localhost` is the container itself: when nothing answers there, try the machine around "
        "it, at host.docker.internal and the default gateway; URL, Host header and signature stay",
        values.boolean,
        "true",
        value="on|off",
    )
    preflight: bool = option(
        "send one well and one badly signed message before the load, and explain a wrong set-up",
        values.boolean,
        "true",
        value="true|off",
    )
    rate_limit_per_number: Quota | None = option(
        "the server's limit for each phone number, for the forecast: `20/hour`, `20/hour sliding`, or `off`",
        values.number_limit,
        "20/hour",
        value="RATE",
    )
    provision: bool = option(
        "register and verify every phone number with the server before the load",
        values.boolean,
        "false",
        value="true|false",
    )
    setup_authorization: Tokens = option(
        "who registers the numbers: one token, or a `number token` line for each number; `@file` reads them",
        values.tokens,
        value="TOKEN",
        unset=values.NO_TOKENS,
        otherwise="none",
        secret=True,
        at_file=True,
    )
    verification_code: Mapping[str, str] = option(
        "the code that verifies a number: one for all, or a `number code` line for each; `@file` reads them",
        values.codes,
        "123456",
        value="CODE",
        many=True,
        at_file=True,
    )
    provision_path: str = option(
        "where numbers are registered, on the webhook's origin",
        values.path,
        "/api/user/phone-number",
        value="PATH",
    )
    verify_path: str = option(
        "where they are verified",
        values.path,
        "/api/user/phone-number/verify",
        value="PATH",
    )
    dry_run: bool = option("print the whole plan, and send nothing", values.boolean, "false", value="true|false")
    every: float | None = option(
        "repeat the run, starting one each time this has passed; without `runs` until a signal stops it",
        values.duration(1, _DAY, "rarer runs are a matter for a scheduler"),
        value="TIME",
        unit="s",
        group="How often",
        otherwise="one run",
    )
    runs: int | None = option(
        "repeat the run so many times, one straight after the other or as `every` says; each has a numbered folder, "
        "and the worst decides",
        values.whole(1, 100_000, "rarer runs are a matter for a scheduler"),
        value="N",
        otherwise="1, or endless with `every`",
    )
    reply_check: ReplyCheck = option(
        "`strict`: accepted by Twilio's rules and not declined in the text; `status`: any HTTP 200",
        values.reply_check,
        "strict",
        value="strict|status",
        group="What counts",
    )
    rate_limit_pattern: tuple[str, ...] = option(
        "more wordings of a rate limited message, one regular expression a line",
        values.patterns,
        value="REGEX",
        unset=(),
        otherwise="built in",
        many=True,
    )
    refusal_pattern: tuple[str, ...] = option(
        "more wordings of a refused message, one regular expression a line",
        values.patterns,
        value="REGEX",
        unset=(),
        otherwise="built in",
        many=True,
    )
    accept_pattern: tuple[str, ...] = option(
        "wordings of an accepted message, one regular expression a line; beats everything built in",
        values.patterns,
        value="REGEX",
        unset=(),
        otherwise="none",
        many=True,
    )
    targets: tuple[Target, ...] = option(
        "what decides the conclusion, one target a line: `p99 < 8s`, `rate_limited < 1%`, "
        "`monitor.database.waitingClients max <= 10`; `success > 95%` stays until one of them names success or failed; "
        "`guide` stands for the user's guide's baselines at this concurrency",
        values.targets,
        "\n".join(DEFAULT_TARGETS),
        value="LIST",
        many=True,
    )
    baseline: str = option(
        "results.json of an earlier run to compare with; targets may say `p95 < baseline + 20%` (of the time) and "
        "`success >= baseline - 1%` (points). A file that is not there yet is no mistake",
        str,
        value="FILE",
        unset="",
        otherwise="none",
    )
    on_inconclusive: str = option(
        "what a run that proves nothing comes to: `fail` or `pass`",
        values.choice("fail", "pass"),
        "fail",
        value="fail|pass",
    )
    monitor: tuple[Monitor, ...] | None = option(
        "pages with the server's own figures, polled once a second, one a line: `name=/path` or `name=URL` adds or "
        "replaces one, filters (`pool_*`) and units (`*Time=ms`) may follow; JSON or Prometheus; `name=off`, `off`",
        monitoring.monitors,
        value="LIST",
        group="What is watched",
        unset=(),
        otherwise="the pages under /api/sms/performance",
        many=True,
    )
    monitor_authorization: Secret = option(
        "the header `Authorization` of monitor requests, like `Bearer …`",
        monitoring.authorization,
        value="TEXT",
        unset=values.NO_SECRET,
        otherwise="none",
        secret=True,
    )
    server_log: str = option(
        "a file the server logs to: the error lines that it gets during the run are counted and shown",
        str,
        value="FILE",
        unset="",
        otherwise="none",
    )
    report_dir: str = option(
        "the folder for the report files", str, "load-test-results", value="FOLDER", group="What is reported"
    )
    format: str = option(
        "what standard output holds: the text, or only the results as JSON (the text goes to standard error)",
        values.choice("text", "json"),
        "text",
        value="text|json",
    )
    progress_interval: float = option(
        "one progress line each",
        values.duration(1, _HOUR, "progress is counted by the second"),
        "10",
        value="TIME",
        unit="s",
    )

    health_url_is_default: bool
    settings: tuple[Setting, ...]
    warnings: tuple[str, ...]

    @property
    def userinfo(self) -> Secret:
        """The webhook's `user:password`, or an empty secret."""
        return self.url.userinfo

    @property
    def repeats(self) -> bool:
        """Whether there is more than one run."""
        return self.every is not None or (self.runs or 1) > 1

    @property
    def secrets(self) -> tuple[str, ...]:
        """Every text that must be masked wherever a runner prints."""
        pages = [one.url for one in self.monitor or ()]
        urls = (item for item in (self.url, self.signature_url, self.health_url, *pages) if item)
        authorization = self.monitor_authorization.reveal()
        texts = (
            self.auth_token.reveal(),
            *(text for item in urls for text in item.secrets()),
            *self.setup_authorization.secrets(),
            *((authorization, authorization.rpartition(" ")[2]) if authorization else ()),
        )
        return tuple(dict.fromkeys(texts))

    def pacing(self) -> Pacing:
        """Return when messages are due."""
        size, duration, poisson = self.concurrent, self.duration, self.arrivals == "poisson"
        if self.stages:
            return Stages(stages=self.stages, poisson=poisson, seed=self.seed)
        if self.rate:
            return Stages.constant(self.rate, duration, poisson=poisson, seed=self.seed)
        if self.model == "open":
            return OpenBatches(size=size, interval=self.delay, duration=duration)
        return ClosedBatches(size=size, rest=self.delay, duration=duration)

    @property
    def endpoints(self) -> tuple[Endpoint, ...]:
        """The server's pages to poll."""
        return monitoring.endpoints(self.monitor, self.url)

    def plan(self) -> Plan:
        """Return the load that this configuration describes."""
        return Plan(
            url=self.url.text,
            signature_url=self.signature_url.text,
            account_sid=self.account_sid,
            to_number=self.to_number,
            pacing=self.pacing(),
            warm_up=self.warm_up,
            pool=replace(self.phone_numbers, seed=self.seed),
            mms_share=self.mms_share,
            texts=self.messages,
            media=self.media,
            timeout=self.timeout,
            keep_alive=self.keep_alive,
            in_flight_cap=self.max_in_flight,
            seed=self.seed,
        )


def _table() -> tuple[Option, ...]:
    rows: list[Option] = []
    for item in fields(Config):
        if row := item.metadata.get("option"):
            env = row.env or f"LOAD_TEST_{item.name.upper()}"
            group = row.group or rows[-1].group
            rows.append(replace(row, name=item.name.replace("_", "-"), env=env, group=group))
    return tuple(rows)


OPTIONS = _table()
"""Every option in the order in which the help and the README show them."""
