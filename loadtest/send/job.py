"""A load as a job that any process can do: what it sends, how, and by which wordings the replies are judged."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from loadtest.message.plan import Plan, Renderer
from loadtest.pacing import WHOLE, Shard
from loadtest.send.line import Line
from loadtest.send.network import Route
from loadtest.verdict.judge import Judge, ReplyCheck
from loadtest.words.mask import Mask
from loadtest.words.secret import NO_SECRET, Secret
from loadtest.words.sending import USUAL, Sending

if TYPE_CHECKING:
    from collections.abc import Mapping


_JUDGING = ("reply_check", "rate_limit_patterns", "refusal_patterns", "accept_patterns", "expected_replies")


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Everything that a process needs to send its shard; `addresses` are those that answered, if any did.

    With a `patience` (seconds) the server's texts are matched to the messages, and so long an answer may take; `before`
    are numbers that had a message before the load, and whether it was answered. `secrets` is what a server may give
    back and nobody may see. What begins with `baseline_` belongs to the plan's baseline, where it has one.
    """

    plan: Plan
    sending: Sending = USUAL
    auth_token: Secret
    userinfo: Secret = NO_SECRET
    addresses: tuple[str, ...] = ()
    reply_check: ReplyCheck = ReplyCheck.STRICT
    rate_limit_patterns: tuple[str, ...] = ()
    refusal_patterns: tuple[str, ...] = ()
    accept_patterns: tuple[str, ...] = ()
    expected_replies: tuple[str, ...] = ()
    secrets: tuple[Secret, ...] = ()
    shard: Shard = WHOLE
    patience: float | None = None
    before: tuple[tuple[str, bool], ...] = ()
    baseline_userinfo: Secret = NO_SECRET
    baseline_addresses: tuple[str, ...] = ()

    def line(self) -> Line:
        """Return a line to the webhook, and to a baseline, by the addresses that answered if any did."""
        beside = _route(self.plan.baseline_url, self.baseline_addresses) if self.plan.baseline_url else None
        return Line.along(_route(self.plan.url, self.addresses), self.sending, beside)

    def beside(self) -> Job:
        """Return the job of the baseline's side."""
        return replace(self, plan=self.plan.beside, userinfo=self.baseline_userinfo, addresses=self.baseline_addresses)

    def renderer(self) -> Renderer:
        """Return who makes the messages."""
        return Renderer(
            self.plan,
            self.auth_token,
            random_bytes=os.urandom,
            userinfo=self.userinfo,
            keep_alive=self.sending.keep_alive,
        )

    def judge(self) -> Judge:
        """Return who judges the replies, by the user's wordings."""
        return Judge(
            check=self.reply_check,
            rate_limit_patterns=self.rate_limit_patterns,
            refusal_patterns=self.refusal_patterns,
            accept_patterns=self.accept_patterns,
            mask=self.mask(),
        ).expecting(self.expected_replies)

    def mask(self) -> Mask:
        """Return what hides the secrets in whatever comes back."""
        return Mask(secret.reveal() for secret in self.secrets)

    def judging(self) -> dict[str, Any]:
        """Return by what the replies are judged, JSON-ready: it must be the same in all shards of a load."""
        wire = self.to_wire()
        return {name: list(wire[name]) if isinstance(wire[name], tuple) else wire[name] for name in _JUDGING}

    def to_wire(self) -> dict[str, Any]:
        """Return a JSON-ready form; it holds the secrets, so it goes through a pipe and nowhere else."""
        return {name: getattr(self, name) for name in self.__slots__} | {
            "plan": self.plan.to_wire(),
            "sending": asdict(self.sending),
            "auth_token": self.auth_token.reveal(),
            "userinfo": self.userinfo.reveal(),
            "baseline_userinfo": self.baseline_userinfo.reveal(),
            "secrets": [secret.reveal() for secret in self.secrets],
            "reply_check": self.reply_check.value,
            "shard": asdict(self.shard),
        }

    @classmethod
    def from_wire(cls, wire: Mapping[str, Any]) -> Job:
        """Return the job that `to_wire` described."""
        lists = {name: tuple(value) for name, value in wire.items() if isinstance(value, list)}
        return cls(
            **{
                **wire,
                **lists,
                "plan": Plan.from_wire(wire["plan"]),
                "sending": Sending(**wire["sending"]),
                "auth_token": Secret(wire["auth_token"]),
                "userinfo": Secret(wire["userinfo"]),
                "baseline_userinfo": Secret(wire["baseline_userinfo"]),
                "secrets": tuple(map(Secret, wire["secrets"])),
                "reply_check": ReplyCheck(wire["reply_check"]),
                "shard": Shard(**wire["shard"]),
            }
        )


def _route(url: str, addresses: tuple[str, ...]) -> Route:
    route = Route.from_url(url)
    return replace(route, candidates=addresses) if addresses else route
