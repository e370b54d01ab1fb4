"""Could the doubtful replies turn the verdict? One sentence: the reply, what speaks against it, what settles it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from loadtest.assess.targets import Status, evaluate
from loadtest.message.phone_pool import forecast
from loadtest.pacing import ClosedBatches, Stages
from loadtest.verdict.judge import Reason
from loadtest.words.quota import Quota
from loadtest.words.reply_shapes import reply_shape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loadtest.assess.replies.kinds import Heard, ReplyKind
    from loadtest.assess.replies.limiter import InferredLimit
    from loadtest.assess.summary import Part, Summary
    from loadtest.assess.targets import Outcome
    from loadtest.message.plan import Plan

_QUOTED = 120
_PATTERN = 60
_LITERAL = re.compile(r"<\w+>|[^\w\s',!-]")
_SPECIAL = re.compile(r"([\\.^$*+?{}\[\]|()])")


def doubt(heard: Heard, summary: Summary, outcomes: Sequence[Outcome], *, plan: Plan | None = None) -> str:
    """Return why a met target would be missed if the doubtful replies were declines; an empty string when none would.

    `plan` tells how many numbers a limit found this way needs.
    """
    kinds = heard.doubtful
    if not kinds:
        return ""
    met = [outcome for outcome in outcomes if outcome.status is Status.MET and outcome.target.in_summary]
    without = _without(summary, kinds)
    turned = [
        (outcome, other)
        for outcome in met
        for other in evaluate([replace(outcome.target, offset=None)], without)
        if other.missed
    ]
    if not turned:
        return ""
    _, other = turned[0]
    kind = kinds[0]
    count = sum(one.count for one in kinds)
    more = f" ({count - kind.count:,} more are doubtful, too)" if len(kinds) > 1 else ""
    numbers = needs(kind.limiter, plan) if kind.limiter and plan else ""
    told = f'say "{_cut(kind.text)}"{more}, which was {"mixed with others" if kind.before else "not seen"}'
    it_declines = "it declines" if len(kinds) == 1 else "they decline"
    if kind is heard.mixed:
        told = f"are too different from each other to be kept apart{more}, and none of them was seen"
        it_declines = "they decline"
    return (
        f"{kind.count:,} of {heard.total:,} replies {told} before the load: {'; '.join(kind.against)}. "
        f"If {it_declines}, {_lower(other.sentence)}"
        f"{f'; {numbers}' if numbers else ''}. {_upper(settling(kind))}"
    )


def settling(kind: ReplyKind) -> str:
    """Return the lines that say what a doubtful reply means, as a user would type them."""
    words = pattern(kind.text)
    declined = "rate-limit-pattern" if kind.limiter else "refusal-pattern"
    if not words:
        return "list what success sounds like in expected-replies (loadtest replies results.json prints a list)"
    return f"set {declined}: {words} if it declines, or accept-pattern: {words} if it does not"


def pattern(text: str) -> str:
    """Return a regular expression that finds a reply by its longest stretch of plain words."""
    pieces = [piece.strip(" ,'-") for piece in _LITERAL.split(reply_shape(text.split("\n", maxsplit=1)[0]))]
    longest = max(pieces, key=len, default="")
    if len(longest) > _PATTERN:
        longest = longest[:_PATTERN].rpartition(" ")[0]
    return _SPECIAL.sub(r"\\\1", longest)


def needs(limiter: InferredLimit, plan: Plan) -> str:
    """Return how many numbers the plan needs under such a limit; empty where only the server's speed decides."""
    pacing = plan.pacing
    if isinstance(pacing, ClosedBatches):
        return ""
    due = pacing.even.due if isinstance(pacing, Stages) else pacing.due
    period = float(limiter.window or max(limiter.longer, pacing.duration) + 1)
    quota = Quota(count=limiter.count, period=period)
    needed = forecast(plan.pool, quota, messages=plan.planned, due=due).needed
    if not needed or needed <= plan.pool.size:
        return ""
    least = "" if limiter.window else "at least "
    return f"under such a limit this load needs {least}{needed:,} phone-numbers, not {plan.pool.size:,}"


def _without(summary: Summary, kinds: Sequence[ReplyKind]) -> Summary:
    """Return the numbers as they would be if those replies had been declines."""
    parts = {
        name: _declined(part, [(kind, _of(kind, name)) for kind in kinds]) for name, part in summary.scenarios.items()
    }
    return replace(summary, total=_declined(summary.total, [(kind, kind.count) for kind in kinds]), scenarios=parts)


def _of(kind: ReplyKind, scenario: str) -> int:
    return sum(count for content, count in kind.said.contents.items() if content.partition(" ")[0] == scenario)


def _declined(part: Part, kinds: Sequence[tuple[ReplyKind, int]]) -> Part:
    reasons = dict(part.reasons)
    answered = part.response_times.answered
    for kind, count in kinds:
        reason = Reason.RATE_LIMITED if kind.limiter else Reason.REFUSED
        reasons[Reason.ACCEPTED] = reasons.get(Reason.ACCEPTED, 0) - count
        reasons[reason] = reasons.get(reason, 0) + count
        share = count / kind.count if kind.count else 0.0
        times = {index: round(of * share) for index, of in kind.said.times.items()}
        answered = answered.less(times, kind.said.us * share)
    return replace(part, reasons=reasons, response_times=replace(part.response_times, answered=answered))


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower(text: str) -> str:
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def _cut(text: str) -> str:
    text = " / ".join(text.split("\n"))
    return text if len(text) <= _QUOTED else f"{text[: _QUOTED - 1]}…"
