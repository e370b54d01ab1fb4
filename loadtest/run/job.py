"""A load as a job that any process can do: what it sends, by which way, and how the replies are judged."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from loadtest.message.plan import Plan
from loadtest.pacing import WHOLE, Shard
from loadtest.send import network
from loadtest.send.sender import WebhookSender
from loadtest.verdict.judge import Judge, ReplyCheck

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

    from loadtest.config import Config


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Everything that a process needs to send its shard; `addresses` are those that answered, if any did."""

    plan: Plan
    auth_token: str = field(repr=False)
    userinfo: str = field(default="", repr=False)
    addresses: tuple[str, ...] = ()
    ca_file: str = ""
    connect_retries: int = 1
    reply_check: str = ReplyCheck.STRICT.value
    rate_limit_patterns: tuple[str, ...] = ()
    refusal_patterns: tuple[str, ...] = ()
    accept_patterns: tuple[str, ...] = ()
    shard: Shard = WHOLE

    @classmethod
    def of(cls, config: Config, plan: Plan, route: network.Route) -> Job:
        """Return the job that a configuration describes."""
        return cls(
            plan=plan,
            auth_token=config.auth_token.reveal(),
            userinfo=config.userinfo.reveal(),
            addresses=route.known,
            ca_file=config.ca_file,
            connect_retries=config.connect_retries,
            reply_check=config.reply_check.value,
            rate_limit_patterns=config.rate_limit_pattern,
            refusal_patterns=config.refusal_pattern,
            accept_patterns=config.accept_pattern,
        )

    def by(self, route: network.Route) -> Job:
        """Return the same job by the way that has turned out to be the right one."""
        return replace(self, addresses=route.known)

    def route(self) -> network.Route:
        """Return the way to the webhook, by the addresses that answered if any did."""
        route = network.Route.from_url(self.plan.url)
        return replace(route, candidates=self.addresses) if self.addresses else route

    def sender(
        self,
        route: network.Route,
        *,
        clock: Callable[[], float],
        tls: ssl.SSLContext | None = None,
        connect_timeout: float = 5.0,
    ) -> WebhookSender:
        """Return who sends; an https route needs `tls`, which is made when it is not given."""
        secure = route.scheme == "https"
        return WebhookSender(
            route,
            tls=(tls or network.tls_context(self.ca_file or None)) if secure else None,
            timeout=self.plan.timeout,
            connect_timeout=connect_timeout,
            connect_retries=self.connect_retries,
            keep_alive=self.plan.keep_alive,
            clock=clock,
        )

    def judge(self, check: ReplyCheck | None = None) -> Judge:
        """Return who judges the replies, by the user's wordings."""
        return Judge(
            check=check or ReplyCheck(self.reply_check),
            rate_limit_patterns=self.rate_limit_patterns,
            refusal_patterns=self.refusal_patterns,
            accept_patterns=self.accept_patterns,
        )

    def to_wire(self) -> dict[str, Any]:
        """Return a JSON-ready form; it holds the secrets, so it goes through a pipe and nowhere else."""
        plain = {name: getattr(self, name) for name in self.__slots__}
        return plain | {"plan": self.plan.to_wire(), "shard": asdict(self.shard)}

    @classmethod
    def from_wire(cls, wire: dict[str, Any]) -> Job:
        """Return the job that `to_wire` described."""
        lists = {name: tuple(value) for name, value in wire.items() if isinstance(value, list)}
        return cls(**wire | lists | {"plan": Plan.from_wire(wire["plan"]), "shard": Shard(**wire["shard"])})
