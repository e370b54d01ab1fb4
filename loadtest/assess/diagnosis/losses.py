"""Rules for work that was accepted and then lost, or never got done: each returns a `Diagnosis` or None.

They hold only where a target of answers was missed: a server that never answers is no sick one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from loadtest.assess import keeping_up
from loadtest.assess.diagnosis.causes import Cause, Weight
from loadtest.assess.diagnosis.facts import LEAST_FAILED, Diagnosis, due, seconds
from loadtest.assess.diagnosis.failures import BROKEN, counters_reset
from loadtest.assess.diagnosis.limits import DEPENDENCY
from loadtest.measure.answers import REFUSED, UNREACHABLE
from loadtest.message.kinds import label_of
from loadtest.words.units import format_ms, plural

if TYPE_CHECKING:
    from loadtest.assess.diagnosis.facts import Facts
    from loadtest.measure.answers import AnswerSecond

_FEW = 3
_SIZE = re.compile(
    r"too (?:large|big)|exceed\w* .{0,40}(?:size|limit|bytes|[KM]B)|(?:size|bytes|[KM]B) .{0,40}exceed|larger than"
    r"|(?:maximum|max|file|media) size",
    re.IGNORECASE,
)
_NEARLY_ALL, _HARDLY_ANY = 0.95, 0.05
_MOST_OF_THE_RUN, _TELLING = 0.5, 0.1
_AFTER = 5.0
"""Seconds until a poll tells of a restart."""
_DURABLE = "keep accepted messages where a restart finds them (a table, a durable queue), or finish them before it"
_MEDIA = "look for a limit of size or type (a run with a small media-size tells), and for a download that fails"


def lost_kind(facts: Facts) -> Diagnosis | None:
    """Look for one kind of message that nobody answers, while all others are answered."""
    if not facts.lost:
        return None
    kinds = {
        name: (part.answering.answered.count, part.answering.unanswered.count)
        for name, part in facts.summary.scenarios.items()
        if part.answering
    }
    lost = [
        name for name, (done, gone) in kinds.items() if gone >= LEAST_FAILED and gone >= _NEARLY_ALL * (done + gone)
    ]
    others = [counts for name, counts in kinds.items() if name not in lost]
    done, gone = sum(one for one, _ in others), sum(one for _, one in others)
    if len(lost) != 1 or done < LEAST_FAILED or gone > _HARDLY_ANY * (done + gone):
        return None
    (kind,) = lost
    count = sum(kinds[kind])
    evidence = f"{kinds[kind][1]:,} of {count:,} accepted {label_of(kind)} got no answer, "
    evidence += f"{done:,} of {done + gone:,} others did"
    if kind == "mms":
        evidence += f"; {_media(_seen(facts, 'media'))}"
        if logged := facts.logged(_SIZE):
            return Diagnosis(
                cause=Cause.LOST_SIZE,
                weight=Weight.WHICH_MESSAGES,
                likely="MMS are accepted, and their media are then too large for the server",
                evidence=f"{evidence}; {logged}",
                remedy="tell the sender, or take larger media; a run with a small media-size shows the limit",
            )
    return Diagnosis(
        cause=Cause.LOST_KIND,
        weight=Weight.WHICH_MESSAGES,
        likely=f"{label_of(kind)} are accepted and not answered",
        evidence=f"{evidence}; whether their work is lost or they are never answered cannot be told from here",
        remedy=_MEDIA if kind == "mms" else f"look at what the server does with {label_of(kind)} after its reply",
    )


def lost_by_restart(facts: Facts) -> Diagnosis | None:
    """Look for work that was waiting when the server went away: lost just before nobody took messages any more."""
    times, bad = _seconds(facts)
    counts = {at: sum(one.reasons.get(reason, 0) for reason in BROKEN) for at, one in facts.snapshot.seconds.items()}
    down = sorted(at for at, broken in counts.items() if broken)
    if not facts.lost or not _gone(facts) or not bad or sum(counts.values()) < LEAST_FAILED:
        return None
    # What a restart takes was waiting for its answer, so it came before that would have been there.
    waits = max(one.reply_time.max or 0.0 for one in times.values())
    since = [one for at, one in times.items() if at > down[-1]]
    gone, answered = sum(one.unanswered for one in since), sum(one.reply_time.count for one in since)
    if not down[0] - waits - _AFTER <= bad[0] <= down[-1] or gone > _HARDLY_ANY * (gone + answered):
        return None
    lost = [at for at in bad if at <= down[-1]]
    return Diagnosis(
        cause=Cause.LOST_RESTART,
        weight=Weight.LOST_RESTART,
        likely="A restart lost accepted work" if answered else "The server went away, and accepted work with it",
        evidence=f"{plural(sum(times[at].unanswered for at in lost), 'accepted message')} {due(lost)} got no answer; "
        f"{plural(sum(counts.values()), 'message')} {due(down)} found no server or lost their connection",
        remedy=_DURABLE,
    )


def lost_in_between(facts: Facts) -> Diagnosis | None:
    """Look for work that was lost at one time, with answers before and after: as a restart does it."""
    times, bad = _seconds(facts)
    if not bad or not facts.lost or lost_by_restart(facts):
        return None
    first, last = bad[0], bad[-1]
    good = [at for at in times if times[at].reply_time.count]
    within = [times[at] for at in times if first <= at <= last]
    gone = sum(one.unanswered for one in within)
    if not (good and good[0] < first and good[-1] > last) or last - first > _MOST_OF_THE_RUN * (good[-1] - good[0]):
        return None
    if gone < _MOST_OF_THE_RUN * sum(one.reply_time.count + one.unanswered for one in within):
        return None
    reset = counters_reset(
        facts, since=first, until=last + _AFTER + max(one.reply_time.max or 0.0 for one in times.values())
    )
    evidence = f"{plural(gone, 'message')} {due(bad)} got no answer, all before and after did"
    evidence += f"; {reset} began again from zero, which a new process does" if reset else ""
    return Diagnosis(
        cause=Cause.LOST_RESTART if reset else Cause.LOST_WHILE,
        weight=Weight.LOST_RESTART if reset else Weight.LOST_WHILE,
        likely="A restart lost accepted work" if reset else "Accepted work was lost at one time",
        evidence=evidence,
        remedy=_DURABLE if reset else "look in the server's log at these times: what happened then took it along",
    )


def stopped(facts: Facts) -> Diagnosis | None:
    """Look for work that stopped for good while the webhook went on accepting: what it needs is gone."""
    times, bad = _seconds(facts)
    if not bad or not facts.lost or _growth(facts) is not None or _late(facts) or lost_by_restart(facts):
        return None
    first = bad[0]
    before = [one for at, one in times.items() if at < first]
    since = [one for at, one in times.items() if at >= first]
    done, gone = sum(one.reply_time.count for one in before), sum(one.unanswered for one in since)
    accepted = gone + sum(one.reply_time.count for one in since)
    after_all = sum(one.reply_time.count for one in since[1:])  # of its first second only a part may be lost
    if done < LEAST_FAILED or gone < LEAST_FAILED or after_all > _HARDLY_ANY * accepted:
        return None
    if len(since) < LEAST_FAILED:
        return None  # the end of the load shows nothing
    return Diagnosis(
        cause=Cause.STOPPED,
        weight=Weight.STOPPED,
        likely="The work behind the webhook stopped while messages were still accepted",
        evidence=f"from {seconds(first)} on {gone:,} of {accepted:,} accepted messages got no answer, "
        f"before it {done:,} were answered",
        remedy="look at what the work needs at that time: the queue, the database, the service behind it, the way to "
        "Twilio's API",
    )


def work_backlog(facts: Facts) -> Diagnosis | None:
    """Look for work that does not keep up: every answer comes later than the one before."""
    growth, late = _growth(facts), _late(facts)
    if not facts.lost or (growth is None and not late):
        return None
    times, _ = _seconds(facts)
    gone = sum(one.unanswered for one in times.values())
    evidence = []
    if growth is not None:
        means = [mean for one in times.values() if (mean := one.reply_time.mean) is not None]
        evidence.append(
            f"answers came {format_ms(growth)} later with every second of the load, {format_ms(means[0])} after "
            f"their message at first and {format_ms(means[-1])} at the end"
        )
    if gone:
        evidence.append(f"{plural(gone, 'message')} had none when reply-timeout was over")
    if late:
        evidence.append(f"{plural(late, 'text')} came after that, so the work went on")
    return Diagnosis(
        cause=Cause.WORK_BACKLOG,
        weight=Weight.WORK_BACKLOG,
        likely="The work does not keep up with the messages",
        evidence="; ".join(evidence),
        remedy="give the work more workers, or lower the rate; loadtest capacity finds the rate that it keeps up with",
    )


def lost_by_dependency(facts: Facts) -> Diagnosis | None:
    """Look for something that the work needs and did not get: in the server's log, or in its calls to other hosts."""
    if not facts.lost or not _gone(facts):
        return None
    others = _seen(facts, "others")
    away = {name[1:]: count for name, count in others.items() if name.startswith(UNREACHABLE) and count >= _FEW}
    refused = {name[1:]: count for name, count in others.items() if name.startswith(REFUSED) and count >= _FEW}
    likely = "Work was lost while something that it needs did not answer"
    remedy = "check what that names (a database, a cache, another service), and keep accepted work until it is back"
    if logged := facts.logged(DEPENDENCY):
        said = logged
    elif away:
        said = f"its calls to {_hosts(away)} found nobody"
    elif refused:
        likely = "Work was lost while the mock Twilio refused the server's calls to another host"
        said = f"mock-twilio-others: refuse turned away its calls to {_hosts(refused)}"
        remedy = "let them pass, or lead them to a stand-in; whether the work needs them cannot be told from here"
    else:
        return None
    return Diagnosis(
        cause=Cause.LOST_DEPENDENCY,
        weight=Weight.LOST_DEPENDENCY,
        likely=likely,
        evidence=f"{_gone(facts)}, and {said}",
        remedy=remedy,
    )


