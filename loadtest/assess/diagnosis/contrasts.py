"""Rules that compare outcomes: what the messages that failed have in common and those that were accepted have not.

A trait is named only when it explains nearly all failures, nothing with it was accepted, and chance hardly does that.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from loadtest.assess.diagnosis.causes import Cause, Weight
from loadtest.assess.diagnosis.facts import Diagnosis
from loadtest.message.kinds import KINDS, label_of
from loadtest.verdict.judge import UNJUDGED, Reason
from loadtest.words.units import plural

if TYPE_CHECKING:
    from collections.abc import Callable

    from loadtest.assess.diagnosis.facts import Facts

_NEARLY_ALL = 0.95
_CHANCE = 1e-4
"""How likely a trait may be met by chance, over all traits that are tried."""
_LONG = 160
_SECONDS = 3  # seconds over which connections break: those of a crash break at once
_QUOTED = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Trait:
    """What a text may have: `name` continues "messages", `remedy` says what to do about such ones that fail."""

    name: str
    has: Callable[[str], bool]
    remedy: str


TRAITS = (
    Trait(
        name="with an empty text (as an MMS without a caption is)",
        has=lambda text: not text,
        remedy="let Body be empty: Twilio sends an MMS without a caption so (a required field, a falsy text)",
    ),
    Trait(
        name="whose text has characters of four bytes, such as emoji",
        has=lambda text: any(one > "\uffff" for one in text),
        remedy="look for what cannot take them: a column or connection of three bytes a character (in MySQL: utf8mb4)",
    ),
    Trait(
        name="whose text is not plain ASCII",
        has=lambda text: not text.isascii(),
        remedy="read the form as UTF-8 everywhere (in a servlet: request.setCharacterEncoding before the first "
        "parameter), in the signature's check as well as behind it",
    ),
    Trait(
        name="whose text has line breaks",
        has=lambda text: "\n" in text,
        remedy="take line breaks as they came, in the signature's check as well as behind it",
    ),
    Trait(
        name="whose text has blanks at its edges",
        has=lambda text: text != text.strip(),
        remedy="check the signature before anything trims the values (in Laravel: except it from TrimStrings)",
    ),
    Trait(
        name="whose text has & % + or <",
        has=lambda text: any(one in text for one in "&%+<"),
        remedy="decode the form once, and escape the text where it goes on to XML, SQL or a page",
    ),
    Trait(
        name="whose text has quotation marks or an apostrophe",
        has=lambda text: any(one in text for one in "'\"\u2018\u2019\u201c\u201d\u201e"),
        remedy="look for a filter in front (a firewall's rules against SQL injection) and for SQL without parameters",
    ),
    Trait(
        name="whose text has a link",
        has=lambda text: "://" in text or "www." in text,
        remedy="look for a filter of links or spam, in front of the application and in it",
    ),
    Trait(
        name=f"of more than {_LONG} characters",
        has=lambda text: len(text) > _LONG,
        remedy="look for a limit of length: a column, a body limit, what the text is sent on to",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Content:
    """What messages of one content came to."""

    name: str
    text: str | None
    failed: int
    accepted: int


def kind_of_message(facts: Facts) -> Diagnosis | None:
    """Look for a kind of message, or a trait of its text, of which every one fails while nearly all others pass."""
    contents = [
        _Content(
            name=name,
            text=facts.known.text(name),
            failed=sum(count for reason, count in reasons.items() if reason in _TELLING),
            accepted=reasons.get(Reason.ACCEPTED, 0),
        )
        for name, reasons in sorted(facts.snapshot.contents.items())
    ]
    failed, accepted = sum(one.failed for one in contents), sum(one.accepted for one in contents)
    if not failed or not accepted or not facts.failed(*_TELLING):
        return None
    found = _common(contents, failed, failed / (failed + accepted))
    if found is None:
        return None
    inside, name, remedy = found
    others = [one for one in contents if one not in inside]
    many, apart = sum(one.failed for one in inside), sum(one.failed for one in others)
    passed = sum(one.accepted for one in others)
    reason = max(_TELLING, key=lambda one: sum(facts.snapshot.contents[it.name].get(one, 0) for it in inside))
    sample = facts.snapshot.samples.get(reason)
    fails = max(inside, key=lambda one: one.failed)
    passes = max(others, key=lambda one: one.accepted)
    return Diagnosis(
        cause=Cause.KIND,
        weight=Weight.WHICH_MESSAGES,
        likely=f"Only messages {name} fail",
        evidence=f"all {many:,} such messages failed, and {f'{apart:,}' if apart else 'none'} of "
        f"{plural(passed + apart, 'other')}; {_shown(fails)} failed, {_shown(passes)} passed"
        + ("; it is one text, so it may be something else in it" if len(inside) == 1 and "whose text" in name else "")
        + (f"; the first: {sample.said}" if sample and sample.said else ""),
        remedy=remedy,
    )


def reused_connections(facts: Facts) -> Diagnosis | None:
    """Look for kept connections that break under the next message, while new ones never do."""
    snapshot, total = facts.snapshot, facts.summary.total
    broken = sum(total.count(reason) for reason in _BREAKING)
    new_broken = sum(snapshot.fresh.get(reason, 0) for reason in _BREAKING)
    new = sum(snapshot.fresh.values())
    times = [at for at, second in snapshot.seconds.items() if any(second.reasons.get(one) for one in _BREAKING)]
    if not facts.failed(*_BREAKING) or new_broken or broken < _NEARLY_ALL * total.failed or len(times) < _SECONDS:
        return None
    share = broken / max(total.judged, 1)
    if new * math.log1p(-min(share, 0.999)) > math.log(_CHANCE):
        return None
    return Diagnosis(
        cause=Cause.REUSED,
        weight=Weight.WHICH_MESSAGES,
        likely="Only messages on connections used before fail: the server closes them as the next message comes",
        evidence=f"{plural(broken, 'message')} lost a kept connection before the reply, and none of {new:,} on a new "
        "one did",
        remedy="let the server keep idle connections longer than clients do, and not end them after so many requests "
        "(keepAliveTimeout, keepalive_timeout, keepalive_requests, max_requests), or set keep-alive to off if "
        "Twilio's traffic reaches it without",
    )


_BREAKING = (Reason.CONNECTION_LOST, Reason.PROTOCOL)
_SHOWN = 3
_TELLING = tuple(
    reason for reason in Reason if reason not in UNJUDGED | {Reason.ACCEPTED, Reason.RATE_LIMITED, Reason.CONNECT}
)
"""Reasons that may lie in the message itself."""
_OF_A_NUMBER = tuple(one for one in _TELLING if one not in {Reason.REFUSED, Reason.UNEXPECTED})
"""Reasons that a number may have without the server's saying that it declines it."""


