"""The table of options: a field of `Config` declares one, once.

Its flag, its action input, its environment variable, its row in action.yml, in the README and in `--help` all follow
from the declaration. A new option is a new field of its group; `docs/generate.py` then brings the documents up to date.
"""
# ruff: noqa: RUF009  `option` is `dataclasses.field` with a declaration, not a shared default

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from loadtest.assess.result import SUITE
from loadtest.assess.target import DEFAULT_TARGETS
from loadtest.config import monitoring, shapes, urls, values
from loadtest.config.answer_options import AnswerOptions
from loadtest.config.option import Option, option
from loadtest.message.kinds import with_mms
from loadtest.message.plan import Plan
from loadtest.pacing import SPACINGS, ClosedBatches, OpenBatches, Stages
from loadtest.words.secret import NO_SECRET
from loadtest.words.sending import Sending

if TYPE_CHECKING:
    from loadtest.assess.capacity import Ladder
    from loadtest.assess.result import Setting
    from loadtest.assess.target import Target
    from loadtest.config.monitoring import Monitor
    from loadtest.config.urls import Url
    from loadtest.measure.series import Endpoint
    from loadtest.pacing import Pacing
    from loadtest.verdict.judge import ReplyCheck
    from loadtest.words.secret import Secret

_HOUR = 3_600


@dataclass(frozen=True, slots=True, kw_only=True)
class Config(AnswerOptions):
    """Everything as the user said it, parsed: times in seconds, shares from 0 to 1. `load` makes it.

    `ladder` holds the rates of a search for the capacity.
    """

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
    expected_replies: tuple[str, ...] = option(
        "what success sounds like, one reply a line: the text with `{any}`, `{number}` or `{word}` where it changes, a "
        "regular expression between slashes, or `<none>`; `limited:` and `refused:` in front mark declines. Any other "
        "reply is unexpected and failed. `@file` reads them; `loadtest replies results.json` prints a list",
        values.expected_replies,
        value="LIST",
        unset=(),
        otherwise="none",
        many=True,
        at_file=True,
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
        "`guide` stands for what the load-testing guide for `/api/sms/webhook` expects at this concurrency",
        values.targets,
        "\n".join(DEFAULT_TARGETS),
        value="LIST",
        many=True,
    )
    baseline: str = option(
        "results.json of an earlier run to compare with; targets may say `p95 < baseline + 20%` (of the time) and "
        "`success >= baseline - 1%` (points). Several, one a line or `results/*.json`, tell what differs between "
        "runs of the same code. A file that is not there yet is no mistake",
        str,
        value="FILE",
        unset="",
        otherwise="none",
    )
    baseline_url: Url | None = option(
        "the webhook of the version to compare with, running beside this one: every message goes to both at the same "
        "time, and targets relative to the `baseline` are decided by the pairs",
        urls.url,
        value="URL",
        otherwise="none",
    )
    confidence: float | None = option(
        "how sure an outcome must be, like 99%: a target whose "
        "limit lies inside its figure's interval is inconclusive; "
        "`baseline-url` always needs it, and takes 99% unless it is set",
        values.confidence,
        value="PERCENT",
        otherwise="off",
    )
    stop_when_certain: bool | None = option(
        "end the load as soon as its rest cannot change the verdict: when every target relative to a `baseline-url` is "
        "decided, and, with `on`, when another target can no longer be met; `off` always sends everything",
        values.boolean,
        value="on|off",
        otherwise="on for comparisons",
    )
    on_inconclusive: str = option(
        "how an inconclusive run ends: `fail` (exit code 4) or `pass` (exit code 0)",
        values.on_inconclusive,
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
        unset=NO_SECRET,
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
    suite_name: str = option(
        "names this load test in JUnit, metrics and summaries, so that two in one build stay apart",
        values.suite_name,
        SUITE,
        value="NAME",
    )
    progress_interval: float = option(
        "time from one line of progress to the next",
        values.duration(1, _HOUR, "progress is counted by the second"),
        "10",
        value="TIME",
        unit="s",
    )
    prometheus: values.Address | None = option(
        "serve the figures of the running load to Prometheus, at /metrics of this port, or of an address and port",
        values.address,
        value="PORT",
        unset=None,
        otherwise="off",
    )

    health_url_is_default: bool
    settings: tuple[Setting, ...]
    warnings: tuple[str, ...]
    ladder: Ladder | None = None

    @property
    def userinfo(self) -> Secret:
        """The webhook's `user:password`, or an empty secret."""
        return self.url.userinfo

    @property
    def baseline_config(self) -> Config:
        """How the baseline is prepared and sent to: as the webhook, on its own origin."""
        other, health = self.baseline_url or self.url, self.health_url
        path = health.text.partition("://")[2].partition("/")[2] if health else ""
        return replace(
            self,
            url=other,
            health_url=other.at(f"/{path}") if health else None,
            baseline_url=None,
            rate_limit_per_number=None,  # the forecast counts both
        )

    @property
    def _baseline_signature_url(self) -> str:
        """What the baseline believes its URL to be: an address of its own, or what the user set for both."""
        if self.baseline_url is None:
            return ""
        return (self.baseline_url if self.signature_url == self.url else self.signature_url).text

    @property
    def repeats(self) -> bool:
        """Whether there is more than one run."""
        return self.every is not None or (self.runs or 1) > 1

    @property
    def secrets(self) -> tuple[str, ...]:
        """Every text that must be masked wherever a runner prints."""
        pages = [one.url for one in self.monitor or ()]
        urls = (item for item in (self.url, self.baseline_url, self.signature_url, self.health_url, *pages) if item)
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
        size, duration, spacing = self.concurrent, self.duration, SPACINGS[self.arrivals]
        if self.stages:
            return Stages(stages=self.stages, spacing=spacing, seed=self.seed)
        if self.rate:
            return Stages.constant(self.rate, duration, spacing=spacing, seed=self.seed)
        if self.model == "open":
            return OpenBatches(size=size, interval=self.delay, duration=duration)
        return ClosedBatches(size=size, rest=self.delay, duration=duration)

    @property
    def endpoints(self) -> tuple[Endpoint, ...]:
        """The server's pages to poll."""
        return monitoring.endpoints(self.monitor, self.url)

    def plan(self) -> Plan:
        """Return what is sent, and when."""
        return Plan(
            url=self.url.text,
            signature_url=self.signature_url.text,
            account_sid=self.account_sid,
            to_number=self.to_number,
            pacing=self.pacing(),
            warm_up=self.warm_up,
            pool=replace(self.phone_numbers, seed=self.seed),
            mix=shapes.mix_of(self.conversations) or self.mix or with_mms(self.mms_share),
            texts=shapes.first_texts(self.conversations) or self.messages,
            media=self.media,
            seed=self.seed,
            numbers_share_state=self.mock_twilio is not None or bool(self.conversations),
            conversations=self.conversations,
            feed=self.feed,
            extra=self.extra_parameters,
            repeat=self.repeat,
            baseline_url=self.baseline_url.text if self.baseline_url else "",
            baseline_signature_url=self._baseline_signature_url,
        )

    def sending(self) -> Sending:
        """Return how it is sent."""
        return Sending(
            timeout=self.timeout,
            connect_retries=self.connect_retries,
            keep_alive=self.keep_alive,
            in_flight_cap=self.max_in_flight,
            ca_file=self.ca_file,
            processes=self.processes,
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