def lost_singly(facts: Facts) -> Diagnosis | None:
    """Look for messages that are lost one by one: all through the run, with others answered beside them."""
    times, bad = _seconds(facts)
    if not facts.lost or len(bad) < LEAST_FAILED or _growth(facts) is not None or _late(facts):
        return None
    beside = [times[at] for at in bad if times[at].reply_time.count > times[at].unanswered]
    within = bad[-1] - bad[0] + 1
    if len(beside) < _NEARLY_ALL * len(bad) or within < _MOST_OF_THE_RUN * len(times):
        return None
    return Diagnosis(
        cause=Cause.LOST_SINGLY,
        weight=Weight.LOST_SINGLY,
        likely="Single messages are accepted and lost, while others of the same seconds are answered",
        evidence=f"{_gone(facts)}, due in {len(bad)} different seconds from {seconds(bad[0])} to {seconds(bad[-1])}",
        remedy="look for what ends one message's work alone: an error that nobody logs, a job given up after one try, "
        f"two that take each other's place{_whose(facts)}",
    )


def twice(facts: Facts) -> Diagnosis | None:
    """Look for messages that got the same answer again."""
    found = facts.summary.total.answering
    if not facts.twice or found is None or not found.twice:
        return None
    return Diagnosis(
        cause=Cause.TWICE,
        weight=Weight.TWICE,
        likely="The work of some messages is done twice",
        evidence=f"{found.twice:,} of {found.accepted:,} accepted messages got the same words a second time",
        remedy="let the work of a MessageSid be done once (a unique key), and look for jobs that are tried again after "
        "they had answered",
    )