def numbers(facts: Facts) -> Diagnosis | None:
    """Look for phone numbers of which every message fails, while those of all others pass."""
    snapshot = facts.snapshot
    counted = [
        (number, sum(count for reason, count in reasons.items() if reason in _OF_A_NUMBER), reasons)
        for number, reasons in sorted(snapshot.numbers.items())
    ]
    failed = sum(many for _, many, _ in counted)
    accepted = sum(reasons.get(Reason.ACCEPTED, 0) for _, _, reasons in counted)
    if not facts.failed(*_OF_A_NUMBER) or not accepted or snapshot.numbers_beyond:
        return None
    bad = [(number, many) for number, many, reasons in counted if many and not reasons.get(Reason.ACCEPTED)]
    many = sum(count for _, count in bad)
    chance = many * math.log(failed / (failed + accepted)) + math.log(math.comb(len(counted), len(bad)))
    if many < _NEARLY_ALL * failed or chance > math.log(_CHANCE):
        return None
    sample = snapshot.samples.get(max(_OF_A_NUMBER, key=facts.summary.total.count))
    who = ", ".join(number for number, _ in bad[:_SHOWN]) + (" …" if len(bad) > _SHOWN else "")
    return Diagnosis(
        cause=Cause.KIND,
        weight=Weight.WHICH_MESSAGES,
        likely=f"Only messages from {len(bad)} of {plural(len(counted), 'number')} fail",
        evidence=f"all {many:,} messages from {who} failed, and {f'{failed - many:,}' if failed > many else 'none'} of "
        f"{plural(accepted + failed - many, 'other')}"
        + (f"; the first: {sample.said}" if sample and sample.said else ""),
        remedy="look at what the server keeps of these numbers: an opt-out, a blocked or damaged account, a country",
    )


def _common(contents: list[_Content], failed: int, share: float) -> tuple[list[_Content], str, str] | None:
    """Return the contents that fail, what they have in common and what to do, or None when nothing explains it."""
    kinds = sorted({one.name.partition(" ")[0] for one in contents})
    tries: list[tuple[list[_Content], str, str]] = [
        (
            [one for one in contents if one.name.partition(" ")[0] == kind],
            f"of the kind {label_of(kind)}",
            f"look at what this kind alone takes: {KINDS[kind].takes}"
            if kind in KINDS
            else "look at what it alone takes",
        )
        for kind in (kinds if len(kinds) > 1 else ())
    ]
    known = [one for one in contents if one.text is not None]
    tries += [([one for one in known if trait.has(one.text or "")], trait.name, trait.remedy) for trait in TRAITS]
    tries += _longer(known)
    tries += [
        ([one], "of one content", "send that one by itself, and look for its time in the server's log")
        for one in contents
    ]
    fits = []
    for inside, name, remedy in tries:
        many = sum(one.failed for one in inside)
        chance = many * math.log(share) + math.log(len(tries)) if share < 1 else 0.0
        if (
            many >= _NEARLY_ALL * failed
            and not any(one.accepted for one in inside)
            and any(one.accepted for one in contents if one not in inside)
            and chance <= math.log(_CHANCE)
        ):
            fits.append((inside, name, remedy))
    if not fits:
        return None
    inside, name, remedy = fits[0]
    same = [other for those, other, _ in fits[1:] if those == inside and other != "of one content"]
    return inside, name + "".join(f", or {other}" for other in same), remedy


def _longer(known: list[_Content]) -> list[tuple[list[_Content], str, str]]:
    """Return the texts longer than any that was accepted, as one more thing they may have in common."""
    passing = max((len(one.text or "") for one in known if one.accepted), default=0)
    inside = [one for one in known if one.failed and len(one.text or "") > passing]
    if len(inside) < 2 or passing >= _LONG:  # noqa: PLR2004  one text alone has many things of its own
        return []
    least = min(len(one.text or "") for one in inside)
    remedy = "look for a limit of length near that: a column, a body limit, what the text is sent on to"
    return [(inside, f"of {least} or more characters (those of up to {passing} pass)", remedy)]


def _shown(one: _Content) -> str:
    kind = label_of(one.name.partition(" ")[0])
    if one.text is None:
        return f"{one.name!r}"
    text = one.text if len(one.text) <= _QUOTED else f"{one.text[:_QUOTED]}…"
    return f"{kind} {text!r}" if text else f"{kind} without a text"
