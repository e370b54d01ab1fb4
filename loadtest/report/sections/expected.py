"""The kinds of a run's replies as a list for `expected-replies`; what is doubtful stands behind a `#`."""

from __future__ import annotations

from difflib import SequenceMatcher
from functools import reduce
from typing import TYPE_CHECKING

from loadtest.verdict.contract import MARKS, NONE, Contract
from loadtest.verdict.judge import Reason
from loadtest.words.errors import ConfigError
from loadtest.words.reply_shapes import template_of

if TYPE_CHECKING:
    from loadtest.assess.replies.kinds import Heard, ReplyKind
    from loadtest.measure.replies import Replies

_MARK = {Reason.RATE_LIMITED: "limited: ", Reason.REFUSED: "refused: "}
_LONGEST = 900
"""Characters of a template; the rest of a long reply is left open."""


def expected_lines(heard: Heard, replies: Replies) -> list[str]:
    """Return the lines of the list.

    Raises:
        ConfigError: for a bot that answers freely: a list of its replies would hold none of the next run's.

    """
    if heard.freely:
        why = (
            f"results: the bot answers freely ({len(heard.under_load):,} kinds and more in {heard.total:,} replies); "
            "a list of its replies would hold none of the next run's; list its declines alone, like "
            "`limited: You have reached {any}`, and below them {any}"
        )
        raise ConfigError([why])
    lines = ["# What success sounds like: review it, keep it, and name it as expected-replies: @FILE"]
    for kind in heard.under_load:
        pending = kind.doubtful or kind.reason is Reason.UNEXPECTED
        why = "; ".join(kind.against) if kind.doubtful else kind.because
        lines.append(f"# {kind.count:,} of {heard.total:,}{', not decided' if pending else ''}: {why}")
        templates = [f"{_MARK.get(kind.reason, '')}{template}" for template in _templates(kind, replies)]
        if pending:
            hint = "   (take the # away; limited: or refused: in front if it declines)"
            templates = [f"# {template}{hint}" for template in templates]
        lines += templates
    if others := sum(heard.others.values()):
        lines.append(f"# {others:,} of {heard.total:,} were too different from each other to be listed")
    return list(dict.fromkeys(lines))


def _templates(kind: ReplyKind, replies: Replies) -> list[str]:
    """Return a template for each message of such a reply, made of all its shapes."""
    texts = [replies.said[kind.reason, shape].text for shape in kind.shapes if (kind.reason, shape) in replies.said]
    parts: dict[int, list[str]] = {}
    for text in texts or [kind.text]:
        for place, message in enumerate(text.split("\n")):
            parts.setdefault(place, []).append(message)
    return [_template(messages) for messages in parts.values()]


def _template(messages: list[str]) -> str:
    if not any(messages):
        return NONE
    made = reduce(_common, [template_of(message) for message in messages if message])
    if len(made) > _LONGEST:
        made = made[:_LONGEST].rpartition(" ")[0] + " {any}"
    first, colon, rest = made.partition(":")
    if colon and first.strip().lower() in MARKS:
        made = f"{{any}}:{rest}"
    if made[:1] in {"#", "/", "@", "<"}:
        made = "{any}" + made[1:]
    matching = Contract([made])
    return made if all(matching.judge([message])[1] == "" for message in messages if message) else "{any}"


def _common(one: str, other: str) -> str:
    """Return what two templates have in common, with a hole for each difference."""
    if one == other:
        return one
    mine, its = one.split(" "), other.split(" ")
    out: list[str] = []
    for tag, start, end, _, _ in SequenceMatcher(None, mine, its, autojunk=False).get_opcodes():
        if tag == "equal":
            out += mine[start:end]
        elif out[-1:] != ["{any}"]:
            out.append("{any}")
    return " ".join(out)