def _gone(facts: Facts) -> str:
    """Say how many accepted messages were lost; nothing where too few were."""
    found = facts.summary.total.answering
    if found and found.unanswered.count >= LEAST_FAILED:
        return f"{found.unanswered.count:,} of {found.accepted:,} accepted messages got no answer"
    if facts.undone >= LEAST_FAILED:
        return f"{facts.undone:,} of {facts.summary.total.successful:,} accepted messages were not processed"
    return ""


def _whose(facts: Facts) -> str:
    """Name some of the numbers that wait for an answer."""
    numbers = sorted(facts.snapshot.answers.numbers)[:_FEW] if facts.snapshot.answers else []
    return f"; the numbers of some: {', '.join(numbers)}" if numbers else ""


def _seen(facts: Facts, kind: str) -> dict[str, int]:
    return facts.snapshot.answers.seen.get(kind, {}) if facts.snapshot.answers else {}


def _hosts(counts: dict[str, int]) -> str:
    """Return hosts by how often they were called; hostile text."""
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_FEW]
    return ", ".join(f"{name} ({plural(count, 'time')})" for name, count in ranked)


def _seconds(facts: Facts) -> tuple[dict[int, AnswerSecond], list[int]]:
    """Return the seconds by when messages were due, and those with unanswered ones, in order."""
    times = dict(sorted(facts.snapshot.answers.seconds.items())) if facts.snapshot.answers else {}
    return times, [at for at, one in times.items() if one.unanswered]


def _late(facts: Facts) -> int:
    """Return how many texts came after the wait for them was over, 0 when too few to speak of the lost messages."""
    answers, found = facts.snapshot.answers, facts.summary.total.answering
    late = answers.late if answers else 0
    return late if late >= LEAST_FAILED and found and late >= _TELLING * found.unanswered.count else 0


def _growth(facts: Facts) -> float | None:
    return keeping_up.growth(_seconds(facts)[0])


def _media(seen: dict[str, int]) -> str:
    """Return what became of the media that they led to."""
    bad = [f"{seen[name]:,} {name}" for name in ("refused", "not found", "truncated") if seen.get(name)]
    if not seen.get("fetches"):
        return "no medium was fetched"
    each = f", {seen['bytes'] / seen['fetches'] / 1000:,.0f} kB each" if seen.get("bytes") else ""
    return f"media of {plural(seen.get('messages', 0), 'message')} were fetched{each}" + (
        f", {', '.join(bad)}" if bad else ""
    )
