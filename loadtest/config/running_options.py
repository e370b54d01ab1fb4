"""Options of how a run goes: how it is sent, when it begins, how often."""
# ruff: noqa: RUF009  `option` is `dataclasses.field` with a declaration, not a shared default

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from loadtest.config import urls, values
from loadtest.config.option import option
from loadtest.config.sending_options import SendingOptions
from loadtest.words.instant import parse_instant
from loadtest.words.quota import parse_limit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from loadtest.config.urls import Url
    from loadtest.config.values import Tokens
    from loadtest.words.instant import Instant
    from loadtest.words.quota import Quota

_DAY, _HOUR = 86_400, 3_600


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningOptions(SendingOptions):
    """How it is sent, when it begins, and how often."""

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
        "how many messages may wait for a reply at once; any more are dropped, counted and shown",
        values.whole(1, 1_000_000, "one machine holds no more connections"),
        "10000",
        value="N",
    )
    health_url: Url | None = option(
        "a URL or path that must answer 2xx before the load; `off` only waits until the port answers. When none is "
        "set, 404 and 405 count as ready",
        urls.health_url,
        value="URL",
        group="When it begins",
        otherwise="/health on the webhook's origin",
    )
    health_timeout: float = option(
        "how long to wait until the server is ready",
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
        parse_limit,
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
        urls.path,
        "/api/user/phone-number",
        value="PATH",
    )
    verify_path: str = option(
        "where they are verified",
        urls.path,
        "/api/user/phone-number/verify",
        value="PATH",
    )
    start: Instant | None = option(
        "when every shard begins, by the machines' clocks: `2026-01-02T12:00:05Z`, or `12:00:05Z` of the nearest day; "
        "a shard that is not ready by then sends nothing",
        parse_instant,
        value="INSTANT",
        otherwise="at once",
    )
    dry_run: bool = option("print the whole plan, and send nothing", values.boolean, "false", value="true|false")
    every: float | None = option(
        "start a new run each time this has passed; without `runs` until a signal stops it",
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
