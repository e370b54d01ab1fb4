"""Rules for work that was accepted and then lost, or never got done: each returns a `Diagnosis` or None.

They hold only where a target of answers was missed: a server that never answers is no sick one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from loadtest.assess import keeping_up
from loadtest.assess.diagnosis.causes import Cause, Weight
from loadtest.assess.diagnosis.facts import LEAST_FAILED, Diagnosis, seconds
from loadtest.assess.diagnosis.failures import BROKEN, counters_reset
from loadtest.message.kinds import label_of
from loadtest.words.units import format_ms, plural

if TYPE_CHECKING:
    from loadtest.assess.diagnosis.facts import Facts
    from loadtest.measure.answers import AnswerSecond

_NEARLY_ALL, _HARDLY_ANY = 0.95, 0.05
_MOST_OF_THE_RUN = 0.5
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
    if kind == "mms" and facts.snapshot.answers:
        evidence += f"; {_media(facts.snapshot.answers.seen.get('media', {}))}"
    return Diagnosis(
        cause=Cause.LOST_KIND,
        weight=Weight.WHICH_MESSAGES,
        likely=f"{label_of(kind)} are accepted and not answered",
        evidence=f"{evidence}; whether their work is lost or they are never answered cannot be told from here",
        remedy=_MEDIA if kind == "mms" else f"look at what the server does with {label_of(kind)} after its reply",
    )


def lost_in_between(facts: Facts) -> Diagnosis | None:
    """Look for work that was lost at one time, with answers before and after: as a restart does it."""
    times, bad = _seconds(facts)
    if not bad or not facts.lost:
        return None
    first, last = bad[0], bad[-1]
    good = [at for at in times if times[at].reply_time.count]
    within = [times[at] for at in times if first <= at <= last]
    gone = sum(one.unanswered for one in within)
    if not (good and good[0] < first and good[-1] > last) or last - first > _MOST_OF_THE_RUN * (good[-1] - good[0]):
        return None
    if gone < _MOST_OF_THE_RUN * sum(one.reply_time.count + one.unanswered for one in within):
        return None
    # What a restart takes was waiting for its answer, so it came before that would have been there.
    until = last + _AFTER + max(one.reply_time.max or 0.0 for one in times.values())
    reset = counters_reset(facts, since=first, until=until)
    around = [second for at, second in facts.snapshot.seconds.items() if first <= at <= until]
    broken = sum(second.reasons.get(reason, 0) for second in around for reason in BROKEN)
    when = f"due from {seconds(first)} to {seconds(last)}" if last > first else f"due at {seconds(first)}"
    evidence = f"{plural(gone, 'message')} {when} got no answer, all before and after did"
    evidence += f"; {reset} began again from zero, which a new process does" if reset else ""
    evidence += f"; {plural(broken, 'message')} found no server or lost their connection" if broken else ""
    restarted = bool(reset) or broken >= LEAST_FAILED
    return Diagnosis(
        cause=Cause.LOST_RESTART if restarted else Cause.LOST_WHILE,
        weight=Weight.LOST_RESTART if restarted else Weight.LOST_WHILE,
        likely="A restart lost accepted work" if restarted else "Accepted work was lost at one time",
        evidence=evidence,
        remedy=_DURABLE if restarted else "look in the server's log at these times: what happened then took it along",
    )


def stopped(facts: Facts) -> Diagnosis | None:
    """Look for work that stopped for good while the webhook went on accepting: what it needs is gone."""
    times, bad = _seconds(facts)
    if not bad or not facts.lost or _growth(facts) is not None:
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
    growth = _growth(facts)
    if growth is None or not facts.lost:
        return None
    times, _ = _seconds(facts)
    means = [mean for _, one in sorted(times.items()) if (mean := one.reply_time.mean) is not None]
    gone = sum(one.unanswered for one in times.values())
    return Diagnosis(
        cause=Cause.WORK_BACKLOG,
        weight=Weight.WORK_BACKLOG,
        likely="The work does not keep up with the messages",
        evidence=f"answers came {format_ms(growth)} later with every second of the load, {format_ms(means[0])} after "
        f"their message at first and {format_ms(means[-1])} at the end"
        + (f"; {plural(gone, 'message')} had none when reply-timeout was over" if gone else ""),
        remedy="give the work more workers, or lower the rate; loadtest capacity finds the rate that it keeps up with",
    )


def _seconds(facts: Facts) -> tuple[dict[int, AnswerSecond], list[int]]:
    """Return the seconds by when messages were due, and those with unanswered ones, in order."""
    times = dict(sorted(facts.snapshot.answers.seconds.items())) if facts.snapshot.answers else {}
    return times, [at for at, one in times.items() if one.unanswered]


def _growth(facts: Facts) -> float | None:
    return keeping_up.growth(_seconds(facts)[0])


def _media(seen: dict[str, int]) -> str:
    """Return what became of the media that they led to."""
    bad = [f"{seen[name]:,} {name}" for name in ("refused", "not found", "truncated") if seen.get(name)]
    if not seen.get("fetches"):
        return "no medium was fetched"
    return f"media of {plural(seen.get('messages', 0), 'message')} were fetched" + (
        f", {', '.join(bad)}" if bad else ""
    )
