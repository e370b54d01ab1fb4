"""What a reader must not miss of the answers that a mock Twilio caught, in sentences; names are hostile."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from loadtest.measure.answers import REFUSED, UNREACHABLE
from loadtest.words.units import format_duration, format_percent, plural

if TYPE_CHECKING:
    from collections.abc import Mapping

    from loadtest.assess.summary import Summary
    from loadtest.measure.answers import Answers
    from loadtest.measure.snapshot import Snapshot

_NAMED = 5


def sentences(summary: Summary, snapshot: Snapshot) -> tuple[str, ...]:
    """Return them; nothing without a mock."""
    answers, found = snapshot.answers, summary.total.answering
    if answers is None or found is None:
        return ()
    notes = []
    if answers.died:
        notes.append(
            "The mock Twilio ended before the load did: answers after that are missing, not lost by the server"
        )
    if answers.unread:
        notes.append(f"{plural(answers.unread, 'event')} of the mock Twilio came too fast to be read")
    calls = answers.seen.get("calls", {})
    if found.accepted and not found.answered.count and not calls.get("messages created"):
        notes.append(
            "No answer came, and the server never called the mock Twilio: was it started with the variables of "
            "`loadtest mock-twilio env`, and by hosts if it heeds no proxy?"
        )
    if answers.ambiguous:
        notes.append(_ambiguous(summary, answers))
    notes += [
        f"Through Twilio's API: {plural(count, noun)} {what}"
        for count, noun, what in (
            (answers.further, "further text", "with other words, after a first answer"),
            (answers.late, "text", "too late, after the wait for an answer was over"),
            (answers.unasked, "text", "that no message had asked for"),
            (answers.after_failure, "text", "in answer to a webhook that had failed"),
        )
        if count
    ]
    return (*notes, *_asked(answers.seen))


def _ambiguous(summary: Summary, answers: Answers) -> str:
    """Say how many matches may be wrong, and how many numbers make every one exact."""
    total = answers.exact + answers.ambiguous
    found = summary.total.answering
    longest = max((found.answered.max or 0.0), (found.unanswered.max or 0.0)) if found else 0.0
    rate = summary.achieved_rate or 0.0
    enough = f"{math.ceil(rate * longest):,}"
    return (
        f"Matching: {format_percent(answers.ambiguous / total)} of {plural(total, 'text')} came while several messages "
        f"of their number were open, and were taken first in, first out, which may be wrong; {enough} "
        f"phone numbers (rate x longest reply time, {format_duration(round(longest, 1))}) make every match exact"
    )


def _asked(seen: Mapping[str, Mapping[str, int]]) -> list[str]:
    """Return what else the server asked for: refused credentials, errors, unknown paths, other hosts, media."""
    notes = []
    for kind, what in (
        ("accounts", "The mock Twilio refused the credentials of"),
        ("problems", "The mock Twilio answered with errors"),
        ("unknown", "The server asked for what the mock Twilio does not play, and got Twilio's 404"),
    ):
        if counts := seen.get(kind):
            notes.append(f"{what}: {_listed(counts)}")
    others = seen.get("others", {})
    if passed := {name: count for name, count in others.items() if name[:1] not in {REFUSED, UNREACHABLE}}:
        notes.append(
            f"The server also called {_listed(passed)}; what these hosts answered was not read, "
            "so an HTTP 500 of theirs is not seen"
        )
    if away := {name[1:]: count for name, count in others.items() if name.startswith(UNREACHABLE)}:
        notes.append(f"The server also called hosts that took no connection: {_listed(away)}")
    if refused := {name[1:]: count for name, count in others.items() if name.startswith(REFUSED)}:
        notes.append(f"Calls to other hosts were refused: {_listed(refused)}")
    if told := seen.get("callbacks"):
        notes.append(f"Status callbacks sent to the server: {_listed(told)}")
    if media := seen.get("media"):
        fetched = f"{plural(media.get('messages', 0), 'message')} in {plural(media.get('fetches', 0), 'download')}"
        bad = ", ".join(f"{media[name]:,} {name}" for name in ("refused", "not found", "truncated") if media.get(name))
        notes.append(f"The server fetched the media of {fetched}" + (f"; {bad}" if bad else ""))
    return notes


def _listed(counts: Mapping[str, int]) -> str:
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    told = ", ".join(f"{name} ({plural(count, 'time')})" for name, count in ranked[:_NAMED])
    return told + (f" and {len(ranked) - _NAMED} more" if len(ranked) > _NAMED else "")
